"""Lines between the provinces of China and between the leagues of Inner Mongolia.

For orientation only: simplified, without a stated datum, and without national border and coast
(docs/decisions/0027). Read from a file beside this one; nothing is asked of the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise
from json import loads
from math import floor, log2
from pathlib import Path

from dashboard.boundaries.simplifying import simplified
from dashboard.render.map_frame import TILE, Box, Frame, Point, around

PATH = Path(__file__).with_name("borders.geojson")
FINEST_DEG = 0.01
"""By how much the packaged lines may miss those of their source."""
SOURCE = "Apache ECharts 4.9.0"
"""Whose map data the lines are made from."""


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two areas, named by their codes of GB/T 2260, the lesser one first."""

    between: tuple[str, str]
    points: tuple[Point, ...]


@cache
def all_borders() -> tuple[Border, ...]:
    """All that are packaged; read once, when first wanted."""
    return tuple(
        Border(
            (feature["properties"]["between"][0], feature["properties"]["between"][1]),
            tuple((lon, lat) for lon, lat in feature["geometry"]["coordinates"]),
        )
        for feature in loads(PATH.read_text(encoding="ascii"))["features"]
    )


def in_view(frame: Frame) -> tuple[Sequence[Point], ...]:
    """The lines of a frame and of some way around it; none where the frame itself has none.

    As fine as the frame shows them: points within a pixel of a line are left out, because a
    browser without a graphics card takes its time for each.
    """
    pixel = 360 / (TILE * 2**frame.zoom)
    level = max(0, floor(log2(pixel / FINEST_DEG)))
    return within(around(frame.seen), level) if within(frame.seen, level) else ()


@lru_cache(maxsize=64)
def within(box: Box, level: int = 0) -> tuple[Sequence[Point], ...]:
    """The lines as far as they run within a box, each ending with the first point beyond it.

    `level`: how often the distance is doubled by which a line may miss that of the source.
    """
    return tuple(
        piece
        for points, (west, south, east, north) in _extents(level)
        if west <= box[2] and box[0] <= east and south <= box[3] and box[1] <= north
        for piece in _pieces(points, box)
    )


@cache
def _extents(level: int) -> tuple[tuple[Sequence[Point], Box], ...]:
    """All lines of a level, with their extents."""
    found = []
    for border in all_borders():
        points = simplified(border.points, FINEST_DEG * 2**level) if level else border.points
        lons, lats = zip(*points, strict=True)
        found.append((points, (min(lons), min(lats), max(lons), max(lats))))
    return tuple(found)


def _pieces(points: Sequence[Point], box: Box) -> Iterator[Sequence[Point]]:
    """The runs of segments whose own extent meets the box."""
    west, south, east, north = box
    met = [
        min(x, to_x) <= east and max(x, to_x) >= west
        and min(y, to_y) <= north and max(y, to_y) >= south
        for (x, y), (to_x, to_y) in pairwise(points)
    ]  # fmt: skip
    for meets, run in groupby(range(len(met)), key=met.__getitem__):
        numbers = list(run)
        if meets:
            yield points[numbers[0] : numbers[-1] + 2]
