"""How a column of an import table becomes nodes, edges and states: the mapping's value types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.model import DataType

_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an import table. `many`: several values separated by `;`.

    `end`: a date in it is an inclusive end and is stored as the start of the next day.
    """

    name: str
    title_zh: str
    required: bool = False
    datatype: DataType = DataType.TEXT
    codes: str | None = None
    many: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """How a row names a node.

    `parts`: one entry per key part; a column name, `a|b` for the first of two columns that is
    filled, `=text` for a constant, in which `{a}` stands for a column, or `@source` for the source
    id of the load.
    `kind_column`: the column that gives the label where the kind depends on the row.
    `alternative`: (marker, label): another kind when the value holds the marker (各盟市气象局 is
    a group, `QX/T 1|2` a version of a document).
    `split`: separator at which the one value is cut into the key parts (`Y02-04@region`).
    """

    kind: str
    parts: tuple[str, ...]
    kind_column: str | None = None
    alternative: tuple[str, str] | None = None
    split: str | None = None


def columns_of(part: str) -> tuple[str, ...]:
    """The columns that one key part of a `Ref` reads.

    >>> columns_of("code|name_zh"), columns_of("=alarm/{system_id}"), columns_of("@source")
    (('code', 'name_zh'), ('system_id',), ())
    """
    if part.startswith("="):
        return tuple(_NAMED.findall(part))
    return () if part.startswith("@") else tuple(part.split("|"))


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule applies only where `column` equals one of `values`; empty values: is filled."""

    column: str
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class NodeRule:
    """A row describes a node: `properties` are pairs (property, column).

    `constants`: pairs (property, value) that hold for every such row.
    """

    ref: Ref
    properties: tuple[tuple[str, str], ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    when: Condition | None = None
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """A row says that an edge runs from `source` to `target`; skipped where either is blank."""

    type: str
    source: Ref
    target: Ref
    valid_from: str | None = None
    valid_to: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class StateRule:
    """A row gives the value of a changing property: a State node and its HAS_STATE edge.

    `value`: the state that a filled `column` (a date, say) stands for; without it, the cell's own.
    `reason`: the column that says why.
    """

    subject: Ref
    property: str
    column: str
    valid_from: str | None = None
    valid_to: str | None = None
    value: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """An import table: its columns and what a row claims.

    `identity`: the columns that name a row, so that a row which has become unreadable can be
    told from one that is gone. `intervals`: pairs (begin, end) that must not end before they
    begin. `different`: pairs of columns that must not name the same thing. `needs`: pairs
    (condition, column): where the condition holds of a row, the column must be filled.
    """

    name: str
    title_zh: str
    title_en: str
    identity: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[NodeRule | EdgeRule | StateRule, ...]
    intervals: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[Condition, str], ...] = ()

    def column(self, name: str) -> Column | None:
        """The declared column of that name, or None."""
        return next((c for c in self.columns if c.name == name), None)
