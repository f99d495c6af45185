"""How large and how hard a trial is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BEGIN = date(2021, 1, 1)
"""The first day on which an instrument may be put up."""
FIRST_ISSUE = date(2022, 3, 1)
END = date(2025, 6, 30)
"""The last day on which anything happens."""
NEW_PROCEDURE = date(2022, 9, 1)
"""The day on which the second version of every procedure took effect."""
VARIABLES = ("TEM", "PRS", "RHU", "WIN")
FEWEST_AFFECTED = 8


@dataclass(frozen=True, slots=True)
class Design:
    """What makes a trial easy or hard.

    `causes`: fewest and most at a time. `affected`: least and greatest share of the children of a
    cause that go wrong (never fewer than eight). `lag_days`: after how many days they do.
    `missing`: share of calibration records that are lost. `contradicted`: share of instruments of
    which a second, stale source says another batch, and of calibrations another standard.
    `confounded`: whether one league buys one batch and one team visits the stations of one
    laboratory. `decoys`: innocent elements with a claimed defect. `most_children`: so many lines
    at most stand under a cause. `kinds`: kinds of causes.
    """

    name: str
    stations: int
    causes: tuple[int, int]
    affected: tuple[float, float]
    lag_days: tuple[int, int]
    missing: float
    contradicted: float
    confounded: bool
    decoys: int
    most_children: int
    kinds: tuple[str, ...]


_KINDS = ("standard", "laboratory", "batch", "team")
EASY = Design("easy", 600, (1, 2), (0.2, 0.3), (2, 20), 0.0, 0.0, False, 1, 160, _KINDS)
HARD = Design(
    "hard", 1000, (1, 4), (0.1, 0.3), (21, 100), 0.15, 0.05, True, 2, 400,
    (*_KINDS, "reference", "model", "firmware", "procedure", "operator"),
)  # fmt: skip
