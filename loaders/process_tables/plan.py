"""The tables of one document together: names resolve within it, rows inherit, leaves are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph import Rejected
from loaders.process_tables import faults
from loaders.process_tables.flattened import find_tables
from loaders.process_tables.heading import Heading, find_heading
from loaders.process_tables.interface_rows import (
    InterfaceRow,
    interface_rows,
    resolved,
    row_numbers,
    sides,
)
from loaders.process_tables.levels import level_of_unit
from loaders.process_tables.original import Line
from loaders.process_tables.process_rows import (
    ListedProcess,
    ProcessRow,
    broken_key,
    contradiction,
    process_rows,
    row_key,
)
from loaders.process_tables.table_rows import TableRow
from loaders.process_tables.tables import Table, read_table
from loaders.protocol import RawRow

ListedRows = list[tuple[TableRow, ProcessRow | None]]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the rows of a document share.

    `keys` is the key of a process by its name, where just one bears it; `complete`: no row of the
    process lists is lost.
    """

    heading: Heading | None
    level: str
    keys: Mapping[str, str]
    codes: frozenset[str]
    parents: frozenset[str]
    complete: bool


def read_plan(
    lines: Sequence[Line], otherwise: Heading | None = None
) -> Iterator[RawRow | Rejected]:
    """The heading and the rows of all tables of our genre, in order.

    `otherwise`: the heading where the lines before the tables show none.
    """
    tables = [read_table(flat) for flat in find_tables(lines)]
    heading = find_heading(lines) or otherwise
    level = _own_level(heading, tables)
    listed = [
        process_rows(t.rows, t.columns, t.caption.title, level) if not t.of_interfaces else []
        for t in tables
    ]
    complete = all(not t.faults for t in tables) and all(said for r in listed for _, said in r)
    context = _context(heading, level, listed, complete)
    yield _titled(heading) if heading else faults.untitled_document()
    prefixes = _prefixes(tables)
    for table, rows in zip(tables, listed, strict=True):
        yield from table.faults
        if table.of_interfaces:
            yield from _interfaces(table, context, prefixes[table.caption.title])
        else:
            yield from _processes(table, rows, context)


def _own_level(heading: Heading | None, tables: Sequence[Table]) -> str:
    """The level that the document speaks for: its issuer's, else the lower one of its interfaces.

    Empty where neither tells.
    """
    of_issuer = level_of_unit(heading.issuer) if heading else None
    lower = {sides(table.columns)[1] for table in tables if table.of_interfaces}
    return of_issuer or (lower.pop() if len(lower) == 1 else "")


def _context(
    heading: Heading | None, level: str, lists: Sequence[ListedRows], complete: bool
) -> _Context:
    everything = [p for rows in lists for _, row in rows if row for p in row.listed]
    named: dict[str, set[str]] = defaultdict(set)
    for listed in everything:
        named[listed.process.name].add(listed.process.key)
    keys = {name: next(iter(found)) for name, found in named.items() if len(found) == 1}
    codes = frozenset(p.process.code for p in everything if p.process.code)
    parents = frozenset(p.parent.key for p in everything if p.parent)
    return _Context(heading, level, keys, codes, parents, complete)


def _prefixes(tables: Sequence[Table]) -> dict[str, str]:
    """What stands before a row's number in each interface table: nothing in the first of them."""
    prefixes: dict[str, str] = {}
    for table in tables:
        if table.of_interfaces and table.caption.title not in prefixes:
            prefixes[table.caption.title] = f"{table.caption.number}-" if prefixes else ""
    return prefixes


def _titled(heading: Heading) -> RawRow:
    return RawRow(heading.place, "document", {"title": heading.title}, heading)


def _processes(table: Table, rows: ListedRows, context: _Context) -> Iterator[RawRow | Rejected]:
    width = len(table.columns)
    for row, said in rows:
        if said is None:
            key = broken_key(row, table.columns, context.codes)
            yield faults.unreadable(row, width, f"process|{key}" if key else "")
        elif not context.level:
            yield faults.without_level(row)
        else:
            yield from _process(row, said, table, context)


def _process(
    row: TableRow, said: ProcessRow, table: Table, context: _Context
) -> Iterator[RawRow | Rejected]:
    identity = f"process|{row_key(said)}"
    for listed in said.listed:
        elsewhere = contradiction(listed, context.codes)
        if elsewhere:
            yield faults.misplaced(listed, elsewhere, identity)
            return
        if listed.orphan:
            yield faults.orphan(listed.process.place, listed.process.shown, identity)
    listed_here = tuple(replace(each, leaf=_leaf(each, context)) for each in said.listed)
    said = replace(said, listed=listed_here, keys=context.keys)
    yield RawRow(row.place, identity, _fields(row, table), said)


def _leaf(listed: ListedProcess, context: _Context) -> bool | None:
    """Whether nothing stands below the process; None where that may stand in a lost row."""
    if listed.process.key in context.parents:
        return False
    return True if context.complete or listed.deepest else None


def _interfaces(table: Table, context: _Context, prefix: str) -> Iterator[RawRow | Rejected]:
    numbers = row_numbers(table.rows, table.columns)
    for row, found in interface_rows(table.rows, table.columns):
        number = prefix + numbers[row.number]
        identity = f"interface|{number}"
        if found is None:
            yield faults.unreadable(row, len(table.columns), identity)
        elif context.heading is None:
            yield faults.without_title(row, identity)
        else:
            said = _completed(found, number, context, context.heading)
            yield from _open_sides(said, identity)
            yield RawRow(row.place, identity, _fields(row, table), said)


def _open_sides(said: InterfaceRow, identity: str) -> Iterator[Rejected]:
    """What an interface leaves open as it may stand in a lost row."""
    for side in (said.upper, said.lower):
        if side.lost:
            yield faults.orphan(said.place, said.number, identity)
        elif side.process and not side.key:
            yield faults.unresolved(side.process, identity)


def _completed(
    found: InterfaceRow, number: str, context: _Context, heading: Heading
) -> InterfaceRow:
    upper, lower = (
        resolved(side, context.level, context.keys, context.complete)
        for side in (found.upper, found.lower)
    )
    return replace(found, number=number, document=heading.title, upper=upper, lower=lower)


def _fields(row: TableRow, table: Table) -> dict[str, str]:
    return {c.title: cell.name for c, cell in zip(table.columns, row.cells, strict=True)}
