"""JSON Schema of what the interface returns, derived from the dataclasses of the answers."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from typing import Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, object]
_PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}


def schema_of(kind: object) -> Schema:
    """The schema of a type: plain types, unions, lists, mappings and dataclasses; else anything."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(one) for one in inner]}
    if origin in (tuple, list, Sequence):
        return _array(inner)
    if origin in (dict, Mapping) and len(inner) == 2:
        return {"type": "object", "additionalProperties": schema_of(inner[1])}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _object(kind)
    return {}


def _array(inner: tuple[Any, ...]) -> Schema:
    items = [one for one in inner if one is not Ellipsis]
    if len(items) == 1:
        return {"type": "array", "items": schema_of(items[0])}
    return {"type": "array", "prefixItems": [schema_of(one) for one in items]}


def _object(kind: type) -> Schema:
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return {
        "type": "object",
        "properties": {name: schema_of(hints[name]) for name in names},
        "required": names,
    }


def record(**properties: Schema) -> Schema:
    """An object all of whose properties are there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def array(items: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items}


def reference(name: str) -> Schema:
    """A schema that is described once, under the components."""
    return {"$ref": f"#/components/schemas/{name}"}
