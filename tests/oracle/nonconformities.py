"""Nonconformities with causes, state and what was decided against them, read plainly."""

from __future__ import annotations

from oracle.actions import holding, names
from oracle.reading import BEGINNING, Link, Reading, claims_of, is_stub, once, text

from queries.nonconformities import NonconformityRow


def answer(reading: Reading, state: str = "", unit: str = "") -> list[NonconformityRow]:
    found = []
    for element in reading.of_kind("Nonconformity"):
        node = reading.node(element)
        if is_stub(node) or text(node, "opened") > reading.now:
            continue
        if unit and all(x.other != unit for x in holding(reading, element, "ASSIGNED_TO")):
            continue
        made = row(reading, element)
        if state in ("", made.state):
            found.append(made)
    return sorted(found, key=lambda r: (r.opened or BEGINNING, r.nonconformity))


def row(reading: Reading, element: str) -> NonconformityRow:
    node = reading.node(element)
    states = said(reading, element, "state")
    classes = said(reading, element, "cause_class")
    classes = [x for x in classes if x.begin == classes[-1].begin]
    reached = states[-1] if states else None
    return NonconformityRow(
        nonconformity=element, name=text(node, "name"), severity=text(node, "severity"),
        disposition=text(node, "disposition"),
        classes=tuple(sorted({text(x.node, "value") for x in classes})),
        cause=text(node, "cause"), about=ends(holding(reading, element, "ARISES_FROM")),
        clauses=ends(holding(reading, element, "OF_REQUIREMENT")),
        units=tuple(sorted(set(names(holding(reading, element, "ASSIGNED_TO")).values()))),
        actions=ends([x for x in reading.into(element, "ADDRESSES") if x.holds(reading.now)]),
        opened=text(node, "opened"), state=text(reached.node, "value") if reached else "open",
        since=reached.begin if reached else text(node, "opened"),
        certainty=text(node, "certainty"),
        claims=once(claims_of(node), reached.claims if reached else (),
                    sorted({c for x in classes for c in x.claims})),
    )  # fmt: skip


def said(reading: Reading, element: str, name: str) -> list[Link]:
    """What was said of a property by now, the last at the end; of one moment a close."""
    found = [x for x in holding(reading, element, "HAS_STATE") if text(x.node, "property") == name]
    return sorted(found, key=lambda x: (x.begin, text(x.node, "value") == "closed",
                                        text(x.node, "value"), x.claims))  # fmt: skip


def ends(links: list[Link]) -> tuple[str, ...]:
    return tuple(sorted({x.other for x in links}))
