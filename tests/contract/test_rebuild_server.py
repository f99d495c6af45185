"""Nothing on a graph server needs a backup: lose all of it, and the ledger's backup restores it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Settings, Workspace
from graph.projection import graph_digest
from graph.server import GivenServer, LocalServer
from graph.store import open_store
from loaders.sample import write_province

pytestmark = pytest.mark.server_faults

Server = LocalServer | GivenServer


@dataclass(frozen=True, slots=True)
class Held:
    """What a server holds: the hash of our graph, and how many nodes of any kind there are."""

    digest: str
    nodes: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A home, and what the server held when its graph was level."""

    home: Path
    held: Held


def suyuan(server: Server, home: Path, *arguments: object, code: int = 0) -> Any:
    """What a command answers about this home and this server; on stderr where it is refused."""
    told = {"SUYUAN_HOME": str(home), "SUYUAN_STORE": server.uri}
    if server.login:
        told |= {
            "SUYUAN_NEO4J_USER": server.login.user,
            "SUYUAN_NEO4J_PASSWORD": server.login.password,
        }
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], env=told)
    assert result.exit_code == code, result.output
    return json.loads(result.stderr if code else result.stdout)


def held_by(server: Server) -> Held:
    store = open_store(server.uri, login=server.login)
    try:
        with store.reading() as reader:
            (row,) = reader.run("MATCH (n) RETURN count(n) AS n", {})
        return Held(graph_digest(store), int(str(row["n"])))
    finally:
        store.close()


def cypher(server: Server, text: str) -> list[Any]:
    """What a database answers to somebody else: no store of ours is asked."""
    login = server.login and (server.login.user, server.login.password)
    with GraphDatabase.driver(server.uri, auth=login) as driver:
        return [record.values() for record in driver.execute_query(text, database_="neo4j").records]


def lose_everything(server: Server) -> None:
    """What an operator's slip does."""
    cypher(server, "MATCH (n) DETACH DELETE n")
    assert cypher(server, "MATCH (n) RETURN n LIMIT 1") == []


@pytest.fixture(scope="module")
def loaded(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A home with the sample province, and its graph on the server."""
    folder = tmp_path_factory.mktemp("rebuild")
    write_province(folder / "sample", seed=1, stations=1)
    home = folder / "home"
    with Workspace(Settings(home, neo4j_server.uri, neo4j_server.login), create=True) as workspace:
        workspace.rebuild()  # the server holds the graph of other tests
    suyuan(neo4j_server, home, "load", folder / "sample")
    return Loaded(home, held_by(neo4j_server))


def test_a_lost_graph_is_rebuilt_from_a_backup(
    neo4j_server: Server, loaded: Loaded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, home = tmp_path / "backup.tgz", tmp_path / "another machine"
    made = suyuan(neo4j_server, loaded.home, "backup", archive)
    lose_everything(neo4j_server)

    restored = suyuan(neo4j_server, home, "restore", archive)
    began = time.perf_counter()
    rebuilt = suyuan(neo4j_server, home, "rebuild")
    seconds = time.perf_counter() - began

    assert held_by(neo4j_server) == loaded.held
    assert restored["head"] == made["head"] == rebuilt["ledger_head"]
    assert rebuilt["store"] == neo4j_server.uri
    facts = rebuilt["nodes"] + rebuilt["edges"]
    assert facts > 1000
    with capsys.disabled():
        print(f"\nrebuild: {facts:,} nodes and edges in {seconds:.1f} s", end=" ")


def test_a_lost_graph_is_noticed_without_a_rebuild(neo4j_server: Server, loaded: Loaded) -> None:
    """The next question finds an empty server and projects the ledger anew."""
    lose_everything(neo4j_server)

    answer = suyuan(neo4j_server, loaded.home, "ask", "orphans")

    assert answer["rows"]
    assert held_by(neo4j_server) == loaded.held


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "orphans"),
        ("project",),
        ("rebuild",),
    ],
    ids=lambda command: command[0],
)
def test_data_of_others_stays_as_it_is(
    command: tuple[str, ...], neo4j_server: Server, loaded: Loaded
) -> None:
    """A graph with a label that is ours, too, in a database that we never wrote into."""
    lose_everything(neo4j_server)
    cypher(neo4j_server, "CREATE (:Document {id: 'theirs'})-[:CITES]->(:Novel {id: 'too'})")

    error = suyuan(neo4j_server, loaded.home, *command, code=1)["error"]
    left = cypher(neo4j_server, "MATCH (n) RETURN labels(n)[0], n.id ORDER BY n.id")

    lose_everything(neo4j_server)
    assert neo4j_server.uri in str(error)
    assert left == [["Document", "theirs"], ["Novel", "too"]]


HUB_NODES, HUB_EDGES = 20_000, 8


def test_a_hub_of_many_edges_is_wiped_within_the_memory_of_a_transaction(neo4j_server) -> None:
    """All edges of a unit of a province went in one transaction, which the server refused."""
    store = open_store(neo4j_server.uri, login=neo4j_server.login)
    auth = (neo4j_server.login.user, neo4j_server.login.password)
    try:
        store.wipe()
        store.ensure_schema()
        with GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
            driver.execute_query(
                "CREATE (:LedgerPosition {id: 'ledger_position:head', position: 1, chain: 'c', "
                "ontology: 'o'}) CREATE (:Unit {id: 'unit:hub'})"
            )
            for _ in range(HUB_EDGES):
                driver.execute_query(
                    "MATCH (u:Unit {id: 'unit:hub'}) UNWIND range(1, $n) AS i "
                    "MERGE (s:Station {id: 'station:' + i}) "
                    "CREATE (s)-[:OPERATED_BY {valid_from: '2020', claims: ['0123456789abcdef']}]"
                    "->(u)",
                    n=HUB_NODES,
                )
        store.wipe()
        with store.reading() as reader:
            assert reader.run("MATCH (n) RETURN count(n) AS n", {}) == [{"n": 0}]
    finally:
        store.close()
