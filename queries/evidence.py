"""Evidence: for each claim on an answer its source, the place in it and the raw excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph import short_id
from graph.ledger import LedgerReader, StoredClaim
from ontology import preference

EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: source, file and its SHA-256, place, excerpt, when it was recorded.

    `excerpt` is None where the original has no text at that place; it is cut at 400 characters.
    """

    claim: str
    element: str
    says: str
    source_id: str
    family: str
    certainty: str
    file: str
    sha256: str
    place: str
    line: int | None
    column: int | None
    excerpt: str | None
    recorded_at: str
    places: int


def evidence_of(reader: LedgerReader, shorts: Iterable[str]) -> dict[str, Evidence]:
    """Evidence by short claim id, in one read of the ledger."""
    wanted = sorted(set(shorts))
    if not wanted:
        return {}
    return {short_id(c.claim_id): _evidence(reader, c) for c in reader.by_short_ids(wanted)}


def leading(
    claims: Iterable[str], evidence: Mapping[str, Evidence], element: str = ""
) -> tuple[Evidence, ...]:
    """Evidence of a row's claims: those about `element` first, then by authority of the source."""
    found = [evidence[c] for c in dict.fromkeys(claims) if c in evidence]
    return tuple(
        sorted(
            found,
            key=lambda e: (
                e.element != element,
                *preference(e.certainty, e.family, e.source_id),
            ),
        )
    )


def _evidence(reader: LedgerReader, stored: StoredClaim) -> Evidence:
    first = stored.occurrences[0]
    excerpt = reader.ledger.originals.excerpt(first.sha256, first.place)
    claim = stored.claim
    says = "; ".join(f"{k}={v}" for k, v in claim.properties.items())
    return Evidence(
        claim=short_id(stored.claim_id),
        element=claim.element,
        says=says,
        source_id=stored.source_id,
        family=stored.family,
        certainty=claim.certainty,
        file=first.file_name,
        sha256=first.sha256.hex(),
        place=str(first.place),
        line=first.place.line,
        column=first.place.column,
        excerpt=None if excerpt is None else excerpt[:EXCERPT],
        recorded_at=stored.recorded_at,
        places=len(stored.occurrences),
    )
