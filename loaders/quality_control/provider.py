"""The provider's own codes: what the data came with counts before any test of ours.

A code has one digit, or three for station, province and nation, of which the last that checked
(is not 9) decides. 1 suspect, 2 wrong, 8 missing are flags; 0, 3 (a corrected value is given) and
4 (modified) are good; 7 (no task), 9 and codes that are none of these say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.quality_control.protocol import (
    GOOD,
    SUSPECT,
    UNCHECKED,
    WRONG,
    Block,
    Marks,
    States,
)
from loaders.quality_control.thresholds import Thresholds
from ontology.quality_codes import deciding_code

_STATES = {"0": GOOD, "1": SUSPECT, "2": WRONG, "3": GOOD, "4": GOOD, "8": SUSPECT}
_WORDS = {"1": "来源标为可疑", "2": "来源标为错误", "8": "来源标为缺测"}


@dataclass(frozen=True, slots=True)
class Provider:
    """Takes the provider's codes over."""

    name: str = "provider"
    title: str = "来源质控码 / provider's codes"
    version: str = "1"

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """Nothing beside a value."""
        return 0

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """By the code of each row."""
        digits = [deciding_code(code) for code in block.flags]
        table = np.array([*(_STATES.get(d, UNCHECKED) for d in digits), UNCHECKED], np.uint8)
        states: States = table[block.flag]  # -1, no flag, is the last of the table

        def explain(row: int) -> str:
            code = block.flags[block.flag[row]]
            return f"{_WORDS[deciding_code(code)]}（{code}）"

        def kind(row: int) -> str:
            return "availability" if digits[block.flag[row]] == "8" else "quality"

        weights = np.array([*(float(d in "12") for d in digits), 0.0])
        return Marks(states, weights[block.flag], explain, kind)


TESTS = (Provider(),)
