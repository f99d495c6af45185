"""Titles in 《》 and numbers of standards in a text, and the verb that each is cited by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.model import Document, SegmentKind
from loaders.process_tables.original import joined

_TITLE = re.compile(r"《(?P<in>[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*)》")
_BODIES = r"(?:GB|QX|DB\d{0,2}|JJG|JJF|HJ|JB|SL|DL|YD|SJ|RB|CJ|JT|T(?=/)|Q(?=/)|ISO|IEC|IEEE)"
STANDARD = re.compile(
    rf"(?<![A-Za-z])(?P<body>{_BODIES}(?:/(?:T|Z|IEC|TS|TR|[A-Z]{{2,8}}))*"
    r"(?:（[\u4e00-\u9fff]{2,4}）)?)[ \u00a0]?[—-]?[ ]?"
    r"(?P<number>\d{2,6}(?:\.\d{1,3})*(?:-\d{1,2}(?!\d))?)"
    r"(?:(?P<mark>[:：—–-]|——)(?P<year>(?:19|20)\d\d))?(?!\d)"
)
_ALIAS = re.compile(
    r"（(?:以下|下文|下称|后文)?(?:统一|均|统)?简?称(?:为)?[“\"]?《?(?P<name>[^》”\"）]+)》?[”\"]?）"
)
_REMARK = re.compile(r"(?:（[^（）《》]*）)*")
_NUMBER = re.compile(r"（(?P<number>[^（）《》]{1,16}〔\d{4}〕第?\d{1,5}号)）")
_ISSUER = (
    r"(?:[\u4e00-\u9fff（）、]{2,40}?(?:局|部|委|院|厅|办|会|组织|政府|党组|中心|司|处|室|公司|校|站|台)"
    r")?[A-Z]{0,8}(?:等(?:\d{1,2}个?)?(?:部门|单位)?)?(?:的)?(?:文件)?"
)
_VERBS = (
    r"根据|依据|按照|落实|印发|转发|依照|参照|遵照"
    r"|(?:(?:编制|制定|制订|修订|形成|编写|起草|修改|出台)(?:完善)?[、并]?(?:和)?(?:印发|发布|实施|下发)?)"
)
_VERB = re.compile(rf"(?P<verb>{_VERBS})(?:了|好|执行)?(?P<issuer>{_ISSUER})\Z")
_LINK = re.compile(
    r"(?:[\u4e00-\u9fff]{0,14}(?:标准|要求|体系|规范|族|版))?[）]?"
    rf"(?:[、，]|[、，]?(?:以及|和|及|与|并)|/|／|（|[、，]?(?:根据|依据|按照)?)(?P<issuer>{_ISSUER})\Z"
)
_TITLE_OF_STANDARD = re.compile(r"(?:版|系列|族)?(?:标准)?(?:（[^（）]*）)?\s*\Z")
OTHER = "提及"


@dataclass(frozen=True, slots=True)
class Cited:
    """A title with 《》 or a standard's number at `begin:end`; `name` is the document's name.

    `verb`: what stands before it or before the list that it is in, directly or with an issuer in
    between; empty without one. `number`: a printed number 〔〕 in brackets behind it.
    """

    name: str
    begin: int
    end: int
    standard: bool
    verb: str = ""
    number: str = ""


def title_name(text: str) -> str:
    """The name of a document from its printed title: one line, without the spaces in it.

    >>> title_name("质量管理体系 要求")
    '质量管理体系要求'
    """
    name = joined(text)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", name)


def standard_name(match: re.Match[str]) -> str:
    """The number of a standard in its usual form: GB/T 19001-2016, JJG（气象）002-2015."""
    body, number, year = match["body"], match["number"], match["year"]
    name = f"{body}{'' if body.endswith('）') else ' '}{number}"
    if not year:
        return name
    return f"{name}{':' if body.startswith(('ISO', 'IEC')) else '-'}{year}"


def cited_in(document: Document) -> list[Cited]:
    """Every title and standard's number of a document, in order, with the verb of each.

    What is only an abbreviation (以下简称《方案》) is none; used later, it is the full title.
    """
    found = _with_verbs(document.text, sorted(_bare(document), key=lambda each: each.begin))
    neighbours = zip(found, [None, *found], [*found[1:], None], strict=False)
    kept = [
        each
        for each, before, behind in neighbours
        if not _is_title_of_standard(document.text, before, each, behind)
    ]
    aliases = _aliases(document.text, kept)
    return [
        replace(each, name=aliases.get(each.name, each.name))
        for each in kept
        if not _in_alias(document.text, each)
    ]


def _bare(document: Document) -> Iterator[Cited]:
    """The titles and numbers as they stand, those within a title left out."""
    text = document.text
    for segment in document.segments:
        if segment.kind is not SegmentKind.DOCUMENT:
            continue
        spans: list[tuple[int, int]] = []
        for match in _TITLE.finditer(text, segment.begin, segment.end):
            spans.append(match.span())
            number = _NUMBER.match(text, match.end())
            name = title_name(match["in"])
            yield Cited(name, *match.span(), False, number=number["number"] if number else "")
        begins = [begin for begin, _ in spans]
        for match in STANDARD.finditer(text, segment.begin, segment.end):
            at = bisect_right(begins, match.start()) - 1
            if at < 0 or match.start() >= spans[at][1]:
                yield Cited(standard_name(match), *match.span(), True)


def title_spans(document: Document) -> list[tuple[int, int]]:
    """Where the titles in 《》 stand."""
    return [match.span() for match in _TITLE.finditer(document.text)]


def _is_title_of_standard(
    text: str, before: Cited | None, each: Cited, behind: Cited | None
) -> bool:
    """Whether a title stands right behind the number of a standard, or its number behind it."""
    if each.standard:
        return False
    if before is not None and before.standard:
        return _TITLE_OF_STANDARD.match(text[before.end : each.begin]) is not None
    if behind is not None and behind.standard:
        return text[each.end : behind.begin] == "（"
    return False


def _in_alias(text: str, each: Cited) -> bool:
    """Whether a title is only given as the short form of another."""
    begin = text.rfind("（", max(each.begin - 14, 0), each.begin)
    match = _ALIAS.match(text, begin) if begin >= 0 else None
    return match is not None and match.end() >= each.end


def aliases_in(document: Document) -> dict[str, str]:
    """Titles by the short names that the document gives them (以下简称“建设方案”)."""
    return _aliases(document.text, list(_bare(document)))


def _aliases(text: str, found: Sequence[Cited]) -> dict[str, str]:
    """Short titles by what they stand for."""
    made: dict[str, str] = {}
    for each in found:
        remark = _REMARK.match(text, each.end)
        for end in (each.end, remark.end() if remark else each.end):
            match = _ALIAS.match(text, end)
            if match and not each.standard:
                made[title_name(match["name"])] = each.name
    return made


def _with_verbs(text: str, found: Sequence[Cited]) -> list[Cited]:
    """Each with the verb before it, or with that of the list that it goes on."""
    made: list[Cited] = []
    for each in found:
        begin = max(text.rfind(mark, 0, each.begin) for mark in "\n。；：》") + 1
        match = _VERB.search(text[begin : each.begin])
        verb = match["verb"] if match else ""
        if not verb and made:
            remark = _REMARK.match(text, made[-1].end)
            gap = text[remark.end() if remark else made[-1].end : each.begin]
            if _LINK.match(gap) and "\n" not in gap:
                verb = made[-1].verb
        made.append(replace(each, verb=verb))
    return made
