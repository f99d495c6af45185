"""A value that does not move: the states of `ioos_qc.qartod.flat_line_test`, many series at once.

A value is flagged when it and all values of so many hours before it lie within the tolerance. A
window with a missing value, a jump in time or the begin of the series in it says nothing against
a value; only a whole window does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np

from loaders.quality_control.protocol import (
    GOOD,
    HOUR,
    SUSPECT,
    UNCHECKED,
    WRONG,
    Block,
    Bools,
    Floats,
    Ints,
    Marks,
)
from loaders.quality_control.thresholds import Thresholds


def _moving(values: Floats, count: int, take: np.ufunc) -> Floats:
    """The least or largest of each value and the `count` before it, by doubling."""
    found, width = values.copy(), 1
    while width < count + 1:
        shift = min(width, count + 1 - width)
        found[shift:] = take(found[shift:], found[:-shift])
        width += shift
    return found


@dataclass(frozen=True, slots=True)
class FlatLine:
    """`suspect`, `fail`: hours without a change of `tolerance`."""

    name: str = "flat_line"
    title: str = "僵值 / flat line"
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """As many hours as the longest threshold."""
        hours = [
            number
            for line in thresholds.of(self.name)
            for number in (line.number("suspect"), line.number("fail"))
            if not isnan(number)
        ]
        return int(max(hours, default=0) * HOUR)

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the range within the hours before each value."""
        states = np.full(len(block.value), UNCHECKED, np.uint8)
        length = np.zeros(len(block.value))
        lines = {line.variable: line for line in thresholds.of(self.name)}
        for code, variable in enumerate(block.variables):
            line = lines.get(variable)
            if line is None:
                continue
            rows = np.flatnonzero(block.variable == code)
            value = block.value[rows]
            found = np.where(np.isnan(value), UNCHECKED, GOOD).astype(np.uint8)
            for state, name in ((SUSPECT, "suspect"), (WRONG, "fail")):
                hours = line.number(name)
                if not isnan(hours):
                    still = _still(block, rows, hours, line.number("tolerance"))
                    found[still] = state
                    length[rows[still]] = hours
            states[rows] = found

        def explain(row: int) -> str:
            line = lines[block.variables[block.variable[row]]]
            return f"{length[row]:g} 小时内变化应达到 {line.number('tolerance'):g}"

        return Marks(states, length, explain)


def _still(block: Block, rows: Ints, hours: float, tolerance: float) -> Bools:
    """Which rows end a whole window of so many hours without a change."""
    count = max(1, int(hours * HOUR / block.step))
    found = np.zeros(len(rows), np.bool_)
    if len(rows) <= count:
        return found
    value, time, series = block.value[rows], block.time[rows], block.series[rows]
    spread = _moving(value, count, np.maximum) - _moving(value, count, np.minimum)
    whole = (series[count:] == series[:-count]) & (
        time[count:] - time[:-count] == count * block.step
    )
    found[count:] = whole & (spread[count:] < tolerance)  # a NaN in the window compares as False
    return found


TESTS = (FlatLine(),)
