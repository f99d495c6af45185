"""Brackets, punctuation and letters in the width that Chinese text gives them.

Punctuation turns full-width where Chinese characters stand beside it; in `ISO 9001:2015`, `11:32`
and `1.5` it stays. Brackets turn in pairs, even where the two are of different width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.cleaning.characters import CHINESE, HAN
from loaders.documents.cleaning.offsets import Edit, RepairKind

_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0b\uff0d\uff0e\uff0f]+")
_WIDE_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL = str.maketrans(",:;?!", "，：；？！")
_MARKS = re.compile(r"[,:;?!]+")
_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{CHINESE}]")
_NUMBER = re.compile(
    rf"(?<=[{HAN}]) ?([\[［【﹝〖(（])(?:19|20)\d\d([\]］】﹞〗)）]) ?(?=第?\d{{1,5}}号)"
)
_GAP = re.compile(rf"(?<=[，、。；：！？]) +(?=[{CHINESE}\d])")
_OPEN, _CLOSE = "(（", ")）"


def width_edits(text: str) -> Iterator[Edit]:
    """Full-width letters, digits, percent, plus, minus, point and slash as ASCII."""
    for match in _WIDE.finditer(text):
        after = match[0].translate(_WIDE_TO_ASCII)
        yield Edit(match.start(), match.end(), after, RepairKind.WIDTH)


def bracket_edits(text: str) -> Iterator[Edit]:
    """`(…)` with Chinese in or around it as `（…）`, the year of a document number as `〔…〕`."""
    numbers: dict[int, str] = {}
    for match in _NUMBER.finditer(text):
        numbers |= {match.start(1): "〔", match.start(2): "〕"}
    full = dict(_pairs(text)) | numbers
    for at in sorted(full):
        yield Edit(at, at + 1, full[at], RepairKind.BRACKET)


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    """Brackets that belong together, within a paragraph, where they are Chinese ones."""
    opened: list[int] = []
    for at, character in enumerate(text):
        if character == "\n":
            opened.clear()
        elif character in _OPEN:
            opened.append(at)
        elif character in _CLOSE:
            begin = opened.pop() if opened else None
            if begin is None:
                if _beside(text, at, at + 1):
                    yield at, "）"
            elif _is_chinese_pair(text, begin, at):
                yield from ((begin, "（"), (at, "）"))


def _is_chinese_pair(text: str, begin: int, end: int) -> bool:
    if text[begin] == "（" or text[end] == "）" or _HAN.search(text, begin, end):
        return True
    return _beside(text, begin, end + 1)


def _beside(text: str, begin: int, end: int) -> bool:
    """Whether a Chinese character stands right before or after `[begin:end]`."""
    around = text[begin - 1 : begin] + text[end : end + 1]
    return _CHINESE.search(around) is not None


def punctuation_edits(text: str) -> Iterator[Edit]:
    """Commas, colons, semicolons, question and exclamation marks of Chinese text full-width.

    After a digit or a Latin letter a mark is Chinese only if a Chinese character follows.
    """
    for match in _MARKS.finditer(text):
        begin, end = match.span()
        before, after = text[begin - 1 : begin], text[end : end + 1]
        if _CHINESE.match(before) or (before != " " and _CHINESE.match(after)):
            yield Edit(begin, end, match[0].translate(_FULL), RepairKind.PUNCTUATION)


def gap_edits(text: str) -> Iterator[Edit]:
    """No blank behind full-width punctuation, which brings its own."""
    for match in _GAP.finditer(text):
        yield Edit(match.start(), match.end(), "", RepairKind.SPACE)
