"""Proof that claims stand in a ledger whose head is known: leaf, path to the root, blocks.

Whoever holds the head (it is printed on every answer and can be kept elsewhere) checks a proof
with SHA-256 alone. The record of the claim's entry makes the leaf, the path leads to the root of
its block (RFC 6962, 2.1.1), headers and roots of the blocks lead from there to the head.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from graph.ledger import chain
from graph.ledger.blocks import block_header, entry_record
from graph.ledger.checks import CLAIM_ROWS, ENTRY_ROWS
from graph.ledger.ledger import Ledger
from graph.ledger.records import Head

_OF_PREFIX = "SELECT pos FROM claims WHERE prefix=? AND pos<=?"
_BLOCK_OF = "SELECT block_no FROM blocks WHERE first_pos<? AND last_pos>=? ORDER BY block_no"
_BLOCKS = "SELECT * FROM blocks WHERE block_no>=? AND block_no<=? ORDER BY block_no"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: the hash beside, and the side it stands on (`left` or `right`)."""

    side: str
    hash: str


@dataclass(frozen=True, slots=True)
class Included:
    """A claim in the chain. `body`: what it says, in canonical JSON, whose SHA-256 is its id.

    `record`: the entry as its leaf commits to it, without the id at its end.
    """

    claim: str
    body: str
    record: str
    block: int
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ChainBlock:
    """A block of the chain: its header and the root of its entries, in hex."""

    number: int
    header: str
    root: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Claims, and the blocks from the first that holds one of them to the head.

    `before`: the head of the chain before the first of the blocks, in hex.
    """

    head: str
    before: str
    blocks: tuple[ChainBlock, ...]
    claims: tuple[Included, ...]


def inclusion(ledger: Ledger, shorts: Iterable[str], head: Head | None = None) -> Inclusion:
    """The proof for claims by their short ids; ids that the ledger does not know have none.

    Each block is read once, however many of the claims stand in it.
    """
    end = head or ledger.head()
    db = ledger.connection
    by_block: dict[int, list[int]] = defaultdict(list)
    for short in sorted(set(shorts)):
        found = db.execute(_OF_PREFIX, (chain.short_to_prefix(short), end.position))
        for (position,) in found.fetchall():
            (block,) = db.execute(_BLOCK_OF, (position, position)).fetchone()
            by_block[block].append(position)
    if not by_block:
        return Inclusion(str(end), end.digest.hex(), (), ())
    rows = db.execute(_BLOCKS, (min(by_block), end.block)).fetchall()
    spans = {row[0]: (row[3], row[4]) for row in rows}
    before = db.execute("SELECT head FROM blocks WHERE block_no=?", (min(by_block) - 1,)).fetchone()
    claims = [
        included
        for number, positions in sorted(by_block.items())
        for included in _of_block(db, number, spans[number], positions)
    ]
    return Inclusion(
        str(end),
        (before[0] if before else chain.GENESIS).hex(),
        tuple(ChainBlock(r[0], _header(r), r[7].hex()) for r in rows),
        tuple(sorted(claims, key=lambda one: one.claim)),
    )


def _header(row: Sequence[object]) -> str:
    number, kind, load_no, first, last, recorded_at, payload = row[:7]
    header = block_header(
        int(str(number)),
        str(kind),
        int(str(load_no)),
        (int(str(first)), int(str(last))),
        str(recorded_at),
        str(payload),
    )
    return header.decode()


def _of_block(
    db: sqlite3.Connection, number: int, span: tuple[int, int], positions: Sequence[int]
) -> list[Included]:
    """Every leaf of a block, and the paths of the wanted ones."""
    wanted = set(positions)
    leaves: dict[int, bytes] = {}
    told: dict[int, tuple[bytes, bytes]] = {}
    for row in db.execute(CLAIM_ROWS, span):
        record, body = entry_record(row[:10], b""), row[11]
        leaves[row[0]] = chain.leaf_hash(record + sha256(body).digest())
        if row[0] in wanted:
            told[row[0]] = record, body
    for row in db.execute(ENTRY_ROWS, span):
        leaves[row[0]] = chain.leaf_hash(entry_record(row[:12], sha256(row[13]).digest()))
    order = sorted(leaves)
    found = chain.merkle_paths([leaves[p] for p in order], {order.index(p) for p in wanted})
    return [
        Included(
            sha256(told[position][1]).hexdigest(),
            told[position][1].decode(),
            told[position][0].decode(),
            number,
            tuple(Step(side, beside.hex()) for side, beside in found[order.index(position)]),
        )
        for position in sorted(wanted)
    ]
