"""The lines of a cleaned text, each with what its raw form and its file say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.documents.cleaning.offsets import OffsetMap, RepairKind
from loaders.documents.reading.extract import Hint, Sign

_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])")
_INDENTS = frozenset((RepairKind.INDENT, RepairKind.LOST))


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, at `begin:end` of the cleaned text.

    `indent`: how many blanks stood before it. `heading`: level that the file gives it as a
    heading, or 0. `furniture`, `links`: the share of it that the file says is furniture, or links.
    """

    begin: int
    end: int
    text: str
    indent: int = 0
    heading: int = 0
    furniture: float = 0.0
    links: float = 0.0

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it; a lone tab is a blank cell."""
        return not self.text


def unbroken(text: str) -> str:
    """A text of several lines as one; between Latin letters or digits a line end is a blank."""
    return _BETWEEN_LATIN.sub(" ", text).replace("\n", "")


def lines_of(text: str, offsets: OffsetMap, hints: Sequence[Hint] = ()) -> tuple[Line, ...]:
    """The lines of a cleaned text in order."""
    indents = {
        repair.begin: repair.raw_end - repair.raw_begin
        for repair in offsets.repairs
        if repair.kind in _INDENTS
    }
    signs = _Signs(hints, offsets)
    lines, begin = [], 0
    for content in text.split("\n"):
        end = begin + len(content)
        indent = indents.get(begin, 0)
        heading, furniture, links = signs.of(begin, end)
        lines.append(Line(begin, end, content, indent, heading, furniture, links))
        begin = end + 1
    return tuple(lines)


class _Signs:
    """Hints of the file in cleaned coordinates, asked for line by line in order."""

    def __init__(self, hints: Sequence[Hint], offsets: OffsetMap) -> None:
        placed = ((offsets.cleaned(hint.begin, hint.end), hint) for hint in hints)
        self._placed = sorted(placed, key=lambda pair: pair[0])
        self._at = 0

    def of(self, begin: int, end: int) -> tuple[int, float, float]:
        """Heading level, share of furniture, share of links of a line."""
        covered = dict.fromkeys(Sign, 0)
        level = 0
        while self._at < len(self._placed) and self._placed[self._at][0][0] < end:
            (first, last), hint = self._placed[self._at]
            covered[hint.sign] += max(0, min(last, end) - max(first, begin))
            if hint.sign is Sign.HEADING:
                level = hint.level
            self._at += 1
        length = max(end - begin, 1)
        whole = covered[Sign.HEADING] * 2 > length
        furniture, links = covered[Sign.FURNITURE] / length, covered[Sign.LINK] / length
        return level if whole else 0, furniture, links
