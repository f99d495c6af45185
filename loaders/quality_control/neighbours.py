"""Tests against the stations around, by titanlib: buddy check and spatial consistency test.

titanlib (extra `qc`) is imported when the first of them runs. What counts as near and as far off
depends on the network: the one threshold of ours is for dense ones, and in others says nothing.
`suspect`: standard deviations; `tolerance`: for the buddy check the least standard deviation, for
the spatial test the ratio of the errors of observation and background (eps2); `radius`: km;
`neighbours`: the fewest; `gradient`: change of the variable with height, by the metre; `height`:
metres that neighbours may be higher or lower, `HIGHER` where it is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import isnan
from types import ModuleType

import numpy as np

from graph import MissingExtraError
from graph.ledger import LedgerReader
from loaders.quality_control.protocol import (
    GOOD,
    SUSPECT,
    UNCHECKED,
    Block,
    Ints,
    Marks,
    Positions,
)
from loaders.quality_control.thresholds import Threshold, Thresholds
from ontology import NODE_KINDS, key_parts

HIGHER = 200.0
"""Stations more than so many metres higher or lower are no neighbours (titanlib's example)."""
ROUNDS = 2
Run = Callable[[ModuleType, object, list[float], Threshold], Ints]
MOST = 50
"""Neighbours the spatial test looks at (titanlib: beyond some tens it only grows slower)."""


def _titanlib() -> ModuleType:
    try:
        return import_module("titanlib")
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "qc") from error


def _height(line: Threshold) -> float:
    height = line.number("height")
    return HIGHER if isnan(height) else height


def positions_of(reader: LedgerReader) -> Positions:
    """Where the stations are now, by station number, where a height is stated too."""
    places: dict[str, tuple[float, float, float]] = {}
    for claim in reader.live_of_kind("Location"):
        said = claim.properties
        station = key_parts(NODE_KINDS["Location"], claim.subject)[0]
        try:
            place = tuple(float(str(said[n])) for n in ("latitude", "longitude", "elevation_m"))
        except (KeyError, ValueError):
            continue
        if claim.valid_to.startswith("9999") or station not in places:
            places[station] = (place[0], place[1], place[2])
    return places


@dataclass(frozen=True, slots=True)
class BuddyCheck:
    """A value against the mean of its neighbours: `titanlib.buddy_check`."""

    name: str = "buddy"
    title: str = "邻站比较 / buddy check"
    version: str = "2"

    def field_marks(self, block: Block, thresholds: Thresholds, positions: Positions) -> Marks:
        """Hour by hour, all stations at once."""

        def states(
            library: ModuleType, points: object, values: list[float], line: Threshold
        ) -> Ints:
            radius, fewest = line.number("radius") * 1000, int(line.number("neighbours"))
            found = library.buddy_check(
                points,
                values,
                [radius],
                [fewest],
                line.number("suspect"),
                _height(line),
                line.number("gradient"),
                line.number("tolerance"),
                ROUNDS,
            )
            return _states(found, library.isolation_check(points, fewest, radius, _height(line)))

        return _marks(self.name, block, thresholds, positions, states)


@dataclass(frozen=True, slots=True)
class SpatialTest:
    """A value against the field its neighbours span: `titanlib.sct`."""

    name: str = "spatial"
    title: str = "空间一致性 / spatial consistency"
    version: str = "2"

    def field_marks(self, block: Block, thresholds: Thresholds, positions: Positions) -> Marks:
        """Hour by hour, all stations at once."""

        def states(
            library: ModuleType, points: object, values: list[float], line: Threshold
        ) -> Ints:
            radius, fewest = line.number("radius") * 1000, int(line.number("neighbours"))
            each = np.ones(len(values))
            found, _, _ = library.sct(
                points,
                values,
                fewest,
                max(MOST, fewest),
                radius,
                2 * radius,
                ROUNDS,
                fewest,
                100.0,
                10_000.0,
                200.0,
                (each * line.number("suspect")).tolist(),
                (each * line.number("suspect")).tolist(),
                (each * line.number("tolerance")).tolist(),
            )
            return _states(found, library.isolation_check(points, fewest, 2 * radius))

        return _marks(self.name, block, thresholds, positions, states)


def _states(flags: Sequence[int], isolated: Sequence[int]) -> Ints:
    """Titanlib calls good what has too few neighbours to be judged; here it is not checked."""
    found = np.where(np.asarray(flags, np.int64) == 1, SUSPECT, GOOD)
    return np.where(np.asarray(isolated, np.int64) == 1, UNCHECKED, found)


def _marks(
    name: str, block: Block, thresholds: Thresholds, positions: Positions, run: Run
) -> Marks:
    states = np.full(len(block.value), UNCHECKED, np.uint8)
    lines = {line.variable: line for line in thresholds.of(name)}
    known = np.array([station in positions for station in block.stations])
    library = _titanlib() if len(block.value) else None
    for code, variable in enumerate(block.variables):
        line = lines.get(variable)
        if line is None or library is None:
            continue
        usable = (block.variable == code) & known[block.station] & np.isfinite(block.value)
        for rows in _moments(block, np.flatnonzero(usable)):
            if len(rows) > int(line.number("neighbours")):
                places = [positions[block.stations[s]] for s in block.station[rows].tolist()]
                points = library.Points(*(list(column) for column in zip(*places, strict=True)))
                states[rows] = run(library, points, block.value[rows].tolist(), line)

    def explain(row: int) -> str:
        line = lines[block.variables[block.variable[row]]]
        number, radius = line.number("suspect"), line.number("radius")
        return f"与 {radius:g} 公里内各站应相差不到 {number:g} 个标准差"

    return Marks(states, np.zeros(len(states)), explain)


def _moments(block: Block, rows: Ints) -> Iterator[Ints]:
    """Rows of one time after the other."""
    ordered = rows[np.argsort(block.time[rows], kind="stable")]
    edges = np.flatnonzero(np.diff(block.time[ordered])) + 1
    yield from np.split(ordered, edges)


TESTS = (BuddyCheck(), SpatialTest())
