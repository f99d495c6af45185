"""What another ledger says of a claim that came from there: since when, until when, read where.

A ledger records what it learned when it learned it, so a claim that is imported is recorded now,
at its place in the imported file. What that file tells of the claim's origin stands beside it, one
row for each claim, and the block that holds the claim commits to the row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson

from graph.claim import Claim, Place, Rejected
from graph.ledger.records import Checkpoint, Occurrence, StoredClaim
from graph.ledger.session import LoadSession, Said

ROWS = "SELECT pos, load_no, body FROM stated WHERE pos>? AND pos<=? ORDER BY pos"
Reading = tuple[str, str, str, tuple[int | None, int | None, int | None, int | None, str]]
"""Hash and name of an original, loader, and line, column, offset, length and locator in it."""
_INSERT = "INSERT INTO stated VALUES(?,?,?)"


@dataclass(frozen=True, slots=True)
class Origin:
    """Since when a ledger knows a claim, until when, why it went, and where it was read.

    Times are recorded-time text.
    """

    recorded_at: str
    retracted_at: str | None
    reason: str | None
    readings: tuple[Occurrence, ...]

    def same_as(self, other: Origin) -> bool:
        """Whether both tell the same, whatever their files are called."""
        return self._told() == other._told()

    def _told(self) -> tuple[object, ...]:
        places = {(o.sha256, o.loader, o.place) for o in self.readings}
        return (self.recorded_at, self.retracted_at, self.reason, places)


def origin_of(stored: StoredClaim) -> Origin:
    """What is to be told of a claim's origin: its own, or that of the ledger it came from.

    What happened to an imported claim since then is this ledger's own.
    """
    since = stored.recorded_at
    if stored.stated is None:
        return Origin(since, stored.retracted_at, stored.reason, stored.occurrences)
    imported = stored.occurrences[0].load_no
    told = parse_stated(stored.stated, stored.reason, imported)
    later = (o for o in stored.occurrences if o.load_no != imported)
    gone = told.retracted_at if stored.retracted_at == since else stored.retracted_at
    return Origin(told.recorded_at, gone, stored.reason, (*told.readings, *later))


def stated_body(recorded_at: str, retracted_at: str | None, readings: Iterable[Reading]) -> bytes:
    """An origin as its row holds it. The reason stands with the retraction itself."""
    return orjson.dumps([recorded_at, retracted_at, [[*one[:3], *one[3]] for one in readings]])


def parse_stated(body: bytes, reason: str | None, load_no: int = 0) -> Origin:
    """The origin that a row holds; `load_no`: the load that brought it."""
    recorded, retracted, readings = orjson.loads(body)
    told = (
        Occurrence(bytes.fromhex(digest), name, Place(*place), load_no, loader)
        for digest, name, loader, *place in readings
    )
    return Origin(recorded, retracted, reason, tuple(told))


def stated_digest(rows: Iterable[tuple[int, int, object]]) -> str:
    """What a block commits to of the rows beside its claims; empty where there are none."""
    digest, count = sha256(), 0
    for position, load_no, body in rows:
        raw = body if isinstance(body, bytes) else b""
        digest.update(f"{position}|{load_no}|{len(raw)}|".encode() + raw)
        count += 1
    return digest.hexdigest() if count else ""


class ImportSession(LoadSession):
    """A load whose claims come from another ledger."""

    _origins: Mapping[bytes, bytes] | None = None

    def take(
        self,
        claims: Sequence[tuple[Claim, Place, int | None]],
        origins: Mapping[bytes, bytes],
        rejected: Sequence[Rejected],
        checkpoint: Checkpoint,
    ) -> None:
        """Write a batch of claims that the ledger does not have, as `append` does.

        `origins`: what `stated_body` gives for each, by the id of the claim.
        """
        self._origins = origins
        self.append(claims, rejected, checkpoint)
        self._origins = None

    def _known(self, digests: Sequence[bytes]) -> dict[bytes, Said]:
        return super()._known(digests) if self._origins is None else {}

    def _beside(self, fresh: Mapping[bytes, int]) -> dict[str, object]:
        origins = self._origins or {}
        rows = sorted((position, self.load_no, origins[d]) for d, position in fresh.items())
        self._db.executemany(_INSERT, rows)
        return {"stated": stated_digest(rows)} if rows else {}


def stated_bodies(connection: sqlite3.Connection, positions: str) -> dict[int, bytes]:
    """The rows beside claims at these positions, a JSON list."""
    return dict(
        connection.execute(
            "SELECT s.pos, s.body FROM json_each(?) j CROSS JOIN stated s ON s.pos=j.value",
            (positions,),
        )
    )
