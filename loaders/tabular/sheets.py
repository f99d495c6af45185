"""Records of an XLSX workbook with their places, streamed; cells as a person sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from graph import Place, Rejected, SourceError

_REMEDY = "另存为 .xlsx 或 .csv / save it as .xlsx or .csv"


def sheet_records(path: Path, table: str) -> Iterator[tuple[Place, list[str]] | Rejected]:
    """Each row of the sheet named like the table, else of the first sheet; the header first."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise SourceError(path, f"不是 XLSX 工作簿 / no XLSX workbook: {error}", _REMEDY) from error
    try:
        sheet = book[table] if table in book.sheetnames else book[book.sheetnames[0]]
        width = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(v) for v in values]
            if not any(cells):
                continue
            if not width:
                while cells and not cells[-1]:
                    cells.pop()
                width = len(cells)
            place = Place(locator=f"sheet={sheet.title};row={number}")
            yield place, _fitted(cells, width)
    finally:
        book.close()


def _fitted(cells: list[str], width: int) -> list[str]:
    """Without the empty cells that a sheet pads its rows with."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep="T")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
