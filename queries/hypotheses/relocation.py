"""Causes that a record of relocation supports: moved, not updated, a move of the source itself."""

from __future__ import annotations

from collections.abc import Sequence

from ontology.rules import HEIGHT_TOLERANCE_M, JUMP_KM, POSITION_TOLERANCE_KM
from queries.hypotheses.model import HEIGHT, PLACE, Contradiction, Hypothesis
from queries.positions import (
    Move,
    PositionRow,
    distance_km,
    explaining,
    height_difference,
    left_on,
)


def moved(found: Contradiction) -> Hypothesis | None:
    """A former position fits in place and height: the station moved, the source did not follow."""
    former = explaining(found.ranked, found.other, found.against)
    if former is None:
        return None
    left = left_on(found.ranked, former, found.other, found.against)
    support = (*former.claims, *found.against.claims)
    return Hypothesis("moved", tuple(sorted(found.beyond)), support, former, left)


def not_updated(found: Contradiction) -> Hypothesis | None:
    """Part of what the source gives is that of a former position, and the rest is not.

    Either the place is the current one and the height a former one, or the place is a former one
    and the height is not the height of then. Where a former position fits as a whole it is `moved`.
    """
    if explaining(found.ranked, found.other, found.against):
        return None
    former = _former_place(found) if PLACE in found.beyond else _former_height(found)
    if former is None:
        return None
    place = PLACE in found.beyond
    return Hypothesis(
        "not_updated",
        (PLACE,) if place else (HEIGHT,),
        (*former.claims, *found.against.claims),
        former,
        left_on(found.ranked, former, found.other, found.against) if place else former.valid_to,
    )


def recorded_move(
    move: Move, along: Sequence[PositionRow], ranked: Sequence[PositionRow]
) -> Hypothesis | None:
    """The source records a far move and no later row returns to the place that was left.

    Another source that gives the new place supports it.
    """
    later = [p for p in along if p.valid_from > move.after.valid_from]
    if any(distance_km(p, move.before) <= JUMP_KM for p in later):
        return None
    others = [
        claim
        for p in ranked
        if p.source_id != move.after.source_id
        and distance_km(p, move.after) <= POSITION_TOLERANCE_KM
        for claim in p.claims
    ]
    support = (*move.before.claims, *move.after.claims, *others)
    return Hypothesis("moved", (PLACE,), support)


def _former(found: Contradiction) -> list[PositionRow]:
    """Positions before the one compared with, by dated sources other than the one that differs."""
    return [
        p
        for p in found.ranked
        if p.dated
        and p.source_id != found.other.source_id
        and p.valid_from < found.against.valid_from
    ]


def _former_place(found: Contradiction) -> PositionRow | None:
    fitting = [p for p in _former(found) if distance_km(p, found.other) <= POSITION_TOLERANCE_KM]
    fitting.sort(key=lambda p: p.valid_from, reverse=True)
    return min(
        fitting,
        key=lambda p: (round(distance_km(p, found.other), 1), _rise(p, found.other)),
        default=None,
    )


def _former_height(found: Contradiction) -> PositionRow | None:
    known = [p for p in _former(found) if p.elevation_m is not None]
    fitting = [p for p in known if _rise(p, found.other) <= HEIGHT_TOLERANCE_M]
    fitting.sort(key=lambda p: p.valid_from, reverse=True)
    return min(fitting, key=lambda p: _rise(p, found.other), default=None)


def _rise(a: PositionRow, b: PositionRow) -> float:
    return height_difference(a, b) or 0.0
