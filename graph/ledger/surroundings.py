"""The bytes around a place in an original, cut where lines end, or else between characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from mmap import mmap

MOST = 3000
"""Bytes shown on either side of a place, and of the place itself."""
MARGIN = 256
"""Bytes read beyond what is shown, so that a name that is cut there is still known as one."""
_SINGLE = 0x30
"""Bytes below it are characters of their own in UTF-8 and GB18030, never part of another."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Lines of an original around a place. `first_line`: number of the first of them, 1-based.

    `span`: the words at the place itself. `cut`: whether more of the original is left out there.
    """

    first_line: int | None
    before: str
    span: str
    after: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Cuts:
    """Offsets in an original: margin | before | span | after | margin."""

    offsets: tuple[int, int, int, int, int, int]
    whole: bool

    def parts(self, content: bytes | mmap) -> list[bytes]:
        """The five parts as bytes."""
        at = self.offsets
        return [bytes(content[one:two]) for one, two in pairwise(at)]


def cuts(content: bytes | mmap, span: tuple[int, int], lines: int, newline: bytes) -> Cuts:
    """Where to cut an original around the bytes of a place.

    `newline`: what ends a line in its encoding. At most `lines` lines and `MOST` bytes are taken
    on either side.
    """
    begin, end = span
    width = len(newline)
    stop = min(end, begin + MOST)
    if stop < end:
        stop = _between(content, stop, width)
    first = _back(content, begin, lines, newline)
    last = _on(content, stop, lines, newline)
    low = max(first - MARGIN, 0)
    low = min(_between(content, low, width), first) if low else 0
    high = min(last + MARGIN, len(content))
    return Cuts((low, first, begin, stop, last, high), stop == end)


def _back(content: bytes | mmap, begin: int, lines: int, newline: bytes) -> int:
    """Where the first line to show begins."""
    least, at, width = max(begin - MOST, 0), begin, len(newline)
    for _ in range(lines + 1):
        found = content.rfind(newline, least, at)
        while found % width and found > 0:
            found = content.rfind(newline, least, found + width - 1)
        if found < 0:
            return 0 if least == 0 else min(_between(content, least, width), begin)
        at = found
    return at + width


def _on(content: bytes | mmap, end: int, lines: int, newline: bytes) -> int:
    """Where the last line to show ends."""
    most, at, width = min(end + MOST, len(content)), end, len(newline)
    for _ in range(lines + 1):
        found = content.find(newline, at, most)
        while found % width and found > 0:
            found = content.find(newline, found + 1, most)
        if found < 0:
            return most if most == len(content) else max(_between(content, most, width), end)
        at = found + width
    return at


def _between(content: bytes | mmap, at: int, width: int) -> int:
    """The nearest offset from `at` on, that lies between two characters."""
    if width > 1:
        return at + at % width
    for each in range(at, min(at + MARGIN, len(content))):
        if content[each] < _SINGLE:
            return each
    return at


def hidden(parts: Sequence[str], names: re.Pattern[str], mark: str) -> list[str]:
    """Parts of one text with `mark` in place of each name, also where a name spans two parts.

    The mark stands in the first part that is shown; the first and last part are margins.
    """
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    whole, last = "".join(parts), len(parts) - 1
    made: list[list[str]] = [[] for _ in parts]

    def take(begin: int, end: int) -> None:
        for number, (low, high) in enumerate(pairwise(ends)):
            made[number].append(whole[max(begin, low) : max(min(end, high), low)])

    at = 0
    for found in names.finditer(whole):
        take(at, found.start())
        touched = [
            n for n in range(last + 1) if ends[n] < found.end() and ends[n + 1] > found.start()
        ]
        shown = [n for n in touched if 0 < n < last] or touched
        made[shown[0]].append(mark)
        at = found.end()
    take(at, len(whole))
    return ["".join(pieces) for pieces in made]
