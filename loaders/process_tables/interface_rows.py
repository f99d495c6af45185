"""Rows of an interface table: the processes and units of two levels side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph import Place
from loaders.process_tables.flattened import Cell
from loaders.process_tables.headers import Column, Role
from loaders.process_tables.original import through
from loaders.process_tables.process_names import NamedProcess, named_process
from loaders.process_tables.table_rows import TableRow
from ontology import LEVELS


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an interface: its level, its process and the cell that lists its units.

    `key` is the key of the process, empty where it is unknown; `described`: a process list of the
    document says what it is. `lost`: the process may stand in a broken row above.
    """

    level: str
    process: NamedProcess | None
    units: Cell | None
    key: str = ""
    described: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class InterfaceRow:
    """A row of an interface table: its number, sides and items, and the title of its document.

    `place`: the cells of the row that name processes.
    """

    number: str
    place: Place
    upper: Side
    lower: Side
    items: Cell
    document: str = ""


def interface_rows(
    rows: Sequence[TableRow], columns: Sequence[Column]
) -> list[tuple[TableRow, InterfaceRow | None]]:
    """Each row with what it says; None for a broken row and for one that names no process.

    A blank first process inherits from above; a blank second one is a gap.
    """
    above = Side("", None, None)
    made: list[tuple[TableRow, InterfaceRow | None]] = []
    numbers = row_numbers(rows, columns)
    for row in rows:
        found = _interface_row(row, columns, above, numbers) if row.sound else None
        above = _first(found, columns) if found else replace(above, process=None, lost=True)
        made.append((row, found))
    return made


def row_numbers(rows: Sequence[TableRow], columns: Sequence[Column]) -> dict[int, str]:
    """The number of each row: the printed one where each row bears its own, else its position."""
    at = [i for i, column in enumerate(columns) if column.role is Role.NUMBER]
    printed = {r.number: r.cells[i].name for r in rows for i in at if i < len(r.cells)}
    each_its_own = len({*printed.values()}) == len(rows)
    if each_its_own and all(number.isdigit() for number in printed.values()):
        return printed
    return {row.number: str(row.number) for row in rows}


def _interface_row(
    row: TableRow, columns: Sequence[Column], above: Side, numbers: Mapping[int, str]
) -> InterfaceRow | None:
    cells = list(zip(columns, row.cells, strict=True))
    named = [cell.place for column, cell in cells if column.role is Role.PROCESS_AT and cell.text]
    if not named:
        return None
    here = {column.level: _side(column.level, row, columns) for column, _ in cells}
    first = next(column.level for column in columns if column.role is Role.PROCESS_AT)
    if here[first].process is None:
        here[first] = replace(here[first], process=above.process, lost=above.lost)
    upper, lower = (here[level] for level in sides(columns))
    items = next(cell for column, cell in cells if column.role is Role.ITEMS)
    return InterfaceRow(numbers[row.number], through(named[0], named[-1]), upper, lower, items)


def _first(found: InterfaceRow, columns: Sequence[Column]) -> Side:
    """The side in the first column, whose process a blank cell below inherits."""
    level = next(column.level for column in columns if column.role is Role.PROCESS_AT)
    return found.upper if found.upper.level == level else found.lower


def sides(columns: Sequence[Column]) -> tuple[str, str]:
    """The upper and the lower level of an interface table."""
    levels = {c.level for c in columns if c.role is Role.PROCESS_AT}
    upper, lower = sorted(levels, key=LEVELS.rank)
    return upper, lower


def resolved(side: Side, own_level: str, keys: Mapping[str, str], complete: bool) -> Side:
    """The side with the key of its process: by name, when it is at the level of the document.

    `keys`: key of a process of the document by its name. A name that is not among them is its own
    key, unless the lists are not `complete`: then the process may stand in a row that is lost.
    """
    process = side.process
    if process is None:
        return side
    if side.level != own_level:
        return replace(side, key=process.key)
    found = process.code or keys.get(process.name, "")
    described = found in keys.values()
    return replace(side, key=found or (process.name if complete else ""), described=described)


def _side(level: str, row: TableRow, columns: Sequence[Column]) -> Side:
    cells = zip(columns, row.cells, strict=True)
    at_level = {column.role: cell for column, cell in cells if column.level == level}
    process = at_level.get(Role.PROCESS_AT)
    named = named_process(process) if process and process.text else None
    return Side(level, named, at_level.get(Role.UNIT_AT))
