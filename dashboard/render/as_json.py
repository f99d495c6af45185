"""Answers as JSON: what pages show, in the same words, non-ASCII kept."""

from __future__ import annotations

from typing import Any

import orjson

from queries import Result


def dumps(value: object) -> str:
    """Indented JSON; dataclasses become objects, whatever JSON has no type for becomes text."""
    return orjson.dumps(value, default=_text, option=orjson.OPT_INDENT_2).decode()


def line(value: object) -> str:
    """JSON on one line."""
    return data(value).decode()


def data(value: object) -> bytes:
    """JSON on one line, as it is sent."""
    return orjson.dumps(value, default=_text)


def _text(value: Any) -> object:  # noqa: ANN401 - whatever orjson does not know
    return value.hex() if isinstance(value, bytes) else str(value)


def answer(result: Result[object]) -> dict[str, object]:
    """An answer with its evidence and the queries that were run."""
    zh, en = result.summary
    return {
        "question": result.question,
        "params": result.params,
        "as_of": result.as_of,
        "known_at": result.known_at,
        "ledger_head": result.ledger_head,
        "elapsed": result.elapsed,
        "summary": {"zh": zh, "en": en},
        "truncated": result.truncated,
        "withheld": result.withheld,
        "notices": result.notices,
        "hypothetical": result.hypothetical,
        "rows": result.rows,
        "claims": result.claims,
        "executed": result.executed,
    }
