"""Tables of a document: their rows and header, what blank cells inherit, what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.cleaning.offsets import OffsetMap
from loaders.documents.model import Cell, Row, Table
from loaders.documents.reading.extract import RawCell, RawTable
from loaders.documents.structure.cells import FlatCell, FlatTable
from loaders.documents.structure.grid import Grid, GridRow, grid
from loaders.documents.structure.headers import completes, is_header_row, keys, stands
from loaders.process_tables.original import joined


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that does not add up: its number from 1, its range, its cells, how many it needs."""

    row: int
    begin: int
    end: int
    cells: int
    width: int


def flat_table(table: FlatTable) -> tuple[Table, list[Misfit]]:
    """A flattened table as rows and columns."""
    laid = grid(table)
    header = laid.upper + 1 if laid.upper else _plain_header(laid)
    rows = [_row(index, row, header) for index, row in enumerate(laid.rows)]
    if laid.upper:
        rows[: laid.upper] = _placed(rows[: laid.upper], rows[laid.upper], laid.width)
    return _table(rows, laid.width)


def grid_table(raw: RawTable, text: str, offsets: OffsetMap) -> tuple[Table, list[Misfit]]:
    """A table that the file itself marks; what merged cells cover becomes blank cells."""
    width = max(cell.column + cell.column_span for cell in raw.cells)
    count = max(cell.row + cell.row_span for cell in raw.cells)
    by_row: list[list[Cell]] = [[] for _ in range(count)]
    for cell in raw.cells:
        own = _own_cell(cell, text, offsets)
        by_row[cell.row].append(own)
        for row in range(cell.row + 1, cell.row + cell.row_span):
            by_row[row].append(
                replace(own, row=row, begin=own.end, text="", name="", row_span=1,
                        inherited=(own.row, own.column))
            )  # fmt: skip
    marked = sum(all(c.header for c in raw.cells if c.row == row) for row in range(count))
    header = marked or _deep_header(by_row[0])
    rows = []
    for index, cells in enumerate(by_row):
        ordered = tuple(sorted(cells, key=lambda cell: cell.column))
        whole = sum(cell.column_span for cell in ordered) == width
        rows.append(_made(index, ordered, header=index < header, whole=whole))
    return _table([row for row in rows if row.cells], width)


def _own_cell(cell: RawCell, text: str, offsets: OffsetMap) -> Cell:
    begin, end = offsets.cleaned(cell.begin, cell.end)
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    shown = text[begin:end]
    return Cell(
        cell.row, cell.column, begin, end, shown, joined(shown), cell.row_span, cell.column_span
    )


def _deep_header(first: Sequence[Cell]) -> int:
    """The header of an unmarked table: as deep as the tallest cell of a first row of words."""
    if not is_header_row([cell.name for cell in first]):
        return 0
    return max(cell.row_span for cell in first)


def _plain_header(laid: Grid) -> int:
    """How many rows of full width are the header: none, one, or two that complete each other."""
    if not laid.rows or not laid.rows[0].whole:
        return 0
    first = [joined(cell.text) for cell in laid.rows[0].cells]
    if not is_header_row(first):
        return 0
    if len(laid.rows) > 2 and laid.rows[1].whole:
        second = [joined(cell.text) for cell in laid.rows[1].cells]
        return 2 if completes(first, second) else 1
    return 1


def _row(index: int, row: GridRow, header: int) -> Row:
    cells = tuple(_cell(index, column, cell) for column, cell in enumerate(row.cells))
    return _made(index, cells, header=index < header, whole=row.whole)


def _cell(row: int, column: int, cell: FlatCell) -> Cell:
    return Cell(row, column, cell.begin, cell.end, cell.text, joined(cell.text))


def _made(number: int, cells: tuple[Cell, ...], *, header: bool, whole: bool) -> Row:
    begin = min((cell.begin for cell in cells), default=0)
    return Row(number, cells, header, whole, begin, max((c.end for c in cells), default=begin))


def _placed(upper: Sequence[Row], lower: Row, width: int) -> list[Row]:
    """Narrow header rows with their cells above the columns that they span."""
    made: list[Row] = []
    below = [cell.name for cell in lower.cells]
    for row in reversed(upper):
        found = stands([cell.name for cell in row.cells], below, width)
        if found is None:
            made.append(replace(row, whole=False))
            continue
        cells = tuple(
            replace(cell, column=stand.column, column_span=stand.span)
            for cell, stand in zip(row.cells, found, strict=True)
        )
        made.append(replace(row, cells=cells))
    return made[::-1]


def _table(rows: Sequence[Row], width: int) -> tuple[Table, list[Misfit]]:
    body = [row for row in rows if not row.header and row.whole]
    texts = [_texts(row, width) for row in body]
    found = keys(texts, width)
    made = list(_inheriting(rows, found))
    begin = min((row.begin for row in rows), default=0)
    end = max((row.end for row in rows), default=begin)
    columns = tuple(_titles(made, column) for column in range(width))
    misfits = [
        Misfit(row.number + 1, row.begin, row.end, len(row.cells), width)
        for row in made
        if not row.whole
    ]
    return Table("", None, None, begin, end, width, columns, found, tuple(made)), misfits


def _texts(row: Row, width: int) -> list[str]:
    """The text of each column; what a merged cell covers counts as written."""
    texts = [""] * width
    for cell in row.cells:
        for column in range(cell.column, min(cell.column + cell.column_span, width)):
            texts[column] = cell.name or ("merged" if cell.inherited else "")
    return texts


def _titles(rows: Sequence[Row], column: int) -> tuple[str, ...]:
    """The header cells above a column, from the top down."""
    titles: list[str] = []
    for row in rows:
        if row.header and row.whole:
            titles += (
                cell.name
                for cell in row.cells
                if cell.column <= column < cell.column + cell.column_span and cell.name
            )
    return tuple(dict.fromkeys(titles))


def _inheriting(rows: Sequence[Row], found: Sequence[int]) -> Iterator[Row]:
    """Rows whose blank key cells name the cell above that holds for them.

    A written key cell parts those to its right from what stood above them; after a row that does
    not add up nothing is inherited, as its cells may have been other ones.
    """
    above: dict[int, tuple[int, int]] = {}
    for row in rows:
        if row.header or not row.whole:
            above.clear()
            yield row
            continue
        made: list[Cell] = []
        for cell in row.cells:
            if cell.column in found and cell.inherited is None:
                if cell.name:
                    above = {key: at for key, at in above.items() if key < cell.column}
                    above[cell.column] = (cell.row, cell.column)
                elif cell.column in above:
                    cell = replace(cell, inherited=above[cell.column])  # noqa: PLW2901
            made.append(cell)
        yield replace(row, cells=tuple(made))
