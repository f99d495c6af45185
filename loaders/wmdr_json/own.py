"""Members of exports of ours for what WMDR 2 has none for; its schema leaves them open."""

from __future__ import annotations

from loaders.json_places import Value
from loaders.wmdr.names import own_id

IDENTITY = "suyuan:id"
"""Our address of a deployment or an instrument."""
GENERATED = "suyuan:synthetic"
"""Whether the record was generated."""


def own_name(value: Value | None, kind: str) -> str:
    """The address of ours that names an object, "" where it has none."""
    found = None if value is None else value.members.get(IDENTITY)
    return found.text if found is not None and own_id(kind, found.text) else ""


def is_synthetic(properties: Value | None) -> bool:
    """Whether a record says that it was generated."""
    found = None if properties is None else properties.members.get(GENERATED)
    return found is not None and found.text == "true"
