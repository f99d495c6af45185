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


def city(distance: float) -> tuple[Block, Positions]:
    """Ten stations in a row, so many kilometres from one to the next; the fifth is 4 °C off."""
    value = np.full(10, 20.0) + 0.1 * np.arange(10)
    value[4] += 4
    names = tuple(f"C{i}" for i in range(10))
    number, none = np.arange(10, dtype=np.int32), np.zeros(10, np.int32)
    block = Block(
        names, ("TEM",), (), number, none, none - 1, np.zeros(10, np.int64), value, none + 1,
        np.arange(10), number, np.ones(10, bool), HOUR,
    )  # fmt: skip
    places = {name: (40.0 + distance * i / 111.2, 116.4, 50.0) for i, name in enumerate(names)}
    return block, places


def test_the_threshold_of_ours_is_for_dense_networks_alone() -> None:
    """Within 3 km of each stand five or more of the ten; 20 km apart none has a neighbour."""
    near, far = city(0.5), city(20.0)

    states = BuddyCheck().field_marks(near[0], load(), near[1]).states.tolist()
    alone = BuddyCheck().field_marks(far[0], load(), far[1]).states.tolist()

    assert states == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert set(alone) == {UNCHECKED}


def test_a_neighbour_at_another_height_is_none() -> None:
    block, places = city(0.5)
    hill = {name: (*place[:2], 100.0 * i) for i, (name, place) in enumerate(places.items())}

    assert set(BuddyCheck().field_marks(block, load(), hill).states.tolist()) == {UNCHECKED}
