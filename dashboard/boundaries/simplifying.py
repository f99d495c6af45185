"""Lines of fewer points."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from dashboard.render.map_frame import Point


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """A line of fewer points, none of the others farther off than so many degrees.

    After Douglas and Peucker (1973), https://doi.org/10.3138/FM57-6770-U75U-7727.
    """
    begin, end = line[0], line[-1]
    distances = [_distance(point, begin, end) for point in line[1:-1]]
    if not distances or max(distances) <= tolerance:
        return [begin, end]
    middle = distances.index(max(distances)) + 1
    return [
        *simplified(line[: middle + 1], tolerance)[:-1],
        *simplified(line[middle:], tolerance),
    ]


def _distance(point: Point, begin: Point, end: Point) -> float:
    """Degrees from a point to a segment."""
    (x, y), (east, north) = begin, (end[0] - begin[0], end[1] - begin[1])
    square = east**2 + north**2
    along = ((point[0] - x) * east + (point[1] - y) * north) / square if square else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(point[0] - x - along * east, point[1] - y - along * north)
