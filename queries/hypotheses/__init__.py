"""Why two positions of one station contradict each other: hypotheses, each a rule of its own.

A rule is a pure function that says what it explains (place, height) and which claims support it,
or that it does not fit. Several may fit; none is forced: what no rule explains is unexplained.
The order of the causes is data (`ontology.CONFLICT_CAUSES`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ontology import CONFLICT_CAUSES
from queries.hypotheses.model import Contradiction, Hypothesis, Rule
from queries.hypotheses.relocation import moved, not_updated, recorded_move
from queries.hypotheses.rounding import rounding
from queries.hypotheses.site import other_site
from queries.hypotheses.slips import (
    decimal_slip,
    digit_transposition,
    minutes_as_hundredths,
    sign_slip,
    wrong_digit,
)
from queries.positions import Move, PositionRow, distance_km, stray_of, track_of

__all__ = ["RULES", "SLIPS", "Contradiction", "Hypothesis", "hypotheses", "hypotheses_of_move"]

SLIPS: tuple[Rule, ...] = (
    sign_slip,
    decimal_slip,
    digit_transposition,
    minutes_as_hundredths,
    wrong_digit,
)
RULES: tuple[Rule, ...] = (moved, other_site, *SLIPS, not_updated, rounding)


def hypotheses(found: Contradiction) -> tuple[Hypothesis, ...]:
    """The causes that fit, the best first: what explains all of it, then in order of the list."""
    return _ranked(found, [h for rule in RULES if (h := rule(found))])


def hypotheses_of_move(move: Move, ranked: Sequence[PositionRow]) -> tuple[Hypothesis, ...]:
    """The causes of a jump or a wandering inside one source.

    A far stay between two near ones is held against both of its neighbours for slips; a jump that
    nothing takes back is a move that the source itself records.
    """
    if move.kind == "rounding":
        claims = (*move.before.claims, *move.after.claims)
        return (Hypothesis("rounding", ("place",), claims),)
    along = [p for p in track_of(ranked, move.before.source_id) if p.dated]
    if not move.returns:
        found = recorded_move(move, along, ranked)
        return () if found is None else (found,)
    stray, neighbours = stray_of(move, along)
    best: dict[str, Hypothesis] = {}
    for near in sorted(neighbours, key=lambda p: (distance_km(p, stray), p.id)):
        against = Contradiction(stray, near, ranked)
        for rule in SLIPS:
            hypothesis = rule(against)
            if hypothesis and "place" in hypothesis.explains:
                best.setdefault(hypothesis.cause, hypothesis)
    return tuple(sorted(best.values(), key=lambda h: CONFLICT_CAUSES.rank(h.cause)))


def _ranked(found: Contradiction, fitting: list[Hypothesis]) -> tuple[Hypothesis, ...]:
    def rank(h: Hypothesis) -> tuple[int, int]:
        return len(found.beyond.difference(h.explains)), CONFLICT_CAUSES.rank(h.cause)

    return tuple(sorted(fitting, key=rank))
