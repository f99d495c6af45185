"""Nonconformities with causes, state and what was decided against them, read plainly."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.actions import holding, names, progress
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
        if state in ("", made.state) or (state == "unverified" and made.unverified):
            found.append(made)
    return sorted(found, key=lambda r: (r.opened or BEGINNING, r.nonconformity))


def row(reading: Reading, element: str) -> NonconformityRow:
    node = reading.node(element)
    states = said(reading, element, "state")
    classes = said(reading, element, "cause_class")
    classes = [x for x in classes if x.begin == classes[-1].begin]
    reached = states[-1] if states else None
    came = mended(reading, element)
    return NonconformityRow(
        nonconformity=element, name=text(node, "name"), severity=text(node, "severity"),
        disposition=text(node, "disposition"),
        classes=tuple(sorted({text(x.node, "value") for x in classes})),
        cause=text(node, "cause"), about=ends(holding(reading, element, "ARISES_FROM")),
        clauses=ends(holding(reading, element, "OF_REQUIREMENT")),
        units=tuple(sorted(set(names(holding(reading, element, "ASSIGNED_TO")).values()))),
        actions=ends([x for x in reading.into(element, "ADDRESSES") if x.holds(reading.now)]),
        risk_update=came.update, risks=came.risks, risk_reason=came.reason,
        opened=text(node, "opened"), state=text(reached.node, "value") if reached else "open",
        since=reached.begin if reached else text(node, "opened"),
        unverified=bool(reached) and text(reached.node, "value") == "closed" and not came.effective,
        certainty=text(node, "certainty"),
        claims=once(claims_of(node), reached.claims if reached else (),
                    sorted({c for x in classes for c in x.claims}), came.claims),
    )  # fmt: skip


@dataclass
class Came:
    """What came of the actions against a nonconformity."""

    effective: bool
    update: str
    risks: tuple[str, ...]
    reason: str
    claims: list[str]


def mended(reading: Reading, element: str) -> Came:
    effects: list[Link] = []
    answers: list[Link] = []
    links: list[Link] = []
    silent = False
    for link in reading.into(element, "ADDRESSES"):
        if not link.holds(reading.now):
            continue
        walked = progress(reading, link.other)
        told = sorted((x for x in holding(reading, link.other, "HAS_STATE")
                       if text(x.node, "property") == "risk_update"), key=told_order)  # fmt: skip
        stands = text(walked[-1].node, "value") if walked else "open"
        if stands == "effective":
            effects.append(walked[-1])
        if told:
            answers.append(told[-1])
        elif stands in ("done", "effective"):
            silent = True
        links += holding(reading, link.other, "UPDATES")
    last = max(answers, key=told_order) if answers else None
    update = "not_answered" if silent else text(last.node, "value") if last else ""
    every = [*effects, *([last] if last else []), *links]
    return Came(bool(effects), update, ends(links), text(last.node, "reason") if last else "",
                sorted({claim for x in every for claim in x.claims}))  # fmt: skip


def told_order(link: Link) -> tuple[str, str, str, tuple[str, ...]]:
    return link.begin, text(link.node, "value"), text(link.node, "reason"), tuple(link.claims)


def said(reading: Reading, element: str, name: str) -> list[Link]:
    """What was said of a property by now, the last at the end; of one moment a close."""
    found = [x for x in holding(reading, element, "HAS_STATE") if text(x.node, "property") == name]
    return sorted(found, key=lambda x: (x.begin, text(x.node, "value") == "closed",
                                        text(x.node, "value"), x.claims))  # fmt: skip


def ends(links: list[Link]) -> tuple[str, ...]:
    return tuple(sorted({x.other for x in links}))
