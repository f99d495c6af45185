"""Loaders that bring values too: what an observed value is, and how the values reach the lake.

The graph holds series that point into the lake; the values themselves are rows there. A row of a
file that is rejected brings neither claims nor values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from graph import Rejected
from graph.lake import write_lake
from loaders.protocol import Loader, RawRow, SourceFile

if TYPE_CHECKING:
    from graph.lake.writing import LakeWriter

VALUES = 50_000
"""How many values are held before they are handed to the lake."""
AHEAD = timedelta(hours=1)
"""A value may be dated so much after it is read: a report of 12:00 is sent some minutes before."""


class Observation(NamedTuple):
    """One observed value (sosa:Observation) as its source gives it.

    `station` and `variable`: the key of its series. `time`: aware, UTC. `value`: in the unit of the
    variable; None when missing, `nil_reason` then says why. `raw`: as printed. `flag`: the
    provider's quality code, as printed. `local_day`: the day, where the source counts days locally.
    """

    station: str
    variable: str
    time: datetime
    value: float | None
    raw: str | None = None
    flag: str | None = None
    nil_reason: str | None = None
    local_day: date | None = None


@runtime_checkable
class ObservingLoader(Loader, Protocol):
    """A loader whose rows bring values. What it says in claims has the series, not the values."""

    @property
    def dataset(self) -> str:
        """The dataset of the lake its values belong to."""
        ...

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        """The values of one accepted row."""
        ...


class Values:
    """Values on their way into the lake, in columns. Without a writer they are counted only."""

    def __init__(self, loader: ObservingLoader, writer: LakeWriter | None) -> None:
        self._loader, self._writer = loader, writer
        self._held: list[Observation] = []
        self._latest = datetime.now(UTC) + AHEAD
        self.count = 0

    @property
    def wanted(self) -> bool:
        """Whether the lake still lacks the values of this file."""
        return self._writer is None or not self._writer.known

    def take(self, row: RawRow, source: SourceFile) -> Rejected | None:
        """Take the values of an accepted row, or reject it where they are not observed yet.

        Raises `ValueError` for a time that is not UTC.
        """
        found = list(self._loader.observations(row, source))
        ahead = next((one.time for one in found if one.time > self._latest), None)
        if ahead is not None:
            return _rejected(row, ahead, self._latest - AHEAD)
        self._held += found
        self.count += len(found)
        if len(self._held) >= VALUES:
            self.flush()
        return None

    def flush(self) -> None:
        """Hand over what is held."""
        held, self._held = self._held, []
        if any(observation.time.utcoffset() != timedelta() for observation in held):
            raise ValueError(f"{self._loader.name}: the time of an observation must be in UTC")
        if not held or self._writer is None:
            return
        columns = zip(*held, strict=True)
        self._writer.write(dict(zip(Observation._fields, map(list, columns), strict=True)))


def _rejected(row: RawRow, time: datetime, now: datetime) -> Rejected:
    """The rejection of a row by a clock that jumped ahead, of the station or of this machine."""
    return Rejected(
        row.place,
        "time",
        f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "ahead",
        f"观测时间晚于装载时刻 {now:%Y-%m-%dT%H:%M:%SZ}：核对台站与本机的时钟，改正后再装载 / "
        "dated after it is loaded: check the clocks of the station and of this machine, mend them "
        "and load it again",
        row.identity,
    )


@contextmanager
def values_of(loader: Loader, home: Path | None, original: str) -> Iterator[Values | None]:
    """Where the pipeline puts the values of a file; None for a loader that brings none.

    The values count from the end of the block on, all of them or none. `home` is None when nothing
    is to be written. Raises `MissingExtraError` without the extra `field`, `LakeBusyError`.
    """
    if not isinstance(loader, ObservingLoader):
        yield None
    elif home is None:
        yield (values := Values(loader, None))
        values.flush()
    else:
        reader = f"{loader.name}@{loader.version}"
        with write_lake(home, loader.dataset, original, reader) as writer:
            yield (values := Values(loader, writer))
            values.flush()
