"""What happened to an element, and around it."""

from __future__ import annotations

from oracle.reading import (
    BEGINNING,
    OPEN_END,
    NobodySpeaksOf,
    Reading,
    claims_of,
    shown,
    text,
)

from ontology import NODE_KINDS, DataType
from queries.timeline import TimelineRow


def answer(reading: Reading, element: str, around: str = "") -> list[TimelineRow]:
    if element not in reading:
        raise NobodySpeaksOf(element)
    rows = times(reading, element)
    links = reading.out(element) + reading.into(element)
    for x in links:
        said = (text(x.edge, "certainty"), x.claims)
        if x.type == "HAS_STATE" and x.node.get("property") is not None:
            what = (text(x.node, "property"), element, "", "", text(x.node, "value"))
        else:
            what = (x.type, element, x.other, text(x.node, "name") or shown(x.other), "")
        if x.begin != BEGINNING:
            rows.append(TimelineRow(x.begin, x.begin <= reading.now, "begins", *what, *said))
        if x.end != OPEN_END:
            rows.append(TimelineRow(x.end, x.end <= reading.now, "ends", *what, *said))
    if around:
        for other in {x.other for x in links}:
            rows += times(reading, other)
    rows.sort(key=lambda r: r.claims)
    for name in ("value", "other", "element", "type", "change", "when"):
        rows.sort(key=lambda r: str(getattr(r, name)))
    return rows


def times(reading: Reading, node: str) -> list[TimelineRow]:
    attributes = reading.node(node)
    kind = NODE_KINDS[str(attributes["label"])]
    return [
        TimelineRow(str(at), str(at) <= reading.now, "at", p.name, node, "", "", "",
                    text(attributes, "certainty"), claims_of(attributes))
        for p in kind.properties
        if p.datatype is DataType.TIME and (at := attributes.get(p.name)) is not None
    ]  # fmt: skip
