"""What an export is told to have written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, and how many things of each sort are in them.

    `left_out`: how many of each kind of node, type of edge and property (`Calibration.kind`) the
    graph holds and a format that is not made for all of it does not.
    """

    files: tuple[str, ...]
    counts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
