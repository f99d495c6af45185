"""Whose stations are counted together: by unit with those above it, by level, by class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ontology.rules import SUPERIOR_LEVELS
from queries.ask import Ask
from queries.rates import stages
from queries.rates.stages import Link, Station

_Links = Mapping[str, Sequence[Link]]


@dataclass(frozen=True, slots=True)
class Group:
    """Stations that are counted together at a moment, and the claims that say so."""

    stations: frozenset[str]
    claims: frozenset[str]
    synthetic: bool


@dataclass(slots=True)
class Membership:
    """Who a station belongs to, at any moment.

    `of_station` and `of_unit` hold the edges that say so; `above` those to the superiors. `only`:
    the unit of which alone the stations are meant, empty for all.
    """

    by: str
    only: str
    stations: Mapping[str, Station]
    operators: _Links
    above: _Links
    levels: _Links
    classes: _Links
    _groups: dict[str, dict[str, Group]] = field(default_factory=dict)

    def groups(self, moment: str) -> Mapping[str, Group]:
        """The groups at a moment by their names; that of stations without any is the empty one."""
        found = self._groups.get(moment)
        if found is None:
            found = self._groups[moment] = self._grouped(moment)
        return found

    def _grouped(self, moment: str) -> dict[str, Group]:
        members: defaultdict[str, set[str]] = defaultdict(set)
        claims: defaultdict[str, set[str]] = defaultdict(set)
        synthetic: set[str] = set()
        lines: dict[str, frozenset[str]] = {}
        for name, station in self.stations.items():
            operated = _held(self.operators.get(name, ()), moment)
            for link in operated:
                lines.setdefault(link.other, self._line(link.other, moment))
            if self.only and not any(self.only in lines[link.other] for link in operated):
                continue
            said = operated if self.by != "class" else _held(self.classes.get(name, ()), moment)
            of = self._of(said, lines, moment)
            for group in of or {""}:
                members[group].add(name)
                claims[group].update(c for link in said for c in link.claims or ())
                if not said:
                    claims[group].update(station.claims or ())
                told = [link.certainty for link in said] or [station.certainty]
                if "synthetic" in told:
                    synthetic.add(group)
        return {
            group: Group(frozenset(found), frozenset(claims[group]), group in synthetic)
            for group, found in members.items()
            if self.by != "unit" or self.only in ("", group)
        }

    def _of(
        self, said: Sequence[Link], lines: Mapping[str, frozenset[str]], moment: str
    ) -> set[str]:
        """The groups that edges of a station lead to."""
        if self.by == "class":
            return {min(link.other for link in said)} if said else set()
        if self.by == "unit":
            return {unit for link in said for unit in lines[link.other]}
        held = (_held(self.levels.get(link.other, ()), moment) for link in said)
        return {min(level.other for level in levels) for levels in held if levels}

    def _line(self, unit: str, moment: str) -> frozenset[str]:
        """A unit and those above it, at most so many levels."""
        reached, left = {unit}, {unit}
        for _ in range(SUPERIOR_LEVELS):
            links = (link for below in left for link in self.above.get(below, ()))
            left = {link.other for link in _held(links, moment)} - reached
            reached |= left
        return frozenset(reached)


def _held(links: Iterable[Link], moment: str) -> list[Link]:
    return [link for link in links if link.valid_from <= moment < link.valid_to]


def membership(ask: Ask) -> Membership:
    """The stations of the graph and what says whose they are."""
    by = ask.params.get("by", "unit")
    levels = ask.rows(stages.LEVELS, property="level") if by == "level" else []
    classes = ask.rows(stages.CLASSES, property="class") if by == "class" else []
    return Membership(
        by=by,
        only=ask.params.get("unit", ""),
        stations={row.id: row for row in ask.rows(stages.STATIONS)},
        operators=_by_id(ask.rows(stages.OPERATORS)),
        above=_by_id(ask.rows(stages.SUPERIORS)),
        levels=_by_id(levels),
        classes=_by_id(classes),
    )


def _by_id(links: Iterable[Link]) -> _Links:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.id].append(link)
    return found
