"""Rows of a flattened table: a cell for each column, and empty lines as a second witness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import Place
from loaders.process_tables.flattened import Cell
from loaders.process_tables.headers import Column, Role, header_word, is_interface_table
from loaders.process_tables.original import REPLACED, through
from loaders.process_tables.unit_names import names_full_units, read_units

_UNITS = (Role.LEAD, Role.RELATED, Role.UNIT_AT)
_PROCESSES = (Role.CATEGORY, Role.PROCESS, Role.PROCESS_AT)
_JOINED_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, number from 1 within its table.

    `whole`: it has a cell for each column. `shifted`: units stand where its process should.
    """

    number: int
    cells: tuple[Cell, ...]
    whole: bool
    shifted: bool = False

    @property
    def cut(self) -> bool:
        """Whether the file breaks off inside the row."""
        return any(REPLACED in cell.text for cell in self.cells)

    @property
    def sound(self) -> bool:
        """Whether every cell of the row is there and can be read."""
        return self.whole and not self.shifted and not self.cut

    @property
    def place(self) -> Place:
        """From the first character of the row to its last."""
        written = [cell for cell in self.cells if cell.text] or list(self.cells)
        return through(written[0].place, written[-1].place)


def table_rows(cells: Sequence[Cell], columns: Sequence[Column]) -> list[TableRow]:
    """The rows below the header. Cells that do not add up to rows are kept as one broken row.

    An empty line before a tab bounds a row, unless it was the end of a cell: then only the pieces
    together have the width of the table and read like a row of it. Lost empty lines likewise.
    """
    groups = [g for g in _groups(cells) if not _is_header(g)]
    rows: list[TableRow] = []
    number = 1
    while groups:
        taken, found = _next_rows(groups, columns)
        del groups[:taken]
        for row_cells, sound in found:
            shifted = sound and _is_shifted(row_cells, columns)
            rows.append(TableRow(number, row_cells, sound, shifted))
            number += 1 if sound else max(1, -(-len(row_cells) // len(columns)))
    return rows


def _groups(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """The cells between empty lines."""
    groups: list[list[Cell]] = []
    for cell in cells:
        if cell.after_blank or not groups:
            groups.append([])
        groups[-1].append(cell)
    return [tuple(group) for group in groups]


def _is_header(group: Sequence[Cell]) -> bool:
    """Whether a group repeats header cells, as tables do on every page."""
    written = [cell for cell in group if cell.text]
    return len(written) > 1 and all(header_word(cell) for cell in written)


def _next_rows(
    groups: Sequence[tuple[Cell, ...]], columns: Sequence[Column]
) -> tuple[int, list[tuple[tuple[Cell, ...], bool]]]:
    """How many groups are used up, and the rows they are."""
    width, first = len(columns), groups[0]
    if len(first) == width:
        return 1, [(first, True)]
    chunks = chunked(first, columns)
    if chunks is not None:
        return 1, [(chunk, True) for chunk in chunks]
    together = first
    for taken, group in enumerate(groups[1:_JOINED_AT_MOST], start=2):
        together += group
        if len(together) == width and reads_like_a_row(together, columns):
            return taken, [(together, True)]
        if len(together) >= width:
            break
    return 1, [(first, False)]


def _is_shifted(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether a column of processes holds units: cells are lost in both header and row."""
    return any(
        column.role in _PROCESSES and names_full_units(cell.passage)
        for cell, column in zip(cells, columns, strict=True)
    )


def chunked(cells: tuple[Cell, ...], columns: Sequence[Column]) -> list[tuple[Cell, ...]] | None:
    """Several rows without empty lines between them; None where they do not add up to rows."""
    width = len(columns)
    chunks = [cells[i : i + width] for i in range(0, len(cells), width)]
    if len(cells) % width or not all(reads_like_a_row(chunk, columns) for chunk in chunks):
        return None
    return chunks


def reads_like_a_row(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether units stand in the columns of units, and nowhere else, and a process is named."""
    for cell, column in zip(cells, columns, strict=True):
        listed = read_units(cell.passage)
        if column.role in _UNITS and listed.unread:
            return False
        if column.role in _PROCESSES and cell.text and not listed.unread:
            return False
    named = Role.PROCESS_AT if is_interface_table(columns) else Role.PROCESS
    return any(c.text for c, column in zip(cells, columns, strict=True) if column.role is named)
