"""Positions near each other: the cells find what comparing all with all finds, at any place."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from ontology import BEGINNING, OPEN_END
from queries.nearby import Neighbourhood
from queries.positions import PositionRow, distance_km


def at(number: int, latitude: float, longitude: float) -> PositionRow:
    return PositionRow(f"station:{number}", f"location:{number}|甲|1", latitude, longitude, None,
                       None, BEGINNING, OPEN_END, "stated", ())  # fmt: skip


@pytest.mark.parametrize(
    "centre", [(41.0, 111.0), (0.0, 0.0), (0.0, 180.0), (89.99, 0.0), (-90.0, 0.0), (45.0, -180.0)]
)
def test_cells_find_what_all_with_all_finds(centre: tuple[float, float]) -> None:
    random = Random(1)
    rows = []
    for n in range(150):
        latitude = max(-90.0, min(90.0, centre[0] + random.uniform(-0.05, 0.05)))
        longitude = (centre[1] + random.uniform(-0.05, 0.05) + 180) % 360 - 180
        rows.append(at(n, latitude, longitude))
    plain = {
        frozenset((a.id, b.id)): distance_km(a, b)
        for a, b in combinations(rows, 2)
        if distance_km(a, b) <= 2
    }
    here = Neighbourhood(rows, 2)

    pairs = list(here.pairs())

    assert len(pairs) == len(plain) > 50
    assert {frozenset((a.id, b.id)): apart for a, b, apart in pairs} == plain
    for row in rows[:20]:
        near = {p.id for p in here.near(row)}
        assert near == {p.id for p in rows if distance_km(p, row) <= 2}


def test_nothing_is_near_nothing() -> None:
    here = Neighbourhood([], 2)

    assert list(here.pairs()) == []
    assert list(here.near(at(1, 41, 111))) == []
