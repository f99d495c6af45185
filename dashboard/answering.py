"""A question as a person types it: parameters by place or name, elements by bare key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph import InvalidValueError, UnknownElementError, Workspace
from ontology import ANY, NODE_KINDS
from queries import Param, Query, Result, query_named, run
from queries.neighbourhood import find_element, with_nearest

_NAMED = re.compile(r"[a-z][a-z_]*=")


def answer(
    workspace: Workspace,
    question: str,
    values: Sequence[str],
    *,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Result[object]:
    """Run a question with values such as `station:53463`, `53463` or `process=Y01-03`.

    Raises `InvalidValueError`, and `UnknownElementError` with the nearest ids.
    """
    query = query_named(question)
    params = resolved(workspace, query, values)
    try:
        return run(workspace, question, params, as_of=as_of, known_at=known_at)
    except UnknownElementError as error:
        raise with_nearest(workspace, error) from error


def resolved(workspace: Workspace, query: Query[object], values: Sequence[str]) -> dict[str, str]:
    """Values by parameter, bare keys as the ids they mean."""
    return {
        name: _resolved(workspace, query, name, value)
        for name, value in parameters(query, values).items()
    }


def parameters(query: Query[object], values: Sequence[str]) -> dict[str, str]:
    """Values by parameter: `NAME=VALUE` by name, others in the order of the parameters."""
    given: dict[str, str] = {}
    loose: list[str] = []
    for value in values:
        if _NAMED.match(value):
            name, _, text = value.partition("=")
            given[name] = text
        else:
            loose.append(value)
    free = [p.name for p in query.params if p.name not in given]
    if len(loose) > len(free):
        raise InvalidValueError(
            "PARAM",
            loose[len(free)],
            f"{query.id} 没有更多参数 / takes no more parameters",
            f"可用 / use: {_usage(query.params)}",
        )
    return given | dict(zip(free, loose, strict=False))


def _usage(params: Sequence[Param]) -> str:
    return " ".join(f"{p.name}=…" for p in params) or "-"


def _resolved(workspace: Workspace, query: Query[object], name: str, value: str) -> str:
    """The id that a bare key means; whatever names no kind of its own goes as it stands."""
    declared = {p.name: p for p in query.params}
    kinds = _kinds(declared, name)
    if not kinds or value.endswith(")"):
        return value
    if not declared[name].several:
        return find_element(workspace, value, kinds)
    parts = [part.strip() for part in value.split(";")]
    return ";".join(find_element(workspace, part, kinds) for part in parts if part) or value


def _kinds(params: Mapping[str, Param], name: str) -> tuple[str, ...]:
    kinds = params[name].kinds if name in params else ()
    return tuple(NODE_KINDS) if kinds == (ANY,) else kinds
