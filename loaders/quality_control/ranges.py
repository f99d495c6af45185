"""Range tests: what a variable can be at all, and what it can be in a season.

The states are those of `ioos_qc.qartod.gross_range_test`, for many series at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np

from loaders.quality_control.protocol import SUSPECT, UNCHECKED, WRONG, Block, Bools, Floats, Marks
from loaders.quality_control.thresholds import Limits, Thresholds

_SPANS = ((SUSPECT, "suspect_low", "suspect_high"), (WRONG, "fail_low", "fail_high"))


@dataclass(frozen=True, slots=True)
class RangeTest:
    """A value outside its span; outside the inner span it is suspect, outside the outer wrong."""

    name: str
    title: str
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """Nothing beside a value."""
        return 0

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the span of each variable, and month where spans are given by months."""
        limits = thresholds.table(self.name, block)
        states = np.full(len(block.value), UNCHECKED, np.uint8)
        excess = np.zeros(len(block.value))
        for state, low_name, high_name in _SPANS:
            low, high = limits.each(low_name), limits.each(high_name)
            if low is None or high is None:
                continue
            beyond = _beyond(block.value, low, high)
            checked = ~np.isnan(beyond)
            states[checked & (states == UNCHECKED)] = 0
            outside: Bools = beyond > 0
            states[outside] = state
            excess[outside] = beyond[outside]

        return Marks(states, excess, lambda row: _expected(limits, row))


def _beyond(value: Floats, low: Floats, high: Floats) -> Floats:
    found: Floats = np.maximum(low - value, value - high)
    return found


def _expected(limits: Limits, row: int) -> str:
    spans = []
    for _, low_name, high_name in _SPANS:
        low, high = limits.one(low_name, row), limits.one(high_name, row)
        if not isnan(low) and not isnan(high):
            spans.append(f"{low:g} 至 {high:g}")
    return "应在 " + "，最宽 ".join(spans)


TESTS = (
    RangeTest("gross_range", "极值范围 / gross range"),
    RangeTest("climatology", "气候范围 / climatology"),
)
