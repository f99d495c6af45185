"""A claim with its origin as one row: what tables and GraphML have of it."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from graph.claim import PropertyValue
from graph.ledger.records import Occurrence, StoredClaim
from graph.ledger.stated import origin_of

Place4 = tuple[int | None, int | None, int | None, int | None]
"""Line, column, offset and length of a place."""


@dataclass(frozen=True, slots=True)
class ToldReading:
    """Where a claim was read: hash and name of the original, what read it, and the place in it."""

    sha256: str | None
    file: str | None
    loader: str | None
    numbers: Place4
    locator: str


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim and all that is told of it. What is empty in a row that was read is None.

    `claim`: its hash. `properties` are pairs, as a file that is read may name one twice. Times are
    text as in the ledger; `readings` are in order, each once.
    """

    claim: str | None
    kind: str | None
    subject: str | None
    object: str | None
    properties: tuple[tuple[str, PropertyValue | None], ...]
    valid_from: str | None
    valid_to: str | None
    certainty: str | None
    source: str | None
    family: str | None
    recorded_at: str | None
    retracted_at: str | None
    reason: str | None
    readings: tuple[ToldReading, ...]


def told_claim(stored: StoredClaim) -> ToldClaim:
    """A claim of a ledger as a row tells it, with the origin that `origin_of` gives."""
    claim, origin = stored.claim, origin_of(stored)
    found = {reading_order(one): one for one in origin.readings}
    return ToldClaim(
        stored.claim_id.hex(),
        claim.kind,
        claim.subject,
        claim.object,
        tuple(claim.properties.items()),
        claim.valid_from,
        claim.valid_to,
        str(claim.certainty),
        stored.source_id,
        stored.family,
        origin.recorded_at,
        origin.retracted_at,
        origin.reason,
        tuple(_reading(found[order]) for order in sorted(found)),
    )


def reading_order(occurrence: Occurrence) -> tuple[str, ...]:
    """What one reading is, as text that sorts: places of one file, then what read them."""
    place = occurrence.place
    found = (place.line, place.column, place.offset, place.length)
    numbers = tuple("" if n is None else f"{n:020d}" for n in found)
    return (occurrence.sha256.hex(), *numbers, place.locator, occurrence.loader)


def told_body(told: ToldClaim) -> bytes:
    """A row as JSON in one line."""
    return orjson.dumps(told)


def parse_told(body: bytes | str) -> ToldClaim:
    """The row that `told_body` gave."""
    found = orjson.loads(body)
    found["properties"] = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in found["properties"]
    )
    found["readings"] = tuple(
        ToldReading(**{**one, "numbers": tuple(one["numbers"])}) for one in found["readings"]
    )
    return ToldClaim(**found)


def _reading(one: Occurrence) -> ToldReading:
    place = one.place
    numbers = (place.line, place.column, place.offset, place.length)
    return ToldReading(one.sha256.hex(), one.file_name, one.loader, numbers, place.locator)
