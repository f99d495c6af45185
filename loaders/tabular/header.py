"""What the header of a file means: its table, its columns, and those that nobody declared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph import SourceError
from loaders.protocol import SourceFile
from loaders.tabular.faults import Fault, Record
from ontology import (
    NODE_KINDS,
    TABLES,
    DataType,
    DeclarationError,
    NodeRule,
    Property,
    Table,
)

CERTAINTY = "certainty"
"""The column that every table may have."""
_KEPT = frozenset({"begin_known", "valid_from", "valid_to"})
_UNREADABLE = frozenset('\ufffd\0"')


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A header read as one of the declared tables.

    `names`: the columns in the order of the file, "" for one without a name. `extras`: pairs
    (property, column) of the columns that the table does not declare. `identify` names a row.
    """

    table: Table
    names: tuple[str, ...]
    extras: tuple[tuple[str, str], ...]
    identify: Callable[[Sequence[str]], str]

    def identity_of(self, fault: Fault) -> str:
        """The name of a row that is none, where its cells let it be told, else ""."""
        cells, width = fault.cells, len(self.names)
        if len(cells) != width or fault.rule == "csv":
            # Cells may have shifted: only those before any shift can be trusted.
            leading = len(self.table.identity)
            if set(self.names[:leading]) != set(self.table.identity) or len(cells) <= leading:
                return ""
            cells = [*cells[:leading], *[""] * (width - leading)]
        name = self.identify(cells)
        return "" if _UNREADABLE.intersection(name) else name


def table_of(source: SourceFile) -> Table:
    """The table a file holds, by its declaration or its name. Raises `SourceError`."""
    name = source.path.stem if source.table is None else source.table
    table = TABLES.get(name)
    if table is None:
        raise SourceError(
            source.path,
            f"没有名为 {name} 的导入表 / no import table is called {name!r}",
            "文件名或 datapackage 中的表名须为其一 / name the file after one of these tables, or "
            f"declare it in datapackage.json: {', '.join(TABLES)}",
        )
    return table


def read_header(path: Path, table: Table, first: Record | None) -> Layout:
    """The layout of a file from its first record. Raises `SourceError`."""
    cells = first[1] if first is not None and first[0].line in (1, None) else []
    if isinstance(cells, Fault):
        raise SourceError(
            path, f"表头不可读 / the header cannot be read: {cells.rule}", cells.message
        )
    names = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells)
    if not any(names):
        raise SourceError(
            path,
            "第一行不是表头 / the first line is no header",
            "删去表头以上的行，第一行写列名 / remove what stands above the header: "
            + ", ".join(column.name for column in table.columns),
        )
    _refuse_missing(path, table, names)
    _refuse_twice(path, table, names)
    return layout(table.name, names)


@lru_cache(maxsize=256)
def layout(table_name: str, names: tuple[str, ...]) -> Layout:
    """The layout of a table under a header; one and the same for equal headers."""
    table = TABLES[table_name]
    return Layout(table, names, _extras(table, names), _identifier(table, names))


def header_warnings(found: Layout) -> tuple[str, ...]:
    """A sentence for each column that its table does not declare."""
    label = "/".join(rule.ref.kind for rule in _own_nodes(found.table))
    unknown = [
        f"列 {column} 不在表 {found.table.name} 中，作为 {label} 的属性 {name} 保存 / "
        f"column {column!r} is not of table {found.table.name}: kept as property {name!r} "
        f"of {label}"
        for name, column in found.extras
    ]
    nameless = [
        f"第 {number} 列没有列名，未读 / column {number} has no name and is not read"
        for number, name in enumerate(found.names, 1)
        if not name
    ]
    return (*unknown, *nameless)


def _refuse_missing(path: Path, table: Table, names: tuple[str, ...]) -> None:
    missing = [c.name for c in table.columns if c.required and c.name not in names]
    if not missing:
        return
    remedy = "补上这些列，列名照此写 / add them under these very names"
    if len(names) == 1 and re.search(r"[;\t|]", names[0]):
        remedy = "列之间须用逗号分隔，请另存为 CSV / separate columns by commas: save it as CSV"
    rule = f"表 {table.name} 缺少列 / columns of table {table.name} are missing"
    raise SourceError(path, f"{rule}: {', '.join(missing)}", remedy)


def _refuse_twice(path: Path, table: Table, names: tuple[str, ...]) -> None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if not twice:
        kept = [name for name, _ in _extras(table, names)]
        twice = sorted({name for name in kept if kept.count(name) > 1})
    if twice:
        raise SourceError(
            path,
            f"列名重复 / columns occur twice: {', '.join(twice)}",
            "每个列名只留一列 / keep one column of each name, or rename it",
        )


def _extras(table: Table, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    declared = {column.name for column in table.columns} | {CERTAINTY, ""}
    taken = _taken(table)
    return tuple((_property_name(n, taken), n) for n in names if n not in declared)


def _own_nodes(table: Table) -> tuple[NodeRule, ...]:
    """The rules of the row's own node: the first one, or the first that applies."""
    nodes = [rule for rule in table.rules if isinstance(rule, NodeRule)]
    always = next((place for place, rule in enumerate(nodes) if rule.when is None), len(nodes))
    return tuple(nodes[: always + 1])


def _taken(table: Table) -> frozenset[str]:
    """Properties that a text of an undeclared column must not pose as."""
    rules = _own_nodes(table)
    said = {name for rule in rules for name, _ in rule.properties}
    other = {
        declared.name
        for rule in rules
        for declared in NODE_KINDS[rule.ref.kind].properties
        if declared.datatype is not DataType.TEXT or declared.codes
    }
    return _KEPT | said | other


def _property_name(header: str, taken: frozenset[str]) -> str:
    """A header as the name of a property: snake_case where it is ASCII, else as it stands."""
    if not header.isascii():
        return header
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header).lower()
    name = re.sub(r"[^a-z0-9]+", "_", words).strip("_")
    try:
        Property(name, header, header)
    except DeclarationError:
        return f"x_{name}"
    return f"x_{name}" if name in taken else name


def _identifier(table: Table, names: tuple[str, ...]) -> Callable[[Sequence[str]], str]:
    """The function that names a row from its cells; "" where a required part is blank."""
    prefix = f"{table.name}|"
    places = [names.index(name) if name in names else None for name in table.identity]
    required = {column.name for column in table.columns if column.required}
    needed = tuple(names.index(name) for name in table.identity if name in required & set(names))

    def one(cells: Sequence[str]) -> str:
        text = cells[needed[0]].strip()
        return prefix + text if text else ""

    def several(cells: Sequence[str]) -> str:
        if not all(cells[place].strip() for place in needed):
            return ""
        return prefix + "|".join("" if p is None else cells[p].strip() for p in places)

    return one if len(places) == len(needed) == 1 else several
