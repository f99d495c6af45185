"""One load being written: batches with their checkpoint, retractions, and the closing entry.

Each batch is one transaction that holds its entries, its block of the chain and the load's
checkpoint. A load counts only from its closing block on: what a killed load wrote is invisible
until the load is resumed and closed, or discarded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from graph.claim import Claim, Place, Rejected
from graph.errors import MassRetractionError
from graph.ledger import chain
from graph.ledger.blocks import (
    discard_tail,
    entry_record,
    last_position,
    place_columns,
    transaction,
    write_block,
)
from graph.ledger.records import Checkpoint, LoadSpec
from graph.ledger.schema import ASSERT, OCCURRENCE, RETRACT

RETRACTION_LIMIT = 0.2
_CLAIM_SQL = "INSERT INTO claims VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_ENTRY_SQL = "INSERT INTO entries VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"
_REJECT_SQL = "INSERT INTO rejects VALUES(?,?,?,?,?,?,?,?,?)"
_FIND_SQL = (
    "SELECT c.prefix, c.pos, c.body FROM json_each(?) j CROSS JOIN claims c ON c.prefix = j.value"
)
_LAST_OP_SQL = (
    "SELECT e.claim_pos, e.op, e.pos FROM json_each(?) j "
    "CROSS JOIN entries e ON e.claim_pos = j.value "
    f"WHERE e.op <> {OCCURRENCE} ORDER BY e.pos"
)
_LEAVING_SQL = (
    "SELECT count(*) FROM json_each(:gone) j CROSS JOIN claims c ON c.pos = j.value "
    "WHERE NOT EXISTS (SELECT 1 FROM claims d WHERE d.subject = c.subject "
    "AND d.element = c.element AND d.source_no = :source "
    "AND d.pos NOT IN (SELECT value FROM json_each(:gone)) "
    "AND coalesce((SELECT e.op FROM entries e WHERE e.claim_pos = d.pos "
    f"AND e.op <> {OCCURRENCE} ORDER BY e.pos DESC LIMIT 1), {ASSERT}) = {ASSERT})"
)


@dataclass(slots=True)
class Said:
    """A claim in the ledger already: where, whether it stands, whether this load wrote it."""

    position: int
    live: bool
    own: bool
    place: Place | None = None


@dataclass(slots=True)
class _Batch:
    """Rows of one transaction under construction."""

    position: int
    claims: list[tuple[object, ...]] = field(default_factory=list)
    entries: list[tuple[object, ...]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    fresh: dict[bytes, Said] = field(default_factory=dict)

    def next(self) -> int:
        self.position += 1
        return self.position


class LoadSession:
    """A load in progress. Use `append` for each batch, then `retract` and `close`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        spec: LoadSpec,
        numbers: tuple[int, int, int],
        *,
        first: bool,
        live: int,
        checkpoint: Checkpoint,
    ) -> None:
        self._db = connection
        self.spec = spec
        self.load_no, self._source_no, self._original_no = numbers
        self.first = first
        self.live_before = live
        self.checkpoint = checkpoint
        self.start, self.asserted = self._progress()
        self.retracted = 0
        self._position = last_position(connection)
        self._seen = bytearray(0 if first else (self.start >> 3) + 1)
        self._rejects = self._db.execute(
            "SELECT count(*) FROM rejects WHERE load_no=?", (self.load_no,)
        ).fetchone()[0]

    def _progress(self) -> tuple[int, int]:
        """Last position before this load, and how many claims it has asserted so far."""
        start = self._db.execute(
            "SELECT last_pos FROM blocks WHERE kind='open' AND load_no=?", (self.load_no,)
        ).fetchone()[0]
        fresh = self._db.execute("SELECT count(*) FROM claims WHERE pos>?", (start,)).fetchone()[0]
        again = self._db.execute(
            "SELECT count(*) FROM entries WHERE pos>? AND op=?", (start, ASSERT)
        ).fetchone()[0]
        return start, fresh + again

    def append(
        self,
        claims: Sequence[tuple[Claim, Place, int | None]],
        rejected: Sequence[Rejected],
        checkpoint: Checkpoint,
        *,
        every_place: bool = False,
    ) -> None:
        """Write one batch in one transaction: claims with their place and row hash, rejects.

        `every_place`: record the place of a claim that already stands too, because the load
        needs to know every row that says it.
        """
        batch = _Batch(self._position)
        bodies = [claim.body(self.spec.source_id) for claim, _, _ in claims]
        digests = [sha256(body).digest() for body in bodies]
        known = self._known(digests)
        asserted = 0
        for (claim, place, row), body, digest in zip(claims, bodies, digests, strict=True):
            said = known.get(digest) or batch.fresh.get(digest)
            if said is None:
                self._add_claim(batch, claim, place, row, body, digest)
                asserted += 1
            else:
                asserted += self._add_entry(batch, said, place, row, digest, every_place)
        rejects = self._reject_rows(rejected)
        payload = {
            "rows": checkpoint.rows,
            "accepted": checkpoint.accepted,
            "rejected": checkpoint.rejected,
            "rejects": sha256(json.dumps(rejects, ensure_ascii=False).encode()).hexdigest(),
        }
        with transaction(self._db):
            payload |= self._beside({d: s.position for d, s in batch.fresh.items()})
            self._db.executemany(_CLAIM_SQL, batch.claims)
            self._db.executemany(_ENTRY_SQL, batch.entries)
            self._db.executemany(_REJECT_SQL, rejects)
            write_block(
                self._db,
                "rows",
                self.load_no,
                (self._position, batch.position),
                payload,
                chain.merkle_root(batch.leaves),
            )
        self._position = batch.position
        self._rejects += len(rejects)
        self.asserted += asserted
        self.checkpoint = checkpoint

    def _beside(self, fresh: Mapping[bytes, int]) -> dict[str, object]:
        """What a kind of load writes beside its new claims, and its block says of that."""
        return {}

    def _known(self, digests: Sequence[bytes]) -> dict[bytes, Said]:
        """Which of the claims the ledger holds already, and whether they stand."""
        if self.start == 0 and self._position == 0:
            return {}
        found: dict[bytes, Said] = {}
        wanted = {chain.signed64(d): d for d in digests}
        rows = self._db.execute(_FIND_SQL, (json.dumps(list(wanted)),)).fetchall()
        by_position: dict[int, Said] = {}
        for prefix, position, body in rows:
            if sha256(body).digest() == wanted[prefix]:
                said = Said(position, live=True, own=position > self.start)
                found[wanted[prefix]] = by_position[position] = said
        if by_position:
            for claim, op, at in self._db.execute(_LAST_OP_SQL, (json.dumps(list(by_position)),)):
                said = by_position[claim]
                said.live, said.own = op == ASSERT, said.own or at > self.start
        return found

    def _add_claim(
        self, batch: _Batch, claim: Claim, place: Place, row: int | None, body: bytes, digest: bytes
    ) -> None:
        position = batch.next()
        subject = chain.text_hash(claim.subject)
        element = subject if claim.object is None else chain.text_hash(claim.element)
        where = place_columns(place)
        leaf = chain.leaf_hash(
            entry_record((position, ASSERT, self.load_no, self._original_no, row, *where), digest)
        )
        batch.leaves.append(leaf)
        batch.claims.append(
            (
                position,
                chain.signed64(digest),
                subject,
                None if claim.object is None else chain.text_hash(claim.object),
                element,
                self._source_no,
                self.load_no,
                self._original_no,
                row,
                *where,
                chain.signed64(leaf),
                body,
            )
        )
        batch.fresh[digest] = Said(position, live=True, own=True, place=place)

    def _add_entry(
        self, batch: _Batch, said: Said, place: Place, row: int | None, digest: bytes, every: bool
    ) -> int:
        """Another place of a claim that stands, or the return of one that was retracted."""
        if self._seen and said.position <= self.start:
            self._seen[said.position >> 3] |= 1 << (said.position & 7)
        if said.live and (place == said.place or not (said.own or every)):
            return 0
        op = OCCURRENCE if said.live else ASSERT
        self._entry(batch, op, said.position, digest, (place, row))
        said.place = place
        if op == OCCURRENCE:
            return 0
        said.live = said.own = True
        batch.fresh[digest] = said
        return 1

    def _entry(
        self,
        batch: _Batch,
        op: int,
        claim: int,
        digest: bytes,
        at: tuple[Place, int | None] | None,
        reason: str | None = None,
    ) -> None:
        position = batch.next()
        original = None if at is None else self._original_no
        where = (None,) * 5 if at is None else place_columns(at[0])
        row = None if at is None else at[1]
        leaf = chain.leaf_hash(
            entry_record((position, op, self.load_no, original, row, *where, claim, reason), digest)
        )
        batch.leaves.append(leaf)
        batch.entries.append(
            (position, op, claim, self.load_no, original, row, *where, reason, chain.signed64(leaf))
        )

    def _reject_rows(self, rejected: Sequence[Rejected]) -> list[tuple[object, ...]]:
        return [
            (
                self.load_no,
                self._rejects + i,
                str(r.place),
                r.place.line,
                r.field,
                r.value,
                r.rule,
                r.message,
                r.identity,
            )
            for i, r in enumerate(rejected)
        ]

    def unseen(self) -> Iterator[int]:
        """Positions of this source's claims that stood before this load and were not said in it."""
        ranges = self._db.execute(
            "SELECT first_pos, last_pos FROM blocks WHERE kind='rows' AND load_no IN "
            "(SELECT load_no FROM loads WHERE source_no=?) AND last_pos<=? ORDER BY block_no",
            (self._source_no, self.start),
        ).fetchall()
        for first, last in ranges:
            positions = [
                p for p in range(first + 1, last + 1) if not self._seen[p >> 3] & 1 << (p & 7)
            ]
            if positions:
                yield from self._standing(positions)

    def _standing(self, positions: Sequence[int]) -> Iterator[int]:
        rows = self._db.execute(
            "SELECT c.pos, (SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>? "
            "ORDER BY e.pos DESC LIMIT 1) FROM json_each(?) j CROSS JOIN claims c ON c.pos=j.value",
            (OCCURRENCE, json.dumps(positions)),
        )
        for position, op in rows:
            if op in (None, ASSERT):
                yield position

    def standing_with(self, digests: Iterable[bytes]) -> list[int]:
        """Positions of those claims of this source, by full id, that stand now."""
        return [s.position for s in self._known(list(digests)).values() if s.live]

    def retract(self, positions: Sequence[int], reason: str, *, allow_mass: bool = False) -> None:
        """Retract claims with a reason.

        Raises `MassRetractionError` when more than a fifth of the source's claims would go whose
        elements the new version does not speak of any more, unless `allow_mass`.
        """
        if not positions:
            return
        if not allow_mass:
            going = self._leaving(positions)
            if self.live_before and going > RETRACTION_LIMIT * self.live_before:
                raise MassRetractionError(
                    self.spec.source_id, going, self.live_before, RETRACTION_LIMIT
                )
        for begin in range(0, len(positions), 5000):
            self._retract_batch(positions[begin : begin + 5000], reason)

    def _leaving(self, positions: Sequence[int]) -> int:
        """How many of the claims speak of elements that no claim left standing speaks of."""
        values = {"gone": json.dumps(list(positions)), "source": self._source_no}
        return int(self._db.execute(_LEAVING_SQL, values).fetchone()[0])

    def _retract_batch(self, positions: Sequence[int], reason: str) -> None:
        batch = _Batch(self._position)
        bodies = self._db.execute(
            "SELECT c.pos, c.body FROM json_each(?) j CROSS JOIN claims c ON c.pos=j.value "
            "ORDER BY c.pos",
            (json.dumps(list(positions)),),
        )
        for position, body in bodies:
            self._entry(batch, RETRACT, position, sha256(body).digest(), None, reason)
        with transaction(self._db):
            self._db.executemany(_ENTRY_SQL, batch.entries)
            write_block(
                self._db,
                "retractions",
                self.load_no,
                (self._position, batch.position),
                {},
                chain.merkle_root(batch.leaves),
            )
        self._position = batch.position
        self.retracted += len(batch.entries)

    def close(self, kept: int = 0) -> None:
        """Write the closing block; from here on the load counts.

        `kept`: how many claims stand that this version does not say, because rows of it could
        not be read.
        """
        payload = {
            "rows": self.checkpoint.rows,
            "accepted": self.checkpoint.accepted,
            "rejected": self.checkpoint.rejected,
            "asserted": self.asserted,
            "retracted": self.retracted,
            "kept": kept,
            "live": self.live_before + self.asserted - self.retracted,
        }
        with transaction(self._db):
            write_block(
                self._db,
                "close",
                self.load_no,
                (self._position, self._position),
                payload,
                chain.merkle_root(()),
            )

    def discard(self) -> None:
        """Take back all this load wrote; it never counted."""
        discard_tail(self._db)

    def was_said(self, position: int) -> bool:
        """Whether this load has said the claim at a position from before it."""
        return bool(self._seen[position >> 3] & 1 << (position & 7))

    def places_of(self, positions: Sequence[int]) -> Iterator[tuple[int, bytes, Place]]:
        """Every place where claims were read: position, hash of the original, place."""
        for table, key in (("claims", "pos"), ("entries", "claim_pos")):
            rows = self._db.execute(
                f"SELECT c.{key}, o.sha256, c.line, c.col, c.offset, c.length, c.locator "
                f"FROM json_each(?) j CROSS JOIN {table} c ON c.{key}=j.value "
                "JOIN originals o USING(original_no)",
                (json.dumps(list(positions)),),
            )
            for position, digest, line, col, offset, length, locator in rows:
                yield position, digest, Place(line, col, offset, length, locator or "")

    def said_by_rows(self, positions: Sequence[int], rows: set[int]) -> set[int]:
        """Which claims were ever said by rows of these identities (as hashes)."""
        found: set[int] = set()
        for table, key in (("claims", "pos"), ("entries", "claim_pos")):
            found.update(
                position
                for position, row in self._db.execute(
                    f"SELECT c.{key}, c.row FROM json_each(?) j "
                    f"CROSS JOIN {table} c ON c.{key}=j.value WHERE c.row IS NOT NULL",
                    (json.dumps(list(positions)),),
                )
                if row in rows
            )
        return found
