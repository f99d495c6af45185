"""The administrative division by GB/T 2260: codes and full names.

The list lies with what reads documents by it: `loaders/documents/names/ORIGIN.md`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Area:
    """An area by its GB/T 2260 code and full name."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """`region`, `league` (a prefecture) or `banner` (a county), by its code.

        >>> Area("150100", "呼和浩特市").level
        'league'
        """
        if self.code.endswith("0000"):
            return "region"
        return "league" if self.code.endswith("00") else "banner"


@cache
def listed() -> tuple[Area, ...]:
    """All areas, as the list has them."""
    path = resources.files("loaders").joinpath("documents", "names", "areas.csv")
    with path.open(encoding="utf-8") as stream:
        return tuple(Area(row["admin_code"], row["name_zh"]) for row in csv.DictReader(stream))
