"""What a map without a base map needs: where to look, lines of the graticule, a drawn scale.

All in degrees; lines are geographical, so they stay true when somebody moves or zooms the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log2, radians

from ontology.rules import EARTH_RADIUS_KM

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
TILE, _LINES, _LINES_HIGH, _FEW = 512, 8, 5, 20
_LABEL = 60
"""Pixels that the degrees of a meridian take to the right of it."""
_HIGH = 20
"""Pixels that they take above the lower edge."""
_BEYOND = 2.0
"""How often the width of what is seen the lines go on beside it."""
_LEAST_DEG, _CLOSEST, _FARTHEST_DEG = 0.05, 11.0, 80.0
Point = tuple[float, float]
"""Longitude and latitude."""
Box = tuple[float, float, float, float]
"""West, south, east and north."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the graticule or the scale, with what is written at its begin."""

    begin: Point
    end: Point
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Centre and zoom level (web Mercator, tiles of 512 pixels) that show all points.

    `beyond`: how the graticule goes on beside the picture, for one wider than was thought.
    `seen`: what the picture shows, a little less than its edge.
    """

    centre: Point
    zoom: float
    graticule: tuple[Line, ...]
    beyond: tuple[Line, ...]
    scale: Line
    seen: Box


def framed(points: Sequence[Point], width: int = 700, height: int = 420) -> Frame:
    """The frame around some points, for a picture of so many pixels; without points the world."""
    west, east = _span([lon for lon, _ in points] or [-180.0, 180.0], 180.0)
    south, north = _span([lat for _, lat in points] or [-_FARTHEST_DEG, _FARTHEST_DEG], 85.0)
    centre = ((west + east) / 2, (south + north) / 2)
    wide = max(east - west, _LEAST_DEG)
    high = max(north - south, _LEAST_DEG) / max(cos(radians(centre[1])), 0.2)
    zoom = min(log2(360 * width / (TILE * wide)), log2(360 * height / (TILE * high)), _CLOSEST)
    zoom = max(floor(zoom * 10) / 10, 0.0)
    box = _seen(centre, zoom, width, height)
    step = next((s for s in _STEPS if (box[2] - box[0]) / s <= _LINES), _STEPS[-1])
    steps = step, next((s for s in _STEPS if (box[3] - box[1]) / s <= _LINES_HIGH), _STEPS[-1])
    room = _LABEL * (box[2] - box[0]) / width, _HIGH * (box[3] - box[1]) / height
    lines = _graticule(box, steps, room)
    return Frame(centre, zoom, lines, _beyond(box, step, lines), _scale(box), box)


def mainly(points: Sequence[Point]) -> list[Point]:
    """The points without the few that lie so far off that a map of all would show none apart.

    Off: beyond the middle four fifths by more than one and a half times their span.
    """
    if len(points) < _FEW:
        return list(points)
    bounds = [_near(sorted(values)) for values in zip(*points, strict=True)]
    return [
        point
        for point in points
        if all(low <= value <= high for value, (low, high) in zip(point, bounds, strict=True))
    ]


def _near(values: Sequence[float]) -> tuple[float, float]:
    low, high = values[len(values) // 10], values[-1 - len(values) // 10]
    room = 1.5 * max(high - low, _LEAST_DEG)
    return low - room, high + room


def _seen(centre: Point, zoom: float, width: int, height: int) -> Box:
    """West, south, east and north of what a picture shows, a little less than its edge."""
    half = 0.97 * 360 * width / (TILE * 2**zoom) / 2
    high = half * height / width * cos(radians(centre[1]))
    (lon, lat), (farthest, top) = centre, (180.0, 85.0)
    return (
        max(lon - half, -farthest), max(lat - high, -top),
        min(lon + half, farthest), min(lat + high, top),
    )  # fmt: skip


def around(box: Box) -> Box:
    """The box twice as wide and high, for a map that somebody moves or zooms out by one level."""
    west, south, east, north = box
    wide, high = (east - west) / 2, (north - south) / 2
    return west - wide, south - high, east + wide, north + high


def _span(values: Sequence[float], limit: float) -> tuple[float, float]:
    """From the least to the greatest with a margin, within what there is."""
    low, high = min(values), max(values)
    margin = max((high - low) * 0.12, _LEAST_DEG)
    return max(low - margin, -limit), min(high + margin, limit)


def _graticule(box: Box, steps: Point, room: Point) -> tuple[Line, ...]:
    """The lines within the box.

    A meridian so near its right edge that its degrees would be cut bears none, and no parallel
    runs through the degrees of meridians. `steps`: degrees between meridians, and between
    parallels; `room`: degrees that a label takes, wide and high.
    """
    west, south, east, north = box
    meridians = [
        Line(
            (lon, south),
            (lon, north),
            _degrees(lon, steps[0], "EW") if lon + room[0] <= east else "",
        )
        for lon in _marks(west, east, steps[0])
    ]
    parallels = [
        Line((west, lat), (east, lat), _degrees(lat, steps[1], "NS"))
        for lat in _marks(south + room[1], north, steps[1])
    ]
    return (*meridians, *parallels)


def _beyond(box: Box, step: float, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Meridians on both sides of the box, and its parallels going on there."""
    west, south, east, north = box
    wide = _BEYOND * (east - west)
    sides = ((max(west - wide, -180.0), west), (east, min(east + wide, 180.0)))
    meridians = [
        Line((lon, south), (lon, north), _degrees(lon, step, "EW"))
        for low, high in sides
        for lon in _marks(low, high, step)
        if not west < lon <= east
    ]
    latitudes = [line.begin[1] for line in lines if line.begin[1] == line.end[1]]
    return (
        *meridians,
        *(Line((a, lat), (b, lat), "") for lat in latitudes for a, b in sides if a < b),
    )


def _marks(low: float, high: float, step: float) -> list[float]:
    first = floor(low / step) + 1
    return [round(n * step, 6) for n in range(first, floor(high / step) + 1)]


def _degrees(value: float, step: float, sides: str) -> str:
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return f"{abs(value):.{digits}f}°{sides[value < 0]}"


def _scale(box: Box) -> Line:
    """A line at the lower left, clear of the degrees, of a round length of about a quarter."""
    west, south, east, north = box
    latitude = south + (north - south) * 0.09
    per_degree = radians(EARTH_RADIUS_KM) * max(cos(radians(latitude)), 0.05)
    quarter = (east - west) * per_degree / 4
    length = max((km for km in _LENGTHS_KM if km <= quarter), default=_LENGTHS_KM[0])
    begin = west + (east - west) * 0.13
    return Line((begin, latitude), (begin + length / per_degree, latitude), f"{length} km")
