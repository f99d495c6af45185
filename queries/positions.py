"""Positions of a station by source: preferred one, disagreements, and what explains them.

Pure functions on rows, shared by `trace` and `conflicts`. Sources without dates speak for their
snapshot day and are compared on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ontology import BEGINNING, NODE_KINDS, preference, unescape_part
from ontology.earth import great_circle_km
from ontology.rules import (
    ARC_MINUTE_DEG,
    HEIGHT_TOLERANCE_M,
    JUMP_KM,
    POSITION_TOLERANCE_KM,
    PRINTED_SLACK_DEG,
)
from queries.ask import ClaimSource
from queries.model import Stage

_SEPARATOR = NODE_KINDS["Location"].key_separator


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One source's position of a station over one period."""

    station: str
    id: str
    latitude: float
    longitude: float
    elevation_m: float | None
    snapshot_on: str | None
    valid_from: str
    valid_to: str
    certainty: str
    claims: tuple[str, ...]
    note: str | None = None

    @property
    def source_id(self) -> str:
        """The source, from the key of the Location."""
        return unescape_part(self.id.split(_SEPARATOR, 2)[1])

    def holds_at(self, moment: str) -> bool:
        """Whether the position is claimed for that moment."""
        return self.valid_from <= moment < self.valid_to

    @property
    def dated(self) -> bool:
        """Whether the source says since when the station stood there."""
        return self.snapshot_on is None and self.valid_from != BEGINNING


_RETURN = (
    "RETURN s.id AS station, l.id AS id, l.latitude AS latitude, l.longitude AS longitude, "
    "l.elevation_m AS elevation_m, l.snapshot_on AS snapshot_on, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, l.certainty AS certainty, l.claims AS claims, l.note AS note"
)
STATION_POSITIONS = Stage(
    "station_positions",
    "MATCH (s:Station {id: $station})-[r:LOCATED_AT]->(l:Location) "
    "WHERE l.latitude IS NOT NULL AND l.longitude IS NOT NULL " + _RETURN,
    PositionRow,
)
ALL_POSITIONS = Stage(
    "all_positions",
    "MATCH (s:Station)-[r:LOCATED_AT]->(l:Location) "
    "WHERE l.latitude IS NOT NULL AND l.longitude IS NOT NULL " + _RETURN,
    PositionRow,
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A source whose position is not that of the preferred source on the compared day.

    `former`: the position that explains it, a place left on `left_on`; None: unexplained.
    `held_from`, `held_to`: since and until when the preferred source contradicts the other, in
    one stretch around the compared day and within what the other claims.
    """

    other: PositionRow
    preferred: PositionRow
    day: str
    distance_km: float
    height_m: float | None
    former: PositionRow | None
    left_on: str | None
    held_from: str
    held_to: str


@dataclass(frozen=True, slots=True)
class Move:
    """Two successive positions of one source: a `jump` too far to be believed, or `rounding`.

    `returns`: the place before is taken again after, or the place after was held before.
    """

    kind: str
    before: PositionRow
    after: PositionRow
    distance_km: float
    returns: bool


def distance_km(a: PositionRow, b: PositionRow) -> float:
    """Great-circle distance (haversine, mean Earth radius of IUGG) in kilometres."""
    return great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude)


def height_difference(a: PositionRow, b: PositionRow) -> float | None:
    """Absolute difference of heights in metres; None where one is unknown."""
    if a.elevation_m is None or b.elevation_m is None:
        return None
    return abs(a.elevation_m - b.elevation_m)


def ordered(positions: Iterable[PositionRow], families: Mapping[str, str]) -> list[PositionRow]:
    """Positions by authority of their source, most authoritative first."""
    return sorted(
        positions,
        key=lambda p: (
            *preference(p.certainty, families.get(p.claims[0], ""), p.source_id),
            p.valid_from,
            p.id,
        ),
    )


def by_station(
    positions: Iterable[PositionRow], sources: Mapping[str, ClaimSource]
) -> Iterator[list[PositionRow]]:
    """The positions of each station, by authority of their source, in the order of the stations."""
    found: dict[str, list[PositionRow]] = defaultdict(list)
    for p in positions:
        found[p.station].append(p)
    families = {short: source.family for short, source in sources.items()}
    for station in sorted(found):
        yield ordered(found[station], families)


def preferred_at(ranked: Sequence[PositionRow], moment: str) -> PositionRow | None:
    """The most authoritative position claimed for a moment."""
    return next((p for p in ranked if p.holds_at(moment)), None)


def disagreements(ranked: Sequence[PositionRow], moment: str) -> list[Disagreement]:
    """Sources that put the station elsewhere than the preferred one, each with its explanation.

    A source without dates is compared on its snapshot day, a dated one at `moment`.
    """
    found: list[Disagreement] = []
    best = preferred_at(ranked, moment)
    if best is None:
        return found
    for other in ranked:
        if other.source_id == best.source_id or not other.holds_at(other.snapshot_on or moment):
            continue
        day = other.snapshot_on or moment
        against = preferred_at([p for p in ranked if p.source_id == best.source_id], day) or best
        if not agree(other, against):
            found.append(_disagreement(ranked, other, against, day))
    return found


def agree(a: PositionRow, b: PositionRow) -> bool:
    """Whether two positions are one within the tolerances; an unknown height contradicts nothing.

    Degrees and minutes leave up to 1.3 km open.
    """
    near = distance_km(a, b) <= POSITION_TOLERANCE_KM
    return near and (height_difference(a, b) or 0.0) <= HEIGHT_TOLERANCE_M


def _disagreement(
    ranked: Sequence[PositionRow], other: PositionRow, against: PositionRow, day: str
) -> Disagreement:
    former = explaining(ranked, other, against)
    since, until = _held(ranked, other, against)
    return Disagreement(
        other,
        against,
        day,
        distance_km(other, against),
        height_difference(other, against),
        former,
        None if former is None else left_on(ranked, former, other, against),
        since,
        until,
    )


def left_on(
    ranked: Sequence[PositionRow], former: PositionRow, other: PositionRow, against: PositionRow
) -> str:
    """When the station left the place that `other` still gives.

    A later row of the same place (a new height, say) is no leaving.
    """
    end = former.valid_to
    for p in track_of(ranked, former.source_id):
        here = distance_km(p, other) <= POSITION_TOLERANCE_KM
        if p.valid_from == end and p.id != against.id and here:
            end = p.valid_to
    return end


def _held(
    ranked: Sequence[PositionRow], other: PositionRow, against: PositionRow
) -> tuple[str, str]:
    """The stretch of successive positions around `against` that contradict `other`."""
    begin, end = against.valid_from, against.valid_to
    along = [p for p in track_of(ranked, against.source_id) if not agree(p, other)]
    for p in along:
        if p.valid_from == end:
            end = p.valid_to
    for p in reversed(along):
        if p.valid_to == begin:
            begin = p.valid_from
    return max(begin, other.valid_from), min(end, other.valid_to)


def track_of(positions: Iterable[PositionRow], source_id: str) -> list[PositionRow]:
    """The positions of one source in the order of time."""
    own = [p for p in positions if p.source_id == source_id]
    return sorted(own, key=lambda p: (p.valid_from, p.id))


def explaining(
    ranked: Sequence[PositionRow], other: PositionRow, against: PositionRow
) -> PositionRow | None:
    """The former position, by a dated source, that another source still gives.

    Within the tolerances; of several at one place the height decides, then the latest.
    """
    fitting = [
        p
        for p in ranked
        if p.dated
        and p.source_id != other.source_id
        and p.id != against.id
        and p.valid_from < against.valid_from
        and distance_km(p, other) <= POSITION_TOLERANCE_KM
        and (height_difference(p, other) or 0.0) <= HEIGHT_TOLERANCE_M
    ]
    if not fitting:
        return None
    fitting.sort(key=lambda p: p.valid_from, reverse=True)
    return min(
        fitting,
        key=lambda p: (round(distance_km(p, other), 1), height_difference(p, other) or 0.0),
    )


def moves(positions: Iterable[PositionRow]) -> list[Move]:
    """Jumps and roundings between successive positions of each source."""
    by_source: dict[tuple[str, str], list[PositionRow]] = {}
    for position in positions:
        if position.dated:
            by_source.setdefault((position.station, position.source_id), []).append(position)
    found: list[Move] = []
    for track in by_source.values():
        track.sort(key=lambda p: (p.valid_from, p.id))
        found += _track_moves(track)
    return found


def _track_moves(track: Sequence[PositionRow]) -> list[Move]:
    found: list[Move] = []
    for i, (before, after) in enumerate(pairwise(track)):
        apart = distance_km(before, after)
        if apart > JUMP_KM:
            found.append(Move("jump", before, after, apart, _comes_back(track, i)))
        elif _one_minute(before, after) and _returns(track, i):
            found.append(Move("rounding", before, after, apart, returns=True))
    return found


def _comes_back(track: Sequence[PositionRow], i: int) -> bool:
    """Whether one side of the step is a far stay between two places that are near each other."""
    return _strays(track, i + 1) or _strays(track, i)


def _strays(track: Sequence[PositionRow], i: int) -> bool:
    """Whether a stay is far from both of its neighbours, and they are near each other."""
    if not 0 < i < len(track) - 1:
        return False
    before, here, after = track[i - 1 : i + 2]
    far = distance_km(before, here) > JUMP_KM and distance_km(here, after) > JUMP_KM
    return far and distance_km(before, after) <= JUMP_KM


def stray_of(move: Move, along: Sequence[PositionRow]) -> tuple[PositionRow, list[PositionRow]]:
    """Of a far stay and back: the stay that strays, and its two neighbours in the track.

    Where both sides stray, the later one does.
    """
    i = along.index(move.before)
    at = i + 1 if _strays(along, i + 1) else i
    return along[at], [along[at - 1], along[at + 1]]


def _one_minute(a: PositionRow, b: PositionRow) -> bool:
    """One arc minute in one coordinate and nothing in the other: a step of the printed digits."""
    small, large = sorted((abs(a.latitude - b.latitude), abs(a.longitude - b.longitude)))
    return small < PRINTED_SLACK_DEG and abs(large - ARC_MINUTE_DEG) <= PRINTED_SLACK_DEG


def _returns(track: Sequence[PositionRow], i: int) -> bool:
    """Whether the place after the step or before it is taken again next to this step."""
    place = (track[i].latitude, track[i].longitude)
    after = (track[i + 1].latitude, track[i + 1].longitude)
    again = i + 2 < len(track) and (track[i + 2].latitude, track[i + 2].longitude) == place
    was = i > 0 and (track[i - 1].latitude, track[i - 1].longitude) == after
    return again or was
