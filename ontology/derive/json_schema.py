"""JSON Schema (2020-12) of nodes and edges, as `suyuan claims export` writes them.

A line of that file is a claim about one element. What is not declared is allowed, as a source may
know more than we do; what is declared has its datatype, its codes and its ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ontology.codes import ALL_CODES
from ontology.iris import NAMESPACE
from ontology.model import ANY, DataType, EdgeKind, NodeKind, Property
from ontology.registry import EDGE_KINDS, NODE_KINDS

Schema = dict[str, object]
_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
_DECIMAL = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DATATYPES: dict[DataType, Schema] = {
    DataType.TEXT: {"type": "string"},
    DataType.NUMBER: {"type": "string", "pattern": _DECIMAL},
    DataType.INTEGER: {"type": "integer"},
    DataType.BOOLEAN: {"type": "boolean"},
    DataType.TIME: {"type": "string", "pattern": _TIME},
    DataType.TEXTS: {"type": "array", "items": {"type": "string"}},
}
_ANY_LABEL: Schema = {"enum": list(NODE_KINDS)}


def claims_schema() -> Schema:
    """The schema of one line: a claim about a node or an edge."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}claims.schema.json",
        "title": "断言 / claim",
        "description": "`suyuan claims export` 的一行 / one line of `suyuan claims export`",
        "type": "object",
        "required": ["claim", "kind", "properties", "valid_from", "valid_to", "certainty"],
        "properties": {
            "claim": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "kind": {"enum": ["node", "edge"]},
            "valid_from": _DATATYPES[DataType.TIME],
            "valid_to": _DATATYPES[DataType.TIME],
            "certainty": _codes("certainty"),
        },
        "allOf": [
            _where({"kind": {"const": "node"}}, _declared_as("label", NODE_KINDS)),
            _where({"kind": {"const": "edge"}}, _declared_as("type", EDGE_KINDS)),
        ],
        "$defs": {
            **{kind.label: _node(kind) for kind in NODE_KINDS.values()},
            **{edge.type: _edge(edge) for edge in EDGE_KINDS.values()},
        },
    }


def _where(condition: Schema, then: Schema) -> Schema:
    return {"if": {"properties": condition, "required": list(condition)}, "then": then}


def _declared_as(field: str, names: Iterable[str]) -> Schema:
    """The field names a kind or an edge, and the line is as that one is declared."""
    known = list(names)
    return {
        "required": [field],
        "properties": {field: {"enum": known}},
        "allOf": [_where({field: {"const": name}}, {"$ref": f"#/$defs/{name}"}) for name in known],
    }


def _node(kind: NodeKind) -> Schema:
    end = _end({"const": kind.label}, f"^{re.escape(kind.prefix)}:")
    return {
        **_titles(kind),
        "required": ["node"],
        "properties": {"node": end, "properties": _properties(kind.properties)},
    }


def _edge(edge: EdgeKind) -> Schema:
    return {
        **_titles(edge),
        "required": ["from", "to"],
        "properties": {
            "from": _end(_labels(edge.sources)),
            "to": _end(_labels(edge.targets)),
            "properties": _properties(edge.properties),
        },
    }


def _titles(declared: NodeKind | EdgeKind) -> Schema:
    title = f"{declared.title_zh} / {declared.title_en}"
    return {"title": title, "description": declared.description}


def _labels(labels: tuple[str, ...]) -> Schema:
    return _ANY_LABEL if labels == (ANY,) else {"enum": list(labels)}


def _end(label: Schema, pattern: str = "^[a-z_]+:.") -> Schema:
    return {
        "type": "object",
        "required": ["kind", "id"],
        "properties": {"kind": label, "id": {"type": "string", "pattern": pattern}},
    }


def _properties(properties: tuple[Property, ...]) -> Schema:
    return {"type": "object", "properties": {found.name: _value(found) for found in properties}}


def _value(declared: Property) -> Schema:
    schema = _codes(declared.codes) if declared.codes else _DATATYPES[declared.datatype]
    described = {"title": f"{declared.title_zh} / {declared.title_en}", **schema}
    return described | {"description": f"unit: {declared.unit}"} if declared.unit else described


def _codes(name: str) -> Schema:
    return {"enum": [str(code) for code in ALL_CODES[name].codes]}
