"""Make `borders.geojson` from the map data of Apache ECharts 4.9.0: once, offline, by a developer.

`python -m dashboard.boundaries.making FOLDER`, where FOLDER is `package/map/json` of what
`npm pack echarts@4.9.0` brings. Only borders between two areas of the country come out: no national
border and no coast (docs/decisions/0027).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from math import floor, hypot
from pathlib import Path

from dashboard.boundaries.borders import FINEST_DEG, PATH, Border
from dashboard.boundaries.simplifying import simplified
from dashboard.render.map_frame import Point

INNER_MONGOLIA = "150000"
UNITS_PER_DEGREE = 1024
"""Of the coordinates in ECharts' files."""
DIGITS = 3
"""Decimal places of degrees that are kept."""
NEAR_DEG = (0.005, 0.02, 0.04)
"""How far beside a border the area on its other side is looked for, within one file."""
ACROSS_DEG = (0.02, 0.06, 0.12)
"""The same from the fine file of Inner Mongolia to the coarse one of the country."""
SHORTEST_DEG = 0.08
"""Of a border: files that do not quite agree give shorter ones where there are none."""
_BAND_DEG = 0.05
Segment = tuple[Point, Point]
Run = tuple[str, list[Segment]]
"""Segments one after the other, and the code of the area beside them; empty without one."""


class Area:
    """An area by its code of GB/T 2260, with its rings in degrees, each closed."""

    def __init__(self, code: str, rings: Sequence[Sequence[Point]]) -> None:
        self.code, self.rings = code, rings
        self._bands: dict[int, list[Segment]] = defaultdict(list)
        for ring in rings:
            for one, other in pairwise(ring):
                low, high = sorted((one[1], other[1]))
                for band in range(floor(low / _BAND_DEG), floor(high / _BAND_DEG) + 1):
                    self._bands[band].append((one, other))

    def holds(self, point: Point) -> bool:
        """Whether a point lies within: an odd number of segments is east of it."""
        lon, lat = point
        inside = False
        for (x, y), (to_x, to_y) in self._bands.get(floor(lat / _BAND_DEG), ()):
            if (y > lat) != (to_y > lat) and lon < x + (lat - y) / (to_y - y) * (to_x - x):
                inside = not inside
        return inside


def decoded(text: str, offset: Sequence[int]) -> list[Point]:
    """A ring of ECharts in degrees, closed: steps from point to point, zigzag, two letters each.

    As `src/coord/geo/parseGeoJson.js` of ECharts 4.9.0 reads it.
    """
    x, y = offset
    ring = []
    for east, north in zip(text[::2], text[1::2], strict=True):
        x, y = x + _step(east), y + _step(north)
        ring.append((x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE))
    return [*ring, ring[0]]


def _step(letter: str) -> int:
    coded = ord(letter) - 64
    return (coded >> 1) ^ -(coded & 1)


def areas(path: Path) -> list[Area]:
    """The areas of a file of ECharts."""
    found = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        texts, offsets = shape["coordinates"], shape["encodeOffsets"]
        if shape["type"] == "MultiPolygon":
            texts, offsets = chain.from_iterable(texts), chain.from_iterable(offsets)
        rings = [decoded(*pair) for pair in zip(texts, offsets, strict=True)]
        found.append(Area(feature["id"], rings))
    return found


def between(
    area: Area, others: Iterable[Area], distances: Sequence[float]
) -> Iterator[tuple[str, list[Point]]]:
    """The parts of an area's rings that another area borders on: its code, and the points."""
    near = [other for other in others if other.code != area.code]
    for ring in area.rings:
        segments = [segment for segment in pairwise(ring) if segment[0] != segment[1]]
        told = _steady([(_beside(segment, near, distances), [segment]) for segment in segments])
        for code, run in told:
            if code:
                yield code, [run[0][0], *(end for _, end in run)]


def _steady(runs: Sequence[Run]) -> list[Run]:
    """Runs around a ring joined to long ones: what is shorter goes with the run before it."""
    joined = _joined(runs)
    begin = next((n for n, run in enumerate(joined) if _length(run) >= SHORTEST_DEG), None)
    if begin is None:
        return []
    found: list[Run] = []
    for code, segments in (*joined[begin:], *joined[:begin]):
        short = _length((code, segments)) < SHORTEST_DEG
        found.append((found[-1][0] if short else code, segments))
    return _joined(found)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbouring runs of one code as one, the last of a ring before its first."""
    begin = next((n for n in range(len(runs)) if runs[n][0] != runs[n - 1][0]), 0)
    return [
        (code, [segment for _, segments in group for segment in segments])
        for code, group in groupby((*runs[begin:], *runs[:begin]), key=lambda run: run[0])
    ]


def _length(run: Run) -> float:
    return sum(hypot(to_x - x, to_y - y) for (x, y), (to_x, to_y) in run[1])


def _beside(segment: Segment, near: Sequence[Area], distances: Sequence[float]) -> str:
    """The code of the area nearest beside the middle of a segment; empty without one."""
    (x, y), (to_x, to_y) = segment
    length = hypot(to_x - x, to_y - y)
    for distance in distances:
        east, north = distance * (to_y - y) / length, distance * (x - to_x) / length
        for side in (1, -1):
            point = (x + to_x) / 2 + side * east, (y + to_y) / 2 + side * north
            for area in near:
                if area.holds(point):
                    return area.code
    return ""


def borders(folder: Path) -> Iterator[Border]:
    """Borders of provinces, of the leagues of Inner Mongolia, and of both; each line once."""
    provinces = [a for a in areas(folder / "china.json") if a.code != INNER_MONGOLIA]
    leagues = areas(folder / "province" / "neimenggu.json")
    for group in (provinces, leagues):
        for area in group:
            for code, line in between(area, group, NEAR_DEG):
                if area.code < code:
                    yield _border(area.code, code, line)
    for league in leagues:
        for code, line in between(league, [*leagues, *provinces], ACROSS_DEG):
            if code in {province.code for province in provinces}:
                yield _border(code, league.code, line)


def _border(one: str, other: str, line: Sequence[Point]) -> Border:
    low, high = sorted((one, other))
    points = [(round(x, DIGITS), round(y, DIGITS)) for x, y in simplified(line, FINEST_DEG)]
    return Border((low, high), tuple(points))


def written(lines: Iterable[Border]) -> str:
    """GeoJSON (RFC 7946), one line of text a border."""
    features = (
        {
            "type": "Feature",
            "properties": {"between": line.between},
            "geometry": {"type": "LineString", "coordinates": line.points},
        }
        for line in sorted(lines, key=lambda line: (line.between, line.points))
    )
    texts = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{texts}\n]}}\n'


if __name__ == "__main__":
    PATH.write_text(written(borders(Path(sys.argv[1]))), encoding="ascii")
