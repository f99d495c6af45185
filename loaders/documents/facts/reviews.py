"""Reviews of documents 留废改立: which are kept, withdrawn, revised or made anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.titles import Cited, cited_in, title_name
from loaders.documents.model import Cell, Role, Row, Style, Table

_REVIEW = re.compile(
    r"留[、，]?废[、，]?改[、，]?立|[废立]改[废立]|(?:制度|文件|规定)[^，。；]{0,12}(?:清理|评审)|清理(?:结果|意见|目录)"
)
_VERBS = (
    ("留", r"保留|继续(?:有效|执行|施行)"),
    ("废", r"废止|宣布失效|停止执行|失效"),
    ("改", r"修订|修改|修正|完善"),
    ("立", r"新制定|新制订|制定|制订|新立|新建|新增|建立"),
)
_VERB = re.compile("|".join(f"(?P<v{i}>{words})" for i, (_, words) in enumerate(_VERBS)))
_VERDICT = re.compile(r"留|废|改|立|修订|修改|制定|新建")
_BEHIND = re.compile(
    r"(?:（[^（）]*）)*(?:等\d{1,3}[件个份]文件)?(?:自[^，。；]{2,24}起)?(?:予以|同时|一并|一律)*(?:废止|宣布失效)"
)
_REPLACED = re.compile(
    r"(?:（[^（）]*）)*(?:予以|同时|一并|一律)*(?:废止)?[、，]?(?:由|以|改用|代之以)《(?P<by>[^《》\n]+)》"
    r"(?:替代|代替|取代|代之)?"
)
_ONLY = re.compile(
    r"(?:《[^《》\n]*》|（[^（）\n]*）|[、，和及与了：\s]|以及|以下|下列|文件|等|\d{1,3}[件个份])*\Z"
)
_MORE = re.compile(r"(?:(?:（[^（）\n]*）)*[、，和及]+《[^《》\n]*》)*")
_COLUMN = re.compile(r"(?:处理|清理|评审|审查)(?:意见|结论|结果|方式)|结论|留废改立")
_TITLE = re.compile(r"(?:文件|制度|标准|规定|规章)(?:名称)?|名称|标题")
_BY = re.compile(r"(?:替代|代替|取代|代之以)")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A document, what becomes of it, and by what it is replaced, each at its place."""

    name: str
    verdict: str
    begin: int
    end: int
    by: tuple[str, int, int] | None = None


def review_facts(reading: Reading) -> Iterator[Said]:
    """Every verdict on a document: 废止 wherever it is said, the others in a review alone."""
    cited = cited_in(reading.document)
    for found in (*_told(reading, cited), *_in_tables(reading)):
        review = Element("DocumentReview", (found.name, reading.title))
        other = Element("Document", (found.name,))
        yield Statement(review, {"verdict": found.verdict}, found.begin, found.end)
        yield Fact("REVIEWS", review, other, found.begin, found.end)
        if found.by is not None:
            name, begin, end = found.by
            by = Element("Document", (name,))
            yield Statement(by, {"name": name}, begin, end)
            yield Fact("REPLACED_BY", review, by, begin, end)


def _told(reading: Reading, cited: list[Cited]) -> Iterator[_Verdict]:
    stretches = [*_reviews(reading)]
    replaced: set[int] = set()
    for each in cited:
        if each.standard or each.begin in replaced or each.name == reading.title:
            continue
        within = any(begin <= each.begin < end for begin, end in stretches)
        verdict = _verdict(reading.text, each, within=within)
        if not verdict:
            continue
        by = _REPLACED.match(reading.text, _list_end(reading.text, each.end))
        if by is not None:
            replaced.add(by.start("by") - 1)
        named = (title_name(by["by"]), by.start("by") - 1, by.end("by") + 1) if by else None
        yield _Verdict(each.name, verdict, each.begin, each.end, named)


def _verdict(text: str, cited: Cited, *, within: bool) -> str:
    """What the sentence says of a title: by the verb before its list, or 废止 behind it."""
    if _BEHIND.match(text, _list_end(text, cited.end)):
        return "废"
    start = max(text.rfind(mark, 0, cited.begin) for mark in "。；\n") + 1
    for verb in reversed([*_VERB.finditer(text, start, cited.begin)]):
        if _ONLY.match(text[verb.end() : cited.begin]):
            verdict = _VERBS[int(str(verb.lastgroup)[1:])][0]
            return verdict if within or verdict == "废" else ""
    return ""


def _list_end(text: str, at: int) -> int:
    """Where the list of titles ends that a title stands in."""
    match = _MORE.match(text, at)
    return match.end() if match else at


def _reviews(reading: Reading) -> Iterator[tuple[int, int]]:
    """The stretches that review documents: their heading or their title says so."""
    document = reading.document
    if _REVIEW.search(reading.title):
        yield 0, len(reading.text)
    for heading in document.headings:
        if _REVIEW.search(heading.title):
            yield heading.begin, heading.section_end
    sections = [h for h in document.headings if h.style is Style.ATTACHMENT]
    for paragraph in document.paragraphs:
        words = reading.text[paragraph.begin : paragraph.end]
        if paragraph.role is Role.TITLE and _REVIEW.search(words):
            ends = [h.section_end for h in sections if h.begin < paragraph.begin < h.section_end]
            if ends:
                yield paragraph.begin, min(ends)


def _in_tables(reading: Reading) -> Iterator[_Verdict]:
    """Tables with a column 处理意见: 留, 废, 改, 立."""
    for table in reading.document.tables:
        headers = ["".join(titles) for titles in table.columns]
        verdict = _first(headers, _COLUMN)
        by = _first(headers, _BY)
        title = _first(headers, _TITLE, verdict, by)
        if verdict is None or title is None:
            continue
        for row in table.body:
            found = _of_row(table, row, title, verdict, by)
            if found is not None:
                yield found


def _first(headers: list[str], words: re.Pattern[str], *taken: int | None) -> int | None:
    return next((i for i, h in enumerate(headers) if i not in taken and words.search(h)), None)


def _of_row(table: Table, row: Row, title: int, verdict: int, by: int | None) -> _Verdict | None:
    named, said = _cell(table, row, title), _cell(table, row, verdict)
    match = _VERDICT.search(said.name) if said else None
    if named is None or match is None or not named.name.strip("《》 "):
        return None
    word = match[0]
    code = next(c for c, words in _VERBS if word == c or re.search(words, word))
    other = _cell(table, row, by) if by is not None else None
    name = title_name(other.name.strip("《》 ")) if other else ""
    span = (name, other.begin, other.end) if other and len(name) > 1 else None
    return _Verdict(title_name(named.name.strip("《》 ")), code, named.begin, named.end, span)


def _cell(table: Table, row: Row, column: int) -> Cell | None:
    cell = table.cell(row.number, column) if row.whole else None
    return table.value(cell) if cell else None
