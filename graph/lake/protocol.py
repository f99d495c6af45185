"""What the lake answers: the protocol every engine implements, and the values that go in and out.

A value is known by station, variable and time. Several loads may have said it; the newest one
known at the recorded time that is asked about counts, the others stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from graph.errors import InvalidValueError

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("station", "variable", "time", "local_day", "value", "raw", "flag", "nil_reason")
"""The columns of every file, in this order."""
Period = Literal["hour", "day", "month", "year", "whole"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which values of a dataset are meant.

    `stations`, `variables`: ids as they stand in the lake; all when empty. `begin`, `end`: a
    half-open interval of aware times; open when None. `as_known`: recorded time as text of
    `ontology.times`, now when None.

    >>> Selection("surface", begin=datetime(2026, 1, 1))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    graph.errors.InvalidValueError: begin '2026-01-01T00:00:00': 没有时区 / no zone; ...
    """

    dataset: str
    stations: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None
    as_known: str | None = None

    def __post_init__(self) -> None:
        for name, moment in (("begin", self.begin), ("end", self.end)):
            check_aware(name, moment)


def check_aware(name: str, moment: datetime | None) -> None:
    """Raise `InvalidValueError` for a time without zone."""
    if moment is not None and moment.tzinfo is None:
        raise InvalidValueError(
            name, moment.isoformat(), "没有时区 / no zone", "加时区 / give it one, such as UTC"
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as the lake holds it.

    `value`: None when missing. `raw`, `flag`: as printed. `nil_reason`: why there is no value.
    `local_day`: the day the source counts it to, where it counts days locally. `version`: of the
    load that said it.
    """

    station: str
    variable: str
    time: datetime
    local_day: date | None
    value: float | None
    raw: str | None
    flag: str | None
    nil_reason: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value stands: enough for an evidence row, and to find the bytes again.

    `file`: its path in the folder of the lake; `sha256`: of that file; `row_group`: 0-based, in
    that file; `original`: SHA-256 of the source file the load read; `recorded_at`: when the load
    closed.
    """

    dataset: str
    file: str
    row_group: int
    sha256: str
    version: int
    original: str
    recorded_at: str

    def __str__(self) -> str:
        return f"lake/{self.file}#row_group={self.row_group}&sha256={self.sha256}"


@dataclass(frozen=True, slots=True)
class Grouping:
    """How values are counted together: per station, variable and period.

    `offset` is added to UTC before the period is cut: +8 h for Chinese civil days, +12 h for days
    that begin at 20:00 of the evening before.
    """

    period: Period = "day"
    offset: timedelta = field(default_factory=timedelta)


@dataclass(frozen=True, slots=True)
class Span:
    """One series over one half-open interval of aware times."""

    station: str
    variable: str
    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name, moment in (("begin", self.begin), ("end", self.end)):
            check_aware(name, moment)


class Lake(Protocol):
    """Reading of raw values. Batches are Arrow record batches; text columns are plain strings."""

    def scan(
        self, selection: Selection, columns: tuple[str, ...] = COLUMNS
    ) -> Iterator[pa.RecordBatch]:
        """The newest version of each value, by UTC day, then station, variable, time; streamed.

        `columns`: of `COLUMNS`, or `version`, or `row` (of its file, for `cited`).
        """
        ...

    def stations(self, selection: Selection) -> tuple[tuple[str, int], ...]:
        """The stations in the order of their names, each with how many values it has."""
        ...

    def window(self, selection: Selection) -> tuple[Reading, ...]:
        """A few values, such as one station's day, by station, variable, time."""
        ...

    def aggregate(
        self, selection: Selection, grouping: Grouping | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Statistics per station, variable and period, in the order period, station, variable.

        Columns: `station`, `variable`, `period` (begin of it in UTC; null for the whole),
        `count` (of values, missing ones too), `missing`, `minimum`, `maximum`, `mean` (null when
        all are missing), `flags` (a map: flag as printed → count; values without flag are not in
        it). Days unless another grouping is given.
        """
        ...

    def cited(self, dataset: str, places: Iterable[tuple[str, int, int]]) -> tuple[Citation, ...]:
        """Where values stand, many at once, each by UTC day (`2026-01-01`), version and row.

        Raises `LakeDamagedError` for a place that is in no file.
        """
        ...

    def count(
        self, dataset: str, spans: Sequence[Span], as_known: str | None = None
    ) -> dict[int, int]:
        """How many values, missing ones aside, each span holds: by its place among `spans`.

        A span without values is left out. All spans in one pass over the files.
        """
        ...

    def cite(
        self, dataset: str, key: tuple[str, str, datetime], as_known: str | None = None
    ) -> Citation | None:
        """Where the newest known version of (station, variable, time) stands; None without one."""
        ...
