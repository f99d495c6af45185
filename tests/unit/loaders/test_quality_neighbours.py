"""Tests against neighbours: titanlib finds the one that differs, at the time it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from loaders.quality_control.neighbours import BuddyCheck, SpatialTest
from loaders.quality_control.protocol import HOUR, UNCHECKED, Block, Positions
from loaders.quality_control.thresholds import Thresholds, load

HEADER = "test,variable,unit,suspect,tolerance,radius,neighbours,gradient,source\n"
STATIONS = 64


@pytest.fixture
def held(tmp_path: Path) -> Thresholds:
    path = tmp_path / "own.csv"
    path.write_text(
        HEADER
        + "buddy,TEM,Cel,5,1,100,4,-0.0065,synthetic\n"
        + "spatial,TEM,Cel,8,0.5,100,4,,synthetic\n",
        encoding="utf-8",
    )
    return load(path)


def field() -> tuple[Block, Positions]:
    """Stations near each other, two hours; station 5 is far off in the second hour."""
    draw = np.random.default_rng(3)
    station = np.repeat(np.arange(STATIONS, dtype=np.int32), 2)
    value = 5 + draw.normal(0, 0.5, 2 * STATIONS)
    value[5 * 2 + 1] = 30
    value[7 * 2] = np.nan
    rows = len(station)
    names = tuple(f"S{i:02d}" for i in range(STATIONS))
    block = Block(
        names, ("TEM",), (), station, np.zeros(rows, np.int32), np.full(rows, -1, np.int32),
        np.tile(np.array([0, HOUR]), STATIONS), value, np.ones(rows, np.int32), np.arange(rows),
        station, np.ones(rows, bool), HOUR,
    )  # fmt: skip
    places = {
        name: (40.0 + 0.1 * (i % 8), 111.0 + 0.1 * (i // 8), 1000.0 + i)
        for i, name in enumerate(names)
        if i != 9
    }
    return block, places


@pytest.mark.parametrize("test", [BuddyCheck(), SpatialTest()], ids=lambda test: test.name)
def test_the_one_that_differs_is_found(test: BuddyCheck | SpatialTest, held: Thresholds) -> None:
    block, places = field()

    states = test.field_marks(block, held, places).states

    found = set(np.flatnonzero(states == 1).tolist())
    assert 5 * 2 + 1 in found
    # The spatial test may doubt the station beside it as well, in the same hour.
    assert found <= ({5 * 2 + 1} if test.name == "buddy" else {4 * 2 + 1, 5 * 2 + 1, 6 * 2 + 1})
    # No place is known of station 9, and station 7 has no value in the first hour.
    assert np.flatnonzero(states == UNCHECKED).tolist() == [7 * 2, 9 * 2, 9 * 2 + 1]


def test_too_few_neighbours_say_nothing(held: Thresholds) -> None:
    block, places = field()
    few = {name: place for name, place in places.items() if name < "S04"}

    states = BuddyCheck().field_marks(block, held, few).states

    assert set(states.tolist()) == {UNCHECKED}
