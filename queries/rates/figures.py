"""Figures of single stations, and their sums by group and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from queries.rates.groups import Membership
from queries.rates.windows import NamedPeriod

Texts = tuple[str, ...]
CITED = 8
"""How many claims of a group, and how many of its figures, stand behind a row."""


class Counting(NamedTuple):
    """What is counted, in the order of the answer: never two of them are added up."""

    rate: str
    definition: str
    source: str


class Figure(NamedTuple):
    """What one station has in one period of a rate.

    `unknown`: what is neither counted as good nor expected, as it cannot be judged.
    """

    counting: Counting
    station: str
    period: NamedPeriod
    numerator: int
    denominator: int
    unknown: int
    certainty: str | None
    claims: Texts


@dataclass(slots=True)
class Tally:
    """The sum of figures."""

    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    synthetic: bool = False
    claims: set[str] = field(default_factory=set)

    def add(self, figure: Figure) -> None:
        """Count a figure."""
        self.numerator += figure.numerator
        self.denominator += figure.denominator
        self.unknown += figure.unknown
        self.synthetic = self.synthetic or figure.certainty == "synthetic"
        self.claims.update(figure.claims)

    @property
    def percent(self) -> float | None:
        """The rate with two decimals; None where nothing was expected.

        >>> Tally(2, 3).percent, Tally(0, 0, 5).percent
        (66.67, None)
        """
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / self.denominator
        return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


Sums = Mapping[Counting, Mapping[str, Mapping[str, Tally]]]
"""By what is counted, by the text of the period, by group."""


def summed(figures: Iterable[Figure], members: Membership) -> Sums:
    """Figures added up by group; those of stations in no group that is asked for are left out."""
    of: dict[tuple[str, str], list[str]] = {}
    seen: set[str] = set()
    sums: defaultdict[Counting, defaultdict[str, defaultdict[str, Tally]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Tally))
    )
    for figure in figures:
        text = figure.period.text
        if text not in seen:
            seen.add(text)
            for name, group in members.groups(figure.period.last_moment).items():
                for station in group.stations:
                    of.setdefault((text, station), []).append(name)
        groups = of.get((text, figure.station), ())
        by_group = sums[figure.counting][text]
        for name in groups:
            by_group[name].add(figure)
    return sums
