"""检定率: which of the instruments in use are in valid calibration at the time asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from queries.ask import Ask
from queries.rates import stages
from queries.rates.figures import Counting, Figure
from queries.rates.stages import Done
from queries.rates.windows import NamedPeriod

COUNTED = Counting("calibration", "valid_of_in_use", "")
GOOD = frozenset({"inCalibration", "recalibrated"})
NOT_REQUIRED = "nil:5-08"
"""The state of an instrument of which a source says that it needs no calibration."""


def calibrated(ask: Ask, day: NamedPeriod, variables: Collection[str]) -> Iterator[Figure]:
    """A figure for each instrument at a station, whatever its role."""
    exempt = {row.id for row in ask.rows(stages.EXEMPT, property=NOT_REQUIRED, t=ask.time)}
    last = _latest(ask)
    used: dict[tuple[str, str], stages.InUse] = {}
    for row in ask.rows(stages.IN_USE, t=ask.time):
        if row.id not in exempt and (not variables or row.variable in variables):
            at = (row.id, row.station)
            used[at] = min(row, used.get(at, row), key=lambda r: r.claims or ())
    for (instrument, station), row in used.items():
        done = last.get(instrument)
        valid = _valid(done, ask.time)
        claims = (*(row.claims or ()), *((done.claims or ()) if done else ()))
        certainties = {row.certainty, done.certainty if done else None}
        yield Figure(
            COUNTED,
            station,
            day,
            int(valid is True),
            1,
            int(valid is None),
            "synthetic" if "synthetic" in certainties else row.certainty,
            claims,
        )


def _latest(ask: Ask) -> dict[str, Done]:
    """The latest calibration of each instrument by the time; of one day the last by id."""
    last: dict[str, Done] = {}
    for row in ask.rows(stages.CALIBRATIONS, t=ask.time):
        before = last.get(row.id)
        if before is None or _order(before) < _order(row):
            last[row.id] = row
    return last


def _order(row: Done) -> tuple[str, str, tuple[str, ...]]:
    return row.performed_on, row.calibration, row.claims or ()


def _valid(done: Done | None, now: str) -> bool | None:
    """Whether a calibration found the instrument good and is valid; None where it does not say."""
    if done is None:
        return None
    if done.result is not None and done.result not in (*GOOD, "unknown"):
        return False
    if done.valid_until is not None and done.valid_until <= now:
        return False
    return None if done.valid_until is None or done.result not in GOOD else True
