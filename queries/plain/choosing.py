"""What a sentence most likely means where the grammar is not sure.

The question is chosen by `likely.py`, the grammar fills its parameters from the words of the
sentence, and of values that no word names those are added that the wording makes likely. Such a
meaning is a doubt: it is shown, and does not run before somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from queries.plain.grammar import Fit, loosest
from queries.plain.likely import likelihoods
from queries.plain.model import Meaning, Token, Understood

_TRIED = 5
"""Questions that are tried, the most likely first."""
_LOWEST, _OF_HIGHEST = 0.2, 0.5
"""The score that a question needs, and the part of the highest score."""
_NAME_OVER = 0.3
"""What a name or a day for which a question has no place takes off its score."""

Meant = Callable[[Fit], list[Meaning]]
"""The meanings of a reading."""


def weighed(
    understood: Understood, found: Sequence[Token], today: date, meant: Meant
) -> Understood:
    """What was understood, with the likeliest meaning where none is sure.

    A choice between meanings that use every word stays one.
    """
    offered = understood.meanings
    whole = not understood.unknown and not any(m.unused for m in offered)
    if offered and whole:
        return understood
    likely = _likeliest(understood.text, found, today, meant)
    if likely is None:
        return understood
    others = [m for m in offered if _asked(m) != _asked(likely)]
    return replace(understood, meanings=(likely, *others), likely=likely)


def _asked(meaning: Meaning) -> tuple[object, ...]:
    return meaning.question, meaning.params, meaning.as_of, meaning.known_at


def _likeliest(text: str, found: Sequence[Token], today: date, meant: Meant) -> Meaning | None:
    """The likeliest question whose parameters can be filled in one way, with them.

    None that would ask of just what a sentence leaves out: 除了50425站.
    """
    asked = likelihoods().asked(text)[:_TRIED]
    least = max(_LOWEST, _OF_HIGHEST * asked[0][1]) if asked else 0.0
    tried: list[tuple[float, Meaning]] = []
    for question, score in asked:
        fit = loosest(question, found, today) if score >= least else None
        if fit is None or any("EXCLUDE" in t.tags for t in fit.over):
            continue
        meanings = meant(fit)
        if len(meanings) == 1:
            names = sum(bool(t.elements or t.period) for t in fit.over)
            tried.append((score - _NAME_OVER * names, meanings[0]))
    best = max(tried, key=lambda one: one[0], default=None)
    return None if best is None else _with_values(text, best[1])


def _with_values(text: str, meaning: Meaning) -> Meaning:
    """A meaning with the values that the wording makes likely, and that no word names."""
    values = likelihoods().values(text, meaning.question)
    added = {name: value for name, value in values.items() if name not in meaning.params}
    said = "、".join(f"{name}={value}" for name, value in sorted(added.items()))
    note = (f"{said}：按说法推测", f"{said}: likely from the wording")
    return replace(
        meaning,
        params=dict(sorted((meaning.params | added).items())),
        notes=(*meaning.notes, note) if added else meaning.notes,
    )
