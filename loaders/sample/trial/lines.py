"""The network of a trial: who runs, visits and calibrates what; one line for each variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from loaders.sample.days import after, between, span
from loaders.sample.trial.design import BEGIN, END, NEW_PROCEDURE, VARIABLES, Design

REGION, NATIONAL_LAB = "试验自治区气象局", "试验国家计量中心"
LEAGUES, BANNERS, LABORATORIES, REFERENCES, TEAMS = 12, 8, 10, 4, 8
_MODELS, _BATCHES, _VERSIONS = 4, 6, 3
_INTERVAL = (480, 600)
_AWAY = 0.15
_LEAGUE_BATCH = 0.75
_OLD_PROCEDURE = 0.25


@dataclass(frozen=True, slots=True)
class Check:
    """A calibration, and the last day on which it is the latest of its instrument."""

    number: str
    day: date
    last: date
    laboratory: str
    standard: str
    procedure: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A maintenance visit of a team to a station."""

    number: str
    station: str
    team: str
    day: date


@dataclass(frozen=True, slots=True)
class Site:
    """A station, the banner and league bureaus above it, who calibrates and visits it."""

    station: str
    operator: str
    league: str
    laboratory: str
    team: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One variable at one station with its one instrument."""

    key: str
    site: Site
    variable: str
    maker: str
    model: str
    firmware: str
    batch: str
    since: date
    checks: tuple[Check, ...]


def league(number: int) -> str:
    """The bureau of a league."""
    return f"试验{number + 1:02d}盟气象局"


def laboratory(number: int) -> str:
    """A laboratory that calibrates instruments."""
    return f"试验计量检定所{number + 1:02d}"


def team(number: int) -> str:
    """A company that visits stations."""
    return f"试验维护公司{number + 1}"


def standard(variable: str, number: int, letter: str) -> str:
    """A working standard of a laboratory: it has an A and a B for each variable."""
    return f"TRI-WST-{variable}-{number + 1:02d}{letter}"


def reference(variable: str, number: int) -> str:
    """The reference standard of a laboratory's working standards."""
    return f"TRI-RST-{variable}-{number % REFERENCES + 1}"


def procedure(variable: str, version: int) -> str:
    """A version of the procedure by which a variable is calibrated, as `document|version`."""
    return f"TRI-PRC-{variable}|{version}"


def sites(rng: Random, design: Design) -> list[Site]:
    """The stations. Where confounded, the second team visits the first laboratory's stations."""
    found = []
    for index in range(design.stations):
        at = span(rng, 0, LEAGUES - 1)
        lab = span(rng, 0, LABORATORIES - 1) if rng.random() < _AWAY else at % LABORATORIES
        by = span(rng, 0, TEAMS - 1)
        if design.confounded:
            by = 1 if lab == 0 else (0, *range(2, TEAMS))[span(rng, 0, TEAMS - 2)]
        station = f"TRI{index + 1:05d}"
        operator = f"试验{at + 1:02d}盟{span(rng, 1, BANNERS)}旗气象局"
        visits = tuple(_visits(rng, station, team(by)))
        found.append(Site(station, operator, league(at), laboratory(lab), team(by), visits))
    return found


def _visits(rng: Random, station: str, by: str) -> Iterator[Visit]:
    day = after(BEGIN, span(rng, 100, 600))
    while day < END:
        visitor = team(span(rng, 0, TEAMS - 1)) if rng.random() < _AWAY else by
        yield Visit(f"TRI-EVT-{station}-{day:%Y%m%d}", station, visitor, day)
        day = after(day, span(rng, 250, 450))


def lines(rng: Random, design: Design, sites: list[Site]) -> list[Line]:
    """Every line of every station. Where confounded, the third league buys one batch of each."""
    return [_line(rng, design, site, variable) for site in sites for variable in VARIABLES]


def _line(rng: Random, design: Design, site: Site, variable: str) -> Line:
    model, batch = span(rng, 1, _MODELS), span(rng, 1, _BATCHES)
    if design.confounded and rng.random() < _LEAGUE_BATCH:
        if site.league == league(2):
            model, batch = 1, 1
        elif (model, batch) == (1, 1):
            model = 2
    name = f"TRI-{variable}{model}00"
    since = between(rng, BEGIN, after(BEGIN, 300))
    key = f"{site.station}-{variable}"
    return Line(
        key,
        site,
        variable,
        f"试验厂{model}",
        name,
        f"{model}.{span(rng, 1, _VERSIONS)}",
        f"B{batch:02d}",
        since,
        tuple(_checks(rng, site, variable, key, since)),
    )


def _checks(rng: Random, site: Site, variable: str, key: str, since: date) -> Iterator[Check]:
    day, number = after(since, -span(rng, 5, 40)), 1
    while day < after(END, -60):
        following = after(day, span(rng, *_INTERVAL))
        old = day < NEW_PROCEDURE or rng.random() < _OLD_PROCEDURE
        at = int(site.laboratory[-2:]) - 1
        yield Check(
            f"TRI-CAL-{key}-{number}",
            day,
            min(after(following, -1), END),
            site.laboratory,
            standard(variable, at, "AB"[span(rng, 0, 1)]),
            procedure(variable, 1 if old else 2),
        )
        day, number = following, number + 1
