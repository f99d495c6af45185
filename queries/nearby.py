"""Positions near each other, found by cells: each is compared with its neighbourhood alone.

Cells are cubes of the space in which the sphere stands, so that neither the poles nor the date
line are special. A chord is shorter than its arc: what lies within the reach on the ground lies in
the same cube or in one that touches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from math import cos, floor, radians, sin

from ontology.rules import EARTH_RADIUS_KM
from queries.positions import PositionRow, distance_km

Cell = tuple[int, int, int]
_STEPS = (-1, 0, 1)
_AROUND = tuple(product(_STEPS, _STEPS, _STEPS))
_AHEAD = tuple(step for step in _AROUND if step > (0, 0, 0))


class Neighbourhood:
    """Positions by cell, of `reach_km` on each side."""

    def __init__(self, positions: Iterable[PositionRow], reach_km: float) -> None:
        self._reach = reach_km
        self._cells: dict[Cell, list[PositionRow]] = defaultdict(list)
        for position in positions:
            self._cells[self._cell(position)].append(position)

    def near(self, position: PositionRow) -> Iterator[PositionRow]:
        """What lies within the reach of a position, itself included where it is one of them."""
        at = self._cell(position)
        for step in _AROUND:
            for other in self._cells.get(_moved(at, step), ()):
                if distance_km(position, other) <= self._reach:
                    yield other

    def pairs(self) -> Iterator[tuple[PositionRow, PositionRow, float]]:
        """Every two positions within the reach of each other, once, with their distance."""
        for at, here in self._cells.items():
            for a, b in combinations(here, 2):
                yield from self._within(a, b)
            for step in _AHEAD:
                for b in self._cells.get(_moved(at, step), ()):
                    for a in here:
                        yield from self._within(a, b)

    def _within(
        self, a: PositionRow, b: PositionRow
    ) -> Iterator[tuple[PositionRow, PositionRow, float]]:
        apart = distance_km(a, b)
        if apart <= self._reach:
            yield a, b, apart

    def _cell(self, position: PositionRow) -> Cell:
        latitude, longitude = radians(position.latitude), radians(position.longitude)
        size = self._reach / EARTH_RADIUS_KM
        return (
            floor(cos(latitude) * cos(longitude) / size),
            floor(cos(latitude) * sin(longitude) / size),
            floor(sin(latitude) / size),
        )


def _moved(at: Cell, step: Cell) -> Cell:
    return at[0] + step[0], at[1] + step[1], at[2] + step[2]
