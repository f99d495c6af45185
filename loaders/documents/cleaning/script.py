"""Traditional characters made simplified by phrase, with OpenCC.

Only traditional text is converted: a simplified one can hold characters, such as 著 or 乾, that
the conversion would take for traditional. Which it is, each line says by its own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Protocol

from graph import MissingExtraError
from loaders.documents.cleaning.characters import is_simplified, is_traditional
from loaders.documents.cleaning.offsets import Edit, RepairKind

_CONFIG = "tw2s"  # t2s leaves 標志著 as 标志著
_LINE = re.compile(r"[^\n]+")
# OpenCC makes these 着, in which 著 is the character meant.
_STAYS = re.compile(
    r"(?<=[卓昭彰顯显名原專专論论譯译編编合巨拙遺遗新土共所])著|著(?=[作名稱称者錄录述書书])"
)


def script_edits(text: str) -> Iterator[Edit]:
    """Each traditional line as simplified."""
    if not any(map(is_traditional, set(text))):
        return
    majority = _balance(text)
    for line in _LINE.finditer(text):
        balance = _balance(line[0])
        made = _simplified(line[0], mixed=(balance or majority) < 0)
        if made != line[0]:
            yield from _differences(line.start(), line[0], made)


def simplified(text: str) -> str:
    """A text with its traditional lines as simplified.

    >>> simplified("質量管理體系")
    '质量管理体系'
    """
    for edit in sorted(script_edits(text), key=lambda edit: -edit.begin):
        text = text[: edit.begin] + edit.after + text[edit.end :]
    return text


def _balance(text: str) -> int:
    """How many more characters are only traditional than only simplified."""
    return sum(map(is_traditional, text)) - sum(map(is_simplified, text))


class _Converter(Protocol):
    """OpenCC, as far as it is used."""

    def convert(self, text: str) -> str: ...


def _simplified(line: str, *, mixed: bool) -> str:
    """The line converted; of a `mixed` one, which is simplified, just what can be no other."""
    made = _converter().convert(line)
    if len(made) != len(line):
        return made
    kept = {match.start() for match in _STAYS.finditer(line)}
    return "".join(
        old if at in kept or (mixed and not is_traditional(old)) else new
        for at, (old, new) in enumerate(zip(line, made, strict=True))
    )


def _differences(begin: int, old: str, new: str) -> Iterator[Edit]:
    """Runs of changed characters; where lengths differ, the whole stretch that does."""
    if len(old) == len(new):
        at = 0
        while at < len(old):
            end = at
            while end < len(old) and old[end] != new[end]:
                end += 1
            if end > at:
                yield Edit(begin + at, begin + end, new[at:end], RepairKind.SCRIPT)
            at = end + 1
        return
    head = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head == len(old) - tail:  # nothing but an insertion: it takes a neighbour along
        head, tail = (head - 1, tail) if head else (head, tail - 1)
    end, stop = len(old) - tail, len(new) - tail
    yield Edit(begin + head, begin + end, new[head:stop], RepairKind.SCRIPT)


@cache
def _converter() -> _Converter:
    try:
        from opencc import OpenCC
    except ImportError as error:
        raise MissingExtraError("opencc", "documents") from error
    converter: _Converter = OpenCC(_CONFIG)
    return converter
