"""The timeline of a station for print: the lanes, bars and days of the chart on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard.render.station_timeline import (
    BAR,
    KINDS,
    LANE,
    Bar,
    drawn_days,
    kind_title,
    reach_of,
)
from dashboard.render.text import cells, plain, shorten
from dashboard.render.trace_svg import ALONE
from ontology import civil_day
from ontology.derive.legend import GREY

WIDTH = 1100
_TEXT, _PER_CELL, _NAMES, _GAP, _HEAD, _FOOT = 12, 6.2, 300, 8, 30, 24
"""Pixels: of text, of a cell of it, of names of lanes at most, beside these, of legend and axis."""
_YEARS, _MONTHS, _TICKS = (1, 2, 5, 10, 20, 50, 100), (1, 2, 3, 6), 12
"""Steps of the axis, and how many marks it has at most."""


def timeline_svg(found: Sequence[Bar], as_of: str, lang: str = "zh") -> str:
    """The picture: names of lanes, their bars, the days below, the day asked about dashed."""
    lanes = list(dict.fromkeys(bar.lane for bar in found))
    names = [shorten(plain(lane), _NAMES / _PER_CELL) for lane in lanes]
    left = max(_PER_CELL * cells(name) for name in names) + 2 * _GAP
    first, last = reach_of(found, as_of)
    axis = _Axis(first, last, left)
    bottom = _HEAD + LANE * len(lanes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + _FOOT}" '
        f'viewBox="0 0 {WIDTH} {bottom + _FOOT}" font-size="{_TEXT}"><style>{ALONE}</style>',
        _legend(found, left, lang),
    ]
    for n, name in enumerate(names):
        middle = _HEAD + LANE * (n + 0.5)
        parts.append(
            f'<text x="{left - _GAP:.1f}" y="{middle + 4:.1f}" text-anchor="end">'
            f"{escape(name)}</text>"
        )
    for day in axis.marks:
        x = axis.at(day)
        parts.append(
            f'<path d="M{x:.1f} {_HEAD}V{bottom}" stroke="{GREY}" stroke-width="0.4"/>'
            f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{_day(day)}</text>'
        )
    parts += [_bar(bar, lanes.index(bar.lane), axis) for bar in found]
    today = axis.at(civil_day(as_of))
    parts.append(
        f'<path d="M{today:.1f} {_HEAD}V{bottom}" stroke="black" stroke-dasharray="4 3"/>'
        f'<path d="M{left:.1f} {_HEAD}V{bottom}H{WIDTH - _GAP}" stroke="#888" fill="none"/></svg>'
    )
    return "".join(parts)


class _Axis:
    """Days from the left to the right edge, and those that are marked."""

    def __init__(self, first: str, last: str, left: float) -> None:
        self._first = date.fromisoformat(first).toordinal()
        self._days = max(date.fromisoformat(last).toordinal() - self._first, 1)
        self._left = left
        self.first, self.last = first, last
        self.marks = _marks(first, last)

    def at(self, day: str) -> float:
        """Pixels from the left edge of the picture."""
        passed = date.fromisoformat(day).toordinal() - self._first
        return self._left + (WIDTH - _GAP - self._left) * passed / self._days


def _marks(first: str, last: str) -> list[str]:
    """First days of years, of a short time of months; both ends where no such day is between.

    >>> _marks("2014-05-01", "2018-06-03")
    ['2015-01-01', '2016-01-01', '2017-01-01', '2018-01-01']
    """
    years = range(int(first[:4]), int(last[:4]) + 1)
    steps = [12 * n for n in _YEARS] if len(years) > 4 else [*_MONTHS, 12]
    for step in steps:
        months = range(12 * years[0] // step * step, 12 * (years[-1] + 1), step)
        days = (f"{m // 12:04}-{m % 12 + 1:02}-01" for m in months)
        found = [day for day in days if first <= day <= last]
        if len(found) <= _TICKS:
            return found or [first, last]
    return [first, last]


def _day(day: str) -> str:
    """As the chart writes it: the year alone, the month, or the day."""
    return day[:4] if day.endswith("-01-01") else day[:7] if day.endswith("-01") else day


def _legend(found: Sequence[Bar], left: float, lang: str) -> str:
    parts, x = [], left
    for kind in KINDS:
        if any(bar.kind == kind for bar in found):
            title = kind_title(kind, lang)
            parts.append(
                f'<path d="M{x:.1f} 6h12v12h-12z" fill="{KINDS[kind][2]}" stroke="black" '
                f'stroke-width="0.5"/><text x="{x + 17:.1f}" y="16">{escape(title)}</text>'
            )
            x += 17 + _PER_CELL * cells(title) + 3 * _GAP
    return "".join(parts)


def _bar(bar: Bar, lane: int, axis: _Axis) -> str:
    begin, end = drawn_days(bar, axis.first, axis.last)
    x, to = axis.at(begin), axis.at(end)
    y = _HEAD + LANE * lane + (LANE - BAR) / 2
    return (
        f'<path d="M{x:.1f} {y:.1f}H{max(to, x + 1):.1f}v{BAR}H{x:.1f}z" '
        f'fill="{KINDS[bar.kind][2]}" stroke="black" stroke-width="0.5"/>'
    )
