"""Open names: every mention of a document without a decision, and all units measured against it."""

from __future__ import annotations

from itertools import pairwise

from oracle.reading import Link, NobodySpeaksOf, Reading, claims_of, once, parts, text

from queries.unresolved_names import NameRow


def answer(reading: Reading, document: str = "", decided: str = "no") -> list[NameRow]:
    if document and document not in reading:
        raise NobodySpeaksOf(document)
    found = []
    for mention in reading.of_kind("Mention"):
        decisions = [x for x in reading.out(mention, "DENOTES") if x.holds(reading.now)]
        for link in reading.out(mention, "MENTIONED_IN"):
            if link.holds(reading.now) and document in ("", link.other):
                found.append(row(reading, mention, link, decisions))
    if decided == "no":
        found = [r for r in found if not r.decided]
    return sorted(found, key=lambda r: (r.document, r.mention, r.claims))


def row(reading: Reading, mention: str, link: Link, decisions: list[Link]) -> NameRow:
    node = reading.node(mention)
    name = text(node, "name") or parts(mention)[1]
    candidates = node.get("candidates", ())
    assert isinstance(candidates, (list, tuple))
    places = node.get("places")
    return NameRow(
        mention=mention,
        name=name,
        document=link.other,
        reason=text(node, "reason"),
        explanation=text(node, "explanation"),
        candidates=tuple(candidates),
        proposals=tuple(u for u in proposals(reading, name) if u not in candidates),
        places=None if places is None else int(str(places)),
        decided=tuple(sorted({x.other for x in decisions})),
        certainty=text(node, "certainty") or text(link.edge, "certainty"),
        claims=once(claims_of(node), link.claims, *(x.claims for x in decisions)),
    )


def proposals(reading: Reading, printed: str) -> list[str]:
    """Five units: those that the name abbreviates, shortest first, then those that are like it."""
    short, alike = [], []
    for unit in reading.of_kind("Unit"):
        name = text(reading.node(unit), "name") or parts(unit)[0]
        at = -1
        for letter in printed:
            at = name.find(letter, at + 1)
            if at < 0:
                break
        if at >= 0:
            short.append((len(name), unit))
            continue
        one, other = ({a + b for a, b in pairwise(n)} for n in (printed, name))
        if one & other:
            alike.append((-2 * len(one & other) / (len(one) + len(other)), unit))
    near = [unit for _, unit in sorted(short)]
    return [*near, *(unit for score, unit in sorted(alike) if score <= -0.5)][:5]
