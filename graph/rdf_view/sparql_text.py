"""What a user's own SPARQL may be: one query that reads, with no word that reaches elsewhere.

The text is cut into tokens as the grammar of SPARQL 1.1 does. That nothing reaches out is held by
the process that runs it, too: it can open no file and no connection (`sparql_child`).
"""

from __future__ import annotations

import re

from graph.errors import RefusedQueryError
from graph.store.read_only import TEXT_MOST
from ontology import PREFIXES

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
WRITING = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<text>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
        | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d][\w.\-]*)?:(?:[\w.\-:%]|\\\S)*)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[^\W\d]\w*)
    | (?P<space>\s+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
READING = ("只读 / reading only", "SELECT … WHERE { … }")


def check_sparql(text: str) -> None:
    """Raise `RefusedQueryError` for a text that is no bounded reading of the view alone."""
    if len(text) > TEXT_MOST:
        raise RefusedQueryError(
            f"查询长于 {TEXT_MOST} 个字符 / longer than {TEXT_MOST} characters",
            "写短些 / shorten it",
        )
    if re.search(r"\\[uU]", text) or "\x00" in text:
        raise RefusedQueryError(
            "不许写 \\u 转义 / no \\u escapes", "直接写出那个字符 / write the character itself"
        )
    words = [(found["word"].upper(), found.start()) for found in _TOKEN.finditer(text)
             if found["word"]]  # fmt: skip
    if not words:
        raise RefusedQueryError("查询是空的 / the query is empty", READING[1])
    for word, at in words:
        if word == "SERVICE":
            raise RefusedQueryError(
                f"{place(text, at)}: SERVICE 会问别处 / would ask elsewhere",
                "只问这个图 / ask this graph alone",
            )
    opening = next((w for w in words if w[0] not in ("PREFIX", "BASE")), words[0])
    if opening[0] in WRITING:
        raise RefusedQueryError(
            f"{place(text, opening[1])}: {opening[0]}: {READING[0]}", READING[1]
        )
    if opening[0] not in FORMS:
        raise RefusedQueryError(
            f"{place(text, opening[1])}: 不以 {', '.join(sorted(FORMS))} 开头 / "
            "does not begin with one of these",
            READING[1],
        )


def with_moment(text: str, moment: str) -> str:
    """The text with `$t` as the moment asked about; `?t` stays a variable."""
    said = f'"{moment}"^^<{PREFIXES["xsd"]}dateTime>'
    return "".join(said if f[0] == "$t" else f[0] for f in _TOKEN.finditer(text))


def place_before(text: str, moment: str, line: int, column: int) -> tuple[int, int]:
    """The place in a text of what stands at a place of `with_moment` of it."""
    said = text.split("\n")
    if not 1 <= line <= len(said):
        return line, column
    more = len(with_moment("$t", moment)) - len("$t")
    at = column
    for found in re.finditer(r"\$t\b", said[line - 1]):
        if found.start() + 1 < at:
            at = max(found.start() + 1, at - more)
    return line, at


def place(text: str, at: int) -> str:
    """Line and column of a character, both from 1."""
    before = text[:at]
    return f"{before.count(chr(10)) + 1}:{at - (before.rfind(chr(10)) + 1) + 1}"
