"""Escalation: what is overdue goes up the line of units, one superior more for each span of days.

It is its unit's own for `ESCALATION_DAYS` days; after each further span it goes to the next
superior, until there is none or one comes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology.rules import ESCALATION_DAYS, SUPERIOR_LEVELS
from queries.model import Stage
from queries.run import Ask


@dataclass(frozen=True, slots=True)
class _Superior:
    id: str
    unit: str
    name: str | None


SUPERIORS = Stage(
    "overdue_superiors",
    "UNWIND $ids AS id MATCH (n:Unit {id: id})-[r:PART_OF]->(u:Unit) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN n.id AS id, u.id AS unit, u.name AS name",
    _Superior,
)


def superiors(ask: Ask, units: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The superior of each unit (of several the first by id) and those above, and their names."""
    above: dict[str, str] = {}
    names: dict[str, str] = {}
    left = set(units)
    for _ in range(SUPERIOR_LEVELS):
        found = ask.rows(SUPERIORS, ids=sorted(left), t=ask.time)
        for row in sorted(found, key=lambda r: r.unit, reverse=True):
            above[row.id] = row.unit
            names[row.unit] = row.name or ""
        left = {above[u] for u in left if u in above} - set(above)
    return above, names


def escalated(unit: str, days: int, above: Mapping[str, str]) -> tuple[str, int]:
    """Where a thing of a unit lies after so many days overdue, and how many steps up that is.

    >>> line = {"banner": "league", "league": "region"}
    >>> escalated("banner", 30, line), escalated("banner", 31, line), escalated("banner", 400, line)
    (('banner', 0), ('league', 1), ('region', 2))
    """
    to, steps, passed = unit, 0, {unit}
    while steps < (days - 1) // ESCALATION_DAYS and above.get(to, to) not in passed:
        to, steps = above[to], steps + 1
        passed.add(to)
    return to, steps
