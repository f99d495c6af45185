"""Points on a map that asks nothing of the network: packaged borders, a graticule and a scale.

Streamlit hands the texts to a converter that reads those beginning with @@ as code; every text
from data therefore gets a blank in front.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pydeck
import streamlit as st
from pydeck.bindings.json_tools import default_serialize

from dashboard.app.session import Session
from dashboard.boundaries import SOURCE, in_view
from dashboard.render.map_frame import Frame, Line, Point, framed, mainly
from dashboard.render.map_svg import BORDERS, MARKS
from dashboard.render.spots import Spot, labels, radius
from dashboard.render.text import plain
from ontology.derive.legend import BLACK, GREY, WHITE, text_colour

HEIGHT = 420
"""Pixels."""


def station_map(
    session: Session, key: str, spots: Sequence[Spot], legend: str = "", width: int = 1200
) -> str | None:
    """Draw the map, about so many pixels wide; the id of the spot somebody presses.

    `legend`: what the colours mean.
    """
    if not spots:
        st.info(session.say("没有站址可画", "there is no position to draw"))
        return None
    points = [(spot.longitude, spot.latitude) for spot in spots]
    near = mainly(points)
    frame = framed(near, width, HEIGHT)
    off = len(points) - len(near)
    deck = _Deck(
        layers=_layers(frame, spots),
        initial_view_state=pydeck.ViewState(
            longitude=frame.centre[0], latitude=frame.centre[1], zoom=frame.zoom
        ),
        map_provider=None,  # and no map_style either, or Streamlit takes one from the network
        tooltip={"text": "{text}"},
    )
    state = st.pydeck_chart(
        deck, height=HEIGHT, key=key, on_select="rerun", selection_mode="single-object"
    )
    borders = borders_told(session, frame)
    told = session.say(
        f"{len(spots)} 个点；没有底图，线为经纬网，左下为比例尺",
        f"{len(spots)} {'point' if len(spots) == 1 else 'points'}; no base map: lines are the "
        "graticule, the scale is lower left",
    )
    told += session.say(
        "；图若空白，是浏览器没有 WebGL，点都在表中",
        "; blank where the browser has no WebGL: the tables have every point",
    )
    if borders:
        told += session.say("；", "; ") + borders
    if off:
        told += session.say(f"；{off} 个远处的点在图外，缩小可见", f"; zoom out for {off} far away")
    st.caption(session.say("；", "; ").join(filter(None, (legend, told))))
    pressed = state["selection"]["indices"].get("spots", [])
    return spots[pressed[0]].id if pressed and pressed[0] < len(spots) else None


class _Deck(pydeck.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck whose text for the page has no indentation, which would be most of that of lines."""

    def to_json(self) -> str:
        return json.dumps(
            self,
            sort_keys=True,
            default=default_serialize,
            separators=(",", ":"),
            check_circular=False,
        )


def borders_told(session: Session, frame: Frame) -> str:
    """What the borders in view are and are not; empty where none is."""
    if not in_view(frame):
        return ""
    return session.say(
        f"紫线为省界及内蒙古盟市界，仅示意，不作划界依据，不画国界和海岸线；界线来源 {SOURCE}",
        "purple: borders of provinces and of the leagues of Inner Mongolia, for orientation only, "
        f"without national border and coast; their source: {SOURCE}",
    )


def _layers(frame: Frame, spots: Sequence[Spot]) -> list[pydeck.Layer]:
    lines = (*frame.graticule, *frame.beyond)
    marks = [(line.begin, line.text) for line in lines if line.text]
    borders = in_view(frame)
    return [
        *([_borders(borders)] if borders else []),
        _lines("graticule", lines, GREY, 1),
        _lines("scale", (frame.scale,), BLACK, 3),
        _texts("marks", marks, MARKS, 11, plate=True),
        _texts("length", [(frame.scale.begin, frame.scale.text)], BLACK, 12, plate=True),
        _points(spots, radius(spots)),
        _texts("names", labels(spots), BLACK, 12, right=8),
    ]


def _points(spots: Sequence[Spot], size: int) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        id="spots",
        data=[
            {
                "at": [spot.longitude, spot.latitude],
                "text": f" {plain(spot.text)}",
                "fill": _rgb(spot.colour),
                "line": _rgb(text_colour(spot.colour)),
            }
            for spot in spots
        ],
        get_position="at",
        get_fill_color="fill",
        get_line_color="line",
        stroked=True,
        line_width_min_pixels=1,
        get_radius=1,
        radius_min_pixels=size,
        radius_max_pixels=size,
        pickable=True,
        auto_highlight=True,
    )


def _borders(lines: Sequence[Sequence[Point]]) -> pydeck.Layer:
    return pydeck.Layer(
        "PathLayer",
        id="borders",
        data=[{"path": points} for points in lines],
        get_path="path",
        get_color=_rgb(BORDERS),
        get_width=1,
        width_min_pixels=1,
        width_max_pixels=1,
    )


def _lines(name: str, lines: Sequence[Line], colour: str, width: int) -> pydeck.Layer:
    return pydeck.Layer(
        "LineLayer",
        id=name,
        data=[{"begin": list(line.begin), "end": list(line.end)} for line in lines],
        get_source_position="begin",
        get_target_position="end",
        get_color=_rgb(colour),
        get_width=width,
    )


def _texts(
    name: str,
    texts: Sequence[tuple[tuple[float, float], str]],
    colour: str,
    size: int,
    *,
    right: int = 0,
    plate: bool = False,
) -> pydeck.Layer:
    """Texts beside places; on a plate, where a line may run through them."""
    return pydeck.Layer(
        "TextLayer",
        id=name,
        data=[
            {"at": list(at), "text": "\n".join(f" {line}" for line in text.split("\n"))}
            for at, text in texts
        ],
        get_position="at",
        get_text="text",
        get_size=size,
        get_color=_rgb(colour),
        get_text_anchor='"start"',
        get_alignment_baseline='"bottom"',
        get_pixel_offset=[right, -3],
        background=plate,
        get_background_color=_rgb(WHITE),
        character_set='"auto"',
        font_family='"Noto Sans CJK SC, sans-serif"',
    )


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
