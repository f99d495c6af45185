"""Points of a map and their texts, for the page and for print alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.render.map_frame import Frame, framed, mainly
from dashboard.render.text import plain

LABELS, CROWDED, CLOSE = 60, 40, 0.03
"""Points that are labelled at most; above so many, points are drawn smaller; the share of the map
within which points have their labels together."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map: degrees, what it stands for, its texts, its colour `#RRGGBB`.

    `label` stands beside it, `text` is told when somebody points at it.
    """

    id: str
    longitude: float
    latitude: float
    label: str
    text: str
    colour: str


def frame_of(spots: Sequence[Spot], width: int, height: int) -> Frame:
    """Where to look to see them all, but for those far off, in a picture of so many pixels."""
    return framed(mainly([(spot.longitude, spot.latitude) for spot in spots]), width, height)


def radius(spots: Sequence[Spot]) -> int:
    """Of their points in pixels."""
    return 5 if len(spots) > CROWDED else 7


def labels(spots: Sequence[Spot]) -> list[tuple[tuple[float, float], str]]:
    """Places in degrees and what stands there, lines of a label one below the other.

    Those of spots in about one place are one text, in which no line stands that another goes on
    from (现址 beside 现址 2024–); of too many spots none has one.
    """
    if len(spots) > LABELS:
        return []
    high = [spot.latitude for spot in spots]
    wide = [spot.longitude for spot in spots]
    near = CLOSE * max((max(v) - min(v) for v in (high, wide) if v), default=0.0)
    places: dict[tuple[float, float], list[str]] = {}
    for spot in spots:
        at = next(
            (p for p in places
             if abs(p[0] - spot.longitude) <= near and abs(p[1] - spot.latitude) <= near),
            (spot.longitude, spot.latitude),
        )  # fmt: skip
        places.setdefault(at, []).extend(plain(line) for line in spot.label.split("\n"))
    return [(at, "\n".join(_telling(lines))) for at, lines in places.items()]


def _telling(lines: Sequence[str]) -> list[str]:
    """Each line once, and none that is the beginning of another."""
    each = list(dict.fromkeys(lines))
    return [
        line for line in each if not any(other != line and other.startswith(line) for other in each)
    ]
