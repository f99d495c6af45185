"""Times of WMDR as valid-time text.

OSCAR/Surface keeps days and prints them as midnights in UTC; an end is the last day (a period that
ends on 2013-05-30 is followed by one that begins on 2013-05-31). So an end at midnight, or a bare
day, is stored as the start of the next day. A bare day is one of UTC here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from graph import Place
from loaders.positions import CellError
from loaders.wmdr.model import Span, Told
from ontology import BEGINNING, OPEN_END, format_valid

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_MONTHS = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?\Z", re.ASCII)
_ONE_DAY = timedelta(days=1)
_OPEN = frozenset({"", ".."})


@dataclass(frozen=True, slots=True)
class Period:
    """Validity of a claim, half-open. `begin_known` is False where the source gives no begin."""

    valid_from: str = BEGINNING
    valid_to: str = OPEN_END
    begin_known: bool = True


UNDATED = Period(begin_known=False)


def period(span: Span, zone: timezone | None) -> Period:
    """The validity that a span states. Raises `CellError`."""
    begin, end = moment(span.begin, "begin", zone), moment(span.end, "end", zone, end=True)
    if begin and end and begin >= end:
        raise CellError(
            "end",
            span.end.text if span.end else "",
            "interval",
            "止于起始之前，请更正 / it ends before it begins: correct one of the two",
        )
    return Period(begin or BEGINNING, end or OPEN_END, bool(begin))


def moment(told: Told | None, field: str, zone: timezone | None, *, end: bool = False) -> str:
    """Valid-time text of a day or a date-time, "" where none is stated. Raises `CellError`."""
    text = "" if told is None else told.text
    if text in _OPEN:
        return ""
    found = _parse(text, field, zone)
    if end and found == found.replace(hour=0, minute=0, second=0, microsecond=0):
        if found.year == 9999:
            return OPEN_END
        found += _ONE_DAY
    return min(format_valid(found), OPEN_END)


def span_of(valid_from: str, valid_to: str, place: Place) -> Span:
    """The span whose `period` is a validity: what is open is not stated.

    >>> span_of("2013-05-30T06:00:00Z", "2013-05-31T00:00:00Z", Place(0)).end.text
    '2013-05-30T00:00:00Z'
    """
    begin = None if valid_from == BEGINNING else Told(valid_from, place)
    return Span(begin, None if valid_to == OPEN_END else Told(_last(valid_to), place))


def _last(valid_to: str) -> str:
    if not valid_to.endswith("T00:00:00Z"):
        return valid_to
    return format_valid(datetime.fromisoformat(valid_to) - _ONE_DAY)


def _parse(text: str, field: str, zone: timezone | None) -> datetime:
    day = _DAY.match(text)
    if day is None and _MOMENT.match(text) is None:
        raise _no_time(field, text, "写作 2018-06-03T06:00:00Z / write 2018-06-03T06:00:00Z")
    if day is not None:
        text = f"{day[1]}T00:00:00{day[2] or 'Z'}"
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            if zone is None:
                raise _no_time(
                    field, text, "补上时区，或用 --timezone 声明 / add Z, or declare --timezone"
                )
            found = found.replace(tzinfo=zone)
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, CellError):
            raise
        raise _no_time(field, text, "请更正日期 / correct the date") from error


def lasting(begin: str, until: str) -> str:
    """The duration that `after` adds to a begin to reach an end, "" where there is none.

    >>> lasting("2019-04-30T16:00:00Z", "2020-04-30T16:00:00Z")
    'P1Y'
    """
    start, end = datetime.fromisoformat(begin), datetime.fromisoformat(until)
    months = (end.year - start.year) * 12 + end.month - start.month
    years, rest = divmod(max(months, 0), 12)
    days = (end - start).days
    told = "P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    for text in (told, f"P{days}D"):
        if text != "P" and days > 0 and after(begin, Told(text, Place(0))) == until:
            return text
    return ""


def _no_time(field: str, text: str, remedy: str) -> CellError:
    return CellError(field, text, "time", f"不是可用的时间 / no usable time; {remedy}")


def after(begin: str, told: Told | None) -> str:
    """Begin and a duration in years, months and days added (`P4Y`); raises `CellError`."""
    if told is None or not told.text:
        return ""
    match = _MONTHS.match(told.text)
    if match is None or not any(match.groups()):
        raise CellError(
            "periodOfValidity",
            told.text,
            "duration",
            "有效期应写作 P2Y、P6M 或 P30D / write a duration as P2Y, P6M or P30D",
        )
    years, months, days = (int(part or 0) for part in match.groups())
    start = datetime.fromisoformat(begin)
    count = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    if year > 9998:
        return OPEN_END
    last = (datetime(year + month // 11, (month + 1) % 12 + 1, 1, tzinfo=UTC) - _ONE_DAY).day
    moved = start.replace(year=year, month=month + 1, day=min(start.day, last))
    try:
        return min(format_valid(moved + timedelta(days=days)), OPEN_END)
    except OverflowError:
        return OPEN_END
