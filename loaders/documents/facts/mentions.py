"""Names that a document prints and that stand for nothing known: what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph import PropertyValue
from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.names.mention import Reason, Unresolved
from ontology import NODE_KINDS, make_id


def mention_facts(reading: Reading) -> Iterator[Said]:
    """Each unresolved or ambiguous name of a document once, at its first place.

    They are no facts of the document, but of its reading: a better reader may know them.
    """
    by_name: dict[str, list[Unresolved]] = {}
    for each in sorted(reading.names.unresolved(), key=lambda each: each.begin):
        by_name.setdefault(each.printed, []).append(each)
    for printed, places in by_name.items():
        first, mention = places[0], reading.own("Mention", printed)
        yield Statement(mention, _told(printed, places), first.begin, first.end)
        yield Fact("MENTIONED_IN", mention, reading.me, first.begin, first.end)


def _told(printed: str, places: Sequence[Unresolved]) -> dict[str, PropertyValue]:
    names = dict.fromkeys(name for each in places for name in each.candidates)
    ambiguous = bool(names) or any(each.reason is Reason.AMBIGUOUS for each in places)
    told: dict[str, PropertyValue] = {
        "name": printed,
        "reason": "ambiguous" if ambiguous else "unknown",
        "explanation": places[0].reason.value,
        "places": len(places),
    }
    if names:
        told["candidates"] = tuple(make_id(NODE_KINDS["Unit"], name) for name in names)
    return told
