"""What is read in a plain sentence: its tokens, and what the whole of it may mean."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import date

from graph import SuyuanError

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
    def command(self) -> str:
        """The command that asks the same."""
        words = ["suyuan", "ask", self.question, *(f"{k}={v}" for k, v in self.params.items())]
        words += ["--as-of", self.as_of] if self.as_of else []
        words += ["--known-at", self.known_at] if self.known_at else []
        return shlex.join(words)


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


@dataclass
class NotUnderstoodError(SuyuanError):
    """A sentence has unknown words, no meaning, or several: they are named, and nothing is run."""

    asked: str
    unknown: tuple[str, ...]
    unused: tuple[str, ...]
    commands: tuple[str, ...]
    nearest: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        super().__init__(self._told())

    def _told(self) -> str:
        parts = []
        if self.unknown:
            names = "、".join(self.unknown)
            parts.append(f"不认识的词 / unknown words: {names}")
        if self.unused:
            parts.append(f"用不上的词 / words without a place: {'、'.join(self.unused)}")
        if self.commands:
            told = "不止一个意思，选一个 / several meanings, choose one"
            if len(self.commands) == 1:
                told = "也许是 / perhaps"
            parts.append(f"{told}: " + " | ".join(self.commands))
        elif not self.unknown:
            parts.append("没有听懂 / not understood")
        if self.nearest:
            parts.append("最接近的问题 / nearest questions: " + ", ".join(self.nearest))
        return "；".join(parts)


def not_understood(understood: Understood) -> NotUnderstoodError:
    """The error for a sentence whose meaning is not sure."""
    unused = tuple(dict.fromkeys(w for m in understood.meanings for w in m.unused))
    return NotUnderstoodError(
        understood.text[:80],
        understood.unknown,
        unused,
        tuple(m.command for m in understood.meanings),
        understood.nearest,
    )
