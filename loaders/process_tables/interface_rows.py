"""Rows of an interface table: two levels' processes and units, and what each side does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.process_tables.flattened import Cell
from loaders.process_tables.headers import Column, Role
from loaders.process_tables.levels import ACTING_SIDE, LEVEL_OF_WORD
from loaders.process_tables.original import Passage, joined
from loaders.process_tables.process_names import NamedProcess, named_process
from loaders.process_tables.table_rows import TableRow
from ontology import LEVELS

_ACTING = re.compile(rf"(?:^|(?<=[\n；;。，,])){ACTING_SIDE}")
_GOES_ON = re.compile(r"[向由按照对与给从和至到及、]\s*\Z")
_CLAUSE_END = re.compile(r"[，,]\s*\Z")
_EDGES = " \t\n，,；;。"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side does, `text[begin:end]` of the cell; `level` is empty where none is named."""

    level: str
    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an interface: its level, its process and the cell that lists its units.

    `key` is the key of the process, empty where it is unknown; `described`: a process list of the
    document says what it is.
    """

    level: str
    process: NamedProcess | None
    units: Cell | None
    key: str = ""
    described: bool = False


@dataclass(frozen=True, slots=True)
class InterfaceRow:
    """A row of an interface table: its number, sides and items, and the title of its document."""

    number: str
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
    upper, lower = sides(columns)
    first = next(c.level for c in columns if c.role is Role.PROCESS_AT)
    above: NamedProcess | None = None
    made: list[tuple[TableRow, InterfaceRow | None]] = []
    for row in rows:
        if not row.sound:
            above = None
            made.append((row, None))
            continue
        here = {level: _side(level, row, columns) for level in (upper, lower)}
        if here[first].process is None:
            here[first] = replace(here[first], process=above)
        above = here[first].process
        named = any(cell.text for cell, c in _cells(row, columns) if c.role is Role.PROCESS_AT)
        items = next(cell for cell, c in _cells(row, columns) if c.role is Role.ITEMS)
        number = next((cell.name for cell, c in _cells(row, columns) if c.role is Role.NUMBER), "")
        found = InterfaceRow(number or str(row.number), here[upper], here[lower], items)
        made.append((row, found if named else None))
    return made


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


def _cells(row: TableRow, columns: Sequence[Column]) -> list[tuple[Cell, Column]]:
    return list(zip(row.cells, columns, strict=True))


def _side(level: str, row: TableRow, columns: Sequence[Column]) -> Side:
    at_level = {c.role: cell for cell, c in _cells(row, columns) if c.level == level}
    process = at_level.get(Role.PROCESS_AT)
    named = named_process(process) if process and process.text else None
    return Side(level, named, at_level.get(Role.UNIT_AT))


def statements(items: Passage) -> tuple[Statement, ...]:
    """The items of an interface, one statement for each time a side begins to act.

    A side acts where a line, a sentence or a clause begins with it; within a clause
    (自治区级单位按照国家级单位工作部署…) it is merely mentioned.
    """
    text = items.text
    starts = [(0, 0, "")]
    for match in _ACTING.finditer(text):
        level, before = LEVEL_OF_WORD[match["level"]], text[: match.start()]
        same_clause = _CLAUSE_END.search(before.rstrip("\n")) and level == starts[-1][2]
        if not (_GOES_ON.search(before) or same_clause):
            starts.append((match.start(), match.start("level"), level))
    ends = [*(start for start, _, _ in starts[1:]), len(text)]
    made = (_statement(text, level, b, e) for (_, b, level), e in zip(starts, ends, strict=True))
    return tuple(statement for statement in made if statement.text)


def _statement(text: str, level: str, begin: int, end: int) -> Statement:
    stretch = text[begin:end]
    begin += len(stretch) - len(stretch.lstrip(_EDGES))
    stretch = stretch.strip(_EDGES)
    return Statement(level, joined(stretch), begin, begin + len(stretch))
