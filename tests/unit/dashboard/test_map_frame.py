"""The map without a base map: it shows all points, its lines are true, its scale is a length."""

from __future__ import annotations

from math import cos, radians

import pytest

from dashboard.render.map_frame import Frame, Point, framed, mainly

EARTH_KM_PER_DEGREE = 111.19


def seen(frame: Frame, width: int, height: int) -> tuple[float, float, float, float]:
    wide = 360 * width / (512 * 2**frame.zoom)
    high = wide * height / width * cos(radians(frame.centre[1]))
    lon, lat = frame.centre
    return lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2


@pytest.mark.parametrize(
    "points",
    [
        [(97.0, 37.5), (126.0, 53.0)],
        [(111.93, 43.65)],
        [(104.8, 40.1667), (104.5, 40.75), (104.65, 40.5167)],
        [(-112.1, -79.5), (116.5, 42.2)],
    ],
)
def test_all_points_are_seen_and_lines_stay_within(points: list[Point]) -> None:
    frame = framed(points, 700, 420)
    west, south, east, north = seen(frame, 700, 420)

    # Near a pole the height of a degree grows; there only the width is exact.
    assert all(west <= lon <= east for lon, _ in points)
    if max(abs(lat) for _, lat in points) < 60:
        assert all(south <= lat <= north for _, lat in points)
    assert 2 <= len(frame.graticule) <= 40
    for line in frame.graticule:
        assert -180 <= line.begin[0] <= line.end[0] <= 180
        room = (east - line.begin[0]) / (east - west) * 700
        assert line.text.endswith(("E", "W", "N", "S")) or (line.text == "" and room < 80)


def test_the_scale_is_as_long_as_it_says() -> None:
    frame = framed([(97.0, 37.5), (126.0, 53.0)])
    length = float(frame.scale.text.removesuffix(" km"))
    latitude = frame.scale.begin[1]
    degrees = frame.scale.end[0] - frame.scale.begin[0]

    assert degrees * EARTH_KM_PER_DEGREE * cos(radians(latitude)) == pytest.approx(length, rel=0.01)


def test_a_meridian_bears_its_degrees() -> None:
    texts = {line.text: line for line in framed([(97.0, 37.5), (126.0, 53.0)]).graticule}

    assert texts["110°E"].begin[0] == 110 == texts["110°E"].end[0]


def test_without_points_it_is_the_world() -> None:
    assert framed([]).zoom <= 1


def test_a_few_points_far_away_do_not_shrink_the_rest() -> None:
    region = [(97.0 + n, 37.5 + n / 2) for n in range(30)]
    abroad = [(6.5, 46.8), (-112.1, -79.5)]

    assert mainly([*region, *abroad]) == region
    assert mainly(region) == region


def test_of_few_points_none_is_left_out() -> None:
    points = [(111.6, 40.8), (111.7, 40.9), (6.5, 46.8)]

    assert mainly(points) == points


def test_lines_go_on_beside_the_picture_and_none_runs_through_degrees() -> None:
    frame = framed([(97.0, 37.5), (126.0, 53.0)], 1200, 420)
    west, south, east, north = seen(frame, 1200, 420)

    outside = [line for line in frame.beyond if line.text]
    assert min(line.begin[0] for line in outside) < west
    assert max(line.begin[0] for line in outside) > east
    assert not {line.begin[0] for line in outside} & {line.begin[0] for line in frame.graticule}
    parallels = [line for line in frame.graticule if line.begin[1] == line.end[1]]
    for line in parallels:
        assert (line.begin[1] - south) / (north - south) * 420 >= 20
        assert sum(other.begin[1] == line.begin[1] for other in frame.beyond) == 2
