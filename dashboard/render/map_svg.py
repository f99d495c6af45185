"""A map of points for print, in the projection of the one on the screen: web Mercator.

The same borders, graticule, scale, points and labels, as they are before somebody moves the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log, pi, radians, tan

from dashboard.boundaries import in_view
from dashboard.render.map_frame import TILE, Frame, Line, Point
from dashboard.render.spots import Spot, frame_of, labels, radius
from dashboard.render.text import cells
from dashboard.render.trace_svg import ALONE
from ontology.derive.legend import BLACK, GREY, text_colour

MARKS = "#666666"
"""Of the degrees beside the lines."""
BORDERS = "#B383A2"
"""Of the lines between areas: 3.1 to 1 on white, in the hue of no point."""
_SMALL, _TEXT, _PER_CELL, _RIGHT, _UP, _LINE = 11, 12, 6.6, 8, 3, 1.15
"""Pixels of text and of a cell of it, how far a label stands from its point and how far above, and
the height of a line in sizes of its text."""


def map_svg(spots: Sequence[Spot], width: int, height: int) -> str:
    """The picture, so many pixels wide and high; points far off all others are outside of it."""
    frame = frame_of(spots, width, height)
    at = _Projection(frame, width, height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><style>{ALONE}</style>',
        f'<clipPath id="seen"><path d="M0 0h{width}v{height}h-{width}z"/></clipPath>'
        '<g clip-path="url(#seen)">',
    ]
    parts += [_border(at, points) for points in in_view(frame)]
    parts += [_line(at, line, GREY, 1) for line in frame.graticule]
    parts.append(_line(at, frame.scale, BLACK, 3))
    marked = [line for line in frame.graticule if line.text]
    parts += [_text(at.of(line.begin), line.text, MARKS, _SMALL) for line in marked]
    parts.append(_text(at.of(frame.scale.begin), frame.scale.text, BLACK, _TEXT))
    parts += [_point(at, spot, radius(spots)) for spot in spots]
    parts += [_label(at.of(place), text, width) for place, text in labels(spots)]
    edge = f'<path d="M0 0h{width}v{height}h-{width}z" fill="none" stroke="{GREY}"/>'
    return "".join((*parts, "</g>", edge, "</svg>"))


class _Projection:
    """Degrees to pixels from the upper left corner."""

    def __init__(self, frame: Frame, width: int, height: int) -> None:
        self._centre = frame.centre
        self._world = TILE * 2**frame.zoom
        self._middle = width / 2, height / 2

    def of(self, point: Point) -> Point:
        """Pixels of a point in degrees."""
        (x, y), (lon, lat) = self._middle, self._centre
        east = self._world * (point[0] - lon) / 360
        north = self._world * (_mercator(point[1]) - _mercator(lat)) / (2 * pi)
        return x + east, y - north


def _mercator(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2))


def _line(at: _Projection, line: Line, colour: str, width: int) -> str:
    (x, y), (to_x, to_y) = at.of(line.begin), at.of(line.end)
    return (
        f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _border(at: _Projection, points: Sequence[Point]) -> str:
    steps = "L".join("{:.1f} {:.1f}".format(*at.of(point)) for point in points)
    return f'<path d="M{steps}" fill="none" stroke="{BORDERS}" stroke-linejoin="round"/>'


def _point(at: _Projection, spot: Spot, size: int) -> str:
    x, y = at.of((spot.longitude, spot.latitude))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{spot.colour}" '
        f'stroke="{text_colour(spot.colour)}"/>'
    )


def _label(place: Point, text: str, width: int) -> str:
    """A text to the right of a point, or to the left where the picture would cut it."""
    wide = max(cells(line) for line in text.split("\n")) * _PER_CELL
    if place[0] + _RIGHT + wide <= width:
        return _text((place[0] + _RIGHT, place[1]), text, BLACK, _TEXT)
    return _text((place[0] - _RIGHT, place[1]), text, BLACK, _TEXT, anchor="end")


def _text(place: Point, text: str, colour: str, size: int, *, anchor: str = "start") -> str:
    """Lines above a place, the last one beside it, with a white edge where lines run below."""
    lines = text.split("\n")
    x, y = place[0] + (_UP if anchor == "start" else -_UP), place[1] - _UP
    return "".join(
        f'<text x="{x:.1f}" y="{y - (len(lines) - 1 - n) * size * _LINE:.1f}" font-size="{size}" '
        f'text-anchor="{anchor}" fill="{colour}" stroke="#FFFFFF" stroke-width="3" '
        f'paint-order="stroke">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
