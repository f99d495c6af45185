"""What goes wrong in calibrations by itself, and what is missing from their records.

These defects are not planted: no issue was made up for them, but a trace may well find them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from loaders.sample.metrology import PRIVATE_LAB, private_standard, working_standard
from loaders.sample.rows import Calibration
from loaders.sample.variables import Variable

_BY_PRIVATE_LAB = 0.12
_WITH_STANDARD_B = 0.34
_FAILED = 0.015
_ADJUSTED = 0.045
# Chances add up: each limit is that of the gap before plus its own.
_GAPS: tuple[tuple[float, Callable[[Calibration], Calibration]], ...] = (
    (0.055, lambda row: replace(row, result="unknown", as_found_error="")),
    (0.085, lambda row: replace(row, valid_to=None)),
    (0.115, lambda row: replace(row, certificate_id="")),
    (0.135, lambda row: replace(row, standard_id="")),
    (0.155, lambda row: replace(row, procedure="")),
    (0.165, lambda row: replace(row, performed_by="")),
)


def error(variable: Variable, share: float) -> str:
    """An as-found error, as a share of the tolerance."""
    return f"{variable.tolerance * share:.3f}"


def ordinary_error(variable: Variable, day: date) -> str:
    """An as-found error that nobody would remark, another one on another day."""
    return error(variable, 0.1 + 0.05 * (day.toordinal() % 11))


def as_recorded(rng: Random, variable: Variable, number: int, row: Calibration) -> Calibration:
    """The calibration as it was done and recorded: who did it, with what, what is missing.

    `number`: the set of working standards that serves the station.
    """
    row = replace(row, as_found_error=error(variable, 0.05 + 0.9 * rng.random()))
    by_whom = rng.random()
    if by_whom < _BY_PRIVATE_LAB:
        standard = private_standard(variable.code)
        row = replace(row, performed_by=PRIVATE_LAB, standard_id=standard)
    elif by_whom < _WITH_STANDARD_B:
        row = replace(row, standard_id=working_standard(variable.code, number, "B"))
    return _with_gap(rng.random(), variable, row)


def _with_gap(draw: float, variable: Variable, row: Calibration) -> Calibration:
    if draw < _FAILED:
        bad = error(variable, 1.6)
        return replace(row, result="outOfCalibration", valid_to=None, as_found_error=bad)
    if draw < _ADJUSTED:
        return replace(row, result="recalibrated", as_found_error=error(variable, 1.3))
    for limit, gap in _GAPS:
        if draw < limit:
            return gap(row)
    return row
