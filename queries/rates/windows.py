"""The civil periods of one length that a window of days touches and that are over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph import InvalidValueError
from ontology import civil_day, shifted, valid_time
from queries.ask import Ask
from queries.days import before_the_first, day_asked
from queries.indicators.periods import Period, period_of
from queries.rates.rows import LENGTHS

MOST = 400
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period with what it is called, and its half-open interval in valid time."""

    text: str
    period: Period
    begin: str
    end: str

    @property
    def last_moment(self) -> str:
        """The last second of it, at which it is looked who a station belongs to."""
        return shifted(self.end, -_SECOND)


def text_of(day: date, length: str) -> str:
    """What the period of a day is called.

    >>> [text_of(date(2025, 7, 3), length) for length in ("day", "month", "quarter", "year")]
    ['2025-07-03', '2025-07', '2025-Q3', '2025']
    """
    if length == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[length]]


def named(day: date, length: str) -> NamedPeriod:
    """The period of a day."""
    text = text_of(day, length)
    period = period_of(text)
    assert period is not None, text
    begin, end = period.first.isoformat(), period.last.isoformat()
    return NamedPeriod(text, period, valid_time(begin), valid_time(end, end=True))


def window(ask: Ask) -> list[NamedPeriod]:
    """The periods asked for, in order; without days the last one that is over.

    Raises `InvalidValueError` for what is no day, for days in the wrong order, and for more than
    `MOST` periods.
    """
    length = ask.params.get("length", "month")
    first, last = day_asked(ask, "from"), day_asked(ask, "to")
    if first is None and last is None:
        over = _latest(ask, length)
        return [] if over is None else [over]
    first, last = first or last or date.min, last or today(ask)
    if ask.params.get("to") and last < first:
        raise before_the_first(ask)
    return [p for p in _between(ask, first, last, length) if p.end <= ask.time]


def at_once(ask: Ask) -> NamedPeriod:
    """The day asked about, of which no more than the moment asked about counts."""
    return replace(named(today(ask), "day"), begin=ask.time, end=shifted(ask.time, _SECOND))


def _between(ask: Ask, first: date, last: date, length: str) -> list[NamedPeriod]:
    found: list[NamedPeriod] = []
    day = first
    while day <= last and len(found) <= MOST:
        found.append(named(day, length))
        if found[-1].period.last == date.max:
            break
        day = found[-1].period.last + _DAY
    if len(found) > MOST:
        message = f"超过 {MOST} 个时段 / more than {MOST} periods"
        raise InvalidValueError("to", ask.params.get("to", ""), message, ", ".join(LENGTHS.codes))
    return found


def _latest(ask: Ask, length: str) -> NamedPeriod | None:
    """The last period that is over; None at the beginning of time."""
    begin = named(today(ask), length).period.first
    return None if begin.year == date.min.year else named(begin - _DAY, length)


def today(ask: Ask) -> date:
    """The civil day of the time asked about."""
    return date.fromisoformat(civil_day(ask.time) or date.min.isoformat())
