"""All rules over all elements, shallow and deep, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ontology import ALL_CODES, kind_of
from ontology.requirements import REQUIREMENTS, RESTS_ON, Requirement
from ontology.rules import TRACE_LEVELS
from queries.gaps.facts import Facts, exists
from queries.gaps.judge import Judged, applies, judge, latest
from queries.gaps.rows import GapRow, Item

DEEPEST = 2 * TRACE_LEVELS  # an instrument or a standard, and its calibration, level by level
CERTAINTY = ALL_CODES["certainty"]
COVERED = "covered"


def is_gap(state: str) -> bool:
    """Whether an element in this state lacks what a rule asks for."""
    return state != COVERED


def is_any(_: str) -> bool:
    """True of every state."""
    return True


@dataclass(slots=True)
class Evaluation:
    """Rows of the rules that were asked for; each element under each rule is judged once.

    `wanted`: tells by its state whether a row is made; by default each is.
    """

    facts: Facts
    rules: Sequence[Requirement]
    wanted: Callable[[str], bool] = is_any
    _known: dict[tuple[str, str, str], Judged | None] = field(default_factory=dict)

    def shallow(self, kind: str = "") -> Iterator[GapRow]:
        """Every element under every rule of its own kind."""
        for rule in self.rules:
            if kind in ("", rule.kind):
                for item in self.facts.items(rule.kind).values():
                    row = self._row(rule, item, item, self._moment(rule, item, self.facts.time), 0)
                    if row is not None:
                        yield row

    def deep(self, kind: str = "") -> Iterator[GapRow]:
        """The elements that an element rests on, level by level, under the rules of their kinds."""
        for label in RESTS_ON:
            if kind in ("", label):
                for root in self.facts.items(label).values():
                    if exists(root, self.facts.time):
                        yield from self._below(root)

    def _below(self, root: Item) -> Iterator[GapRow]:
        frontier = [(root, self._own_moment(root, self.facts.time))]
        seen = {(item.id, moment) for item, moment in frontier}
        for depth in range(1, DEEPEST + 1):
            reached: list[tuple[Item, str]] = []
            for item, moment in frontier:
                for below in self._rests_on(item, moment):
                    if (below[0].id, below[1]) not in seen:
                        seen.add((below[0].id, below[1]))
                        reached.append(below)
            frontier = sorted(reached, key=lambda r: (r[0].id, r[1]))
            for item, moment in frontier:
                for rule in self.rules:
                    if rule.kind == kind_of(item.id).label:
                        row = self._row(rule, root, item, moment, depth)
                        if row is not None:
                            yield row

    def _rests_on(self, item: Item, moment: str) -> Iterator[tuple[Item, str]]:
        """What an element rests on at a moment; a calibration counts at its own date."""
        for way in RESTS_ON.get(kind_of(item.id).label, ()):
            if way.end == "Calibration":
                for day, calibration, _ in latest(self.facts, way, item.id, moment):
                    yield calibration, day
                continue
            items = self.facts.items(way.end)
            for end in self.facts.ends(way, item.id, moment):
                yield items[end], moment

    @staticmethod
    def _own_moment(item: Item, moment: str) -> str:
        return (item.begins or moment) if item.id.startswith("calibration:") else moment

    def _moment(self, rule: Requirement, item: Item, moment: str) -> str:
        return self._own_moment(item, moment) if rule.own_moment else moment

    def _judged(self, rule: Requirement, item: Item, moment: str) -> Judged | None:
        key = (rule.id, item.id, moment)
        if key not in self._known:
            asked = applies(self.facts, rule, item, moment)
            self._known[key] = judge(self.facts, rule, item, moment) if asked else None
        return self._known[key]

    def _row(
        self, rule: Requirement, root: Item, item: Item, moment: str, depth: int
    ) -> GapRow | None:
        found = self._judged(rule, item, moment)
        if found is None or not self.wanted(found.state):
            return None
        facts = self.facts
        area, level = facts.told(root)
        covered = found.state == COVERED
        certainties = [item.certainty, *(k.certainty for k in found.links)]
        claims = [*(item.claims or ()), *(c for k in found.links for c in k.claims or ())]
        return GapRow(
            rule=rule.id,
            kind=kind_of(root.id).label,
            element=root.id,
            name=facts.name(root.id),
            required_zh=rule.title_zh,
            required_en=rule.title_en,
            state=found.state,
            depth=depth,
            through=item.id if depth else "",
            units=facts.units(item),
            area=area,
            level=level,
            detail_zh=found.detail[0],
            detail_en=found.detail[1],
            remedy_zh="" if covered else rule.remedy_zh,
            remedy_en="" if covered else rule.remedy_en,
            term=rule.term,
            certainty=max((c for c in certainties if c), key=CERTAINTY.rank, default=""),
            claims=tuple(dict.fromkeys(claims)),
        )


def in_area(row: GapRow, area: str) -> bool:
    """Whether a row is of an area or of one within it: codes of GB/T 2260 end in pairs of zeros."""
    while area.endswith("00"):
        area = area[:-2]
    return row.area.startswith(area)


def rules_named(name: str) -> tuple[Requirement, ...]:
    """One rule by its id, or all of them."""
    return (REQUIREMENTS[name],) if name else tuple(REQUIREMENTS.values())


def ordered(rows: Iterable[GapRow]) -> list[GapRow]:
    """In the order of the rules, then of elements, the element's own gap first."""
    ranks = {name: i for i, name in enumerate(REQUIREMENTS)}
    return sorted(rows, key=lambda r: (ranks[r.rule], r.element, r.depth, r.through))
