"""Values of any engine as plain ones: what JSON has types for, and nothing of the engine's.

Nodes, relationships and paths become maps with labels or type and properties; times, points and
durations become text. The engines' own numbers for nodes are left out: they are reused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

_NANOSECONDS = re.compile(r"\.(\d{9})")
_DURATION = frozenset({"months", "days", "seconds"})
_EMBEDDED_NODE = frozenset({"id", "labels", "properties"})
_EMBEDDED_EDGE = frozenset({"id", "start", "end", "type", "properties"})
_EMBEDDED_PATH = frozenset({"nodes", "relationships"})


def plain(value: Any) -> object:  # noqa: ANN401 - an engine's value
    """A value as JSON has it; numbers that JSON cannot write become text."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    text = _text(value)
    return _composed(value) if text is None else text


def _text(value: Any) -> str | None:  # noqa: ANN401
    """Times, durations, points and bytes as text; None for what is made of several values."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if hasattr(value, "iso_format"):
        return _NANOSECONDS.sub(_shortest, str(value.iso_format()))
    if hasattr(value, "srid"):
        return f"SRID={value.srid};POINT({' '.join(map(repr, value))})"
    return None


def _shortest(match: re.Match[str]) -> str:
    return f".{match[1]}".rstrip("0").rstrip(".")


def _composed(value: Any) -> object:  # noqa: ANN401
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        return _path(value.nodes, value.relationships)
    if hasattr(value, "labels"):
        return _node(sorted(value.labels), value)
    if hasattr(value, "start_node"):
        return _edge(value.type, value)
    if isinstance(value, Mapping):
        return _map(value)
    if isinstance(value, (Sequence, set, frozenset)):
        return [plain(v) for v in value]
    return str(value)


def _map(value: Mapping[str, Any]) -> object:
    """The embedded engine gives nodes, relationships, paths and durations as maps."""
    keys = value.keys()
    if keys == _EMBEDDED_NODE:
        return _node(value["labels"], _stored(value["labels"], value["properties"]))
    if keys == _EMBEDDED_EDGE:
        return _edge(value["type"], value["properties"])
    if keys == _EMBEDDED_PATH:
        return {name: [plain(v) for v in value[name]] for name in ("nodes", "relationships")}
    if keys >= _DURATION and keys <= _DURATION | {"nanoseconds"}:
        return _duration(value)
    return {str(k): plain(v) for k, v in value.items()}


def _stored(labels: Sequence[str], properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without the `title` and `type` that the embedded engine adds of its own."""
    id_, name = properties.get("id"), properties.get("name")
    made = {id_, name, *(f"{label}_{id_}" for label in labels)}
    return {
        k: v
        for k, v in properties.items()
        if not (k == "title" and v in made) and not (k == "type" and v in labels)
    }


def _node(labels: Sequence[str], properties: Mapping[str, Any]) -> dict[str, object]:
    return {
        "labels": list(labels),
        "properties": {k: plain(v) for k, v in sorted(properties.items())},
    }


def _edge(kind: str, properties: Mapping[str, Any]) -> dict[str, object]:
    return {"type": kind, "properties": {k: plain(v) for k, v in sorted(properties.items())}}


def _path(nodes: Sequence[Any], relationships: Sequence[Any]) -> dict[str, object]:
    return {
        "nodes": [plain(n) for n in nodes],
        "relationships": [plain(r) for r in relationships],
    }


def _duration(value: Mapping[str, Any]) -> str:
    """ISO 8601 text, as a server writes it: P1M2DT3.5S."""
    seconds = value["seconds"] + value.get("nanoseconds", 0) / 1_000_000_000
    return f"P{value['months']}M{value['days']}DT{seconds:g}S"
