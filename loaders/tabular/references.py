"""How a row names nodes: `Ref` declarations compiled into functions from values to ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph import PropertyValue
from loaders.tabular.values import CellError
from ontology import BEGINNING, NODE_KINDS, IdError, Ref, make_id

Values = Mapping[str, PropertyValue | None]
Ids = Callable[[Values], tuple[str, ...]]
_NONE: tuple[str, ...] = ()


def part_function(part: str, source_id: str) -> Callable[[Values], PropertyValue | None]:
    """The value of one key part: a column, the first filled of several, a constant, the source."""
    if part.startswith("="):
        return lambda _: part[1:]
    if part == "@source":
        return lambda _: source_id
    names = part.split("|")
    if len(names) == 1:
        name = names[0]
        if name == "valid_from":
            return lambda values: values.get(name) or BEGINNING
        return lambda values: values.get(name)
    return lambda values: next((v for n in names if (v := values.get(n))), None)


def ids_function(ref: Ref, source_id: str) -> Ids:
    """The ids a row gives for a reference: none where it is blank, several for a many column."""
    parts = [part_function(p, source_id) for p in ref.parts]
    if ref.split or ref.alternative or ref.kind_column:
        return _by_value(ref, parts)
    kind = NODE_KINDS[ref.kind]

    def ids(values: Values) -> tuple[str, ...]:
        found = [p(values) for p in parts]
        if any(v is None or v == () for v in found):
            return _NONE
        if len(found) == 1 and isinstance(found[0], tuple):
            return tuple(_id(ref.kind, v) for v in found[0])
        try:
            return (make_id(kind, *map(str, found)),)
        except IdError as error:
            raise CellError("reference", f"键为空 / empty key: {error}") from error

    return ids


def _by_value(ref: Ref, parts: list[Callable[[Values], PropertyValue | None]]) -> Ids:
    """References whose kind or number of key parts depends on the value itself."""

    def ids(values: Values) -> tuple[str, ...]:
        value = parts[0](values)
        if value is None:
            return _NONE
        label = ref.kind
        if ref.kind_column is not None:
            label = str(values.get(ref.kind_column) or "")
            if not label:
                return _NONE
            if label not in NODE_KINDS:
                raise CellError("kind", f"{label!r} 不是种类 / is no kind; 可用 / use e.g. Station, "
                                "Instrument")
        several = value if isinstance(value, tuple) else (str(value),)
        return tuple(_one(ref, label, text) for text in several)

    return ids


def _one(ref: Ref, label: str, text: str) -> str:
    separator = ref.split
    if ref.alternative is not None and ref.alternative[0] in text:
        marker, label = ref.alternative
        separator = marker if len(NODE_KINDS[label].key) > 1 else separator
    if separator is None and len(NODE_KINDS[label].key) > 1:
        separator = NODE_KINDS[label].key_separator
    if separator is None:
        return _id(label, text)
    parts = text.split(separator)
    if len(parts) != len(NODE_KINDS[label].key):
        raise CellError("reference", f"{text!r} 应写作 / should read "
                        f"{separator.join(NODE_KINDS[label].key)}")
    return _id(label, *parts)


def _id(label: str, *parts: str) -> str:
    try:
        return make_id(NODE_KINDS[label], *parts)
    except IdError as error:
        raise CellError("reference", f"{parts[0]!r} 不能作 {label} 的标识 / cannot name a {label}: "
                        f"{error}") from error
