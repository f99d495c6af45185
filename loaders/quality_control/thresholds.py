"""Thresholds are data: a CSV file beside this module, each line with its source, or a user's own.

Columns: `test`, `variable`, `months` (`12-2`, empty for the whole year; of the time in UTC),
`unit` (UCUM), `minutes`, `suspect_low`, `suspect_high`, `fail_low`, `fail_high`, `suspect`, `fail`,
`tolerance`, `radius`, `neighbours`, `gradient`, `height`, `source`; of those a test does not need
none has to be there. What a number means is for the test to say (docs/reference/quality.md).
A user's line takes the place of all lines of the same test and variable.

A line holds for the codes of other providers too that name the same observed variable
(`ontology.observed`), in their units, unless there is a line for such a code itself.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from graph import InvalidValueError, SourceError
from loaders.quality_control.protocol import Block, Floats, Ints
from ontology import OBSERVED, observed_alike

FILE = Path(__file__).with_name("thresholds.csv")
NUMBERS = (
    "minutes", "suspect_low", "suspect_high", "fail_low", "fail_high", "suspect", "fail",
    "tolerance", "radius", "neighbours", "gradient", "height",
)  # fmt: skip
_COLUMNS = ("test", "variable", "months", "unit", *NUMBERS, "source")
_MONTH = 1 << 12


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line. `months`: 1 to 12. Numbers that are not given are NaN."""

    test: str
    variable: str
    months: tuple[int, ...]
    unit: str
    numbers: tuple[float, ...]
    source: str

    def number(self, name: str) -> float:
        """A number of it by the name of its column."""
        return self.numbers[NUMBERS.index(name)]

    @property
    def given(self) -> tuple[tuple[str, float], ...]:
        """The numbers that it has, each with its name."""
        named = zip(NUMBERS, self.numbers, strict=True)
        return tuple((name, number) for name, number in named if not math.isnan(number))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds of a run."""

    lines: tuple[Threshold, ...]

    def of(self, test: str) -> list[Threshold]:
        """Those of one test."""
        return [line for line in self.lines if line.test == test]

    def where(self, test: str, kept: Callable[[Threshold], bool]) -> Thresholds:
        """Those of one test that a test of its own numbers keeps."""
        return Thresholds(tuple(line for line in self.of(test) if kept(line)))

    def variables(self, test: str) -> frozenset[str]:
        """The variables one test has thresholds for."""
        return frozenset(line.variable for line in self.of(test))

    def rule(self, test: str, variable: str) -> str:
        """A short hash of what one test holds against one variable."""
        held = [line for line in self.of(test) if line.variable == variable]
        text = repr([(line.months, line.unit, line.given) for line in held])
        return sha256(text.encode()).hexdigest()[:8]

    def table(self, test: str, block: Block) -> Limits:
        """The numbers of one test for each row of a block."""
        lines = [line for line in self.of(test) if line.variable in block.variables]
        seasonal = any(len(line.months) < 12 for line in lines)
        months = 12 if seasonal else 1
        cells = np.full((len(NUMBERS), len(block.variables) * months), np.nan)
        for line in lines:
            base = block.variables.index(line.variable) * months
            for month in line.months if seasonal else (1,):
                cells[:, base + month - 1] = line.numbers
        at = block.variable.astype(np.int64) * months
        if seasonal:
            moments = block.time.astype("datetime64[us]").astype("datetime64[M]")
            at = at + moments.astype(np.int64) % 12
        return Limits(cells, at)


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of one test by column; `at`: which column a row of the block has."""

    cells: Floats
    at: Ints

    def each(self, name: str) -> Floats | None:
        """The number for each row, NaN where there is none; None where no row has one."""
        cells = self.cells[NUMBERS.index(name)]
        if np.isnan(cells).all():
            return None
        found: Floats = cells[self.at]
        return found

    def one(self, name: str, row: int) -> float:
        """The number for one row."""
        return float(self.cells[NUMBERS.index(name), self.at[row]])


def load(path: Path | None = None) -> Thresholds:
    """The thresholds of this package, with those of a user's file in the place of theirs.

    Raises `SourceError` for a file that cannot be read, `InvalidValueError` for a line that is
    wrong: an unknown test, a unit other than the variable is known in, numbers that are none.
    """
    own = shipped()
    if path is None:
        return Thresholds(_for_all_codes(own))
    given = tuple(_lines(path))
    units = {line.variable: line.unit for line in _for_all_codes(own)}
    for line in given:
        expected = units.setdefault(line.variable, line.unit)
        if line.unit != expected:
            raise _refused(
                path, f"{line.variable} {line.unit}", f"单位应为 / the unit is {expected}"
            )
    replaced = {(line.test, line.variable) for line in given}
    kept = tuple(line for line in own if (line.test, line.variable) not in replaced)
    return Thresholds(_for_all_codes(kept + given))


def shipped() -> tuple[Threshold, ...]:
    """The lines of this package as its file has them."""
    return tuple(_lines(FILE))


def given_in(path: Path) -> frozenset[str]:
    """The tests a user's file has lines for. Raises as `load` does."""
    return frozenset(line.test for line in _lines(path))


def _lines(path: Path) -> Iterator[Threshold]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, strict=True)
            header = tuple(rows.fieldnames or ())
            for name in ("test", "variable", "unit", "source"):
                if name not in header:
                    raise _refused(path, name, "缺少这一列 / this column is absent")
            for name in header:
                if name not in _COLUMNS:
                    raise _refused(path, name, "没有这一列 / no such column")
            for row in rows:
                yield _line(path, {k: v or "" for k, v in row.items() if k is not None})
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            path, f"读不了 / cannot be read: {error}", "以 UTF-8 CSV 给出 / give it as UTF-8 CSV"
        ) from error


def _line(path: Path, row: dict[str, str]) -> Threshold:
    for name in ("test", "variable", "unit", "source"):
        if not row[name].strip():
            raise _refused(path, str(row), f"{name} 为空 / {name} is empty")
    if row["test"] not in NEEDED:
        raise _refused(path, row["test"], f"没有阈值检查 / tests are: {', '.join(sorted(NEEDED))}")
    line = Threshold(
        row["test"],
        row["variable"],
        _months(path, row.get("months", "")),
        row["unit"],
        tuple(_number(path, row.get(name, "")) for name in NUMBERS),
        row["source"],
    )
    for name in NEEDED[line.test]:
        if math.isnan(line.number(name)):
            raise _refused(path, str(row), f"{line.test} 须有 {name} / {name} is required")
    for low, high in (("fail_low", "fail_high"), ("suspect_low", "suspect_high")):
        if line.number(low) > line.number(high):
            raise _refused(path, str(row), f"{low} > {high}")
    return line


def _for_all_codes(lines: tuple[Threshold, ...]) -> tuple[Threshold, ...]:
    """These, and for the other codes of a variable the same in their units.

    Where two codes of one variable have lines of their own, a third has those of the first.
    """
    whose = {(line.test, line.variable): line.variable for line in lines}
    more = []
    for line in lines:
        for code in observed_alike(line.variable):
            observed = OBSERVED.get(code)
            if observed is None or code == line.variable:
                continue
            if whose.setdefault((line.test, code), line.variable) != line.variable:
                continue
            factor = _FROM_TO.get((line.unit, observed.unit))
            if line.unit == observed.unit:
                factor = (1.0, 0.0)
            if factor is not None:
                more.append(_in_unit(line, code, observed.unit, *factor))
    return (*lines, *more)


_FROM_TO = {
    ("Cel", "K"): (1.0, 273.15),
    ("K", "Cel"): (1.0, -273.15),
    ("hPa", "Pa"): (100.0, 0.0),
    ("Pa", "hPa"): (0.01, 0.0),
    ("h", "min"): (60.0, 0.0),
    ("min", "h"): (1 / 60, 0.0),
    ("mm", "kg.m-2"): (1.0, 0.0),
    ("kg.m-2", "mm"): (1.0, 0.0),
}
"""What a number is multiplied by, and then added to it where it is a level. A millimetre of water
on a square metre is a kilogram."""
_LEVELS = ("suspect_low", "suspect_high", "fail_low", "fail_high")
_DIFFERENCES = {
    "rate_of_change": ("suspect", "fail"),
    "step": ("suspect", "fail"),
    "spike": ("suspect", "fail"),
    "flat_line": ("tolerance",),
    "buddy": ("tolerance", "gradient"),
}
"""Numbers of a test that are differences of the variable, in its unit."""


def _in_unit(line: Threshold, code: str, unit: str, scale: float, zero: float) -> Threshold:
    numbers = []
    for name, number in zip(NUMBERS, line.numbers, strict=True):
        if name in _LEVELS:
            numbers.append(round(number * scale + zero, 9))
        elif name in _DIFFERENCES.get(line.test, ()):
            numbers.append(round(number * scale, 9))
        else:
            numbers.append(number)
    return replace(line, variable=code, unit=unit, numbers=tuple(numbers))


NEEDED: dict[str, tuple[str, ...]] = {
    "gross_range": ("fail_low", "fail_high"),
    "climatology": ("suspect_low", "suspect_high"),
    "rate_of_change": ("suspect",),
    "spike": ("suspect",),
    "step": ("suspect", "minutes"),
    "flat_line": ("suspect", "tolerance"),
    "buddy": ("suspect", "tolerance", "radius", "neighbours", "gradient"),
    "spatial": ("suspect", "tolerance", "radius", "neighbours"),
}
"""Tests that take thresholds, and the numbers each needs."""


def _months(path: Path, text: str) -> tuple[int, ...]:
    if not text.strip():
        return tuple(range(1, 13))
    first, _, last = text.partition("-")
    try:
        begin, end = int(first), int(last or first)
    except ValueError:
        begin = end = 0
    if not (1 <= begin <= 12 and 1 <= end <= 12):
        raise _refused(path, text, "月份写作 12-2 / months are written 12-2")
    return tuple((begin - 1 + i) % 12 + 1 for i in range((end - begin) % 12 + 1))


def _number(path: Path, text: str) -> float:
    if not text.strip():
        return math.nan
    try:
        number = float(text)
    except ValueError:
        number = math.inf
    if not math.isfinite(number):
        raise _refused(path, text, "不是数 / no number")
    return number


def _refused(path: Path, value: str, rule: str) -> InvalidValueError:
    return InvalidValueError(
        f"--thresholds {path.name}", value, rule, "见 docs/reference/quality.md / see that page"
    )
