"""The production store: Neo4j over the official driver, the only file that imports it.

One batch is one managed transaction: the statements and the position go in together or not at
all, and the driver repeats it when the server says that it may. Every statement is an idempotent
upsert, so it is repeated by us too when the answer to a commit was lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import neo4j
from neo4j import READ_ACCESS, GraphDatabase, Session
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

from graph.errors import StoreError
from graph.settings import Login
from graph.store.bolt_free import free_rows, refusal
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
from graph.store.read_only import FreeRows, Limits
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

# The driver tells of each attempt it repeats, to whoever listens; what fails is a `StoreError`.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
# A pooled connection that was idle for longer is tried before it is used: servers restart.
IDLE_S = 5.0
Done = TypeVar("Done")
T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], Done]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a host to be reached, for a connection that works, for a write.

    A write is begun again until its time is over, so a server may restart in between. An answer
    that is being computed is waited for: its limit is the server's own (`db.transaction.timeout`).
    """

    reach: float = 5.0
    connect: float = 20.0
    write: float = 45.0


class BoltStore:
    """A database of a Neo4j server, named by its URI; TLS and routing are the driver's own."""

    shared = True

    def __init__(
        self, uri: str, *, login: Login | None = None, patience: Patience | None = None
    ) -> None:
        self.address: ServerAddress = address_of(uri)
        self.uri = self.address.uri
        self._database = self.address.database
        self._seen: StorePosition | None = None
        self._kept = Kept()
        patience = patience or Patience()
        with self._told(), self._known_host():
            self._driver = GraphDatabase.driver(
                self.address.driver_uri,
                auth=None if login is None else (login.user, login.password),
                connection_timeout=patience.reach,
                connection_acquisition_timeout=patience.connect,
                max_transaction_retry_time=patience.write,
                liveness_check_timeout=IDLE_S,
                notifications_min_severity="OFF",
            )
        try:
            with self._told(), self._known_host():
                self._greet()
        except BaseException:
            self._driver.close()
            raise

    def _greet(self) -> None:
        """Meet the server: its version is new enough, and the database is there."""
        check_version(self.uri, self._driver.get_server_info().agent)
        self.position()

    def ensure_schema(self) -> None:
        """Create the constraints that are missing.

        Raises `StoreError` for a database that holds something and no graph of ours.
        """
        self._refuse_foreign()
        names = {str(row["name"]) for row in self._read(CONSTRAINT_NAMES)}
        for text in missing_constraints(names):
            self._write(partial(_run, cypher=text))

    def apply(self, statements: Sequence[Statement], position: StorePosition) -> None:
        """Run statements and the position in one transaction.

        Raises `StoreError` when another process has moved the position in between.
        """
        wanted = position_row(position)

        def work(tx: neo4j.ManagedTransaction) -> None:
            was = position_of(tx.run(CLAIM_POSITION).data())
            if was == position and self._seen != position:
                return  # an attempt before this one had gone in, only its answer was lost
            if was != self._seen:
                raise written_by_another(self.uri)
            for statement in statements:
                if statement.rows:
                    tx.run(statement.cypher, rows=statement.rows).consume()
                else:
                    tx.run(statement.cypher, ids=statement.ids).consume()
            tx.run(WRITE_POSITION, rows=[wanted]).consume()

        self._write(work)
        self._seen = position

    @contextmanager
    def reading(self) -> Iterator[BoltReader]:
        """One reading transaction for all stages of a question: faster than one for each."""
        with self._session(reading=True) as session, session.begin_transaction() as transaction:
            yield BoltReader(transaction, self._kept)

    def free(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> FreeRows:
        """Rows of a user's own query, when its plan does nothing but read."""
        with self._told():
            try:
                return free_rows(self._driver, self._database, cypher, parameters, limits)
            except Neo4jError as error:
                refused = refusal(error.code or "", error.message or "")
                if refused is None:
                    raise
                raise refused from error

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
        for text in wiping_texts():
            while self._write(partial(_number, cypher=text)):
                pass
        self._seen = None

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def _write(self, work: Work[Done]) -> Done:
        """Work in a transaction of its own, which must bear to be repeated."""
        with self._session() as session:
            try:
                return session.execute_write(work)
            except IncompleteCommit:  # the driver leaves it to us whether that may be repeated
                return session.execute_write(work)

    def _refuse_foreign(self) -> None:
        # In this order: what another process has put in meanwhile came with its position.
        if self._read(ANYTHING) and position_of(self._read(READ_POSITION)) is None:
            raise foreign_data(self.uri)

    def _read(self, cypher: str) -> list[Row]:
        with self.reading() as reader:
            return reader.run(cypher, {})

    @contextmanager
    def _session(self, *, reading: bool = False) -> Iterator[Session]:
        with (
            self._told(),
            self._driver.session(
                database=self._database,
                default_access_mode=READ_ACCESS if reading else neo4j.WRITE_ACCESS,
                bookmark_manager=self._driver.execute_query_bookmark_manager,
            ) as session,
        ):
            yield session

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the driver as ours, by their codes."""
        try:
            yield
        except Neo4jError as error:
            found = failure_of(error.code or "", error.gql_status, error.message or "")
            raise self._error(found) from error
        except DriverError as error:
            raise self._error(unreachable(error)) from error

    @contextmanager
    def _known_host(self) -> Iterator[None]:
        """What is raised for an address that leads nowhere is of the standard library."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise self._error(unreachable(error)) from error

    def _error(self, failure: Failure) -> StoreError:
        return StoreError(self.uri, failure.rule, failure.remedy)


def _run(transaction: neo4j.ManagedTransaction, cypher: str) -> None:
    transaction.run(cypher).consume()


def _number(transaction: neo4j.ManagedTransaction, cypher: str) -> int:
    return int(transaction.run(cypher).single(strict=True)[0])


class BoltReader:
    """A reading transaction of a server."""

    def __init__(self, transaction: neo4j.Transaction, kept: Kept) -> None:
        self._transaction = transaction
        self._kept = kept

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """Rows of a reading query."""
        result = self._transaction.run(cypher, dict(parameters))
        names = result.keys()
        return [dict(zip(names, record, strict=True)) for record in result]

    def columns(self, read: Read) -> Columns:
        """The values of one read, in the order in which it returns them."""
        return list(zip(*self._transaction.run(read.cypher, dict(read.parameters)), strict=True))

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        """The values of each of several reads: one statement, whose answer is one message."""
        text = as_one(tuple((read.cypher, read.columns) for read in reads))
        found = self._transaction.run(text, numbered(reads)).single(strict=True).values()
        return [list(zip(*rows, strict=True)) for rows in found]

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        """What was derived from the graph, until a batch is committed."""
        return self._kept.get(self, name, make, empty_at)


def open_uri(uri: str, login: Login | None, create: bool) -> BoltStore:
    """The store behind a URI; a server's database is never created by us."""
    del create
    return BoltStore(uri, login=login)
