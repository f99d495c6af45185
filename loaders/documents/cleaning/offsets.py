"""Where cleaned text stands in the raw text, through every repair between them.

A repair changes one stretch of the raw text. Together the repairs are the whole difference: put
back, they give the raw text again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RepairKind(StrEnum):
    """What was wrong with a stretch of raw text."""

    MARKUP = "markup"  # tags and comments of a web page
    LAYOUT = "layout"  # blanks by which a page's source is laid out
    ENTITY = "entity"  # &amp; &#12288;
    BROKEN = "broken"  # bytes that are no character of the encoding
    INVISIBLE = "invisible"  # zero-width and control characters
    LINE_BREAK = "line_break"  # a line end other than \n
    PAGE = "page"  # a page number between two lines of text
    WRAP = "wrap"  # the line end of a hard-wrapped paragraph
    BOOKMARK = "bookmark"  # [bookmark: _GoBack]
    LOST = "lost"  # ??? in place of an indent
    SPACE = "space"  # a non-breaking or ideographic space within a line
    INDENT = "indent"  # blanks before the text of a line or cell
    TRAILING = "trailing"  # blanks behind it
    JUSTIFIED = "justified"  # blanks within a two-character label: 组  长：
    PINYIN = "pinyin"  # a reading in brackets after a traditional character
    SCRIPT = "script"  # traditional characters
    WIDTH = "width"  # full-width letters and digits
    BRACKET = "bracket"  # half-width or square brackets where full-width ones belong
    PUNCTUATION = "punctuation"  # half-width punctuation in Chinese text


@dataclass(frozen=True, slots=True)
class Edit:
    """`after` is to stand in place of `[begin:end]`, which is not empty, of a text."""

    begin: int
    end: int
    after: str
    kind: RepairKind


@dataclass(frozen=True, slots=True)
class Repair:
    """`before` at `raw_begin:raw_end` of the raw text is `after` at `begin:end` of the cleaned."""

    kind: RepairKind
    raw_begin: int
    raw_end: int
    begin: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class OffsetMap:
    """For each cleaned character the stretch of raw text that it comes from, in code points."""

    begins: array[int]
    ends: array[int]
    raw_length: int
    repairs: tuple[Repair, ...]

    def raw(self, begin: int, end: int) -> tuple[int, int]:
        """The raw range of cleaned `[begin:end]`, from its first to its last character.

        What was removed inside it belongs to it, what was removed around it does not. An empty
        range is the point before its character.
        """
        if begin >= end:
            at = self.begins[begin] if begin < len(self.begins) else self.raw_length
            return at, at
        return self.begins[begin], self.ends[end - 1]

    def cleaned(self, raw_begin: int, raw_end: int) -> tuple[int, int]:
        """The cleaned range of what is left of raw `[raw_begin:raw_end]`; a point stays one."""
        begin = bisect_right(self.ends, raw_begin)
        if raw_begin >= raw_end:
            return begin, begin
        return begin, max(begin, bisect_left(self.begins, raw_end))

    def counts(self) -> Mapping[RepairKind, int]:
        """How many repairs of each kind there are."""
        return Counter(repair.kind for repair in self.repairs)

    def restored(self, text: str) -> str:
        """The raw text, from the cleaned one, by the inverse of each repair."""
        parts, at = [], 0
        for repair in self.repairs:
            parts += [text[at : repair.begin], repair.before]
            at = repair.end
        return "".join([*parts, text[at:]])


def identity(length: int) -> array[int]:
    """The numbers from 0 to below `length`."""
    return array("I", range(length))
