"""The station history of NOAA's Integrated Surface Database, a registry kept elsewhere.

A CSV with a row for each USAF and WBAN number. BEGIN and END are the period of the data that the
database holds, not of the position, which has no dates: the list speaks for its edition, 2019-10.
It is in UTC. That a station stands under the Chinese number in its USAF number is an inference,
and a wrong one at times (534630 is the airport of Hohhot), so all that is said of it is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from graph import Claim, PropertyValue, Rejected
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    CellError,
    StationWords,
    csv_rows,
    decimal_degrees,
    has_columns,
    metres,
    unread_columns,
)
from loaders.protocol import RawRow, SourceFile
from ontology import Certainty, TimeError, civil_date, format_valid, valid_time

COLUMNS = frozenset({
    "USAF", "WBAN", "STATION NAME", "CTRY", "ICAO", "LAT", "LON", "ELEV(M)", "BEGIN", "END",
})  # fmt: skip
OPTIONAL = frozenset({"STATE", "ST"})
SNAPSHOT = valid_time("2019-10-01")
MISSING = "missing"
"""Nil reason of GML: it should be there and is not."""
NO_WBAN = "99999"
_CHINA = "CH"  # FIPS 10-4, not ISO 3166
_USAF = re.compile(r"[0-9A-Z][0-9]{5}")
_WBAN = re.compile(r"[0-9]{5}")
_CHINESE = re.compile(r"([0-9]{5})0")
_DAY = re.compile(r"[0-9]{8}")
_PADDED = re.compile(r"\+?(-?)0*([0-9]+(?:\.[0-9]+)?)")
_NO_PLACE = ({"", "-99.999"}, {"", "-999.999"})
_NO_HEIGHT = frozenset({Decimal("-999.9"), Decimal(-999)})


class IsdHistory:
    """Reads the list: a station, its position and the period of its data from each row."""

    __slots__ = ()

    name = "isd_history"
    title_zh = "NOAA ISD 台站沿革表"
    title_en = "NOAA ISD station history"
    version = "1"
    family = "foreign_registry"
    snapshot: str | None = SNAPSHOT
    row_local = True

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the header names the columns of the list."""
        return has_columns(head, COLUMNS)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each line below the header."""
        return csv_rows(source, COLUMNS, _identity)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that nobody reads."""
        return unread_columns(source.path, COLUMNS | OPTIONAL)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Station, position and what is missing of it; only the rejection where a cell is wrong."""
        try:
            return tuple(_claims(row.fields, source))
        except CellError as error:
            return (error.rejecting(row),)


LOADER = IsdHistory()


def _identity(fields: Mapping[str, str]) -> str:
    usaf, wban = fields.get("USAF", ""), fields.get("WBAN", "")
    return f"station|{usaf}-{wban}" if _USAF.fullmatch(usaf) and _WBAN.fullmatch(wban) else ""


def _claims(fields: Mapping[str, str], source: SourceFile) -> Iterator[Claim]:
    key = f"{_usaf(fields)}-{_wban(fields)}"
    words, names = _words(fields, source, key)
    if fields["STATION NAME"]:
        names["name_en"] = fields["STATION NAME"]
    place, height = _place(fields), _height(fields)
    said: dict[str, PropertyValue] = {**place, **height, **_data_days(fields), "registry_key": key}
    if fields["ICAO"]:
        said["note"] = f"ICAO {fields['ICAO']}"
    said["snapshot_on"] = source.snapshot or SNAPSHOT
    location, edge = words.positioned(said)
    yield words.named(names)
    yield from (location, edge)
    if not place:
        yield from words.absent(location, "3-07", MISSING)
    if not height:
        yield from words.absent(location, "elevation_m", MISSING)


def _usaf(fields: Mapping[str, str]) -> str:
    return _shaped(fields, "USAF", _USAF, "USAF 号应为六位", "the six digits of the USAF number")


def _wban(fields: Mapping[str, str]) -> str:
    en = f"the five digits of the WBAN number, {NO_WBAN} for none"
    return _shaped(fields, "WBAN", _WBAN, f"WBAN 号应为五位数字（无则 {NO_WBAN}）", en)


def _shaped(
    fields: Mapping[str, str], column: str, shape: re.Pattern[str], zh: str, en: str
) -> str:
    text = fields[column]
    if not shape.fullmatch(text):
        message = f"{zh}，请更正 / write {en}: correct the cell"
        raise CellError(column, text, "station-id", message)
    return text


def _words(
    fields: Mapping[str, str], source: SourceFile, key: str
) -> tuple[StationWords, dict[str, PropertyValue]]:
    """Whom the row is about, and the identifiers that follow.

    Rows of one Chinese number that differ in WBAN are different positions, so that a real WBAN
    number stands in the key of the position.
    """
    chinese = _CHINESE.fullmatch(fields["USAF"]) if fields["CTRY"] == _CHINA else None
    if chinese is None:
        return StationWords(source, key), {}
    source_id = source.source_id
    if fields["WBAN"] != NO_WBAN:
        source_id += f"#{fields['WBAN']}"
    certainty = source.certainty or Certainty.INFERRED
    source = replace(source, source_id=source_id, certainty=certainty)
    return StationWords(source, chinese[1]), {"wigos_id": f"0-20000-0-{chinese[1]}"}


def _place(fields: Mapping[str, str]) -> dict[str, str]:
    """Latitude and longitude; nothing where the row has none, which it may print as zeros."""
    texts = latitude, longitude = fields["LAT"], fields["LON"]
    none = [text in blanks for text, blanks in zip(texts, _NO_PLACE, strict=True)]
    if all(none):
        return {}
    if any(none):
        column, text = ("LAT", latitude) if none[0] else ("LON", longitude)
        raise CellError(
            column,
            text,
            "position-pair",
            "经纬度须同时给出或同时缺测，请补上 / latitude and longitude are both there or both "
            "missing: fill in the other",
        )
    place = {
        "latitude": _number(latitude, "LAT", partial(decimal_degrees, axis=LATITUDE)),
        "longitude": _number(longitude, "LON", partial(decimal_degrees, axis=LONGITUDE)),
    }
    return place if any(map(Decimal, place.values())) else {}


def _height(fields: Mapping[str, str]) -> dict[str, str]:
    text = fields["ELEV(M)"]
    if not text:
        return {}
    plain = _plain(text)
    if _PADDED.fullmatch(text) and Decimal(plain) in _NO_HEIGHT:
        return {}
    return {"elevation_m": _number(text, "ELEV(M)", metres)}


def _number(text: str, column: str, check: Callable[..., str]) -> str:
    """The digits without plus sign and padding; an error shows the cell as it is printed."""
    try:
        return check(_plain(text), column=column)
    except CellError as error:
        raise CellError(column, text, error.rule, error.message) from error


def _plain(text: str) -> str:
    """`+0671.0` as `671.0`; what is no number stays as it is."""
    match = _PADDED.fullmatch(text)
    return match[1] + match[2] if match else text


def _data_days(fields: Mapping[str, str]) -> dict[str, str]:
    """First and last day of the data, each as the begin of that day in UTC; not a validity."""
    first, last = _day(fields, "BEGIN"), _day(fields, "END")
    if first and last and first > last:
        raise CellError(
            "END",
            fields["END"],
            "interval",
            "资料止于起始之前，请更正 / the data end before they begin: correct BEGIN or END",
        )
    days = {"data_first_day": first, "data_last_day": last}
    return {name: day for name, day in days.items() if day}


def _day(fields: Mapping[str, str], column: str) -> str:
    text = fields[column]
    if not text:
        return ""
    try:
        if not _DAY.fullmatch(text):
            raise TimeError(f"{text!r} is no date; write YYYYMMDD")
        day = civil_date(text)
    except TimeError as error:
        message = f"日期应写作 YYYYMMDD，请更正 / {error}: correct the cell"
        raise CellError(column, text, "date", message) from error
    return format_valid(datetime(day.year, day.month, day.day, tzinfo=UTC))
