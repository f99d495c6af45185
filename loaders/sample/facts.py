"""The real facts of the sample, read from the bundled tables (facts/ORIGIN.md says whose)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from loaders.sample.rows import Interface, Location, Process, Station, Unit

STATED = "stated"
INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class RealStation:
    """A station of the national list of 2016; `latitude` and `longitude` in decimal degrees.

    `admin_code` (GB/T 2260) where its name clearly is that of an area, and `wigos_id` where
    another registry lists it under its WMO number, else empty: both are our inference.
    """

    station_id: str
    name_zh: str
    class_: str
    latitude: str
    longitude: str
    elevation_m: str
    barometer_elevation_m: str
    admin_code: str
    wigos_id: str


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area, its GB/T 2260 code and its level (region, league or banner)."""

    admin_code: str
    name_zh: str
    level: str


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("loaders.sample").joinpath("facts", name).read_text("utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows


@lru_cache(maxsize=1)
def real_stations() -> tuple[RealStation, ...]:
    """The 119 national stations of Inner Mongolia, in the order of the list."""
    return tuple(RealStation(*cells) for cells in _rows("stations.csv"))


@lru_cache(maxsize=1)
def areas() -> dict[str, Area]:
    """The administrative areas of Inner Mongolia by code."""
    return {cells[0]: Area(*cells) for cells in _rows("areas.csv")}


def units() -> Iterator[Unit]:
    """Units that the regional plan names; league bureaus it does not name are inferred."""
    return (Unit(*cells) for cells in _rows("units.csv"))


def unit_links() -> Iterator[Unit]:
    """Superior and area of those units, inferred from their names."""
    return (Unit(*cells) for cells in _rows("unit_links.csv"))


def processes() -> Iterator[Process]:
    """The 38 processes of the regional plan and the 8 national ones of its interface table."""
    return (Process(*cells) for cells in _rows("processes.csv"))


def interfaces() -> Iterator[Interface]:
    """Table 4 of the regional plan, one row for each direction of an interface."""
    return (Interface(*cells) for cells in _rows("interfaces.csv"))


def station_row(station: RealStation) -> Station:
    """What the list states of a station."""
    return Station(station.station_id, station.name_zh, class_=station.class_, certainty=STATED)


def station_link(station: RealStation) -> Station | None:
    """Area and WIGOS id of a station as inferred; None where there is neither."""
    if not station.admin_code and not station.wigos_id:
        return None
    return Station(
        station.station_id,
        station.name_zh,
        wigos_id=station.wigos_id,
        admin_code=station.admin_code,
        certainty=INFERRED,
    )


def location_row(station: RealStation) -> Location:
    """The position in the list; the list has no dates."""
    return Location(
        station.station_id,
        station.latitude,
        station.longitude,
        station.elevation_m,
        station.barometer_elevation_m,
        certainty=STATED,
    )
