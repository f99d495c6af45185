"""What the words of a user's Cypher may be: clauses that read, a few procedures, known functions.

The plan of a server does not show what hides in an expression (measured: a list comprehension
around `COLLECT { LOAD CSV … }` is a plain Projection of type r), and the embedded engine's plan
shows no branch of a UNION. So the words are looked at as well, before anything is sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import RefusedQueryError
from graph.store.cypher_allowed import (
    COMMANDS,
    FUNCTIONS,
    KEYWORDS,
    NO_FUNCTION,
    OPENING,
    PAIRS,
    PROCEDURES,
    WRITING,
)
from graph.store.cypher_tokens import Kind, Token


def check_words(tokens: Sequence[Token]) -> None:
    """Raises `RefusedQueryError` unless it is one statement, made of reading words only."""
    if not tokens:
        raise RefusedQueryError("空的查询 / an empty query", "MATCH (n) RETURN n")
    _one_statement(tokens)
    if tokens[0].word not in OPENING:
        raise RefusedQueryError(
            f"不能以此开头 / a query does not begin with {tokens[0].text!r}",
            f"以这些开头 / begin with {', '.join(sorted(OPENING))}",
        )
    for at in range(len(tokens)):
        _word(tokens, at)
        _dynamic(tokens, at)
        name = function_at(tokens, at)
        if name is not None and name.lower() not in FUNCTIONS:
            raise RefusedQueryError(
                f"这个函数不在可用之列 / not one of the functions that may be used: {name}",
                "docs/howto/ask-in-cypher.md",
            )


def _one_statement(tokens: Sequence[Token]) -> None:
    ends = [at for at, token in enumerate(tokens) if is_mark(token, ";")]
    if ends and ends[0] != len(tokens) - 1:
        raise RefusedQueryError(
            "只能有一条语句 / one statement only", "分几次问 / ask them one after another"
        )


def _word(tokens: Sequence[Token], at: int) -> None:
    token = tokens[at]
    if token.kind is not Kind.WORD or is_name(tokens, at):
        return
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if token.word in WRITING:
        raise RefusedQueryError(f"只能读，不能写 / reading only: {token.text}", _backticks(token))
    if token.word in COMMANDS:
        raise RefusedQueryError(f"不能用 / not available here: {token.text}", _backticks(token))
    if (token.word, following) in PAIRS:
        raise RefusedQueryError(
            f"不能用 / not available here: {token.text} {tokens[at + 1].text}",
            "用 suyuan load 装载文件 / files are loaded by suyuan load",
        )
    if token.word == "CALL":
        _procedure(tokens, at)


def _backticks(token: Token) -> str:
    return f"如果它是名字，就加反引号 / if it is a name, put it in backticks: `{token.text}`"


def _procedure(tokens: Sequence[Token], at: int) -> None:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.kind is Kind.MARK and after.text in "({":
        return
    parts: list[str] = []
    for token in tokens[at + 1 :]:
        wanted = (Kind.WORD, Kind.QUOTED) if len(parts) % 2 == 0 else (Kind.MARK,)
        if token.kind not in wanted or (token.kind is Kind.MARK and token.text != "."):
            break
        parts.append(token.text)
    name = "".join(parts)
    if name not in PROCEDURES:
        raise RefusedQueryError(
            f"这个过程不在可用之列 / not one of the procedures that may be called: {name}",
            f"可用 / available: {', '.join(sorted(PROCEDURES))}",
        )


def _dynamic(tokens: Sequence[Token], at: int) -> None:
    token = tokens[at]
    opened = at + 1 < len(tokens) and is_mark(tokens[at + 1], "(")
    if is_mark(token, "$") or (token.kind is Kind.PARAMETER and opened):
        raise RefusedQueryError(
            "标签和类型要写明 / labels and types are written out", "(n:Station), [:HAS_STATE]"
        )


def function_at(tokens: Sequence[Token], at: int) -> str | None:
    """The full name of the function whose last word is here; None where none is called."""
    if at + 1 >= len(tokens) or not is_mark(tokens[at + 1], "("):
        return None
    if tokens[at].kind not in (Kind.WORD, Kind.QUOTED):
        return None
    first = at
    while first >= 2 and is_mark(tokens[first - 1], ".") and named(tokens[first - 2]):
        first -= 2
    name = "".join(t.text for t in tokens[first : at + 1])
    if first == at and tokens[at].word in NO_FUNCTION and tokens[at].word != "EXISTS":
        return None
    called = first >= 1 and tokens[first - 1].word == "CALL" and not is_name(tokens, first - 1)
    return None if called else name


def is_name(tokens: Sequence[Token], at: int) -> bool:
    """A word in the place of a name: a property, a label or type, the key of a map."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and is_mark(after, ":"):
        return True
    if before is None or before.kind is not Kind.MARK:
        return False
    if before.text == ".":
        return at < 2 or tokens[at - 2].kind is not Kind.NUMBER
    return before.text == ":" and not _in_map(tokens, at - 1)


def _in_map(tokens: Sequence[Token], colon: int) -> bool:
    """A colon between key and value: `{key: value, key: value}`."""
    return colon >= 2 and (is_mark(tokens[colon - 2], "{") or is_mark(tokens[colon - 2], ","))


def is_mark(token: Token, text: str) -> bool:
    """A mark, and this one."""
    return token.kind is Kind.MARK and token.text == text


def named(token: Token) -> bool:
    """A word or a quoted name."""
    return token.kind in (Kind.WORD, Kind.QUOTED)


def reference(tokens: Sequence[Token], at: int) -> bool:
    """A use of a variable: no property, label, map key, new name, function or keyword."""
    token = tokens[at]
    if not named(token) or token.word in KEYWORDS or is_name(tokens, at):
        return False
    if at and tokens[at - 1].word == "AS":
        return False
    return function_at(tokens, at) is None
