"""The network of the sample: real stations first, then made-up ones near them, and who runs them.

A made-up station is called SYN00120 and 合成站0120, so that nobody can take it for a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random

from loaders.sample.days import BEGIN, after, span
from loaders.sample.facts import RealStation, areas, real_stations
from loaders.sample.rows import Location, Station, Unit

COMPANY = "合成气象装备维护有限公司"
COMPANY_EAST = "合成气象装备维护有限公司东部站"
COMPANY_WEST = "合成气象装备维护有限公司西部站"
FORMER_SUPPLIER = "合成气象仪器服务部"
FORMER_SUPPLIER_END = date(2019, 12, 31)
_MIDDLE_LONGITUDE = 113.0
_HANDOVER = ("2016-12-31", "2017-01-01")
_EVERY_HANDOVER = 10
_EVERY_PARTLY = 25


@dataclass(frozen=True, slots=True)
class Site:
    """A station of the sample, its position in decimal degrees and the units around it.

    `index`: place in the sample, from 0. `operator` runs it, `league` is the league bureau above.
    """

    index: int
    station_id: str
    name_zh: str
    class_: str
    latitude: float
    longitude: float
    elevation_m: float
    barometer_elevation_m: float
    admin_code: str
    operator: str
    league: str
    real: RealStation | None

    @property
    def company(self) -> str:
        """The branch of the maintenance company that comes here."""
        return COMPANY_EAST if self.longitude > _MIDDLE_LONGITUDE else COMPANY_WEST


def bureau(admin_code: str) -> str:
    """The bureau named after an area."""
    return f"{areas()[admin_code].name_zh}气象局"


@lru_cache(maxsize=1)
def _coded() -> tuple[tuple[float, float, str], ...]:
    return tuple(
        (float(s.latitude), float(s.longitude), s.admin_code)
        for s in real_stations()
        if s.admin_code
    )


def _home_code(latitude: float, longitude: float) -> str:
    """The area of the nearest station whose area is known."""
    nearest = min(_coded(), key=lambda s: (s[0] - latitude) ** 2 + (s[1] - longitude) ** 2)
    return nearest[2]


def _site(index: int, station: RealStation, *, real: bool) -> Site:
    latitude, longitude = float(station.latitude), float(station.longitude)
    code = station.admin_code or _home_code(latitude, longitude)
    return Site(
        index,
        station.station_id,
        station.name_zh,
        station.class_,
        latitude,
        longitude,
        float(station.elevation_m),
        float(station.barometer_elevation_m),
        code,
        bureau(code),
        bureau(code[:4] + "00"),
        station if real else None,
    )


def _made_up(index: int, rng: Random) -> RealStation:
    """A station within half a degree of a real one."""
    stations = real_stations()
    near = stations[span(rng, 0, len(stations) - 1)]
    elevation = float(near.elevation_m) + span(rng, -40, 60)
    return RealStation(
        f"SYN{index + 1:05d}",
        f"合成站{index + 1:04d}",
        "一般站",
        f"{float(near.latitude) + rng.random() - 0.5:.4f}",
        f"{float(near.longitude) + rng.random() - 0.5:.4f}",
        f"{elevation:.1f}",
        f"{elevation + 1.2:.1f}",
        "",
        "",
    )


def station_rng(seed: int, name: str) -> Random:
    """The generator of one station (or table): its records do not depend on the others'."""
    return Random(f"suyuan-sample:{seed}:{name}")


def sites(seed: int, count: int) -> Iterator[Site]:
    """The first `count` stations of the sample."""
    real = real_stations()
    for index, station in enumerate(real[:count]):
        yield _site(index, station, real=True)
    for index in range(len(real), count):
        made_up = _made_up(index, station_rng(seed, f"site-{index}"))
        yield _site(index, made_up, real=False)


def station_rows(site: Site) -> Iterator[Station]:
    """Operator and status of a station, made up; of a made-up station also class and area."""
    status = "partlyOperational" if site.index % _EVERY_PARTLY == 1 else "operational"
    row = Station(site.station_id, site.name_zh, status=status, operated_by=site.operator)
    if site.real is None:
        row = replace(row, class_=site.class_, admin_code=site.admin_code)
    handed_over = site.index % _EVERY_HANDOVER == 0
    yield replace(row, valid_from=_HANDOVER[1] if handed_over else BEGIN.isoformat())


def former_operator(site: Site) -> Station | None:
    """The operator until the end of 2016 where the station was handed over, else None."""
    if site.index % _EVERY_HANDOVER:
        return None
    return Station(
        site.station_id,
        site.name_zh,
        status="operational",
        operated_by=site.league,
        valid_from=BEGIN.isoformat(),
        valid_to=_HANDOVER[0],
    )


def position(site: Site) -> Location:
    """The position of a made-up station, without dates like the real ones."""
    return Location(
        site.station_id,
        f"{site.latitude:.4f}",
        f"{site.longitude:.4f}",
        f"{site.elevation_m:.1f}",
        f"{site.barometer_elevation_m:.1f}",
    )


def banner_bureaus() -> Iterator[Unit]:
    """A bureau for each banner, county and county-level city, and the districts with a station."""
    with_station = {s.admin_code for s in real_stations()}
    for code, area in areas().items():
        is_district = area.name_zh.endswith("区")
        if area.level != "banner" or (is_district and code not in with_station):
            continue
        yield Unit(
            bureau(code),
            bureau(code),
            "banner",
            kind="气象局",
            part_of=bureau(code[:4] + "00"),
            admin_code=code,
        )


def companies() -> Iterator[Unit]:
    """The maintenance company: three branches declared, two of them known."""
    yield Unit(
        COMPANY, COMPANY, "external", kind="维护公司", declared_size="3", valid_from="2012-01-01"
    )
    for branch in (COMPANY_EAST, COMPANY_WEST):
        yield Unit(branch, branch, "external", kind="维护公司", part_of=COMPANY)
    yield Unit(
        FORMER_SUPPLIER,
        FORMER_SUPPLIER,
        "external",
        kind="供应商",
        valid_from="2012-01-01",
        valid_to=FORMER_SUPPLIER_END.isoformat(),
    )


def moved(site: Site, day: date, rng: Random) -> tuple[Location, Location]:
    """A made-up move of less than a kilometre to the present position, on that day."""
    here = position(site)
    lower = span(rng, 1, 6)
    former = replace(
        here,
        latitude=f"{site.latitude + 0.002 + rng.random() * 0.004:.4f}",
        longitude=f"{site.longitude - 0.002 - rng.random() * 0.004:.4f}",
        elevation_m=f"{site.elevation_m - lower:.1f}",
        barometer_elevation_m=f"{site.barometer_elevation_m - lower:.1f}",
    )
    return (
        replace(former, valid_from=BEGIN, valid_to=after(day, -1)),
        replace(here, valid_from=day),
    )
