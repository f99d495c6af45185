"""What of a file is the document, what furniture of a page, what a second copy of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from loaders.documents.model import Segment, SegmentKind
from loaders.documents.structure.furniture import furniture, is_byline
from loaders.documents.structure.lines import Line
from loaders.documents.structure.marks import is_head_mark, is_prose
from loaders.documents.structure.numbering import label_of, number_of
from loaders.documents.structure.repeats import Repeat, repeats

_SHARE = 0.3  # of the main part of a page, from which on another part is document, too
_COPY = 0.25  # of the document, from which on a repetition is a copy and no wording
_COPY_LINES = 3
_TITLE_LENGTH = (5, 60)
_TITLE_LINES = 4
_NO_TITLE = re.compile(r"[|>＞]|：\S")


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: SegmentKind
    rule: str = ""
    copy_of: tuple[int, int] | None = None


_DOCUMENT = _Verdict(SegmentKind.DOCUMENT)


def segments(text: str, lines: Sequence[Line]) -> tuple[Segment, ...]:
    """The whole text as segments of whole lines; blank lines go with the line above."""
    verdicts = [_DOCUMENT] * len(lines)
    for index, rule in _furniture(lines).items():
        verdicts[index] = _Verdict(SegmentKind.FURNITURE, rule)
    kept = [line for line, verdict in zip(lines, verdicts, strict=True) if verdict is _DOCUMENT]
    for repeat in _copies(text, kept):
        copy = _Verdict(
            SegmentKind.DUPLICATE, "repeated text", (repeat.copy_begin, repeat.copy_end)
        )
        for index, line in enumerate(lines):
            inside = line.end > repeat.begin and line.begin < repeat.end
            if inside and verdicts[index] is _DOCUMENT:
                verdicts[index] = copy
    return _joined(lines, verdicts)


def _joined(lines: Sequence[Line], verdicts: Sequence[_Verdict]) -> tuple[Segment, ...]:
    filled: list[_Verdict] = []
    for line, verdict in zip(lines, verdicts, strict=True):
        filled.append(filled[-1] if line.blank and filled else verdict)
    made, at = [], 0
    for _, group in groupby(filled, key=lambda each: (each.kind, each.copy_of)):
        run = list(group)
        begin, end = lines[at].begin, lines[at + len(run) - 1].end
        made.append(Segment(run[0].kind, begin, end, run[0].rule, run[0].copy_of))
        at += len(run)
    return tuple(made)


def _furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Furniture by index of line: what is so for certain, and the lesser parts between it."""
    found = furniture(lines)
    if not found:
        return {}
    parts = _parts(lines, found)
    weights = [_weight(lines, part) for part in parts]
    main = max(weights, default=0.0)
    for part, weight in zip(parts, weights, strict=True):
        if weight < _SHARE * main and not _is_structured(lines, part):
            found |= dict.fromkeys(part, "apart from the text")
        elif any(index < part[0] for index in found):
            found |= dict.fromkeys(part[: _head_begin(lines, part)], "above the title")
    return found


def _parts(lines: Sequence[Line], found: dict[int, str]) -> list[list[int]]:
    """Runs of written lines between furniture."""
    written = [index for index, line in enumerate(lines) if not line.blank]
    runs = groupby(written, key=lambda index: index in found)
    return [list(run) for is_furniture, run in runs if not is_furniture]


def _weight(lines: Sequence[Line], part: Sequence[int]) -> float:
    texts = (lines[index].text for index in part)
    return sum(len(text) for text in texts if is_prose(text) or "\t" in text)


def _is_structured(lines: Sequence[Line], part: Sequence[int]) -> bool:
    """Whether numbered headings or cells of a table show that a part is document."""
    numbered = sum(number_of(lines[index].text) is not None for index in part)
    return numbered >= 3 or sum("\t" in lines[index].text for index in part) >= 4


def _head_begin(lines: Sequence[Line], part: Sequence[int]) -> int:
    """How many lines of a part stand above the title of its text."""
    body = next((i for i, index in enumerate(part) if _is_text(lines[index])), len(part))
    marked = [i for i in range(body) if lines[part[i]].heading]
    if marked:
        return marked[0]
    begin, titles = body, 0
    while begin > 0:
        line = lines[part[begin - 1]]
        if not (is_head_mark(line.text) or is_byline(line.text)):
            parted = begin < len(part) and part[begin] - part[begin - 1] > 1
            shortest, longest = _TITLE_LENGTH
            fits = shortest <= len(line.text) <= longest and not _NO_TITLE.search(line.text)
            if not fits or titles == _TITLE_LINES or (titles and parted):
                break
            titles += 1
        begin -= 1
    return begin


def _is_text(line: Line) -> bool:
    """Whether a line belongs to the text below the head of a document."""
    if is_head_mark(line.text) or is_byline(line.text):
        return False
    numbered = number_of(line.text) or label_of(line.text)
    return is_prose(line.text) or numbered is not None or "\t" in line.text


def _copies(text: str, kept: Sequence[Line]) -> list[Repeat]:
    """Repetitions long enough to be a second copy of the document."""
    written = [line for line in kept if not line.blank]
    total = sum(character.isalnum() for line in written for character in line.text)
    found = repeats(text, [(line.begin, line.end) for line in written])
    return [
        repeat
        for repeat in found
        if repeat.length >= _COPY * total
        and _line_count(written, repeat.begin, repeat.end) >= _COPY_LINES
        and _line_count(written, repeat.copy_begin, repeat.copy_end) >= _COPY_LINES
    ]


def _line_count(lines: Sequence[Line], begin: int, end: int) -> int:
    return sum(line.end > begin and line.begin < end for line in lines)
