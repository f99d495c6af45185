"""Whether a text names one of some elements: by id, key or name, in whatever spelling."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

SHORTEST = 2
"""Characters of a key or a name that is looked for; a shorter one stands in any text."""
_DEEPEST = 4
"""How often an id may be escaped within another."""


@dataclass(frozen=True)
class Namer:
    """Finds words of elements in texts.

    `words` are to be found. `longer` are of other elements: a word within one of them names the
    other (天镜 within 天镜·内蒙古).
    """

    words: frozenset[str]
    longer: frozenset[str] = frozenset()

    @cached_property
    def _within(self) -> frozenset[str]:
        """Those of the longer words that hold a word."""
        whole = "\n".join(self.longer)
        held = [w for w in self.words if w in whole]
        return frozenset(t for t in self.longer if any(w in t and w != t for w in held))

    def among(self, texts: Iterable[str]) -> Finder | None:
        """What finds the words that occur in these texts; None where none does.

        `texts` are spelt by `spelt`. Of thousands of words few occur in one answer, and only those
        are looked for in each of its parts.
        """
        whole = "\n".join(texts)
        found = [word for word in self.words if word in whole]
        if not found:
            return None
        return Finder(_pattern(found), _pattern(w for w in self._within if w in whole))


@dataclass(frozen=True, slots=True)
class Finder:
    """Patterns of the words that are looked for, and of longer ones that excuse them."""

    words: re.Pattern[str]
    longer: re.Pattern[str]

    def names(self, text: str) -> bool:
        """Whether a text as `spelt` gives it holds a word that is no part of a longer one."""
        excused = [found.span(1) for found in self.longer.finditer(text)]
        return any(
            not any(begin <= found.start(1) and found.end(1) <= end for begin, end in excused)
            for found in self.words.finditer(text)
        )


def words_of(element: str, called: Iterable[str]) -> Iterator[str]:
    """By what an element is found in a text: its id, and its key and its names if not too short.

    A number alone stands in any text, so an element with such a key or name is found by its id.
    """
    yield _folded(_unescaped(element))
    for text in (element.partition(":")[2], *called):
        word = _folded(_unescaped(text)).strip()
        if len(word) >= SHORTEST and not word.isdecimal():
            yield word


def spelt(value: object) -> str:
    """All texts within a value, in every spelling in which a word is looked for, joined by lines.

    Case, width of letters, escapes, and blanks within Chinese names make no difference.
    """
    written = "\n".join(_texts(value))
    plain, unescaped = _folded(written), _folded(_unescaped(written))
    together = "".join(unescaped.split())
    return "\n".join(dict.fromkeys((plain, unescaped, together)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _unescaped(text: str) -> str:
    """A text without percent escapes, those within others too, as in the id of a state."""
    for _ in range(_DEEPEST):
        if "%" not in text:
            break
        text = unquote(text)
    return text


def _texts(value: object) -> Iterator[str]:
    """Every text within a value: of fields, members, keys and values."""
    if isinstance(value, str):
        yield value
    elif value is None or isinstance(value, bool | int | float):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.keys()))
        yield from _texts(tuple(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for one in value:
            yield from _texts(one)
    else:
        yield str(value)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """At each place the longest of the words; one of Latin letters is no part of a longer one."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(f"(?=({'|'.join(map(_bounded, longest))}))" if longest else r"(?!)()")


def _bounded(word: str) -> str:
    begin = r"(?<![0-9a-z_])" if re.match(r"[0-9a-z_]", word) else ""
    end = r"(?![0-9a-z_])" if re.match(r"[0-9a-z_]", word[-1]) else ""
    return f"{begin}{re.escape(word)}{end}"
