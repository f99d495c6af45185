"""A web page as tokens that know where they stand in its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_TAG = re.compile(r"</?[A-Za-z!]")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Token:
    """A start or end tag (`name`, `attributes`), or text at `begin:end` of the source.

    `reference`: the text is one entity, such as `&nbsp;`.
    """

    kind: str
    begin: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    reference: bool = False


class _Tokenizer(HTMLParser):
    """Notes where each token begins; it ends where the next one does."""

    def __init__(self, starts: Sequence[int]) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = starts
        self.found: list[Token] = []

    def _note(self, kind: str, name: str = "", attributes: Mapping[str, str] = _NONE) -> None:
        line, column = self.getpos()
        begin = self.starts[line - 1] + column
        self.found.append(Token(kind, begin, begin, name, attributes, kind == "reference"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("start", tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("empty", tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_entityref(self, name: str) -> None:
        self._note("reference", name)

    def handle_charref(self, name: str) -> None:
        self._note("reference", name)

    def handle_comment(self, data: str) -> None:
        self._note("comment")

    def handle_decl(self, decl: str) -> None:
        self._note("comment")

    def handle_pi(self, data: str) -> None:
        self._note("comment")

    def unknown_decl(self, data: str) -> None:
        self._note("comment")


def broken_tag(source: str) -> int | None:
    """Where the last tag begins, if the page breaks off inside it."""
    at = source.rfind("<")
    inside = at > source.rfind(">") and _TAG.match(source, at)
    return at if inside else None


def tokens(source: str) -> list[Token]:
    """The tokens of a page in order, without gaps between them; a broken tag is a comment."""
    cut = broken_tag(source)
    if cut is not None:
        return [*tokens(source[:cut]), Token("comment", cut, len(source))]
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    tokenizer = _Tokenizer(starts)
    tokenizer.feed(source)
    tokenizer.close()
    found = sorted(tokenizer.found, key=lambda token: token.begin)
    made: list[Token] = []
    for index, token in enumerate(found):
        end = found[index + 1].begin if index + 1 < len(found) else len(source)
        made += _split(token, end, source)
    return made


def _split(token: Token, end: int, source: str) -> list[Token]:
    """A token with its end; what stands behind an entity before the next token is text."""
    kind = "text" if token.kind == "reference" else token.kind
    whole = Token(kind, token.begin, end, token.name, token.attributes, token.reference)
    match = _REFERENCE.match(source, token.begin, end) if token.reference else None
    if match is None or match.end() == end:
        return [whole]
    first = Token("text", token.begin, match.end(), reference=True)
    return [first, Token("text", match.end(), end)]
