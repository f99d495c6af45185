"""Records of an XLSX workbook: what a person sees in its cells, as text."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date, datetime, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import Protocol

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph import Place, SourceError
from loaders.tabular.faults import Fault, Record


class _Cell(Protocol):
    """A cell of openpyxl, be it empty or filled."""

    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...

    @property
    def number_format(self) -> str | None: ...


_Cells = Sequence[_Cell]
_DAMAGED = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, SyntaxError, TypeError,
    ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TAIL = 64
_PADDED = re.compile(r"0{2,}\Z")
# Excel keeps 15 digits and shows no more.
_SHOWN_DIGITS = ".15g"
_EXACT = 1e15

# What it cannot keep when writing is no matter for us, who only read.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


def sheet_records(path: Path, table: str) -> Iterator[Record]:
    """The rows of the sheet named like the table, else of the first one; its header first.

    Raises `SourceError` for a workbook that is damaged or holds no sheet.
    """
    try:
        with ExitStack() as stack:
            yield from _records(path, table, stack)
    except _DAMAGED as error:
        raise SourceError(
            path,
            f"工作簿已损坏或不是 .xlsx / damaged, or no .xlsx workbook: {error!r:.200}",
            "用表格软件打开后另存 / open it in a spreadsheet program and save it again",
        ) from error


def _records(path: Path, table: str, stack: ExitStack) -> Iterator[Record]:
    sheet = _sheet(_opened(path, stack, data_only=True), table, path)
    formulas: Iterator[_Cells] = repeat(())
    if _has_formulas(path):
        formulas = iter(_sheet(_opened(path, stack, data_only=False), table, path).rows)
    width = 0
    for number, (cells, written) in enumerate(zip(sheet.rows, formulas, strict=False), 1):
        content = _row(cells, written)
        if isinstance(content, list):
            if number == 1:
                width = len(_trimmed(content, 0))
            content = _trimmed(content, width)
        yield Place(locator=f"sheet={sheet.title};row={number}"), content


def _opened(path: Path, stack: ExitStack, *, data_only: bool) -> Workbook:
    # openpyxl judges a path by its suffix, which a kept original has lost.
    stream = stack.enter_context(path.open("rb"))
    return stack.enter_context(
        closing(load_workbook(stream, read_only=True, data_only=data_only, keep_links=False))
    )


def _sheet(workbook: Workbook, table: str, path: Path) -> Worksheet:
    sheets = workbook.worksheets
    if not sheets:
        raise SourceError(
            path,
            "工作簿没有工作表 / the workbook holds no worksheet",
            "把表放在第一个工作表 / put the table on its first sheet",
        )
    sheet = next((sheet for sheet in sheets if sheet.title == table), sheets[0])
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    return sheet


def _has_formulas(path: Path) -> bool:
    """Whether any sheet holds a formula: only then they need a reading of their own."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                with archive.open(name) as stream:
                    tail = b""
                    while block := stream.read(1 << 20):
                        if _FORMULA.search(tail + block):
                            return True
                        tail = block[-_TAIL:]
    return False


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Cells filled up to `width`, without the blank ones beyond it."""
    cells += [""] * (width - len(cells))
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _row(cells: _Cells, formulas: _Cells) -> list[str] | Fault:
    texts = [_text(cell) for cell in cells]
    for index, cell in enumerate(cells):
        if cell.data_type == "e":
            return _fault(texts, index, texts[index])
        lost = cell.value is None and cell.data_type != "str"
        if lost and index < len(formulas) and formulas[index].data_type == "f":
            return _fault(texts, index, str(formulas[index].value))
    return texts


def _fault(texts: list[str], index: int, value: str) -> Fault:
    return Fault(
        "formula",
        "公式没有可用的结果：请在表格软件中计算后保存，或写入数值 / a formula without a usable "
        "result: calculate and save it in a spreadsheet program, or write the value",
        value,
        index,
        texts,
    )


def _text(cell: _Cell) -> str:
    """The content of a cell as a person sees it: ISO dates, no `.0`, the zeros of a code."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _digits(value, cell.number_format or "")
    return _moment(value)


def _digits(value: int | float, number_format: str) -> str:
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= _EXACT:
            return format(value, _SHOWN_DIGITS)
        value = int(value)
    digits = str(value)
    return digits.zfill(len(number_format)) if _PADDED.match(number_format) else digits


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        moment = value + timedelta(microseconds=500_000) if value.microsecond else value
        if moment.time().replace(microsecond=0) == time():
            return moment.date().isoformat()
        return moment.replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
