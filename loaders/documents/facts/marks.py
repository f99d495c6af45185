"""Where a text says who answers for what: brackets at the end of a task, and labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.dates import PLAIN

_WHO = r"(?:单位|部门|处室|科室|机构|主体|司局)"
_LABELS = (
    ("LED_BY", rf"(?:牵头|主责|主办|主管|第一责任){_WHO}(?:（[^（）：]*）)?|牵头"),
    ("RESPONSIBLE_OFFICE", r"责任[处科]室"),
    ("IMPLEMENTED_BY", rf"(?:具体)?(?:实施|承担|承办|执行|建设){_WHO}"),
    ("PARTICIPANT", rf"(?:配合|参与|参加|协助|协办|协同|协作|支持|会办){_WHO}|配合|参加|参与|协助"),
    ("RESPONSIBLE", rf"(?:责任|负责|落实|完成|分工){_WHO}"),
    (
        "DUE",
        r"(?:完成|办结)?(?:时限|期限)(?:要求)?|完成时间|时间(?:节点|进度|安排|要求)|进度(?:安排|要求)",
    ),
)
_NAMED = "|".join(f"(?P<{edge}>{words})" for edge, words in _LABELS)
LABEL = re.compile(rf"[【\[]?(?:{_NAMED})(?:[：:]|[】\]][：:]?)")
"""A label before a list of units, or before the day by which a task is due (DUE)."""

_HEADER = re.compile(_NAMED)

VERB = re.compile(
    r"(?P<LED_BY>(?:共同|联合)?牵头(?:负责|组织实施|组织|落实|实施)?)"
    r"|(?P<PARTICIPANT>(?:共同|积极)?(?:参与|参加|配合|协助|协同)(?:实施|落实|做好)?)"
    r"|(?P<RESPONSIBLE>(?:(?:按照?|依据|依照|根据)(?:各自)?(?:职责|职能|任务)(?:分工|范围)?内?)?"
    r"(?:分别|共同|具体|分工|各自)?(?:组织)?(?:负责|落实)(?:落实|实施)?)"
    r"|(?P<IMPLEMENTED_BY>(?:具体|组织)?(?:实施|承担))"
)
"""What units do, printed behind them."""

_BRACKET = re.compile(r"（(?P<in>[^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*)）")
_ENDS = re.compile(r"[。；]?\s*(?:\n|\Z)")
_AFTER = re.compile(r"[。；！？”）\n]\s*\Z")
_DASH = re.compile(r"(?:\A|\n)[ \u3000]*[—–•●■◆·-]{1,2}[ \u3000]*\Z")
_CLAIM = re.compile(r"牵头|负责|配合|参与|参加|协助|实施|承担|责任|落实")


_PART = re.compile(r"[、，；]")
_UNIT_END = re.compile(
    r"(?:[局厅委部院办会司处站心署所台科室厂馆]|政府|单位|部门|学院|大学|公司|中心|集团|公署|海关)(?:等)?\Z"
)
DUE_PART = re.compile(
    rf"(?:于|在)?(?:{PLAIN})?(?:底|末|内)?(?:以?前|之前)?(?:完成|落实|持续推进|长期坚持)?"
)
"""A part of a bracket that gives the day by which a task is due."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a bracket, or a line with labels. `labelled`: its lists have labels."""

    begin: int
    end: int
    labelled: bool


def role_of(header: str) -> str:
    """The role that the header of a column names, DUE for its day, empty for none.

    >>> role_of("牵头单位"), role_of("完成时限"), role_of("序号")
    ('LED_BY', 'DUE', '')
    """
    match = _HEADER.match(header)
    return str(match.lastgroup) if match else ""


def marks_in(text: str, begin: int, end: int) -> list[Mark]:
    """The marks of responsibility in a stretch, in order."""
    found = list(_brackets(text, begin, end))
    taken = [(mark.begin, mark.end) for mark in found]
    at = begin
    while match := LABEL.search(text, at, end):
        at = match.end()
        if any(b <= match.start() < e for b, e in taken) or not _opens(text, match, begin):
            continue
        stop = _line_end(text, match.end(), end)
        found.append(Mark(match.start(), stop, labelled=True))
        at = stop
    return sorted(found, key=lambda mark: mark.begin)


def _brackets(text: str, begin: int, end: int) -> Iterator[Mark]:
    """Brackets that end a line or stand behind a sentence, and say who; or list units alone."""
    for match in _BRACKET.finditer(text, begin, end):
        inside = match["in"]
        labelled = LABEL.search(inside) is not None
        told = labelled or _CLAIM.search(inside) is not None
        last = _ENDS.match(text, match.end()) is not None
        after = match.start() == begin or _AFTER.search(text[begin : match.start()]) is not None
        if (told and (last or after)) or (last and after and _lists_units(inside)):
            yield Mark(match.start("in"), match.end("in"), labelled)


def _lists_units(inside: str) -> bool:
    """Whether every part of a bracket looks like a unit or a day by which something is due."""
    parts = [part for part in _PART.split(re.sub(r"（[^（）]*）", "", inside)) if part.strip()]
    looks = [bool(_UNIT_END.search(part)) for part in parts]
    return any(looks) and all(
        unit or DUE_PART.fullmatch(part) for unit, part in zip(looks, parts, strict=True)
    )


def _opens(text: str, match: re.Match[str], begin: int) -> bool:
    """Whether a label stands at the beginning of a line or behind a sentence."""
    before = text[begin : match.start()].rstrip(" \u3000【[")
    return not before or before[-1] in "\n。；！？】" or _DASH.search(before) is not None


def _line_end(text: str, begin: int, end: int) -> int:
    stop = text.find("\n", begin, end)
    return end if stop < 0 else stop
