"""Civil periods by the calendar: those of a window, and those that a table prints."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from oracle.actions import moment
from oracle.reading import BEIJING, Reading

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A period: its text, its first day, the day after its last."""

    text: str
    length: str
    first: date
    after: date

    @property
    def begin(self) -> str:
        return midnight(self.first)

    @property
    def end(self) -> str:
        return midnight(self.after)

    @property
    def last(self) -> str:
        at = moment(self.end) - timedelta(seconds=1)
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def periods(reading: Reading, length: str, since: str, until: str) -> list[Span]:
    today = day_of(reading.now)
    if not since and not until:
        last = span_of(today, length).first
        return [span_of(last - ONE, length)] if last.year > 1 else []
    first = date.fromisoformat(since) if since else date.min
    last = date.fromisoformat(until) if until else today
    found = []
    at = first
    while at <= last:
        span = span_of(at, length)
        if span.end <= reading.now:
            found.append(span)
        at = span.after
    return found


def span_of(day: date, length: str) -> Span:
    if length == "day":
        return Span(day.isoformat(), length, day, day + ONE)
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    year = f"{day.year:04d}"
    name = {"month": f"{year}-{first:02d}", "quarter": f"{year}-Q{last // 3}", "year": year}
    after = date(day.year, last, monthrange(day.year, last)[1]) + ONE
    return Span(name[length], length, date(day.year, first, 1), after)


def read(printed: str) -> Span | None:
    """A period that a table prints; None for one that is written otherwise."""
    match = re.fullmatch(r"(\d{4})(?:-?([HQ])(\d)|-(\d\d)(?:-(\d\d))?)?", printed)
    if not match:
        return None
    year, part, count, month, day = match.groups()
    if day:
        return span_of(date(int(year), int(month), int(day)), "day")
    if month:
        return span_of(date(int(year), int(month), 1), "month")
    if part == "Q":
        return span_of(date(int(year), int(count) * 3, 1), "quarter")
    if part:
        first = date(int(year), int(count) * 6 - 5, 1)
        after = date(int(year) + (count == "2"), 7 if count == "1" else 1, 1)
        return Span(printed, "half", first, after)
    return span_of(date(int(year), 1, 1), "year")


def midnight(day: date) -> str:
    at = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def day_of(at: str) -> date:
    return day_of_moment(moment(at))


def day_of_moment(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
