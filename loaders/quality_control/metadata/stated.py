"""What live claims state about stations: positions by source and period, classes and levels.

Read once per reader for all tests. The key of a station here is its number, as in the lake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from graph.ledger import LedgerReader
from graph.ledger.reader import LiveClaim
from loaders.quality_control.metadata.limits import limit
from ontology import BEGINNING, NODE_KINDS, format_valid, key_parts, parse_moment, preference
from ontology.earth import great_circle_km

if TYPE_CHECKING:
    from loaders.quality_control.protocol import Context

REGISTRIES = frozenset({"decision", "station_history", "national_registry", "table"})
"""Families of sources that keep stations: what is transmitted is held against them."""
TRANSMITTED = "observation"
"""The family of sources that send a position along with the values."""


@dataclass(frozen=True, slots=True)
class Position:
    """One source's position of a station over one period. Heights in metres, None if not stated.

    `day`: the day it speaks for, empty where none is known; `claim`: the short id of its claim.
    """

    station: str
    id: str
    source_id: str
    family: str
    certainty: str
    latitude: float | None
    longitude: float | None
    elevation_m: float | None
    barometer_m: float | None
    valid_from: str
    valid_to: str
    snapshot_on: str
    claim: str

    @property
    def day(self) -> str:
        """Its snapshot day, else when it begins; empty for neither."""
        return self.snapshot_on or (self.valid_from if self.dated else "")

    @property
    def dated(self) -> bool:
        """Whether the source says since when the station stood there."""
        return not self.snapshot_on and self.valid_from != BEGINNING

    def holds_at(self, moment: str) -> bool:
        """Whether it is claimed for a moment; a list of one day, whether that is near enough."""
        if not self.valid_from <= moment < self.valid_to:
            return False
        if not self.snapshot_on:
            return True
        apart = abs(parse_moment(self.snapshot_on) - parse_moment(moment))
        return apart.days <= limit("position", "snapshot_reach")

    def distance_km(self, other: Position) -> float | None:
        """How far apart two positions are; None where one has no coordinates."""
        if None in (self.latitude, self.longitude, other.latitude, other.longitude):
            return None
        assert self.latitude is not None
        assert self.longitude is not None
        assert other.latitude is not None
        assert other.longitude is not None
        return great_circle_km(self.latitude, self.longitude, other.latitude, other.longitude)


@dataclass(frozen=True, slots=True)
class Stated:
    """A property of a station over one period, as one source states it."""

    property: str
    value: str
    family: str
    certainty: str
    source_id: str
    valid_from: str
    valid_to: str
    claim: str


@dataclass(frozen=True, slots=True)
class Stations:
    """All that is stated: positions and properties by station number."""

    positions: dict[str, list[Position]]
    properties: dict[str, list[Stated]]

    def registered(self, station: str, moment: str) -> list[Position]:
        """The registries' positions for a moment, the most authoritative first."""
        held = [
            p
            for p in self.positions.get(station, ())
            if p.family in REGISTRIES and p.holds_at(moment)
        ]
        return sorted(held, key=_rank)

    def former(self, position: Position, before: str, within_km: float) -> Position | None:
        """A dated registry position that was left before a moment and is the given place."""
        left = [
            p
            for p in self.positions.get(position.station, ())
            if p.family in REGISTRIES
            and p.dated
            and p.valid_to <= before
            and (apart := p.distance_km(position)) is not None
            and apart <= within_km
        ]
        return max(left, key=lambda p: (p.valid_to, p.id), default=None)


_READ: WeakKeyDictionary[LedgerReader, Stations] = WeakKeyDictionary()


def stations(reader: LedgerReader) -> Stations:
    """What the ledger states as the reader stands."""
    if reader not in _READ:
        _READ[reader] = Stations(_positions(reader), _properties(reader))
    return _READ[reader]


def asked(context: Context, found: Iterable[str]) -> list[str]:
    """Of these stations those that the run looks at, in order."""
    return sorted(s for s in set(found) if not context.stations or s in context.stations)


def in_window(context: Context, moment: str) -> bool:
    """Whether a moment lies in what the run looks at."""
    return (context.begin is None or _text(context.begin) <= moment) and (
        context.end is None or moment < _text(context.end)
    )


def transmitted(context: Context, held: Stations) -> Iterator[Position]:
    """The positions sent along with values that the run looks at, by station and day."""
    for station in asked(context, held.positions):
        for position in sorted(held.positions[station], key=lambda p: (p.day, p.id)):
            if position.family == TRANSMITTED and position.day and in_window(context, position.day):
                yield position


def _text(moment: datetime) -> str:
    return format_valid(moment)


def _rank(position: Position) -> tuple[object, ...]:
    known = preference(position.certainty, position.family, position.source_id)
    return (*known, position.valid_from, position.id)


def _positions(reader: LedgerReader) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = defaultdict(list)
    for claim in reader.live_of_kind("Location"):
        station, source_id, _ = key_parts(NODE_KINDS["Location"], claim.subject)
        found[station].append(_position(claim, station, source_id))
    return found


def _position(claim: LiveClaim, station: str, source_id: str) -> Position:
    def number(name: str) -> float | None:
        value = claim.properties.get(name)
        return None if value is None else float(str(value))

    return Position(
        station,
        claim.subject,
        source_id,
        claim.family,
        claim.certainty,
        number("latitude"),
        number("longitude"),
        number("elevation_m"),
        number("barometer_elevation_m"),
        claim.valid_from,
        claim.valid_to,
        str(claim.properties.get("snapshot_on") or ""),
        claim.short,
    )


def _properties(reader: LedgerReader) -> dict[str, list[Stated]]:
    """Properties of stations; those of other elements are passed over."""
    found: dict[str, list[Stated]] = defaultdict(list)
    prefix = NODE_KINDS["Station"].prefix + ":"
    for claim in reader.live_of_kind("State"):
        element = str(claim.properties.get("element") or "")
        name, value = claim.properties.get("property"), claim.properties.get("value")
        if element.startswith(prefix) and name is not None and value is not None:
            (station,) = key_parts(NODE_KINDS["Station"], element)
            found[station].append(
                Stated(str(name), str(value), claim.family, claim.certainty, claim.source_id,
                       claim.valid_from, claim.valid_to, claim.short)
            )  # fmt: skip
    return found
