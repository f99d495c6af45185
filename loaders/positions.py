"""Positions, of stations on the earth and of rows in a file: what registry loaders share.

Chinese station lists print degrees and minutes without a separator (`4049` is 40°49′), so their
coordinates are known to a minute, about 1.9 km. Digits stay text: they are what a source said.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from graph import Claim, Place, PropertyValue, Rejected, SourceError
from loaders.protocol import Loader, RawRow, SourceFile
from ontology import BEGINNING, NODE_KINDS, OPEN_END, Certainty, make_id

RESOLUTION_DEG = "0.0167"
"""One arc minute in degrees."""

LOWEST_M, HIGHEST_M = -500, 9000
_DIGITS = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]{1,4}(\.[0-9]+)?")
_NUMBER = re.compile(r"[0-9]{5}")
_SHOWN = 200


class CellError(ValueError):
    """A cell breaks a rule, so its row is rejected. `message`: Chinese / English, with remedy."""

    def __init__(self, column: str, value: str, rule: str, message: str) -> None:
        self.column, self.value, self.rule, self.message = column, value, rule, message
        super().__init__(f"{column} {value!r}: {message}")

    def rejecting(self, row: RawRow) -> Rejected:
        """The rejection of the row that holds the cell."""
        value = self.value[:_SHOWN]
        return Rejected(row.place, self.column, value, self.rule, self.message, row.identity)


@dataclass(frozen=True, slots=True)
class Axis:
    """Latitude or longitude: its names, and how many degrees it reaches from zero."""

    name: str
    title_zh: str
    reach: int


LATITUDE = Axis("latitude", "纬度", 90)
LONGITUDE = Axis("longitude", "经度", 180)


def from_degrees_minutes(text: str, axis: Axis, column: str) -> str:
    """Decimal degrees with four decimals of `ddmm` or `dddmm`; raises `CellError`.

    The first zero may be missing, as spreadsheets drop it (`905` is 9°05′).

    >>> from_degrees_minutes("4049", LATITUDE, "lat")
    '40.8167'
    """
    width = len(str(axis.reach)) + 2
    if not _DIGITS.fullmatch(text) or len(text) not in (width - 1, width):
        shape = "d" * (width - 2) + "mm"
        raise CellError(
            column,
            text,
            "degrees-minutes",
            f"{axis.title_zh}应写作度分 {shape}，请按原表更正 / "
            f"write {axis.name} as degrees and minutes {shape}: correct the cell",
        )
    degrees, minutes = int(text[:-2]), int(text[-2:])
    if minutes >= 60:
        raise CellError(
            column,
            text,
            "minutes",
            f"{axis.title_zh}的分须小于 60，请按原表更正 / "
            f"minutes of {axis.name} must be below 60: correct the cell",
        )
    if degrees * 60 + minutes > axis.reach * 60:
        raise _out_of_reach(text, axis, column)
    return f"{degrees}.{(minutes * 10_000 + 30) // 60:04d}"


def decimal_degrees(text: str, axis: Axis, column: str) -> str:
    """Decimal degrees as printed; raises `CellError`."""
    if not _DECIMAL.fullmatch(text):
        raise CellError(
            column,
            text,
            "decimal",
            f"{axis.title_zh}应为十进制度，请更正 / "
            f"write {axis.name} in decimal degrees, such as 40.8167",
        )
    if abs(Decimal(text)) > axis.reach:
        raise _out_of_reach(text, axis, column)
    return text


def metres(text: str, column: str) -> str:
    """A height as printed; raises `CellError` for what is no height (`999999` is a missing one)."""
    if not _DECIMAL.fullmatch(text) or not LOWEST_M <= Decimal(text) <= HIGHEST_M:
        raise CellError(
            column,
            text,
            "height",
            f"海拔应为 {LOWEST_M} 至 {HIGHEST_M} 米的十进制数，缺测请留空 / write a height "
            f"in metres from {LOWEST_M} to {HIGHEST_M}; leave a missing one blank",
        )
    return text


def station_number(text: str, column: str) -> str:
    """A national (and WMO block) station number of five digits; raises `CellError`."""
    if not _NUMBER.fullmatch(text):
        raise CellError(
            column,
            text,
            "station-number",
            "区站号应为五位数字，请更正 / write the five digits of the station number",
        )
    return text


def is_station_number(text: str) -> bool:
    """Whether the text is a station number of five digits."""
    return _NUMBER.fullmatch(text) is not None


def _out_of_reach(text: str, axis: Axis, column: str) -> CellError:
    return CellError(
        column,
        text,
        "range",
        f"{axis.title_zh}不能超过 {axis.reach} 度，请更正 / "
        f"{axis.name} cannot exceed {axis.reach} degrees: correct the cell",
    )


# What a registry says of a station


@dataclass(frozen=True, slots=True)
class Period:
    """The valid time of a claim. `begin_known` is False where a source gives no date."""

    valid_from: str = BEGINNING
    valid_to: str = OPEN_END
    begin_known: bool = True


UNDATED = Period(begin_known=False)
"""The period of a list without dates: it speaks for one day, and says so in `snapshot_on`."""


@dataclass(frozen=True, slots=True)
class StationWords:
    """The words of one source about one station over one period, as claims."""

    source: SourceFile
    number: str
    period: Period = UNDATED

    @property
    def station(self) -> str:
        """The id of the station."""
        return make_id(NODE_KINDS["Station"], self.number)

    def named(self, properties: Mapping[str, PropertyValue]) -> Claim:
        """The Station itself, with what never changes of it."""
        return self._claim("Station", self.station, None, properties)

    def positioned(self, properties: Mapping[str, PropertyValue]) -> tuple[Claim, Claim]:
        """Its position: the Location and the LOCATED_AT edge to it."""
        key = (self.number, self.source.source_id, self.period.valid_from)
        location = make_id(NODE_KINDS["Location"], *key)
        return (
            self._claim("Location", location, None, properties),
            self._claim("LOCATED_AT", self.station, location, {}),
        )

    def in_state(self, name: str, value: str) -> tuple[Claim, Claim]:
        """The value of a property that changes: the State and the HAS_STATE edge to it."""
        key = (self.station, name, self.period.valid_from, self.source.source_id)
        state = make_id(NODE_KINDS["State"], *key)
        properties = {"element": self.station, "property": name, "value": value}
        return (
            self._claim("State", state, None, properties),
            self._claim("HAS_STATE", self.station, state, {}),
        )

    def related(self, kind: str, target: str) -> Claim:
        """An edge from the station to something else, over the period."""
        return self._claim(kind, self.station, target, {})

    def absent(self, location: Claim, what: str, reason: str) -> tuple[Claim, Claim]:
        """That a position lacks something, and why: a State `nil:…` of it and the edge to it."""
        name = f"nil:{what}"
        key = (location.subject, name, self.period.valid_from, self.source.source_id)
        state = make_id(NODE_KINDS["State"], *key)
        properties = {"element": location.subject, "property": name, "value": reason}
        return (
            self._claim("State", state, None, properties),
            self._claim("HAS_STATE", location.subject, state, {}),
        )

    def _claim(
        self, kind: str, subject: str, object_: str | None, properties: Mapping[str, PropertyValue]
    ) -> Claim:
        begin = {} if self.period.begin_known else {"begin_known": False}
        return Claim(
            kind,
            subject,
            object_,
            {**properties, **begin},
            self.period.valid_from,
            self.period.valid_to,
            self.source.certainty or Certainty.STATED,
        )


# Lists with one row a station


def repeated_stations(loader: Loader, source: SourceFile) -> tuple[str, ...]:
    """A warning for each station that several rows of a list speak of; all of them are kept."""
    places: dict[str, dict[str, None]] = {}
    whole = replace(source, lines=None)
    for row in loader.read(whole):
        for claim in loader.claims(row, whole) if isinstance(row, RawRow) else ():
            if isinstance(claim, Claim) and claim.kind == "Station":
                at = row.place.locator or str(row.place.line)
                places.setdefault(claim.subject, {})[at] = None
    twice = {subject: "、".join(at) for subject, at in places.items() if len(at) > 1}
    return tuple(
        f"{subject} 不止一行（{at}），都保留，请核对哪一行作数 / "
        f"has several rows ({at}): all are kept, check which of them holds"
        for subject, at in twice.items()
    )


# Rows of a CSV table whose records are lines


def has_columns(head: bytes, columns: frozenset[str]) -> bool:
    """Whether the first line of a file names all these columns."""
    return columns <= set(_header(head.split(b"\n", 1)[0]))


def unread_columns(path: Path, known: frozenset[str]) -> tuple[str, ...]:
    """A warning for each column of the table that its loader does not know."""
    with path.open("rb") as stream:
        header = _header(stream.readline())
    return tuple(
        f"列 {name} 未读 / column {name!r} is not read" for name in header if name not in known
    )


def csv_rows(
    source: SourceFile,
    columns: frozenset[str],
    identify: Callable[[Mapping[str, str]], str],
    names: tuple[str, ...] = (),
) -> Iterator[RawRow | Rejected]:
    """The lines below the header as rows, or those of them that `source.lines` wants.

    `names`: the columns in order where the table has no header and begins with a row.

    A record is one line, so that an unclosed quote costs its own row alone. A place spans the
    line without its end. `identify` names a row from its cells, with "" where it cannot.
    Raises `SourceError`.
    """
    try:
        with source.path.open("rb") as stream:
            first = b"" if names else stream.readline()
            header = list(names) or _checked_header(source.path, first, columns)
            offset = len(first)
            for line, raw in enumerate(stream, 1 if names else 2):
                content = raw.rstrip(b"\r\n")
                place = Place(line, 0, offset, len(content))
                offset += len(raw)
                if content and (source.lines is None or line in source.lines):
                    yield _csv_row(content, place, header, identify)
    except OSError as error:
        raise SourceError(
            source.path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error


def _header(line: bytes) -> list[str]:
    """Column names of a first line; what is no CSV at all has none of ours."""
    try:
        cells = next(
            csv.reader([line.decode("utf-8-sig", errors="replace").rstrip("\r\n")], strict=True), []
        )
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _checked_header(path: Path, line: bytes, columns: frozenset[str]) -> list[str]:
    header = _header(line)
    missing = sorted(columns - set(header))
    twice = sorted({name for name in columns if header.count(name) > 1})
    if missing:
        raise SourceError(
            path,
            f"缺少列 / columns are absent: {', '.join(missing)}",
            "补上这些列 / give the table these columns",
        )
    if twice:
        raise SourceError(
            path,
            f"列名重复 / columns occur twice: {', '.join(twice)}",
            "每列只留一个 / keep one of each",
        )
    return header


def _csv_row(
    content: bytes, place: Place, header: list[str], identify: Callable[[Mapping[str, str]], str]
) -> RawRow | Rejected:
    """The row of a line, or why it is none."""
    text = content.decode("utf-8", errors="replace")
    rule = message = ""
    try:
        cells = next(csv.reader([text], strict=True))
    except csv.Error as error:
        cells = text.split(",")
        rule, message = (
            "csv",
            (f"该行不合 CSV 格式，请检查引号 / no CSV ({error}): check the quotes of this line"),
        )
    fields = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    if not rule and len(cells) != len(header):
        rule, message = (
            "cells",
            (
                f"应有 {len(header)} 格，实有 {len(cells)} 格，请对照表头 / {len(cells)} cells for "
                f"{len(header)} columns: compare this line with the header"
            ),
        )
    if not _is_utf8(content):
        rule, message = (
            "utf-8",
            ("不是 UTF-8，请以 UTF-8 另存 / not UTF-8: save the table as UTF-8"),
        )
    if rule:
        return Rejected(place, "", text[:_SHOWN], rule, message, identify(fields))
    return RawRow(place, identify(fields), fields)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
