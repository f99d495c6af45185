"""What a text says of how often something is to be done, and the days on which that falls due.

Read are ISO 8601's neighbour RFC 5545 (`FREQ=MONTHLY;BYMONTHDAY=24`), Chinese as documents print
it (每年, 每半年, 每季度末, 每月24日前, 每旬, 每周五, 每日), and the English words of WIGOS records
(yearly, quarterly, monthly, weekly, daily). `定期` says that it recurs and not how often; of 每两年
and the like it is not told from when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulebase, rrulestr

REGULARLY = ""
"""The rule of what recurs without a stated period."""
_RULE = re.compile(r"(?:RRULE:)?(FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*)", re.ASCII)
_OPEN = re.compile(r"COUNT=|UNTIL=|FREQ=(?:HOURLY|MINUTELY|SECONDLY)|INTERVAL=", re.ASCII)
_EVERY = re.compile(
    r"(?P<regular>不?定期|每(?:[两二三四五六七八九十]|[0-9]{1,3})个?(?:年|月|季度?|周|星期|天|日))"
    r"|每(?P<unit>半年|年|季|月|旬|周|星期|日|天)(?P<more>度)?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月)?"
    r"(?:(?P<day>3[01]|[12][0-9]|0?[1-9])(?:日|号))?"
    r"(?P<weekday>[一二三四五六日天1-7](?![0-9次]))?(?P<end>底|末)?"
    r"|(?P<word>逐年|逐季|逐月|逐周|逐日|年度(?=监督审核|审核|评审|检定|检查|报告|总结)|月度(?=检查|报告|巡检)"
    r"|季度(?=检查|报告|总结))"
    r"|(?<![A-Za-z=])(?P<english>annually|yearly|annual|half-yearly|quarterly|monthly|weekly|daily)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_YEAR = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
_HALF = "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"
_QUARTER = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
_MONTH = "FREQ=MONTHLY;BYMONTHDAY=-1"
_TEN_DAYS = "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"
_WEEK, _DAY = "FREQ=WEEKLY;BYDAY=SU", "FREQ=DAILY"
_UNITS = {"半年": _HALF, "年": _YEAR, "季": _QUARTER, "月": _MONTH, "旬": _TEN_DAYS,
          "周": _WEEK, "星期": _WEEK, "日": _DAY, "天": _DAY}  # fmt: skip
_WORDS = {"逐年": _YEAR, "逐季": _QUARTER, "逐月": _MONTH, "逐周": _WEEK, "逐日": _DAY,
          "年度": _YEAR, "季度": _QUARTER, "月度": _MONTH}  # fmt: skip
_ENGLISH = {"annually": _YEAR, "yearly": _YEAR, "annual": _YEAR, "half-yearly": _HALF,
            "quarterly": _QUARTER, "monthly": _MONTH, "weekly": _WEEK, "daily": _DAY}  # fmt: skip
_WEEKDAYS = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_WEEKDAYS |= {"天": "SU"} | {str(n): day for n, day in enumerate(_WEEKDAYS.values(), 1)}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often, as `printed`, and as a `rule` of RFC 5545; `REGULARLY` where no period is told."""

    printed: str
    rule: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something is to be done from the day `begin` to the day `end`, both included."""

    begin: date
    end: date


def recurrences(text: str) -> tuple[Recurrence, ...]:
    """Every recurrence that a text names, in its order, one rule once; none in any other text.

    >>> [r.rule for r in recurrences("每周五提交进度，每月24日前汇总，每年3月底前总结")]
    ['FREQ=WEEKLY;BYDAY=FR', 'FREQ=MONTHLY;BYMONTHDAY=24', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1']
    >>> recurrences("定期检查"), recurrences("2019年3月底前")
    ((Recurrence(printed='定期', rule=''),), ())
    """
    rule = _RULE.fullmatch(text.strip())
    if rule is not None:
        known = rule[1] if _expandable(rule[1]) else REGULARLY
        return (Recurrence(text.strip(), known),)
    found = {
        r.rule: r for m in _EVERY.finditer(text) if (r := _read(m)).printed != "不定期"
    }  # fmt: skip
    return tuple(found.values())


def _read(match: re.Match[str]) -> Recurrence:
    """A recurrence as it is written in words."""
    printed = match[0]
    if match["regular"]:
        return Recurrence(printed, REGULARLY)
    if match["word"]:
        return Recurrence(printed, _WORDS[match["word"]])
    if match["english"]:
        return Recurrence(printed, _ENGLISH[match["english"].lower()])
    return Recurrence(printed, _dated(match))


def _dated(match: re.Match[str]) -> str:
    """The rule of 每…, with the day where one is told."""
    unit, month, day = match["unit"], match["month"], match["day"]
    if unit in ("周", "星期") and match["weekday"]:
        return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[match['weekday']]}"
    if unit == "月" and day:
        return f"FREQ=MONTHLY;BYMONTHDAY={int(day)}"
    if unit == "年" and month:
        return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day) if day else -1}"
    return _UNITS[unit]


def _expandable(rule: str) -> bool:
    """Whether a rule is one, without end and independent of where it begins."""
    if _OPEN.search(rule):
        return False
    try:
        found = next(iter(_expanded(rule, _TRIED)), None)
    except (ValueError, TypeError):
        return False
    return found is not None and found.year - _TRIED.year < _RAREST


_TRIED = date(2000, 1, 1)
_RAREST = 9
"""Years within which a rule has to come round."""


def _expanded(rule: str, begin: date) -> rrulebase:
    """The days of a rule from a day on, as moments of midnight."""
    return rrulestr(rule, dtstart=_midnight(begin))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@lru_cache(maxsize=4096)
def due(rule: str, first: date, last: date) -> tuple[Due, ...]:
    """What is due from a first to a last day, each from the day after the one before.

    A rule without a day of its own falls on the weekday or day of its begin: that of a civil year.

    >>> [str(d.end) for d in due("FREQ=MONTHLY;BYMONTHDAY=-1", date(2025, 1, 5), date(2025, 3, 1))]
    ['2025-01-31', '2025-02-28']
    >>> due("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", date(2025, 1, 1), date(2025, 12, 31))[0].begin
    datetime.date(2025, 1, 1)
    """
    begin = date(max(first.year - _RAREST, 1), 1, 1)
    days = _expanded(rule, begin)
    before = days.before(_midnight(first))
    found = [d.date() for d in days.between(before or _midnight(begin), _midnight(last), inc=True)]
    return tuple(_spans(found, first))


def _spans(found: list[date], first: date) -> Iterator[Due]:
    for before, day in zip([None, *found], found, strict=False):
        if day >= first:
            yield Due(day if before is None else before + timedelta(days=1), day)
