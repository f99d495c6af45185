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
_LATIN = "[0-9a-z_]"
_DEEPEST = 4
"""How often an id may be escaped within another."""


@dataclass(frozen=True)
class Namer:
    """Finds words of elements in texts.

    `words` are to be found. `longer` are of other elements: a word within one of them names the
    other (天镜 within 天镜·内蒙古). Thousands of words are looked for in one pass.
    """

    words: frozenset[str]
    longer: frozenset[str] = frozenset()

    def names(self, text: str) -> bool:
        """Whether a text as `spelt` gives it holds a word that is no part of a longer one."""
        if not self.words or self._any.search(text) is None:
            return False
        excused = [found.span(1) for found in self._longer.finditer(text)]
        return any(
            not any(begin <= found.start(1) and found.end(1) <= end for begin, end in excused)
            for found in self._each.finditer(text)
        )

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(_pattern(self.words))

    @cached_property
    def _each(self) -> re.Pattern[str]:
        """The longest of the words at each place, those that overlap too."""
        return re.compile(f"(?=({_pattern(self.words)}))")

    @cached_property
    def _longer(self) -> re.Pattern[str]:
        """The same of those longer words that hold a word."""
        held = [text for text in self.longer if self.words and self._any.search(text)]
        return re.compile(f"(?=({_pattern(held)}))")


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


_Branches = dict[str, "_Branches"]
"""Words by their letters one after the other; at the end of a word stands an empty letter."""


def _pattern(words: Iterable[str]) -> str:
    """What matches the longest word at a place; one of Latin letters is no part of a longer one.

    The words are joined letter by letter, so that what is looked for costs the same however many
    they are.
    """
    latin: _Branches = {}
    others: _Branches = {}
    for word in words:
        branch = latin if re.match(_LATIN, word) else others
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    firsts = "".join(map(re.escape, (*latin, *others)))
    # At most places no word begins: that is seen by the set, whatever the number of ways.
    begins = f"(?=[{firsts}])" if firsts else "(?!)"
    return f"{begins}(?:(?<!{_LATIN}){_joined(latin, '')}|{_joined(others, '')})"


def _joined(branches: _Branches, before: str) -> str:
    """The pattern of branches that follow a letter. It nests only where words part."""
    ways = []
    for letter in filter(None, branches):
        stem, after = letter, branches[letter]
        while len(after) == 1 and "" not in after:
            ((last, after),) = after.items()
            stem += last
        ways.append(re.escape(stem) + _joined(after, stem[-1]))
    if "" in branches:
        ways.append(f"(?!{_LATIN})" if re.match(_LATIN, before) else "")
    return f"(?:{'|'.join(ways)})" if ways else "(?!)"
