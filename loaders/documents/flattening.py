"""Documents with real tables as flattened text, for the reader of process tables.

One cell a line behind a tab, an empty line between rows: as such tables stand in text files. Each
character still knows where it stands in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from graph import Place
from loaders.documents.model import Cell, Document, Row, Table
from loaders.documents.structure.headers import is_header_row
from loaders.process_tables.original import Line

_ENCODING = "utf-32-le"
_WIDTH = 4  # bytes of a character in it, so that places count characters
_INHERITING = re.compile(r"过程|类别|序号|编号")


@dataclass(frozen=True, slots=True)
class _Written:
    """A line of the flattened text; `begin` of the document is its first character but a tab."""

    text: str
    begin: int


@dataclass(frozen=True, slots=True, eq=False)
class Flattened:
    """The lines of a document with its tables flattened, and the way back to the document."""

    document: Document
    lines: tuple[Line, ...]
    begins: tuple[int, ...]

    def place(self, place: Place) -> Place:
        """Where in the document's file a place of the flattened text stands."""
        if place.offset is None or place.length is None:
            return self.document.place(0, 0)
        first = place.offset // _WIDTH
        last = first + max(place.length // _WIDTH, 1) - 1
        begin, end = self._at(first), self._at(last) + (place.length > 0)
        return self.document.place(min(begin, end), max(begin, end))

    def of(self, begin: int, end: int) -> Place:
        """The place in the flattened text of a stretch of the document outside its tables."""
        index = max(i for i, at in enumerate(self.begins) if at <= begin)
        line = self.lines[index]
        offset = line.offset + (begin - self.begins[index]) * _WIDTH
        return Place(line.number, begin - self.begins[index], offset, (end - begin) * _WIDTH)

    def _at(self, character: int) -> int:
        index = bisect_right(self.lines, character * _WIDTH, key=lambda line: line.offset) - 1
        line = self.lines[index]
        within = character - line.offset // _WIDTH - line.text.startswith("\t")
        return self.begins[index] + max(within, 0)


def flattened(document: Document, text: str) -> Flattened:
    """A document as flattened text; `text`: what of it is its own."""
    written = [*_lines(document, text)]
    lines: list[Line] = []
    offset = 0
    for number, each in enumerate(written, start=1):
        lines.append(Line(number, offset, each.text, _ENCODING))
        offset += (len(each.text) + 1) * _WIDTH
    return Flattened(document, tuple(lines), tuple(each.begin for each in written))


def _lines(document: Document, text: str) -> Iterator[_Written]:
    at = 0
    for table in sorted(document.tables, key=lambda table: table.begin):
        yield from _plain(text, at, table.begin)
        for row in table.rows:
            yield _Written("", row.begin)
            yield from _row(table, row)
        yield _Written("", table.end)
        at = table.end
    yield from _plain(text, at, len(text))


def _plain(text: str, begin: int, end: int) -> Iterator[_Written]:
    for line in text[begin:end].split("\n"):
        yield _Written(line.strip("\t"), begin + len(line) - len(line.lstrip("\t")))
        begin += len(line) + 1


def _row(table: Table, row: Row) -> Iterator[_Written]:
    header = row.header or is_header_row([cell.name for cell in row.cells if cell.text])
    for cell in row.cells:
        shown = table.value(cell) if _is_repeated(table, cell) else cell
        first, *rest = shown.text.split("\n")
        yield _Written(f"\t{first}", shown.begin)
        begin = shown.begin + len(first) + 1
        for line in rest:
            yield _Written(line, begin)
            begin += len(line) + 1
        if not header:
            yield from (_Written("\t", shown.end) for _ in range(1, cell.column_span))


def _is_repeated(table: Table, cell: Cell) -> bool:
    """Whether a cell is covered by a merged one that means each of its rows.

    A blank cell of a column of processes inherits in flattened tables too.
    """
    if cell.inherited is None or cell.text:
        return False
    above = table.value(cell)
    merged = above.row + above.row_span > cell.row
    header = "".join(table.columns[cell.column]) if cell.column < len(table.columns) else ""
    return merged and _INHERITING.search(header) is None
