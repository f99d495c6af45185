"""Several who want the same database: at most one writes, and nothing of others is touched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from graph import StoreError
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest, is_level, project
from graph.server import GivenServer, LocalServer
from graph.store import StorePosition
from graph.store.bolt import BoltStore
from graph.store.embedded import EmbeddedStore
from graph.store.position import WRITE_POSITION, position_row
from graph.store.server_cypher import CLAIM_POSITION, CONSTRAINT_NAMES
from tests.faults.tables import Size
from tests.faults.watched import WatchedStore, make_ledger

pytestmark = pytest.mark.server_faults

ROUNDS = 5
TINY, OTHER = Size(30, 40, 100), Size(20, 30, 60)
FOREIGN = "CREATE (:Recipe {name: 'of somebody else'})-[:NEEDS]->(:Flour)"
THEIRS = StorePosition("theirs", 1, "")
Server = LocalServer | GivenServer


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two homes with a ledger each."""
    folder = tmp_path_factory.mktemp("writers")
    return make_ledger(folder / "ours", TINY), make_ledger(folder / "other", OTHER)


@pytest.fixture
def store(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedStore]:
    """An empty database of ours, projected into by small batches."""
    monkeypatch.setattr(project, "BATCH", 100)
    found = WatchedStore(neo4j_server.uri, neo4j_server.login)
    found.wipe()
    yield found
    found.wipe()
    found.close()


def digest_of(home: Path, folder: Path) -> str:
    """The digest of an embedded projection."""
    store = EmbeddedStore(folder / "graph.kgl")
    with Ledger(home) as ledger:
        Projector(ledger, store).run()
    return graph_digest(store)


def count(store: WatchedStore, label: str) -> int:
    with store.reading() as reader:
        return int(str(reader.run(f"MATCH (n:{label}) RETURN count(*) AS n", {})[0]["n"]))


def project_as_one_of(server: Server, home: Path, share: float, all_of: Barrier) -> str:
    """Project a share of the ledger at the same moment as others; returns what was refused."""
    with (
        closing(WatchedStore(server.uri, server.login)) as own,
        Ledger(home, create=False) as ledger,
    ):
        projector = Projector(ledger, own, until=int(ledger.head().position * share))
        all_of.wait()
        try:
            projector.run()
        except StoreError as error:
            return error.rule
    return ""


@pytest.mark.parametrize("shares", [(1, 1), (1, 0.6)], ids=["same", "different"])
def test_two_writers_leave_the_right_graph(
    shares: tuple[float, float],
    neo4j_server: Server,
    homes: tuple[Path, Path],
    store: WatchedStore,
    tmp_path: Path,
) -> None:
    """One of them may see less of the ledger than the other."""
    home, _ = homes
    expected = digest_of(home, tmp_path)
    for _ in range(ROUNDS):
        store.wipe()
        both = Barrier(2)

        with ThreadPoolExecutor(2) as pool:
            told = list(
                pool.map(partial(project_as_one_of, neo4j_server, home, all_of=both), shares)
            )

        print(told)
        assert "" in told
        assert all("另一进程" in rule for rule in told if rule)
        with Ledger(home) as ledger:
            Projector(ledger, store).run()
            assert is_level(ledger, store.position())
        assert graph_digest(store) == expected


def test_two_may_make_the_schema_at_once(neo4j_server: Server, store: WatchedStore) -> None:
    """Constraints lock each other out; who is thrown out tries again."""
    with closing(WatchedStore(neo4j_server.uri, neo4j_server.login)) as other:
        store.ensure_schema()
        names = {str(row["name"]) for row in store._read(CONSTRAINT_NAMES)}
        for name in names:
            with store._session() as session:
                session.run(f"DROP CONSTRAINT {name}").consume()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(BoltStore.ensure_schema, (store, other)))
    assert {row["name"] for row in store._read(CONSTRAINT_NAMES)} == names


def waiting(store: WatchedStore) -> bool:
    """A transaction waits for another one."""
    statuses = store._read("SHOW TRANSACTIONS YIELD status RETURN status")
    return any(str(row["status"]).startswith("Blocked") for row in statuses)


def test_first_batches_wait_for_each_other(neo4j_server: Server, store: WatchedStore) -> None:
    """Two that both found the database empty: the second does not go in beside the first."""
    store.ensure_schema()
    with (
        closing(WatchedStore(neo4j_server.uri, neo4j_server.login)) as other,
        other._session() as session,
        ThreadPoolExecutor(1) as pool,
    ):
        first = session.begin_transaction()
        first.run(CLAIM_POSITION).consume()
        second = pool.submit(store.apply, (), StorePosition("ours", 5, ""))
        while not second.done() and not waiting(other):
            time.sleep(0.02)
        first.run(WRITE_POSITION, rows=[position_row(THEIRS)]).consume()
        first.commit()

        with pytest.raises(StoreError, match="另一进程"):
            second.result()
    assert store.position() == THEIRS


def test_graph_of_another_ledger_is_refused_and_kept(
    homes: tuple[Path, Path], store: WatchedStore, tmp_path: Path
) -> None:
    home, other = homes
    with Ledger(home) as ours, Ledger(other) as theirs:
        Projector(ours, store).run()
        before = graph_digest(store)

        with pytest.raises(StoreError, match="另一台账"):
            Projector(theirs, store).run()

        assert graph_digest(store) == before
        assert is_level(ours, store.position())
        Projector(theirs, store).rebuild()
        assert is_level(theirs, store.position())
    assert graph_digest(store) == digest_of(other, tmp_path) != before


def test_data_of_others_is_refused_and_kept(homes: tuple[Path, Path], store: WatchedStore) -> None:
    home, _ = homes
    try:
        with store._session() as session:
            session.run(FOREIGN).consume()
        with Ledger(home) as ledger:
            for attempt in (Projector(ledger, store).run, Projector(ledger, store).rebuild):
                with pytest.raises(StoreError, match="别的数据"):
                    attempt()
        assert store.position() is None
        assert (count(store, "Station"), count(store, "Recipe"), count(store, "Flour")) == (0, 1, 1)
    finally:
        with store._session() as session:
            session.run("MATCH (n:Recipe|Flour) DETACH DELETE n").consume()
