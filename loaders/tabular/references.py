"""How a row names nodes: `Ref` declarations compiled into functions of a row's values."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from graph import PropertyValue
from loaders.tabular.faults import CellError
from ontology import (
    BEGINNING,
    NODE_KINDS,
    DataType,
    DeclarationError,
    IdError,
    Ref,
    Table,
    columns_of,
    make_id,
)

SOURCE = "@source"
"""Under this name the values of a row hold the source id."""
_NAMED_KINDS = 12
_PERSON = re.compile("[0-9a-f]{32}")

Values = dict[str, PropertyValue | None]
"""The converted cells of a row by column; None for a blank one."""
Reference = Callable[[Values], tuple[str, ...]]
"""The ids that a row names; none where a needed cell is blank. Raises `CellError`."""
_Locate = Callable[[str, Values], str | None]


def reference(ref: Ref, table: Table, admitted: frozenset[str] | None = None) -> Reference:
    """The ids of a `Ref`. `admitted`: labels that its kind column may name; None for all."""
    if len(ref.parts) == 1:
        column = table.column(ref.parts[0])
        locate = _locator(ref, frozenset(NODE_KINDS) if admitted is None else admitted)
        if locate is None and column is not None and not column.many:
            return _plain(ref.kind, column.name)
        return _located(_texts(ref.parts[0], table), locate or _whole(ref.kind, ref.parts[0]))
    if ref.kind_column or ref.alternative or ref.split:
        raise DeclarationError(f"table {table.name}: {ref} needs exactly one part")
    return _composed(ref.kind, tuple(_part(part, table) for part in ref.parts))


def first_filled(names: tuple[str, ...]) -> Callable[[Values], PropertyValue | None]:
    """The value of the first of these columns that is filled, or None."""
    if len(names) == 1:
        (name,) = names
        return lambda values: values[name]
    return lambda values: next((v for n in names if (v := values[n]) is not None), None)


@lru_cache(maxsize=1 << 14)
def node_id(label: str, *parts: str) -> str:
    """The id of a node by label; the few stations and units of many rows are composed once."""
    return make_id(NODE_KINDS[label], *parts)


# One key part, or several: each from a column, a constant or the source


def _plain(label: str, column: str) -> Reference:
    def ids(values: Values) -> tuple[str, ...]:
        value = values[column]
        return () if value is None else (node_id(label, str(value)),)

    return ids


def _composed(label: str, parts: tuple[Callable[[Values], str | None], ...]) -> Reference:
    def ids(values: Values) -> tuple[str, ...]:
        found = []
        for part in parts:
            text = part(values)
            if text is None:
                return ()
            found.append(text)
        return (node_id(label, *found),)

    return ids


def _part(part: str, table: Table) -> Callable[[Values], str | None]:
    """One key part as text. A blank begin is the beginning, so that its node has an id."""
    if part.startswith("="):
        return _template(part[1:], columns_of(part))
    if part == SOURCE:
        return lambda values: str(values[SOURCE])
    names = tuple(part.split("|"))
    columns = [table.column(name) for name in names]
    if any(column is not None and column.many for column in columns):
        raise DeclarationError(f"table {table.name}: several values in key part {part}")
    begin = any(c is not None and c.datatype is DataType.TIME and not c.end for c in columns)
    blank = BEGINNING if begin else None
    value = first_filled(names)

    def text(values: Values) -> str | None:
        found = value(values)
        return blank if found is None else str(found)

    return text


def _template(text: str, columns: tuple[str, ...]) -> Callable[[Values], str | None]:
    """A constant with the values of columns in it; None where one of them is blank."""

    def filled(values: Values) -> str | None:
        found = {column: values[column] for column in columns}
        return None if None in found.values() else text.format_map(found)

    return filled if columns else lambda _: text


def _texts(part: str, table: Table) -> Callable[[Values], tuple[str, ...]]:
    """All texts of a part: those of a cell that holds several, else the one."""
    column = table.column(part)
    if column is None or not column.many:
        single = _part(part, table)
        return lambda values: () if (text := single(values)) is None else (text,)

    def several(values: Values) -> tuple[str, ...]:
        found = values[part]
        return found if isinstance(found, tuple) else ()

    return several


# One text that says of which kind it is, or of which parts its key is made


def _located(texts: Callable[[Values], tuple[str, ...]], locate: _Locate) -> Reference:
    def ids(values: Values) -> tuple[str, ...]:
        found = (locate(text, values) for text in texts(values))
        return tuple(node for node in found if node is not None)

    return ids


def _locator(ref: Ref, admitted: frozenset[str]) -> _Locate | None:
    field = ref.parts[0]
    if ref.kind_column is not None:
        return _kind_named(field, ref.kind_column, admitted)
    if ref.alternative is not None:
        return _kind_marked(field, ref.kind, *ref.alternative)
    if ref.split is not None:
        separator = ref.split
        return lambda text, _: _cut(ref.kind, text, separator, field)
    return None


def _whole(label: str, field: str) -> _Locate:
    if label == "Person":
        return lambda text, _: _person(text, field)
    return lambda text, _: node_id(label, text)


def _person(text: str, field: str) -> str:
    """The id of a person: the keyed hash that stands for the name, which no claim may hold."""
    key = text.removeprefix(f"{NODE_KINDS['Person'].prefix}:")
    if not _PERSON.fullmatch(key):
        raise CellError(
            field,
            "person",
            "写人员标识（32 位十六进制），不写姓名；suyuan show 其工作机构可见 / write the id of a "
            "person (32 hexadecimal digits), never the name: suyuan show of a work group tells it",
        )
    return node_id("Person", key)


def _kind_named(field: str, kind_column: str, admitted: frozenset[str]) -> _Locate:
    def locate(text: str, values: Values) -> str | None:
        label = values[kind_column]
        if label is None:
            return None
        if label not in admitted:
            raise CellError(kind_column, "kind", _kind_remedy(admitted))
        kind = NODE_KINDS[str(label)]
        return _cut(kind.label, text, kind.key_separator, field)

    return locate


def _kind_remedy(admitted: frozenset[str]) -> str:
    names = sorted(admitted)
    if len(names) > _NAMED_KINDS:
        names = [*names[:_NAMED_KINDS], "…"]
    return f"应为下列种类之一：{'、'.join(names)} / expected one of these kinds: {', '.join(names)}"


def _kind_marked(field: str, label: str, marker: str, other: str) -> _Locate:
    def locate(text: str, _: Values) -> str:
        return _cut(other if marker in text else label, text, marker, field)

    return locate


def _cut(label: str, text: str, separator: str, field: str) -> str:
    """The id whose key parts are the pieces of the text; a key of one part is not cut."""
    kind = NODE_KINDS[label]
    if len(kind.key) == 1:
        return node_id(label, text)
    pieces = text.split(separator)
    if len(pieces) != len(kind.key):
        shape = separator.join(kind.key)
        raise CellError(
            field,
            "reference",
            f"应写作 {shape}，以 {separator} 分成 {len(kind.key)} 段 / write {shape}: "
            f"{len(kind.key)} parts joined by {separator!r}",
        )
    try:
        return node_id(label, *pieces)
    except IdError as error:
        raise CellError(
            field, "id", f"标识的每一段都须填写 / fill in every part of the id: {error}"
        ) from error
