"""The checks behind `verify`: heads, rows against their leaves, loads against their openings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

import orjson

from graph.claim import element_key
from graph.damage import Damage
from graph.ledger import chain
from graph.ledger.blocks import block_header, entry_record
from graph.ledger.chain import text_hash
from graph.ledger.ledger import open_payload
from graph.ledger.records import Head, LoadSpec
from graph.ledger.schema import ASSERT
from graph.ledger.stated import ROWS as STATED_ROWS
from graph.ledger.stated import stated_digest

SHOWN = 1000
_SPAN = 100_000
_BLOCK_TYPES = (int, str, int, int, int, str, str, bytes, bytes)
CLAIM_ROWS = (
    f"SELECT pos, {ASSERT}, load_no, original_no, row, line, col, offset, length, locator, leaf, "
    "body, prefix, source_no, subject, object, element FROM claims "
    "WHERE pos>? AND pos<=? ORDER BY pos"
)
ENTRY_ROWS = (
    "SELECT e.pos, e.op, e.load_no, e.original_no, e.row, e.line, e.col, e.offset, e.length, "
    "e.locator, e.claim_pos, e.reason, e.leaf, c.body FROM entries e "
    "LEFT JOIN claims c ON c.pos=e.claim_pos WHERE e.pos>? AND e.pos<=? ORDER BY e.pos"
)
_LOAD = (
    "SELECT s.source_id, s.family, l.loader, l.loader_version, l.options, l.origin, "
    "l.source_no, l.original_no, o.sha256, o.name, o.size FROM loads l "
    "LEFT JOIN sources s USING(source_no) LEFT JOIN originals o USING(original_no) "
    "WHERE l.load_no=?"
)
_REJECTS = "SELECT * FROM rejects WHERE load_no=? AND number>=? AND number<? ORDER BY number"
_NAMED = {"loads": "load_no", "sources": "source_no", "originals": "original_no"}
_TABLE_OF = {
    "source_id": "sources",
    "family": "sources",
    "sha256": "originals",
    "name": "originals",
    "size": "originals",
}


@dataclass(slots=True)
class Findings:
    """Damage found so far; beyond the first thousand it is only counted."""

    shown: list[Damage] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, rule: str, detail: str) -> None:
        """Note one damage."""
        self.count += 1
        if self.count <= SHOWN:
            self.shown.append(Damage(where, rule, detail))

    @contextmanager
    def reading(self, where: str) -> Iterator[None]:
        """A page that cannot be read is damage and no end of the work."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self.add(where, "SQLite", str(error))

    def all(self) -> tuple[Damage, ...]:
        """What was found, and how many more there are."""
        if self.count <= SHOWN:
            return tuple(self.shown)
        return (*self.shown, Damage("ledger", "more", f"{self.count - SHOWN} further damages"))


@dataclass(frozen=True, slots=True)
class Block:
    """A row of the table of blocks."""

    number: int
    kind: str
    load_no: int
    first: int
    last: int
    recorded_at: str
    payload: str
    root: bytes
    head: bytes

    @property
    def header(self) -> bytes:
        """What the head commits to besides the root."""
        return block_header(
            self.number,
            self.kind,
            self.load_no,
            (self.first, self.last),
            self.recorded_at,
            self.payload,
        )

    @property
    def positions(self) -> str:
        """The positions it covers, as a person reads them."""
        return f"positions {self.first + 1}..{self.last}"


class Chain:
    """Follows the heads block by block and says of each whether the chain vouches for it."""

    def __init__(self, findings: Findings, wanted: tuple[int, bytes] | None) -> None:
        self._findings = findings
        self._wanted = wanted
        self._met = wanted in (None, (0, chain.GENESIS))
        self._previous = {chain.GENESIS}
        self._number = 0
        self.count = self.position = 0
        self.head = Head(0, chain.GENESIS, 0)
        self.tail: int | None = None

    def follow(self, row: tuple[object, ...]) -> tuple[Block | None, bool]:
        """The next block (None for a row that is none), and whether it is as it was written."""
        self.count += 1
        self._number += 1
        if tuple(map(type, row)) != _BLOCK_TYPES:
            self._findings.add(f"block {row[0]}", "chain", "its row is no block any more")
            self._previous = {x for x in row[8:] if isinstance(x, bytes)}
            return None, False
        block = Block(*row)  # type: ignore[arg-type]  # compared just above
        heads = {chain.block_head(p, block.header, block.root) for p in self._previous}
        intact = block.head in heads and block.number == self._number
        if not intact:
            self._findings.add(
                f"block {block.number}",
                "chain",
                "not what its head commits to, or not the successor of the block before it",
            )
        elif block.first != self.position:
            self._findings.add(
                f"block {block.number}",
                "chain",
                f"begins after position {block.first}, the one before ended at {self.position}",
            )
        # Where it is the stored head that was changed, the next block follows from the computed.
        self._previous = {block.head, *heads}
        self._met = self._met or self._wanted == (block.number, block.head)
        self._number, self.position, self.tail = block.number, block.last, block.load_no
        if block.kind == "close":
            self.head, self.tail = Head(block.number, block.head, block.last), None
        return block, intact

    def end(self) -> None:
        """After the last block: whether the exported head was met."""
        if self._wanted is not None and not self._met:
            self._findings.add(
                f"block {self._wanted[0]}",
                "exported head",
                f"not in this chain, which ends with block {self._number}",
            )


class Rows:
    """Claims and entries against their leaves, and the leaves against the root of their block."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.connection: sqlite3.Connection
        self.sources: dict[str, int] = {}
        self.claims = self.entries = 0
        self._damaged: set[int] = set()

    def check(self, block: Block, intact: bool) -> None:
        """Every row of one block; a changed one is found by its own leaf."""
        # Where the block itself was changed, its end may be anywhere.
        last = block.last if intact else min(block.last, block.first + _SPAN)
        before, span = self.findings.count, (block.first, last)
        found, entries = self._claims(span), self._entries(span)
        self.claims += len(found)
        self.entries += len(entries)
        if entries:
            found = sorted(found + entries)
        self._gaps([position for position, _ in found], block)
        if intact:
            self._stated(block, span)
        if before == self.findings.count:
            root = chain.merkle_root([leaf for _, leaf in found])
            if root != block.root:
                self.findings.add(f"block {block.number}", "root", f"not that of {block.positions}")

    def _claims(self, span: tuple[int, int]) -> list[tuple[int, bytes]]:
        """Positions and recomputed leaves of the claims in a span."""
        found = []
        for row in self.connection.execute(CLAIM_ROWS, span):
            body = row[11]
            digest = sha256(body).digest() if isinstance(body, bytes) else chain.GENESIS
            leaf = chain.leaf_hash(entry_record(row[:10], digest))
            found.append((row[0], leaf))
            if chain.signed64(leaf) != row[10]:
                self._damage(row[0], "leaf", "this claim or its place was changed")
            elif chain.signed64(digest) != row[12]:
                self._damage(row[0], "prefix", "its short id is not that of what it says")
            elif self._columns(body) != row[13:]:
                self._damage(row[0], "columns", "source or hashes are not of what it says")
        return found

    def _columns(self, body: bytes) -> tuple[object, ...]:
        """Source number and hashes by which a claim is found, from what it says."""
        kind, subject_id, object_id, _, valid_from, _, _, source_id = orjson.loads(body)
        number, subject = self.sources.get(source_id), text_hash(subject_id)
        if object_id is None:
            return number, subject, None, subject
        key = element_key(kind, subject_id, object_id, valid_from)
        return number, subject, text_hash(object_id), text_hash(key)

    def _entries(self, span: tuple[int, int]) -> list[tuple[int, bytes]]:
        """Positions and recomputed leaves of what happened to claims later."""
        found = []
        for row in self.connection.execute(ENTRY_ROWS, span):
            position, claim, body = row[0], row[10], row[13]
            digest = sha256(body).digest() if isinstance(body, bytes) else chain.GENESIS
            leaf = chain.leaf_hash(entry_record(row[:12], digest))
            found.append((position, leaf))
            if chain.signed64(leaf) != row[12]:
                what = "the claim it names" if claim in self._damaged else "this entry"
                self._damage(position, "leaf", f"{what} was changed (it names position {claim})")
        return found

    def _stated(self, block: Block, span: tuple[int, int]) -> None:
        """What other ledgers say of the origin of claims, against what the block says of it."""
        rows = self.connection.execute(STATED_ROWS, span).fetchall()
        said = json.loads(block.payload).get("stated", "")
        if stated_digest(rows) != said:
            self.findings.add(
                f"block {block.number}, table stated",
                "stated",
                f"the origins of claims at {block.positions} are not those of the block",
            )

    def _damage(self, position: int, rule: str, detail: str) -> None:
        self.findings.add(f"position {position}", rule, detail)
        if self.findings.count <= SHOWN:
            self._damaged.add(position)

    def _gaps(self, positions: list[int], block: Block) -> None:
        """Every position of a block has exactly one row."""
        expected = block.first + 1
        if len(positions) == block.last - block.first and positions == list(
            range(expected, block.last + 1)
        ):
            return
        for position in [*positions, block.last + 1]:
            if position > expected:
                self.findings.add(f"positions {expected}..{position - 1}", "present", "no row here")
            elif position < expected:
                self.findings.add(f"position {position}", "present", "two rows here")
            expected = position + 1

    def strays(self, last: int) -> None:
        """Rows that no block covers."""
        for table in ("claims", "entries", "stated"):
            count, low, high = self.connection.execute(
                f"SELECT count(*), min(pos), max(pos) FROM {table} WHERE pos<1 OR pos>?",
                (last,),
            ).fetchone()
            if count:
                self.findings.add(
                    f"table {table}",
                    "present",
                    f"{count} rows at {low}..{high} that no block covers",
                )


class Loads:
    """Loads, sources, originals and rejects against what the blocks of their load say of them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.connection: sqlite3.Connection
        self.count = 0
        self._named: dict[str, set[int]] = {table: set() for table in _NAMED}
        self._source_ids: dict[int, str] = {}
        self._rejected: dict[int, int | None] = {}

    def check(self, block: Block, intact: bool) -> None:
        """What one block says, if the chain vouches for it."""
        if block.kind == "open":
            self.count += 1
            self._named["loads"].add(block.load_no)
            self._rejected[block.load_no] = 0
            if intact:
                self._open(block)
        elif block.kind == "rows":
            before = self._rejected.get(block.load_no)
            self._rejected[block.load_no] = None
            if intact and before is not None:
                self._rejected[block.load_no] = self._rows(block, before)

    def source_of(self, load_no: int) -> str:
        """The source of a load, by its opening block."""
        return self._source_ids.get(load_no, f"load {load_no}")

    def _open(self, block: Block) -> None:
        said = json.loads(block.payload)
        self._source_ids[block.load_no] = said["source_id"]
        row = self.connection.execute(_LOAD, (block.load_no,)).fetchone()
        if row is None:
            self._findings.add(f"load {block.load_no}", "load", "its row is missing")
            return
        digest = row[8] if isinstance(row[8], bytes) else b""
        found = open_payload(LoadSpec(*row[:6]), (block.load_no, *row[6:8]), digest, *row[9:])
        if row[6] in self._named["sources"]:
            found["family"] = said["family"]  # the source keeps that of its first load
        self._named["sources"].add(row[6])
        self._named["originals"].add(row[7])
        for name in sorted(said):
            if found.get(name) != said[name]:
                self._findings.add(
                    f"load {block.load_no}, table {_TABLE_OF.get(name, 'loads')}",
                    "load",
                    f"{name} is {found.get(name)!r:.80}, the chain says {said[name]!r:.80}",
                )

    def _rows(self, block: Block, before: int) -> int:
        said = json.loads(block.payload)
        until: int = said["rejected"]
        rows = self.connection.execute(_REJECTS, (block.load_no, before, until)).fetchall()
        if sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest() != said["rejects"]:
            self._findings.add(
                f"load {block.load_no}, table rejects",
                "rejects",
                f"rows {before}..{until - 1} are not those of block {block.number}",
            )
        return until

    def strays(self) -> None:
        """Rows that no block speaks of."""
        for table, key in _NAMED.items():
            for (number,) in self.connection.execute(f"SELECT {key} FROM {table}"):
                if number not in self._named[table]:
                    self._findings.add(
                        f"table {table}, row {number}", "load", "no opening block speaks of it"
                    )
        for load_no, count in self.connection.execute(
            "SELECT load_no, count(*) FROM rejects GROUP BY load_no"
        ):
            if self._rejected.get(load_no, 0) not in (None, count):
                self._findings.add(
                    f"load {load_no}, table rejects",
                    "rejects",
                    f"{count} rows, the chain says {self._rejected.get(load_no)}",
                )
