"""A small ledger, and a server's store that tells what it has acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from graph import Login
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest
from graph.store import Statement, StorePosition
from graph.store.bolt import BoltStore, Patience
from tests.faults import victim
from tests.faults.kills import reached
from tests.faults.tables import Size, write_tables

MEDIUM = Size(90, 135, 360)
HASTY = Patience(reach=2, connect=5, write=0.2)
Hook = Callable[[int], None]


class WatchedStore(BoltStore):
    """Keeps the positions it has acknowledged; `before` is told the number of each batch."""

    def __init__(
        self,
        uri: str,
        login: Login | None,
        *,
        patience: Patience | None = None,
        before: Hook = lambda _: None,
    ) -> None:
        self.begun, self.acknowledged = 0, [0]
        self._before = before
        super().__init__(uri, login=login, patience=patience)

    def apply(self, statements: Sequence[Statement], position: StorePosition) -> None:
        self._before(self.begun)
        self.begun += 1
        super().apply(statements, position)
        self.acknowledged.append(position.position)

    def settle(self) -> None:
        """Wait until nobody else works on the database: what was cut off has ended."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            others = "SHOW TRANSACTIONS YIELD database WHERE database = 'neo4j' RETURN database"
            if len(self._read(others)) <= 1:
                return
            time.sleep(0.02)
        raise AssertionError("a transaction that was cut off goes on")


def digests_of(ledger: Ledger, uri: str, login: Login | None) -> dict[int, str]:
    """The digest of the graph at each batch of an undisturbed projection, by position."""
    digests: dict[int, str] = {}
    with closing(BoltStore(uri, login=login)) as direct:

        def keep(_: int = 0) -> None:
            digests[reached(direct.position())] = graph_digest(direct)

        direct.wipe()
        with closing(WatchedStore(uri, login, before=keep)) as watched:
            Projector(ledger, watched).run()
        keep()
    assert list(digests) == watched.acknowledged
    assert len(set(digests.values())) > 6
    return digests


def make_ledger(folder: Path, size: Size = MEDIUM) -> Path:
    """Load both versions of all tables; returns the home."""
    write_tables(folder / "tables", size)
    home = folder / "home"
    for step in victim.STEPS:
        verb, _, name = step.partition(" ")
        if verb == "load":
            victim.load(home, folder / "tables" / name, lambda _: None)
    return home
