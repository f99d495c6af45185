"""The station list of Meteostat, a registry kept elsewhere: a JSON array of stations.

It gives names, decimal positions and whether the registry still collects data, and no dates:
it is taken to speak for the first day of 2026. Numbers stay the digits of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph import Claim, Place, Rejected, SourceError
from loaders.json_places import utf8_text
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    CellError,
    StationWords,
    decimal_degrees,
    metres,
    repeated_stations,
    station_number,
)
from loaders.protocol import RawRow, SourceFile
from ontology import valid_time

SNAPSHOT = valid_time("2026-01-01")
_SHAPE = frozenset({"id", "identifiers", "location", "active"})
_ID = re.compile(r"[A-Za-z0-9]+")
_SPACE = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An element of the array and the code points from `start` to `end` that it was read from."""

    value: object
    start: int
    end: int


class Meteostat:
    """Reads the list: a station, its position and whether it is active from each entry.

    Not row-local: an entry is several lines.
    """

    __slots__ = ()

    name = "meteostat"
    title_zh = "Meteostat 台站名录"
    title_en = "Meteostat station list"
    version = "1"
    family = "foreign_registry"
    snapshot: str | None = SNAPSHOT
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the file is a JSON array with an entry that has the parts of a station."""
        text = head.decode("utf-8", errors="replace").removeprefix(_BOM)
        if not text.lstrip().startswith("["):
            return False
        try:
            return any(_is_station(entry.value) for entry in _entries(text))
        except (ValueError, RecursionError):  # the head ends inside an entry, or it is no JSON
            return False

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each entry, its leaves by path (`location/latitude`)."""
        text = utf8_text(source.path)
        try:
            entries = tuple(_entries(text))
        except (ValueError, RecursionError) as error:
            raise SourceError(
                source.path,
                f"不是 JSON 数组 / no JSON array: {error}",
                "重新取得文件，或在此处更正 / fetch the file again, or mend it there",
            ) from error
        for entry, place in zip(entries, _places(text, entries), strict=True):
            yield _row(entry, place)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Stations that stand there more than once.

        What is not claimed (country, time zone) is known and left out on purpose.
        """
        return repeated_stations(self, source)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Station, position and activity; nothing but the rejection where a value is wrong."""
        try:
            return _claims(row.fields, source)
        except CellError as error:
            return (error.rejecting(row),)


LOADER = Meteostat()


def _is_station(value: object) -> bool:
    return isinstance(value, dict) and value.keys() >= _SHAPE


def _entries(text: str) -> Iterator[_Entry]:
    """The elements of a JSON array in order; raises `ValueError` where it is none."""
    at = _past(text, len(_BOM) if text.startswith(_BOM) else 0, "[")
    closing = text.startswith("]", at)
    while not closing:
        value, end = _DECODER.raw_decode(text, at)
        yield _Entry(value, at, end)
        at = _spaceless(text, end)
        closing = text.startswith("]", at)
        if not closing:
            at = _past(text, at, ",")
    if _spaceless(text, at + 1) != len(text):
        raise json.JSONDecodeError("more after the array", text, at + 1)


def _past(text: str, at: int, mark: str) -> int:
    """Where the next word begins after a mark that must stand here."""
    at = _spaceless(text, at)
    if not text.startswith(mark, at):
        raise json.JSONDecodeError(f"expected {mark!r}", text, at)
    return _spaceless(text, at + 1)


def _spaceless(text: str, at: int) -> int:
    """The next place that is no white space."""
    match = _SPACE.match(text, at)
    return at if match is None else match.end()


def _places(text: str, entries: Iterable[_Entry]) -> Iterator[Place]:
    """Where each entry stands: JSON Pointer, line and column, and bytes of the file."""
    line, line_start, offset, at = 1, 0, 0, 0
    for index, entry in enumerate(entries):
        line += text.count("\n", at, entry.start)
        line_start = max(line_start, text.rfind("\n", at, entry.start) + 1)
        offset += len(text[at : entry.start].encode())
        length = len(text[entry.start : entry.end].encode())
        yield Place(line, entry.start - line_start, offset, length, f"json:/{index}")
        at = entry.start


def _row(entry: _Entry, place: Place) -> RawRow | Rejected:
    """The row of an entry; what is no object is no station."""
    if not isinstance(entry.value, dict):
        return Rejected(
            place,
            "",
            json.dumps(entry.value)[:200],
            "object",
            "应为一个台站对象，请更正 / not a station object: correct or remove it",
        )
    fields = dict(_leaves(entry.value))
    name = fields.get("id", "")
    identity = f"station|{name}" if _ID.fullmatch(name) else ""
    for path, text in fields.items():
        if _SURROGATE.search(text):
            return Rejected(
                place,
                path,
                ascii(text)[:200],
                "unicode",
                "半个代理对不成字符，请更正 / half a surrogate pair is no character: "
                "correct the escape",
                identity,
            )
    return RawRow(place, identity, fields)


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Texts, numbers and truth values below a JSON value, each with its path."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, f"{path}/{key}" if path else str(key))
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif isinstance(value, str):
        yield path, value.strip()


def _claims(fields: Mapping[str, str], source: SourceFile) -> tuple[Claim, ...]:
    wmo = fields.get("identifiers/wmo", "")
    number = station_number(wmo, "identifiers/wmo") if wmo else _own_id(fields)
    words = StationWords(source, number)
    names = {"name_en": fields.get("name/en", ""), "wigos_id": wmo and f"0-20000-0-{wmo}"}
    active = fields.get("active", "")
    return (
        words.named({key: text for key, text in names.items() if text}),
        *words.positioned(_position(fields, source.snapshot or SNAPSHOT)),
        *(words.in_state("meteostat_active", _truth(active)) if active else ()),
    )


def _own_id(fields: Mapping[str, str]) -> str:
    """The registry's own id, of a station without a WMO number."""
    text = fields.get("id", "")
    if not _ID.fullmatch(text):
        raise CellError(
            "id",
            text,
            "station-id",
            "台站标识应为字母或数字，请更正 / the station id must be letters or digits",
        )
    return text


def _position(fields: Mapping[str, str], snapshot: str) -> dict[str, str]:
    position = {
        axis.name: decimal_degrees(fields.get(column, ""), axis, column)
        for axis, column in ((LATITUDE, "location/latitude"), (LONGITUDE, "location/longitude"))
    }
    if height := fields.get("location/elevation", ""):
        position["elevation_m"] = metres(height, "location/elevation")
    return {**position, "snapshot_on": snapshot}


def _truth(text: str) -> str:
    if text not in ("true", "false"):
        raise CellError(
            "active", text, "truth-value", "应为 true 或 false，请更正 / write true or false"
        )
    return text
