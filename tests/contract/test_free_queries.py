"""Queries of users' own: every attempt to do more than read fails, every fair question is answered.

After each kind of attempt the graph is what it was, the server answers, nothing it was asked for
still runs there, no request went out, and a file that was planted was never seen.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from urllib.request import urlopen

import kglite
import pytest
from contract.escape_attempts import ATTEMPTS, KINDS, Attempt
from contract.reading_queries import READINGS, Reading
from neo4j import READ_ACCESS, Driver, GraphDatabase, Session
from neo4j.exceptions import Neo4jError

from graph import InvalidValueError, RefusedQueryError, Settings, StoreError, Workspace
from graph.projection import graph_digest
from graph.server import GivenServer, LocalServer
from graph.store import FreelyRead, Limits
from graph.store.read_only import check_plan, checked_text
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from queries import run_free

SECONDS = 1.0
SERVERS = {"neo4j-5.26": "neo4j_server", "neo4j-2026": "neo4j_2026_server"}
STORES = ("kglite", *SERVERS)
MARKS = {
    "neo4j-5.26": pytest.mark.all_stores,
    "neo4j-2026": pytest.mark.torture,  # the same rules as on 5.26, for a minute
}
CANARY = "canary-2f9c41"
REFUSED = (RefusedQueryError, InvalidValueError)
# What a server's plan does not show, so that only the words of the text give it away: what is
# inside an expression, a name for the database it is already in, and prefixes.
UNSEEN_IN_PLANS = ("COLLECT {", "EXISTS {", "COUNT {", "USE neo4j", "EXPLAIN", "CYPHER")


@dataclass
class Listener:
    """An HTTP server that remembers what it was asked for."""

    address: str
    heard: list[str] = field(default_factory=list)


@dataclass
class Subject:
    """A store with a small province in it, and what must not be reached from there."""

    name: str
    workspace: Workspace
    listener: Listener
    canary: Path
    server: LocalServer | GivenServer | None

    def ask(self, attempt: Attempt | Reading, limits: Limits) -> list[dict[str, object]]:
        text = attempt.text.replace("@HTTP@", self.listener.address)
        text = text.replace("@FILE@", str(self.canary)).replace("@NAME@", self.canary.name)
        found = run_free(self.workspace, text, self.params(attempt.params), limits=limits)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def params(self, given: Mapping[str, object]) -> dict[str, object]:
        places = {"http://@HTTP@/param": f"http://{self.listener.address}/param"}
        places["@FILE@"] = str(self.canary)
        return {k: places.get(v, v) if isinstance(v, str) else v for k, v in given.items()}

    def state(self) -> tuple[str, str]:
        """The graph, and the file where it is saved."""
        saved = self.workspace.home / "graph.kgl"
        content = sha256(saved.read_bytes()).hexdigest() if saved.exists() else ""
        return graph_digest(self.workspace.store), content

    def driver(self) -> Driver:
        assert self.server is not None
        login = self.server.login
        auth = (login.user, login.password) if login else None
        return GraphDatabase.driver(self.server.uri, auth=auth, notifications_min_severity="OFF")

    def running(self) -> list[str]:
        """What the server is still busy with."""
        if self.server is None:
            return []
        with self.driver() as driver:
            rows = driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery, status").records
        return [r["currentQuery"] for r in rows if not r["currentQuery"].startswith("SHOW TRANS")]


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener("")

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            found.heard.append(self.client_address[0])
            super().handle()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{CANARY},1\n".encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=[pytest.param(s, marks=MARKS.get(s, ())) for s in STORES])
def subject(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, listener: Listener
) -> Iterator[Subject]:
    name: str = request.param
    folder = tmp_path_factory.mktemp("free")
    server = request.getfixturevalue(SERVERS[name]) if name in SERVERS else None
    settings = Settings(folder / "home")
    if server is not None:
        settings = Settings(folder / "home", server.uri, server.login)
    canary = folder / "canary.csv"
    canary.write_text(f"{CANARY},1\n", encoding="utf-8")
    if isinstance(server, LocalServer):
        (server.home / "import" / canary.name).write_text(f"{CANARY},1\n", encoding="utf-8")
    province = write_province(folder / "province", seed=1, stations=3).folder
    with Workspace(settings, create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([province], Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        workspace.rebuild()
        yield Subject(name, workspace, listener, canary, server)


def test_there_are_many_attempts_all_different() -> None:
    assert len({(a.kind, a.text, tuple(a.params)) for a in ATTEMPTS}) > 500
    assert sum(len([a for a in ATTEMPTS if a.kind == kind][::2]) for kind in KINDS) > 250
    assert len(KINDS) == 15


def test_the_listener_would_hear(listener: Listener) -> None:
    with urlopen(f"http://{listener.address}/") as answer:
        assert CANARY in answer.read().decode()

    assert listener.heard.pop() == "127.0.0.1"


# Every attempt


@pytest.mark.parametrize("kind", KINDS)
def test_attempts_fail(subject: Subject, kind: str) -> None:
    """Every other one of a kind; `make torture` makes the rest of them too."""
    fail(subject, [a for a in ATTEMPTS if a.kind == kind][::2])


@pytest.mark.torture
@pytest.mark.parametrize("kind", KINDS)
def test_the_other_attempts_fail(subject: Subject, kind: str) -> None:
    fail(subject, [a for a in ATTEMPTS if a.kind == kind][1::2])


def fail(subject: Subject, attempts: Sequence[Attempt]) -> None:
    """Make them; nothing of the store has changed afterwards, and nothing has been heard."""
    before = subject.state()
    wrong = [f"{a.text[:200]!r}: {said}" for a in attempts if (said := tried(subject, a))]

    assert not wrong, f"{len(wrong)} went wrong:\n" + "\n".join(wrong)
    assert subject.state() == before
    assert subject.listener.heard == []
    assert idle(subject), f"still running: {subject.running()}"


def tried(subject: Subject, attempt: Attempt) -> str:
    """What went wrong with an attempt; nothing where it failed as it should."""
    try:
        rows = subject.ask(attempt, Limits(rows=100, seconds=SECONDS))
    except REFUSED as error:
        said = str(error)
        trouble = CANARY in said
    else:
        said = f"answered {str(rows)[:100]}"
        trouble = not attempt.may_answer or CANARY in json.dumps(rows)
    if subject.workspace.store.position() is None:
        return "the store does not answer"
    return said if trouble else ""


def idle(subject: Subject) -> bool:
    """Nothing of what was asked is still running on the server a little later."""
    until = time.monotonic() + 10
    while subject.running():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


# Every fair question


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The same province on the embedded engine."""
    folder = tmp_path_factory.mktemp("reference")
    province = write_province(folder / "province", seed=1, stations=3).folder
    with Workspace(Settings(folder / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([province], Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        workspace.rebuild()
        yield workspace


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: r.text[:60].replace("\n", " "))
def test_questions_are_answered(subject: Subject, reading: Reading, reference: Workspace) -> None:
    if reading.server and subject.server is None:
        with pytest.raises(RefusedQueryError):
            subject.ask(reading, Limits())
        return

    rows = subject.ask(reading, Limits(rows=10_000, seconds=30))

    assert rows
    assert json.loads(json.dumps(rows)) == rows
    if subject.server is not None and not reading.server:
        found = run_free(
            reference, reading.text, reading.params, limits=Limits(rows=10_000, seconds=30)
        )
        assert comparable(rows, reading) == comparable(
            [dict(zip(found.columns, row, strict=True)) for row in found.rows], reading
        )


def comparable(rows: list[dict[str, object]], reading: Reading) -> list[str]:
    """Rows as texts; in the order of the texts where the query has none."""
    texts = [json.dumps(list(row.values()), sort_keys=True, ensure_ascii=False) for row in rows]
    return texts if reading.ordered else sorted(texts)


# Limits


def test_rows_and_bytes_are_limited(subject: Subject) -> None:
    store = subject.workspace.store
    assert isinstance(store, FreelyRead)

    many = store.free("UNWIND range(1, 5000) AS i RETURN i", {}, Limits(rows=7))
    exact = store.free("UNWIND range(1, 7) AS i RETURN i", {}, Limits(rows=7))
    large = store.free("UNWIND range(1, 500) AS i RETURN $x AS x", {"x": "y" * 1000},
                       Limits(value_bytes=10_000))  # fmt: skip

    assert (len(many.rows), many.truncated) == (7, True)
    assert (len(exact.rows), exact.truncated) == (7, False)
    assert (len(large.rows), large.truncated) == (9, True)
    with pytest.raises(RefusedQueryError, match="one row is larger"):
        store.free("RETURN $x AS x", {"x": "y" * 20_000}, Limits(value_bytes=10_000))


def test_time_is_limited(subject: Subject) -> None:
    store = subject.workspace.store
    assert isinstance(store, FreelyRead)
    begun = time.monotonic()

    with pytest.raises(RefusedQueryError, match="longer than allowed"):
        store.free("MATCH (a), (b), (c), (d) WHERE a.x + b.x + c.x + d.x = 0 RETURN count(*) AS c",
                   {}, Limits(seconds=1))  # fmt: skip

    assert time.monotonic() - begun < 30


# The look at the text by itself


# Two readings of where a text or a comment ends are what would let a write slip through.
HEADS = ("MATCH (n) RETURN ", "MATCH (n) WHERE n.name <> ", "MATCH (n:", "MATCH (n) ", "WITH 1 AS ")
WRITES = (" SET n.x = 1 ", " DETACH DELETE n ", " CREATE (:Evil) ", " REMOVE n.name ")
EDGES = (
    *(
        "'",
        '"',
        "`",
        "``",
        "''",
        "\\",
        "\\'",
        '\\"',
        "/*",
        "*/",
        "//",
        "\n",
        " ",
        "a",
        "1",
        "(",
        ")",
    ),
    *("{", "}", "$", ".", ":", ";", "/", "AS x", "\t", "=", "\u00a0", "\u3000", "%", "|"),
)


def disguised(number: int) -> Iterator[str]:
    """Writes between pieces of quotes and comments, the same in every run."""
    random = Random(20260101)
    for _ in range(number):
        edges = ["".join(random.choices(EDGES, k=random.randint(1, 5))) for _ in range(3)]
        tail = random.choice(("", " RETURN n", "\nRETURN 1 AS x", ")", "'", "`", "*/"))
        write = random.choice(WRITES)
        yield f"{random.choice(HEADS)}{edges[0]}{write}{edges[1]} RETURN 1 AS x {edges[2]}{tail}"


def test_no_disguised_write_passes_the_look_at_the_text(subject: Subject) -> None:
    """What passes is run where writing is allowed, and writes nothing."""
    passed = [text for text in disguised(5_000) if passes(text)]
    assert len(passed) > 50, "nothing would be tried"

    with writing(subject) as writes:
        wrote = [text for text in passed if writes(text)]
        seen = writes("MATCH (n:Station) WHERE n.name <> '' SET n.x = 1 RETURN n")

    assert wrote == []
    assert seen, "it would not notice"


def passes(text: str) -> bool:
    try:
        checked_text(text, {})
    except REFUSED:
        return False
    return True


@contextmanager
def writing(subject: Subject) -> Iterator[Callable[[str], bool]]:
    """Tells whether a text would change something, run as it was written, comments and all."""
    if subject.server is None:
        frozen = kglite.from_bytes(subject.workspace.store._graph.to_bytes()).freeze()
        yield lambda text: refused_by(frozen, text)
        return
    with subject.driver() as driver, driver.session(database="neo4j") as session:
        yield lambda text: counted_by(session, text)


def refused_by(frozen: kglite.FrozenGraph, text: str) -> bool:
    try:
        frozen.cypher(text)
    except kglite.ReadOnlyError:
        return True
    except kglite.KgError:
        pass
    return False


def counted_by(session: Session, text: str) -> bool:
    transaction = session.begin_transaction(timeout=10)
    try:
        return bool(transaction.run(text).consume().counters.contains_updates)
    except Neo4jError:
        return False
    finally:
        transaction.close()  # rolls back


# Each layer by itself, on servers


@pytest.fixture
def served(subject: Subject) -> Subject:
    if subject.server is None:
        pytest.skip("the embedded engine has no plans and no access mode")
    return subject


def test_plans_alone_refuse_what_they_show(served: Subject) -> None:
    """Without any look at the text; what passes is hidden in an expression, or is harmless."""
    passed: list[str] = []
    kinds = {"writing", "hidden", "schema", "administration", "files", "procedures", "batches",
             "databases", "stacked", "prefixes"}  # fmt: skip
    with served.driver() as driver, driver.session(default_access_mode=READ_ACCESS) as session:
        for attempt in (a for a in ATTEMPTS if a.kind in kinds):
            text = attempt.text.replace("@HTTP@", served.listener.address)
            try:
                with session.begin_transaction(timeout=10) as tx:
                    summary = tx.run(f"EXPLAIN {text}", dict(attempt.params)).consume()
                check_plan(summary.query_type, dict(summary.plan or {}) or None)
            except (Neo4jError, RefusedQueryError, UnicodeEncodeError):
                continue
            passed.append(attempt.text)

    unexplained = [t for t in passed if not any(m in t for m in UNSEEN_IN_PLANS)]
    assert [t for t in unexplained if "file()" not in t] == []
    assert any("LOAD CSV" in t for t in passed), "plans show expressions now: say so in the module"


def test_the_access_mode_alone_refuses_to_write(served: Subject) -> None:
    before = served.state()
    with served.driver() as driver, driver.session(default_access_mode=READ_ACCESS) as session:
        for attempt in (a for a in ATTEMPTS if a.kind == "writing"):
            with pytest.raises(Neo4jError):
                session.run(attempt.text, {"map": {"a": 1}, **attempt.params}).consume()

    assert served.state() == before


def test_the_configuration_alone_keeps_files_and_network_closed(served: Subject) -> None:
    if not isinstance(served.server, LocalServer):
        pytest.skip("the configuration of a given server is not ours")
    with served.driver() as driver, driver.session(default_access_mode=READ_ACCESS) as session:
        for url in (f"http://{served.listener.address}/x", f"file:///{served.canary.name}"):
            with pytest.raises(Neo4jError):
                session.run("LOAD CSV FROM $url AS row RETURN row", url=url).consume()

    assert served.listener.heard == []


def test_another_store_says_that_it_cannot(
    request: pytest.FixtureRequest, reference: Workspace
) -> None:
    """py2neo has no deadlines and no access mode: it does not run users' queries."""
    server = request.getfixturevalue("neo4j_server")
    uri = server.uri.replace("bolt://", "py2neo+bolt://")
    with Workspace(Settings(reference.home, uri, server.login)) as workspace:
        workspace.rebuild()  # it holds the graph of another test
        with pytest.raises(StoreError, match="does not run queries"):
            run_free(workspace, "RETURN 1 AS x")
