"""Causes that lie in calibrations: each function plants a defect and an issue that follows from it.

They return False where the station offers no place for it. A planted calibration is otherwise in
order, so that the defect is the only one on its path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from loaders.sample.days import LAST_ISSUE, after, between, span
from loaders.sample.documents import BATCH_NOTICE
from loaders.sample.equipment import in_order
from loaders.sample.flaws import error
from loaders.sample.issues import add_issue
from loaders.sample.mechanisms import BATCH, DRIFT, EXPIRED, LAPSE, STANDARD, Cause
from loaders.sample.metrology import (
    FAULT,
    LAPSE_PERIOD,
    LAPSED_ACCREDITATION,
    PRIVATE_LAB,
    REGION_LAB,
    faulty_variable,
    private_standard,
    set_number,
    working_standard,
)
from loaders.sample.rows import Calibration, Event
from loaders.sample.scene import Scene, Spot
from loaders.sample.variables import Variable

_BAD_BATCH = ("合成厂B", "SYN-H200", "B2014-02")
_BATCH_SENT_FROM = date(2014, 3, 1)


def expired(scene: Scene) -> bool:
    """The next calibration comes months late, and the issue begins in between."""

    def suits(spot: Spot) -> bool:
        run_out = after(spot.calibration.performed_on, spot.variable.interval_days + 10)
        return spot.following is not None and run_out <= LAST_ISSUE

    spot = scene.pick(suits)
    if spot is None:
        return False
    variable = spot.variable
    run_out = after(spot.calibration.performed_on, variable.interval_days - 1)
    gap = span(scene.rng, 40, 150)

    def postponed(row: Calibration) -> Calibration:
        return in_order(scene.site, variable, replace(row, performed_on=after(run_out, gap)))

    spot = scene.settle(spot, change_next=postponed)
    day = between(scene.rng, after(run_out, 5), min(after(run_out, gap - 3), LAST_ISSUE))
    cause = Cause(EXPIRED, "Calibration", spot.calibration.calibration_id)
    add_issue(scene, cause, day, variable)
    return True


def failed_standard(scene: Scene) -> bool:
    """The calibration was done with the bad standard of the station's set, in its bad time."""
    number = set_number(scene.site.index)
    code = faulty_variable(number)
    standard = working_standard(code, number, "B")

    def suits(spot: Spot) -> bool:
        in_time = FAULT[0] < spot.calibration.performed_on < FAULT[1]
        return spot.variable.code == code and in_time

    spot = scene.pick(suits)
    if spot is None:
        return False
    spot = scene.settle(spot, lambda row: replace(row, standard_id=standard))
    cause = Cause(STANDARD, "MeasurementStandard", standard)
    add_issue(scene, cause, scene.day_within(spot), spot.variable)
    return True


def lapsed_accreditation(scene: Scene) -> bool:
    """The calibration was done by the private laboratory while it was not accredited."""
    spot = scene.pick(lambda s: LAPSE_PERIOD[0] <= s.calibration.performed_on <= LAPSE_PERIOD[1])
    if spot is None:
        return False
    standard = private_standard(spot.variable.code)
    spot = scene.settle(
        spot, lambda row: replace(row, performed_by=PRIVATE_LAB, standard_id=standard)
    )
    cause = Cause(LAPSE, "Accreditation", LAPSED_ACCREDITATION)
    add_issue(scene, cause, scene.day_within(spot), spot.variable)
    return True


def drift(scene: Scene) -> bool:
    """In tolerance at one calibration, out of it at the next, the issue in between."""
    spot = scene.pick(lambda s: s.following is not None)
    if spot is None:
        return False
    spot = scene.settle(spot, change_next=out_of_tolerance(spot.variable))
    cause = Cause(DRIFT, "Instrument", spot.holding.instrument.instrument_id)
    add_issue(scene, cause, scene.day_within(spot, lead=30), spot.variable)
    return True


def bad_batch(scene: Scene) -> bool:
    """A humidity sensor of the bad batch drifts; a notice tells of its malfunction."""

    def suits(spot: Spot) -> bool:
        sent = spot.holding.deployment.valid_from >= _BATCH_SENT_FROM
        return spot.variable.code == "RHU" and spot.following is not None and sent

    spot = scene.pick(suits)
    if spot is None:
        return False
    maker, model, batch = _BAD_BATCH
    instrument = replace(
        spot.holding.instrument, manufacturer=maker, model=model, batch=batch, firmware="2.0"
    )
    spot = scene.replaced(spot, replace(spot.holding, instrument=instrument))
    spot = scene.settle(spot, change_next=out_of_tolerance(spot.variable))
    day = scene.day_within(spot, lead=30)
    event = Event(
        f"EVT-{instrument.instrument_id[8:]}-{day:%Y%m%d}",
        "Instrument",
        instrument.instrument_id,
        "malfunction",
        after(day, -span(scene.rng, 1, 10)),
        None,
        REGION_LAB,
        BATCH_NOTICE,
    )
    scene.events.append(event)
    add_issue(scene, Cause(BATCH, "Batch", f"{model}|{batch}"), day, spot.variable)
    return True


def out_of_tolerance(variable: Variable) -> Callable[[Calibration], Calibration]:
    """What makes a calibration one that found the instrument out of tolerance and adjusted it."""
    found = error(variable, 2.1)
    return lambda row: replace(row, result="recalibrated", as_found_error=found)
