"""What a test is. A module of this folder exposes its tests as `TESTS`; they are found by walking.

A test of values marks whole columns at once; any other test yields flags. Both say what they found
to the same runner, which joins it to episodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from loaders.quality_control.flags import Flag

if TYPE_CHECKING:
    from graph.lake import Lake
    from graph.ledger import LedgerReader
    from loaders.quality_control.thresholds import Thresholds

GOOD, SUSPECT, WRONG, UNCHECKED = 0, 1, 2, 255
SEVERITIES = {SUSPECT: "minor", WRONG: "major"}
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
States = npt.NDArray[np.uint8]
HOUR = 3_600_000_000
Positions = Mapping[str, tuple[float, float, float]]
"""Latitude, longitude (degrees) and elevation (metres) of the stations whose place is known."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a run looks at. `begin`, `end`: half-open, None where open. `stations`: all if empty.

    `home`: of the ledger; `reader`: the ledger as it stands.
    """

    dataset: str
    home: Path
    lake: Lake
    reader: LedgerReader
    thresholds: Thresholds
    begin: datetime | None = None
    end: datetime | None = None
    stations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Values of some stations in columns, by series, then time; the values of a series are whole.

    `station`, `variable`, `flag`: positions in `stations`, `variables`, `flags` (-1: no flag).
    `time`: microseconds since 1970, UTC. `value`: NaN where missing. `series`: number of the
    series, from 0. `wanted`: asked about; the others are there for what is beside them. `step`:
    microseconds between two values of the dataset. `version`, `row`: place in the lake.
    """

    stations: tuple[str, ...]
    variables: tuple[str, ...]
    flags: tuple[str, ...]
    station: npt.NDArray[np.int32]
    variable: npt.NDArray[np.int32]
    flag: npt.NDArray[np.int32]
    time: Ints
    value: Floats
    version: npt.NDArray[np.int32]
    row: Ints
    series: npt.NDArray[np.int32]
    wanted: Bools
    step: int

    @property
    def follows(self) -> Bools:
        """Whether the row before is of the same series."""
        found = np.zeros(len(self.series), np.bool_)
        found[1:] = self.series[1:] == self.series[:-1]
        return found


@dataclass(frozen=True, slots=True)
class Marks:
    """What a test says of each row of a block: `GOOD`, `SUSPECT`, `WRONG`, `UNCHECKED`.

    `excess`: how far from good, to find the worst value. `explain`: what was expected of a row,
    in Chinese. `kind`: of the issue, as the code list `issue_kind`, by row.
    """

    states: States
    excess: Floats
    explain: Callable[[int], str]
    kind: Callable[[int], str] = lambda _: "quality"


class Named(Protocol):
    """What every test says of itself."""

    @property
    def name(self) -> str:
        """Its code."""
        ...

    @property
    def title(self) -> str:
        """What it is called, Chinese first."""
        ...

    @property
    def version(self) -> str:
        """Changes when the same would be judged otherwise."""
        ...


@runtime_checkable
class ValueTest(Named, Protocol):
    """A test of values. `version` changes when the same values would be marked otherwise."""

    def reach(self, thresholds: Thresholds, step: int) -> int:
        """How far beside a value it looks, in microseconds."""
        ...

    def marks(self, block: Block, thresholds: Thresholds) -> Marks:
        """The states of all rows."""
        ...


@runtime_checkable
class FieldTest(Named, Protocol):
    """A test of the values of all stations at one time; it needs to know where they are."""

    def field_marks(self, block: Block, thresholds: Thresholds, positions: Positions) -> Marks:
        """The states of the rows of a block that has one variable of all stations."""
        ...


@runtime_checkable
class FlagTest(Named, Protocol):
    """A test of anything else, such as what is stated of a station. `kind`: of its issues."""

    @property
    def kind(self) -> str:
        """The kind of its issues, as the code list `issue_kind`."""
        ...

    def flags(self, context: Context) -> Iterable[Flag]:
        """What it finds, all of it: what it found before and finds no more is withdrawn."""
        ...


Test = ValueTest | FieldTest | FlagTest
