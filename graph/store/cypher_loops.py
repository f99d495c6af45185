"""What a user's Cypher may compute within one row.

A server ends a transaction between rows, never inside an expression (measured on 5.26 and 2026: a
list comprehension over a long list goes on for hours after its transaction was ended, and so does
the sending of one huge value). So what one row can compute is bounded before anything is sent:
lists from `range` are short, loops do not nest, and copies of copies are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.errors import RefusedQueryError
from graph.store.cypher_copies import check_copies
from graph.store.cypher_tokens import Kind, Token
from graph.store.cypher_words import function_at, is_mark, is_name, named, reference

DIGITS = 18  # of a number that fits in 64 bits
RANGE = 10_000  # longest list that `range` may make outside UNWIND
# A server takes minutes, and cannot be stopped, to plan 3,900 operators, 20 times XOR, or 20
# EXISTS inside each other; what is allowed here took it less than two seconds.
OPERATORS, XORS, SUBQUERIES = 150, 8, 6

_WORD_OPERATORS = frozenset({"AND", "OR", "XOR", "NOT", "IN", "CONTAINS", "STARTS", "ENDS", "IS"})
_MARK_OPERATORS = frozenset({"+", "-", "*", "/", "%", "^", "<", ">", "<=", ">=", "=", "<>", "||"})
_QUANTIFIERS = frozenset({"any", "all", "none", "single"})


def check_loops(tokens: Sequence[Token]) -> None:
    """Raises `RefusedQueryError` for what might compute without end inside one row."""
    pairs = _pairs(tokens)
    _planned_soon(tokens)
    _no_patterns(tokens)
    for at in range(len(tokens)):
        name = (function_at(tokens, at) or "").lower()
        if name == "range":
            _short(tokens, at, pairs[at + 1])
        elif name == "replace":
            _shrinking(tokens, at, pairs[at + 1])
    loops, made = list(_loops(tokens, pairs)), _made(tokens)
    for loop in loops:
        _alone(loop, loops)
        _closed(tokens, loop, made)
    check_copies(tokens)


def _pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each bracket closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.MARK and token.text in "([{":
            opened.append(at)
        elif token.kind is Kind.MARK and token.text in ")]}":
            found[opened.pop()] = at
    return found


def _planned_soon(tokens: Sequence[Token]) -> None:
    """What a server's planner can do in a moment."""
    words = Counter(t.word for at, t in enumerate(tokens) if t.word and not is_name(tokens, at))
    marks = Counter(t.text for t in tokens if t.kind is Kind.MARK)
    operators = sum(words[w] for w in _WORD_OPERATORS) + sum(marks[m] for m in _MARK_OPERATORS)
    for found, most, what in (
        (operators, OPERATORS, "运算符 / operators"),
        (words["XOR"], XORS, "XOR"),
        (_deepest(tokens), SUBQUERIES, "层 {…} / levels of {…}"),
    ):
        if found > most:
            raise RefusedQueryError(
                f"多于 {most} 个 / more than {most}: {what}",
                "分开问；一串值写成参数 n.id IN $ids / ask in parts; many values as one parameter",
            )


def _deepest(tokens: Sequence[Token]) -> int:
    depth = most = 0
    for token in tokens:
        if token.kind is Kind.MARK and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            most = max(most, depth)
    return most


def _no_patterns(tokens: Sequence[Token]) -> None:
    if any(is_mark(token, "=~") for token in tokens):
        raise RefusedQueryError(
            "不能用正则：有的模式永远算不完 / no regular expressions: some never end",
            "CONTAINS, STARTS WITH, ENDS WITH, toLower()",
        )


def _short(tokens: Sequence[Token], at: int, close: int) -> None:
    """`range` makes rows of its own, or a list whose length is plain to see."""
    streamed = at >= 1 and tokens[at - 1].word == "UNWIND" and not is_name(tokens, at - 1)
    if streamed and close + 1 < len(tokens) and tokens[close + 1].word == "AS":
        return
    parts = _arguments(tokens, at + 1, close)
    bounds = [b for b in map(_integer, parts) if b is not None]
    if len(bounds) == len(parts) in (2, 3):
        step = bounds[2] if len(bounds) == 3 else 1
        if step and abs(bounds[1] - bounds[0]) // abs(step) < RANGE:
            return
    raise RefusedQueryError(
        f"range 只能直接用于 UNWIND，或两端写明且不超过 {RANGE} 个数 / range is for UNWIND, "
        f"or for at most {RANGE} numbers with both ends written out",
        "UNWIND range(1, n) AS i",
    )


def _integer(part: Sequence[Token]) -> int | None:
    sign = -1 if len(part) == 2 and is_mark(part[0], "-") else 1
    if not part or len(part) > 1 + (sign < 0) or part[-1].kind is not Kind.NUMBER:
        return None
    digits = part[-1].text
    return sign * int(digits) if digits.isdecimal() and len(digits) <= DIGITS else None


def _shrinking(tokens: Sequence[Token], at: int, close: int) -> None:
    """`replace` puts in no more than it takes out."""
    parts = _arguments(tokens, at + 1, close)
    texts = [p[0].text for p in parts[1:] if len(p) == 1 and p[0].kind is Kind.TEXT]
    if len(parts) == 3 and len(texts) == 2 and texts[0] and len(texts[1]) <= len(texts[0]):
        return
    raise RefusedQueryError(
        "replace 的后两项要写明，且不能变长 / replace takes two texts that are written out, "
        "the second no longer than the first",
        "replace(n.name, '气象局', '局')",
    )


def _arguments(tokens: Sequence[Token], open_: int, close: int) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[open_ + 1 : close]:
        if token.kind is Kind.MARK:
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth == 0 and token.text == ",":
                parts.append([])
                continue
        parts[-1].append(token)
    return parts


@dataclass(frozen=True, slots=True)
class _Loop:
    """`[x IN source …]` or `any(x IN source …)`; places of its tokens."""

    open: int
    body: int
    close: int
    variable: str


def _loops(tokens: Sequence[Token], pairs: dict[int, int]) -> Iterator[_Loop]:
    for at, close in pairs.items():
        name = function_at(tokens, at - 1) if at and tokens[at].text == "(" else None
        listed = tokens[at].text == "[" or (name or "").lower() in _QUANTIFIERS
        if listed and at + 2 < close and tokens[at + 2].word == "IN" and named(tokens[at + 1]):
            yield _Loop(at, _body(tokens, at + 3, close), close, tokens[at + 1].text)


def _body(tokens: Sequence[Token], start: int, close: int) -> int:
    depth = 0
    for at in range(start, close):
        token = tokens[at]
        if token.kind is Kind.MARK:
            depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0 and (is_mark(token, "|") or token.word == "WHERE"):
            return at
    return close


def _alone(loop: _Loop, loops: Sequence[_Loop]) -> None:
    if any(loop.open < other.open < loop.close for other in loops):
        raise RefusedQueryError(
            "循环里不能再有循环 / no loop inside a loop: [x IN …], any(x IN …)",
            "UNWIND 一层 / UNWIND one of them",
        )


def _closed(tokens: Sequence[Token], loop: _Loop, made: frozenset[str]) -> None:
    """A loop looks at its own elements and at elements of the graph: nothing else is long."""
    for at in range(loop.body, loop.close):
        name = tokens[at].text
        if name in made and name != loop.variable and reference(tokens, at):
            raise RefusedQueryError(
                f"循环里只能用 MATCH 得到的名字和参数 / a loop may use names from MATCH and "
                f"parameters only, not {name}",
                "用 UNWIND / UNWIND the list",
            )


def _made(tokens: Sequence[Token]) -> frozenset[str]:
    """Names of values that the query makes itself: `… AS name`."""
    return frozenset(
        token.text for before, token in pairwise(tokens) if before.word == "AS" and named(token)
    )
