"""Ruled tables on a page of a PDF file: the boxes of their cells as rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner of the page."""

_NEAR = 3.0  # edges nearer than this are one


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell with its text, lines of it joined, at its row and column."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page; `edges`: where its columns are parted."""

    number: int
    box: Box
    cells: tuple[PageCell, ...]
    edges: tuple[float, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.box[1]

    def rows(self) -> list[tuple[PageCell, ...]]:
        """Its cells row by row."""
        rows = groupby(self.cells, key=lambda cell: cell.row)
        return [tuple(cells) for _, cells in rows]

    def fits(self, edges: Sequence[float]) -> bool:
        """Whether its columns are parted where those of another table are."""
        return len(edges) == len(self.edges) and all(
            abs(mine - other) <= _NEAR for mine, other in zip(self.edges, edges, strict=True)
        )


def page_tables(page: Page) -> list[PageTable]:
    """The tables of a page from top to bottom; a box around text is none."""
    found = []
    for number, table in enumerate(page.find_tables(), start=1):
        made = _table(page, table, number)
        if made is not None:
            found.append(made)
    return found


def _table(page: Page, table: Table, number: int) -> PageTable | None:
    boxes: list[Box] = list(table.cells)
    columns = _edges([x for box in boxes for x in (box[0], box[2])])
    rows = _edges([y for box in boxes for y in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 3:
        return None
    cells = []
    for box in boxes:
        row, column = _index(rows, box[1]), _index(columns, box[0])
        down, right = _index(rows, box[3]) - row, _index(columns, box[2]) - column
        text = page.crop(box, strict=False).extract_text() or ""
        cells.append(PageCell(row, column, down, right, text))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(number, table.bbox, tuple(cells), tuple(columns))


def _edges(values: Sequence[float]) -> list[float]:
    """The different ones of these coordinates, in order."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))
