"""The story of one station: its lines, what was planted in them, and all its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from loaders.sample import demo, happenings, planting
from loaders.sample.equipment import line, rows, variables_of
from loaders.sample.mechanisms import (
    BATCH,
    DRIFT,
    EXPIRED,
    FIRMWARE,
    LAPSE,
    MECHANISMS,
    MOVE,
    OUTAGE,
    STANDARD,
    SURROUNDINGS,
    VISIT,
    Mechanism,
)
from loaders.sample.network import Site, station_rng
from loaders.sample.rows import Row
from loaders.sample.scene import Scene

_PLANTERS: dict[str, Callable[[Scene], bool]] = {
    EXPIRED.name: planting.expired,
    STANDARD.name: planting.failed_standard,
    BATCH.name: planting.bad_batch,
    LAPSE.name: planting.lapsed_accreditation,
    DRIFT.name: planting.drift,
    VISIT.name: happenings.bad_visit,
    MOVE.name: happenings.relocation,
    SURROUNDINGS.name: happenings.surroundings,
    OUTAGE.name: happenings.outage,
    FIRMWARE.name: happenings.firmware,
}
# The first stations have all kinds of causes, so that the smallest sample shows each of them and
# a shared cause has more than one symptom. What fits the fewest places comes first: its period is
# longer than the time between two calibrations, so that there is always a place left.
_FIRST = (STANDARD, LAPSE, BATCH)
_ALWAYS = (
    (*_FIRST, *(m for m in MECHANISMS if m not in _FIRST)),
    _FIRST,
    (STANDARD, BATCH, EXPIRED),
)
_OFTEN = (
    EXPIRED, EXPIRED, EXPIRED, STANDARD, STANDARD, BATCH, BATCH, VISIT, VISIT, LAPSE,
    MOVE, DRIFT, DRIFT, SURROUNDINGS, OUTAGE, OUTAGE, FIRMWARE, None, None, None, None,
)  # fmt: skip
_COUNTS = (0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3)


def compose(site: Site, seed: int, *, is_demo: bool) -> Scene:
    """Everything that happened at a station; the same for the same seed and station."""
    rng = station_rng(seed, site.station_id)
    lines = {v.code: line(rng, site, v) for v in variables_of(rng, site)}
    scene = Scene(site, rng, lines)
    scene.events.extend(happenings.regular_visits(scene))
    if is_demo:
        demo.play(scene)
    wanted = _wanted(rng, site.index)
    for mechanism in wanted:
        if mechanism:
            _PLANTERS[mechanism.name](scene)
    for _ in range(wanted.count(None)):
        happenings.unexplained(scene)
    return scene


def _wanted(rng: Random, index: int) -> tuple[Mechanism | None, ...]:
    """The causes to plant at a station; None stands for an issue without a cause."""
    if index < len(_ALWAYS):
        return (*_ALWAYS[index], None)
    count = _COUNTS[int(rng.random() * len(_COUNTS))]
    return tuple(_OFTEN[int(rng.random() * len(_OFTEN))] for _ in range(count))


def records(scene: Scene) -> Iterator[Row]:
    """The rows of a composed station, apart from what describes the station itself."""
    for held in scene.lines.values():
        yield from rows(held)
    yield from scene.locations
    yield from scene.events
    yield from scene.issues
    yield from scene.incidents
