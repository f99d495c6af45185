"""For how long an instrument or a standard is in doubt: rules on its calibrations, no reading.

ISO 9001:2015, 7.1.5.2, last sentence: what was measured since the last good calibration counts,
when equipment is found unfit. Intervals are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, OPEN_END
from queries.impact.stages import CalibrationRow

Texts = tuple[str, ...]
GOOD = frozenset({"inCalibration", "recalibrated"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A subject in doubt from `begin` until `end`.

    `basis`: `found` where a calibration found it unfit, `supposed` where nobody has, `rests` where
    it was calibrated with what is in doubt. `through`: the calibration by which; `level`: how many
    calibrations stand between it and the start.
    """

    subject: str
    begin: str
    end: str
    basis: str
    level: int
    through: str
    certainty: str
    claims: Texts


def unfit(c: CalibrationRow) -> bool:
    """Whether a calibration found its subject out of tolerance."""
    if c.result == "outOfCalibration":
        return True
    return (
        c.as_found_error is not None
        and c.tolerance is not None
        and abs(c.as_found_error) > abs(c.tolerance)
    )


def last_good(history: Sequence[CalibrationRow], moment: str, *, included: bool) -> str:
    """When the latest good calibration was performed; the beginning of time without one."""
    good = [
        c.performed_on
        for c in history
        if c.result in GOOD and (c.performed_on < moment or (included and c.performed_on == moment))
    ]
    return max(good, default=BEGINNING)


def following(history: Iterable[CalibrationRow], moment: str, *, good: bool = False) -> str:
    """When the next calibration was performed, or the next good one; open without one."""
    later = (
        c.performed_on
        for c in history
        if c.performed_on > moment and (not good or c.result in GOOD)
    )
    return min(later, default=OPEN_END)


def of_subject(
    subject: str, history: Sequence[CalibrationRow], moment: str, since: str | None
) -> list[Doubt]:
    """When a subject was found unfit; if never, since its last good calibration, or `since`."""
    if since is not None:
        return [Doubt(subject, since, OPEN_END, "supposed", 0, "", "", ())]
    found = [d for c in history if unfit(c) for d in before_and_after(c, history)]
    if found:
        return found
    begin = last_good(history, moment, included=True)
    resting = [c for c in history if c.performed_on == begin and c.result in GOOD]
    first = min(resting, key=lambda c: (c.id, c.claims or ()), default=None)
    if first is None:
        return [Doubt(subject, begin, OPEN_END, "supposed", 0, "", "", ())]
    certainty, claims = first.certainty or "", first.claims or ()
    return [Doubt(subject, begin, OPEN_END, "supposed", 0, first.id, certainty, claims)]


def before_and_after(c: CalibrationRow, history: Sequence[CalibrationRow]) -> list[Doubt]:
    """What an unfit finding puts in doubt.

    From the last good calibration to the finding and, where it was left out of tolerance, to the
    next good one.
    """
    begin = last_good(history, c.performed_on, included=False)
    end = c.performed_on
    if c.result == "outOfCalibration":
        end = following(history, c.performed_on, good=True)
    return [Doubt(c.subject, begin, end, "found", 0, c.id, c.certainty or "", c.claims or ())]


def of_calibration(
    c: CalibrationRow, history: Sequence[CalibrationRow], *, findings: bool
) -> list[Doubt]:
    """What rests on a calibration: until the next one of the same subject.

    With `findings` also what it found to have been unfit before.
    """
    if findings and unfit(c):
        return before_and_after(c, history) + (
            [] if c.result == "outOfCalibration" else [_after(c, history)]
        )
    return [_after(c, history)]


def _after(c: CalibrationRow, history: Sequence[CalibrationRow]) -> Doubt:
    end = following(history, c.performed_on)
    return Doubt(
        c.subject, c.performed_on, end, "supposed", 0, c.id, c.certainty or "", c.claims or ()
    )
