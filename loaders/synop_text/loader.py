"""SYNOP reports in text (FM 12): bulletins, or one report a line.

A report says the day of the month and the hour, never month and year. They come from the line that
holds it (`station,year,month,day,hour,minute,AAXX …`, as archives print it) or from the declared
day (`--snapshot`), which the report must lie within ten days of; else it is rejected. A report
states no position. Values go to the lake in units of BUFR Table B.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from graph import Claim, Rejected
from loaders.bufr_elements import variable_claim, variable_of
from loaders.observations import Observation
from loaders.positions import CellError, StationWords
from loaders.protocol import RawRow, SourceFile
from loaders.series import series_claims
from loaders.synop_text.bulletins import SHOWN, Report, reports
from loaders.synop_text.groups import decoded, values
from ontology import civil_day, format_valid

DATASET = "synop_text"
NEAREST_DAYS = 10
_STATION = re.compile(r"\d{5}\Z")
_ACCEPTED = re.compile(rb"\bAAXX\s+\d{4}[\d/]\s+\d{5}\b")


@dataclass(frozen=True, slots=True)
class Payload:
    """What a row carries: its values, and the station and variables that are new in the file."""

    station: str
    values: tuple[Observation, ...]
    new_station: bool = False
    variables: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


class SynopText:
    """Reads SYNOP reports in text."""

    __slots__ = ()

    name = "synop_text"
    title_zh = "SYNOP 报（电码）"
    title_en = "SYNOP reports in text"
    version = "1"
    family = "observation"
    snapshot: str | None = None
    row_local = False
    dataset = DATASET

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether a report of a land station begins in the first bytes of the file."""
        return b"\x00" not in head and _ACCEPTED.search(head) is not None

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Nothing: what is not read is rejected."""
        return ()

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each report. Raises `SourceError`, `MissingExtraError`."""
        known: set[tuple[str, str]] = set()
        for report in reports(source.path):
            if isinstance(report, Rejected):
                yield report
                continue
            identity = ""
            try:
                station, moment = _station(report), _moment(report, source)
                identity = f"synop|{station}|{format_valid(moment)}"
                found = tuple(values(decoded(report, station), station, moment))
            except CellError as error:
                row = RawRow(report.place, identity)
                yield error.rejecting(row)
                continue
            payload = _with_news(Payload(station, found), known)
            yield RawRow(report.place, identity, payload=payload)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """The station, its series and their variables, where no report before has them."""
        assert isinstance(row.payload, Payload)
        return _claims(row.payload, source)

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        """The values of the report."""
        assert isinstance(row.payload, Payload)
        return row.payload.values


LOADER = SynopText()


def _with_news(payload: Payload, known: set[tuple[str, str]]) -> Payload:
    """What a report says that none before it in the file has said; it is known from then on."""
    number = payload.station
    codes = tuple(dict.fromkeys(value.variable for value in payload.values))
    series = tuple(code for code in codes if (number, code) not in known)
    variables = tuple(code for code in series if ("", code) not in known)
    new = (number, "") not in known
    known.add((number, ""))
    known.update((number, code) for code in series)
    known.update(("", code) for code in variables)
    return replace(payload, new_station=new, series=series, variables=variables)


def _claims(payload: Payload, source: SourceFile) -> Iterator[Claim]:
    if payload.new_station:
        wigos = {"wigos_id": f"0-20000-0-{payload.station}"}
        yield StationWords(source, payload.station).named(wigos)
    for code in payload.variables:
        yield variable_claim(source, variable_of(code))
    for code in payload.series:
        yield from series_claims(source, payload.station, code, DATASET)


def _station(report: Report) -> str:
    station = report.text.split(" ", 1)[0]
    if _STATION.fullmatch(station) is None or (report.header.station or station) != station:
        raise CellError(
            "IIiii",
            station[:SHOWN],
            "station-number",
            "区站号应为五位数字并与行首一致，请更正 / "
            "the station number has five digits and is that "
            "at the begin of the line: correct it",
        )
    return station


def _moment(report: Report, source: SourceFile) -> datetime:
    """The time of observation, UTC; raises `CellError` where month and year are not told."""
    day, hour = int(report.header.day_hour[:2]), int(report.header.day_hour[2:4])
    if report.header.dated:
        year, month, *rest = report.header.dated
        if rest[:2] != [day, hour]:
            raise _no_time(report, "与行首的日期不符 / it is not the date of its line")
        return _checked(report, (year, month, day, hour, rest[2]))
    if source.snapshot is None:
        raise CellError(
            "YYGGiw",
            report.header.day_hour,
            "month-and-year",
            "报文里没有年月，不可猜测；请用 --snapshot 日期 说明 / "
            "a report tells neither month nor year: "
            "declare the day with --snapshot DATE",
        )
    declared = date.fromisoformat(civil_day(source.snapshot))
    for back in (0, -1, 1):
        months = declared.year * 12 + declared.month - 1 + back
        found = _of_calendar((months // 12, months % 12 + 1, day, hour, 0))
        if found is not None and abs((found.date() - declared).days) <= NEAREST_DAYS:
            return found
    raise _no_time(
        report,
        f"距 --snapshot {declared} 超过 {NEAREST_DAYS} 天，请分开装载 / it is more than "
        f"{NEAREST_DAYS} days from --snapshot {declared}: load it apart",
    )


def _checked(report: Report, given: tuple[int, ...]) -> datetime:
    found = _of_calendar(given)
    if found is None:
        raise _no_time(report, "不是历法中的时间，请更正 / no time of the calendar: correct it")
    return found


def _of_calendar(given: tuple[int, ...]) -> datetime | None:
    year, month, day, hour, minute = given
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def _no_time(report: Report, message: str) -> CellError:
    return CellError("YYGGiw", report.header.day_hour, "time", message)
