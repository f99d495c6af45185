"""The meanings of a sentence: every pattern is tried, the one that uses most words is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

from queries.plain.model import Meaning, Token
from queries.plain.pattern import Pattern
from queries.plain.patterns import patterns
from queries.plain.sentence import Filling

MOST_CHOICES = 12
_OPEN = {"LIST", "MULTI", "WHO", "ASK", "-"}
"""Tags of words that ask, and leave open what for, or that change nothing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A pattern that fits, the words it leaves over, and how much it explains."""

    pattern: Pattern
    filling: Filling
    unused: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """Fewest words over first, then the most particular."""
        needed = len(self.pattern.needs)
        return (len(self.unused), -(needed + self.pattern.weight))


@cache
def _patterns() -> tuple[Pattern, ...]:
    return patterns()


def fits(tokens: Sequence[Token], today: date) -> list[Fit]:
    """The best readings of a sentence: more than one only where they explain equally much."""
    found = [fit for p in _patterns() if (fit := _fit(p, tokens, today))]
    best = min((fit.rank for fit in found), default=None)
    kept: dict[str, Fit] = {}
    for fit in found:
        if fit.rank == best:
            kept.setdefault(f"{fit.pattern.question} {fit.filling.params}", fit)
    return list(kept.values())


def nearest(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The three questions that share most words with a sentence."""
    tags = {tag for t in tokens for tag in t.tags}
    scored: dict[str, int] = {}
    for p in _patterns():
        shared = sum(bool(_any(group, tags)) for group in p.needs)
        scored[p.question] = max(scored.get(p.question, 0), shared)
    ranked = sorted((q for q, n in scored.items() if n), key=lambda q: -scored[q])
    return tuple(ranked[:3])


def meanings(fit: Fit) -> list[Meaning]:
    """The meanings of a reading: one, or one for each element that a name may stand for."""
    filling = fit.filling
    names = list(filling.choices)
    return [
        Meaning(
            fit.pattern.question,
            dict(sorted((filling.params | dict(zip(names, ids, strict=True))).items())),
            filling.as_of,
            filling.known_at,
            tuple(dict.fromkeys(filling.notes)),
            fit.unused,
        )
        for ids in list(product(*filling.choices.values()))[:MOST_CHOICES]
    ]


def _fit(pattern: Pattern, tokens: Sequence[Token], today: date) -> Fit | None:
    tags = {tag for t in tokens for tag in t.tags}
    if not all(_any(group, tags) for group in pattern.needs):
        return None
    filling = Filling(tokens, today)
    if not all(slot(filling) for slot in pattern.slots):
        return None
    _times(filling)
    allowed = {
        *_OPEN,
        *pattern.uses.split(),
        *(tag for group in pattern.needs for tag in group.split()),
    }
    unused = tuple(
        t.text for n, t in enumerate(tokens) if n not in filling.used and not _explained(t, allowed)
    )
    return Fit(pattern, filling, unused)


def _any(group: str, tags: set[str]) -> bool:
    """Whether one of the tags of a group is there; `check` stands for every `check:…`."""
    heads = {tag.partition(":")[0] for tag in tags}
    return any(tag in tags or (":" not in tag and tag in heads) for tag in group.split())


def _explained(token: Token, allowed: set[str]) -> bool:
    if not token.known or token.period is not None:
        return False
    if token.tags:
        return any(tag in allowed or tag.partition(":")[0] in allowed for tag in token.tags)
    return not token.elements


def _times(filling: Filling) -> None:
    """A day that no parameter takes is the day asked about, or the day of what was known."""
    for at, period in filling.periods("known")[:1]:
        filling.known_at = period.last.isoformat()
        filling.used |= set(filling.having("KNOWN"))
        filling.use(at, period)
    for at, period in filling.periods()[:1]:
        filling.as_of = period.last.isoformat()
        if period.first != period.last and not period.note[0]:
            said = filling.tokens[at].text
            filling.notes.append(
                (f"{said} 取最后一天 {period.last}", f"{said}: its last day, {period.last}")
            )
        filling.use(at, period)
