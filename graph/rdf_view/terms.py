"""Terms of N-Quads: what a value of the graph is in RDF, by what is declared of its property.

A value is written as what it is, so that one of a wrong type is seen by whoever checks the view.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from ontology import EDGE_KINDS, NODE_KINDS, DataType, expanded, literal, property_iri

Statement = tuple[str, str, str]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
TYPE = f"<{expanded('rdf:type')}>"
_FIRST, _REST, _NIL = (f"<{expanded(f'rdf:{name}')}>" for name in ("first", "rest", "nil"))


@lru_cache(maxsize=8192)
def predicate(name: str) -> str:
    """The term of a property."""
    return f"<{property_iri(name)}>"


@lru_cache(maxsize=65536)
def moment(text: str) -> str:
    """A time; a text that is none stays a text."""
    return literal(text, "dateTime" if _MOMENT.match(text) else None)


def value(given: object, declared: DataType | None) -> str:
    """One value as a literal."""
    if isinstance(given, bool):
        return literal(str(given).lower(), "boolean")
    if isinstance(given, int):
        return literal(str(given), "decimal" if declared is DataType.NUMBER else "integer")
    if isinstance(given, float):
        return _number(given)
    text = str(given)
    return moment(text) if declared is DataType.TIME else literal(text)


def _number(given: float) -> str:
    if not math.isfinite(given):
        said = "NaN" if math.isnan(given) else "INF" if given > 0 else "-INF"
        return literal(said, "double")
    text = repr(given)
    return literal(text, "double" if "e" in text else "decimal")


def stated(subject: str, cell: str, kind: str, name: str, given: object) -> Iterator[Statement]:
    """The statements of one property; the members of a list are joined by blank nodes.

    `cell` begins the names of those; it must be unlike any other in the view.
    """
    if not isinstance(given, (list, tuple)):
        yield subject, predicate(name), value(given, datatype_of(kind, name))
        return
    cells = [f"_:{cell}p{name.encode().hex()}n{number}" for number in range(len(given))]
    yield subject, predicate(name), cells[0] if cells else _NIL
    for at, member, rest in zip(cells, given, [*cells, _NIL][1:], strict=True):
        yield at, _FIRST, value(member, None)
        yield at, _REST, rest


@lru_cache(maxsize=8192)
def datatype_of(kind: str, name: str) -> DataType | None:
    """The declared type of a property of a kind or an edge, None for one that a source added."""
    element = NODE_KINDS.get(kind) or EDGE_KINDS.get(kind)
    properties = () if element is None else element.properties
    return next((found.datatype for found in properties if found.name == name), None)
