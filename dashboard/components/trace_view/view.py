"""The component: a drawing goes to the browser, what was chosen or opened comes back."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.render.folding import GROUP
from dashboard.render.layout import GAP, HEAD, INDENT, Box, Drawing, Link, Stage
from dashboard.render.trace_svg import box_picture, box_text, stage_picture

Point = tuple[float, float]
KEY = "trace-view"
HEARD = "trace-view-heard"
"""Where the number of the last choice that the browser told is kept, so that it is told back."""
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Marked:
    """Numbers of the hop that is the headline, and of the one somebody chose."""

    worst: int | None
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Acts:
    """What to do when somebody chooses a hop (None: none any more), or opens a group."""

    choose: Callable[[int | None], None]
    open: Callable[[str], None]


@cache
def _mounted() -> Callable[..., Any]:
    html, css, js = ((_HERE / f"trace.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("suyuan_trace", html=html, css=css, js=js)


def trace_view(
    drawing: Drawing, acts: Acts, *, asked: str, label: str, marked: Marked, lang: str
) -> None:
    """Show a drawing. Boxes somebody moved stand where they were put for the same `asked`."""

    def chose() -> None:
        number, _, box = (st.session_state[KEY].chosen or "0 ").partition(" ")
        st.session_state[HEARD] = int(number)
        acts.choose(int(box[1:]) if box else None)

    def opened() -> None:
        acts.open(st.session_state[KEY].opened or "")

    boxes = {box.hop.order: box for box in drawing.boxes}
    _mounted()(
        data={
            "asked": asked,
            "label": label,
            "lang": lang,
            "heard": st.session_state.get(HEARD, 0),
            "selected": "" if marked.chosen is None else f"h{marked.chosen}",
            "nodes": [
                *(_stage(n, stage, lang) for n, stage in enumerate(drawing.stages)),
                *(_node(box, marked.worst, lang) for box in drawing.boxes),
            ],
            "edges": [_edge(link, boxes) for link in drawing.links],
        },
        key=KEY,
        on_chosen_change=chose,
        on_opened_change=opened,
    )


def _node(box: Box, worst: int | None, lang: str) -> dict[str, object]:
    group = box.hop.element.startswith(GROUP)
    return {
        "id": f"h{box.hop.order}",
        "kind": "group" if group else "hop",
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "text": box_text(box, lang),
        "opens": box.hop.element if group else "",
        "picture": _uri(box_picture(box, headline=box.hop.order == worst, lang=lang)),
    }


def _stage(number: int, stage: Stage, lang: str) -> dict[str, object]:
    return {
        "id": f"s{number}",
        "kind": "stage",
        "x": stage.x,
        "y": 0,
        "width": stage.width,
        "height": 20,
        "text": stage.title_en if lang == "en" else stage.title_zh,
        "picture": _uri(stage_picture(stage, lang)),
    }


def _edge(link: Link, boxes: Mapping[int, Box]) -> dict[str, object]:
    """An edge as the browser bends it: its ends on the boxes, and its corners between them."""
    start, end = boxes[link.source], boxes[link.target]
    into = (end.x, end.y + HEAD / 2)
    if link.across:
        out = (start.x + start.width, start.y + HEAD / 2)
        turn = end.x - GAP / 2
        corners = [(turn, out[1]), (turn, into[1])]
    else:
        out = (start.x + INDENT / 2, start.y + start.height)
        if end.x <= out[0]:
            into = (out[0], end.y)
        corners = [(out[0], into[1])]
    weights, distances = zip(*(_corner(out, into, corner) for corner in corners), strict=True)
    return {
        "from": f"h{link.source}",
        "to": f"h{link.target}",
        "across": link.across,
        "line": {
            "from": _offset(start, out),
            "to": _offset(end, into),
            "weights": " ".join(f"{weight:.4f}" for weight in weights),
            "distances": " ".join(f"{distance:.2f}" for distance in distances),
        },
    }


def _corner(out: Point, into: Point, corner: Point) -> tuple[float, float]:
    """A point by its share of the way between the ends and its distance to the right of it."""
    dx, dy = into[0] - out[0], into[1] - out[1]
    length = hypot(dx, dy) or 1.0
    x, y = corner[0] - out[0], corner[1] - out[1]
    return (x * dx + y * dy) / length**2, (y * dx - x * dy) / length


def _offset(box: Box, point: Point) -> str:
    """A point on a box as Cytoscape wants it: from the middle of the box."""
    x, y = point[0] - box.x - box.width / 2, point[1] - box.y - box.height / 2
    return f"{x:.1f}px {y:.1f}px"


def _uri(picture: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()
