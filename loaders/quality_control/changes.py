"""Tests of a value against those before and after it: rate of change, step and spike.

Rates are those of `ioos_qc.qartod.rate_of_change_test`, spikes those of `spike_test` by the
differences to both sides; a series that ends is a break. A value whose neighbours are missing, or
for the spike not one step away, is not checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from loaders.quality_control.protocol import (
    HOUR,
    SUSPECT,
    UNCHECKED,
    WRONG,
    Block,
    Floats,
    Marks,
)
from loaders.quality_control.thresholds import Threshold, Thresholds

LONGEST = 24 * HOUR
"""A change over more than this is no rate any more."""
MINUTE = HOUR // 60


def _graded(
    measure: Floats, suspect: Floats | None, fail: Floats | None, explain: Callable[[int], str]
) -> Marks:
    """Suspect above one threshold, wrong above the other; NaN is not checked."""
    states = np.full(len(measure), UNCHECKED, np.uint8)
    excess = np.zeros(len(measure))
    if suspect is not None:
        over = measure - suspect
        states[~np.isnan(over)] = 0
        states[over > 0] = SUSPECT
        np.maximum(over, 0, out=excess, where=~np.isnan(over))
        if fail is not None:
            states[measure > fail] = WRONG
    return Marks(states, excess, explain)


def _is_for(minutes: float, line: Threshold) -> bool:
    return line.number("minutes") == minutes


@dataclass(frozen=True, slots=True)
class RateOfChange:
    """The change since the value before, by the hour."""

    name: str = "rate_of_change"
    title: str = "时间变率 / rate of change"
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """The value before."""
        return max(LONGEST, step)

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the absolute change in an hour."""
        rate = np.full(len(block.value), np.nan)
        near = block.follows
        gap = np.diff(block.time)
        near[1:] &= gap <= max(LONGEST, block.step)
        change = np.abs(np.diff(block.value)) * HOUR
        np.divide(change, gap, out=rate[1:], where=near[1:])
        limits = thresholds.table(self.name, block)

        def explain(row: int) -> str:
            return f"每小时变化应不超过 {limits.one('suspect', row):g}，为 {rate[row]:.4g}"

        return _graded(rate, limits.each("suspect"), limits.each("fail"), explain)


@dataclass(frozen=True, slots=True)
class Step:
    """The change since the value before, where that is as many minutes ago as a threshold says.

    WMO-No. 305 and the guidelines for automatic stations give their tolerances so: another for
    each interval, and a greater one is no multiple of a smaller.
    """

    name: str = "step"
    title: str = "定时变化 / step"
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """The value before, at the longest interval."""
        longest = max((line.number("minutes") for line in thresholds.of(self.name)), default=0.0)
        return round(longest * MINUTE)

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the absolute change; at other intervals nothing is checked."""
        change, suspect, fail = (np.full(len(block.value), np.nan) for _ in range(3))
        change[1:] = np.abs(np.diff(block.value))
        gap = np.zeros(len(block.value), np.int64)
        np.subtract(block.time[1:], block.time[:-1], out=gap[1:], where=block.follows[1:])
        for minutes in sorted({line.number("minutes") for line in thresholds.of(self.name)}):
            rows = gap == round(minutes * MINUTE)
            if rows.any():
                limits = thresholds.where(self.name, partial(_is_for, minutes)).table(
                    self.name, block
                )
                for limit, name in ((suspect, "suspect"), (fail, "fail")):
                    each = limits.each(name)
                    if each is not None:
                        limit[rows] = each[rows]

        def explain(row: int) -> str:
            minutes = gap[row] / MINUTE
            return f"{minutes:g} 分钟的变化应不超过 {suspect[row]:g}，为 {change[row]:.4g}"

        return _graded(change, suspect, fail, explain)


@dataclass(frozen=True, slots=True)
class Spike:
    """The lesser distance from the values before and after, above both or below both.

    `minutes` of a threshold: the longest step it is meant for. Values six hours apart have a
    spike every afternoon.
    """

    name: str = "spike"
    title: str = "尖峰 / spike"
    version: str = "2"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """One value on each side."""
        return step

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the distance; ends of a series and of a gap are not checked."""
        distance = np.full(len(block.value), np.nan)
        next_to = block.follows
        next_to[1:] &= np.diff(block.time) == block.step
        before, after = block.value[1:-1] - block.value[:-2], block.value[1:-1] - block.value[2:]
        inner = next_to[1:-1] & next_to[2:]
        np.minimum(np.abs(before), np.abs(after), out=distance[1:-1], where=inner)
        distance[1:-1][inner & (before * after <= 0)] = 0
        limits = thresholds.where(
            self.name, lambda line: not line.number("minutes") * MINUTE < block.step
        ).table(self.name, block)

        def explain(row: int) -> str:
            least = limits.one("suspect", row)
            return f"与前后两值同向之差应有一个不超过 {least:g}，至少为 {distance[row]:.4g}"

        return _graded(distance, limits.each("suspect"), limits.each("fail"), explain)


TESTS = (RateOfChange(), Step(), Spike())
