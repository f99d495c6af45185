"""A small ledger, and a server's store that tells what it has acknowledged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import Login
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest
from graph.store import Statement, StorePosition
from graph.store.bolt import BoltStore, Patience
from graph.store.embedded import EmbeddedStore
from tests.faults import victim
from tests.faults.kills import reached
from tests.faults.tables import SMALL, Size, write_tables

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


def lines_of(store: BoltStore) -> list[str]:
    """All that a server holds, declared or not: two statements, where `graph_digest` has many."""
    with store.reading() as reader:
        nodes = reader.run("MATCH (n) RETURN labels(n) AS l, properties(n) AS p", {})
        edges = reader.run(
            "MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS y, b.id AS t, properties(r) AS p", {}
        )
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in (*nodes, *edges))


@dataclass(frozen=True)
class Undisturbed:
    """A projection that nobody disturbs: what the server holds after each batch, by position."""

    lines: dict[int, list[str]]
    digest: str

    @property
    def end(self) -> int:
        """The last position."""
        return max(self.lines)


def undisturbed(ledger: Ledger, uri: str, login: Login | None) -> Undisturbed:
    """Project, and look after each batch. The graph is the one of an embedded store."""
    lines: dict[int, list[str]] = {}
    with closing(BoltStore(uri, login=login)) as direct:

        def keep(_: int = 0) -> None:
            lines[reached(direct.position())] = lines_of(direct)

        direct.wipe()
        with closing(WatchedStore(uri, login, before=keep)) as watched:
            Projector(ledger, watched).run()
        keep()
        digest = graph_digest(direct)
    assert list(lines) == watched.acknowledged
    assert len(set(map(tuple, lines.values()))) > 6
    with TemporaryDirectory() as folder:
        embedded = EmbeddedStore(Path(folder) / "graph.kgl")
        Projector(ledger, embedded).run()
        assert digest == graph_digest(embedded)
    return Undisturbed(lines, digest)


def make_ledger(folder: Path, size: Size = SMALL) -> Path:
    """Load both versions of all tables; returns the home."""
    write_tables(folder / "tables", size)
    home = folder / "home"
    for step in victim.STEPS:
        verb, _, name = step.partition(" ")
        if verb == "load":
            victim.load(home, folder / "tables" / name, lambda _: None)
    return home
