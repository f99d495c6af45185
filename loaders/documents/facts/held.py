"""Who heads a work group, and where its office is, as sentences say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.model import Document

NOUN = r"(?:领导小组|协调小组|工作小组|小组|工作组|委员会|指挥部|工作专班|专班|联席会议)"
"""What the name of a work group ends with, its office aside."""

_BODY = r"[\u4e00-\u9fff]{0,20}?(?:小组|工作组|组|委员会|办公室|推进办|指挥部|专班|办)"
_POST = (
    r"(?:(?:党委|党组|常务|副|总)*"
    r"(?:书记|局长|主任|处长|科长|市长|县长|厅长|院长|司长|部长|主席|经理|同志|工程师))"
)
_NAME = r"[\u4e00-\u9fff]{2,4}?"
_HOLDS = (
    # 以某某局长为组长的认证工作领导小组
    re.compile(
        rf"以(?:[\u4e00-\u9fff、]{{0,12}}{_POST})?(?P<name>{_NAME}){_POST}?为(?P<role>副)?"
        rf"(?:组长|主任|总指挥)的(?P<group>{_BODY})(?![\u4e00-\u9fff]{{0,2}}组)"
    ),
    # 某某副书记任推进办主任
    re.compile(
        rf"(?:(?<=[，。；：、由\n])|^)(?P<name>{_NAME}){_POST}?(?:兼|担)?任"
        rf"(?P<group>{_BODY})(?P<role>副)?(?:主任|组长)"
    ),
    # 办公室主任由某某局长兼任
    re.compile(
        rf"(?:(?<=[，。；：、\n])|^)(?P<group>{_BODY})(?P<role>副)?(?:主任|组长)由"
        rf"(?P<name>{_NAME}){_POST}?(?:兼任|担任)"
    ),
)
_HOUSED = re.compile(
    rf"(?P<group>[\u4e00-\u9fff]{{0,16}}?{NOUN}办公室|[\u4e00-\u9fff]{{1,4}}办)"
    r"(?:的日常工作)?设在(?P<unit>[^，。；：\n（）]{2,40})"
)
_HAS_OFFICE = re.compile(
    rf"(?P<group>[\u4e00-\u9fff]{{0,16}}?{NOUN})[^。；：\n]{{0,6}}下设办公室，?(?:办公室)?"
    r"设在(?P<unit>[^，。；：\n（）]{2,40})"
)
_OFFICE_OF = re.compile(rf"[\u4e00-\u9fff]{{0,16}}?{NOUN}办公室")
_LEAD = re.compile(r".*[由在向以对和与及即将为]")


@dataclass(frozen=True, slots=True)
class Held:
    """A group by its full name, where the text names it, and its head or `deputy` there."""

    name: str
    group: tuple[int, int]
    person: tuple[int, int]
    deputy: bool


@dataclass(frozen=True, slots=True)
class Housed:
    """An office of a work group, named at `begin:end`; `unit`: where its house is named."""

    group: str
    begin: int
    end: int
    unit: tuple[int, int]


def held_in(document: Document) -> Iterator[Held]:
    """The heads of groups that sentences name."""
    text = document.text
    for paragraph in document.paragraphs:
        for pattern in _HOLDS:
            for match in pattern.finditer(text, paragraph.begin, paragraph.end):
                before = text[paragraph.begin : match.start("group")]
                name = full_name(text, match["group"], before)
                deputy = match["role"] is not None
                yield Held(name, match.span("group"), match.span("name"), deputy)


def housed_in(document: Document) -> Iterator[Housed]:
    """`领导小组办公室设在观测处`, `领导小组下设办公室，设在观测处`."""
    text = document.text
    for paragraph in document.paragraphs:
        span = paragraph.begin, paragraph.end
        if text.find("设在", *span) < 0:
            continue
        for pattern, office in ((_HOUSED, ""), (_HAS_OFFICE, "办公室")):
            for match in pattern.finditer(text, *span):
                name = _LEAD.sub("", match["group"])
                begin = match.end("group") - len(name)
                named = full_name(text, name) + office
                yield Housed(named, begin, match.end("group"), match.span("unit"))


def full_name(text: str, name: str, before: str = "") -> str:
    """推进办公室 for 推进办, where the text prints that; 领导小组办公室 for 办公室 behind it."""
    named = [_LEAD.sub("", match[0]) for match in _OFFICE_OF.finditer(before)]
    if name in {"办公室", "办"} and named:
        return named[-1]
    return f"{name}公室" if name.endswith("办") and f"{name}公室" in text else name
