"""Rows of a process list with what they inherit: the processes above, their kind, their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.process_tables.flattened import Cell
from loaders.process_tables.headers import Column, Role
from loaders.process_tables.process_names import NamedProcess, category, named_process, nests
from loaders.process_tables.table_rows import TableRow
from loaders.process_tables.unit_names import read_units

_KEYS = (Role.CATEGORY, Role.PROCESS)


@dataclass(frozen=True, slots=True)
class ListedProcess:
    """A process printed in a row, under its parent; `inherited`: the parent stands in a row above.

    `kind` is Y, Z, G or empty. `deepest`: it stands in the last key column, so nothing can stand
    below it. `orphan`: its parent is unknown, as it may stand in a row that is lost. `leaf`: no
    process of the document has it as its parent; None where rows are lost.
    """

    process: NamedProcess
    parent: NamedProcess | None
    kind: str
    inherited: bool
    deepest: bool
    orphan: bool
    leaf: bool | None = None


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A row of a process list: the processes printed in it, and who leads the last of them.

    `keys` gives the key of a process of the document by its name.
    """

    level: str
    listed: tuple[ListedProcess, ...]
    leads: Cell | None
    related: tuple[Cell, ...]
    note: Cell | None
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Above:
    """What the key columns say at the current row; an unsettled column lost a row with its cell."""

    process: NamedProcess | None = None
    settled: bool = True


def process_rows(
    rows: Sequence[TableRow], columns: Sequence[Column], title: str, level: str
) -> list[tuple[TableRow, ProcessRow | None]]:
    """Each row with what it says; None for a broken row and for one that names no process."""
    keys = [i for i, column in enumerate(columns) if column.role in _KEYS]
    above = [_Above() for _ in keys]
    made: list[tuple[TableRow, ProcessRow | None]] = []
    for row in rows:
        if not row.sound:
            _unsettle(above, row, len(keys), len(columns))
            made.append((row, None))
            continue
        listed = _listed([row.cells[i] for i in keys], above, category(title))
        made.append((row, _process_row(row, columns, listed, level) if listed else None))
    return made


def _process_row(
    row: TableRow, columns: Sequence[Column], listed: tuple[ListedProcess, ...], level: str
) -> ProcessRow:
    cells = list(zip(columns, row.cells, strict=True))
    by_role = {column.role: cell for column, cell in cells if cell.text}
    related = tuple(cell for column, cell in cells if column.role is Role.RELATED)
    return ProcessRow(level, listed, by_role.get(Role.LEAD), related, by_role.get(Role.NOTE))


def _unsettle(above: Sequence[_Above], row: TableRow, keys: int, width: int) -> None:
    """After a broken row nothing is inherited, unless its key cells are blank beyond doubt."""
    if not _inherits_for_certain(row, keys, width):
        for column in above:
            column.settled = False


def _inherits_for_certain(row: TableRow, keys: int, width: int) -> bool:
    """Whether a row that lacks cells still shows that all its key cells but the last are blank."""
    upper = row.cells[: keys - 1]
    return keys <= len(row.cells) < width and not any(cell.text for cell in upper)


def _listed(
    cells: Sequence[Cell], above: Sequence[_Above], caption_kind: str
) -> tuple[ListedProcess, ...]:
    """The processes printed in the key cells, from the top down; blank key cells inherit."""
    listed: list[ListedProcess] = []
    for index, cell in enumerate(cells):
        if not cell.text:
            continue
        process = named_process(cell)
        parent, known = _parent(process, above[:index])
        inherited = parent is not None and all(p.process != parent for p in listed)
        above[index].process, above[index].settled = process, True
        for below in above[index + 1 :]:
            below.process, below.settled = None, True
        kind = caption_kind or _kind(above)
        deepest = index == len(cells) - 1
        listed.append(ListedProcess(process, parent, kind, inherited, deepest, not known))
    return tuple(listed)


def _parent(process: NamedProcess, above: Sequence[_Above]) -> tuple[NamedProcess | None, bool]:
    """The nearest process to the left, and whether that is certain.

    After a lost row only printed codes can tell that it is still the parent.
    """
    for column in reversed(above):
        found = column.process
        if not column.settled and not (found and nests(process.code, found.code)):
            return None, False
        if found is not None:
            return found, True
    return None, True


def _kind(above: Sequence[_Above]) -> str:
    top = above[0]
    return category(top.process.name) if top.process and top.settled else ""


def contradiction(listed: ListedProcess, codes: Collection[str]) -> str:
    """The code under which a process belongs by its own code, where its inherited parent differs.

    Only codes that occur in the document count: another numbering is no contradiction.
    """
    code, parent = listed.process.code, listed.parent
    if not (code and parent and parent.code and listed.inherited) or nests(code, parent.code):
        return ""
    return max((other for other in codes if nests(code, other)), key=len, default="")


def row_key(row: ProcessRow) -> str:
    """The key of the process that the row is about: the last one printed in it."""
    return row.listed[-1].process.key


def broken_key(row: TableRow, columns: Sequence[Column], codes: Collection[str]) -> str:
    """The key of the process that a broken row was about, where it still shows; else empty.

    `codes`: those of the sound rows; a code above one of them is that of a parent.
    """
    keys = sum(column.role in _KEYS for column in columns)
    if _inherits_for_certain(row, keys, len(columns)):
        cell = row.cells[keys - 1]
        return named_process(cell).key if read_units(cell.passage).unread else ""
    printed = [named_process(cell).code for cell in row.cells if cell.text]
    found = {code for code in printed if code and not any(nests(other, code) for other in codes)}
    lowest = [code for code in found if not any(nests(other, code) for other in found)]
    return lowest[0] if len(lowest) == 1 else ""
