"""Tests of heights: against the registry valid then, and of a sensor against its own station."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.quality_control.flags import Flag
from loaders.quality_control.metadata.limits import limit
from loaders.quality_control.metadata.stated import Position, stations, transmitted

if TYPE_CHECKING:
    from loaders.quality_control.protocol import Context

Height = Callable[[Position], float | None]


def _elevation(position: Position) -> float | None:
    return position.elevation_m


def _barometer(position: Position) -> float | None:
    return position.barometer_m


@dataclass(frozen=True, slots=True)
class HeightTest:
    """A height sent along with values is not that of the registry valid then."""

    name: str
    title: str
    height: Height
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each transmitted height that differs by more than the tolerance."""
        held, tolerance = stations(context.reader), limit(self.name, "difference")
        for position in transmitted(context, held):
            said = self.height(position)
            known = [
                (registry, height)
                for registry in held.registered(position.station, position.day)
                if (height := self.height(registry)) is not None
            ]
            if said is None or not known:
                continue
            registry, height = known[0]
            if abs(said - height) > tolerance:
                yield Flag(
                    position.station,
                    "",
                    position.day,
                    self.name,
                    "minor",
                    f"{said:g}",
                    position.claim,
                    f"当时登记 {height:g} m（{registry.source_id}，断言 {registry.claim}），"
                    f"相差 {said - height:+.1f} m，容差 {tolerance:g} m",
                )


@dataclass(frozen=True, slots=True)
class SensorAltitudeTest:
    """A pressure sensor is stated at sea level although its station is not."""

    name: str = "sensor_altitude"
    title: str = "气压传感器海拔为 0 / sensor altitude of zero"
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each altitude of 0 that the station's own elevation contradicts.

        A station near sea level may have its sensor at 0: within the tolerance nothing is said.
        """
        tolerance = limit(self.name, "difference")
        for position in transmitted(context, stations(context.reader)):
            if position.barometer_m != 0 or position.elevation_m is None:
                continue
            if abs(position.elevation_m) > tolerance:
                yield Flag(
                    position.station,
                    "",
                    position.day,
                    self.name,
                    "major",
                    "0",
                    position.claim,
                    f"同一来源给出台站海拔 {position.elevation_m:g} m，传感器海拔应在其 "
                    f"{tolerance:g} m 之内",
                )


TESTS = (
    HeightTest("elevation", "传输海拔与登记不符 / transmitted elevation", _elevation),
    HeightTest(
        "barometer_elevation", "传输气压表海拔与登记不符 / transmitted barometer height", _barometer
    ),
    SensorAltitudeTest(),
)
