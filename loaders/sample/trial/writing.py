"""A trial as import tables in a folder, with what only its maker knows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random

from loaders.sample.days import after, span
from loaders.sample.rows import (
    Accreditation,
    Calibration,
    Deployment,
    Document,
    Event,
    Instrument,
    Issue,
    Row,
    Standard,
    Station,
    Unit,
    columns,
    field_names,
)
from loaders.sample.trial import lines as network
from loaders.sample.trial.design import END, NEW_PROCEDURE, VARIABLES, Design
from loaders.sample.trial.lines import Check, Line, Site
from loaders.sample.trial.planting import Blamed, Planted, plant

_LONG_AGO, _FAR_OFF = date(2015, 1, 1), date(2030, 12, 31)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was written: the folder, the causes to be found, and how many issues there are."""

    folder: Path
    planted: tuple[Planted, ...]
    issues: int


def write_trial(folder: Path, design: Design, seed: int) -> Trial:
    """Write a trial into a new folder; the same for the same design and seed."""
    rng = Random(f"suyuan-trial:{design.name}:{seed}")
    sites = network.sites(rng, design)
    lines = network.lines(rng, design, sites)
    plan = plant(rng, design, lines)
    folder.mkdir(parents=True)
    _write(folder, Unit, _units(sites))
    _write(folder, Station, (_station(s) for s in sites))
    _write(folder, Instrument, map(_instrument, lines))
    _write(folder, Deployment, map(_deployment, lines))
    kept = (c for c in _calibrations(lines) if rng.random() >= design.missing)
    _write(folder, Calibration, [*kept, *_standard_calibrations(plan.defects)])
    _write(folder, Standard, _standards())
    _write(folder, Accreditation, _accreditations(plan.defects))
    _write(folder, Document, _documents())
    _write(folder, Event, _visits(sites))
    _write(folder, Issue, plan.issues)
    if design.contradicted:
        stale = folder / "former"
        stale.mkdir()
        _write(stale, Instrument, _former_instruments(rng, design, lines))
        _write(stale, Calibration, _former_calibrations(rng, design, lines))
    return Trial(folder, plan.planted, len(plan.issues))


def _write(folder: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    cells = attrgetter(*field_names(kind))
    path = folder / f"{kind.TABLE}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns(kind))
        writer.writerows(cells(row) for row in rows)


def _units(sites: list[Site]) -> Iterator[Unit]:
    yield Unit(network.REGION, network.REGION, "region", kind="气象局")
    yield Unit(network.NATIONAL_LAB, network.NATIONAL_LAB, "national", kind="计量实验室")
    for number in range(network.LEAGUES):
        name = network.league(number)
        yield Unit(name, name, "league", kind="气象局", part_of=network.REGION)
    above = {s.operator: s.league for s in sites}
    for name, league in sorted(above.items()):
        yield Unit(name, name, "banner", kind="气象局", part_of=league)
    for number in range(network.LABORATORIES):
        name = network.laboratory(number)
        yield Unit(name, name, "external", kind="计量实验室")
    for number in range(network.TEAMS):
        name = network.team(number)
        yield Unit(name, name, "external", kind="维护公司")


def _station(site: Site) -> Station:
    return Station(
        site.station,
        f"试验站{site.station[3:]}",
        status="operational",
        operated_by=site.operator,
        valid_from=_LONG_AGO.isoformat(),
    )


def _instrument(line: Line) -> Instrument:
    return Instrument(
        f"TRI-INS-{line.key}",
        line.variable,
        line.key,
        line.maker,
        line.model,
        line.firmware,
        line.batch,
    )


def _deployment(line: Line) -> Deployment:
    return Deployment(
        f"TRI-DEP-{line.key}",
        line.site.station,
        f"TRI-INS-{line.key}",
        line.variable,
        "primary",
        "",
        line.since,
    )


def _calibrations(lines: list[Line]) -> Iterator[Calibration]:
    for line in lines:
        for check in line.checks:
            yield _calibration(line, check)


def _calibration(line: Line, check: Check) -> Calibration:
    return Calibration(
        check.number,
        "检定",
        "Instrument",
        f"TRI-INS-{line.key}",
        check.day,
        after(check.day, 729),
        "inCalibration",
        "laboratory",
        check.laboratory,
        check.standard,
        f"TRI-CERT-{check.number}",
        check.procedure,
        "0.1",
        "0.4",
    )


def _standards() -> Iterator[Standard]:
    for variable in VARIABLES:
        yield Standard(f"TRI-NST-{variable}", "nationalSt", variable, "", "", network.NATIONAL_LAB)
        for number in range(network.REFERENCES):
            name = network.reference(variable, number)
            yield Standard(name, "referenceSt", variable, "", "", network.NATIONAL_LAB)
        for number in range(network.LABORATORIES):
            for letter in "AB":
                name = network.standard(variable, number, letter)
                holder = network.laboratory(number)
                yield Standard(name, "workingSt", variable, "", "", holder)


def _standard_calibrations(defects: Iterable[Blamed]) -> Iterator[Calibration]:
    """Of each standard once a year; a defect is a failed one, and over when it is mended."""
    bad = {b.key: b.window for b in defects if b.kind == "MeasurementStandard"}
    for row in _standards():
        if row.type == "nationalSt":
            continue
        at = int(row.standard_id[-3:-1]) - 1 if row.type == "workingSt" else 0
        upper = (
            network.reference(row.variable, at)
            if row.type == "workingSt"
            else f"TRI-NST-{row.variable}"
        )
        for day in (date(year, 1, 10) for year in range(2018, END.year + 1)):
            window = bad.get(row.standard_id)
            if window is None or not window[0] <= day <= window[1]:
                yield _of_standard(row.standard_id, upper, day, "inCalibration")
        if window := bad.get(row.standard_id):
            yield _of_standard(row.standard_id, upper, window[0], "outOfCalibration")
            yield _of_standard(row.standard_id, upper, after(window[1], 1), "recalibrated")


def _of_standard(standard: str, upper: str, day: date, result: str) -> Calibration:
    number = f"TRI-CAL-{standard}-{day:%Y%m%d}"
    until = None if result == "outOfCalibration" else after(day, 800)
    return Calibration(
        number, "校准", "MeasurementStandard", standard, day, until, result, "laboratory",
        network.NATIONAL_LAB, upper, "", "", "", "",
    )  # fmt: skip


def _accreditations(defects: Iterable[Blamed]) -> Iterator[Accreditation]:
    lapsed = {b.key: b.window for b in defects if b.kind == "Unit"}
    names = [network.NATIONAL_LAB, *map(network.laboratory, range(network.LABORATORIES))]
    for number, unit in enumerate(names, 1):
        name = f"TRI-ACC-{number}"
        if unit not in lapsed:
            yield Accreditation(name, unit, "检定校准", _LONG_AGO, _FAR_OFF)
            continue
        first, last = lapsed[unit]
        yield Accreditation(f"{name}-1", unit, "检定校准", _LONG_AGO, after(first, -1))
        yield Accreditation(f"{name}-2", unit, "检定校准", after(last, 1), _FAR_OFF)


def _documents() -> Iterator[Document]:
    for variable in VARIABLES:
        number = f"TRI-PRC-{variable}"
        for version, first, last in ((1, _LONG_AGO, NEW_PROCEDURE), (2, NEW_PROCEDURE, None)):
            yield Document(
                number, f"{variable} 检定规程（合成）", number, "3", f"{version}",
                network.REGION, first, last, "1" if version == 2 else "", "", "",
            )  # fmt: skip


def _visits(sites: list[Site]) -> Iterator[Event]:
    for site in sites:
        for v in site.visits:
            yield Event(v.number, "Station", v.station, "maintenance", v.day, v.day, v.team)


def _former_instruments(rng: Random, design: Design, lines: list[Line]) -> Iterator[Instrument]:
    """A list that was never brought up to date: another batch of the same model."""
    for line in lines:
        if rng.random() < design.contradicted:
            yield replace(_instrument(line), batch=f"B{span(rng, 1, 3):02d}", serial="")


def _former_calibrations(rng: Random, design: Design, lines: list[Line]) -> Iterator[Calibration]:
    """A list in which the other working standard is written down."""
    for line in lines:
        for check in line.checks:
            if rng.random() < design.contradicted:
                other = check.standard[:-1] + ("B" if check.standard.endswith("A") else "A")
                yield replace(_calibration(line, check), standard_id=other)
