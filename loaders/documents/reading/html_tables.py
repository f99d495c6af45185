"""Tables of a web page as they open and close: which hold rows of cells, which only lay out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.documents.reading.extract import RawCell, RawTable

_LONGEST = 1500  # a cell with more text is a page's column, not a cell of a table
_MOST_SPAN = 200


@dataclass(slots=True)
class OpenCell:
    """A cell being read; until text is found in it, it is the point behind its tag."""

    row: int
    column: int
    row_span: int
    column_span: int
    header: bool
    begin: int
    end: int
    written: bool = False

    def take(self, begin: int, end: int) -> None:
        """Text was found in the cell."""
        self.begin = self.begin if self.written else begin
        self.end, self.written = end, True


@dataclass(slots=True)
class OpenTable:
    """A table being read. `nested`: it holds another table, so it lays out a page."""

    begin: int
    nested: bool = False
    row: int = -1
    column: int = 0
    taken: set[tuple[int, int]] = field(default_factory=set)
    cells: list[OpenCell] = field(default_factory=list)

    def start_row(self) -> None:
        """`tr` begins."""
        self.row += 1
        self.column = 0

    def start_cell(self, attributes: Mapping[str, str], at: int, *, header: bool) -> OpenCell:
        """`td` or `th` begins, in the next place that no cell spans."""
        if self.row < 0:
            self.start_row()
        while (self.row, self.column) in self.taken:
            self.column += 1
        rows, columns = _span(attributes, "rowspan"), _span(attributes, "colspan")
        cell = OpenCell(self.row, self.column, rows, columns, header, at, at)
        self.taken |= {
            (self.row + down, self.column + right)
            for down in range(rows)
            for right in range(columns)
        }
        self.column += columns
        self.cells.append(cell)
        return cell

    def finished(self) -> RawTable | None:
        """The table, None where it only lays out."""
        written = [cell for cell in self.cells if cell.written]
        if self.nested or not written or not _is_grid(self.cells):
            return None
        if max(cell.end - cell.begin for cell in written) > _LONGEST:
            return None
        cells = tuple(
            RawCell(c.row, c.column, c.begin, c.end, c.row_span, c.column_span, c.header)
            for c in self.cells
        )
        return RawTable(cells, written[0].begin, max(cell.end for cell in written))


def _is_grid(cells: Sequence[OpenCell]) -> bool:
    """At least two rows, and two written cells side by side in at least half of them."""
    rows: dict[int, int] = {}
    for cell in cells:
        rows[cell.row] = rows.get(cell.row, 0) + cell.written
    wide = sum(count > 1 for count in rows.values())
    return len(rows) > 1 and wide * 2 >= len(rows)


def _span(attributes: Mapping[str, str], name: str) -> int:
    value = attributes.get(name, "")
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() else 1
