"""Users' own queries: how much they may take, what they may be, and the rows they give.

Three layers, each enough against most of what may come: the words and the reach of the text
(`checked_text`), the plan that the server makes of it (`check_plan`), and a reading transaction
with a deadline on the server. The embedded engine has no such plan; there a process of its own,
without files and with little memory, runs the text (`embedded_free`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import orjson

from graph.errors import InvalidValueError, RefusedQueryError
from graph.store.cypher_allowed import OPERATORS, PROCEDURES
from graph.store.cypher_loops import check_loops
from graph.store.cypher_tokens import Kind, Token, tokens_of, without_comments
from graph.store.cypher_words import check_words, is_mark

TEXT_MOST = 8_000
PARAMETERS_MOST = 64 * 1024
ROWS_MOST, SECONDS_MOST = 100_000, 60.0
_NAME = re.compile(r"[A-Za-z_]\w{0,63}\Z", re.ASCII)
_OPERATOR = re.compile(r"\w+")
_CALLED = re.compile(r"([\w.]+)\(")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take: rows handed back, seconds on the store, bytes of all values.

    `memory`: bytes that the embedded engine may need for it; a server has limits of its own.
    """

    rows: int = 1000
    seconds: float = 10.0
    value_bytes: int = 16 * 1024 * 1024
    memory: int = 512 * 1024 * 1024

    def __post_init__(self) -> None:
        for name, value, most in (
            ("--limit", self.rows, ROWS_MOST),
            ("--timeout", self.seconds, SECONDS_MOST),
        ):
            if not 0 < value <= most:
                raise InvalidValueError(
                    name, str(value), f"要大于 0、不超过 / above 0, at most {most:g}", name
                )

    @property
    def answer_bytes(self) -> int:
        """Bytes that an answer may take as JSON, in which a value may need three times its own."""
        return 3 * self.value_bytes + 65536


@dataclass(frozen=True, slots=True)
class FreeRows:
    """Rows of plain values in the order of `columns`; `truncated` when there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool = False


@runtime_checkable
class FreelyRead(Protocol):
    """A store that runs users' own queries."""

    def free(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> FreeRows:
        """Rows of a reading query that passed all checks, within the limits.

        Raises `RefusedQueryError` for one that does not pass, or is stopped.
        """
        ...


def checked_text(text: str, parameters: Mapping[str, object]) -> str:
    """The text that may be sent: one reading statement, its comments and last semicolon blanked.

    Raises `RefusedQueryError` for a text, and `InvalidValueError` for a parameter that may not.
    """
    if len(text) > TEXT_MOST:
        raise RefusedQueryError(
            f"查询长于 {TEXT_MOST} 个字符 / longer than {TEXT_MOST} characters",
            "把值写成参数 / give values as parameters",
        )
    text = text.replace("\r\n", "\n")
    tokens = tokens_of(text)
    check_words(tokens)
    check_loops(tokens)
    _check_parameters(parameters, tokens)
    return without_comments(text[: tokens[-1].at] if is_mark(tokens[-1], ";") else text)


def _check_parameters(parameters: Mapping[str, object], tokens: Sequence[Token]) -> None:
    for name, value in parameters.items():
        if not _NAME.match(name):
            raise InvalidValueError(
                "--param", name[:80], "不能作参数名 / no name of a parameter", "NAME=VALUE"
            )
        _check_value(name, value)
    for token in tokens:
        if token.kind is Kind.PARAMETER and token.text not in parameters:
            raise InvalidValueError(
                "--param",
                token.text,
                "查询里用到，却没有给 / used in the query, but not given",
                f"--param {token.text}=…",
            )


def _check_value(name: str, value: object) -> None:
    """JSON values only, and not too many."""
    try:
        size = len(orjson.dumps(value))
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise InvalidValueError("--param", name, str(error), "JSON") from error
    if size > PARAMETERS_MOST:
        raise InvalidValueError(
            "--param", name, f"太大 / too large: {size} bytes", f"<= {PARAMETERS_MOST}"
        )


def check_plan(kind: str | None, plan: Mapping[str, object] | None) -> None:
    """Raises `RefusedQueryError` unless a server's plan reads, and does nothing else.

    `kind`: the server's type of query; `plan`: `operatorType`, `args`, `children`.
    """
    if kind != "r" or plan is None:
        raise RefusedQueryError(
            f"这不是只读的查询（{kind}）/ this query does not only read ({kind})",
            "MATCH … RETURN …",
        )
    waiting: list[Mapping[str, object]] = [plan]
    while waiting:
        node = waiting.pop()
        _check_operator(node)
        children = node.get("children") or ()
        assert isinstance(children, Sequence)
        waiting += children


def _check_operator(node: Mapping[str, object]) -> None:
    name = _OPERATOR.match(str(node.get("operatorType", "")))
    if name is None or name[0] not in OPERATORS:
        raise RefusedQueryError(
            f"计划里有不许的一步 / a step of the plan is not allowed: {node.get('operatorType')}",
            "MATCH … RETURN …",
        )
    if name[0] != "ProcedureCall":
        return
    details = node.get("args")
    said = str(details.get("Details", "")) if isinstance(details, Mapping) else ""
    called = _CALLED.match(said)
    if called is None or called[1] not in PROCEDURES:
        raise RefusedQueryError(
            f"这个过程不在可用之列 / not one of the procedures that may be called: {said[:80]}",
            f"可用 / available: {', '.join(sorted(PROCEDURES))}",
        )
