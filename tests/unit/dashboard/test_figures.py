"""The map and the timeline as pictures: everything where it is in the world and in time."""

from __future__ import annotations

import re
from math import cos, radians
from xml.etree import ElementTree

import pytest

from dashboard.boundaries import all_borders
from dashboard.render.map_frame import framed
from dashboard.render.map_svg import BORDERS, map_svg
from dashboard.render.spots import LABELS, Spot
from dashboard.render.station_timeline import CALIBRATION, DEPLOYMENT, POSITION, Bar, kind_title
from dashboard.render.timeline_svg import WIDTH, timeline_svg
from ontology import BEGINNING, OPEN_END, valid_time
from ontology.derive.legend import BLUE, BLUISH_GREEN, ORANGE
from ontology.rules import EARTH_RADIUS_KM

NS = "{http://www.w3.org/2000/svg}"
EVIL = '</text><script>alert(1)</script>" onload="x'


def spot(name: str, longitude: float, latitude: float, colour: str = BLUE) -> Spot:
    return Spot(name, longitude, latitude, name, name, colour)


def drawn(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{NS}{tag}"))


def texts(svg: str) -> dict[str, ElementTree.Element]:
    return {text.text or "": text for text in drawn(svg, "text")}


def test_points_stand_in_the_projection_of_the_screen() -> None:
    spots = [spot("甲", 110.0, 40.0), spot("乙", 120.0, 40.0), spot("丙", 110.0, 50.0)]
    svg = map_svg(spots, 800, 400)

    one, east, north = [(float(c.get("cx")), float(c.get("cy"))) for c in drawn(svg, "circle")]
    frame = framed([(110.0, 40.0), (120.0, 40.0), (110.0, 50.0)], 800, 400)
    degree = 512 * 2**frame.zoom / 360
    assert east[0] - one[0] == pytest.approx(10 * degree, abs=0.2)
    assert (one[1], one[0]) == pytest.approx((east[1], north[0]), abs=0.1)
    assert one[1] - north[1] > 10 * degree / cos(radians(40)) * 0.98, (
        "conformal: high as it is wide"
    )
    assert all(0 < x < 800 and 0 < y < 400 for x, y in (one, east, north))


def test_borders_lie_below_all_else_and_are_where_they_are_in_the_world() -> None:
    """The western end of the border of 呼和浩特 and 包头 in the picture, and no line abroad."""
    spots = [spot("包头", 109.85, 40.67), spot("集宁", 113.1, 41.0)]
    svg = map_svg(spots, 800, 400)

    paths = drawn(svg, "path")
    strokes = [p.get("stroke") for p in paths if p.get("stroke")]
    count = strokes.count(BORDERS)
    assert strokes[:count] == [BORDERS] * count
    assert count > 5
    frame = framed([(109.85, 40.67), (113.1, 41.0)], 800, 400)
    degree = 512 * 2**frame.zoom / 360
    lines = [p.get("d") for p in paths if p.get("stroke") == BORDERS]
    xs = [float(x) for d in lines for x in re.findall(r"[ML](-?[\d.]+) ", d)]
    inner = next(b for b in all_borders() if b.between == ("150100", "150200"))
    west = 400 + (min(lon for lon, _ in inner.points) - frame.centre[0]) * degree
    assert min(abs(x - west) for x in xs) < 0.1
    assert BORDERS not in map_svg([spot("Payerne", 6.94, 46.81)], 800, 400)


def test_the_scale_is_as_long_as_it_says() -> None:
    spots = [spot("甲", 110.0, 40.0), spot("乙", 112.0, 41.0)]
    svg = map_svg(spots, 800, 400)
    frame = framed([(110.0, 40.0), (112.0, 41.0)], 800, 400)

    told = float(frame.scale.text.removesuffix(" km"))
    (line,) = [p for p in drawn(svg, "path") if p.get("stroke-width") == "3"]
    x, _, to, _ = map(float, re.findall(r"[\d.]+", line.get("d")))
    per_degree = radians(EARTH_RADIUS_KM) * cos(radians(frame.scale.begin[1]))
    assert (to - x) / (512 * 2**frame.zoom / 360) * per_degree == pytest.approx(told, rel=0.01)
    assert frame.scale.text in texts(svg)


def test_colours_and_labels_are_those_of_the_spots_and_too_many_have_none() -> None:
    few = [spot("甲\n旧址", 110.0, 40.0, ORANGE), spot("乙", 111.0, 40.5)]
    svg = map_svg(few, 800, 400)

    assert [c.get("fill") for c in drawn(svg, "circle")] == [ORANGE, BLUE]
    assert {"甲", "旧址", "乙"} <= set(texts(svg))
    many = [spot(f"站{n}", 110.0 + n / 10, 40.0) for n in range(LABELS + 1)]
    assert not any(text.startswith("站") for text in texts(map_svg(many, 800, 400)))


def test_a_label_at_the_right_edge_stands_to_the_left() -> None:
    svg = map_svg([spot("甲", 110.0, 40.0), spot("很长很长很长的站名", 120.0, 40.0)], 480, 400)

    assert texts(svg)["甲"].get("text-anchor") == "start"
    assert texts(svg)["很长很长很长的站名"].get("text-anchor") == "end"


def bar(lane: str, kind: str, begin: str, end: str) -> Bar:
    return Bar(lane, kind, begin, end, "")


def bars_of(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left and right of the bars of a colour; the square of the legend is none."""
    found = [p.get("d") for p in drawn(svg, "path") if p.get("fill") == colour]
    ends = [re.match(r"M([\d.]+) [\d.]+H([\d.]+)", d) for d in found]
    return [(float(m[1]), float(m[2])) for m in ends if m]


def test_bars_reach_from_day_to_day_and_what_is_open_to_the_edges() -> None:
    svg = timeline_svg(
        [
            bar("站址", POSITION, BEGINNING, OPEN_END),
            bar("布设", DEPLOYMENT, valid_time("2010-01-01"), valid_time("2020-01-01")),
            bar("检定", CALIBRATION, valid_time("2015-01-01"), valid_time("2015-01-01")),
        ],
        valid_time("2018-01-01"),
    )

    ((first, last),) = bars_of(svg, BLUE)
    assert last == pytest.approx(WIDTH - 8)
    ((begin, end),) = bars_of(svg, BLUISH_GREEN)
    assert (begin, end) == pytest.approx((first, last), abs=0.2)
    ((point, to),) = bars_of(svg, ORANGE)
    assert point == pytest.approx(first + (last - first) / 2, abs=0.2)
    assert to > point, "what has no length is seen"
    (today,) = [p.get("d") for p in drawn(svg, "path") if p.get("stroke-dasharray")]
    at = float(re.findall(r"[\d.]+", today)[0])
    assert at == pytest.approx(first + (last - first) * 0.8, abs=0.5)
    mark = texts(svg)["2016"]
    assert float(mark.get("x")) == pytest.approx(first + (last - first) * 0.6, abs=0.5)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lanes_and_kinds_are_named(lang: str) -> None:
    one = bar("站址 · list.csv", POSITION, valid_time("2010-01-01"), OPEN_END)
    svg = timeline_svg([one], valid_time("2018-06-03"), lang)

    assert {"站址 · list.csv", kind_title(POSITION, lang)} <= set(texts(svg))
    assert kind_title(DEPLOYMENT, lang) not in texts(svg)


def test_texts_of_data_are_texts() -> None:
    one = bar(EVIL, DEPLOYMENT, valid_time("2010-01-01"), OPEN_END)
    for svg in (
        timeline_svg([one], valid_time("2018-06-03")),
        map_svg([spot(EVIL, 110.0, 40.0)], 480, 400),
    ):
        assert not drawn(svg, "script")
        assert any(text.startswith("</text>") for text in texts(svg))
