"""Values in order: which periods are shown, where one is missing, which way it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from ontology import NODE_KINDS, key_parts, make_id
from queries.indicators.periods import Period, period_of
from queries.indicators.rows import TREND_VALUES
from queries.indicators.stages import Value

_VALUE = NODE_KINDS["IndicatorValue"]
Window = tuple[date, date] | None
"""The days asked for, both included; None: the latest period."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value with what its key says; without `period` where that is written otherwise."""

    indicator: str
    unit: str
    text: str
    period: Period | None
    stated: Value


@dataclass(frozen=True, slots=True)
class Shown:
    """A row to be: a value, or a gap. Without `point` the indicator has no value at all.

    Of a gap `point` is the value of the same period that another unit has.
    """

    indicator: str
    point: Point | None = None
    unit: str = ""
    gap: bool = True
    change: float | None = None
    trend: str = ""


@dataclass(slots=True)
class Series:
    """The values of one indicator whose periods are of one length.

    `first`: one value of each period, by its number. `units`: by unit the values by number.
    """

    first: dict[int, Point] = field(default_factory=dict)
    units: dict[str, dict[int, list[Point]]] = field(default_factory=dict)

    def add(self, number: int, point: Point) -> None:
        """Take a value, in the order of the ids."""
        self.first.setdefault(number, point)
        self.units.setdefault(point.unit, {}).setdefault(number, []).append(point)

    def value(self, unit: str, number: int) -> float | None:
        """What the unit had in that period; of several that are printed differently the first."""
        points = self.units[unit].get(number)
        return points[0].stated.value if points else None


def point_of(stated: Value) -> Point:
    """A value with its indicator, unit and period; there may be tens of thousands."""
    whose, _, last = stated.id.rpartition(_VALUE.key_separator)
    (text,) = key_parts(_VALUE, f":{last}")
    return Point(*_whose(whose), text, period_of(text), stated)


@lru_cache(65_536)
def _whose(begin: str) -> tuple[str, str]:
    """The ids of indicator and unit, from the begin of the id of a value."""
    indicator, unit = key_parts(_VALUE, begin)
    return make_id(NODE_KINDS["Indicator"], indicator), make_id(NODE_KINDS["Unit"], unit)


def shown(indicator: str, series: Series, window: Window) -> Iterator[Shown]:
    """The values of a series by unit and period, with a gap where one is expected."""
    numbers = [max(series.first)]
    if window is not None:
        numbers = sorted(n for n, p in series.first.items() if _within(p.period, window))
    for unit in sorted(series.units):
        own = series.units[unit]
        for number in numbers:
            for point in own.get(number, ()):
                change, trend = _course(series, unit, number, point.stated.value)
                yield Shown(indicator, point, unit, gap=False, change=change, trend=trend)
            if number not in own and number > min(own):
                yield Shown(indicator, series.first[number], unit)


def _within(period: Period | None, window: tuple[date, date]) -> bool:
    return period is not None and period.first <= window[1] and period.last >= window[0]


def _course(
    series: Series, unit: str, number: int, value: float | None
) -> tuple[float | None, str]:
    """The change against the period before, and the trend of the last three."""
    if value is None:
        return None, ""
    before = [series.value(unit, number - n) for n in range(TREND_VALUES - 1, 0, -1)]
    last = before[-1]
    change = None if last is None else float(Decimal(str(value)) - Decimal(str(last)))
    values = [v for v in (*before, value) if v is not None]
    if len(values) < TREND_VALUES:
        return change, ""
    if all(a < b for a, b in pairwise(values)):
        return change, "rising"
    return change, "falling" if all(a > b for a, b in pairwise(values)) else "level"
