"""What stations and instruments of the sample go through: surveys, stages of life, changes.

Drawn from a generator of its own for each station, so that nothing else of the sample depends on
it. Stages of life are told of the last two barometers of a station, in keeping with their
deployments and calibrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from loaders.sample.days import HORIZON, after, between, span
from loaders.sample.documents import MOVE_RECORD
from loaders.sample.equipment import Holding
from loaders.sample.life_rows import EnvironmentSurvey, EquipmentState, StationChange
from loaders.sample.metrology import REGION_LAB
from loaders.sample.network import Site, station_rng
from loaders.sample.rows import Row
from loaders.sample.scene import Scene

_FIRST_SURVEY, _LAST_SURVEY = date(2019, 1, 1), date(2023, 12, 31)
_FOLLOWED = "PRS"
_HOLDINGS = 2
_REPAIRED = 10  # one station of so many had its barometer repaired
_REVIEWED = 50  # one station of so many applied to be merged; nobody has decided yet
_OBSTACLES = ("树木", "楼房", "铁塔", "围墙")


def of_station(scene: Scene, seed: int) -> Iterator[Row]:
    """Surveys of the station, its changes, and the lives of its barometers."""
    rng = station_rng(seed, f"lives-{scene.site.station_id}")
    yield from _surveys(scene, rng)
    yield from _changes(scene, rng)
    for holding in scene.lines[_FOLLOWED].holdings[-_HOLDINGS:]:
        yield from _life(scene.site, holding, rng)


def _surveys(scene: Scene, rng: Random) -> Iterator[EnvironmentSurvey]:
    """A survey with none to three obstacles, and one after each building work nearby."""
    station = scene.site.station_id
    day = between(rng, _FIRST_SURVEY, _LAST_SURVEY)
    azimuths = sorted({15 * span(rng, 0, 23) for _ in range(span(rng, 0, 3))})
    for azimuth in azimuths:
        yield _obstacle(station, day, azimuth, _OBSTACLES[span(rng, 0, 3)], rng)
    if not azimuths:
        yield EnvironmentSurvey(station, day, result="四周无遮挡，符合要求")
    for event in scene.events:
        if event.type == "construction" and event.end is not None:
            later = after(event.end, span(rng, 20, 90))
            if later <= HORIZON and later != day:
                yield _obstacle(station, later, 15 * span(rng, 0, 23), "新建楼房", rng)


def _obstacle(station: str, day: date, azimuth: int, what: str, rng: Random) -> EnvironmentSurvey:
    distance, elevation = span(rng, 30, 400), span(rng, 5, 90) / 10
    return EnvironmentSurvey(station, day, f"{azimuth}", f"{distance}", f"{elevation:.1f}", what)


def _changes(scene: Scene, rng: Random) -> Iterator[StationChange]:
    """The papers of each small move, and here and there an application without an answer."""
    site = scene.site
    for event in scene.events:
        if event.type == "relocation":
            approved = after(event.begin, -span(rng, 60, 200))
            yield StationChange(
                f"SYN-CHG-{site.station_id}-{event.begin:%Y%m}", site.station_id, "迁移",
                after(approved, -span(rng, 90, 300)), approved, event.begin, MOVE_RECORD,
            )  # fmt: skip
    if site.index % _REVIEWED == _REVIEWED - 1:
        applied = after(HORIZON, -span(rng, 100, 300))
        yield StationChange(
            f"SYN-CHG-{site.station_id}-{applied:%Y%m}", site.station_id, "撤并", applied
        )


def _life(site: Site, holding: Holding, rng: Random) -> Iterator[EquipmentState]:
    """From purchase over the first calibration to use, repair here and there, and the end."""
    use, checks = holding.deployment, holding.calibrations
    first = checks[0].performed_on
    bought = after(first, -span(rng, 60, 150))
    stages = [
        ("purchased", bought, REGION_LAB),
        ("accepted", after(bought, span(rng, 20, 40)), REGION_LAB),
        ("calibration", first, checks[0].performed_by or REGION_LAB),
        ("stock", after(first, 3), REGION_LAB),
        ("deployed", use.valid_from, site.operator),
    ]
    if site.index % _REPAIRED == 0:
        broken = after(use.valid_from, span(rng, 60, 200))
        stages += [
            ("repair", broken, site.company),
            ("deployed", after(broken, span(rng, 1, 5)), site.operator),
        ]
    if use.valid_to is not None:
        stages += [
            ("stock", after(use.valid_to, 1), REGION_LAB),
            ("retired", after(use.valid_to, span(rng, 20, 120)), REGION_LAB),
        ]
    for state, day, unit in stages:
        if day <= HORIZON:
            yield EquipmentState(holding.instrument.instrument_id, state, day, unit)
