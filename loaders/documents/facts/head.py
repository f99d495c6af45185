"""What the head and the end of a document say: title, number, date, issuer, addressees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import PropertyValue
from loaders.documents.facts.dates import day_of
from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.model import Mark, Role
from loaders.documents.names.mention import Kind, Mention
from ontology import valid_time

_GENRE = re.compile(
    r"(?:通知|通报|意见|办法|方案|规划|计划|要点|规定|细则|规则|制度|手册|指南|纲要|决定|公告|通告|公报|函"
    r"|报告|请示|批复|纪要|总结|措施|清单|分工|条例)(?:（[^（）]*）)?\Z"
)
_LETTERHEAD = re.compile(r"(?P<body>[^，。：（）]{2,30}?)文件")
_ISSUING = re.compile(r"(?:发文|公文)(?:机关|单位)：(?P<body>.+)")
_SENT = re.compile(r"主送(?:单位|机关)?[：:](?P<units>[^。\n]+)")
_NUMBER_REMARK = re.compile(r"（[^）]*）\Z")


def head_facts(reading: Reading) -> Iterator[Said]:
    """The document itself, who issued it and to whom it is addressed."""
    head, signatures = reading.document.head, reading.document.signatures
    if head.title is not None:
        named: dict[str, PropertyValue] = {"name": reading.title, "held": True}
        yield Statement(reading.me, named, head.title.begin, head.title.end)
    elif reading.document.blocks:
        first = reading.document.blocks[0]
        yield Statement(reading.me, {"held": True}, first.begin, first.end)
    if head.number is not None:
        number = _NUMBER_REMARK.sub("", head.number.text)
        yield Statement(reading.me, {"number": number}, head.number.begin, head.number.end)
    if signatures:
        yield from _dated(reading, signatures[-1].date)
    yield from _issuers(reading)
    addressees = head.addressees or _first_line(reading) or _sent_to(reading)
    if addressees is not None:
        for mention in _units(reading, addressees):
            yield to_body("ADDRESSED_TO", reading.me, mention)


def _first_line(reading: Reading) -> Mark | None:
    """The first line of the text, where it only lists units before a colon."""
    first = next((p for p in reading.document.paragraphs if p.role is Role.BODY), None)
    if first is None or not reading.text[first.begin : first.end].endswith("："):
        return None
    listed = reading.names.units_in(first.begin, first.end - 1)
    if listed.unread or not listed.mentions:
        return None
    return Mark(reading.text[first.begin : first.end], first.begin, first.end)


def _sent_to(reading: Reading) -> Mark | None:
    """`主送：A、B。` at the end, where nobody is addressed at the beginning."""
    for paragraph in reading.document.paragraphs:
        match = _SENT.match(reading.text, paragraph.begin, paragraph.end)
        if match:
            return Mark(match["units"], *match.span("units"))
    return None


def _dated(reading: Reading, mark: Mark) -> Iterator[Statement]:
    """The day of the signature; one that does not exist is kept as printed and doubtful."""
    found = day_of(mark.text)
    if found is None:
        return
    said: dict[str, PropertyValue] = {"dated_printed": mark.text, "doubtful": True}
    if found.day is not None:
        said = {"dated": valid_time(found.day.isoformat())}
    yield Statement(reading.me, said, mark.begin, mark.end)


def _issuers(reading: Reading) -> Iterator[Fact]:
    """The bodies that the title begins with, else those of the letterhead, else who signs.

    Each is cited where the head first prints it.
    """
    above = _in_letterhead(reading)
    for found in (_in_title(reading), above, _signing(reading)):
        seen: set[str] = set()
        for mention in found:
            if mention.kind is Kind.UNIT and mention.name not in seen:
                seen.add(mention.name)
                first = next((each for each in above if each.name == mention.name), mention)
                yield to_body("ISSUED_BY", reading.me, min(first, mention, key=_begin))
        if seen:
            return


def _begin(mention: Mention) -> int:
    return mention.begin


def _in_title(reading: Reading) -> list[Mention]:
    """The units at the beginning of a title that is that of a document and not of news."""
    title = reading.document.head.title
    if title is None or not _GENRE.search(title.text):
        return []
    found: list[Mention] = []
    at = title.begin
    for mention in sorted(reading.names.mentions(), key=lambda each: (each.begin, -each.end)):
        if mention.begin >= at and mention.end <= title.end:
            if reading.text[at : mention.begin].strip(" 、\n"):
                break
            found.append(mention)
            at = mention.end
    return found


def _in_letterhead(reading: Reading) -> list[Mention]:
    found: list[Mention] = []
    for paragraph in reading.document.paragraphs:
        if paragraph.role is not Role.LETTERHEAD:
            continue
        line = reading.text[paragraph.begin : paragraph.end]
        match = _LETTERHEAD.fullmatch(line) or _ISSUING.fullmatch(line)
        span = match.span("body") if match else (0, len(line))
        listed = reading.names.units_in(*(paragraph.begin + at for at in span))
        if match or not listed.unread:
            found += listed.mentions
    return found


def _signing(reading: Reading) -> list[Mention]:
    marks = [mark for signature in reading.document.signatures for mark in signature.issuers]
    return [mention for mark in marks for mention in _units(reading, mark)]


def _units(reading: Reading, mark: Mark) -> list[Mention]:
    end = mark.end
    while end > mark.begin and reading.text[end - 1] in "：: \n":
        end -= 1
    return list(reading.names.units_in(mark.begin, end).mentions)
