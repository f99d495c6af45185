"""What is wrong with a row of these tables, and how to mend it."""

from __future__ import annotations

from graph import Place, Rejected
from loaders.process_tables.process_names import NamedProcess
from loaders.process_tables.process_rows import ListedProcess
from loaders.process_tables.table_rows import TableRow

_SHOWN = 60


def _shown(row: TableRow) -> str:
    return " | ".join(cell.name for cell in row.cells)[:_SHOWN]


def untitled_document() -> Rejected:
    """No heading before the text."""
    return Rejected(
        Place(1, 0), "title", "", "a document has a title",
        "正文之前找不到标题，请在文首写明发文单位和“…方案” / no title before the text: "
        "begin the file with the issuing bureau and a line that ends in 方案, 规划, 计划 …",
    )  # fmt: skip


def without_title(row: TableRow, identity: str) -> Rejected:
    """An interface is numbered within its document, and the document has no title."""
    return Rejected(
        row.place, "document", _shown(row), "an interface belongs to a titled document",
        "文件没有标题，接口无法编号，请在文首写明标题 / the document has no title to number the "
        "interface under: write the title at the beginning of the file",
        identity,
    )  # fmt: skip


def without_level(row: TableRow) -> Rejected:
    """A process exists at a level, and nothing tells which."""
    return Rejected(
        row.place, "level", _shown(row), "the level of a process is known",
        "看不出过程的层级，请在文首写明发文气象局全称，或在接口表头写“自治区级/省级” / "
        "the level is not told: name the issuing bureau in full at the beginning, "
        "or a level in the header of the interface table",
    )  # fmt: skip


def unreadable(row: TableRow, width: int, identity: str) -> Rejected:
    """A row that is cut off, that lacks cells or has too many, or that names no process."""
    if row.cut:
        return Rejected(
            row.place, "row", _shown(row), "the file is whole",
            "文件在此处中断，请重新导出 / the file breaks off here: export it again",
            identity,
        )  # fmt: skip
    if not row.whole:
        return Rejected(
            row.place, "cells", _shown(row), f"{width} cells a row",
            f"此处有{len(row.cells)}个单元格，应为{width}个；请补齐（空单元格写一个制表符） / "
            f"{len(row.cells)} cells where a row has {width}: add what is missing, a blank cell is "
            "a line with a tab alone",
            identity,
        )  # fmt: skip
    if row.shifted:
        return Rejected(
            row.place, "cells", _shown(row), "processes stand in the columns of processes",
            "过程栏里是单位名称，表头或此行可能缺少单元格；请核对 / units stand in a column of "
            "processes: check whether the header or this row lacks a cell",
            identity,
        )  # fmt: skip
    return Rejected(
        row.place, "process", _shown(row), "a row names a process",
        "此行没有过程名称，请填写过程名称 / the row names no process: fill in its name",
        identity,
    )  # fmt: skip


def misplaced(listed: ListedProcess, elsewhere: str, identity: str) -> Rejected:
    """A printed code that lies under another process than the one the row inherits."""
    code, parent = listed.process.code, listed.parent.key if listed.parent else ""
    return Rejected(
        listed.process.place, "parent", code, "a code lies under the code of its parent",
        f"{code}列在{parent}之下，但代码属于{elsewhere}；请核对上级过程单元格 / "
        f"{code} stands under {parent} but its code belongs to {elsewhere}: "
        "check the cell of the process above it",
        identity,
    )  # fmt: skip


def orphan(place: Place, shown: str, identity: str) -> Rejected:
    """A blank key cell below a lost row: what it inherits may have been printed there.

    The rest of the row is loaded beside this.
    """
    return Rejected(
        place, "parent", shown, "a blank cell inherits from a row that can be read",
        f"“{shown}”的空单元格承接的内容可能在上面读不出的行里；请先改正那行，本行其余已载入 / "
        "what its blank cell inherits may stand in the lost row above: mend that row first; "
        "the rest of this row is loaded",
        identity,
    )  # fmt: skip


def unresolved(process: NamedProcess, identity: str) -> Rejected:
    """A name that no process list holds, while rows of the lists are lost: it may be one of them.

    The rest of the interface is loaded beside this.
    """
    return Rejected(
        process.place, "process", process.name, "a process of the document's lists",
        f"清单中找不到“{process.name}”，而清单有读不出的行；请先改正清单，接口的其余内容已载入 / "
        "not in the process lists, of which rows are lost: mend the lists first; "
        "the rest of the interface is loaded",
        identity,
    )  # fmt: skip
