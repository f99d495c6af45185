"""Periods as tables print them: a year, a half, a quarter, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ontology import valid_time

_PRINTED = re.compile(r"([0-9]{4})(?:-?([HQ])([1-4])|-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = {"H": 6, "Q": 3}
_LENGTHS = {"H": "half", "Q": "quarter"}


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days from `first` to `last`, both included.

    `length`: year | half | quarter | month | day. `number` counts the periods of a length, so that
    the one before has a number less by one.
    """

    length: str
    number: int
    first: date
    last: date

    def over(self, time: str) -> bool:
        """Whether it has ended at a valid time."""
        return _end(self.last) <= time


@lru_cache(4096)
def _end(last: date) -> str:
    """The moment at which a day is over."""
    return valid_time(last.isoformat(), end=True)


@lru_cache(4096)
def period_of(text: str) -> Period | None:
    """The period that a text names; None for one that is written otherwise.

    >>> [period_of(t).length for t in ("2025", "2025-H2", "2025Q3", "2025-03", "2025-03-14")]
    ['year', 'half', 'quarter', 'month', 'day']
    >>> period_of("2025-Q3").first, period_of("2025-Q3").last
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> period_of("2025-01").number - period_of("2024-12").number
    1
    >>> period_of("2025-13"), period_of("2025-H3"), period_of("上半年"), period_of("0000")
    (None, None, None, None)
    """
    match = _PRINTED.fullmatch(text.strip())
    if match is None:
        return None
    year, part, count = int(match[1]), match[2], int(match[3] or 0)
    try:
        if match[5]:
            day = date(year, int(match[4]), int(match[5]))
            return Period("day", day.toordinal(), day, day)
        if match[4]:
            return _months("month", year, int(match[4]), 1)
        if part:
            return _months(_LENGTHS[part], year, count, _MONTHS[part])
        return _months("year", year, 1, 12)
    except ValueError:  # IllegalMonthError is one
        return None


def _months(length: str, year: int, place: int, months: int) -> Period:
    """The period of so many months at this place in the year."""
    last = place * months
    days = monthrange(year, last)[1]
    number = year * (12 // months) + place
    return Period(length, number, date(year, last - months + 1, 1), date(year, last, days))
