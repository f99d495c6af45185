"""Texts made fit to be shown: control characters visible, times at +08:00, cut to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate

from ontology import BEGINNING, CIVIL, OPEN_END, parse_moment

_PLACE = re.compile(r"line (\d+)(?:, column (\d+))?\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")
_CLAUSE = re.compile("[;:] ")
_SENTENCE = 4
"""Wide characters with which a clause after another is more than a word before values."""
# Marks that turn the direction of a text, with which one name can be made to look like another.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Measure = Callable[[str], float]


def plain(text: str) -> str:
    r"""A text from a source in one line, nothing in it that a terminal or a page would obey.

    >>> plain("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, " ".join(text.split())))


def literal(text: str) -> str:
    r"""As `plain`, but every blank stays; a line end is shown as ↵.

    >>> literal("  a\tb\x1b[31m\n")
    '  a\tb\\x1b[31m↵'
    """
    if text.isprintable():
        return text
    joined = text.replace("\r\n", "\n").replace("\n", "↵")
    return "".join(c if c == "\t" else _visible(c) for c in joined)


def _visible(character: str) -> str:
    if character in _TURNING or unicodedata.category(character) in ("Cc", "Cs"):
        code = ord(character)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return character


def cell(character: str) -> float:
    """Columns a character takes in a terminal: two for a wide one."""
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """Columns a text takes in a terminal."""
    return int(sum(map(cell, text)))


def shorten(text: str, width: float, measure: Measure = cell) -> str:
    """At most `width` of a text (columns, or what `measure` counts), … where something was cut."""
    if sum(map(measure, text)) <= width:
        return text
    taken, kept = measure("…"), 0
    for character in text:
        taken += measure(character)
        if taken > width:
            break
        kept += 1
    return text[:kept] + "…"


def shorten_left(text: str, width: float) -> str:
    """At most `width` columns of the end of a text, led by … where something was cut."""
    if cells(text) <= width:
        return text
    return "…" + shorten(text[::-1], width)[:-1][::-1]


def padded(text: str, width: int) -> str:
    """A text with blanks up to a width in columns."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: float, lines: int, measure: Measure = cell) -> list[str]:
    """A text in at most `lines` lines of a width; words are kept whole where they fit."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines:
        if len(found) == lines - 1:
            found.append(shorten(rest, width, measure))
            break
        cut = _cut(rest, width, measure)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return found


def _cut(text: str, width: float, measure: Measure) -> int:
    """How many characters of a text go on a line: to the last good place for a break, if any."""
    reached = list(accumulate(map(measure, text)))
    end = next((i for i, taken in enumerate(reached) if taken > width), None)
    if end is None:
        return len(text)
    late = range(end, max(end // 2, 1) - 1, -1)
    return next(
        (i for wanted in (_between_words, _after_mark) for i in late if wanted(text, i)),
        max(end, 1),
    )


def _between_words(text: str, at: int) -> bool:
    """At a space, or beside a wide character; no mark begins or ends a line that should not."""
    if text[at] in "，。；：、）》”！？" or text[at - 1] in "（《“":
        return False
    return " " in text[at - 1 : at + 1] or not text[at - 1 : at + 1].isascii()


def _after_mark(text: str, at: int) -> bool:
    return text[at - 1] in "-_/|,;:"


def placed(text: str, lang: str) -> str:
    """A place in a source as a person reads it; one that is no line stays as its source has it.

    >>> placed("line 24", "zh"), placed("line 24, column 7", "zh"), placed("line 24", "en")
    ('第 24 行', '第 24 行第 7 字', 'line 24')
    """
    found = _PLACE.match(text)
    if lang == "en" or found is None:
        return text
    line, column = found.groups()
    return f"第 {line} 行" + (f"第 {column} 字" if column else "")


def spoken(text: str, lang: str) -> str:
    """The half in one language of a text that is written in both; another text as it is.

    A word in two languages before values that are told once is no such half.

    >>> spoken("不知道发文机关 / the issuer is not known", "en"), spoken("a / b", "zh")
    ('the issuer is not known', 'a / b')
    >>> spoken("kind 'x'; 可用 / use: a, b", "zh")
    "kind 'x'; 可用 / use: a, b"
    """
    zh, slash, en = text.partition(" / ")
    if not slash or " / " in en or cells(en) != len(en):
        return text
    *before, last = _CLAUSE.split(zh)
    if cells(last) - len(last) < (_SENTENCE if before else 1):
        return text
    return en if lang == "en" else zh


def moment(text: str) -> str:
    """A stored time as a person reads it, at +08:00; the day alone where it is a midnight.

    The unknown begin and the open end are shown as nothing.

    >>> moment("2018-06-02T16:00:00Z"), moment("2018-06-03T06:00:00Z")
    ('2018-06-03', '2018-06-03 14:00')
    """
    if text in (BEGINNING, OPEN_END):
        return ""
    if not _MOMENT.match(text):
        return text
    local = parse_moment(text).astimezone(CIVIL)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date().isoformat()
    return f"{local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else "")
