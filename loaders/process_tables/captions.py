"""Lines that open and close a table: captions, section headings, page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.process_tables.levels import ACTING_SIDE
from loaders.process_tables.original import Line

_CAPTION = re.compile(
    r"续?表\s*(?P<number>\d+(?:[-－.．]\d+)*|[一二三四五六七八九十]+)(?:（续）)?[.．、:：\s]*"
    r"(?P<title>[^\s。，；].{1,60})\Z"
)
_CONTENTS = re.compile(r"(?:[.…·]{2,}|\t)\s*\d+\Z")
_FIGURE = re.compile(r"图\s*\d+")
_PROCESSES = re.compile(r"过程(?:清单|一览表?|列表|目录|表)")
_INTERFACES = re.compile(r"业务接口|接口(?:过程|清单|信息|一览表?)|[国省区市盟旗县地]{2,3}接口")
_SENTENCE = re.compile(r"[。，；！？]")
_STYLES = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"第[一二三四五六七八九十\d]+[章节条]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
)
_LOOSE = 3
_PAGE_NUMBER = re.compile(r"[—–-]\s*\d+\s*[—–-]\Z|第\s*\d+\s*页.{0,8}\Z")
_ACTING = re.compile(ACTING_SIDE)

PROSE_LENGTH = 40
"""From this length on a paragraph that ends in a full stop is no cell of a table."""


@dataclass(frozen=True, slots=True)
class Caption:
    """`表N` with its title; `ours`: it announces a list of processes or of interfaces."""

    number: str
    title: str

    @property
    def ours(self) -> bool:
        """Whether the table is of the genre that this loader reads."""
        return bool(_PROCESSES.search(self.title) or _INTERFACES.search(self.title))


def caption(line: Line) -> Caption | None:
    """The caption that a line is, of whatever table."""
    match = None if line.text.startswith("\t") else _CAPTION.match(line.stripped)
    if match is None or _SENTENCE.search(match["title"]) or _CONTENTS.search(match["title"]):
        return None
    return Caption(match["number"], match["title"])


def heading_style(text: str) -> int | None:
    """Which style of numbering a text begins with: 一、 （一） 第一章 1. or None."""
    return next((i for i, style in enumerate(_STYLES) if style.match(text)), None)


def is_loose(style: int | None) -> bool:
    """Whether the style numbers items within cells as often as sections (1.)."""
    return style == _LOOSE


def closes(line: Line, cell_style: int | None) -> bool:
    """Whether a line outside the cells ends the table for certain.

    `cell_style`: the numbering of the cell above, whose items go on with it.
    """
    if caption(line) is not None or _FIGURE.match(line.stripped):
        return True
    style = heading_style(line.stripped)
    return style is not None and not is_loose(style) and style != cell_style


def is_page_number(line: Line) -> bool:
    """Whether the line is page furniture."""
    return _PAGE_NUMBER.match(line.stripped) is not None


def begins_with_acting_side(text: str) -> bool:
    """Whether a paragraph says what the units of a level do (自治区级单位…)."""
    return _ACTING.match(text) is not None


def is_prose(text: str) -> bool:
    """Whether a paragraph after an empty line is running text and no part of a cell."""
    if begins_with_acting_side(text):
        return False
    return len(text) >= PROSE_LENGTH and text.endswith(("。", "：", ":"))
