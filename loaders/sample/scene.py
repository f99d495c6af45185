"""One station while its story is composed: what happened there, where a cause may be planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from loaders.sample.days import FIRST_ISSUE, LAST_ISSUE, after, between
from loaders.sample.equipment import Holding, Line, in_order
from loaders.sample.mechanisms import Cause
from loaders.sample.metrology import REGION_LAB
from loaders.sample.network import Site
from loaders.sample.rows import Calibration, Event, Incident, Issue, Location
from loaders.sample.variables import Variable


@dataclass(frozen=True, slots=True)
class Spot:
    """A calibration of a deployed instrument and the days on which it was the latest, and valid.

    `place`: (variable code, instrument in the line, calibration of the instrument).
    """

    place: tuple[str, int, int]
    variable: Variable
    holding: Holding
    first: date
    last: date

    @property
    def calibration(self) -> Calibration:
        """The calibration itself."""
        return self.holding.calibrations[self.place[2]]

    @property
    def following(self) -> Calibration | None:
        """The next calibration of the same instrument, if there is one."""
        index = self.place[2] + 1
        return self.holding.calibrations[index] if index < len(self.holding.calibrations) else None

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong with the calibration, its record, or what came next."""
        row, after_it = self.calibration, self.following
        whole = row.valid_to and row.certificate_id and row.procedure
        passed = row.result in {"inCalibration", "recalibrated"} and row.performed_by == REGION_LAB
        good = after_it is None or after_it.result == "inCalibration"
        return bool(whole) and passed and row.standard_id.endswith("A") and good


@dataclass(slots=True)
class Scene:
    """A station's records while they are composed; the one thing here that changes.

    `taken`: places whose calibrations already play a part, so that no two causes meet.
    `planted`: pairs (cause, issue id); an issue that is in none of them has no planted cause.
    """

    site: Site
    rng: Random
    lines: dict[str, Line]
    events: list[Event] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    planted: list[tuple[Cause, str]] = field(default_factory=list)
    taken: set[tuple[str, int, int]] = field(default_factory=set)

    def spots(self) -> Iterator[Spot]:
        """Places within the period of issues that no other cause has taken."""
        for code, line in self.lines.items():
            for number, holding in enumerate(line.holdings):
                yield from self._spots_of(code, number, holding, line.variable)

    def _spots_of(
        self, code: str, number: int, holding: Holding, variable: Variable
    ) -> Iterator[Spot]:
        end = min(holding.deployment.valid_to or LAST_ISSUE, LAST_ISSUE)
        for index, calibration in enumerate(holding.calibrations):
            first = max(calibration.performed_on, holding.deployment.valid_from, FIRST_ISSUE)
            last = min(end, after(calibration.performed_on, variable.interval_days - 1))
            if index + 1 < len(holding.calibrations):
                last = min(last, after(holding.calibrations[index + 1].performed_on, -1))
            place = (code, number, index)
            if place not in self.taken and (last - first).days > 60:
                yield Spot(place, variable, holding, first, last)

    def pick(self, suits: Callable[[Spot], bool]) -> Spot | None:
        """A random place that suits, taken together with its neighbours; None if there is none."""
        found = [spot for spot in self.spots() if suits(spot)]
        if not found:
            return None
        spot = found[int(self.rng.random() * len(found))]
        code, number, index = spot.place
        self.taken.update((code, number, i) for i in (index - 1, index, index + 1))
        return spot

    def settle(
        self,
        spot: Spot,
        change: Callable[[Calibration], Calibration] = lambda row: row,
        change_next: Callable[[Calibration], Calibration] = lambda row: row,
    ) -> Spot:
        """Put a calibration and the next one in order, then change them; the spot as it is now."""
        calibrations = list(spot.holding.calibrations)
        index = spot.place[2]
        calibrations[index] = change(in_order(self.site, spot.variable, calibrations[index]))
        if spot.following is not None:
            following = in_order(self.site, spot.variable, calibrations[index + 1])
            calibrations[index + 1] = change_next(following)
        return self.replaced(spot, replace(spot.holding, calibrations=tuple(calibrations)))

    def replaced(self, spot: Spot, holding: Holding) -> Spot:
        """Put another holding in the place of the spot's; the spot as it is now."""
        code, number, _ = spot.place
        line = self.lines[code]
        holdings = (*line.holdings[:number], holding, *line.holdings[number + 1 :])
        self.lines[code] = replace(line, holdings=holdings)
        return replace(spot, holding=holding)

    def day_within(self, spot: Spot, lead: int = 5) -> date:
        """A day of the spot, at least `lead` days after its first."""
        return between(self.rng, after(spot.first, lead), spot.last)
