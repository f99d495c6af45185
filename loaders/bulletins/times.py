"""Times of bulletins: a day, a month, an hour, or from one to another.

Days and months are civil ones at +08:00, an end that is a day includes it. Hours need their zone:
`北京时` or `世界时` printed in the bulletin, or the declared one; none is assumed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from loaders.positions import CellError
from loaders.wmdr.times import Period
from ontology import CIVIL, OPEN_END, TimeError, format_valid, valid_time

_ZONES = (("北京时", CIVIL), ("世界时", UTC), ("UTC", UTC))
_TO = re.compile(r"\s*(?:至|到|—+|–|~|～|-{2,}|(?<=\s)-(?=\s))\s*")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?")
_HOUR = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?[\sT]*(\d{1,2})"
    r"(?:[时点](?:(\d{1,2})分)?|[:：](\d{2})(?:[:：](\d{2}))?)"
)


def zone_in(text: str) -> timezone | None:
    """The zone that a text prints, None where it prints none or both."""
    found = {zone for word, zone in _ZONES if word in text}
    return found.pop() if len(found) == 1 else None


def period_of(text: str, column: str, zone: timezone | None) -> Period:
    """The period of a text such as `2024年5月1日08时至2024年5月2日20时`. Raises `CellError`."""
    own = zone_in(text)
    for word, _ in _ZONES:
        text = text.replace(word, "")
    parts = [part.strip(" （）()，,") for part in _TO.split(text.strip())]
    if len(parts) > 2 or not all(parts):
        raise _no_time(text, column)
    begin = _limits(parts[0], column, own or zone)
    end = _limits(parts[-1], column, own or zone)
    if len(parts) == 1:
        return Period(*begin)
    # An hour at the end is a moment, a day or a month is included.
    return period_between(begin[0], end[1] if _HOUR.fullmatch(parts[1]) is None else end[0], column)


def period_from(begin: str, end: str, zone: timezone | None) -> Period:
    """The period between two cells; a blank end is open. Raises `CellError`."""
    first = period_of(begin, "begin", zone).valid_from
    if not end:
        return Period(first, OPEN_END)
    last = period_of(end, "end", zone)
    hour = _HOUR.fullmatch(end.replace("北京时", "").replace("世界时", "").strip())
    return period_between(first, last.valid_from if hour else last.valid_to, "end")


def period_between(begin: str, end: str, column: str) -> Period:
    """A period whose end comes after its begin. Raises `CellError`."""
    if begin >= end:
        raise CellError(
            column,
            f"{begin} … {end}",
            "interval",
            "止于起始之前，请更正 / it ends before it begins: correct the times",
        )
    return Period(begin, end)


def _limits(text: str, column: str, zone: timezone | None) -> tuple[str, str]:
    """Begin and end of an hour, a day or a month."""
    try:
        if match := _HOUR.fullmatch(text):
            return _hour(match, text, column, zone)
        if match := _MONTH.fullmatch(text):
            first = date(int(match[1]), int(match[2]), 1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            return valid_time(first.isoformat()), valid_time(last.isoformat(), end=True)
        return valid_time(text), valid_time(text, end=True)
    except (TimeError, ValueError, OverflowError) as error:
        if isinstance(error, CellError):
            raise
        raise _no_time(text, column) from error


def _hour(match: re.Match[str], text: str, column: str, zone: timezone | None) -> tuple[str, str]:
    """A moment and an hour after it: what is missing of an hour is missing until the next."""
    if zone is None:
        raise CellError(
            column,
            text,
            "zone",
            "时刻未注明北京时或世界时，请在通报中注明或以 --timezone 声明 / the hour has no zone: "
            "print 北京时 or 世界时, or declare --timezone",
        )
    year, month, day, hour = (int(match[n]) for n in range(1, 5))
    minute, second = int(match[5] or match[6] or 0), int(match[7] or 0)
    after = timedelta(days=1) if hour == 24 and not minute and not second else timedelta(0)
    moment = datetime(year, month, day, 0 if after else hour, minute, second, tzinfo=zone) + after
    return format_valid(moment), format_valid(moment + timedelta(hours=1))


def _no_time(text: str, column: str) -> CellError:
    return CellError(
        column,
        text,
        "time",
        "时间不可读，应如 2024-05-01、2024年5月、2024-05-01 08时至2024-05-02 20时 / "
        "the time cannot be read: write 2024-05-01, 2024年5月 or 2024-05-01 08时至2024-05-02 20时",
    )
