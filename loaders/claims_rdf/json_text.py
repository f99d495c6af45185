"""JSON in which nothing is lost: no name stands twice in an object."""

from __future__ import annotations

import json

import orjson

from loaders.claims_rdf.statements import TermError


def parsed_json(text: str) -> object:
    """What a text holds. Raises `TermError` for what is no JSON, or has a name twice."""
    try:
        found = orjson.loads(text)
        if orjson.dumps(found).decode() != text:  # a name given twice would be lost silently
            found = json.loads(text, object_pairs_hook=_pairs)
    except (TypeError, ValueError, RecursionError) as error:  # TypeError: too deep to be written
        raise TermError(f"不是 JSON / no JSON: {error}") from error
    return found


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("同名两次 / a name twice in one object")
    return found
