"""What a reader of a document looks for in it, found by rules of their own.

None of these rules asks what the facts say: they measure the facts. Units are the exception,
whose names the gazetteer finds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.facts.dates import PLAIN
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.titles import STANDARD
from loaders.documents.model import Document, SegmentKind
from loaders.documents.review.model import ItemKind

_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_NUMBER_OF_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{0,6}[〔\[【（]\d{4}[〕\]】）]第?\d{1,5}号")
_BRACKETED = re.compile(r"（[A-Za-z]{1,8}[-/.]?\d[-A-Za-z0-9/.]*）")
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s?[-—–~～至到、]\s?"
_DAYS = rf"(?:{_TO}\d{{1,2}}\s?[日号])"
_CLOCK = r"(?:\s?(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d))?"
_DATE = re.compile(
    rf"(?:{_YEAR}\s?年\s?)?\d{{1,2}}\s?月\s?\d{{1,2}}{_DAYS}"
    rf"|(?:{_YEAR}\s?年?{_TO})?(?:{PLAIN}){_DAYS}?{_CLOCK}"
    rf"|(?<!\d){_YEAR}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"
    r"|(?<![\d.])(?:3[01]|[12]\d|[1-9])日(?![常均程])"
)
_MEASURE = (
    r"(?:个百分点|百分点|平方公里|公里|千米|分钟|小时|人次|[%％‰℃]"
    r"|[万亿]?(?:[家个张项套台部人名次份件户所座处站种类门篇册期起批条艘架组支元天年月日级项]|吨|亩|米)?)"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9.\-_/表图件])(?:{_DIGITS}[-—–~～至])?{_DIGITS}{_MEASURE}(?![A-Za-z0-9_])"
)
_COUNTED = re.compile(r"序号|编号|号码|\ANo\.?\Z")

UNIT = "单位名称，能确定是哪一个 / name of a unit that is known"
UNRESOLVED = "单位名称，不能确定是哪一个 / name of a unit, which one is not known"
RULES: tuple[tuple[ItemKind, str, re.Pattern[str]], ...] = (
    (ItemKind.TITLE, "书名号 / a title in 《》", _TITLE),
    (ItemKind.TITLE, "文号 / number of a document", _NUMBER_OF_DOCUMENT),
    (ItemKind.TITLE, "标准号 / number of a standard", STANDARD),
    (ItemKind.TITLE, "括号里的代码 / a code in brackets", _BRACKETED),
    (ItemKind.DATE, "日期 / a date", _DATE),
    (ItemKind.NUMBER, "数字与量词 / a number and its measure word", _NUMBER),
)
"""The rules in the order in which they take what they find; what one took is no other's."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule finds at `begin:end` of the cleaned text."""

    kind: ItemKind
    rule: str
    begin: int
    end: int


def items_in(reading: Reading | None, document: Document) -> list[Found]:
    """Every item of the document's own text, in order; furniture and second copies have none."""
    found = list(_units(reading)) if reading is not None else []
    found += _matched(document)
    return sorted(found, key=lambda each: (each.begin, each.end))


def _units(reading: Reading) -> Iterator[Found]:
    """Each stretch that names a unit once, though it may name several groups."""
    seen: set[tuple[int, int]] = set()
    for each in reading.names.mentions():
        if (each.begin, each.end) not in seen:
            seen.add((each.begin, each.end))
            yield Found(ItemKind.UNIT, UNIT, each.begin, each.end)
    for open_name in reading.names.unresolved():
        if (open_name.begin, open_name.end) not in seen:
            seen.add((open_name.begin, open_name.end))
            yield Found(ItemKind.UNIT, UNRESOLVED, open_name.begin, open_name.end)


def _matched(document: Document) -> Iterator[Found]:
    taken = _Taken(_numbering(document))
    for kind, rule, pattern in RULES:
        hits = [
            match.span()
            for segment in document.segments
            if segment.kind is SegmentKind.DOCUMENT
            for match in pattern.finditer(document.text, segment.begin, segment.end)
        ]
        free = [span for span in hits if not taken.meets(*span)]
        taken = taken.also(free)
        for begin, end in free:
            yield Found(kind, rule, begin, end)


def _numbering(document: Document) -> Iterator[tuple[int, int]]:
    """What numbers the text and says nothing in it: numbers of headings, and of rows."""
    for heading in document.headings:
        yield heading.begin, heading.title_begin
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                names = table.columns[cell.column] if cell.column < len(table.columns) else ()
                if names and _COUNTED.search(names[-1]):
                    yield cell.begin, cell.end


class _Taken:
    """Stretches that are taken, merged where they meet."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans: list[tuple[int, int]] = []
        for begin, end in sorted(spans):
            if self._spans and begin < self._spans[-1][1]:
                self._spans[-1] = (self._spans[-1][0], max(end, self._spans[-1][1]))
            else:
                self._spans.append((begin, end))

    def meets(self, begin: int, end: int) -> bool:
        at = bisect_right(self._spans, (end - 1, 1 << 62)) - 1
        return at >= 0 and self._spans[at][1] > begin

    def also(self, spans: Sequence[tuple[int, int]]) -> _Taken:
        return _Taken([*self._spans, *spans])


class Cited:
    """The places of facts; answers whether one of them holds a stretch whole."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._begins: list[int] = []
        self._reach: list[int] = []
        for begin, end in sorted(spans):
            self._begins.append(begin)
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def holds(self, begin: int, end: int) -> bool:
        """Whether a place that begins before it ends behind it."""
        at = bisect_right(self._begins, begin) - 1
        return at >= 0 and self._reach[at] >= end
