"""What is read in a plain sentence: its tokens, and what the whole of it may mean."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph import SuyuanError

_FOR_THE_SHELL = re.compile(r"[\s|;&<>()$`\"'*?!#~\\]")
NO_TAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a sentence names, both included, in the civil calendar (+08:00).

    `role`: at | since (自…起) | until (…前). `note`: what was assumed, zh and en; empty for none.
    """

    first: date
    last: date
    role: str = "at"
    note: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence. `tags`: what it may stand for, from the lexicon and the code lists.

    `elements`: ids of those it may name. Without `known` nobody knows the word.
    """

    text: str
    tags: frozenset[str] = NO_TAGS
    elements: tuple[str, ...] = ()
    period: Period | None = None
    number: int | None = None
    known: bool = True

    @property
    def carries(self) -> bool:
        """Whether the meaning of a sentence depends on it."""
        return bool(self.tags or self.elements or self.period or self.number is not None)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question with its parameters, as a sentence asks it.

    `as_of`, `known_at`: dates, empty for none. `notes`: what was assumed, zh and en. `unused`:
    words of the sentence that this question has no place for.
    """

    question: str
    params: dict[str, str]
    as_of: str = ""
    known_at: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def values(self) -> list[str]:
        """The parameters as a command takes them."""
        return [f"{name}={value}" for name, value in self.params.items()]

    @property
    def command(self) -> str:
        """The command that asks the same."""
        words = ["suyuan", "ask", self.question, *self.values]
        words += ["--as-of", self.as_of] if self.as_of else []
        words += ["--known-at", self.known_at] if self.known_at else []
        return " ".join(shlex.quote(w) if _FOR_THE_SHELL.search(w) else w for w in words)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence means. One meaning is sure; several are to choose from.

    `unknown`: words that nobody knows; with one of them no meaning is sure. `nearest`: ids of the
    questions that share most words with the sentence.
    """

    text: str
    meanings: tuple[Meaning, ...]
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def sure(self) -> Meaning | None:
        """The one meaning that uses every word; None where there is none, or a choice."""
        if len(self.meanings) == 1 and not self.unknown and not self.meanings[0].unused:
            return self.meanings[0]
        return None


class NotUnderstoodError(SuyuanError):
    """A sentence has unknown words, no meaning, or several: they are named, and nothing is run.

    `unused`: words for which the nearest meaning has no place. `commands`: what it may mean.
    """

    def __init__(
        self,
        understood: Understood,
    ) -> None:
        meanings = understood.meanings
        self.asked = understood.text
        self.unknown = understood.unknown
        self.unused = tuple(dict.fromkeys(w for m in meanings for w in m.unused))
        self.commands = tuple(m.command for m in meanings)
        self.nearest = understood.nearest
        super().__init__("；".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        if self.unknown:
            yield f"不认识的词 / unknown words: {'、'.join(self.unknown)}"
        if self.unused:
            yield f"用不上的词 / words without a place: {'、'.join(self.unused)}"
        if len(self.commands) > 1:
            yield f"不止一个意思，选一个 / choose one of: {' | '.join(self.commands)}"
        elif self.commands:
            yield f"也许是 / perhaps: {self.commands[0]}"
        elif not self.unknown:
            yield "没有听懂 / not understood"
        if self.nearest:
            yield f"最接近的问题 / nearest questions: {', '.join(self.nearest)}"
