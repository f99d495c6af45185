"""What indicators measure: objectives, those refined from them for a unit, and other things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology import NODE_KINDS
from ontology.rules import SUPERIOR_LEVELS
from queries.ask import Ask
from queries.indicators.periods import Period
from queries.indicators.stages import MEASURED, OBJECTIVE_UNITS, REFINED

_PREFIX = f"{NODE_KINDS['QualityObjective'].prefix}:"
_Links = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Measures:
    """By indicator what it measures; by objective those refined from it, its units, its year."""

    measured: _Links
    below: _Links
    units: _Links
    years: Mapping[str, str]

    def objectives(self, indicator: str, unit: str, period: Period | None) -> tuple[str, ...]:
        """The objectives behind a value: the unit's own for that year, else the measured ones."""
        tops = {o for o in self.measured.get(indicator, ()) if o.startswith(_PREFIX)}
        reached = {o for top in tops for o in self.below[top] if self._of_year(o, period)}
        own = {o for o in reached if unit in self.units.get(o, ())}
        return tuple(sorted(own or reached & tops))

    def others(self, indicator: str) -> tuple[str, ...]:
        """What it measures besides objectives."""
        found = self.measured.get(indicator, ())
        return tuple(sorted(x for x in found if not x.startswith(_PREFIX)))

    def _of_year(self, objective: str, period: Period | None) -> bool:
        stated = self.years[objective]
        return period is None or not stated.isdecimal() or int(stated) == period.first.year


def measures_of(ask: Ask, indicators: Iterable[str]) -> Measures:
    """What the indicators measure, and the objectives refined from that, level by level."""
    years: dict[str, str] = {}
    measured: defaultdict[str, set[str]] = defaultdict(set)
    for link in ask.rows(MEASURED, ids=sorted(indicators), t=ask.time):
        measured[link.id].add(link.other)
        years[link.other] = link.year or ""
    tops = {o for found in measured.values() for o in found if o.startswith(_PREFIX)}
    parts: defaultdict[str, set[str]] = defaultdict(set)
    left, read = set(tops), set(tops)
    for _ in range(SUPERIOR_LEVELS):
        found = ask.rows(REFINED, ids=sorted(left), t=ask.time)
        for link in found:
            parts[link.id].add(link.other)
            years[link.other] = link.year or ""
        left = {link.other for link in found} - read
        read |= left
    below = {top: _reached(top, parts) for top in tops}
    units: defaultdict[str, set[str]] = defaultdict(set)
    for link in ask.rows(OBJECTIVE_UNITS, ids=sorted(set().union(*below.values())), t=ask.time):
        units[link.id].add(link.other)
    return Measures(measured, below, units, years)


def _reached(top: str, parts: _Links) -> set[str]:
    """An objective and those refined from it, at most so many levels down."""
    reached, left = {top}, {top}
    for _ in range(SUPERIOR_LEVELS):
        left = {o for above in left for o in parts.get(above, ())} - reached
        reached |= left
    return reached
