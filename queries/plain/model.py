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
_STANDING: frozenset[str] = frozenset(
    {"NEG", "UNSETTLED", "SETTLED", "PAST", "LATE", "DECIDED", "DEEP", "EVER", "AROUND"}
    | {"FINISHED", "UNFINISHED", "NOT_DUE", "MISSED", "MET", "UNREPORTED", "NO_TARGET"}
    | {"UNTREATED", "NOT_KNOWN", "NO_PERIOD", "SURVEILLANCE", "TRIAL_RUN"}
)
"""Tags of words that say how something stands, or deny: they choose a state where there is one."""
_TELLING: frozenset[str] = frozenset(
    {"REREVIEW", "IDENTITY", "ORPHAN", "RECURRING", "RECONCILE", "CONFLICT", "IMPACT", "SIMILAR"}
    | {"COMMON", "TIMELINE", "CERTIFY", "LOOP", "INTERFACE", "FIVE", "UNRESOLVED", "RETRACTED"}
    | {"EXCLUDE", "MEND", "ONLY"}
)
"""Tags of words that only one question is asked with: no other one stands without them."""
_GROUPS = "BY_"
_ALWAYS = frozenset({"kind:Unit"})


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a sentence names, both included, in the civil calendar (+08:00).

    `role`: at | since (自…起) | until (…前) | known (…所知) | aside (…前后, or the day on which
    somebody said it, which asks for nothing). `note`: what was assumed, zh and en; empty for none.
    `coming`: the days of that name later this year, where the year was assumed to be another.
    """

    first: date
    last: date
    role: str = "at"
    note: tuple[str, str] = ("", "")
    coming: Period | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence. `tags`: what it may stand for, from the lexicon and the code lists.

    `elements`: ids of those it may name. Without `known` nobody knows the word; one that is
    `passed` is a single character that nobody knows and that can name nothing where it stands.
    """

    text: str
    tags: frozenset[str] = NO_TAGS
    elements: tuple[str, ...] = ()
    period: Period | None = None
    number: int | None = None
    known: bool = True
    passed: bool = False

    def passable(self, *, stands: bool, groups: bool) -> bool:
        """Whether a meaning may stand although it has no place for this word.

        Not a word that names, counts or dates something or leaves something out; one that denies or
        says how something `stands` not where the question has a parameter for that, nor one by
        which to group where it `groups`.
        """
        named = self.elements or self.period or self.number is not None or not self.known
        return not named and any(
            (tag in _STANDING and not stands)
            or (tag.startswith(_GROUPS) and not groups)
            or (tag not in _STANDING and not tag.startswith(_GROUPS) and _asks(tag))
            for tag in self.tags
        )


def _asks(tag: str) -> bool:
    """Whether a tag is of what one asks or says, not of a code, a kind or a quotation."""
    if tag in _ALWAYS or tag.startswith(("property:", "relation:")):
        return True
    return tag.isupper() and ":" not in tag and tag not in _TELLING


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
    questions that share most words with the sentence. `likely`: where none is sure, the first of
    the meanings, if the wording makes it likely: a doubt, to be confirmed before it runs.
    """

    text: str
    meanings: tuple[Meaning, ...]
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    likely: Meaning | None = None

    @property
    def sure(self) -> Meaning | None:
        """The one meaning that uses every word; None where there is none, a choice or a doubt."""
        if (
            self.likely is None
            and len(self.meanings) == 1
            and not self.unknown
            and not self.meanings[0].unused
        ):
            return self.meanings[0]
        return None


class NotUnderstoodError(SuyuanError):
    """A sentence has unknown words, no meaning, or several: they are named, and nothing is run.

    `unused`: words for which the nearest meaning has no place. `commands`: what it may mean, the
    likeliest first. `likely`: that one, if the wording makes it likely.
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
        self.likely = understood.likely.command if understood.likely else None
        super().__init__("；".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        if self.unknown:
            yield f"不认识的词 / unknown words: {'、'.join(self.unknown)}"
        if self.unused:
            yield f"用不上的词 / words without a place: {'、'.join(self.unused)}"
        if self.likely is not None:
            others = [c for c in self.commands if c != self.likely]
            yield f"也许是 / perhaps: {' | '.join((self.likely, *others))}"
        elif len(self.commands) > 1:
            yield f"不止一个意思，选一个 / choose one of: {' | '.join(self.commands)}"
        elif self.commands:
            yield f"也许是 / perhaps: {self.commands[0]}"
        elif not self.unknown:
            yield "没有听懂 / not understood"
        if self.nearest:
            yield f"最接近的问题 / nearest questions: {', '.join(self.nearest)}"
