"""What the answer of `indicators` says, and its codes."""

from __future__ import annotations

from dataclasses import dataclass

from ontology import CodeList

Texts = tuple[str, ...]
STATES = CodeList(
    "indicator_state",
    {
        "missed": ("未达标", "missed"),
        "no_value": ("没有报值", "no value"),
        "no_target": ("没有目标值", "no target"),
        "no_direction": ("没有说明方向", "no direction stated"),
        "met": ("达标", "met"),
    },
    "an indicator's value against its target; ours, worst first",
)
TRENDS = CodeList(
    "indicator_trend",
    {
        "rising": ("上升", "rising"),
        "falling": ("下降", "falling"),
        "level": ("持平", "level"),
    },
    "the last three values: each above the one before, each below, or neither; ours",
)
TREND_VALUES = 3


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of a unit in a period that is over at the time asked about.

    `unit` and `period` are empty for an indicator that has no value at all. `state`: a code of
    STATES; a value equal to its target meets it. `change`: against the period before, None where
    that has no value. `trend`: a code of TRENDS over the last three periods, empty where one has no
    value. `objectives`: of those that it measures and those refined from them the unit's own for
    that year, else the measured ones. `measures`: what else it measures. `claims`: of the value; of
    a gap, of the indicator and of the value that another unit has.
    """

    indicator: str
    name: str
    unit: str
    unit_name: str
    level: str
    period: str
    value: float | None
    measure_unit: str
    target: float | None
    direction: str
    state: str
    change: float | None
    trend: str
    objectives: Texts
    measures: Texts
    certainty: str
    claims: Texts


def state_of(value: float | None, target: float | None, direction: str) -> str:
    """How a value stands against its target.

    >>> [state_of(99.0, 99.0, "up"), state_of(25.0, 24.0, "down"), state_of(None, 24.0, "down")]
    ['met', 'missed', 'no_value']
    """
    if value is None:
        return "no_value"
    if target is None:
        return "no_target"
    if direction not in ("up", "down"):
        return "no_direction"
    return "met" if (value >= target if direction == "up" else value <= target) else "missed"
