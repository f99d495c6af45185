"""Any answer as an Excel workbook: its rows, its matrix where it has one, and how it was asked.

No cell is ever a formula: a text that begins like one stays a text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dashboard.render.columns import cell, table_of
from dashboard.render.text import moment
from graph import InvalidValueError
from queries import Result, query_named

MOST_ROWS = 1_048_575  # of a sheet, below its heading
LONGEST = 32_767  # characters of a cell
Value = str | int | float


def write_workbook(result: Result[object], path: Path) -> int:
    """Write an answer; returns the number of rows. Whole or not at all.

    Raises `InvalidValueError` for more rows than a sheet can have.
    """
    if len(result.rows) > MOST_ROWS:
        raise InvalidValueError(
            "--xlsx", str(len(result.rows)), "一张表放不下 / too many rows", "--csv FILE"
        )
    book = Workbook(write_only=True)
    _fill(book.create_sheet("rows"), *_rows(result))
    matrix = _matrix(result)
    if matrix is not None:
        _fill(book.create_sheet("matrix"), *matrix)
    _fill(book.create_sheet("query"), ("name", "value"), _query(result))
    stream = BytesIO()
    book.save(stream)
    temporary = path.with_name(f".{path.name}.writing")
    try:
        with temporary.open("wb") as file:
            file.write(stream.getvalue())
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return len(result.rows)


def _rows(result: Result[object]) -> tuple[Sequence[str], Iterable[Sequence[Value]]]:
    """All columns as in CSV; numbers stay numbers."""
    table = table_of(result)
    plainly = [n for n in table.names if hasattr(result.rows[0], n)] if result.rows else []
    lines = []
    for row, texts in zip(result.rows, table.rows, strict=True):
        values: list[Value] = [
            _value(getattr(row, name), text) for name, text in zip(plainly, texts, strict=False)
        ]
        lines.append([*values, *texts[len(plainly) :]])
    return table.names, lines


def _value(value: object, text: str) -> Value:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return text


def _matrix(result: Result[object]) -> tuple[Sequence[str], Iterable[Sequence[Value]]] | None:
    """One field against another, as the question declares it."""
    declared = query_named(result.question).matrix
    if declared is None or not result.rows:
        return None
    cells: dict[tuple[str, ...], dict[str, Value]] = {}
    columns: dict[str, None] = {}
    for row in result.rows:
        key = tuple(cell(getattr(row, name)) for name in declared.rows)
        column = " → ".join(cell(getattr(row, name)) for name in declared.columns)
        value = getattr(row, declared.value)
        columns[column] = None
        here = cells.setdefault(key, {})
        here[column] = f"{here[column]}; {cell(value)}" if column in here else _value(
            value, cell(value)
        )  # fmt: skip
    head = (*declared.rows, *columns)
    return head, [[*key, *(found.get(c, "") for c in columns)] for key, found in cells.items()]


def _query(result: Result[object]) -> Iterable[Sequence[Value]]:
    query = query_named(result.question)
    yield "question", result.question
    yield "问题", query.question_zh
    yield "question in English", query.question_en
    yield from result.params.items()
    yield "as_of (+08:00)", moment(result.as_of)
    yield "known_at (+08:00)", moment(result.known_at) if result.known_at else "现在 now"
    yield "ledger_head", result.ledger_head
    yield "summary", result.summary[0]
    yield "summary in English", result.summary[1]
    yield "rows", len(result.rows)
    yield "left out", result.truncated
    if result.withheld:
        yield "withheld by security level", result.withheld
    for notice in result.notices:
        yield "notice", notice
    for one in result.executed:
        yield f"stage {one.stage}", one.cypher


def _fill(sheet: WriteOnlyWorksheet, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet.freeze_panes = "A2"
    for line in (names, *rows):
        sheet.append([_cell(sheet, value) for value in line])


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> object:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("�", value)[:LONGEST])
    made.data_type = "s"  # whatever it begins with
    return made


__all__ = ["write_workbook"]
