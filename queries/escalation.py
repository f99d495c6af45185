"""Escalation: what is overdue goes up the line of units, one superior more for each span of days.

It is its unit's own for `ESCALATION_DAYS` days; after each further span it goes to the next
superior, until there is none or one comes again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ontology import key_text
from ontology.rules import ESCALATION_DAYS, SUPERIOR_LEVELS
from queries.actions import levels_of
from queries.ask import Ask
from queries.model import Stage


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


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a thing lies now: so many steps up, at a unit of that name and level."""

    steps: int
    to: str
    to_name: str
    level: str


@dataclass(frozen=True, slots=True)
class Line:
    """The superior of each unit and those above, the names of all, and their levels."""

    above: Mapping[str, str]
    names: Mapping[str, str]
    levels: Mapping[str, str]

    def named(self, unit: str) -> str:
        """The name of a unit, else its key; empty for none."""
        return (self.names.get(unit) or key_text(unit)) if unit else ""

    def lying(self, unit: str, days: int) -> Lying:
        """Where a thing of a unit lies after so many days overdue."""
        to, steps = escalated(unit, days, self.above)
        return Lying(steps, to, self.named(to), self.levels.get(to, ""))


def line_of(ask: Ask, units: Mapping[str, str]) -> Line:
    """The line above units given with their names; of several superiors the first by id."""
    above: dict[str, str] = {}
    names: dict[str, str] = {}
    left = set(units)
    for _ in range(SUPERIOR_LEVELS):
        found = ask.rows(SUPERIORS, ids=sorted(left), t=ask.time)
        for row in sorted(found, key=lambda r: r.unit, reverse=True):
            above[row.id] = row.unit
            names[row.unit] = row.name or ""
        left = {above[u] for u in left if u in above} - set(above)
    names |= units
    return Line(above, names, levels_of(ask, sorted(names)))


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
