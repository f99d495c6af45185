"""The line from feedback to the document in force, walked plainly, one element after another."""

from __future__ import annotations

from datetime import date

from oracle import indicators
from oracle.reading import (
    BEGINNING,
    OPEN_END,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    is_stub,
    number,
    once,
    parts,
    shown,
    text,
)

from queries.loop import LoopRow

LINE = ("feedback", "data_requirement", "indicator", "process", "document", "document_version")
LABELS = dict(zip(LINE, ("Feedback", "DataRequirement", "Indicator", "Process", "Document",
                         "DocumentVersion"), strict=True))  # fmt: skip
# Which link joins two kinds, and whether it is drawn from the first to the second.
JOINED = {
    ("feedback", "data_requirement"): (("CONCERNS", True), ("REVISED_BY", False)),
    ("feedback", "process"): (("CONCERNS", True),),
    ("data_requirement", "indicator"): (("MEASURES", False),),
    ("indicator", "process"): (("MEASURES", True),),
    ("process", "document"): (("GOVERNED_BY", True),),
    ("process", "document_version"): (("GOVERNED_BY", True),),
    ("document", "document_version"): (("VERSION_OF", False),),
}
BADNESS = ("missed", "no_value", "no_target", "no_direction", "met")


def answer(reading: Reading, element: str, limit: str = "200") -> list[LoopRow]:
    if element not in reading:
        raise NobodySpeaksOf(element)
    first = LoopRow("start", kind(element), *stand(reading, element)[:1], element=element,
                    name=name(reading, element),
                    certainty=text(reading.node(element), "certainty"),
                    claims=once(claims_of(reading.node(element)),
                                stand(reading, element)[1]))  # fmt: skip
    return [first, *walk(reading, element, "forward", int(limit)),
            *walk(reading, element, "backward", int(limit))]  # fmt: skip


def kind(element: str) -> str:
    return LABELS[element.split(":", maxsplit=1)[0]]


def name(reading: Reading, element: str) -> str:
    title = "user" if element.startswith("data_requirement:") else "name"
    return text(reading.node(element), title) or shown(element)


def links(reading: Reading, element: str, part: str) -> list[tuple[Link, bool]]:
    """What joins an element to those further on, and whether it is drawn from the element."""
    prefix, found = element.split(":", maxsplit=1)[0], []
    for (near, far), types in JOINED.items():
        here, there = (near, far) if part == "forward" else (far, near)
        if here != prefix:
            continue
        for relation, onward in types:
            out = onward if part == "forward" else not onward
            some = reading.out(element, relation) if out else reading.into(element, relation)
            found += [(x, out) for x in some
                      if x.other.startswith(f"{there}:") and x.holds(reading.now)]  # fmt: skip
    return found


def walk(reading: Reading, start: str, part: str, limit: int) -> list[LoopRow]:
    order = LINE if part == "forward" else LINE[::-1]
    order = order[order.index(start.split(":", maxsplit=1)[0]) :]
    depth, rows, leads = {start: 0}, [], {}
    came: dict[str, set[str]] = {start: set()}
    met: list[tuple[str, Link, bool]] = []
    for prefix in order:
        found = sorted({x.other for _, x, _ in met if x.other.startswith(f"{prefix}:")} - {start})
        kept = [start] if prefix == order[0] else found[:limit]
        for source, x, out in met:
            if x.other in kept and prefix != order[0]:
                depth[x.other] = min(depth.get(x.other, 99), depth[source] + 1)
                came.setdefault(x.other, set()).add(source)
                rows.append(step(reading, part, depth[source] + 1, source, x, out))
        if found[limit:] and prefix != order[0]:
            cut = [m[:2] for m in met if m[1].other == found[limit]]
            source, x = min(cut, key=lambda m: (m[0], m[1].type, m[1].begin, m[1].claims))
            sure = text(x.edge, "certainty")
            rows.append(LoopRow(part, LABELS[prefix], "stopped", depth[source] + 1, source,
                                x.type, certainty=sure, claims=x.claims))  # fmt: skip
        for element in kept:
            onward = links(reading, element, part)
            leads[element] = {x.other.split(":")[0] for x, _ in onward}
            met += [(element, x, out) for x, out in onward]
    rows += gaps(part, order, depth, leads, came)
    return sorted(rows, key=lambda r: (
        [LABELS[p] for p in order].index(r.kind), r.element == "", "" if r.element else r.state,
        r.source, r.element, r.relation, r.since, r.claims))  # fmt: skip


def gaps(
    part: str, order: tuple[str, ...], depth: dict[str, int], leads: dict[str, set[str]],
    came: dict[str, set[str]],
) -> list[LoopRow]:  # fmt: skip
    """Elements that lead nowhere, and kinds that nothing leads to. A document may be left out."""
    rows, absent = [], set()
    chain = [p for p in (LINE if part == "forward" else LINE[::-1]) if p != "document"]
    for element, at_depth in depth.items():
        prefix = element.split(":")[0]
        if prefix == chain[-1]:
            continue
        at = "process" if prefix == "document" and part == "forward" else prefix
        at = "document_version" if prefix == "document" and part == "backward" else at
        need = chain[chain.index(at) + 1]
        if leads[element] & {need, "document"} or any(need in leads[s] for s in came[element]):
            continue
        absent.add(need)
        relation = {"feedback": "REVISED_BY", "data_requirement": "MEASURES",
                    "indicator": "MEASURES", "process": "MEASURES",
                    "document_version": "GOVERNED_BY"}[need]  # fmt: skip
        if part == "forward" and need == "data_requirement":
            relation = "CONCERNS"
        if part == "backward" and need == "process":
            relation = "GOVERNED_BY"
        if prefix == "document" and part == "forward":
            relation = "VERSION_OF"
        rows.append(LoopRow(part, LABELS[need], "missing", at_depth + 1, element, relation))
    there = {e.split(":")[0] for e in depth} | absent | {"document"}
    rows += [LoopRow(part, LABELS[p], "not_reached") for p in order if p not in there]
    return rows


def step(reading: Reading, part: str, at: int, source: str, x: Link, out: bool) -> LoopRow:
    state, said = stand(reading, x.other)
    return LoopRow(
        part, kind(x.other), state, at, source, x.type, "out" if out else "in", x.other,
        name(reading, x.other), x.begin, certainty=text(x.edge, "certainty"),
        claims=once(x.claims, claims_of(x.node), said),
    )  # fmt: skip


def stand(reading: Reading, element: str) -> tuple[str, Claims]:
    node = reading.node(element)
    if is_stub(node):
        return "not_described", ()
    if element.startswith("feedback:"):
        return heard(reading, element)
    if element.startswith("indicator:"):
        return measured(reading, element)
    said: list[Claims] = []
    if element.startswith("data_requirement:"):
        for wanted in ("accuracy", "timeliness", "availability"):
            told = sorted((x.begin, text(x.node, "value"), x.claims)
                          for x in states(reading, element, wanted))  # fmt: skip
            said += [told[-1][2]] if told else []
    if reading.now < (text(node, "valid_from") or BEGINNING):
        return "not_yet_valid", once(*said)
    over = reading.now >= (text(node, "valid_to") or OPEN_END)
    return "expired" if over else "in_force", once(*said)


def states(reading: Reading, element: str, wanted: str) -> list[Link]:
    return [x for x in reading.out(element, "HAS_STATE")
            if x.holds(reading.now) and text(x.node, "property") == wanted]  # fmt: skip


def heard(reading: Reading, element: str) -> tuple[str, Claims]:
    state, _, claims = said_of(reading, element)
    return state, claims


def said_of(reading: Reading, element: str) -> tuple[str, str, Claims]:
    """Whether a user was answered: what came last and when, of one moment the furthest."""
    node = reading.node(element)
    steps = ("open", "replied", "closed")
    told: list[tuple[str, int, Claims]] = [(text(node, "received") or BEGINNING, 0, ())]
    for rank, word in enumerate(steps[1:], 1):
        if text(node, word) and text(node, word) <= reading.now:
            told.append((text(node, word), rank, ()))
    told += [(x.begin, steps.index(text(x.node, "value")), x.claims)
             for x in states(reading, element, "state")
             if text(x.node, "value") in steps]  # fmt: skip
    since, rank, claims = max(told)
    return steps[rank], since, claims


def measured(reading: Reading, element: str) -> tuple[str, Claims]:
    """The worst of what the units came to in the last period of each that is over."""
    last = [v[-1][3] for v in by_unit(reading, element).values()]
    verdicts = [(verdict(reading, element, x), x) for x in last]
    bad = min((v for v, _ in verdicts), key=BADNESS.index, default="no_value")
    return bad, once(*((*x.claims, *claims_of(x.node)) for v, x in verdicts if v == bad))


def by_unit(reading: Reading, element: str) -> dict[str, list[tuple[date, str, Claims, Link]]]:
    """Values of each unit, in order of units and of the ends of their periods."""
    found: dict[str, list[tuple[date, str, Claims, Link]]] = {}
    for x in sorted(reading.out(element, "HAS_VALUE"), key=lambda x: x.other):
        value = indicators.read(x.other)
        if value.length and indicators.over(reading, value):
            found.setdefault(parts(x.other)[1], []).append((value.last, value.printed, x.claims, x))
    return {u: sorted(v, key=lambda one: one[:3]) for u, v in sorted(found.items())}


def verdict(reading: Reading, element: str, x: Link) -> str:
    better = text(reading.node(element), "direction")
    return indicators.state(number(x.node, "value"), number(x.node, "target"), better)
