"""Header rows: which rows they are, which columns their cells stand above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SERIAL = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）).、]?\Z")
_SENTENCE = re.compile(r"[。；]")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a header cell stands: its first column and how many it spans."""

    column: int
    span: int


def is_header_row(texts: Sequence[str]) -> bool:
    """Whether the first row of a table is its header: short words, no numbers, no sentences."""
    written = [text for text in texts if text]
    if not written or _SERIAL.match(texts[0] or " "):
        return False
    return not any(len(text) > _LONGEST or _SENTENCE.search(text) for text in written)


def completes(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether of two rows of full width the second goes on with the header.

    Its blank cells stand below written ones, its written ones below blank ones or below the first
    cell of a span: `责任分工 | (blank)` above `牵头 | 配合`.
    """
    if all(upper) or not any(lower):
        return False
    for column, (above, below) in enumerate(zip(upper, lower, strict=True)):
        spans = column + 1 < len(upper) and not upper[column + 1]
        if not above and not below:
            return False
        if above and below and not spans:
            return False
    return True


def stands(upper: Sequence[str], lower: Sequence[str], width: int) -> list[Stand] | None:
    """Where the cells of a narrower header row stand above a row of full width.

    A cell merged downwards has a blank or itself below; the others span what is left. Where that
    can be parted in several ways, spans go above the cells whose words they share; None where
    nothing tells.
    """
    if len(upper) == 1:
        return [Stand(0, width)]
    own = [bool(text) and text not in upper for text in lower]
    made: list[Stand] = []
    cell = column = 0
    while column < width:
        if not own[column]:
            made.append(Stand(column, 1))
            cell, column = cell + 1, column + 1
            continue
        end = column
        while end < width and own[end]:
            end += 1
        later = len(_runs(own[end:]))
        singles = sum(not each for each in own[end:])
        spans = len(upper) - cell - singles - later
        parted = _parted(upper[cell : cell + spans], lower[column:end]) if spans > 0 else None
        if parted is None:
            return None
        for size in parted:
            made.append(Stand(column, size))
            column += size
        cell += spans
    return made if cell == len(upper) else None


def _runs(own: Sequence[bool]) -> list[int]:
    """Where runs of own cells begin."""
    return [i for i, each in enumerate(own) if each and (i == 0 or not own[i - 1])]


def _parted(upper: Sequence[str], lower: Sequence[str]) -> list[int] | None:
    """How many lower cells stand below each upper one, by the words that they share."""
    if len(upper) == 1:
        return [len(lower)]
    best = max(
        ((_likeness(upper, lower, cut), cut) for cut in _cuts(len(upper), len(lower))),
        default=(0, ()),
    )
    if best[0]:
        return list(best[1])
    even, rest = divmod(len(lower), len(upper))
    return [even] * len(upper) if not rest else None


def _cuts(parts: int, length: int) -> list[tuple[int, ...]]:
    """All ways to part a length into so many parts of at least one."""
    if parts == 1:
        return [(length,)]
    return [
        (first, *rest)
        for first in range(1, length - parts + 2)
        for rest in _cuts(parts - 1, length - first)
    ]


def _likeness(upper: Sequence[str], lower: Sequence[str], cut: Sequence[int]) -> int:
    """How many pairs of characters lower cells share with the cell above them."""
    score = at = 0
    for text, size in zip(upper, cut, strict=True):
        score += sum(len(_pairs(text) & _pairs(below)) for below in lower[at : at + size])
        at += size
    return score


def share_words(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a cell of one row shares two neighbouring characters with one of another."""
    return any(_pairs(one) & _pairs(other) for one in upper for other in lower)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def keys(rows: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """The key columns of rows: those from the left in which a blank cell inherits from above.

    They end before the first column that is written in every row, serial numbers aside, and in
    every one of them the first row is written.
    """
    found: list[int] = []
    for column in range(width):
        texts = [row[column] for row in rows]
        if all(texts):
            if all(map(_SERIAL.match, texts)):
                continue
            return tuple(found)
        if not texts or not texts[0]:
            return ()
        found.append(column)
    return ()
