"""The py2neo store on a real server: it keeps what every store keeps, whatever py2neo hides."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest
from py2neo import ClientError, ConnectionBroken, Graph
from py2neo.bulk import merge_nodes, merge_relationships

import graph.store.server_cypher as server_cypher
from graph import Claim, Login, StoreError
from graph.ledger import Ledger, LoadSession
from graph.projection import Projector, graph_digest, is_level
from graph.server import LocalServer
from graph.store import Statement, StorePosition, open_store
from graph.store.embedded import EmbeddedStore
from graph.store.py2neo_bolt import Py2neoStore
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology.derive import edge_cypher, node_cypher, stub_cypher

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]
BEGIN = "2018-06-02T16:00:00Z"
FAILING = Statement("UNWIND $rows AS row CREATE (n:Station {id: row.id / 0})", rows=[{"id": 1}])


class Server(Protocol):
    """Where a server answers, and who asks it."""

    @property
    def uri(self) -> str: ...

    @property
    def login(self) -> Login: ...


def at(position: int) -> StorePosition:
    return StorePosition("chain", position, "ontology")


def stations(*numbers: int, **said: object) -> Statement:
    rows = [{"id": f"station:{n}", "p": {"id": f"station:{n}", **said}} for n in numbers]
    return Statement(node_cypher("Station").upsert, rows=rows)


def units(*numbers: int) -> Statement:
    return Statement(stub_cypher("Unit").upsert, ids=[f"unit:{n}" for n in numbers])


def operated(station: int, unit: int, **said: object) -> Statement:
    row = {"s": f"station:{station}", "t": f"unit:{unit}", "f": BEGIN}
    properties = {"valid_from": BEGIN, **said}
    upsert = edge_cypher("OPERATED_BY", "Station", "Unit").upsert
    return Statement(upsert, rows=[{**row, "p": properties}])


def rows(store: Py2neoStore, cypher: str, **parameters: str) -> list[dict[str, object]]:
    with store.reading() as reader:
        return reader.run(cypher, parameters)


def nodes(store: Py2neoStore, label: str) -> dict[object, object]:
    """Properties by id."""
    found = rows(store, f"MATCH (n:{label}) RETURN n.id AS id, properties(n) AS p")
    return {row["id"]: row["p"] for row in found}


@pytest.fixture(scope="module")
def uri(neo4j_server: Server) -> str:
    return f"py2neo+{neo4j_server.uri}"


@pytest.fixture(scope="module")
def raw(neo4j_server: Server) -> Iterator[Graph]:
    """The database as py2neo gives it, past our store."""
    login = neo4j_server.login
    raw = Graph(neo4j_server.uri, name="neo4j", auth=(login.user, login.password))
    yield raw
    with suppress(ConnectionBroken):  # killed by a test
        raw.service.connector.close()


@pytest.fixture
def local(neo4j_server: Server) -> Iterator[LocalServer]:
    """A server that may be killed."""
    if not isinstance(neo4j_server, LocalServer):
        pytest.skip("the server of SUYUAN_NEO4J_URI is not ours to kill")
    yield neo4j_server
    neo4j_server.start()


@pytest.fixture
def store(uri: str, neo4j_server: Server, raw: Graph) -> Iterator[Py2neoStore]:
    """An empty one."""
    raw.run("MATCH (n) DETACH DELETE n")
    store = open_store(uri, login=neo4j_server.login)
    assert isinstance(store, Py2neoStore)
    store.ensure_schema()
    yield store
    store.close()


# One batch, one transaction


def test_a_batch_and_its_position_go_in_together(store: Py2neoStore, raw: Graph) -> None:
    store.apply([stations(1, 2), units(7), operated(1, 7)], at(5))

    assert store.position() == at(5)
    assert set(nodes(store, "Station")) == {"station:1", "station:2"}
    assert raw.run("MATCH (:Station)-[r:OPERATED_BY]->(u) RETURN u.id").evaluate() == "unit:7"


def test_a_failing_statement_leaves_neither_rows_nor_position(store: Py2neoStore) -> None:
    store.apply([stations(1)], at(5))

    with pytest.raises(StoreError, match="ArithmeticError"):
        store.apply([stations(2), units(7), FAILING], at(6))

    assert store.position() == at(5)
    assert set(nodes(store, "Station")) == {"station:1"}
    assert nodes(store, "Unit") == {}
    store.apply([stations(2)], at(6))
    assert set(nodes(store, "Station")) == {"station:1", "station:2"}


def test_a_value_that_cannot_be_sent_leaves_nothing(store: Py2neoStore) -> None:
    with pytest.raises(ValueError, match="out of range"):
        store.apply([stations(1), stations(2, number=2**63)], at(5))

    assert store.position() is None
    assert nodes(store, "Station") == {}
    store.apply([stations(1, number=2**63 - 1)], at(5))
    assert nodes(store, "Station") == {"station:1": {"id": "station:1", "number": 2**63 - 1}}


def test_a_commit_that_failed_is_told(store: Py2neoStore, raw: Graph) -> None:
    """py2neo takes the refusal for a commit; the transaction was ended by somebody else."""
    writing = store._server.transaction(reading=False)
    transaction = writing.__enter__()
    transaction.run("CREATE (n:Station {id: $id})", {"id": "station:1"})
    end_open_transactions(raw)

    with pytest.raises(StoreError, match="did not commit"):
        writing.__exit__(None, None, None)

    assert nodes(store, "Station") == {}


def test_a_database_that_has_gone_is_told(store: Py2neoStore) -> None:
    """py2neo lets everything be written into a database that is not there."""
    store._server.address = replace(store._server.address, database="gone")
    store.close()

    with pytest.raises(StoreError, match="no such database"):
        store.apply([stations(1)], at(5))
    with pytest.raises(StoreError, match="no such database"):
        store.position()


def test_a_store_that_another_process_has_moved_on_is_left_alone(
    store: Py2neoStore, uri: str, neo4j_server: Server
) -> None:
    other = Py2neoStore(uri, login=neo4j_server.login)
    store.apply([stations(1)], at(5))

    with pytest.raises(StoreError, match="another process"):
        other.apply([stations(2)], at(6))

    assert set(nodes(store, "Station")) == {"station:1"}
    assert other.position() == at(5)
    other.apply([stations(2)], at(6))
    other.close()
    assert store.position() == at(6)


def test_a_batch_whose_answer_was_lost_is_not_done_again(store: Py2neoStore) -> None:
    store.apply([stations(1)], at(5))
    store._seen = None  # what is known after the connection broke in the commit

    store.apply([stations(2)], at(5))

    assert set(nodes(store, "Station")) == {"station:1"}


# What is no longer said goes


def test_properties_that_are_no_longer_said_vanish(store: Py2neoStore, raw: Graph) -> None:
    """Of nodes and edges, declared or known to one source only."""
    store.apply([stations(1, name="站", oldness=3), units(7), operated(1, 7, how="口头")], at(5))
    assert nodes(store, "Station")["station:1"] == {"id": "station:1", "name": "站", "oldness": 3}

    store.apply([stations(1, name="新"), operated(1, 7)], at(6))

    assert nodes(store, "Station") == {"station:1": {"id": "station:1", "name": "新"}}
    edges = raw.run("MATCH ()-[r]->() RETURN properties(r) AS p").data()
    assert edges == [{"p": {"valid_from": BEGIN}}]


def test_a_stub_is_made_once_and_never_in_place_of_a_description(store: Py2neoStore) -> None:
    described = {"id": "unit:8", "name": "乙局"}
    upsert = node_cypher("Unit").upsert
    store.apply([Statement(upsert, rows=[{"id": "unit:8", "p": described}])], at(5))

    store.apply([units(7, 8)], at(6))
    store.apply([units(7, 8)], at(7))

    assert nodes(store, "Unit") == {"unit:7": {"id": "unit:7", "stub": True}, "unit:8": described}


def test_stubs_through_bulk_are_those_of_the_ontologys_text(store: Py2neoStore, raw: Graph) -> None:
    store.apply([units(7)], at(5))
    through_bulk = raw.run("MATCH (n:Unit) RETURN labels(n), properties(n)").data()
    raw.run("MATCH (n:Unit) DETACH DELETE n")

    raw.run(stub_cypher("Unit").upsert, {"ids": ["unit:7"]})

    assert raw.run("MATCH (n:Unit) RETURN labels(n), properties(n)").data() == through_bulk


def test_step_by_step_gives_what_the_embedded_store_holds(
    store: Py2neoStore, ledger: Ledger, say: Say, station: Make, operated: Make
) -> None:
    """Nodes come, change, lose their description and go; edges come and go."""
    for version, claims in enumerate(
        (
            [station(1, name="旧", oldness="3"), operated(1, 7), operated(3, 7)],
            [station(1, name="新"), station(3), operated(1, 7), operated(3, 8)],
            [operated(3, 8), operated(2, 7)],
            [],
        )
    ):
        say(claims, version=str(version))
        Projector(ledger, store).run()
        embedded = EmbeddedStore(None)
        Projector(ledger, embedded).run()
        assert graph_digest(store) == graph_digest(embedded)
        assert is_level(ledger, store.position())
        # No digest asks for what nobody declared.
        assert ("oldness" in str(nodes(store, "Station"))) == (version == 0)


def sample_ledger(folder: Path) -> Ledger:
    write_province(folder / "sample", seed=1, stations=12)
    ledger = Ledger(folder / "home")
    with ledger.writing() as writer:
        for planned in make_plan([folder / "sample"], Declared()).files:
            load_file(ledger, writer, planned, LoadChoices())
    return ledger


def test_the_sample_is_the_same_graph_as_in_the_embedded_store(
    store: Py2neoStore, tmp_path: Path
) -> None:
    with sample_ledger(tmp_path) as ledger:
        embedded = EmbeddedStore(None)
        Projector(ledger, embedded).run()
        Projector(ledger, store).run()

        assert graph_digest(store) == graph_digest(embedded)
        assert is_level(ledger, store.position())


@pytest.mark.all_stores
def test_the_newest_server_holds_the_same(neo4j_2026_server: Server, tmp_path: Path) -> None:
    store = Py2neoStore(f"py2neo+{neo4j_2026_server.uri}", login=neo4j_2026_server.login)
    with sample_ledger(tmp_path) as ledger:
        embedded = EmbeddedStore(None)
        Projector(ledger, embedded).run()
        Projector(ledger, store).rebuild()

        assert graph_digest(store) == graph_digest(embedded)
    store.close()


# Schema and wiping


def test_every_label_is_unique_by_id(store: Py2neoStore, raw: Graph) -> None:
    store.ensure_schema()

    raw.run("CREATE (n:Station {id: 'station:1'})")
    with pytest.raises(ClientError, match="ConstraintValidationFailed"):
        raw.run("CREATE (n:Station {id: 'station:1'})")


def test_wiping_leaves_what_is_not_ours(
    store: Py2neoStore, raw: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_cypher, "WIPED_AT_ONCE", 2)
    store.apply([stations(1, 2, 3, 4, 5), units(7), operated(1, 7)], at(5))
    raw.run("MATCH (s:Station {id: 'station:1'}) CREATE (s)-[:SEEN]->(:Tourist {name: '客'})")

    store.wipe()

    assert raw.run("MATCH (n) RETURN labels(n) AS l, n.name AS name").data() == [
        {"l": ["Tourist"], "name": "客"}
    ]
    assert store.position() is None


def test_a_database_of_others_is_not_written_into(store: Py2neoStore, raw: Graph) -> None:
    raw.run("CREATE (:Tourist)")

    with pytest.raises(StoreError, match="not ours"):
        store.ensure_schema()


# Values


def test_values_come_back_as_they_went(store: Py2neoStore) -> None:
    said = {
        "text": "内蒙古自治区气象局 \U00020bb7 \"'`\\ \n",
        "long": "文" * 70_000,
        "empty": "",
        "float": 0.1,
        "whole": 2.0,
        "int": -(2**40),
        "yes": True,
        "no": False,
        "texts": ["甲", ""],
        "none": [],
    }
    store.apply([stations(1, **said, nothing=None)], at(5))

    row = rows(store, "MATCH (n:Station) RETURN properties(n) AS p, n.absent AS absent")[0]

    assert row == {"p": {"id": "station:1", **said}, "absent": None}
    kept = row["p"]
    assert isinstance(kept, dict)
    assert {name: type(value) for name, value in kept.items()} == {
        "id": str, **{name: type(value) for name, value in said.items()}
    }  # fmt: skip
    assert type(row) is dict


def test_rows_keep_their_order_aliases_and_parameters(store: Py2neoStore) -> None:
    text = "UNWIND range(1, 5000) AS i RETURN i AS n, [i, [$t]] AS l, {k: $t} AS m ORDER BY n DESC"
    found = rows(store, text, t="字")

    assert len(found) == 5000
    assert found[0] == {"n": 5000, "l": [5000, ["字"]], "m": {"k": "字"}}
    assert rows(store, "MATCH (n:Station) RETURN n.id AS id") == []


# Reading


def test_stages_of_a_question_share_a_transaction_and_may_be_nested(store: Py2neoStore) -> None:
    with store.reading() as outer, store.reading() as inner:
        first, again = (outer.run("RETURN 1 AS one", {}) for _ in range(2))
        assert first == again == inner.run("RETURN 1 AS one", {})
        store.apply([stations(1)], at(5))
    assert store.position() == at(5)


def test_a_question_cannot_write(store: Py2neoStore) -> None:
    with pytest.raises(StoreError, match="AccessMode"):
        rows(store, "CREATE (n:Station {id: 'station:1'}) RETURN n.id AS id")
    assert nodes(store, "Station") == {}


def test_what_the_asker_does_wrong_is_not_blamed_on_the_server(store: Py2neoStore) -> None:
    with pytest.raises(ValueError, match="mine"), store.reading():
        raise ValueError("mine")
    assert store.position() is None


# Who is refused, and what is said


def test_a_wrong_password_is_told_and_not_shown(uri: str) -> None:
    """py2neo shows it as a lost connection."""
    with pytest.raises(StoreError, match="wrong user or password") as caught:
        Py2neoStore(uri, login=Login("eve", "not-this-one"))
    assert "not-this-one" not in str(caught.value)
    assert caught.value.uri == uri


@pytest.mark.parametrize("login", [None, Login("neo4j", "")], ids=["no login", "empty"])
def test_without_a_password_none_is_made_up(login: Login | None, uri: str) -> None:
    """py2neo would try `password`, or one it finds in the environment."""
    with pytest.raises(StoreError, match="wrong user or password"):
        Py2neoStore(uri, login=login)


def test_an_unknown_database_is_told(uri: str, neo4j_server: Server) -> None:
    with pytest.raises(StoreError, match="no such database"):
        Py2neoStore(f"{uri}/nowhere", login=neo4j_server.login)


@pytest.mark.parametrize("answers", [False, True], ids=["nobody listens", "hangs up"])
def test_a_server_that_does_not_answer_is_told_at_once(answers: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        if answers:
            Thread(target=hang_up_on_one, args=(listening,), daemon=True).start()
        else:
            listening.close()
        with pytest.raises(StoreError, match="does not answer") as caught:
            Py2neoStore(f"py2neo+bolt://127.0.0.1:{port}")
    reason = "the connection broke" if answers else "nothing listens there"
    assert reason in caught.value.rule


def test_a_host_that_is_none_is_told() -> None:
    with pytest.raises(StoreError, match="there is no such host"):
        Py2neoStore("py2neo+bolt://no-such-host.invalid")


def hang_up_on_one(listening: socket.socket) -> None:
    listening.accept()[0].close()


def test_the_environment_of_py2neo_has_no_say(uri: str, neo4j_server: Server) -> None:
    program = (
        "import sys; from graph import Login; from graph.store import open_store; "
        "store = open_store(sys.argv[1], login=Login.from_env()); "
        "print(store.uri); store.close()"
    )
    login = neo4j_server.login
    mine = {"SUYUAN_NEO4J_USER": login.user, "SUYUAN_NEO4J_PASSWORD": login.password}
    others = {"NEO4J_URI": "neo4j+s://elsewhere.invalid", "NEO4J_AUTH": "eve:secret"}
    command = [sys.executable, "-c", program, uri]
    run = subprocess.run(
        command, env={**os.environ, **mine, **others}, capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == (uri, "")


# Connections


def test_closing_leaves_no_connection(store: Py2neoStore, raw: Graph) -> None:
    store.close()
    before = sockets_of_ours()

    with store.reading(), store.reading():
        assert len(sockets_of_ours()) == len(before) + 2
    store.close()

    assert sockets_of_ours() == before


def test_connections_are_used_again(store: Py2neoStore) -> None:
    store.position()
    before = sockets_of_ours()

    for number in range(5):
        store.apply([stations(number)], at(number))
        store.position()

    assert sockets_of_ours() == before


# What py2neo cannot do: the day it can, these fail and the store may become simpler


def test_never_the_schema_calls(raw: Graph) -> None:
    with pytest.raises(ClientError, match="SyntaxError"):
        raw.schema.create_uniqueness_constraint("Station", "id")
    with pytest.raises(ClientError, match="ProcedureNotFound"):
        raw.schema.get_uniqueness_constraints("Station")


def test_never_bulk_for_what_is_no_longer_said(raw: Graph) -> None:
    raw.run("MATCH (n) DETACH DELETE n")
    raw.run(
        "CREATE (:Station {id: 's', oldness: 3})-[:OPERATED_BY {how: '口头'}]->(:Unit {id: 'u'})"
    )

    merge_nodes(raw.auto(), [{"id": "s"}], ("Station", "id"))
    merge_nodes(raw.auto(), [["s", None]], ("Station", "id"), keys=["id", "name"])
    ends = {"start_node_key": ("Station", "id"), "end_node_key": ("Unit", "id")}
    merge_relationships(raw.auto(), [("s", {}, "u")], "OPERATED_BY", **ends)

    assert raw.run("MATCH (s:Station)-[r]->() RETURN s.oldness AS s, r.how AS r").data() == [
        {"s": 3, "r": "口头"}
    ]


def test_never_the_word_of_py2neo_for_a_database_or_a_commit(
    neo4j_server: Server, raw: Graph
) -> None:
    login = neo4j_server.login
    nowhere = Graph(neo4j_server.uri, name="nowhere", auth=(login.user, login.password))
    assert nowhere.begin().run("CREATE (n:Lost) RETURN n.id AS id").data() == []
    nowhere.service.connector.close()

    other = Graph(neo4j_server.uri, name="neo4j", auth=(login.user, login.password))
    lost = other.begin()
    lost.run("CREATE (n:Lost)")
    end_open_transactions(raw)
    other.commit(lost)
    other.service.connector.close()

    assert raw.run("MATCH (n:Lost) RETURN count(n)").evaluate() == 0


def end_open_transactions(raw: Graph) -> None:
    """End those of others that have run their statements and wait."""
    waiting = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS q, database AS d "
    for row in raw.run(waiting + "WHERE q = '' AND d = 'neo4j' RETURN id").data():
        raw.run("TERMINATE TRANSACTIONS $id", id=row["id"])


def sockets_of_ours() -> set[str]:
    """The sockets that this process has open; py2neo leaves broken ones to be collected."""
    gc.collect()
    return {to for link in Path("/proc/self/fd").iterdir() if (to := end_of(link))[:7] == "socket:"}


def end_of(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # that of the folder itself, closed by now
        return ""


# Last, because it costs the server its warmth


@pytest.mark.server_faults
def test_a_server_killed_in_a_batch_keeps_nothing_of_it(
    local: LocalServer, store: Py2neoStore
) -> None:
    """The store fails at once instead of waiting for ever, and goes on when the server is back."""
    store.apply([stations(1)], at(5))
    before, began = sockets_of_ours(), time.monotonic()

    with pytest.raises(StoreError, match="does not answer"):
        store.apply(Killing([stations(2), stations(3)], local.kill), at(6))
    for _ in range(2):
        with pytest.raises(StoreError, match="does not answer"):
            store.position()

    assert time.monotonic() - began < 30
    assert sockets_of_ours() < before
    local.start()
    assert store.position() == at(5)
    assert set(nodes(store, "Station")) == {"station:1"}
    store.apply([stations(2)], at(6))
    assert store.position() == at(6)


class Killing(Sequence[Statement]):
    """Statements, after the first of which the server is killed."""

    def __init__(self, statements: list[Statement], kill: Callable[[], object]) -> None:
        self.statements, self.kill = statements, kill

    def __len__(self) -> int:
        return len(self.statements)

    def __getitem__(self, index: int) -> Statement:  # type: ignore[override]
        if index == 1:
            self.kill()
        return self.statements[index]
