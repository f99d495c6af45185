"""The loader of the daily values: a row is a station's day with all its elements.

A row states where the station stood on that day. Successive rows that state the same are one
position with begin and end, so that an archive of seventy years says a few positions and not one a
day; a position holds no longer than the rows that state it. It holds by calendar days, as in the
relocation records, although the values are counted from 20 to 20 o'clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from graph import Claim, Rejected
from loaders.cma_daily_v3.day import Day, identity, station_day
from loaders.cma_daily_v3.elements import KNOWN, REQUIRED, SHAPE, VARIABLES
from loaders.observations import Observation
from loaders.positions import (
    UNDATED,
    CellError,
    Period,
    StationWords,
    csv_rows,
    has_columns,
    unread_columns,
)
from loaders.protocol import RawRow, SourceFile
from loaders.series import series_claims, variable_claim
from ontology import valid_time

DATASET = "cma_daily_v3"


@dataclass(frozen=True, slots=True)
class News:
    """A day, and what of it is said with this row.

    `since`: on the last of the rows that state one position its first day, else None. `series` and
    `variables`: those that are new in the file.
    """

    day: Day
    since: date | None
    series: tuple[str, ...]
    variables: tuple[str, ...]


class CmaDailyV3:
    """Reads the table: positions and series in claims, the values into the lake."""

    __slots__ = ()

    name = "cma_daily_v3"
    title_zh = "中国地面气候资料日值 V3"
    title_en = "daily values of the climate archive, V3"
    version = "1"
    family = "observation"
    snapshot: str | None = None
    row_local = False
    dataset = DATASET

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the header names the columns of the table."""
        return has_columns(head, SHAPE)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each line below the header; its payload is the day and what is new in it.

        A row is given once the next one is known, which tells where a position ends.
        """
        memory = _Memory()
        held: RawRow | None = None
        for row in map(_with_day, csv_rows(source, REQUIRED, identity)):
            following = None if isinstance(row, Rejected) else row
            if held is not None and following is not None:
                yield memory.told(held, following)
                held = following
            elif held is not None:
                yield memory.told(held, None)
                held = None
            else:
                held = following
            if isinstance(row, Rejected):
                yield row
        if held is not None:
            yield memory.told(held, None)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that nobody reads."""
        return unread_columns(source.path, KNOWN)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """The position that ends with the row, and what series begin with it."""
        assert isinstance(row.payload, News)
        return tuple(_claims(row.payload, source))

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        """The values of the day, missing ones with their reason."""
        assert isinstance(row.payload, News)
        return row.payload.day.values


LOADER = CmaDailyV3()


def _with_day(row: RawRow | Rejected) -> RawRow | Rejected:
    """The row with its day as payload, or why it is none."""
    if isinstance(row, Rejected):
        return row
    try:
        return replace(row, payload=station_day(row.fields))
    except CellError as error:
        return error.rejecting(row)


class _Memory:
    """What the file has said so far: the open position, and series and variables."""

    def __init__(self) -> None:
        self._since: date | None = None
        self._series: dict[str, set[str]] = {}
        self._variables: set[str] = set()

    def told(self, row: RawRow, following: RawRow | None) -> RawRow:
        """The row with what is new in it; `following` is the row behind, if it can be read."""
        day = row.payload
        assert isinstance(day, Day)
        since = self._since = self._since or day.on
        ends = following is None or not _goes_on(day, following.payload)
        if ends:
            self._since = None
        known = self._series.setdefault(day.number, set())
        series = tuple(code for code in day.observed if code not in known)
        known.update(series)
        variables = tuple(code for code in series if code not in self._variables)
        self._variables.update(variables)
        return replace(row, payload=News(day, since if ends else None, series, variables))


def _goes_on(day: Day, following: object) -> bool:
    """Whether the next row is the next day of the same station at the same place."""
    return (
        isinstance(following, Day)
        and following.number == day.number
        and following.position == day.position
        and following.on - day.on == timedelta(days=1)
    )


def _claims(news: News, source: SourceFile) -> Iterator[Claim]:
    day = news.day
    if news.since is not None:
        begin = valid_time(news.since.isoformat())
        end = valid_time(day.on.isoformat(), end=True)
        yield StationWords(source, day.number, UNDATED).named({})
        yield from StationWords(source, day.number, Period(begin, end)).positioned(day.position)
    for code in news.variables:
        yield variable_claim(source, VARIABLES[code])
    for code in news.series:
        yield from series_claims(source, day.number, code, DATASET)
