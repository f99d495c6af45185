"""Days and periods as a Chinese sentence names them: 6月3日, 2018年6月, 上月, 未来三个月."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from queries.plain.model import Period

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0, "几": 3}
_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_UNITS = r"(?P<unit>天|日|周|个?星期|个?月|个?季度|年)"
_YEAR_NAMES = {
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_DAY_NAMES = {
    "大前天": -3,
    "前天": -2,
    "前儿": -2,
    "昨天": -1,
    "昨日": -1,
    "昨儿": -1,
    "今天": 0,
    "今日": 0,
} | {"今儿": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "大后天": 3}
_MONTH_NAMES = {
    "上上个?月": -2,
    "上一?个?月": -1,
    "本月": 0,
    "这个?月": 0,
    "当月": 0,
    "下一?个?月": 1,
}
_WEEK_NAMES = {
    "上个?(?:周|星期)": -1,
    "[本这]个?(?:周|星期)": 0,
    "下个?(?:周|星期)": 1,
}
_QUARTER_NAMES = {"上一?个?季度?": -1, "[本这]一?个?季度?": 0, "下一?个?季度?": 1}
_YEAR_END = r"(?P<end>年底|年末|年初)"
_MONTH_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "上半月": (1, 15), "初": (1, 1)}
"""First and last day; the other parts reach to the end of the month."""
_NEAR_YEARS = 10
"""A year of two digits is at most so many years ahead."""

Made = Callable[[re.Match[str], date], Period | None]


def number(text: str) -> int:
    """A number in digits or in Chinese up to 99.

    >>> number("十二"), number("20"), number("三")
    (12, 20, 3)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text[-1]]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def year_number(text: str, today: date) -> int:
    """A year in four digits, in two, or in Chinese.

    >>> year_number("二〇一八", date(2026, 1, 1)), year_number("18", date(2026, 1, 1))
    (2018, 2018)
    """
    if not text.isdecimal():
        return int("".join(str(_DIGITS[c]) for c in text))
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year + 2000 <= today.year + _NEAR_YEARS else 1900)


def period_at(text: str, at: int, today: date) -> tuple[int, Period] | None:
    """The longest period named at a place of a text: where it ends, and its days."""
    found: tuple[int, Period] | None = None
    for pattern, made in _PATTERNS:
        match = pattern.match(text, at)
        if match is None or (found is not None and match.end() <= found[0]):
            continue
        try:
            period = made(match, today)
        except (ValueError, OverflowError):
            continue
        if period is not None:
            found = match.end(), period
    return found


def month_span(year: int, month: int, months: int = 1) -> tuple[date, date]:
    """First and last day of so many months from one on; a month outside 1 to 12 runs over."""
    first = _month(year, month)
    after = _month(first.year, first.month + months)
    return first, after - timedelta(days=1)


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def shifted(day: date, months: int) -> date:
    """The same day so many months on; the last of a shorter month."""
    first = _month(day.year, day.month + months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def _full(match: re.Match[str], today: date) -> Period:
    day = date(year_number(match["y"], today), number(match["m"]), number(match["d"]))
    return Period(day, day)


def _no_year(match: re.Match[str], today: date) -> Period:
    """The latest such day that is not after today; 29 February looks back at most eight years."""
    month, number_of_day = number(match["m"]), number(match["d"])
    for year in range(today.year, today.year - 9, -1):
        if number_of_day > calendar.monthrange(year, month)[1]:
            continue
        day = date(year, month, number_of_day)
        if day <= today:
            found = Period(day, day, note=_assumed(match[0], day.isoformat(), today))
            return _with_coming(found, match[0], today)
    raise ValueError(match[0])


def _no_month(match: re.Match[str], today: date) -> Period:
    """The latest such day of a month that is not after today."""
    for back in range(12):
        first, last = month_span(today.year, today.month - back)
        if number(match["d"]) <= last.day and first.replace(day=number(match["d"])) <= today:
            day = first.replace(day=number(match["d"]))
            return Period(day, day, note=_assumed(match[0], day.isoformat(), today))
    raise ValueError(match[0])


def _weekday(match: re.Match[str], today: date) -> Period:
    """A day of this week, of the last or the next one."""
    shift = {"上上": -2, "上": -1, "下": 1}.get(match["week"] or "", 0)
    at = "一二三四五六日".index(match["w"].replace("天", "日"))
    day = _week(shift, today)[0] + timedelta(days=at)
    return Period(day, day, note=_relative(match[0], day, day))


def _assumed(said: str, taken: str, today: date) -> tuple[str, str]:
    return (
        f"{said} 没有写年份，取 {today} 之前最近的：{taken}",
        f"{said} names no year; taken as the latest before {today}: {taken}",
    )


def _relative(said: str, first: date, last: date) -> tuple[str, str]:
    span = str(first) if first == last else f"{first}…{last}"
    return f"{said} = {span}", f"{said} = {span}"


def _year_month(match: re.Match[str], today: date) -> Period:
    return Period(*month_span(year_number(match["y"], today), number(match["m"])))


def _month_only(match: re.Match[str], today: date) -> Period:
    first, last = _latest_month(number(match["m"]), today)
    found = Period(first, last, note=_assumed(match[0], f"{first:%Y-%m}", today))
    return _with_coming(found, match[0], today)


def _with_coming(found: Period, said: str, today: date) -> Period:
    """A period whose year was assumed, with the one of that name later this year."""
    months = 12 * (today.year - found.first.year)
    first = shifted(found.first, months)
    if not months or first.day != found.first.day:
        return found
    whole = found.last == month_span(found.last.year, found.last.month)[1]
    last = month_span(first.year, first.month)[1] if whole else shifted(found.last, months)
    return replace(found, coming=Period(first, last, note=_relative(said, first, last)))


def _latest_month(month: int, today: date) -> tuple[date, date]:
    return month_span(today.year if month <= today.month else today.year - 1, month)


def _month_part_of(match: re.Match[str], today: date) -> Period:
    """A part of a month by its number."""
    month = number(match["m"])
    if match["y"] or match["name"]:
        return _part(match, *month_span(_year_of(match, today), month))
    return _with_coming(_part(match, *_latest_month(month, today)), match[0], today)


def _month_part_named(match: re.Match[str], today: date) -> Period:
    """A part of last month, of this one, of the next one."""
    said = match["month"] or "本月"
    shift = next(n for name, n in _MONTH_NAMES.items() if re.fullmatch(name, said))
    return _part(match, *month_span(today.year, today.month + shift))


def _part(match: re.Match[str], first: date, last: date) -> Period:
    """The first, second or last third of a month, its first or its last day."""
    begin, end = _MONTH_PARTS.get(match["part"], (21, last.day))
    if match["part"] == "下半月":
        begin = 16
    if match["part"] in "底末":
        begin = last.day
    first, last = first.replace(day=begin), first.replace(day=end)
    return Period(first, last, note=_relative(match[0], first, last))


def _year(match: re.Match[str], today: date) -> Period:
    year = year_number(match["y"], today)
    return Period(date(year, 1, 1), date(year, 12, 31))


def _years(match: re.Match[str], _: date) -> Period:
    return Period(date(int(match["y"]), 1, 1), date(int(match["z"]), 12, 31))


def _rest_of_year(match: re.Match[str], today: date) -> Period:
    last = date(today.year, 12, 31)
    return Period(today, last, note=_relative(match[0], today, last))


def _year_of(match: re.Match[str], today: date) -> int:
    if match["y"]:
        return year_number(match["y"], today)
    return today.year + _YEAR_NAMES.get(match["name"] or "", 0)


def _quarter(match: re.Match[str], today: date) -> Period:
    year = _year_of(match, today)
    which = match["q"]
    if which in "上下":
        first, last = month_span(year, 1 if which == "上" else 7, 6)
    else:
        first, last = month_span(year, 3 * number(which) - 2, 3)
    return Period(first, last, note=_relative(match[0], first, last))


def _first_quarters(match: re.Match[str], today: date) -> Period:
    """前三季度: from January on."""
    first, last = month_span(_year_of(match, today), 1, 3 * number(match["q"]))
    return Period(first, last, note=_relative(match[0], first, last))


def _year_end(match: re.Match[str], today: date) -> Period:
    shift = {"今": 0, "明": 1, "去": -1}.get(match["name"] or "今", 0)
    year = int(match["y"]) if match["y"] else today.year + shift
    day = date(year, 1, 1) if "初" in match[0] else date(year, 12, 31)
    return Period(day, day, note=_relative(match[0], day, day))


def _named(names: dict[str, int], made: Callable[[int, date], tuple[date, date]]) -> Made:
    def period(match: re.Match[str], today: date) -> Period:
        shift = next(n for name, n in names.items() if re.fullmatch(name, match["name"]))
        first, last = made(shift, today)
        return Period(first, last, note=_relative(match[0], first, last))

    return period


def _whole_quarter(shift: int, today: date) -> tuple[date, date]:
    return month_span(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * shift, 3)


def _whole_year(shift: int, today: date) -> tuple[date, date]:
    return date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)


def _one_day(shift: int, today: date) -> tuple[date, date]:
    day = today + timedelta(days=shift)
    return day, day


def _week(shift: int, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _month_of_year(match: re.Match[str], today: date) -> Period:
    first, last = month_span(today.year + _YEAR_NAMES[match["name"]], number(match["m"]))
    return Period(first, last, note=_relative(match[0], first, last))


def _day_of_year(match: re.Match[str], today: date) -> Period:
    day = date(today.year + _YEAR_NAMES[match["name"]], number(match["m"]), number(match["d"]))
    return Period(day, day, note=_relative(match[0], day, day))


def _back(match: re.Match[str], today: date) -> Period:
    first = _moved(today, match, -1)
    return Period(first, today, note=_relative(match[0], first, today))


def _ahead(match: re.Match[str], today: date) -> Period:
    last = _moved(today, match, 1)
    return Period(today, last, note=_relative(match[0], today, last))


def _ago(match: re.Match[str], today: date) -> Period:
    day = _moved(today, match, -1)
    return Period(day, day, note=_relative(match[0], day, day))


def _moved(today: date, match: re.Match[str], sign: int) -> date:
    half = match["n"] == "半"
    count = 1 if half else number(match["n"])
    unit = match["unit"].removeprefix("个")
    if unit in ("天", "日", "周", "星期"):
        return today + sign * timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    months = {"月": 1, "季度": 3, "年": 12}[unit]
    if half:
        return shifted(today, sign * 6) if unit == "年" else today + sign * timedelta(days=15)
    return shifted(today, sign * count * months)


_CHINESE = "一二三四五六七八九"
_Y = rf"(?P<y>\d{{4}}|(?<!\d)\d{{2}}(?=年)|[一二][〇零{_CHINESE}]{{3}})"
_M = rf"(?P<m>\d{{1,2}}|十[一二]?|[{_CHINESE}])"
_D = rf"(?P<d>\d{{1,2}}|[二三]?十[{_CHINESE}]?|[{_CHINESE}])"
_NAMED_YEARS = "|".join(_YEAR_NAMES)
_NAMED_MONTHS = "|".join(_MONTH_NAMES)
_OF_YEAR = rf"(?:(?:{_Y}年|(?P<name>{_NAMED_YEARS})的?)?)"
_PART = r"(?P<part>[上中下]旬|[上下]半月|[底末初])"
_PATTERNS: tuple[tuple[re.Pattern[str], Made], ...] = tuple(
    (re.compile(text), made)
    for text, made in (
        (rf"{_Y}年{_M}月{_D}[日号]?", _full),
        (r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)", _full),
        (r"(?<![\dA-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\dA-Za-z])", _full),
        (rf"(?<!\d){_M}月{_D}[日号]", _no_year),
        (rf"(?<![\d月一-十]){_D}号(?![站机仪楼])", _no_month),
        (r"(?P<week>上上|上|本|这|下)?个?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])", _weekday),
        (rf"(?P<name>{_NAMED_YEARS})的?{_M}月{_D}[日号]", _day_of_year),
        (rf"{_Y}年{_M}月份?", _year_month),
        (r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?![\d/.-])", _year_month),
        (rf"(?P<name>{_NAMED_YEARS})的?{_M}月份?", _month_of_year),
        (rf"(?<!\d){_M}月份?(?!\d)", _month_only),
        (rf"{_OF_YEAR}(?<!\d){_M}月份?{_PART}", _month_part_of),
        (rf"(?P<month>{_NAMED_MONTHS}|(?=月))月?{_PART}", _month_part_named),
        (r"(?P<month>)(?P<part>[上下]半月)", _month_part_named),
        (r"(?<!\d)(?P<y>\d{4})年?(?:全年|整年|一整年|一年|年内)", _year),
        (r"(?<!\d)(?P<y>\d{4})年[以之]?内", _year),
        (r"(?<!\d)(?P<y>\d{4})年度?", _year),
        (rf"(?<!\d){_Y}年度?(?![内前后以之来间])", _year),
        (r"(?<!\d)(?P<y>\d{4})年?(?:-|~|～|—|至|到)(?P<z>\d{4})年?(?!\d)", _years),
        (r"[今本]?年内", _rest_of_year),
        (rf"{_OF_YEAR}(?P<q>[上下])半年", _quarter),
        (rf"{_OF_YEAR}第?(?P<q>[一二三四1-4])季度", _quarter),
        (rf"{_OF_YEAR}前(?P<q>[两二三23])个?季度", _first_quarters),
        (r"(?<!\d)(?P<y>\d{4})年?(?P<name>)[Qq](?P<q>[1-4])", _quarter),
        (rf"(?:{_Y}|(?P<name>今|明|去)年?)?{_YEAR_END}", _year_end),
        (
            rf"(?P<name>{_NAMED_YEARS})(?:度|全年|整年|一整年|一年)?",
            _named(_YEAR_NAMES, _whole_year),
        ),
        (rf"(?P<name>{'|'.join(_DAY_NAMES)})", _named(_DAY_NAMES, _one_day)),
        (
            rf"(?P<name>{_NAMED_MONTHS})",
            _named(_MONTH_NAMES, lambda n, t: month_span(t.year, t.month + n)),
        ),
        (rf"(?P<name>{'|'.join(_WEEK_NAMES)})", _named(_WEEK_NAMES, _week)),
        (rf"(?P<name>{'|'.join(_QUARTER_NAMES)})", _named(_QUARTER_NAMES, _whole_quarter)),
        (rf"(?:最近|近|过去|过去的|这){_N}{_UNITS}[来内]?", _back),
        (rf"(?:未来|今后|接下来|之后|往后|以后|下){_N}{_UNITS}[内里]?", _ahead),
        (rf"(?<![\d第]){_N}{_UNITS}[之以]?内", _ahead),
        (rf"(?<![\d第]){_N}{_UNITS}[之以]?前", _ago),
    )
)
