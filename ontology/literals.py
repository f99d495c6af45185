"""Literals: how a value of a claim is written in RDF, and its type of XML Schema.

A measured number keeps its digits: it is a decimal as printed, a double where it has an exponent.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ontology.iris import expanded
from ontology.model import DataType
from ontology.registry import EDGE_KINDS, NODE_KINDS

PLAIN = "string"
LIST = "list"
_ESCAPES = str.maketrans(
    {
        **{chr(n): f"\\u{n:04X}" for n in (*range(0x20), 0x7F)},
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_ODD = re.compile(r'[\x00-\x1f\x7f"\\]')
_TYPED = {
    name: f"^^<{expanded(f'xsd:{name}')}>"
    for name in ("boolean", "dateTime", "decimal", "double", "integer")
}


def literal(text: str, datatype: str | None = None) -> str:
    r"""A literal of N-Quads, of a type of XML Schema or a plain string.

    >>> literal("1063.0", "decimal"), literal('a "b"')
    ('"1063.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"a \\"b\\""')
    """
    quoted = f'"{text.translate(_ESCAPES) if _ODD.search(text) else text}"'
    return quoted if datatype is None else quoted + _TYPED[datatype]


def literal_type(kind: str, name: str, value: object) -> str:
    """The local name of the type of a value in RDF, or `LIST` for several texts.

    >>> literal_type("Location", "elevation_m", "1063."), literal_type("Location", "ours", "1063.")
    ('decimal', 'string')
    """
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, tuple):
        return LIST
    declared = _declared(kind, name)
    if declared is DataType.NUMBER:
        return "double" if "e" in str(value).lower() else "decimal"
    return "dateTime" if declared is DataType.TIME else PLAIN


@lru_cache(maxsize=8192)
def _declared(kind: str, name: str) -> DataType | None:
    element = NODE_KINDS.get(kind) or EDGE_KINDS.get(kind)
    properties = () if element is None else element.properties
    return next((found.datatype for found in properties if found.name == name), None)
