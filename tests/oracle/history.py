"""All claims about an element: a scan of every claim the ledger ever held."""

from __future__ import annotations

from oracle.reading import NobodySpeaksOf, Reading

from graph.ledger import StoredClaim
from queries.history import HistoryRow


def answer(reading: Reading, element: str) -> list[HistoryRow]:
    about = [s for s in reading.stored if element in (s.claim.subject, named(s))]
    if not about:
        raise NobodySpeaksOf(element)
    wanted = {s.position for s in about}
    states = {s.claim.object for s in about if s.claim.kind in ("HAS_STATE", "LOCATED_AT")}
    wanted |= {s.position for s in reading.stored if s.claim.subject in states}
    return [row(s, reading.now) for s in reading.stored if s.position in wanted]


def named(stored: StoredClaim) -> str:
    """The element as text: the id of a node, or type, ends and begin of an edge."""
    claim = stored.claim
    if claim.object is None:
        return claim.subject
    return f"{claim.kind}({claim.subject},{claim.object},{claim.valid_from})"


def row(stored: StoredClaim, moment: str) -> HistoryRow:
    claim, place = stored.claim, stored.occurrences[0].place
    said = [f"{name}={value}" for name, value in claim.properties.items() if name != "element"]
    where = place.locator or f"line {place.line}" + (
        f", column {place.column}" if place.column else ""
    )
    return HistoryRow(
        recorded_at=stored.recorded_at,
        state="retracted" if stored.retracted_at else "live",
        in_force=claim.valid_from <= moment < claim.valid_to,
        element=named(stored),
        kind=claim.kind,
        says="; ".join(said),
        valid_from=claim.valid_from,
        valid_to=claim.valid_to,
        certainty=claim.certainty,
        source_id=stored.source_id,
        family=stored.family,
        file=stored.occurrences[0].file_name,
        place=where,
        retracted_at=stored.retracted_at or "",
        reason=stored.reason or "",
        claims=(stored.claim_id.hex()[:16],),
    )
