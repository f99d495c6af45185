"""The loader of the import format: any declared table as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph import Claim, Place, Rejected
from loaders.protocol import RawRow, SourceFile
from loaders.tabular.compiled import compiled
from loaders.tabular.encoding import is_workbook, text_encoding
from loaders.tabular.faults import SHOWN, CellError, Fault, Record, cell_count_fault, unreadable
from loaders.tabular.header import Layout, header_warnings, layout, read_header, table_of
from loaders.tabular.records import csv_records
from loaders.tabular.sheets import sheet_records
from ontology import TABLES

_SUFFIXES = (".csv", ".xlsx")


class TabularLoader:
    """Reads any import table that `ontology.TABLES` declares; it knows none by name."""

    __slots__ = ()

    name = "tabular"
    title_zh = "导入表格（CSV、XLSX）"
    title_en = "import tables (CSV, XLSX)"
    version = "1"
    family = "table"
    snapshot: str | None = None
    row_local = True

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the file is named after a table; a data package may name the table instead."""
        return path.suffix.lower() in _SUFFIXES and path.stem in TABLES

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows below the header; lines without any value are none."""
        try:
            yield from _rows(source)
        except OSError as error:
            raise unreadable(source.path, error) from error

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that the table does not declare."""
        try:
            return header_warnings(_opened(source)[0])
        except OSError as error:
            raise unreadable(source.path, error) from error

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What the rules of the table say of a row, or the first thing that is wrong with it."""
        found = row.payload
        if not isinstance(found, Layout):
            found = layout(table_of(source).name, tuple(row.fields))
        try:
            return compiled(found, source.zone).claims(row.fields, source)
        except CellError as error:
            return (error.rejecting(row),)


LOADER = TabularLoader()


def _opened(source: SourceFile) -> tuple[Layout, Iterator[Record]]:
    """The header of a file and the records below it. Raises `SourceError`."""
    path, table = source.path, table_of(source)
    if is_workbook(path):
        records = sheet_records(path, table.name)
    else:
        records = csv_records(path, text_encoding(path), source.lines)
    return read_header(path, table, next(records, None)), records


def _rows(source: SourceFile) -> Iterator[RawRow | Rejected]:
    found, records = _opened(source)
    names, identify, width = found.names, found.identify, len(found.names)
    for place, cells in records:
        if isinstance(cells, Fault):
            yield _rejected(place, cells, found)
        elif not cells[0].strip() and not any(cell.strip() for cell in cells):
            continue
        elif len(cells) != width:
            yield _rejected(place, cell_count_fault(cells, width), found)
        else:
            yield RawRow(place, identify(cells), dict(zip(names, cells, strict=True)), found)


def _rejected(place: Place, fault: Fault, found: Layout) -> Rejected:
    known = fault.index is not None and fault.index < len(found.names)
    field = found.names[fault.index or 0] if known else ""
    value = fault.value[:SHOWN]
    return Rejected(place, field, value, fault.rule, fault.message, found.identity_of(fault))
