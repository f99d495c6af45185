"""The same text twice in one file: long stretches that repeat an earlier one.

Blanks, line ends and punctuation do not count, so a copy may be wrapped otherwise; small
differences between the copies are bridged.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SEED = 32
_BRIDGE = 40  # so many characters may differ between two stretches that repeat
_LEAST = 200


@dataclass(frozen=True, slots=True)
class Repeat:
    """`begin:end` of a text repeats `copy_begin:copy_end` of it; `length` in its characters."""

    begin: int
    end: int
    copy_begin: int
    copy_end: int
    length: int


def repeats(text: str, ranges: Sequence[tuple[int, int]]) -> list[Repeat]:
    """Stretches of at least 200 characters that repeat an earlier one, within these ranges."""
    at = array("I")
    for begin, end in ranges:
        at.extend(index for index in range(begin, end) if text[index].isalnum())
    stream = "".join([text[index] for index in at])
    merged: list[tuple[int, int, int, int]] = []
    for first, second, length in _matches(stream):
        if merged and _collinear(merged[-1], first, second):
            begin, copy = merged[-1][0], merged[-1][2]
            merged[-1] = (begin, second + length, copy, first + length)
        else:
            merged.append((second, second + length, first, first + length))
    return [
        Repeat(at[begin], at[end - 1] + 1, at[copy], at[copy_end - 1] + 1, end - begin)
        for begin, end, copy, copy_end in merged
        if end - begin >= _LEAST and copy_end <= begin
    ]


def _matches(stream: str) -> Iterator[tuple[int, int, int]]:
    """Stretches that occur again later: first and later position, and length."""
    seeds: dict[str, int] = {}
    position = noted = 0
    while position + _SEED <= len(stream):
        while noted + _SEED <= position:
            seeds.setdefault(stream[noted : noted + _SEED], noted)
            noted += _SEED
        first = seeds.get(stream[position : position + _SEED])
        if first is None:
            position += 1
            continue
        length = _SEED
        while (
            position + length < len(stream) and stream[first + length] == stream[position + length]
        ):
            length += 1
        back = 0
        while first - back > 0 and stream[first - back - 1] == stream[position - back - 1]:
            back += 1
        yield first - back, position - back, length + back
        position += length


def _collinear(last: tuple[int, int, int, int], first: int, second: int) -> bool:
    """Whether a match goes on where the last one ended, in both copies."""
    return abs(second - last[1]) <= _BRIDGE and abs(first - last[3]) <= _BRIDGE
