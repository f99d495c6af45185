"""Six-hourly quality monitoring reports that NWP centres send to WDQMS, one file a centre.

Lines with `#` tell the type (SYNOP, TEMP), `An_date` and `An_time` of the analysis; below the
header each line is one observation with its status in the assimilation and its departure from the
background. Those of one station, variable, level and centre are one result, which is placed at its
first line: the observations themselves are no nodes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from graph import Place, PropertyValue, Rejected, SourceError
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile
from loaders.wdqms.periods import Span, six_hours
from loaders.wdqms.results import QUALITY, Result, Verdict, wigos_of
from ontology import Certainty

COLUMNS = frozenset({"station_id", "yyyymmdd", "hhmmss", "statusflag", "centre_id", "var_id"})
DEPARTURES = ("bg_dep", "mean_bg_dep")
VARIABLES = {
    "SYNOP": {
        "110": "pressure", "39": "temperature", "58": "humidity", "41": "zonal_wind",
        "42": "meridional_wind", "1": "geopotential",
    },
    "TEMP": {"2": "temperature", "3": "zonal_wind", "4": "meridional_wind", "29": "humidity"},
}  # fmt: skip
"""Variables by their ids in the reports; another id stays as it is printed."""
USED, NO_CONTENT = "0", "9"
TURNED_DOWN = {
    "2": "rejected by the assimilation",
    "5": "rejected before the assimilation",
    "7": "quality issue",
}
_FLAG = re.compile(r"[0-9]", re.ASCII)
_DEPARTURE = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,12})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
_NONE = frozenset({"", "nan", "null"})
_SAID = re.compile(r"#\s*(TYPE|An_date|An_time)\s*=\s*(\S+)", re.ASCII | re.IGNORECASE)
_SHOWN = 200
_REMEDY = (
    "前几行应为 # TYPE=SYNOP、#An_date= 20240501、#An_time= 18，其后为表头 / begin with the lines "
    "# TYPE=SYNOP, #An_date= 20240501 and #An_time= 18, then the header"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines above the observations say."""

    type: str
    span: Span
    columns: tuple[str, ...]
    line: int
    offset: int


@dataclass(slots=True)
class Group:
    """The observations of one station, variable, level and centre, counted as they are read."""

    place: Place
    station: str
    variable: str
    centre: str
    span: Span
    flags: dict[str, int] = field(default_factory=dict)
    departures: Decimal = Decimal(0)
    departed: int = 0

    def add(self, flag: str, departure: str) -> None:
        """Count one observation."""
        self.flags[flag] = self.flags.get(flag, 0) + 1
        if departure:
            self.departures += Decimal(departure)
            self.departed += 1

    def result(self) -> Result:
        """The counts, and an issue where observations were turned down for their quality."""
        received = sum(count for flag, count in self.flags.items() if flag != NO_CONTENT)
        turned_down = {flag: n for flag, n in sorted(self.flags.items()) if flag in TURNED_DOWN}
        figures: dict[str, PropertyValue] = {
            "received": received,
            "used": self.flags.get(USED, 0),
            "turned_down": sum(turned_down.values()),
        }
        if self.departed:
            mean = self.departures / self.departed
            figures["mean_departure"] = str(mean.quantize(Decimal("0.0001"), ROUND_HALF_UP))
        test = "; ".join(f"{n} {TURNED_DOWN[flag]}" for flag, n in turned_down.items())
        verdict = Verdict(QUALITY, test, str(figures["turned_down"]))
        return Result(
            self.station, "", self.variable, QUALITY, self.centre, self.span, figures,
            (verdict,) if turned_down else (), Certainty.INFERRED,
        )  # fmt: skip


def is_report(head: bytes) -> bool:
    """Whether a file begins like a report: its type in a comment, and the columns below."""
    lines = head[:4096].decode("utf-8-sig", errors="replace").splitlines()
    return any(_SAID.match(line) for line in lines) and any(_is_header(line) for line in lines)


def report_rows(source: SourceFile) -> Iterator[RawRow | Rejected]:
    """A row for each group, in the order of their first lines; rejected lines as they come."""
    groups: dict[tuple[str, ...], Group] = {}
    with source.path.open("rb") as stream:
        head = _head(source, stream.readline)
        line, offset = head.line, head.offset
        for raw in stream:
            line += 1
            content = raw.rstrip(b"\r\n")
            place = Place(line, 0, offset, len(content))
            offset += len(raw)
            if not content.strip() or content.lstrip().startswith(b"#"):
                continue
            try:
                _note(groups, head, place, content)
            except CellError as error:
                yield Rejected(place, error.column, error.value[:_SHOWN], error.rule, error.message)
    for key, group in groups.items():
        yield RawRow(group.place, f"report|{'|'.join(key)}", {}, group)


def _head(source: SourceFile, readline: Callable[[], bytes]) -> Head:
    """What stands above the observations. Raises `SourceError`."""
    said: dict[str, str] = {}
    line = offset = 0
    while raw := readline():
        line, offset = line + 1, offset + len(raw)
        text = raw.decode("utf-8-sig", errors="replace").strip()
        if match := _SAID.match(text):
            said[match[1].lower()] = match[2]
        elif _is_header(text):
            columns = tuple(cell.strip().lower() for cell in text.lstrip("#").split(","))
            return Head(said.get("type", "").upper(), _span(source, said), columns, line, offset)
        elif text and not text.startswith("#"):
            break
    raise SourceError(source.path, "没有表头 / there is no header", _REMEDY)


def _span(source: SourceFile, said: Mapping[str, str]) -> Span:
    text = f"{said.get('an_date', '')} {said.get('an_time', '').zfill(2)[:2]}"
    try:
        return six_hours(datetime.strptime(text, "%Y%m%d %H").replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise SourceError(
            source.path, f"分析时刻不可读 / the time of the analysis cannot be read: {text!r}",
            _REMEDY,
        ) from error  # fmt: skip


def _is_header(text: str) -> bool:
    columns = {cell.strip().lower() for cell in text.lstrip("#").split(",")}
    return columns >= COLUMNS and any(name in columns for name in DEPARTURES)


def _note(groups: dict[tuple[str, ...], Group], head: Head, place: Place, content: bytes) -> None:
    """Count the observation of a line. Raises `CellError`."""
    fields = _fields(head, content)
    station, centre = fields["station_id"], fields["centre_id"].upper()
    wigos_of(station)
    for column, text in (("centre_id", centre), ("var_id", fields["var_id"])):
        if not text:
            raise CellError(
                column, "", "required", f"缺少 {column}，请补上 / no {column} is told: add it"
            )
    flag = fields["statusflag"]
    if not _FLAG.fullmatch(flag):
        raise CellError(
            "StatusFlag", flag, "code", "应为 0 至 9 的状态码，请更正 / write a status from 0 to 9"
        )
    departure = _departure(fields)
    variable = _variable(head.type, fields)
    key = (station, variable, centre)
    group = groups.get(key)
    if group is None:
        group = groups[key] = Group(place, station, variable, centre, head.span)
    group.add(flag, departure)


def _fields(head: Head, content: bytes) -> dict[str, str]:
    try:
        text = content.decode("utf-8")
        cells = next(csv.reader([text], strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        shown = content.decode("utf-8", errors="replace")
        raise CellError(
            "", shown, "csv", f"该行不可读，请检查 / the line cannot be read ({error}): check it"
        ) from error
    if len(cells) != len(head.columns):
        raise CellError(
            "",
            text,
            "cells",
            f"应有 {len(head.columns)} 格，实有 {len(cells)} 格，请对照表头 / {len(cells)} cells "
            f"for {len(head.columns)} columns: compare this line with the header",
        )
    return dict(zip(head.columns, (cell.strip() for cell in cells), strict=True))


def _departure(fields: Mapping[str, str]) -> str:
    """The departure of a line, "" where it is missing (blank or asterisks)."""
    text = next(fields[name] for name in DEPARTURES if name in fields)
    if text.lower() in _NONE or not text.strip("*"):
        return ""
    if not _DEPARTURE.fullmatch(text):
        raise CellError(
            "Bg_dep",
            text,
            "decimal",
            "应为十进制数，缺测写作 ****** / write a decimal number, ****** for a missing one",
        )
    return text


def _variable(report: str, fields: Mapping[str, str]) -> str:
    printed = fields["var_id"]
    name = VARIABLES.get(report, {}).get(printed, f"var_id {printed}")
    words = [name] if report in {"", "SYNOP"} else [report, name]
    if level := fields.get("levels", ""):
        words.append(level)
    return f"WDQMS/{' '.join(words)}"
