"""Import files of one writer: for each kind a header apart from its rows.

A file has as many columns as its header says in every row: the importer takes the missing end
of a short one from the next. An undeclared property, or one of another type than before, begins
a further file of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.bulk.columns import (
    BOOKKEEPING,
    Column,
    InexpressibleError,
    bookkeeping,
    column_of,
    declared_columns,
    expressible_part,
    nameable,
    quoted,
)
from graph.bulk.sweep import Compiled
from graph.element import GraphValue
from ontology import kind_of

STUB = "id:ID"
NODE, EDGE = ",".join((STUB, *BOOKKEEPING)), ",".join((":START_ID", ":END_ID", *BOOKKEEPING))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One data file and its header, by name; `kind` is a label (`node`) or an edge type."""

    kind: str
    node: bool
    header: str
    data: str
    rows: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer wrote. `nodes_aside` and `edges_aside`: elements that no file can hold whole.

    `multiline`: a value holds a line break. `longest`: characters of the longest row.
    """

    sheets: tuple[Sheet, ...]
    nodes_aside: int
    edges_aside: Mapping[str, int]
    multiline: bool
    longest: int


class _OpenSheet:
    """Rows with the same columns, waiting to be written. `start`: how its header begins."""

    __slots__ = (
        "_blank", "_nothing", "_plan", "columns", "kind", "name", "rows", "start", "waiting"
    )  # fmt: skip

    def __init__(self, kind: str, name: str, start: str, columns: tuple[Column, ...]) -> None:
        self.kind, self.name, self.start, self.columns = kind, name, start, columns
        self._plan = {c.name: (place, c.values, c.text) for place, c in enumerate(columns)}
        self._blank = [""] * len(columns)
        self._nothing = "," * (len(columns) - 1)
        self.waiting: list[str] = []
        self.rows = 0

    def row(self, head: str, properties: Mapping[str, GraphValue]) -> str | None:
        """A row; None when the sheet has no such columns. Raises `InexpressibleError`."""
        if not properties:
            return head + self._nothing
        cells = self._blank.copy()
        plan = self._plan
        for name, value in properties.items():
            found = plan.get(name)
            if found is None or found[1] is not value.__class__:
                return None
            cells[found[0]] = found[2](value)
        return head + ",".join(cells)

    def wider(self, properties: Mapping[str, GraphValue], name: str) -> _OpenSheet:
        """A sheet with all these columns and those of a row. Raises `InexpressibleError`."""
        columns = {c.name: c for c in self.columns}
        for key, value in properties.items():
            if not nameable(key):
                raise InexpressibleError(key)
            columns[key] = column_of(key, value.__class__)
        return _OpenSheet(self.kind, name, self.start, tuple(columns.values()))


class SheetWriter:
    """Writes elements into the files of a folder; `name` is part of the name of each."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._nodes: dict[str, list[_OpenSheet]] = {}
        self._edges: dict[str, list[_OpenSheet]] = {}
        self._nodes_aside = 0
        self._edges_aside: Counter[str] = Counter()
        self._multiline = False
        self._longest = 0

    def write(self, elements: Iterable[Compiled]) -> None:
        """Add a row for each element, and put all of them on disk.

        Of a node that no file can hold whole, what it can hold; such an edge is left out.
        """
        for kind, subject, target, said, begin, end, certainty, claims, number in elements:
            kept = bookkeeping(begin, end, certainty, claims, number)
            try:
                if target is None:
                    self._add_node(kind, f"{quoted(subject)},{kept},", said)
                else:
                    self._add_edge(kind, f"{quoted(subject)},{quoted(target)},{kept},", said)
            except InexpressibleError:
                if target is None:
                    self._add_node(kind, f"{quoted(subject)},{kept},", expressible_part(said))
                    self._nodes_aside += 1
                else:
                    self._edges_aside[kind] += 1
        self._flush()

    def _add_node(self, kind: str, head: str, said: Mapping[str, GraphValue]) -> None:
        sheets = self._nodes.get(kind)
        if sheets is None:
            columns = declared_columns(kind, node=True)
            sheets = [_OpenSheet(kind, f"{kind}.{self._name}", NODE, columns)]
            self._nodes[kind] = sheets
        _add(sheets, head, said)

    def _add_edge(self, kind: str, head: str, said: Mapping[str, GraphValue]) -> None:
        sheets = self._edges.get(kind)
        if sheets is None:
            columns = declared_columns(kind, node=False)
            sheets = [_OpenSheet(kind, f"{kind}.{self._name}", EDGE, columns)]
            self._edges[kind] = sheets
        _add(sheets, head, said)

    def write_stubs(self, ids: Iterable[str]) -> None:
        """Add nodes that are there by their id alone."""
        stub = (column_of("stub", bool),)
        for node in ids:
            label = kind_of(node).label
            if label not in self._nodes:
                self._nodes[label] = [_OpenSheet(label, f"{label}.{self._name}", STUB, stub)]
            self._nodes[label][0].waiting.append(f"{quoted(node)},true")
        self._flush()

    def close(self) -> Written:
        """Write the headers of the files that have rows."""
        sheets = [
            self._close(sheet, node=node)
            for node, kinds in ((True, self._nodes), (False, self._edges))
            for some in kinds.values()
            for sheet in some
            if sheet.rows
        ]
        return Written(
            tuple(sheets),
            self._nodes_aside,
            dict(self._edges_aside),
            self._multiline,
            self._longest,
        )

    def _close(self, sheet: _OpenSheet, *, node: bool) -> Sheet:
        header = f"{sheet.name}.header.csv"
        headings = ",".join((sheet.start, *(c.heading for c in sheet.columns)))
        (self._folder / header).write_text(headings + "\n", encoding="utf-8", newline="\n")
        return Sheet(sheet.kind, node, header, f"{sheet.name}.csv", sheet.rows)

    def _flush(self) -> None:
        for sheets in (*self._nodes.values(), *self._edges.values()):
            for sheet in sheets:
                if sheet.waiting:
                    self._put(sheet)

    def _put(self, sheet: _OpenSheet) -> None:
        text = "\n".join(sheet.waiting)
        self._multiline |= "\r" in text or text.count("\n") >= len(sheet.waiting)
        self._longest = max(self._longest, *map(len, sheet.waiting), 0)
        # Opened anew each time: kinds, and so files, may be more than a process may hold open.
        path = self._folder / f"{sheet.name}.csv"
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(text)
            file.write("\n")
        sheet.rows += len(sheet.waiting)
        sheet.waiting.clear()


def _add(sheets: list[_OpenSheet], head: str, said: Mapping[str, GraphValue]) -> None:
    """Add a row to the first sheet that has its columns, or to one more that has."""
    for sheet in sheets:
        row = sheet.row(head, said)
        if row is not None:
            sheet.waiting.append(row)
            return
    widest = sheets[-1]
    sheet = widest.wider(said, f"{sheets[0].name}.{len(sheets)}")
    row = sheet.row(head, said)
    assert row is not None
    sheet.waiting.append(row)
    sheets.append(sheet)
