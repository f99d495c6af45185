"""What a cell of an import file may hold: columns typed from the ontology, and values as text.

Text is always quoted, so that `""` is an empty text and an empty cell says nothing. What the
format of `neo4j-admin database import` has no way to say raises `InexpressibleError`: an empty
list, a list of one empty text, a text in a list that holds the delimiter, a property whose name
holds brackets.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.element import GraphValue
from ontology import EDGE_KINDS, NODE_KINDS, DataType

ARRAY_DELIMITER = "\x1f"  # the unit separator: made for this, and met in no document
LONGEST_INTEGER = 1 << 63
# Brackets begin options of a column; the others are trimmed, or end the line.
_UNNAMEABLE = re.compile(r"""[(){}\[\]"':,;\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\A\s|\s\Z|\A\Z""")


class InexpressibleError(ValueError):
    """A value, or the name of a property, that no import file can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A property in a file: name, type of the values, the importer's word for it, their text."""

    name: str
    values: type
    importer: str
    text: Callable[..., str]

    @property
    def heading(self) -> str:
        """How the header names it."""
        return f"{self.name}:{self.importer}"


def quoted(value: str) -> str:
    """A text as a cell, quotes doubled (RFC 4180).

    >>> quoted('the "best"; ') == '"the ""best""; "'
    True
    """
    if '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return '"' + value + '"'


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise InexpressibleError(repr(value))
    return repr(value)


def _integer(value: int) -> str:
    if not -LONGEST_INTEGER <= value < LONGEST_INTEGER:
        raise InexpressibleError(str(value))
    return str(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _texts(values: list[str]) -> str:
    joined = ARRAY_DELIMITER.join(values)
    if (not joined and len(values) < 2) or joined.count(ARRAY_DELIMITER) >= len(values):
        raise InexpressibleError(repr(values))
    return quoted(joined)


_FORMS: Mapping[type, tuple[str, Callable[..., str]]] = {
    str: ("string", quoted),
    float: ("double", _float),
    int: ("long", _integer),
    bool: ("boolean", _boolean),
    list: ("string[]", _texts),
}
_DECLARED: Mapping[DataType, type] = {
    DataType.TEXT: str,
    DataType.NUMBER: float,
    DataType.INTEGER: int,
    DataType.BOOLEAN: bool,
    DataType.TIME: str,
    DataType.TEXTS: list,
}
_BOOKKEEPING: Mapping[str, type] = {
    "valid_from": str,
    "valid_to": str,
    "certainty": str,
    "claims": list,
    "n_claims": int,
}
BOOKKEEPING = tuple(f"{name}:{_FORMS[values][0]}" for name, values in _BOOKKEEPING.items())
"""How a header names what every element has, in the order of `bookkeeping`."""


def bookkeeping(begin: str, end: str, certainty: str, claims: list[str], number: int) -> str:
    """The cells of `BOOKKEEPING`; short ids of claims hold nothing that must be escaped."""
    shorts = ARRAY_DELIMITER.join(claims)
    return f'{quoted(begin)},{quoted(end)},{quoted(certainty)},"{shorts}",{number}'


def column_of(name: str, values: type) -> Column:
    """The column of a property with values of a type."""
    importer, text = _FORMS[values]
    return Column(name, values, importer, text)


@cache
def declared_columns(kind: str, *, node: bool) -> tuple[Column, ...]:
    """The columns of what sources may say of a kind, as declared."""
    properties = (NODE_KINDS if node else EDGE_KINDS)[kind].properties
    types = {"begin_known": bool, **{p.name: _DECLARED[p.datatype] for p in properties}}
    return tuple(column_of(n, values) for n, values in types.items() if n not in _BOOKKEEPING)


def nameable(name: str) -> bool:
    """Whether a header can name a property so that every release reads the same name.

    >>> nameable("海拔（m）"), nameable("海拔(m)")
    (True, False)
    """
    return _UNNAMEABLE.search(name) is None


def expressible(properties: Mapping[str, GraphValue]) -> bool:
    """Whether a file can hold all of these properties."""
    return len(expressible_part(properties)) == len(properties)


def expressible_part(properties: Mapping[str, GraphValue]) -> dict[str, GraphValue]:
    """Those of these properties that a file can hold."""
    return {name: value for name, value in properties.items() if _fits(name, value)}


def _fits(name: str, value: GraphValue) -> bool:
    if not nameable(name):
        return False
    try:
        _FORMS[value.__class__][1](value)
    except InexpressibleError:
        return False
    return True
