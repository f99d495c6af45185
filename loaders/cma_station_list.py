"""The list of national surface stations of 2016, an annex of the Chinese administration.

It gives one position and one class a station and no dates: it speaks for the end of 2016.
Positions are in degrees and minutes; class is 基准站, 基本站 or 一般站.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph import Claim, Rejected
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    RESOLUTION_DEG,
    CellError,
    StationWords,
    csv_rows,
    from_degrees_minutes,
    has_columns,
    is_station_number,
    metres,
    repeated_stations,
    station_number,
    unread_columns,
)
from loaders.protocol import RawRow, SourceFile
from ontology import valid_time

COLUMNS = frozenset({
    "province", "station_id", "name", "station_class", "lat_ddmm", "lon_dddmm", "elev_m",
    "barometer_elev_m",
})  # fmt: skip
OPTIONAL = frozenset({"seq", "note"})
STATION_CLASSES = ("基准站", "基本站", "一般站")
SNAPSHOT = valid_time("2016-12-31")
_HEIGHTS = (("elevation_m", "elev_m"), ("barometer_elevation_m", "barometer_elev_m"))


class CmaStationList:
    """Reads the list: a station, its class and its position from each row."""

    __slots__ = ()

    name = "cma_station_list"
    title_zh = "国家级地面气象观测站名录（2016）"
    title_en = "list of national surface stations, 2016"
    version = "1"
    family = "national_registry"
    snapshot: str | None = SNAPSHOT
    row_local = True

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the header names the columns of the list."""
        return has_columns(head, COLUMNS)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each line below the header."""
        return csv_rows(source, COLUMNS, _identity)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that nobody reads, and stations that stand there more than once."""
        unread = unread_columns(source.path, COLUMNS | OPTIONAL)
        return (*unread, *repeated_stations(self, source))

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Station, class and position; nothing but the rejection where a cell is wrong."""
        try:
            return _claims(row.fields, source)
        except CellError as error:
            return (error.rejecting(row),)


LOADER = CmaStationList()


def _identity(fields: Mapping[str, str]) -> str:
    number = fields.get("station_id", "")
    return f"station|{number}" if is_station_number(number) else ""


def _claims(fields: Mapping[str, str], source: SourceFile) -> tuple[Claim, ...]:
    words = StationWords(source, station_number(fields["station_id"], "station_id"))
    names = {"name": _filled(fields, "name"), "province": fields["province"]}
    return (
        words.named({key: text for key, text in names.items() if text}),
        *words.in_state("class", _station_class(fields)),
        *words.positioned(_position(fields, source.snapshot or SNAPSHOT)),
    )


def _position(fields: Mapping[str, str], snapshot: str) -> dict[str, str]:
    position = {
        "latitude": from_degrees_minutes(fields["lat_ddmm"], LATITUDE, "lat_ddmm"),
        "longitude": from_degrees_minutes(fields["lon_dddmm"], LONGITUDE, "lon_dddmm"),
        "resolution_deg": RESOLUTION_DEG,
        "snapshot_on": snapshot,
    }
    for key, column in _HEIGHTS:
        if fields[column]:
            position[key] = metres(fields[column], column)
    if fields.get("note"):
        position["note"] = fields["note"]
    return position


def _filled(fields: Mapping[str, str], column: str) -> str:
    if not fields[column]:
        raise CellError(column, "", "required", f"{column} 不可为空，请补上 / fill in {column}")
    return fields[column]


def _station_class(fields: Mapping[str, str]) -> str:
    value = fields["station_class"]
    if value not in STATION_CLASSES:
        raise CellError(
            "station_class",
            value,
            "station-class",
            f"台站类别应为 {'、'.join(STATION_CLASSES)}，请更正 / "
            f"the class must be one of {', '.join(STATION_CLASSES)}",
        )
    return value
