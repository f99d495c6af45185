"""Hard-wrapped paragraphs: a text of lines as wide as a page, broken wherever the page ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from loaders.documents.cleaning.characters import BLANKS, HAN
from loaders.documents.cleaning.offsets import Edit, RepairKind

_MOST, _LEAST = 110, 30  # widths of a page in columns, two for a Chinese character
_SHARE = 0.6  # of the full lines of a wrapped text so many break off within a sentence
_FEWEST = 4
_SLACK = 4  # a full line lacks at most so many columns
_BEGINS = re.compile(
    rf"[{BLANKS}\t]|\t|第[一二三四五六七八九十百零\d]+[章节条编篇]|[一二三四五六七八九十]+[、是]"
    rf"|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|附件|[①-⑳]|——|[表图]\s?\d"
)
_LATIN_END = re.compile(r"[A-Za-z0-9]\Z")
_LATIN = re.compile(r"[A-Za-z]")
_OPEN_END = re.compile(rf"[{HAN}，、；：A-Za-z0-9）)”》〕]\Z")


def wrap_edits(text: str) -> Iterator[Edit]:
    """The line ends inside paragraphs of a hard-wrapped text, none of any other."""
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    full = _page_width(lines, widths)
    if full is None:
        return
    at = 0
    for index, line in enumerate(lines[:-1]):
        at += len(line)
        following = lines[index + 1]
        ends_open = widths[index] >= full - _SLACK and _OPEN_END.search(line)
        if ends_open and "\t" not in line and _goes_on(following):
            spaced = _LATIN_END.search(line) and _LATIN.match(following)
            yield Edit(at, at + 1, " " if spaced else "", RepairKind.WRAP)
        at += 1


def _page_width(lines: Sequence[str], widths: Sequence[int]) -> int | None:
    """The width at which the lines of the text were broken, None where they were not.

    Most lines of that width break off within a sentence; whole paragraphs would end one.
    """
    widest = max(widths)
    if not _LEAST <= widest <= _MOST:
        return None
    full = [
        line
        for line, width in zip(lines, widths, strict=True)
        if width >= widest - _SLACK and "\t" not in line
    ]
    broken = sum(_OPEN_END.search(line) is not None for line in full)
    return widest if broken >= max(_FEWEST, _SHARE * len(full)) else None


def _goes_on(line: str) -> bool:
    """Whether a line can be the middle of a paragraph."""
    return bool(line.strip()) and _BEGINS.match(line) is None


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)
