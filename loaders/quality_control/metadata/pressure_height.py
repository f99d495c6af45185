"""A test of pressure against the height of its station: no weather makes the air that thin.

The height is that of the registry valid then, else the one sent along with the values. What is
within the tolerance says nothing: a wrong height of some hundred metres is for other tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from graph.lake import Grouping, Selection
from loaders.quality_control.flags import Flag
from loaders.quality_control.metadata.limits import limit, pressures
from loaders.quality_control.metadata.stated import TRANSMITTED, Position, Stations, stations
from ontology import format_valid
from ontology.earth import HIGHEST_M, LOWEST_M, standard_pressure_hpa

if TYPE_CHECKING:
    from graph.lake import Reading
    from loaders.quality_control.protocol import Context

_DAY = timedelta(days=1)
_STATIONS = 500
"""Stations whose days are read at once."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The pressure of the standard atmosphere at a height, with the tolerance, in hPa."""

    height_m: float
    pressure: float
    tolerance: float
    claim: str

    def admits(self, value: float) -> bool:
        """Whether a pressure in hPa is possible there."""
        return abs(value - self.pressure) <= self.tolerance


def expected(height_m: float, claim: str = "") -> Expected:
    """What pressure is expected at a height. Raises `ValueError` beyond the troposphere."""
    pressure = standard_pressure_hpa(height_m)
    return Expected(height_m, pressure, limit("pressure_height", "share") * pressure, claim)


@dataclass(frozen=True, slots=True)
class PressureHeightTest:
    """A station pressure that the height of the station does not admit."""

    name: str = "pressure_height"
    title: str = "气压与海拔不相容 / pressure impossible for the height"
    version: str = "1"
    kind: str = "quality"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each value beyond the tolerance."""
        held = stations(context.reader)
        suspects = sorted(_suspects(context, held))
        for first in range(0, len(suspects), _STATIONS):
            yield from self._of(context, held, tuple(suspects[first : first + _STATIONS]))

    def _of(self, context: Context, held: Stations, some: tuple[str, ...]) -> Iterator[Flag]:
        variables = tuple(pressures())
        selection = Selection(context.dataset, some, variables, context.begin, context.end)
        for reading in context.lake.window(selection):
            against = _expected(held, reading.station, format_valid(reading.time))
            if reading.value is None or against is None:
                continue
            value = reading.value * pressures()[reading.variable]
            if not against.admits(value):
                yield self._flag(context, reading, value, against)

    def _flag(self, context: Context, reading: Reading, value: float, against: Expected) -> Flag:
        key = (reading.station, reading.variable, reading.time)
        return Flag(
            reading.station,
            reading.variable,
            format_valid(reading.time),
            self.name,
            "major",
            f"{reading.value:.15g}",
            str(context.lake.cite(context.dataset, key)),
            f"海拔 {against.height_m:g} m（断言 {against.claim}）的标准大气为 "
            f"{against.pressure:.1f} hPa，相差 {value - against.pressure:+.1f} hPa，容差 "
            f"{against.tolerance:.1f} hPa",
        )


def _suspects(context: Context, held: Stations) -> set[str]:
    """Stations whose lowest or highest pressure of some day is beyond the tolerance then."""
    variables = tuple(pressures())
    selection = Selection(context.dataset, context.stations, variables, context.begin, context.end)
    found: set[str] = set()
    for batch in context.lake.aggregate(selection, Grouping("day")):
        for row in batch.select(
            ["station", "variable", "period", "minimum", "maximum"]
        ).to_pylist():
            if row["station"] in found or row["minimum"] is None:
                continue
            factor, moment = pressures()[row["variable"]], row["period"]
            begin, end = format_valid(moment), format_valid(moment + _DAY)
            against = [a for m in (begin, end) if (a := _expected(held, row["station"], m))]
            extremes = (row["minimum"] * factor, row["maximum"] * factor)
            if any(not a.admits(value) for a in against for value in extremes):
                found.add(row["station"])
    return found


def _expected(held: Stations, station: str, moment: str) -> Expected | None:
    """What the height of the station at a moment lets expect; None where nobody states one."""
    known = [p for p in held.registered(station, moment) if p.elevation_m is not None]
    sent = [
        p
        for p in held.positions.get(station, ())
        if p.family == TRANSMITTED and p.elevation_m is not None
        and p.valid_from <= moment < p.valid_to
    ]  # fmt: skip
    chosen: Position | None = next(iter([*known, *sorted(sent, key=lambda p: p.id)]), None)
    if chosen is None or chosen.elevation_m is None:
        return None
    if not LOWEST_M <= chosen.elevation_m <= HIGHEST_M:
        return None
    return expected(chosen.elevation_m, chosen.claim)


TESTS = (PressureHeightTest(),)
