"""Where the stations of the climate archive stood, period by period, since 1951.

A row is one period of one station: its position in degrees and minutes, and its height. It
closes at its end, unless that is the archive's own end, which is the `date_end` of most rows
(the later one of equals, so that one wrong date moves nothing): what lies after is not recorded,
and the position stays open. A file of closed stations alone would be misread here.

One edition (to 2020-03) has every height divided by ten. The archive gives heights to a tenth of
a metre; divided by ten they show hundredths, unless the tenth was a zero. So a file in which more
than half of the heights show hundredths is refused as a whole, and one such height elsewhere
rejects its row. A divided height whose tenth was a zero cannot be told from a sound one, nor a
file of nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    RESOLUTION_DEG,
    CellError,
    Period,
    StationWords,
    csv_rows,
    from_degrees_minutes,
    has_columns,
    is_station_number,
    metres,
    station_number,
    unread_columns,
)
from loaders.protocol import RawRow, SourceFile
from ontology import OPEN_END, TimeError, civil_date, valid_time

COLUMNS = frozenset({
    "site", "lon", "lat", "alt", "period_date_begin", "period_date_end", "date_begin", "date_end",
})  # fmt: skip
OPTIONAL = frozenset({"moveTimes", "tag", "n_all", "n_period"})
_HUNDREDTHS = re.compile(r"[0-9]+\.[0-9]{2,}")


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a row, ISO 8601: those of its period, and of its station's whole record."""

    begin: str
    end: str
    first: str
    last: str


class CmaRelocations:
    """Reads the archive's relocation records: a position and its period from each row.

    Not row-local: which end is the archive's shows in the whole file alone.
    """

    __slots__ = ()

    name = "cma_relocations"
    title_zh = "台站变迁记录"
    title_en = "relocation records of the climate archive"
    version = "1"
    family = "station_history"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the header names the columns of the records."""
        return has_columns(head, COLUMNS)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each line below the header; its payload is the archive's end.

        Raises `SourceError` for a file whose heights are divided by ten.
        """
        archive_end = _archive_end(source)
        for row in csv_rows(source, COLUMNS, _identity):
            yield row if isinstance(row, Rejected) else replace(row, payload=archive_end)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that nobody reads."""
        return unread_columns(source.path, COLUMNS | OPTIONAL)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """The position over its period; a station's first row also tells its first record."""
        try:
            return _claims(row, source)
        except CellError as error:
            return (error.rejecting(row),)


LOADER = CmaRelocations()


def _archive_end(source: SourceFile) -> str:
    """The end of most stations' records; raises `SourceError` for divided heights."""
    heights = divided = 0
    ends: Counter[str] = Counter()
    for row in csv_rows(source, COLUMNS, _identity):
        if isinstance(row, Rejected):
            continue
        heights += row.fields["alt"] != ""
        divided += _HUNDREDTHS.fullmatch(row.fields["alt"]) is not None
        ends[_iso(row.fields["date_end"])] += 1
    if 2 * divided > heights:
        raise SourceError(
            source.path,
            f"海拔被除以十（{heights} 个中 {divided} 个有两位小数，档案只到 0.1 米） / "
            f"its heights are divided by ten: {divided} of {heights} show hundredths, while the "
            "archive gives tenths of a metre (ORIGIN.md)",
            "改用 1951-2018 年的文件，或将 alt 列乘以十 / load the edition of 1951-2018, or "
            "multiply the column alt by ten",
        )
    return max(ends, key=lambda end: (ends[end], end), default="")


def _iso(text: str) -> str:
    """The date in ISO 8601, or nothing for what is no date."""
    try:
        return civil_date(text).isoformat()
    except TimeError:
        return ""


def _identity(fields: Mapping[str, str]) -> str:
    number, begin = fields.get("site", ""), _iso(fields.get("period_date_begin", ""))
    return f"relocation|{number}|{begin}" if is_station_number(number) and begin else ""


def _claims(row: RawRow, source: SourceFile) -> tuple[Claim, ...]:
    fields = row.fields
    number = station_number(fields["site"], "site")
    dates = _dates(fields)
    valid_to = OPEN_END if dates.end == row.payload else valid_time(dates.end, end=True)
    period = Period(valid_time(dates.begin), valid_to)
    located = StationWords(source, number, period).positioned(_position(fields))
    if dates.begin != dates.first:
        return located
    first_record = {"first_record": valid_time(dates.first)}
    return (StationWords(source, number).named(first_record), *located)


def _position(fields: Mapping[str, str]) -> dict[str, str]:
    position = {
        "latitude": from_degrees_minutes(fields["lat"], LATITUDE, "lat"),
        "longitude": from_degrees_minutes(fields["lon"], LONGITUDE, "lon"),
        "resolution_deg": RESOLUTION_DEG,
    }
    if fields["alt"]:
        position["elevation_m"] = metres(_tenths(fields["alt"]), "alt")
    return position


def _tenths(text: str) -> str:
    if _HUNDREDTHS.fullmatch(text):
        raise CellError(
            "alt",
            text,
            "tenths",
            "档案海拔只到 0.1 米，此值疑被除以十，请核对 / the archive gives heights in "
            "tenths of a metre; this one seems divided by ten: check it",
        )
    return text


def _dates(fields: Mapping[str, str]) -> _Dates:
    dates = _Dates(
        _date(fields, "period_date_begin"),
        _date(fields, "period_date_end"),
        _date(fields, "date_begin"),
        _date(fields, "date_end"),
    )
    if dates.end < dates.begin:
        raise CellError(
            "period_date_end",
            dates.end,
            "interval",
            f"止于起始 {dates.begin} 之前，请更正 / ends before it begins on "
            f"{dates.begin}: correct one of the two",
        )
    if dates.begin < dates.first or dates.end > dates.last:
        raise CellError(
            "period_date_end",
            dates.end,
            "within-record",
            f"时段超出资料起止 {dates.first} 至 {dates.last}，请更正 / the period leaves "
            f"the station's record from {dates.first} to {dates.last}: correct it",
        )
    return dates


def _date(fields: Mapping[str, str], column: str) -> str:
    text = fields[column]
    iso = _iso(text)
    if not iso:
        raise CellError(
            column, text, "date", "不是日期，应写作 YYYY-MM-DD / no date: write YYYY-MM-DD"
        )
    return iso
