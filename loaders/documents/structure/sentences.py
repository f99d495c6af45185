"""Where the sentences of a paragraph begin and end."""

from __future__ import annotations

import re

_STOP = re.compile(r"[。！？!?]+")
_OPEN, _CLOSE = "（(《“‘「〔【", "）)》”’」〕】"
_LONGEST_ASIDE = 400  # a bracket open for longer was never closed


def sentences(text: str, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    """The ranges of the sentences of `text[begin:end]`.

    A full stop inside brackets or quotes ends none; one before a closing quote ends with it. What
    stands in brackets behind a full stop is a sentence of its own.
    """
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    start = at = begin
    while at < end:
        character = text[at]
        if character in _OPEN:
            opened.append(at)
        elif character in _CLOSE and opened:
            closed = opened.pop()
            if not opened and text[at - 1] in "。！？" and text[closed] in "“‘「":
                found.append((start, at + 1))
                start = at + 1
        elif character in "。！？" and _outside(opened, at):
            stop = _STOP.match(text, at, end)
            at = stop.end() if stop else at + 1
            opened.clear()
            found.append((start, at))
            start = at
            continue
        at += 1
    if text[start:end].strip():
        found.append((start, end))
    return tuple(_trimmed(text, *each) for each in found if text[each[0] : each[1]].strip())


def _outside(opened: list[int], at: int) -> bool:
    return not opened or at - opened[-1] > _LONGEST_ASIDE


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end
