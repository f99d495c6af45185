"""The levels of a management system's documents, and who compiles the documents of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.dates import number
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.group_names import LABEL, paragraphs_of
from loaders.documents.facts.reading import Reading, to_body

_LEVELS = re.compile(
    r"文件[^。；\n]{0,30}?(?:分为|分成|包括|由|为)(?P<count>[二三四五]|[2-5])(?:级|个?层次|层)(?:文件)?(?:构成|组成)?"
    r"[，、：（](?:分别)?(?:为|是|即|包括)?(?P<list>[^。；\n]{4,120})"
)
_COUNTED_BEHIND = re.compile(
    r"文件[^。；\n]{0,20}?(?:分为|分成|包括)(?P<list>[^。；：\n]{4,80}?)(?P<count>[二三四五]|[2-5])(?:级|个?层次|层)(?=[。；，])"
)
_ORDINAL = re.compile(
    r"(?:第?[一二三四五1-5]级(?:文件)?|第[一二三四五1-5]层(?:次|级)?(?:文件)?)(?:为|是)"
)
_ITEM = re.compile(
    r"(?P<name>[^、，（）]+?)(?:（(?:也|又|即|亦)?(?:称为|称|即|是|指)?(?P<other>[^（）]+)）)?"
    r"(?:[、，]|和(?!谐)|以及|及|与|\Z)"
)
_TAIL = re.compile(r"等?[二三四五2-5](?:级|个?层次|层)|等|，(?!(?:以|和|及))|\Z")
_KNOWN = (("1", "手册"), ("2", "程序"), ("3", "指导|作业|规程|规范"), ("4", "记录|表单|表格"))
_COMPILED = re.compile(
    r"(?:，)?(?:需|须|应|由|需由|应由)(?P<list>[^，；。\n]{2,120}?)"
    r"(?:(?:结合|按照|根据|负责|分别|共同|组织|自行)[^，；。\n]*?)?(?:编制|编写|制定|起草)"
)
_DUTY = re.compile(
    r"负责(?!配合|协助|参与)(?P<what>[^，；。\n]*?)(?:等部分|等文件|等)?的?(?:制定|起草|编制|编写|制订)+(?:起草)?(?:工作)?(?=[，；。\n])"
    r"|(?<=[：；，])(?:负责)?(?:制定|起草|编制|编写|制订)+(?P<made>[^，；。\n]{2,40})(?=[，；。\n])"
)
_PARTS = re.compile(r"[、，]|以及|及")
_GROUP_PART = re.compile(
    r"(?P<name>[^、，]+?(?:单位|部门|局|站|处室)(?:（[^（）]*）)?)(?:[、，]|和|以及|及|与|\Z)"
)


@dataclass(frozen=True, slots=True)
class _Level:
    """A level by its code, and the documents of it as first printed; `called`: its other names."""

    code: str
    element: Element
    called: tuple[str, ...]


def doc_level_facts(reading: Reading) -> Iterator[Said]:
    """The document levels that the text sets up and who compiles the documents of each."""
    levels: list[_Level] = []
    for match in (*_LEVELS.finditer(reading.text), *_COUNTED_BEHIND.finditer(reading.text)):
        if levels or not _in_text(reading, match.start()):
            continue
        for level, begin, end in _levels(reading, match):
            levels.append(level)
            name = level.called[0]
            yield Statement(level.element, {"name": name}, begin, end)
            code = Element("DocLevel", (level.code,))
            yield Statement(code, {"name": name}, begin, end)
            yield Fact("HAS_DOC_LEVEL", level.element, code, begin, end)
    if levels:
        yield from _compilers(reading, levels)
        yield from _compiling_groups(reading, levels)


def _in_text(reading: Reading, at: int) -> bool:
    return any(p.begin <= at < p.end for p in reading.document.paragraphs)


def _levels(reading: Reading, match: re.Match[str]) -> Iterator[tuple[_Level, int, int]]:
    """The levels of a list, if it has as many items as the text says."""
    text = _ORDINAL.sub(lambda each: "\0" * len(each[0]), match["list"])
    tail = _TAIL.search(text) if text == match["list"] else None
    text = (text[: tail.start()] if tail else text).replace("，\0", "、\0")
    items = [item for item in _ITEM.finditer(text) if item["name"].strip()]
    if len(items) != number(match["count"]):
        return
    for order, item in enumerate(items, start=1):
        name = item["name"].lstrip("\0")
        code = next((c for c, words in _KNOWN if re.search(words, name)), str(order))
        called = tuple(each for each in (name, item["other"]) if each)
        begin = match.start("list") + item.end("name") - len(name)
        element = Element("Document", (f"{reading.title}|{name}",))
        yield _Level(code, element, called), begin, begin + len(name)


def _compilers(reading: Reading, levels: list[_Level]) -> Iterator[Said]:
    """`作业指导书，需A、B分别编制`."""
    for level in levels:
        words = "|".join(map(re.escape, level.called))
        named = re.compile(rf"(?<=[，；。：\n])(?:{words})(?:（[^（）]*）)?{_COMPILED.pattern}")
        for match in named.finditer(reading.text):
            if not _in_text(reading, match.start()):
                continue
            listed = reading.names.units_in(*match.span("list"))
            if listed.mentions and not listed.unread and not listed.unresolved:
                for mention in listed.mentions:
                    yield to_body("COMPILED_BY", level.element, mention)
                continue
            at = match.start("list")
            for part in _GROUP_PART.finditer(match["list"]):
                begin, end = at + part.start("name"), at + part.end("name")
                group = Element("UnitGroup", (part["name"],))
                yield Fact("COMPILED_BY", level.element, group, begin, end)


def _compiling_groups(reading: Reading, levels: list[_Level]) -> Iterator[Said]:
    """Duties of work groups: `负责程序文件的制定起草工作`, cited at the document's name."""
    for group in reading.groups:
        if group.heading is None:
            continue
        subject = reading.own("WorkGroup", group.name)
        for paragraph in paragraphs_of(reading.document, group.heading):
            label = LABEL.match(reading.text, paragraph.begin, paragraph.end)
            if label is None or label.lastgroup != "DUTIES":
                continue
            for duty in _DUTY.finditer(reading.text, label.end(), paragraph.end):
                what = duty.span("what" if duty["what"] is not None else "made")
                for level, begin, end in _named_in(reading.text, *what, levels):
                    yield Fact("COMPILED_BY", level.element, subject, begin, end)


def _named_in(
    text: str, begin: int, end: int, levels: list[_Level]
) -> Iterator[tuple[_Level, int, int]]:
    """The levels named in a stretch, each from the beginning of its part of the list."""
    bare = re.sub(r"（[^（）]*）", lambda match: "\0" * len(match[0]), text[begin:end])
    at = 0
    for cut in [*_PARTS.finditer(bare), None]:
        stop = cut.start() if cut else len(bare)
        for level in levels:
            for word in level.called:
                found = bare.find(word, at, stop)
                if found >= 0:
                    yield level, begin + at, begin + found + len(word)
                    break
        at = cut.end() if cut else stop
