"""Tests of a value against those before and after it: rate of change and spike.

Rates are those of `ioos_qc.qartod.rate_of_change_test`, spikes those of `spike_test` by the
average; a series that ends is a break. A value whose neighbours are missing, or for the spike not
one step away, is not checked.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from loaders.quality_control.thresholds import Limits, Thresholds

LONGEST = 24 * HOUR
"""A change over more than this is no rate any more."""


def _graded(measure: Floats, limits: Limits, words: str) -> Marks:
    """Suspect above one threshold, wrong above the other; NaN is not checked."""
    states = np.full(len(measure), UNCHECKED, np.uint8)
    excess = np.zeros(len(measure))
    suspect = limits.each("suspect")
    if suspect is not None:
        over = measure - suspect
        states[~np.isnan(over)] = 0
        states[over > 0] = SUSPECT
        np.maximum(over, 0, out=excess, where=~np.isnan(over))
        fail = limits.each("fail")
        if fail is not None:
            states[measure > fail] = WRONG

    def explain(row: int) -> str:
        return words.format(limits.one("suspect", row), measure[row])

    return Marks(states, excess, explain)


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
        return _graded(rate, limits, "每小时变化应不超过 {:g}，为 {:.4g}")


@dataclass(frozen=True, slots=True)
class Spike:
    """The distance from the middle of the value before and the value after."""

    name: str = "spike"
    title: str = "尖峰 / spike"
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """One value on each side."""
        return step

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the distance; ends of a series and of a gap are not checked."""
        distance = np.full(len(block.value), np.nan)
        next_to = block.follows
        next_to[1:] &= np.diff(block.time) == block.step
        middle = (block.value[:-2] + block.value[2:]) / 2
        inner = next_to[1:-1] & next_to[2:]
        np.abs(block.value[1:-1] - middle, out=distance[1:-1], where=inner)
        limits = thresholds.table(self.name, block)
        return _graded(distance, limits, "与前后平均之差应不超过 {:g}，为 {:.4g}")


TESTS = (RateOfChange(), Spike())
