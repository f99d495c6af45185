"""All questions, found by walking this folder for modules that expose `QUERY`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from pathlib import Path

from graph import InvalidValueError
from queries.model import Query

_NOT_QUESTIONS = {
    "ask",
    "asker",
    "model",
    "run",
    "registry",
    "evidence",
    "naming",
    "plain",
    "positions",
    "reference_page",
    "veil",
}


@cache
def questions() -> dict[str, Query[object]]:
    """Every question by id."""
    found: dict[str, Query[object]] = {}
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda m: m.name):
        if module.name in _NOT_QUESTIONS:
            continue
        query = getattr(importlib.import_module(f"queries.{module.name}"), "QUERY", None)
        if query is not None:
            found[query.id] = query
    return found


def query_named(name: str) -> Query[object]:
    """The question of that id. Raises `InvalidValueError` with the nearest ids."""
    query = questions().get(name)
    if query is None:
        near = difflib.get_close_matches(name, list(questions()), 3, 0.4)
        raise InvalidValueError(
            "question",
            name,
            "没有这个问题 / there is no such question",
            f"suyuan ask; {', '.join(near or questions())}",
        )
    return query
