"""The raw text of a document and where its characters stand in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from graph import Place

ESCAPE = "surrogateescape"
"""How bytes that are no character stay in raw text: as lone surrogates, from which they return."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of a text file: its first character and byte, and the encoding it is in."""

    begin: int
    offset: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `begin` on raw text stands at `locator` in a file that is no text."""

    begin: int
    locator: str


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """Raw text with its places: by `lines` in a text file, else by `anchors`.

    The raw text of a DOCX or PDF file is what its reader wrote down of it, one paragraph, line or
    cell a line.
    """

    text: str
    lines: tuple[RawLine, ...] = ()
    anchors: tuple[Anchor, ...] = ()

    def place(self, begin: int, end: int) -> Place:
        """The place of `text[begin:end]`."""
        if self.anchors:
            return self._anchored(begin, end)
        line, first = self._byte(begin)
        last = first if end <= begin else self._byte(end)[1]
        return Place(line + 1, begin - self.lines[line].begin, first, last - first)

    def _byte(self, at: int) -> tuple[int, int]:
        """Index of the line that holds character `at`, and the offset of its first byte."""
        index = max(bisect_right(self.lines, at, key=lambda line: line.begin) - 1, 0)
        line = self.lines[index]
        before = self.text[line.begin : at].encode(line.encoding, ESCAPE)
        return index, line.offset + len(before)

    def _anchored(self, begin: int, end: int) -> Place:
        index = max(bisect_right(self.anchors, begin, key=lambda anchor: anchor.begin) - 1, 0)
        anchor = self.anchors[index]
        span = f";offset={begin - anchor.begin};length={end - begin}"
        return Place(locator=anchor.locator + span)
