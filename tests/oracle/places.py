"""Where the sources put a station, which of them is preferred, and what explains the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from oracle.reading import BEGINNING, Claims, Reading, claims_of, number, parts, text

from ontology import SOURCE_FAMILIES
from ontology.rules import (
    ARC_MINUTE_DEG,
    EARTH_RADIUS_KM,
    HEIGHT_TOLERANCE_M,
    JUMP_KM,
    POSITION_TOLERANCE_KM,
)

CERTAINTIES = ("stated", "inferred", "synthetic")  # in order of preference


@dataclass(frozen=True)
class Stay:
    """A station at a place, by one source."""

    station: str
    location: str
    source: str
    latitude: float
    longitude: float
    height: float | None
    snapshot: str
    begin: str
    end: str
    certainty: str
    claims: Claims
    authority: tuple[int, int, str]
    line: int | None
    note: str = ""

    def holds(self, moment: str) -> bool:
        return self.begin <= moment < self.end

    @property
    def dated(self) -> bool:
        return not self.snapshot and self.begin != BEGINNING


def stays(reading: Reading, station: str) -> list[Stay]:
    """All places of a station, the most authoritative source first, then by time."""
    found = []
    families = list(SOURCE_FAMILIES.codes)
    for link in reading.out(station, "LOCATED_AT"):
        latitude, longitude = number(link.node, "latitude"), number(link.node, "longitude")
        if latitude is None or longitude is None:
            continue
        source, certainty = parts(link.other)[1], text(link.node, "certainty")
        family, line = reading.weight[claims_of(link.node)[0]]
        authority = (CERTAINTIES.index(certainty), families.index(family), source)
        found.append(
            Stay(station, link.other, source, latitude, longitude,
                 number(link.node, "elevation_m"), text(link.node, "snapshot_on"), link.begin,
                 link.end, certainty, claims_of(link.node), authority, line,
                 text(link.node, "note"))
        )  # fmt: skip
    return sorted(found, key=lambda s: (s.authority, s.begin, s.location))


def apart(a: Stay, b: Stay) -> float:
    """Kilometres between two places on the sphere, by the chord through it."""

    def point(stay: Stay) -> tuple[float, float, float]:
        latitude, longitude = radians(stay.latitude), radians(stay.longitude)
        return (cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))

    chord = sqrt(sum((p - q) ** 2 for p, q in zip(point(a), point(b), strict=True)))
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, chord / 2))


def rise(a: Stay, b: Stay) -> float | None:
    return None if a.height is None or b.height is None else abs(a.height - b.height)


def agree(a: Stay, b: Stay) -> bool:
    """Within what degrees and minutes leave open; an unknown height contradicts nothing."""
    return apart(a, b) <= POSITION_TOLERANCE_KM and (rise(a, b) or 0) <= HEIGHT_TOLERANCE_M


@dataclass(frozen=True)
class Disagreement:
    other: Stay
    preferred: Stay
    on: str
    former: Stay | None
    left: str
    held: tuple[str, str]


def preferred(places: Iterable[Stay], moment: str) -> Stay | None:
    for stay in places:
        if stay.holds(moment):
            return stay
    return None


def disagreements(places: list[Stay], moment: str) -> list[Disagreement]:
    """A source without dates is compared on its snapshot day, any other at the moment."""
    best = preferred(places, moment)
    found: list[Disagreement] = []
    if best is None:
        return found
    for other in places:
        on = other.snapshot or moment
        if other.source == best.source or not other.holds(on):
            continue
        then = preferred([p for p in places if p.source == best.source], on) or best
        if not agree(other, then):
            former = former_place(places, other, then)
            left = "" if former is None else departure(places, former, other, then)
            found.append(Disagreement(other, then, on, former, left, stretch(places, other, then)))
    return found


def by_source(places: list[Stay], source: str) -> list[Stay]:
    return sorted((p for p in places if p.source == source), key=lambda p: (p.begin, p.location))


def departure(places: list[Stay], former: Stay, other: Stay, then: Stay) -> str:
    """When the place was left: rows that follow on at the same place belong to it."""
    end = former.end
    for stay in by_source(places, former.source):
        if stay.begin == end and stay.location != then.location:
            if apart(stay, other) <= POSITION_TOLERANCE_KM:
                end = stay.end
    return end


def stretch(places: list[Stay], other: Stay, then: Stay) -> tuple[str, str]:
    """Since and until when the rows that join on to `then` contradict the other source."""
    wrong = [p for p in by_source(places, then.source) if not agree(p, other)]
    begin, end = then.begin, then.end
    for stay in wrong:
        end = stay.end if stay.begin == end else end
    for stay in wrong[::-1]:
        begin = stay.begin if stay.end == begin else begin
    return (max(begin, other.begin), min(end, other.end))


def former_place(places: list[Stay], other: Stay, then: Stay) -> Stay | None:
    """What a dated source says of the time before, where the other source still sees the station.

    The nearest (to a tenth of a kilometre); of several at one place that of the nearest height;
    of several of one height the latest.
    """
    best: Stay | None = None
    for stay in places:
        if not stay.dated or stay.source == other.source or stay.location == then.location:
            continue
        if stay.begin >= then.begin or not agree(stay, other):
            continue
        if best is None:
            best = stay
            continue
        nearer = round(apart(stay, other), 1) - round(apart(best, other), 1)
        flatter = (rise(stay, other) or 0) - (rise(best, other) or 0)
        if nearer < 0 or (
            nearer == 0 and (flatter < 0 or (flatter == 0 and stay.begin > best.begin))
        ):
            best = stay
    return best


@dataclass(frozen=True)
class Move:
    kind: str
    before: Stay
    after: Stay
    around: tuple[Stay | None, ...]
    """The stay that strays and its two neighbours; empty where it does not come back."""


def moves(places: list[Stay]) -> list[Move]:
    """Moves too far to be believed, and steps of one arc minute that are taken back."""
    found: list[Move] = []
    sources: list[str] = []
    for stay in places:
        if stay.dated and stay.source not in sources:
            sources.append(stay.source)
    for source in sources:
        track = [s for s in by_source(places, source) if s.dated]
        for i in range(len(track) - 1):
            before, after = track[i], track[i + 1]
            earlier = track[i - 1] if i > 0 else None
            later = track[i + 2] if i + 2 < len(track) else None
            if apart(before, after) > JUMP_KM:
                late, early = stray(before, after, later), stray(earlier, before, after)
                around = (after, before, later) if late else (before, earlier, after)
                found.append(Move("jump", before, after, around if late or early else ()))
            elif one_minute(before, after) and (same(before, later) or same(earlier, after)):
                found.append(Move("rounding", before, after, ()))
    return found


def stray(a: Stay | None, b: Stay, c: Stay | None) -> bool:
    """Whether the middle one is far from the two others, which are near each other."""
    if a is None or c is None:
        return False
    return apart(a, b) > JUMP_KM and apart(b, c) > JUMP_KM and apart(a, c) <= JUMP_KM


def one_minute(a: Stay, b: Stay) -> bool:
    """One coordinate steps by a printed minute (a thousandth of a degree is left to printing)."""
    north, east = abs(a.latitude - b.latitude), abs(a.longitude - b.longitude)
    step, still = max(north, east), min(north, east)
    return still < 0.001 and -0.001 <= step - ARC_MINUTE_DEG <= 0.001


def same(a: Stay | None, b: Stay | None) -> bool:
    if a is None or b is None:
        return False
    return (a.latitude, a.longitude) == (b.latitude, b.longitude)
