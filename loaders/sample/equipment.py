"""What observed where and when: instruments in turn at a station, and their calibrations.

A line is one variable at one station: one instrument after the other without a gap, each
calibrated two to five times or so; some calibrations are late, failed, or poorly recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from loaders.sample.days import BEGIN, HORIZON, after, between, span
from loaders.sample.documents import procedure_in_force, rule_of
from loaders.sample.flaws import as_recorded, ordinary_error
from loaders.sample.metrology import (
    REGION_LAB,
    certificate_of,
    set_number,
    working_standard,
)
from loaders.sample.network import Site
from loaders.sample.rows import Calibration, Deployment, Instrument, Row
from loaders.sample.variables import CORE, OPTIONAL, Variable

_MAKERS = ("合成厂A", "合成厂B", "合成厂C")
_LATE = 0.06
_BACKUP = 0.12
_OPTIONAL = 0.5


@dataclass(frozen=True, slots=True)
class Stay:
    """A period of one instrument in a line: its last day (None: still there), its calibrations.

    `checks` are pairs (performed on, last day of validity) in order of time.
    """

    first: date
    last: date | None
    checks: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """An instrument, its deployment and its calibrations in order of time."""

    instrument: Instrument
    deployment: Deployment
    calibrations: tuple[Calibration, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One variable at one station: the primary instruments in order of time, then backups."""

    variable: Variable
    holdings: tuple[Holding, ...]
    backups: tuple[Holding, ...] = ()


def variables_of(rng: Random, site: Site) -> tuple[Variable, ...]:
    """The five variables that every station observes and some others; the first has all."""
    extra = tuple(v for v in OPTIONAL if site.index == 0 or rng.random() < _OPTIONAL)
    return CORE + extra


def line(rng: Random, site: Site, variable: Variable) -> Line:
    """The history of one variable at one station."""
    holdings = tuple(
        _holding(rng, site, variable, f"{number}", stay)
        for number, stay in enumerate(_stays(rng, variable), start=1)
    )
    flawed = tuple(_flawed(rng, site, variable, h) for h in holdings)
    backups: tuple[Holding, ...] = ()
    first_of_all = site.index == 0 and variable.code == "TEM"
    if first_of_all or (variable.code in {"TEM", "PRS"} and rng.random() < _BACKUP):
        backups = (_backup(rng, site, variable),)
    return Line(variable, flawed, backups)


def fixed_line(rng: Random, site: Site, variable: Variable, stays: tuple[Stay, ...]) -> Line:
    """A line with the history given, everything recorded and in order."""
    return Line(
        variable,
        tuple(
            _holding(rng, site, variable, f"{number}", stay)
            for number, stay in enumerate(stays, start=1)
        ),
    )


def in_order(site: Site, variable: Variable, calibration: Calibration) -> Calibration:
    """The same calibration, in time, passed, with its full record, by the region's laboratory."""
    return replace(
        calibration,
        valid_to=after(calibration.performed_on, variable.interval_days - 1),
        result="inCalibration",
        performed_by=REGION_LAB,
        standard_id=working_standard(variable.code, set_number(site.index)),
        certificate_id=f"CERT-{calibration.calibration_id[4:]}",
        procedure=procedure_in_force(rule_of(variable.code), calibration.performed_on),
        as_found_error=ordinary_error(variable, calibration.performed_on),
    )


def rows(held: Line) -> Iterator[Row]:
    """All rows of a line."""
    for holding in held.holdings + held.backups:
        yield holding.instrument
        yield holding.deployment
        for calibration in holding.calibrations:
            yield calibration
            certificate = certificate_of(calibration)
            if certificate:
                yield certificate


def _stays(rng: Random, variable: Variable) -> Iterator[Stay]:
    first = between(rng, BEGIN, date(2013, 12, 31))
    while first <= HORIZON:
        checks = tuple(_checks(rng, first, variable.interval_days))
        last = after(checks[-1][1], -span(rng, 0, 20))
        yield Stay(first, last if last < HORIZON else None, checks)
        first = after(last, 1)


def _checks(rng: Random, first: date, interval: int) -> Iterator[tuple[date, date]]:
    """Calibrations of one instrument, the first shortly before it is put up."""
    day = after(first, -span(rng, 10, 60))
    for _ in range(span(rng, 2, 3) if interval > 400 else span(rng, 3, 5)):
        if day > HORIZON:
            return
        until = after(day, interval - 1)
        yield day, until
        late = rng.random() < _LATE
        day = after(until, span(rng, 20, 120) if late else -span(rng, 3, 25))


def _backup(rng: Random, site: Site, variable: Variable) -> Holding:
    first = between(rng, date(2016, 1, 1), date(2020, 12, 31))
    checks = tuple(_checks(rng, first, variable.interval_days))
    return _holding(rng, site, variable, "B1", Stay(first, checks[-1][1], checks))


def _holding(rng: Random, site: Site, variable: Variable, number: str, stay: Stay) -> Holding:
    key = f"{site.station_id}-{variable.code}-{number}"
    role = "backup" if number.startswith("B") else "primary"
    maker = span(rng, 0, 2)
    instrument = Instrument(
        f"SYN-INS-{key}",
        variable.code,
        f"S{span(rng, 100000, 999999)}",
        _MAKERS[maker],
        f"SYN-{variable.letter}{maker + 1}00",
        f"{maker + 1}.{span(rng, 0, 9)}",
        f"B{stay.first.year - span(rng, 0, 1)}-{span(rng, 1, 3):02d}",
    )
    deployment = Deployment(
        f"SYN-DEP-{key}",
        site.station_id,
        instrument.instrument_id,
        variable.code,
        role,
        variable.height_m,
        stay.first,
        stay.last,
    )
    return Holding(
        instrument,
        deployment,
        tuple(
            _calibration(site, variable, f"{key}-{i}", instrument.instrument_id, check)
            for i, check in enumerate(stay.checks, start=1)
        ),
    )


def _calibration(
    site: Site, variable: Variable, key: str, instrument: str, check: tuple[date, date]
) -> Calibration:
    on_site = variable.calibration_kind == "标定"
    performed, until = check
    return Calibration(
        f"CAL-{key}",
        variable.calibration_kind,
        "Instrument",
        instrument,
        performed,
        until,
        "inCalibration",
        "onSite" if on_site else "laboratory",
        REGION_LAB,
        working_standard(variable.code, set_number(site.index)),
        f"CERT-{key}",
        procedure_in_force(rule_of(variable.code), performed),
        ordinary_error(variable, performed),
        f"{variable.tolerance:g}",
    )


def _flawed(rng: Random, site: Site, variable: Variable, holding: Holding) -> Holding:
    number = set_number(site.index)
    calibrations = tuple(as_recorded(rng, variable, number, c) for c in holding.calibrations)
    return replace(holding, calibrations=calibrations)
