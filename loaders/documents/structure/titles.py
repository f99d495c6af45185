"""The title of a numbered line: all of it, or as far as its running text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.documents.model import Style
from loaders.documents.structure.lines import Line
from loaders.documents.structure.numbering import Number
from loaders.documents.structure.sentences import sentences

_WHOLE, _RUN_IN, _LABEL = 60, 40, 20
_REMARK = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）\Z")
_REMARK_WORDS = re.compile(r"[：、，]|负责|牵头|配合|单位|部门")
_ENDING = "。：:；;，,"


@dataclass(frozen=True, slots=True)
class Title:
    """`begin:end` of the text is the title, empty where a line has none; then text goes on."""

    begin: int
    end: int
    rest: int
    run_in: bool


def title_of(text: str, line: Line, number: Number) -> Title:
    """What of a numbered line is its title.

    A short line without a full stop is all title, a remark in brackets at its end aside. Else the
    first sentence is, where it is short and more follows; or what stands before a colon. A line
    that is one long sentence has a number and no title.
    """
    begin = line.begin + number.end
    if number.style is Style.ARTICLE:
        return Title(begin, begin, begin, True)
    rest = text[begin : line.end]
    if rest.endswith("；") or (
        rest.endswith("。") and len(rest) > _RUN_IN and "。" not in rest[:-1]
    ):
        return Title(begin, begin, begin, True)
    if len(rest) <= _WHOLE and "。" not in rest.rstrip("。"):
        return _whole(rest, begin, line.end)
    first = sentences(text, begin, line.end)[0]
    if first[1] < line.end and first[1] - begin <= _RUN_IN:
        return Title(begin, _stripped(text, begin, first[1]), first[1], True)
    colon = rest.find("：")
    if 0 < colon <= _LABEL:
        return Title(begin, begin + colon, begin + colon + 1, True)
    return Title(begin, begin, begin, True)


def _whole(rest: str, begin: int, end: int) -> Title:
    remark = _REMARK.search(rest)
    if remark and remark.start() and _REMARK_WORDS.search(remark[0]):
        cut = begin + remark.start()
        return Title(begin, _stripped(rest, 0, remark.start()) + begin, cut, True)
    colon = rest.find("：")
    if 0 < colon < len(rest) - 1:
        return Title(begin, begin + colon, begin + colon + 1, True)
    return Title(begin, begin + _stripped(rest, 0, len(rest)), end, False)


def _stripped(text: str, begin: int, end: int) -> int:
    """`end` without closing punctuation."""
    while end > begin and text[end - 1] in _ENDING:
        end -= 1
    return end
