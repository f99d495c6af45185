"""Periods of monitoring results, half-open in UTC.

Six hours lie around 00, 06, 12 and 18 UTC, `21 ≤ t < 03` for 00; a day is the union of its four,
so it begins at 21 UTC of the day before (WDQMS web tool user guide, sections 4.1 and 4.2). A month
is taken as the union of its days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loaders.positions import CellError
from ontology import ALL_CODES, format_valid

SIX_HOURS, DAILY, MONTHLY = "six_hour", "daily", "monthly"
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HALF = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Span:
    """A kind of period (code of `monitoring_period`) with begin and end as valid-time text."""

    kind: str
    begin: str
    end: str


def six_hours(centre: datetime) -> Span:
    """The six hours around a main synoptic hour."""
    return Span(SIX_HOURS, format_valid(centre - _HALF), format_valid(centre + _HALF))


def span_of(date: str, kind: str) -> Span:
    """The period of a date as the web tool prints it, `kind` where the row names it.

    Raises `CellError`: for what is no date, and for a midnight that may be six hours or a day.

    >>> span_of("2024-05-01 18:00:00+00:00", "").begin
    '2024-05-01T15:00:00Z'
    >>> span_of("2024-05-01", "")
    Span(kind='daily', begin='2024-04-30T21:00:00Z', end='2024-05-01T21:00:00Z')
    """
    if kind and kind not in ALL_CODES["monitoring_period"]:
        raise CellError(
            "period",
            kind,
            "code",
            "应为 six_hour、daily 或 monthly / write six_hour, daily or monthly",
        )
    moment, shape = _moment(date)
    kind = kind or _kind(date, moment, shape)
    try:
        return _span(moment, kind, date)
    except OverflowError as error:
        raise _no_date(date) from error


def _moment(date: str) -> tuple[datetime, str]:
    """The moment of a date in UTC, and the finest kind of period that its shape names."""
    month = _MONTH.fullmatch(date)
    try:
        if month:
            return datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC), MONTHLY
        moment = datetime.fromisoformat(date)
    except ValueError as error:
        raise _no_date(date) from error
    if _DAY.fullmatch(date):
        return moment.replace(tzinfo=UTC), DAILY
    if moment.tzinfo is not None and moment.utcoffset() != timedelta(0):
        raise _no_date(date)
    return moment.replace(tzinfo=UTC), SIX_HOURS


def _kind(date: str, moment: datetime, shape: str) -> str:
    if shape == SIX_HOURS and moment.hour == 0:
        raise CellError(
            "date",
            date,
            "period",
            "零时可指 00 时前后六小时，也可指全天；请加一列 period（six_hour、daily 或 monthly） / "
            "midnight is the six hours around 00 or the whole day: add a column period "
            "(six_hour, daily or monthly)",
        )
    return shape


def _span(moment: datetime, kind: str, date: str) -> Span:
    if kind == SIX_HOURS:
        if moment.hour % 6 or moment.minute or moment.second:
            raise CellError(
                "date",
                date,
                "synoptic-hour",
                "六小时统计的时刻应为 00、06、12 或 18 时（UTC），请更正 / the time of six hours "
                "is 00, 06, 12 or 18 UTC: correct the cell",
            )
        return six_hours(moment)
    day = moment.replace(hour=0, minute=0, second=0)
    if kind == DAILY:
        after = day + timedelta(days=1)
    else:
        day = day.replace(day=1)
        after = (day + timedelta(days=32)).replace(day=1)
    return Span(kind, format_valid(day - _HALF), format_valid(after - _HALF))


def _no_date(date: str) -> CellError:
    return CellError(
        "date",
        date,
        "date",
        "应为 UTC 时刻或日期，如 2024-05-01 18:00:00+00:00、2024-05-01、2024-05，请更正 / write a "
        "time in UTC or a date such as 2024-05-01 18:00:00+00:00, 2024-05-01 or 2024-05: correct "
        "the cell",
    )
