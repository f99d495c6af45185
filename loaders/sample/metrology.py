"""Laboratories, their accreditations and the four levels of measurement standards.

International → national → reference → working standard → instrument. A set of working standards,
A and B for each variable, serves a group of stations; in each set one B is found bad. The B of
even sets drifts unnoticed until its next calibration, that of odd sets is found out of
calibration and used on: `FAULT` is the time in which what it calibrated is in doubt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from loaders.sample.days import HORIZON, after
from loaders.sample.documents import STANDARDS_RULE, procedure_in_force
from loaders.sample.rows import Accreditation, Calibration, Certificate, Row, Standard, Unit
from loaders.sample.variables import VARIABLES, Variable

REGION_LAB = "内蒙古自治区大气探测技术保障中心"
NATIONAL_LAB = "中国气象局气象探测中心"
WORLD_LAB = "合成国际计量机构"
PRIVATE_LAB = "合成计量检测有限公司"
LAPSE_PERIOD = (date(2018, 7, 1), date(2019, 12, 31))
LAPSED_ACCREDITATION = "SYN-ACC-X1"
FAULT = (date(2017, 3, 1), date(2019, 9, 10))
STATIONS_PER_SET = 60
_FAULTY = ("WIN", "RHU", "PRE")
_RENEWED_BEFORE = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of the chain: who holds and calibrates its standards, how often, how well."""

    prefix: str
    type: str
    holder: str
    performer: str
    first: date
    interval_days: int
    share: float


_WORLD = _Level("SYN-IST", "internationalSt", WORLD_LAB, "", date(2008, 1, 10), 0, 0.01)
_NATIONAL = _Level("SYN-NST", "nationalSt", NATIONAL_LAB, WORLD_LAB, date(2009, 2, 10), 730, 0.05)
_REFERENCE = _Level(
    "SYN-RST", "referenceSt", REGION_LAB, NATIONAL_LAB, date(2010, 3, 10), 365, 0.15
)
_WORKING = _Level("SYN-WST", "workingSt", REGION_LAB, REGION_LAB, date(2011, 3, 10), 365, 0.3)
_PRIVATE = _Level("SYN-XST", "workingSt", PRIVATE_LAB, REGION_LAB, date(2011, 4, 10), 365, 0.3)


def set_number(index: int) -> int:
    """The set of working standards that serves the station at this place in the sample."""
    return index // STATIONS_PER_SET


def working_standard(variable: str, number: int, letter: str = "A") -> str:
    """The id of a working standard of a set."""
    return f"{_WORKING.prefix}-{variable}-{number + 1:02d}{letter}"


def private_standard(variable: str) -> str:
    """The id of the private laboratory's working standard."""
    return f"{_PRIVATE.prefix}-{variable}-01"


def faulty_variable(number: int) -> str:
    """The variable whose working standard B is the bad one of this set."""
    return _FAULTY[number % len(_FAULTY)]


def certificate_of(calibration: Calibration) -> Certificate | None:
    """The certificate of a calibration; None where the calibration names none.

    One in ten has no hash. The hash is one of its number: there is no file behind it.
    """
    number = calibration.certificate_id
    if not number:
        return None
    ordinal = calibration.performed_on.toordinal()
    return Certificate(
        number,
        calibration.performed_by,
        after(calibration.performed_on, 3 + ordinal % 8),
        calibration.valid_to,
        hashlib.sha256(number.encode()).hexdigest() if ordinal % 10 else "",
        f"urn:suyuan:synthetic:{number}" if ordinal % 2 else "",
    )


def laboratory_units() -> Iterator[Unit]:
    """The laboratories; that two real units are such is made up for the sample."""
    yield Unit(NATIONAL_LAB, NATIONAL_LAB, "national", kind="计量实验室")
    yield Unit(REGION_LAB, REGION_LAB, "region", kind="计量实验室")
    yield Unit(WORLD_LAB, WORLD_LAB, "external", kind="计量实验室")
    yield Unit(PRIVATE_LAB, PRIVATE_LAB, "external", kind="计量实验室")


def accreditations() -> Iterator[Accreditation]:
    """Accreditations of the laboratories; the private one's lapses for eighteen months."""
    for number, unit, first, last in (
        ("SYN-ACC-W1", WORLD_LAB, date(2007, 1, 1), date(2030, 12, 31)),
        ("SYN-ACC-N1", NATIONAL_LAB, date(2008, 1, 1), date(2030, 12, 31)),
        ("SYN-ACC-R1", REGION_LAB, date(2010, 1, 1), date(2016, 12, 31)),
        ("SYN-ACC-R2", REGION_LAB, date(2017, 1, 1), date(2029, 12, 31)),
        (LAPSED_ACCREDITATION, PRIVATE_LAB, date(2010, 7, 1), after(LAPSE_PERIOD[0], -1)),
        ("SYN-ACC-X2", PRIVATE_LAB, after(LAPSE_PERIOD[1], 1), date(2028, 12, 31)),
    ):
        yield Accreditation(number, unit, "气象计量器具检定校准", first, last)


def reference_standard(variable: str) -> str:
    """The id of the region's reference standard."""
    return f"{_REFERENCE.prefix}-{variable}-01"


def upper_standards() -> Iterator[Row]:
    """All standards above the working ones, and the private laboratory's, with their history."""
    for variable in VARIABLES:
        name = variable.code
        world, nation = f"{_WORLD.prefix}-{name}-01", f"{_NATIONAL.prefix}-{name}-01"
        reference = reference_standard(name)
        yield _Piece(_WORLD, variable, world, "").row()
        yield from _kept(_Piece(_NATIONAL, variable, nation, world))
        yield from _kept(_Piece(_REFERENCE, variable, reference, nation))
        yield from _kept(_Piece(_PRIVATE, variable, private_standard(name), reference))


def working_set(number: int) -> Iterator[Row]:
    """The working standards of one set with their calibrations."""
    for variable in VARIABLES:
        upper = reference_standard(variable.code)
        first = working_standard(variable.code, number)
        second = working_standard(variable.code, number, "B")
        yield from _kept(_Piece(_WORKING, variable, first, upper))
        piece = _Piece(_WORKING, variable, second, upper)
        if variable.code == faulty_variable(number):
            yield from _faulty(piece, drifts=number % 2 == 0)
        else:
            yield from _kept(piece)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One standard: its level, variable, id and the standard it is calibrated with."""

    level: _Level
    variable: Variable
    number: str
    upper: str

    @property
    def tolerance(self) -> float:
        return self.variable.tolerance * self.level.share

    def row(self) -> Standard:
        uncertainty = f"{self.tolerance:.4g} {self.variable.unit} (k=2)"
        covers = "RHU;TEM" if self.variable.code == "RHU" else self.variable.code
        serial = f"SN-{self.number}"
        return Standard(
            self.number, self.level.type, covers, serial, uncertainty, self.level.holder
        )

    def calibrated(
        self, day: date, result: str = "inCalibration", valid_days: int = 0
    ) -> Iterator[Row]:
        """A calibration on that day and its certificate; a failed one has no validity."""
        valid_to = after(day, (valid_days or self.level.interval_days) - 1)
        found = 0.3 if result == "inCalibration" else 2.4
        calibration = Calibration(
            f"CAL-{self.number}-{day:%Y%m%d}",
            "校准" if self.level is _NATIONAL else "检定",
            "MeasurementStandard",
            self.number,
            day,
            None if result == "outOfCalibration" else valid_to,
            result,
            "laboratory",
            self.level.performer,
            self.upper,
            f"CERT-{self.number}-{day:%Y%m%d}",
            procedure_in_force(STANDARDS_RULE, day),
            f"{self.tolerance * found:.4g}",
            f"{self.tolerance:.4g}",
        )
        yield calibration
        certificate = certificate_of(calibration)
        if certificate:
            yield certificate

    def in_time(self, first: date, last: date) -> Iterator[Row]:
        """Calibrations from one day to another, each before the one before has run out."""
        day = first
        while day <= last:
            yield from self.calibrated(day)
            day = after(day, self.level.interval_days - _RENEWED_BEFORE)


def _kept(piece: _Piece) -> Iterator[Row]:
    """A standard that is always calibrated in time."""
    yield piece.row()
    yield from piece.in_time(piece.level.first, HORIZON)


def _faulty(piece: _Piece, *, drifts: bool) -> Iterator[Row]:
    """A standard that is not to be trusted during `FAULT`."""
    begin, end = FAULT
    yield piece.row()
    yield from piece.in_time(piece.level.first, after(begin, -30))
    if drifts:
        yield from piece.calibrated(begin, valid_days=1095)
        yield from piece.calibrated(end, "outOfCalibration")
    else:
        yield from piece.calibrated(begin, "outOfCalibration")
    mended = after(end, 40)
    yield from piece.calibrated(mended, "recalibrated")
    yield from piece.in_time(after(mended, 350), HORIZON)
