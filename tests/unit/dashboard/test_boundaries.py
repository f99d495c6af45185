"""The packaged borders: between areas of the country alone, true to the stations beside them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.boundaries import all_borders, in_view, within
from dashboard.boundaries.borders import PATH
from dashboard.boundaries.making import Area, areas, between, decoded
from dashboard.boundaries.simplifying import simplified
from dashboard.render.map_frame import Point, around, framed
from loaders.area_list import listed

LARGEST = 150_000
LEAGUES = (
    "150100", "150200", "150300", "150400", "150500", "150600", "150700", "150800", "150900",
    "152200", "152500", "152900",
)  # fmt: skip
ISLANDS = ("460000", "710000")
"""海南 and 台湾: no land border with another province, so that only a coast could name them."""


def south_of(league: str, point: Point) -> int:
    """How often the borders of a league cross the meridian south of a point.

    Southwards, because the national border north of many leagues is not drawn.
    """
    lon, lat = point
    crossed = 0
    for border in all_borders():
        if league in border.between:
            for (x, y), (to_x, to_y) in pairwise(border.points):
                if (x > lon) != (to_x > lon):
                    crossed += y + (lon - x) / (to_x - x) * (to_y - y) < lat
    return crossed


def test_the_file_is_small_and_stays_within_the_country() -> None:
    assert PATH.stat().st_size < LARGEST
    points = [point for border in all_borders() for point in border.points]
    assert all(73 < lon < 136 and 18 < lat < 54 for lon, lat in points)


def test_every_line_is_between_two_areas_of_the_list_of_areas() -> None:
    known = {area.code for area in listed()}

    for border in all_borders():
        one, other = border.between
        assert one < other
        assert {one, other} <= known
        assert len(border.points) >= 2


def test_all_leagues_are_there_and_no_coast() -> None:
    codes = {code for border in all_borders() for code in border.between}

    assert {code for code in codes if code.startswith("15")} == set(LEAGUES)
    assert not codes & set(ISLANDS)
    assert len(codes - set(LEAGUES)) == 34 - len(ISLANDS) - 1, "all other provinces"


@pytest.mark.parametrize(
    ("station", "league", "point"),
    [
        ("53463 呼和浩特", "150100", (111.57, 40.85)),
        ("53446 包头", "150200", (109.85, 40.67)),
        ("53543 东胜", "150600", (109.98, 39.83)),
        ("54102 锡林浩特", "152500", (116.07, 43.95)),
        ("54218 赤峰", "150400", (118.97, 42.27)),
    ],
)
def test_a_station_lies_within_the_borders_of_its_league(
    station: str, league: str, point: Point
) -> None:
    inside = {code for code in LEAGUES if south_of(code, point) % 2}

    assert inside == {league}, station


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("二连浩特", 111.98, 43.65),
        ("满洲里", 117.43, 49.6),
        ("甘其毛都", 107.6, 42.4),
        ("青岛", 120.33, 36.07),
        ("海口", 110.25, 20.0),
    ],
)
def test_no_national_border_and_no_coast_is_drawn(place: str, lon: float, lat: float) -> None:
    assert within((lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3)) == (), place


def test_a_box_has_the_lines_that_run_through_it_and_no_more() -> None:
    everything = within((-180.0, -90.0, 180.0, 90.0))
    box = (109.0, 40.0, 112.0, 42.0)

    assert sorted(map(tuple, everything)) == sorted(b.points for b in all_borders())
    pieces = within(box)
    assert 0 < sum(map(len, pieces)) < sum(map(len, everything)) / 10
    for piece in pieces:
        for (x, y), (to_x, to_y) in pairwise(piece):
            assert min(x, to_x) <= 112.0
            assert max(x, to_x) >= 109.0
            assert min(y, to_y) <= 42.0
            assert max(y, to_y) >= 40.0
    assert within((6.0, 46.0, 8.0, 47.0)) == ()


def test_a_frame_has_lines_as_fine_as_it_shows_them_and_none_where_none_is_in_view() -> None:
    region = framed([(97.2, 37.5), (126.0, 53.0)], 1200, 420)
    city = framed([(109.0, 40.3), (111.57, 40.85)], 1200, 420)

    assert sum(map(len, in_view(region))) < sum(map(len, within(around(region.seen)))) / 2
    assert set(in_view(city)) == set(within(around(city.seen)))
    hohhot = framed([(111.57, 40.85)], 480, 420)
    assert within(around(around(around(around(hohhot.seen)))))
    assert in_view(hohhot) == ()


def test_around_is_a_box_twice_as_wide_and_high() -> None:
    assert around((100.0, 40.0, 110.0, 44.0)) == (95.0, 38.0, 115.0, 46.0)


# How they are made


def test_a_ring_is_decoded_step_by_step_and_closed() -> None:
    """Steps of 0, 1, -1 and 2 units are coded 0, 2, 1 and 4, as letters from 64 on."""
    text = "".join(chr(64 + code) for code in (0, 0, 2, 0, 0, 4, 1, 0))

    ring = decoded(text, [1024, 2048])

    unit = 1 / 1024
    assert ring == [(1, 2), (1 + unit, 2), (1 + unit, 2 + 2 * unit), (1, 2 + 2 * unit), (1, 2)]


def test_a_file_of_polygons_and_of_several_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(
        '{"features": ['
        '{"id": "1", "geometry": {"type": "Polygon", "coordinates": ["@@B@"], '
        '"encodeOffsets": [[0, 0]]}}, '
        '{"id": "2", "geometry": {"type": "MultiPolygon", "coordinates": [["@@B@"], ["@@@B"]], '
        '"encodeOffsets": [[[0, 0]], [[1024, 0]]]}}]}',
        encoding="utf-8",
    )

    one, two = areas(path)

    assert (one.code, len(one.rings)) == ("1", 1)
    assert (two.code, two.rings[1][0]) == ("2", (1, 0))


def test_only_what_two_areas_share_is_a_border() -> None:
    west = Area("1", [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]])
    east = Area("2", [[(1, 0), (2, 0), (2, 1), (1, 1), (1, 0)]])

    ((code, line),) = between(west, [west, east], (0.01,))

    assert (code, line) == ("2", [(1, 0), (1, 1)])
    assert west.holds((0.5, 0.5))
    assert not west.holds((1.5, 0.5))


def test_points_are_left_out_that_lie_near_the_line_without_them() -> None:
    line = [(0.0, 0.0), (1.0, 0.005), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)]

    assert simplified(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)]
    assert simplified(line, 0.001) == line
