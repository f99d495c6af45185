"""Days and moments drawn from a seeded generator, and the period that the sample covers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

BEGIN = date(2012, 1, 1)
"""The first day of the generated records."""
HORIZON = date(2026, 6, 30)
"""The last day of the generated records."""
FIRST_ISSUE = date(2015, 1, 1)
"""No issue begins before this day."""
LAST_ISSUE = date(2024, 12, 31)
"""No issue begins after this day."""


def after(day: date, days: int) -> date:
    """The day so many days later (earlier when negative)."""
    return day + timedelta(days)


def span(rng: Random, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included, at one draw of the generator."""
    return low + int(rng.random() * (high - low + 1))


def between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return date.fromordinal(span(rng, first.toordinal(), last.toordinal()))


def moment(day: date, hour: int) -> str:
    """A full hour of the day as a date-time in UTC."""
    return f"{day.isoformat()}T{hour:02d}:00:00Z"
