"""Printed dates: a day, a part of a month, a month; what cannot be is doubtful."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "十": 10}
_PARTS = {
    "上旬": 10, "中旬": 20, "下旬": 31, "上半月": 15, "下半月": 31, "初": 10, "中": 20, "底": 31,
    "末": 31, "": 31,
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d|[二〇○零一三四五六七八九]{4}"
_MONTH = r"(?P<month>\d{1,2}|十?[一二三四五六七八九]|十[一二]?)\s?月份?"
_DAY = (
    r"(?P<day>\d{1,3}|[一二三四五六七八九十]{1,3})\s?[日号]"
    r"|(?P<part>[上中下]旬|[上下]半月|[初底末]|中(?=[，、；。以之前]|\Z))"
)
DATE = re.compile(
    rf"(?:(?P<year>{_YEAR})\s?年度?)?\s?{_MONTH}\s?(?:{_DAY})?"
    rf"|(?P<only>{_YEAR})\s?年度?(?P<season>年?[初中底末]|[上下]半年)?"
)
"""A printed date, with or without a year, or a year alone."""

PLAIN = re.sub(r"\(\?P<\w+>", "(?:", DATE.pattern)
"""The same without names of groups, to stand within another pattern."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The last day that a printed date allows; None with `doubtful` where there is no such day."""

    day: date | None
    year: int | None
    doubtful: bool = False


def day_of(text: str, year: int | None = None) -> Printed | None:
    """The day of the date that a text begins with; `year` holds where none is printed."""
    match = DATE.match(text)
    if match is None:
        return None
    printed = match["year"] or match["only"]
    year = number(printed) if printed else year
    if year is None:
        return Printed(None, None)
    if match["only"]:
        return Printed(_of_year(year, match["season"] or ""), year)
    day = _of_month(year, match)
    return Printed(day, year, doubtful=day is None)


def _of_month(year: int, match: re.Match[str]) -> date | None:
    month = number(match["month"])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if not match["day"]:
        return date(year, month, min(_PARTS[match["part"] or ""], last))
    day = number(match["day"])
    return date(year, month, day) if 1 <= day <= last else None


def _of_year(year: int, season: str) -> date:
    if season.endswith("初"):
        return date(year, 1, 31)
    if season in {"上半年", "中", "年中"}:
        return date(year, 6, 30)
    return date(year, 12, 31)


def number(text: str) -> int:
    """The value of digits or Chinese numerals below 100, or of a year in Chinese digits.

    >>> number("二〇一九"), number("十一"), number("二十三")
    (2019, 11, 23)
    """
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
    return int("".join(str(_HAN[character]) for character in text))
