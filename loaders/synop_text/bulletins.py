"""Reports of a file: what stands before each, its text from the station on, and its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Place, Rejected, SourceError
from loaders.positions import CellError
from loaders.protocol import RawRow

LONGEST = 2000
"""Characters that a report may have."""
SHOWN = 200
_HEADING = re.compile(r"[A-Z]{4}\d{2} [A-Z]{4} \d{6}(?: [A-Z]{3})?\s*\Z")
_DATED = re.compile(r"(\d{5}),(\d{4}),(\d{2}),(\d{2}),(\d{2}),(\d{2}),")
_SECTION_0 = re.compile(r"(AAXX|BBXX|OOXX)\s+(\d{4}[\d/])(?=\s|\Z)")
_FRAME = re.compile(r"(?:ZCZC|NNNN|[\x01\x03\s]|\b\d{3}\b)*\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before a report and holds for it: section 0 of FM 12, or the date of its line.

    `dated`: year, month, day, hour, minute. `station`: at the begin of the line.
    """

    kind: str = ""
    day_hour: str = ""
    dated: tuple[int, ...] = ()
    station: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its text from the station on, and where it stands."""

    header: Header
    text: str
    place: Place


def reports(path: Path) -> Iterator[Report | Rejected]:
    """The reports in order. One ends with `=`, before the next section 0, or with the file."""
    try:
        with path.open("rb") as stream:
            yield from _Bulletins().reports(stream)
    except OSError as error:
        raise SourceError(
            path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error


class _Bulletins:
    """Puts lines together to reports."""

    def __init__(self) -> None:
        self._header = Header()
        self._text = ""
        self._begin = Place(1, 0, 0, 0)

    def reports(self, lines: Iterable[bytes]) -> Iterator[Report | Rejected]:
        """The reports in lines of a file."""
        offset = 0
        for number, raw in enumerate(lines, 1):
            line = raw.decode("ascii", errors="replace").replace("\r", " ")
            begin = Place(number, 0, offset, len(raw))
            yield from self._line(line, raw, begin)
            offset += len(raw)
        yield from self._ended(offset)

    def _line(self, line: str, raw: bytes, place: Place) -> Iterator[Report | Rejected]:
        assert place.offset is not None
        at = 0
        if _HEADING.search(line) is not None:
            yield from self._ended(place.offset)
            self._header = Header()
            return
        if (dated := _DATED.match(line)) is not None:
            yield from self._ended(place.offset)
            numbers = tuple(map(int, dated.groups()[1:]))
            self._header = Header(dated=numbers, station=dated[1])
            at = dated.end()
        if (section := _SECTION_0.search(line, at)) is not None:
            yield from self._ended(place.offset + section.start())
            self._header = replace(self._header, kind=section[1], day_hour=section[2])
            at = section.end()
        while at < len(line):
            end = line.find("=", at)
            stop = len(line) if end < 0 else end
            self._take(line, at, stop, place)
            if end < 0:
                break
            yield from self._ended(place.offset + end + 1)
            at = end + 1

    def _take(self, line: str, begin: int, end: int, place: Place) -> None:
        """Add a stretch of a line to the report at hand."""
        words = line[begin:end]
        if not self._text.strip() and (text := words.lstrip()):
            column = end - len(text)
            self._begin = replace(place, column=column, offset=(place.offset or 0) + column)
        if len(self._text) <= LONGEST:
            self._text += words + " "

    def _ended(self, offset: int) -> Iterator[Report | Rejected]:
        """The report that ends here, if there is one."""
        text, self._text = " ".join(self._text.split()), ""
        if not text or _FRAME.match(text):
            return
        length = offset - (self._begin.offset or 0)
        place = replace(self._begin, length=length)
        problem = self._problem(text)
        yield problem.rejecting(RawRow(place, "")) if problem else Report(self._header, text, place)

    def _problem(self, text: str) -> CellError | None:
        if not self._header.kind:
            return CellError(
                "",
                text[:SHOWN],
                "section-0",
                "之前没有 AAXX YYGGiw 组，不知时间；请补上 / "
                "no group AAXX YYGGiw stands before it: add "
                "it",
            )
        if self._header.kind != "AAXX":
            return CellError(
                "MiMiMjMj",
                self._header.kind,
                "category",
                "只读陆地台站的报（AAXX）；不必处理 / "
                "only reports of land stations (AAXX) are read: "
                "nothing to do",
            )
        if len(text) > LONGEST:
            return CellError(
                "",
                text[:SHOWN],
                "length",
                f"报文超过 {LONGEST} 字符，疑缺结束符 = ；请补上 / "
                f"longer than {LONGEST} characters: "
                "add the = that ends each report",
            )
        return None
