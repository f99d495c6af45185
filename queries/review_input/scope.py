"""Whose review it is, and the period it looks back on: since the review before, else a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from graph import InvalidValueError
from ontology import BEGINNING, OPEN_END, TimeError, shifted, valid_time
from ontology.rules import SUPERIOR_LEVELS
from queries.actions import SECOND
from queries.ask import Ask, unknown
from queries.review_input import stages
from queries.review_input.stages import ThingRow

SHOWN = 200
"""So many things of one kind are shown; the others are counted."""
_YEAR = timedelta(days=365)
Given = str | bool | int | list[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """The units whose review it is, none for all, and the period from `since` to `now`.

    `earlier`: the reviews of these units that were held before it, by their ids.
    """

    ask: Ask
    since: str
    units: tuple[str, ...]
    earlier: Mapping[str, ThingRow]
    bounds: Mapping[str, Given] = field(init=False)

    def __post_init__(self) -> None:
        bounds: dict[str, Given] = {
            "t": self.now,
            "since": self.since,
            "ever": BEGINNING,
            "never": OPEN_END,
            "every": not self.units,
            "units": list(self.units),
        }
        object.__setattr__(self, "bounds", bounds)

    @property
    def now(self) -> str:
        """The time asked about: the end of the period."""
        return self.ask.time

    def inside(self, moment: str | None) -> bool:
        """Whether a moment lies in the period."""
        return moment is not None and self.since <= moment <= self.now


def scope(ask: Ask) -> Scope:
    """The scope that the parameters ask for.

    Raises `UnknownElementError` for a review or a unit that is not there.
    """
    reviews = {row.id: row for row in ask.rows(stages.REVIEWS)}
    of_unit: dict[str, set[str]] = {name: set() for name in reviews}
    for link in ask.rows(stages.REVIEW_UNITS):
        of_unit[link.id].add(link.other)
    element, unit = ask.params.get("element", ""), ask.params.get("unit", "")
    if element:
        if element not in reviews:
            raise unknown(element, reviews)
        ask.at(reviews[element].began or ask.time)
    if unit and not ask.rows(stages.UNIT, id=unit):
        raise unknown(unit, ask.reader.ids_like(unit))
    own = [unit] if unit else sorted(of_unit.get(element, ()))
    before = min(ask.time, (reviews[element].began if element else None) or ask.time)
    earlier = {
        name: row
        for name, row in reviews.items()
        if name != element
        and (row.began or OPEN_END) < before
        and (not own or of_unit[name] & set(own))
    }
    return Scope(ask, _since(ask, earlier), _below(ask, own), earlier)


def _since(ask: Ask, earlier: Mapping[str, ThingRow]) -> str:
    given = ask.params.get("from")
    if given:
        try:
            return valid_time(given)
        except TimeError as error:
            raise InvalidValueError("from", given, str(error), "YYYY-MM-DD") from error
    last = max((row.began or "" for row in earlier.values()), default="")
    return shifted(last, SECOND) if last else shifted(ask.time, -_YEAR)


def _below(ask: Ask, own: Sequence[str]) -> tuple[str, ...]:
    """The units and all below them at the time."""
    found, frontier = set(own), sorted(own)
    for _ in range(SUPERIOR_LEVELS):
        rows = ask.rows(stages.BELOW, ids=frontier, t=ask.time)
        frontier = sorted({row.other for row in rows} - found)
        found |= set(frontier)
    return tuple(sorted(found))
