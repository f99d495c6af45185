"""Evidence: for each claim on an answer its source, the place in it and the raw excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from graph.ledger import CitedClaim, Ledger, LedgerReader, ShownTo
from ontology import preference

EXCERPT = 400
MOST_KEPT = 20_000
"""Pieces of evidence of one ledger that are kept, about two kilobytes each."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: source, file and its SHA-256, place, excerpt, when it was recorded.

    `excerpt` is None where the original has no text at that place; it is cut at 400 characters,
    and names of persons in it are hidden but from who has the right (`graph.ledger.Excerpts`).
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


@dataclass(slots=True)
class _Told:
    """Evidence that was given, with the claim as it was cited then.

    A claim is cited as the same object while the ledger stands where it stood; `names`: what the
    names that excerpts hide were learned from.
    """

    names: object = None
    by_short: dict[str, tuple[CitedClaim, Evidence]] = field(default_factory=dict)

    def of(self, reader: LedgerReader, cited: CitedClaim) -> Evidence:
        """The evidence of a claim, read where it was not given before."""
        kept = self.by_short.get(cited.short)
        if kept is not None and kept[0] is cited:
            return kept[1]
        found = _evidence(reader, cited)
        if found.excerpt is not None or cited.place.offset is None:  # an original may come back
            self.by_short[cited.short] = cited, found
        return found


_TOLD: WeakKeyDictionary[Ledger, _Told] = WeakKeyDictionary()


def evidence_of(reader: LedgerReader, shorts: Iterable[str]) -> dict[str, Evidence]:
    """Evidence by short claim id, in one read of the ledger."""
    wanted = sorted(set(shorts))
    if not wanted:
        return {}
    excerpts = reader.ledger.excerpts
    excerpts.refresh()
    told = _TOLD.setdefault(reader.ledger, _Told())
    if excerpts.logs_reveals or told.names != excerpts.learned_from:
        told.names = excerpts.learned_from
        told.by_short.clear()
    found = {c.short: told.of(reader, c) for c in reader.cited(wanted)}
    if len(told.by_short) > MOST_KEPT:
        told.by_short.clear()
    return found


def with_names(
    reader: LedgerReader, evidence: Mapping[str, Evidence], to: ShownTo
) -> dict[str, Evidence]:
    """The same evidence, names of persons shown in its words; each place is logged first.

    Raises `OSError` where it cannot be logged.
    """
    excerpts = reader.ledger.excerpts
    excerpts.refresh()
    shown = dict(evidence)
    for cited in reader.cited(sorted(s for s, one in evidence.items() if one.excerpt)):
        text = excerpts.text(cited.sha256, cited.place, to)
        one = evidence[cited.short]
        if text is not None and (cited.sha256.hex(), str(cited.place)) == (one.sha256, one.place):
            shown[cited.short] = replace(one, excerpt=text[:EXCERPT])
    return shown


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


def _evidence(reader: LedgerReader, cited: CitedClaim) -> Evidence:
    place = cited.place
    excerpt = reader.ledger.excerpts.text(cited.sha256, place)
    return Evidence(
        cited.short,
        cited.element,
        says(cited.properties),
        cited.source_id,
        cited.family,
        cited.certainty,
        cited.file_name,
        cited.sha256.hex(),
        str(place),
        place.line,
        place.column,
        None if excerpt is None else excerpt[:EXCERPT],
        cited.recorded_at,
        cited.places,
    )


def says(properties: Mapping[str, object]) -> str:
    """Properties as a person reads them; several texts in round brackets."""
    return "; ".join(
        [f"{k}={tuple(v) if isinstance(v, list) else v}" for k, v in properties.items()]
    )
