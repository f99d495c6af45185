"""Neo4j over py2neo, for those who must keep to it; the only file that imports it.

py2neo 2021.2.4 is the last of its line (docs/explanation/py2neo.md), so `bolt://` is to be
preferred. What it cannot do is done here by plain statements or is refused by us:

- Its schema calls send texts that Neo4j 5 no longer knows: constraints are run as statements.
- `py2neo.bulk` writes properties with `SET _ += …`, which leaves standing what no claim says any
  more, and a source may say properties that nobody declared, so they cannot be named to be
  cleared: nodes and edges are written by the ontology's own texts. Stubs get their properties
  when they are created and never again: there the two are equal, and they go through bulk.
- It never looks at the answer to BEGIN and to COMMIT: an unknown database takes everything and
  keeps nothing, a failed commit looks like a good one. We look: a statement that was ignored has
  no columns, a commit that was not made has no bookmark.
- Once its server is gone, its pool asks for a new connection for ever: here each transaction has
  a pool of its own with one open connection, and is dropped with it when anything goes wrong. A
  server that is there and does not answer is waited for without limit; py2neo has no time limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TypeVar

import py2neo
from py2neo.bulk import merge_nodes
from py2neo.errors import (
    ConnectionBroken,
    ConnectionLimit,
    ConnectionUnavailable,
    Neo4jError,
    ProtocolError,
    ServiceUnavailable,
)
from py2neo.wiring import BrokenWireError

from graph.errors import StoreError
from graph.settings import Login
from graph.store.failures import Failure, failure_of, unreachable
from graph.store.kept import Kept
from graph.store.position import READ_POSITION, WRITE_POSITION, position_of, position_row
from graph.store.protocol import (
    Columns,
    Parameter,
    Read,
    Row,
    Statement,
    StorePosition,
)
from graph.store.server_address import ServerAddress, address_of
from graph.store.server_cypher import (
    ANYTHING,
    CLAIM_POSITION,
    CONSTRAINT_NAMES,
    as_one,
    missing_constraints,
    numbered,
    wiping_texts,
)
from graph.store.server_rules import check_version, foreign_data, written_by_another
from ontology import NODE_KINDS
from ontology.derive import stub_cypher

# py2neo would mix address, user and password of the environment into those it is given.
py2neo.NEO4J_URI = py2neo.NEO4J_AUTH = py2neo.NEO4J_SECURE = py2neo.NEO4J_VERIFY = None

IDLE_S = 5.0
# Who asks a server that wants no login. In the place of an empty password py2neo sends one of its
# own, and a server counts wrong ones against their user.
NOBODY = ("nobody", "-")
PROBE = "RETURN 1 AS found"
_STUB_KEYS = ("id", "stub")
_STUB_LABELS = {stub_cypher(label).upsert: label for label in NODE_KINDS}
_BROKEN = (
    ConnectionBroken,
    ConnectionLimit,
    ConnectionUnavailable,
    ProtocolError,
    ServiceUnavailable,
    OSError,
)
_WHY = "原因看服务器的日志，或改用 bolt:// / see the server's log for the reason, or use bolt://"
_NOT_BEGUN = Failure("服务器没有开始事务 / the server did not begin the transaction", _WHY)
_NOT_COMMITTED = Failure(
    "服务器没有确认提交，这一批没有写入 / the server did not commit; nothing of the batch is kept",
    _WHY,
)

T = TypeVar("T")


class Py2neoStore:
    """A database of a Neo4j server. One connection for each transaction that is open."""

    shared = True

    def __init__(self, uri: str, *, create: bool = True, login: Login | None = None) -> None:
        del create  # a server's database is never created by us
        self._server = _Server(address_of(uri), login)
        self.uri = self._server.address.uri
        self._seen: StorePosition | None = None
        with self._server.connected() as graph:
            check_version(self.uri, str(graph.service.connector.server_agent))
            self._server.auto(graph, PROBE)
        self.position()

    def ensure_schema(self) -> None:
        """Create the constraints that are missing.

        Raises `StoreError` for a database that holds something and no graph of ours.
        """
        self._refuse_foreign()
        names = {str(row["name"]) for row in self._read(CONSTRAINT_NAMES)}
        with self._server.connected() as graph:
            for text in missing_constraints(names):
                self._server.auto(graph, text)

    def apply(self, statements: Sequence[Statement], position: StorePosition) -> None:
        """Run statements and the position in one transaction.

        Raises `StoreError` when another process has moved the position in between.
        """
        with self._server.transaction(reading=False) as transaction:
            was = position_of(transaction.run(CLAIM_POSITION, {}))
            if was == position and self._seen != position:
                statements = ()  # it had gone in before, only the answer was lost
            elif was != self._seen:
                raise written_by_another(self.uri)
            for statement in statements:
                _write(transaction, statement)
            transaction.run(WRITE_POSITION, {"rows": [position_row(position)]})
        self._seen = position

    @contextmanager
    def reading(self) -> Iterator[Py2neoTransaction]:
        """One reading transaction for all stages of a question."""
        with self._server.transaction(reading=True) as transaction:
            yield transaction

    def position(self) -> StorePosition | None:
        """The position of the last committed batch."""
        self._seen = position_of(self._read(READ_POSITION))
        return self._seen

    def flush(self) -> None:
        """Nothing to do: what was committed is durable."""

    def wipe(self) -> None:
        """Remove everything of ours, position last, so that an interrupted one is seen.

        Raises `StoreError` for a database that holds something and no graph of ours.
        """
        self._refuse_foreign()
        with self._server.connected() as graph:
            for text in wiping_texts():
                while self._server.auto(graph, text)[0]["removed"]:
                    pass
        self._seen = None

    def close(self) -> None:
        """Close all connections that no transaction uses."""
        self._server.close()

    def _refuse_foreign(self) -> None:
        # In this order: what another process has put in meanwhile came with its position.
        if self._read(ANYTHING) and position_of(self._read(READ_POSITION)) is None:
            raise foreign_data(self.uri)

    def _read(self, cypher: str) -> list[Row]:
        with self.reading() as reader:
            return reader.run(cypher, {})


class Py2neoTransaction:
    """An open transaction, for reading or for writing; also what `py2neo.bulk` writes into."""

    def __init__(self, server: _Server, begun: py2neo.Transaction) -> None:
        self._server = server
        self._begun = begun

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """Rows of a statement."""
        with self._server.told():
            rows = _rows(self._begun.run(cypher, dict(parameters)))
        if rows is None:
            raise self._server.silent(_NOT_BEGUN)
        return rows

    def columns(self, read: Read) -> Columns:
        """The values of one read."""
        rows = self.run(read.cypher, read.parameters)
        return [[row[name] for row in rows] for name in read.columns] if rows else []

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        """The values of each of several reads: one statement, whose answer is one message."""
        text = as_one(tuple((read.cypher, read.columns) for read in reads))
        (row,) = self.run(text, numbered(reads))
        found = (row[f"r{n}"] for n in range(len(reads)))
        return [list(zip(*rows, strict=True)) for rows in found]  # type: ignore[misc]

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        """What was derived from the graph, until a batch is committed."""
        return self._server.kept.get(self, name, make, empty_at)


class _Server:
    """Connections to one database, and what it says when something goes wrong."""

    def __init__(self, address: ServerAddress, login: Login | None) -> None:
        self.address = address
        self._auth = (login.user, login.password) if login and login.password else NOBODY
        self._idle: list[tuple[float, py2neo.Graph]] = []
        self.kept = Kept()

    @contextmanager
    def transaction(self, *, reading: bool) -> Iterator[Py2neoTransaction]:
        """Committed at the end; when anything goes wrong, the server takes all of it back."""
        with self.connected() as graph:
            with self.told():
                begun = graph.begin(readonly=reading)
            yield Py2neoTransaction(self, begun)
            with self.told():
                graph.commit(begun)
            if not list(begun.bookmark):
                raise self.silent(_NOT_COMMITTED)

    @contextmanager
    def connected(self) -> Iterator[py2neo.Graph]:
        """A connection that nobody else uses; it is dropped when anything goes wrong."""
        graph = self._kept() or self._open()
        try:
            yield graph
        except BaseException:
            _hang_up(graph)
            raise
        self._idle.append((monotonic(), graph))

    def auto(self, graph: py2neo.Graph, cypher: str) -> list[Row]:
        """Rows of a statement that is a transaction of its own, whose failures py2neo tells."""
        with self.told():
            return _rows(graph.run(cypher)) or []

    @contextmanager
    def told(self) -> Iterator[None]:
        """Errors of py2neo as ours, by their codes."""
        try:
            yield
        except (Neo4jError, *_BROKEN) as error:
            raise self._error(_failure(error)) from error

    def silent(self, failure: Failure) -> StoreError:
        """A failure that py2neo does not tell; another connection may hear the reason."""
        try:
            graph = self._open()
            try:
                self.auto(graph, PROBE)
            finally:
                _hang_up(graph)
        except StoreError as told:
            return told
        return self._error(failure)

    def close(self) -> None:
        """Close all connections that are not in use."""
        while left := self._taken():
            _hang_up(left[1])

    def _kept(self) -> py2neo.Graph | None:
        """A connection that was in use a moment ago: servers restart."""
        while left := self._taken():
            since, graph = left
            if monotonic() - since < IDLE_S:
                return graph
            _hang_up(graph)
        return None

    def _taken(self) -> tuple[float, py2neo.Graph] | None:
        try:
            return self._idle.pop()
        except IndexError:  # never asked before: another thread may take the last one
            return None

    def _open(self) -> py2neo.Graph:
        with self.told():
            return py2neo.Graph(
                self.address.driver_uri,
                name=self.address.database,
                auth=self._auth,
                max_age=float("inf"),
            )

    def _error(self, failure: Failure) -> StoreError:
        return StoreError(self.address.uri, failure.rule, failure.remedy)


def _write(transaction: Py2neoTransaction, statement: Statement) -> None:
    """A statement of a batch, through bulk where that comes to the same."""
    label = _STUB_LABELS.get(statement.cypher)
    if label is not None:
        rows = [(node_id, True) for node_id in statement.ids]
        merge_nodes(transaction, rows, (label, "id"), keys=_STUB_KEYS, preserve=_STUB_KEYS)
    elif statement.rows:
        transaction.run(statement.cypher, {"rows": statement.rows})
    else:
        transaction.run(statement.cypher, {"ids": statement.ids})


def _rows(cursor: py2neo.cypher.Cursor) -> list[Row] | None:
    """Rows by alias; None when the server has ignored the statement."""
    names = cursor.keys()
    return None if names is None else [dict(zip(names, row, strict=True)) for row in cursor]


def _failure(error: BaseException) -> Failure:
    """The failure behind an error: a refused login shows as a lost connection further out.

    The chain ends where a pool was found empty, which stands behind every attempt to connect.
    """
    last = error
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, Neo4jError):
            return failure_of(link.code, said=link.message or "")
        if isinstance(link, OSError):
            last = link
        link = link.__cause__ or link.__context__
    broken = isinstance(last, (BrokenWireError, ConnectionBroken))
    return unreachable(ConnectionResetError() if broken else type(last)(*last.args))


def _hang_up(graph: py2neo.Graph) -> None:
    """Close a connection, whatever has become of it."""
    with suppress(*_BROKEN, Neo4jError):
        graph.service.connector.close()


def open_uri(uri: str, login: Login | None, create: bool) -> Py2neoStore:
    """The store behind a URI."""
    return Py2neoStore(uri, create=create, login=login)
