"""Tests of where a station is said to be: against the registry valid then.

`position`: what is sent along with values lies elsewhere; where it is a place that the station
left, that is told. `identity`: a source gives the number for another place altogether, which no
former position explains: two things under one number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.quality_control.flags import Flag
from loaders.quality_control.metadata.limits import limit
from loaders.quality_control.metadata.stated import (
    TRANSMITTED,
    Position,
    Stations,
    asked,
    in_window,
    stations,
)
from ontology import civil_day

if TYPE_CHECKING:
    from loaders.quality_control.protocol import Context

IDENTITY_SOURCES = frozenset({TRANSMITTED, "foreign_registry", "equipment", "monitoring"})
"""Sources that use numbers of stations without keeping them."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A position away from that of the registry; `former`: the place left that it is, if one."""

    position: Position
    registry: Position
    distance_km: float
    former: Position | None

    @property
    def identity(self) -> bool:
        """Whether it is so far away, without explanation, that it is another place."""
        return self.former is None and self.distance_km > limit("identity", "distance")


def apart(context: Context, held: Stations) -> Iterator[Apart]:
    """Every position farther than the tolerance from that of the registry on its day."""
    tolerance = limit("position", "distance")
    for station in asked(context, held.positions):
        for position in sorted(held.positions[station], key=lambda p: (p.day, p.id)):
            day = position.day
            if position.family not in IDENTITY_SOURCES or not day or not in_window(context, day):
                continue
            for registry in held.registered(station, day)[:1]:
                distance = position.distance_km(registry)
                if distance is not None and distance > tolerance:
                    former = held.former(position, day, tolerance)
                    yield Apart(position, registry, distance, former)


def _detail(found: Apart) -> str:
    registry = found.registry
    text = (
        f"所述 {_place(found.position)}，当时登记 {_place(registry)}（{registry.source_id}，断言 "
        f"{registry.claim}），相距 {found.distance_km:.1f} km"
    )
    if found.former is None:
        return f"{text}；没有旧址可以解释"
    left = civil_day(found.former.valid_to)
    return f"{text}；是 {left} 已离开的旧址（断言 {found.former.claim}）"


def _place(position: Position) -> str:
    return f"{position.latitude:g}°N {position.longitude:g}°E"


def _flag(found: Apart, test: str, severity: str) -> Flag:
    position = found.position
    return Flag(
        position.station, "", position.day, test, severity, None, position.claim, _detail(found)
    )


@dataclass(frozen=True, slots=True)
class PositionTest:
    """A position sent along with values is not where the registry has the station."""

    name: str = "position"
    title: str = "传输站址与登记不符 / transmitted position"
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each transmitted position beyond the tolerance that is no other place."""
        for found in apart(context, stations(context.reader)):
            if found.position.family == TRANSMITTED and not found.identity:
                yield _flag(found, self.name, "minor")


@dataclass(frozen=True, slots=True)
class IdentityTest:
    """The same number stands for another place."""

    name: str = "identity"
    title: str = "同号异站 / another place under the number"
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each position far away that no former position explains."""
        for found in apart(context, stations(context.reader)):
            if found.identity:
                yield _flag(found, self.name, "major")


TESTS = (PositionTest(), IdentityTest())
