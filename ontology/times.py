"""Times: one representation everywhere, fixed-width ISO 8601 text in UTC.

Valid time has seconds (`2018-06-03T06:00:00Z`), recorded time microseconds. Fixed width makes
text comparison equal time comparison in every store. Intervals are half-open. Chinese civil
dates are fixed +08:00 (no summer time); a date-only end is inclusive and stored as the next day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

BEGINNING = "0001-01-01T00:00:00Z"
OPEN_END = "9999-12-31T00:00:00Z"
CIVIL = timezone(timedelta(hours=8))
_DAYS = 4096
"""So many moments are remembered with their days: many things begin or end on the same ones."""

# Without separators month and day have two digits each: 2018-11 is no date, nor is 201811.
_DATE = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.年])?(?P<month>(?(mark)\d{1,2}|\d\d))"
    r"(?(mark)[-/.月])(?P<day>(?(mark)\d{1,2}|\d\d))日?\Z"
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class TimeError(ValueError):
    """A text is no date or date-time, or a date-time without a zone."""


def format_valid(moment: datetime) -> str:
    """An aware datetime as valid-time text, seconds, UTC."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}T{utc:%H:%M:%S}Z"


def format_recorded(moment: datetime) -> str:
    """An aware datetime as recorded-time text, microseconds, UTC."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}T{utc:%H:%M:%S}.{utc.microsecond:06d}Z"


def parse_moment(text: str) -> datetime:
    """The aware UTC datetime of a valid-time or recorded-time text of ours."""
    return datetime.fromisoformat(text)


def civil_date(text: str) -> date:
    """A calendar date in one of the spellings of Chinese tables (2018-06-03, 2018/6/3, 20180603).

    Raises `TimeError` for anything else, impossible dates included.
    """
    match = _DATE.match(text.strip())
    if match is None:
        raise TimeError(f"{text!r} is no date; write YYYY-MM-DD")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise TimeError(f"{text!r} is no date of the calendar: {error}") from error


def is_date_only(text: str) -> bool:
    """Whether the text has a calendar date and no time of day."""
    return _DATE.match(text.strip()) is not None


@lru_cache(maxsize=65536)
def valid_time(text: str, *, end: bool = False, zone: timezone | None = None) -> str:
    """Valid-time text of a source's date or date-time.

    A date is the civil day at +08:00: its start, or with `end` the start of the next day (an
    inclusive end). A date-time needs a zone, its own or the source's declared `zone`. Whatever
    lies after the open end (9999-12-31 23:59:59) is the open end.

    >>> valid_time("2018-06-03")
    '2018-06-02T16:00:00Z'
    >>> valid_time("2018-06-03", end=True)
    '2018-06-03T16:00:00Z'
    """
    text = text.strip()
    if is_date_only(text):
        return _day_start(civil_date(text), end)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimeError(f"{text!r} is no date or date-time; write YYYY-MM-DD") from error
    if moment.tzinfo is None:
        if zone is None:
            raise TimeError(f"{text!r} has no zone; add Z or +08:00, or declare --timezone")
        moment = moment.replace(tzinfo=zone)
    try:
        return min(format_valid(moment), OPEN_END)
    except OverflowError as error:
        raise TimeError(f"{text!r} is outside the years 0001 to 9999") from error


def _day_start(day: date, end: bool) -> str:
    if day.year == 9999 and day.month == 12 and day.day == 31:
        return OPEN_END
    if day.year == 1 and day.month == 1 and day.day == 1 and not end:
        return BEGINNING
    if end:
        day += timedelta(days=1)
    return format_valid(datetime(day.year, day.month, day.day, tzinfo=CIVIL))


def as_of_time(text: str) -> str:
    """Valid time of an `as_of` given by a person; a date means the start of that civil day."""
    return valid_time(text, zone=CIVIL)


def known_at_time(text: str) -> str:
    """Recorded time of a `known_at` given by a person; a date means the end of that civil day."""
    text = text.strip()
    if is_date_only(text):
        return _day_start(civil_date(text), True).replace("Z", ".000000Z")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimeError(f"{text!r} is no date or date-time") from error
    try:
        return format_recorded(moment if moment.tzinfo else moment.replace(tzinfo=CIVIL))
    except OverflowError as error:
        raise TimeError(f"{text!r} is outside the years 0001 to 9999") from error


@lru_cache(maxsize=8192)
@lru_cache(_DAYS)
def civil_day(text: str) -> str:
    """The +08:00 calendar day of a valid-time text, as a person reads it; empty when unknown.

    >>> civil_day("2018-06-02T16:00:00Z")
    '2018-06-03'
    """
    if text in (BEGINNING, OPEN_END):
        return ""
    if _ISO_DATE.match(text):
        return text
    return parse_moment(text).astimezone(CIVIL).date().isoformat()


@lru_cache(_DAYS)
def shifted(moment: str, by: timedelta) -> str:
    """A valid time that much later; the beginning or the end of time where there is none.

    >>> shifted("2026-06-03T00:00:00Z", timedelta(hours=-8))
    '2026-06-02T16:00:00Z'
    """
    try:
        return format_valid(parse_moment(moment) + by)
    except OverflowError:
        return BEGINNING if by < timedelta(0) else OPEN_END
