"""Provinces made to try a search for causes: which elements are to blame is known beforehand.

Unlike the sample, a trial has little in it but lines (one variable at one station), what stands
behind them, and issues; everything is synthetic. `write_trial` writes import tables.
"""

from __future__ import annotations

from loaders.sample.trial.design import EASY, HARD, Design
from loaders.sample.trial.planting import Planted
from loaders.sample.trial.writing import Trial, write_trial

__all__ = ["EASY", "HARD", "Design", "Planted", "Trial", "write_trial"]
