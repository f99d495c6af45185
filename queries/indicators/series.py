"""Values in order: which periods are shown, where one is missing, which way it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ontology import NODE_KINDS, key_parts, make_id
from queries.indicators.periods import Period, period_of
from queries.indicators.rows import TREND_VALUES
from queries.indicators.stages import Value

_VALUE = NODE_KINDS["IndicatorValue"]
Window = tuple[date, date] | None
"""The days asked for, both included; None: the latest period."""


class Point(NamedTuple):
    """What the key of a value says; without `period` where that is written otherwise.

    A tuple, because there may be tens of thousands, of which few are shown.
    """

    indicator: str
    unit: str
    text: str
    period: Period | None
    id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row to be: a value, or a gap. Without `point` the indicator has no value at all.

    Of a gap `point` is the value of the same period that another unit has. `before`: the unit's own
    of the periods before, where periods have an order.
    """

    indicator: str
    point: Point | None = None
    unit: str = ""
    before: Sequence[Point | None] = ()
    gap: bool = True


@dataclass(slots=True)
class Series:
    """The values of one indicator whose periods are of one length.

    `first`: one value of each period, by its number. `units`: by unit the values by number.
    """

    first: dict[int, Point] = field(default_factory=dict)
    units: dict[str, dict[int, list[Point]]] = field(default_factory=dict)

    def add(self, number: int, points: Sequence[Point]) -> None:
        """Take the values of a period, in the order of their ids; there is at least one."""
        self.first.setdefault(number, points[0])
        units = self.units
        for point in points:
            units.setdefault(point.unit, {}).setdefault(number, []).append(point)

    def before(self, unit: str, number: int) -> list[Point | None]:
        """The unit's points of the periods before one that a trend takes in, oldest first.

        Of several that are printed differently the first.
        """
        own = self.units[unit]
        earlier = (own.get(number - n) for n in range(TREND_VALUES - 1, 0, -1))
        return [points[0] if points else None for points in earlier]

    def numbers(self, window: Window) -> list[int]:
        """The periods that are shown."""
        if window is None:
            return [max(self.first)]
        return sorted(n for n, p in self.first.items() if _within(p.period, window))


def point_of(stated: str) -> Point:
    """The indicator, the unit and the period of a value, from its id."""
    whose, _, last = stated.rpartition(_VALUE.key_separator)
    return Point(*_whose(whose), *_printed(last), stated)


@lru_cache(4096)
def _printed(last: str) -> tuple[str, Period | None]:
    """The period as it is printed, and what it means, from the end of the id of a value."""
    (text,) = key_parts(_VALUE, f":{last}")
    return text, period_of(text)


@lru_cache(65_536)
def _whose(begin: str) -> tuple[str, str]:
    """The ids of indicator and unit, from the begin of the id of a value."""
    indicator, unit = key_parts(_VALUE, begin)
    return make_id(NODE_KINDS["Indicator"], indicator), make_id(NODE_KINDS["Unit"], unit)


def shown(indicator: str, series: Series, window: Window) -> Iterator[Shown]:
    """The values of a series by unit and period, with a gap where one is expected."""
    numbers = series.numbers(window)
    for unit in sorted(series.units):
        own = series.units[unit]
        for number in numbers:
            for point in own.get(number, ()):
                yield Shown(indicator, point, unit, series.before(unit, number), gap=False)
            if number not in own and number > min(own):
                yield Shown(indicator, series.first[number], unit)


def ids_of(rows: Iterable[Shown]) -> set[str]:
    """The values that rows tell of, and those before them."""
    points = (point for row in rows for point in (row.point, *row.before))
    return {point.id for point in points if point}


def _within(period: Period | None, window: tuple[date, date]) -> bool:
    return period is not None and period.first <= window[1] and period.last >= window[0]


def course(row: Shown, values: Mapping[str, Value]) -> tuple[float | None, str]:
    """The change against the period before, and the trend of the last three."""
    value = values[row.point.id].value if row.point and not row.gap else None
    if value is None or not row.before:
        return None, ""
    before = [values[point.id].value if point else None for point in row.before]
    last = before[-1]
    change = None if last is None else float(Decimal(str(value)) - Decimal(str(last)))
    known = [v for v in (*before, value) if v is not None]
    if len(known) < TREND_VALUES:
        return change, ""
    if all(a < b for a, b in pairwise(known)):
        return change, "rising"
    return change, "falling" if all(a > b for a, b in pairwise(known)) else "level"
