"""One captioned table: its columns and rows, and what is wrong with it as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import Rejected
from loaders.process_tables.captions import Caption
from loaders.process_tables.flattened import Cell, FlatTable
from loaders.process_tables.headers import Column, is_interface_table, read_header
from loaders.process_tables.table_rows import TableRow, chunked, table_rows


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header that makes sense; without one it has no columns and no rows."""

    caption: Caption
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[Rejected, ...]

    @property
    def of_interfaces(self) -> bool:
        """Whether it is an interface table; otherwise it is a process list."""
        return is_interface_table(self.columns)


def read_table(flat: FlatTable) -> Table:
    """The columns and rows of a flattened table."""
    faults = _stray(flat)
    if not flat.cells:
        return Table(flat.caption, (), (), (*faults, _no_table(flat)))
    length, made = read_header(flat.cells)
    rest = flat.cells[length:]
    if not made or not _ends_here(rest, made):
        return Table(flat.caption, (), (), (*faults, _no_columns(flat, length)))
    if not rest:
        return Table(flat.caption, (), (), (*faults, _no_table(flat)))
    return Table(flat.caption, made, tuple(table_rows(rest, made)), faults)


def _ends_here(rest: Sequence[Cell], made: Sequence[Column]) -> bool:
    """Whether an empty line follows the header, or cells that are rows of these columns."""
    if not rest or rest[0].after_blank:
        return True
    end = next((i for i, cell in enumerate(rest) if i and cell.after_blank), len(rest))
    return chunked(tuple(rest[:end]), made) is not None


def _no_table(flat: FlatTable) -> Rejected:
    return Rejected(
        flat.place, "caption", flat.caption.title, "table below its caption",
        f"表{flat.caption.number}只有标题没有表格，请补上表格或删去标题 / "
        "a caption without a table: add the table below it, one cell a line after a tab, "
        "or remove the caption",
    )  # fmt: skip


def _no_columns(flat: FlatTable, length: int) -> Rejected:
    shown = " | ".join(cell.name for cell in flat.cells[: length + 1] if cell.text)
    return Rejected(
        flat.place, "header", shown, "known header cells",
        f"表{flat.caption.number}的表头无法识别，请使用一级过程、主责部门、接口项目等表头 / "
        "the header is not understood: use header cells such as 一级过程, 主责部门, 接口项目",
    )  # fmt: skip


def _stray(flat: FlatTable) -> tuple[Rejected, ...]:
    if not flat.stray:
        return ()
    first = next((cell for cell in flat.stray if cell.text), flat.stray[0])
    return (
        Rejected(
            first.place, "cells", first.name[:40], "cells belong to a table",
            f"表{flat.caption.number}之后的正文后面又有{len(flat.stray)}个单元格，"
            "请删去表中的正文或给它们加上表题 / cells behind running text: "
            "take the text out of the table, or give the cells a caption of their own",
        ),
    )  # fmt: skip
