"""Who answers for an element at a date, and the units above."""

from __future__ import annotations

from oracle.reading import Link, NobodySpeaksOf, Reading, superiors, text

from ontology.rules import SUPERIOR_LEVELS
from queries.responsible import ResponsibleRow

ROLES = (
    "OPERATED_BY", "MAINTAINED_BY", "HELD_BY", "LED_BY", "PERFORMED_BY", "ASSIGNED_TO",
    "RESPONSIBLE", "RESPONSIBLE_OFFICE", "IMPLEMENTED_BY", "ISSUED_BY", "COMPILED_BY",
    "CARRIED_OUT_BY",
)  # fmt: skip


def answer(reading: Reading, element: str) -> list[ResponsibleRow]:
    if element not in reading:
        raise NobodySpeaksOf(element)
    roles: list[tuple[str, str, Link]] = []
    for through in {element, *stations(reading, element)}:
        for link in reading.out(through, *ROLES):
            if link.holds(reading.now) and link.other.startswith("unit:"):
                roles.append((link.type, through, link))
    roles.sort(key=lambda r: (r[0], r[1], r[2].other, r[2].begin))
    rows = [row(reading, 0, role, through, link) for role, through, link in roles]
    units = {link.other for _, _, link in roles}
    if not units and element.startswith("unit:"):
        units = {element}
    for step, below, link in superiors(reading, units, SUPERIOR_LEVELS):
        rows.append(row(reading, step, "PART_OF", below, link))
    return rows


def stations(reading: Reading, element: str) -> set[str]:
    """The stations by which an element has somebody who answers for it."""
    found: set[str] = set()
    kind = element.split(":", maxsplit=1)[0]
    if kind == "issue":
        for about in reading.out(element, "ABOUT"):
            if about.other.startswith("station:"):
                found.add(about.other)
            for at in reading.out(about.other, "OBSERVED_AT", "AT_STATION"):
                found.add(at.other)
    elif kind == "incident":
        for raised in reading.out(element, "RAISED_FROM"):
            found |= stations(reading, raised.other)
    elif kind == "series":
        found = {at.other for at in reading.out(element, "OBSERVED_AT")}
    elif kind == "deployment":
        found = {at.other for at in reading.out(element, "AT_STATION")}
    elif kind == "instrument":
        for use in reading.into(element, "USES"):
            if use.holds(reading.now):
                found |= {at.other for at in reading.out(use.other, "AT_STATION")}
    return found


def row(reading: Reading, step: int, role: str, through: str, link: Link) -> ResponsibleRow:
    levels = sorted(
        text(state.node, "value")
        for state in reading.out(link.other, "HAS_STATE")
        if state.holds(reading.now) and text(state.node, "property") == "level"
    )
    return ResponsibleRow(
        role=role, escalation=step, unit=link.other, name=text(link.node, "name"),
        level=levels[0] if levels else "", through=through, valid_from=link.begin,
        valid_to=link.end, certainty=text(link.edge, "certainty"), claims=link.claims,
    )  # fmt: skip
