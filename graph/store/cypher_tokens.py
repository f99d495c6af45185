"""A user's Cypher as tokens, cut in the same places as every engine cuts it, or not at all.

What engines may read differently is refused instead of guessed: escapes of characters, characters
that cannot be seen, numbers that touch a word. Comments become blanks, so that no engine reads
them and positions in its messages still hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import RefusedQueryError

NESTING = 24  # servers take minutes to parse a few thousand brackets


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted name"
    TEXT = "text"
    NUMBER = "number"
    PARAMETER = "parameter"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `text` as written, without quotes; `word`: a bare word as engines compare keywords.

    `at`: its place in the text; `end`: the place after it.
    """

    kind: Kind
    text: str
    at: int
    end: int
    word: str = ""


_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<single>'(?:[^'\\]|\\.)*')
      | (?P<double>"(?:[^"\\]|\\.)*")
      | (?P<quoted>`(?:[^`\\]|``)*`)
      | (?P<parameter>\$\w+)
      | (?P<number>0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<mark>\.\.|<=|>=|<>|=~|\|\||::|\+=|/(?!\*)|[()\[\]{}<>=+\-*%^|&!:;,.$?])""",
    re.VERBOSE | re.DOTALL,
)
_KINDS = {
    "single": Kind.TEXT,
    "double": Kind.TEXT,
    "quoted": Kind.QUOTED,
    "parameter": Kind.PARAMETER,
    "number": Kind.NUMBER,
    "word": Kind.WORD,
    "mark": Kind.MARK,
}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = frozenset("\\'\"`nrtbf")
_BLANKS = frozenset("\n\t")
# Control, format, surrogate, private, unassigned; separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_CLOSES = {")": "(", "]": "[", "}": "{"}


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text that every engine reads alike.

    Raises `RefusedQueryError` for one that may be read in two ways, or not at all.
    """
    _all_seen(text)
    found = tuple(_scan(text))
    _brackets_close(found)
    return found


def without_comments(text: str) -> str:
    """The text with blanks for its comments; lines stay where they were.

    >>> without_comments("RETURN 1 // one")
    'RETURN 1       '
    """
    return _TOKEN.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    if match.lastgroup != "comment":
        return match[0]
    return "".join(c if c == "\n" else " " for c in match[0])


def folded(word: str) -> str:
    r"""A word as the most lenient engine compares keywords: width, case and long s are nothing.

    >>> folded("ｓet"), folded("\u017fet")
    ('SET', 'SET')
    """
    return unicodedata.normalize("NFKC", word).casefold().upper()


def _all_seen(text: str) -> None:
    for at, character in enumerate(text):
        if character not in _BLANKS and unicodedata.category(character) in _UNSEEN:
            raise RefusedQueryError(
                f"第 {at + 1} 个字符看不见 / character {at + 1} cannot be seen: "
                f"U+{ord(character):04X}",
                "删掉它；值里要用就写成参数 / delete it; in a value, use a parameter",
            )


def _scan(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        end = match.end()
        name = str(match.lastgroup)
        if name in _KINDS:
            yield _token(name, match[0], at, end)
        if name == "number" and text[end : end + 1].isidentifier():
            raise _unreadable(text, end)
        at = end


def _token(name: str, raw: str, at: int, end: int) -> Token:
    kind = _KINDS[name]
    if kind is Kind.TEXT:
        _escapes_known(raw)
        return Token(kind, raw[1:-1], at, end)
    if kind is Kind.QUOTED:
        return Token(kind, raw[1:-1].replace("``", "`"), at, end)
    if kind is Kind.PARAMETER:
        return Token(kind, raw[1:], at, end)
    return Token(kind, raw, at, end, folded(raw) if kind is Kind.WORD else "")


def _escapes_known(raw: str) -> None:
    for match in _ESCAPE.finditer(raw):
        if match[1] not in _ESCAPES:
            raise RefusedQueryError(
                f"文字里有不认识的转义 / an escape that is not known: \\{match[1]}",
                "直接写那个字，或用参数 / write the character itself, or use a parameter",
            )


def _unreadable(text: str, at: int) -> RefusedQueryError:
    return RefusedQueryError(
        f"第 {at + 1} 个字符处读不懂 / not readable at character {at + 1}: {text[at : at + 12]!r}",
        "标点要用半角，引号和注释要成对 / ASCII punctuation; close every quote and comment",
    )


def _brackets_close(tokens: tuple[Token, ...]) -> None:
    open_: list[str] = []
    for token in tokens:
        if token.kind is not Kind.MARK:
            continue
        if token.text in "([{":
            open_.append(token.text)
        elif token.text in _CLOSES and (not open_ or open_.pop() != _CLOSES[token.text]):
            raise _unbalanced(token.text)
        if len(open_) > NESTING:
            raise RefusedQueryError(
                f"括号套了 {NESTING} 层以上 / brackets nest deeper than {NESTING}",
                "分成几步：WITH … / take several steps: WITH …",
            )
    if open_:
        raise _unbalanced(open_[-1])


def _unbalanced(mark: str) -> RefusedQueryError:
    return RefusedQueryError(
        f"括号不成对 / a bracket without its partner: {mark}", "补上 / add the other one"
    )
