"""Limits and codes of the metadata tests: CSV files beside this module, with their sources."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def limit(test: str, quantity: str) -> float:
    """The limit of one quantity of a test, in the unit its line names. Raises `KeyError`."""
    return {(row["test"], row["quantity"]): float(row["value"]) for row in _rows("limits")}[
        test, quantity
    ]


@cache
def station_classes() -> dict[str, str]:
    """Station class by the level code of the data service, without leading zeros."""
    return {row["code"]: row["class"] for row in _rows("level_codes")}


@cache
def pressures() -> dict[str, float]:
    """The variables that are station pressure, each with what makes hPa of its values."""
    return {row["variable"]: float(row["factor"]) for row in _rows("pressures")}


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))
