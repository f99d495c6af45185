"""How large a value of a user's Cypher may become by sharing what is there already.

A list of ten times the same list takes no room, and twelve such steps make 10^12 elements: nothing
counts them until they are compared or sent, and then nothing stops it (measured on 5.26 and
2026). So the uses of each name are counted over the clauses, and a list is collected once only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.errors import RefusedQueryError
from graph.store.cypher_allowed import CLAUSES, KEYWORDS
from graph.store.cypher_tokens import Kind, Token, folded
from graph.store.cypher_words import function_at, is_mark, is_name, named, reference

COPIES = 64  # times that a value may be repeated

_MAKING = frozenset({"CALL", "RETURN", "UNWIND", "WITH"})
_KEEPING = frozenset({"CALL", "UNWIND"})  # what was there before stays beside the new
_AFTER = frozenset({"LIMIT", "OFFSET", "ORDER", "SKIP"})
_LISTING = frozenset({"collect", "keys", "labels", "nodes", "range", "relationships", "split"})
_COUNTING = frozenset({"avg", "count", "exists", "isempty", "length", "size", "sum"})


def check_copies(tokens: Sequence[Token]) -> None:
    """Raises `RefusedQueryError` for values that could grow by copies of copies."""
    _names_are_names(tokens)
    _few_copies(tokens)
    _collected_once(tokens)


def _names_are_names(tokens: Sequence[Token]) -> None:
    """A name for later is no word of the language, or its uses could not be counted."""
    last = max(at for at, t in enumerate(tokens) if _begins(tokens, at) and t.word not in _AFTER)
    for at, (before, token) in enumerate(pairwise(tokens)):
        if before.word == "AS" and named(token) and folded(token.text) in KEYWORDS and at < last:
            raise RefusedQueryError(
                f"这个名字是语言里的词 / this name is a word of the language: {token.text}",
                "换一个名字 / choose another",
            )


@dataclass(slots=True)
class _Clause:
    """How often each name is used in what a clause makes."""

    word: str = ""
    uses: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def factor(self) -> int:
        """At most how many times larger the values are after the clause."""
        if self.word not in _MAKING:
            return 1
        whole = {path[0]: n for path, n in self.uses.items() if len(path) == 1}
        parts = [n + whole.get(path[0], 0) for path, n in self.uses.items() if len(path) > 1]
        most = max([1, *whole.values(), *parts])
        return most + (self.word in _KEEPING)


def _few_copies(tokens: Sequence[Token]) -> None:
    """The product over all clauses of the most uses of one name bounds any value's growth."""
    grown = 1
    for clause in _clauses(tokens):
        grown *= clause.factor()
        if grown > COPIES:
            raise RefusedQueryError(
                f"同一个值被抄了 {COPIES} 次以上 / the same value is copied more than "
                f"{COPIES} times over the clauses",
                "少几步 WITH，一个名字少用几次 / fewer steps, fewer uses of one name",
            )


def _clauses(tokens: Sequence[Token]) -> Iterator[_Clause]:
    """All clauses with their uses; one that has a query inside ends after that."""
    now = _Clause()
    outer: list[tuple[str, _Clause]] = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.MARK and token.text in "([{":
            outer.append((token.text, now))
        elif token.kind is Kind.MARK and token.text in ")]}":
            _, before = outer.pop()
            if before is not now:
                yield now
                now = before
        elif _begins(tokens, at) and (not outer or outer[-1][0] == "{"):
            if not outer or outer[-1][1] is not now:
                yield now
            now = _Clause(token.word)
        elif reference(tokens, at):
            now.uses[_path(tokens, at)] += 1
    yield now


def _begins(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].word not in CLAUSES or is_name(tokens, at):
        return False
    return not (tokens[at].word == "WITH" and at and tokens[at - 1].word in ("STARTS", "ENDS"))


def _path(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    if at + 2 < len(tokens) and is_mark(tokens[at + 1], ".") and named(tokens[at + 2]):
        return (tokens[at].text, tokens[at + 2].text)
    return (tokens[at].text,)


# Lists are collected once


def _collected_once(tokens: Sequence[Token]) -> None:
    """What goes into a collected list is no list that the query has made before."""
    depth: dict[str, int] = {}
    opened: list[bool] = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.MARK and token.text in "([{":
            opened.append(_collects(tokens, at))
        elif token.kind is Kind.MARK and token.text in ")]}":
            opened.pop()
        elif any(opened) and reference(tokens, at) and depth.get(token.text, 0) > 0:
            raise RefusedQueryError(
                f"收集好的列表不能再收集 / a list that was made is not collected again: "
                f"{token.text}",
                "先 UNWIND，或直接返回各行 / UNWIND it first, or return the rows",
            )
        if at and tokens[at - 1].word == "AS" and named(token):
            depth[token.text] = max(depth.get(token.text, 0), _depth(tokens, at - 1, depth))


def _collects(tokens: Sequence[Token], at: int) -> bool:
    """A bracket whose content becomes the elements of a list, once for every row or match."""
    if at and is_mark(tokens[at], "{"):
        return tokens[at - 1].word == "COLLECT"
    if is_mark(tokens[at], "["):
        following = [t.text for t in tokens[at + 1 : at + 3]]
        return following[:1] == ["("] or following[1:] == ["="]
    return at > 0 and (function_at(tokens, at - 1) or "").lower() == "collect"


def _depth(tokens: Sequence[Token], end: int, depth: dict[str, int]) -> int:
    """How many lists deep the value of the item is that ends before this AS."""
    start = _start(tokens, end)
    item = tokens[start:end]
    first = (function_at(item, 0) or "").lower() if item else ""
    if first in _COUNTING and _closing(item, 1) == len(item) - 1:
        return 0
    most, opened = 0, list[int]()
    for at, token in enumerate(item):
        if token.kind is Kind.MARK and token.text in "([{":
            makes = is_mark(token, "[") or _collects(item, at)
            listing = at > 0 and (function_at(item, at - 1) or "").lower() in _LISTING
            opened.append(int(makes or listing))
            most = max(most, sum(opened))
        elif token.kind is Kind.MARK and token.text in ")]}":
            opened.pop()
        elif reference(item, at):
            most = max(most, sum(opened) + depth.get(token.text, 0))
        elif token.kind is Kind.PARAMETER:
            most = max(most, sum(opened) + 1)
    return max(0, most - 1) if start and tokens[start - 1].word == "UNWIND" else most


def _start(tokens: Sequence[Token], end: int) -> int:
    """Where the item begins that ends here: after a comma, a clause's word, a bracket."""
    level = 0
    for at in range(end - 1, -1, -1):
        token = tokens[at]
        if token.kind is Kind.MARK:
            level += (token.text in ")]}") - (token.text in "([{")
        if level < 0 or (level == 0 and (is_mark(token, ",") or _opens_item(tokens, at))):
            return at + 1
    return 0


def _opens_item(tokens: Sequence[Token], at: int) -> bool:
    return (_begins(tokens, at) or tokens[at].word == "DISTINCT") and not is_name(tokens, at)


def _closing(tokens: Sequence[Token], at: int) -> int:
    level = 0
    for place in range(at, len(tokens)):
        if tokens[place].kind is Kind.MARK:
            level += (tokens[place].text in "([{") - (tokens[place].text in ")]}")
        if level == 0:
            return place
    return -1
