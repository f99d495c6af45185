"""The ledger's tables, their version and the steps that bring an older file up to it.

A new ledger is made by running every step, so each migration is exercised each time.
`claims` holds each claim once with its first place; `entries` holds what happens to it later;
`stated` holds, of a claim that came from another ledger, what that one says of its origin.
Both share one sequence of positions: the log. Rows are inserted, never updated or deleted,
but for the tail of a load that was killed and never closed, which never counted.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from graph.errors import LedgerDamagedError, LedgerVersionError, SuyuanError

ASSERT, OCCURRENCE, RETRACT = 1, 2, 3

_STEP_1 = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources(
  source_no INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, family TEXT NOT NULL);
CREATE TABLE originals(
  original_no INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
  size INTEGER NOT NULL);
CREATE TABLE loads(
  load_no INTEGER PRIMARY KEY, source_no INTEGER NOT NULL, original_no INTEGER NOT NULL,
  loader TEXT NOT NULL, loader_version TEXT NOT NULL, options TEXT NOT NULL,
  origin TEXT NOT NULL);
CREATE TABLE claims(
  pos INTEGER PRIMARY KEY, prefix INTEGER NOT NULL, subject INTEGER NOT NULL,
  object INTEGER, element INTEGER NOT NULL, source_no INTEGER NOT NULL,
  load_no INTEGER NOT NULL, original_no INTEGER NOT NULL, row INTEGER,
  line INTEGER, col INTEGER, offset INTEGER, length INTEGER, locator TEXT,
  leaf INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE entries(
  pos INTEGER PRIMARY KEY, op INTEGER NOT NULL, claim_pos INTEGER NOT NULL,
  load_no INTEGER NOT NULL, original_no INTEGER, row INTEGER,
  line INTEGER, col INTEGER, offset INTEGER, length INTEGER, locator TEXT,
  reason TEXT, leaf INTEGER NOT NULL);
CREATE TABLE rejects(
  load_no INTEGER NOT NULL, number INTEGER NOT NULL, place TEXT NOT NULL, line INTEGER,
  field TEXT NOT NULL, value TEXT NOT NULL, rule TEXT NOT NULL, message TEXT NOT NULL,
  identity TEXT NOT NULL, PRIMARY KEY(load_no, number)) WITHOUT ROWID;
CREATE TABLE blocks(
  block_no INTEGER PRIMARY KEY, kind TEXT NOT NULL, load_no INTEGER NOT NULL,
  first_pos INTEGER NOT NULL, last_pos INTEGER NOT NULL, recorded_at TEXT NOT NULL,
  payload TEXT NOT NULL, root BLOB NOT NULL, head BLOB NOT NULL);
"""
_STEP_2 = """
CREATE INDEX claims_prefix ON claims(prefix);
CREATE INDEX claims_subject ON claims(subject, element);
CREATE INDEX claims_object ON claims(object) WHERE object IS NOT NULL;
CREATE INDEX entries_claim ON entries(claim_pos, pos);
CREATE INDEX blocks_closed ON blocks(load_no) WHERE kind = 'close';
"""
_STEP_3 = """
CREATE INDEX claims_person ON claims(pos) WHERE substr(body,1,9)=x'5b22506572736f6e22';
"""
_STEP_4 = """
CREATE TABLE stated(pos INTEGER PRIMARY KEY, load_no INTEGER NOT NULL, body BLOB NOT NULL);
"""
# With what happened in it, the index alone tells in how many places a claim was read.
_STEP_5 = """
DROP INDEX entries_claim;
CREATE INDEX entries_claim ON entries(claim_pos, pos, op);
"""
STEPS = (_STEP_1, _STEP_2, _STEP_3, _STEP_4, _STEP_5)
SCHEMA = len(STEPS)
_WAL = "journal_mode=WAL"
_TRIES = 500


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """An open ledger, migrated to this software's schema.

    Raises `LedgerVersionError` for one written by newer software, `LedgerDamagedError` for a
    file that is no ledger.
    """
    if not create and not path.exists():
        raise LedgerDamagedError(str(path), "there is no such file")
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        for pragma in (
            "page_size=8192",
            _WAL,
            "synchronous=FULL",
            "cache_size=-65536",
            "wal_autocheckpoint=20000",
            "temp_store=MEMORY",
        ):
            _set(connection, pragma)
        if not create and not _version(connection):
            raise LedgerDamagedError(str(path), "it holds no ledger")
        _migrate(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError, SuyuanError) as error:
        connection.close()
        if isinstance(error, SuyuanError) or _outside(error):
            raise
        raise LedgerDamagedError(str(path), f"SQLite: {error}") from error
    return connection


def _outside(error: Exception) -> bool:
    """Whether the trouble is no damage of the file: a lock, a full disk, missing rights."""
    # A damaged schema shows as a plain SQL error, or as a message that is no text.
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode != sqlite3.SQLITE_ERROR
    )


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Set a pragma; for the switch to the log SQLite itself does not wait for others."""
    for _ in range(_TRIES if pragma == _WAL else 0):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.01)
        else:
            return
    connection.execute(f"PRAGMA {pragma}")


def _migrate(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version > SCHEMA:
        raise LedgerVersionError(version, SCHEMA)
    for number in range(version, SCHEMA):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == number:  # no other process has made this step meanwhile
                for statement in STEPS[number].split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number + 1}")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
