"""The record of one station: the rows that a file of either format is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.exchange.wmdr.around import Around, stated
from dashboard.exchange.wmdr.deployments import DeployedRows, deployments, units
from dashboard.exchange.wmdr.logs import Entry, entries
from dashboard.exchange.wmdr.station import (
    conditions,
    facility,
    identifiers,
    parties,
    positions,
    programmes,
)
from graph.element import Element
from loaders.wmdr.model import Condition, Facility, Party, Position, Subject
from loaders.wmdr.names import station_name
from ontology import Certainty

SYNTHETIC = "合成数据 / SYNTHETIC: generated, no observation of the world"


@dataclass(frozen=True, slots=True)
class Record:
    """What is told of one station. `units` are those of its series, each by its variable."""

    subject: Subject
    facility: Facility
    positions: tuple[Position, ...]
    conditions: tuple[Condition, ...]
    programmes: tuple[Condition, ...]
    parties: tuple[Party, ...]
    deployments: tuple[DeployedRows, ...]
    log: tuple[Entry, ...]
    units: tuple[Condition, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any of it was generated."""
        return self.subject.synthetic

    @property
    def named(self) -> bool:
        """Whether the station has a WIGOS identifier."""
        return bool(station_name(self.subject.station).wigos)

    @property
    def claims(self) -> Iterator[str]:
        """The short ids of the claims that its calibrations stand on."""
        for entry in (*self.log, *(entry for one in self.deployments for entry in one.log)):
            yield from entry.claims


def record_of(around: Around, station: str) -> Record:
    """The record of a station."""
    subject = Subject(identifiers(around, station), synthetic=_generated(around, station))
    return Record(
        subject,
        facility(around, subject, station),
        tuple(positions(around, subject, station)),
        tuple(conditions(around, subject, station)),
        tuple(programmes(around, subject, station)),
        tuple(parties(around, subject, station)),
        tuple(deployments(around, subject, station)),
        tuple(entries(around, subject, station)),
        tuple(units(around, subject, station)),
    )


def _generated(around: Around, station: str) -> bool:
    """Whether the station, or anything told of it, was generated."""
    return any(_is_generated(element) for element in _told_of(around, station))


def _told_of(around: Around, station: str) -> Iterator[Element]:
    yield around.node(station)
    for kind in ("LOCATED_AT", "HAS_STATE", "OPERATED_BY", "CONTACT"):
        yield from around.out(station, kind)
    for kind in ("AT_STATION", "OBSERVED_AT", "AFFECTED"):
        yield from around.into(station, kind)


def _is_generated(element: Element) -> bool:
    return stated(element, "certainty") == Certainty.SYNTHETIC
