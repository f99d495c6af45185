"""What a rule is given, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ontology.rules import HEIGHT_TOLERANCE_M, POSITION_TOLERANCE_KM
from queries.positions import PositionRow, distance_km, height_difference

PLACE, HEIGHT = "place", "height"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`other` contradicts `against`; `ranked`: all that is said of where the station stood."""

    other: PositionRow
    against: PositionRow
    ranked: Sequence[PositionRow] = ()

    @property
    def beyond(self) -> frozenset[str]:
        """What differs beyond the tolerance: place, height, or both."""
        height = height_difference(self.other, self.against) or 0.0
        found = {
            PLACE: distance_km(self.other, self.against) > POSITION_TOLERANCE_KM,
            HEIGHT: height > HEIGHT_TOLERANCE_M,
        }
        return frozenset(what for what, differs in found.items() if differs)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims of both sides."""
        return (*self.other.claims, *self.against.claims)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A cause that fits: what it explains, and the claims that support it.

    `former`: the position that the other source still gives, a place left on `left_on`.
    """

    cause: str
    explains: tuple[str, ...]
    support: tuple[str, ...]
    former: PositionRow | None = None
    left_on: str | None = None


Rule = Callable[[Contradiction], Hypothesis | None]
