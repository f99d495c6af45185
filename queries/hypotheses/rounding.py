"""Degrees and minutes: what printing in whole minutes may move."""

from __future__ import annotations

from ontology.rules import ARC_MINUTE_DEG, PRINTED_SLACK_DEG
from queries.hypotheses.model import PLACE, Contradiction, Hypothesis


def within_a_minute(a: float, b: float) -> bool:
    """Whether two coordinates in degrees are at most one printed arc minute apart."""
    return abs(a - b) <= ARC_MINUTE_DEG + PRINTED_SLACK_DEG


def rounding(found: Contradiction) -> Hypothesis | None:
    """Both coordinates are within one arc minute, which together may be more than the tolerance."""
    pairs = (
        (found.other.latitude, found.against.latitude),
        (found.other.longitude, found.against.longitude),
    )
    if PLACE not in found.beyond or not all(within_a_minute(a, b) for a, b in pairs):
        return None
    return Hypothesis("rounding", (PLACE,), found.claims)
