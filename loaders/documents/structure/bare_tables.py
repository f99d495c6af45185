"""Numbered tables flattened without any tab: one cell a line, the first header cell 序号.

Only where serial numbers stand at equal distances to the end is such a run a table; a blank cell
leaves no line, so anything else would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.documents.structure.cells import FlatCell, FlatTable
from loaders.documents.structure.lines import Line
from loaders.documents.structure.marks import is_date, is_prose
from loaders.documents.structure.numbering import label_of, number_of

_FIRST = re.compile(r"(?:序号|编号)\Z")
_WORD = re.compile(r"[\u4e00-\u9fff（）/、]{2,12}\Z")
_WIDEST = 10
_FEWEST = 2


def bare_tables(lines: Sequence[Line]) -> Iterator[FlatTable]:
    """The tables without tabs among lines, in order."""
    written = [index for index, line in enumerate(lines) if not line.blank]
    texts = [lines[index].text for index in written]
    for at, text in enumerate(texts):
        if _FIRST.match(text):
            width, rows = _shape(texts, at)
            if rows >= _FEWEST:
                inside = written[at : at + width * (rows + 1)]
                cells = [_cell(lines[index]) for index in inside]
                groups = tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width))
                yield FlatTable(inside[0], inside[-1] + 1, groups, True)


def _shape(texts: Sequence[str], at: int) -> tuple[int, int]:
    """Width and number of rows below the header that begins at `at`; no rows where it is none."""
    width = next((i for i in range(1, _WIDEST + 1) if texts[at + i : at + i + 1] == ["1"]), 0)
    if width < _FEWEST or not all(map(_WORD.match, texts[at : at + width])):
        return 0, 0
    rows = 0
    while texts[at + width * (rows + 1) :][:1] == [str(rows + 1)]:
        rows += 1
    end = at + width * (rows + 1)
    last = texts[end - width + 1 : end]
    goes_on = str(rows + 1) in texts[end - width + 1 : end + width]
    fits = len(last) == width - 1 and not any(map(_is_text, last))
    return (width, rows) if fits and not goes_on else (0, 0)


def _is_text(text: str) -> bool:
    """Whether a line belongs behind the table rather than into its last row."""
    marked = number_of(text) is not None or label_of(text) is not None
    return marked or is_date(text) or is_prose(text)


def _cell(line: Line) -> FlatCell:
    return FlatCell(line.begin, line.end, False, [line.text])
