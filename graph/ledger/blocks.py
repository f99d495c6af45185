"""Blocks of the chain: how entries are sealed, and how an unfinished tail is taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from graph.claim import Place
from graph.ledger import chain
from ontology import format_recorded, parse_moment

_BLOCK_SQL = "INSERT INTO blocks VALUES(?,?,?,?,?,?,?,?,?)"


def entry_record(values: tuple[object, ...], digest: bytes) -> bytes:
    """The bytes of an entry that its leaf commits to: its columns and the claim's full hash."""
    return ("%s|" * len(values) % values).encode() + digest


def place_columns(
    place: Place,
) -> tuple[int | None, int | None, int | None, int | None, str | None]:
    """A place as the five columns that hold it."""
    return (place.line, place.column, place.offset, place.length, place.locator or None)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """`BEGIN IMMEDIATE` … `COMMIT`, rolled back on any error; within another, part of that."""
    within: bool = connection.in_transaction
    if within:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has already ended it
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def last_position(connection: sqlite3.Connection) -> int:
    """The last position of the log, closed or not."""
    row = connection.execute(
        "SELECT last_pos FROM blocks ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    return row[0] if row else 0


def block_header(
    number: int, kind: str, load_no: int, span: tuple[int, int], recorded_at: str, payload: str
) -> bytes:
    """The bytes of a block's header that its head commits to."""
    return f"{number}|{kind}|{load_no}|{span[0]}|{span[1]}|{recorded_at}|{payload}".encode()


def write_block(
    connection: sqlite3.Connection,
    kind: str,
    load_no: int,
    span: tuple[int, int],
    payload: Mapping[str, object],
    root: bytes,
) -> None:
    """Chain one block to the last. Recorded time never runs backwards, whatever the clock does."""
    row = connection.execute(
        "SELECT block_no, recorded_at, head FROM blocks ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    number, before, previous = row or (0, "", chain.GENESIS)
    now = format_recorded(datetime.now(UTC))
    if now <= before:
        now = format_recorded(parse_moment(before) + timedelta(microseconds=1))
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    header = block_header(number + 1, kind, load_no, span, now, text)
    head = chain.block_head(previous, header, root)
    connection.execute(
        _BLOCK_SQL, (number + 1, kind, load_no, span[0], span[1], now, text, root, head)
    )


def discard_tail(connection: sqlite3.Connection) -> None:
    """Remove the blocks and entries after the last closed load; they never counted."""
    row = connection.execute(
        "SELECT block_no, last_pos FROM blocks WHERE kind='close' ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    block, position = row or (0, 0)
    with transaction(connection):
        loads = [
            r[0]
            for r in connection.execute(
                "SELECT DISTINCT load_no FROM blocks WHERE block_no>?", (block,)
            )
        ]
        connection.execute("DELETE FROM claims WHERE pos>?", (position,))
        connection.execute("DELETE FROM entries WHERE pos>?", (position,))
        connection.execute("DELETE FROM stated WHERE pos>?", (position,))
        connection.execute("DELETE FROM blocks WHERE block_no>?", (block,))
        for load_no in loads:
            connection.execute("DELETE FROM rejects WHERE load_no=?", (load_no,))
            connection.execute("DELETE FROM loads WHERE load_no=?", (load_no,))
        # A source or an original that only such a load named would keep its family or name.
        for table, key in (("sources", "source_no"), ("originals", "original_no")):
            connection.execute(f"DELETE FROM {table} WHERE {key} NOT IN (SELECT {key} FROM loads)")
