"""Tables flattened to text: one cell a line after a tab, further lines of a cell without one.

An empty line ends a row or stands inside a cell; which of both, only the number of columns tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph import Place
from loaders.process_tables.captions import (
    Caption,
    begins_with_acting_side,
    caption,
    closes,
    heading_style,
    is_loose,
    is_page_number,
    is_prose,
)
from loaders.process_tables.original import Line, Passage, Piece, passage

_INDENT = "\u3000\u3000"  # how a paragraph of running text begins
_NOTE_LENGTH = 20  # a line between caption and table, such as （单位：个）


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place. `after_blank`: an empty line stands before it."""

    passage: Passage
    line: int
    offset: int
    after_blank: bool

    @property
    def text(self) -> str:
        """Its text, with the breaks of the original."""
        return self.passage.text

    @property
    def name(self) -> str:
        """Its text on one line."""
        return self.passage.name

    @property
    def place(self) -> Place:
        """From its first to its last character; an empty cell is a point."""
        if not self.passage.pieces:
            return Place(self.line, None, self.offset, 0)
        return self.passage.place()


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A captioned table as a row of cells; `stray`: cells that stand behind its end."""

    caption: Caption
    place: Place
    cells: tuple[Cell, ...]
    stray: tuple[Cell, ...]


@dataclass(slots=True)
class _Growing:
    """A cell that is still being read."""

    line: int
    offset: int
    after_blank: bool
    pieces: list[Piece] = field(default_factory=list)

    def finished(self, encoding: str) -> Cell:
        """The cell as it was read."""
        return Cell(passage(self.pieces, encoding), self.line, self.offset, self.after_blank)


def find_tables(lines: Sequence[Line]) -> list[FlatTable]:
    """The tables of the text whose captions are of our genre, in order."""
    tables = []
    for index, line in enumerate(lines):
        found = caption(line)
        if found is not None and found.ours:
            tables.append(_table(found, line, lines[index + 1 :]))
    return tables


def _table(found: Caption, line: Line, rest: Sequence[Line]) -> FlatTable:
    place = passage(line.pieces(), line.encoding).place()
    body = rest[_preface(rest) :]
    body = body[: _extent(body)]
    cells, stray = _cells(body)
    return FlatTable(found, place, cells, stray)


def _preface(lines: Sequence[Line]) -> int:
    """How many lines stand between a caption and its first cell; all of them without a table."""
    for index, line in enumerate(lines):
        if line.text.startswith("\t"):
            return index
        if len(line.stripped) > _NOTE_LENGTH or is_prose(line.stripped) or closes(line, None):
            break
    return len(lines)


def _extent(lines: Sequence[Line]) -> int:
    """How many lines belong to a table that begins with the first of them."""
    style: int | None = None
    last = -1
    for index, line in enumerate(lines):
        if "\t" in line.text:
            last = index
            style = heading_style(line.stripped)
        elif closes(line, style):
            return last + 1 + _tail(lines[last + 1 : index], style)
    return last + 1 + _tail(lines[last + 1 :], style)


def _tail(lines: Sequence[Line], style: int | None) -> int:
    """How many lines after the last tab still belong to the last cell.

    Without a cell to follow, running text and a paragraph behind an empty line are the text after
    the table, save for one that says what a side does.
    """
    after_blank, kept = False, 0
    for index, line in enumerate(lines):
        text = line.stripped
        if not text:
            after_blank = True
            continue
        numbered = heading_style(text)
        if (is_loose(numbered) and numbered != style) or is_prose(line.stripped):
            break
        if line.text.startswith(_INDENT):
            break
        if after_blank and not begins_with_acting_side(text):
            break
        after_blank, kept = False, index + 1
    return kept


def _cells(lines: Sequence[Line]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The cells of the table, and those that stand behind running text after its end."""
    growing: list[_Growing] = []
    after_blank, end = False, None
    for line in lines:
        tabbed = "\t" in line.text
        if not line.stripped and not tabbed:
            after_blank = True
            continue
        if end is None and after_blank and not tabbed and is_prose(line.stripped):
            end = len(growing)
        if tabbed or (end is None and not is_page_number(line)):
            _read(line, growing, after_blank)
            after_blank = False
    cells = tuple(cell.finished(lines[0].encoding) for cell in growing)
    return cells[:end], cells[len(cells) if end is None else end :]


def _read(line: Line, growing: list[_Growing], after_blank: bool) -> None:
    """Every tab begins a cell; what stands before the first goes on with the cell above."""
    begin = 0
    while begin <= len(line.text):
        end = line.text.find("\t", begin)
        end = len(line.text) if end < 0 else end
        if begin:
            offset = line.offset + len(line.text[:begin].encode(line.encoding))
            growing.append(_Growing(line.number, offset, after_blank))
            after_blank = False
        if growing:
            growing[-1].pieces.extend(line.pieces(begin, end))
        begin = end + 1
