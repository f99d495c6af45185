"""The loader of MUSIC answers: an XML envelope `DS` with one empty element `R` a record.

The service keeps its times in UTC (the answer of `times=20180901160000` was asked for at 16:15);
a file in another zone is declared with `--timezone`. Files carry no validity: the position of a
station is what the service said on the day of its first record, and is claimed again where it
differs within the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.cimiss_music.elements import NUMBER, VARIABLES
from loaders.cimiss_music.record import Record, identity, record, unread
from loaders.markup import Node, nodes
from loaders.observations import Observation
from loaders.positions import UNDATED, CellError, Period, StationWords
from loaders.protocol import RawRow, SourceFile
from loaders.series import series_claims, variable_claim
from ontology import NODE_KINDS, format_valid, make_id

DATASET = "cimiss_surface_minute"
_RECORD = "R"
_RECORDS = re.compile(rb"<R[\s/>]")
_COUNT = re.compile(r"[0-9]{1,12}")
_ROOT = re.compile(rb"<DS[\s>]")
_KEYS = (re.compile(rb"\bStation_Id_C\s*="), re.compile(rb"\bMin\s*="))
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class News:
    """A record, and what of it the file says for the first time.

    `place`: since when its position is claimed, None where it is that of the record before.
    `series`: elements whose series is new; `variables`: elements that are.
    """

    record: Record
    place: Period | None
    series: tuple[str, ...]
    variables: tuple[str, ...]


class CimissMusic:
    """Reads an answer: station, position and series in claims, the values into the lake."""

    __slots__ = ()

    name = "cimiss_music"
    title_zh = "CIMISS/MUSIC 检索结果"
    title_en = "answer of CIMISS/MUSIC"
    version = "1"
    family = "observation"
    snapshot: str | None = None
    row_local = False
    dataset = DATASET

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether it is an answer whose records name a station and a minute."""
        return _ROOT.search(head) is not None and all(key.search(head) for key in _KEYS)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each record; its payload is the record and what is new in it.

        Raises `SourceError` for what is no answer, for one that says it failed, and for a DOCTYPE.
        """
        memory = _Memory(source)
        for node in nodes(source.path, frozenset({_RECORD}), frozenset({""})):
            if node.path == "":
                _check_envelope(source, node)
            elif node.path == _RECORD:
                yield memory.row(node)
            else:
                yield _stranger(node)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Fewer records than the envelope says; attributes of the first record nobody reads."""
        return (*_short(source), *_unread(source))

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What the record says first: its station, its position, its series."""
        assert isinstance(row.payload, News)
        return tuple(_claims(row.payload, source))

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        """The values of the record, missing ones with their reason."""
        assert isinstance(row.payload, News)
        return row.payload.record.values


LOADER = CimissMusic()


class _Memory:
    """What the file has said so far: positions by station, series and variables."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._places: dict[str, tuple[tuple[str, str], ...]] = {}
        self._series: dict[str, set[str]] = {}
        self._variables: set[str] = set()

    def row(self, node: Node) -> RawRow | Rejected:
        """The row of a record, or why it is none."""
        fields = {name: text.strip() for name, text in node.attributes.items()}
        row = RawRow(node.place, identity(fields), fields)
        try:
            return replace(row, payload=self._news(record(fields, self._source.zone)))
        except CellError as error:
            return error.rejecting(row)

    def _news(self, found: Record) -> News:
        known = self._series.setdefault(found.number, set())
        series = tuple(code for code in found.observed if code not in known)
        known.update(series)
        variables = tuple(c for c in series if c in VARIABLES and c not in self._variables)
        self._variables.update(variables)
        return News(found, self._place(found), series, variables)

    def _place(self, found: Record) -> Period | None:
        """The position as undated the first time, since the record where it is another."""
        said = tuple(sorted(found.position.items()))
        before = self._places.get(found.number)
        self._places[found.number] = said
        if before is None:
            return UNDATED
        return None if before == said else Period(format_valid(found.time))


def _claims(news: News, source: SourceFile) -> Iterator[Claim]:
    found = news.record
    if news.place is not None:
        yield from _place_claims(found, StationWords(source, found.number, news.place))
    for code in news.variables:
        yield variable_claim(source, VARIABLES[code])
    for code in news.series:
        yield from series_claims(source, found.number, code, DATASET)


def _place_claims(found: Record, words: StationWords) -> Iterator[Claim]:
    """Station, position, level and area, and what is missing of the position."""
    day = format_valid(found.time.replace(hour=0, minute=0))
    snapshot = {} if words.period.begin_known else {"snapshot_on": words.source.snapshot or day}
    station = replace(words, period=UNDATED)
    location, edge = words.positioned({**found.position, **snapshot})
    yield from (station.named(found.names), location, edge)
    for what, reason in found.absent:
        yield from words.absent(location, what, reason)
    if found.level:
        yield from words.in_state("station_level_code", found.level)
    if found.area:
        yield words.related("IN_AREA", make_id(NODE_KINDS["AdminArea"], found.area))


def _check_envelope(source: SourceFile, root: Node) -> None:
    """Raises `SourceError` for what is no answer, or the answer to a query that failed."""
    if root.name != "DS":
        raise SourceError(
            source.path,
            f"根元素是 {root.name[:80]}，不是 DS / its root is {root.name[:80]}, not DS",
            "取 MUSIC 接口返回的 XML / take the XML that the MUSIC service returned",
        )
    code = root.attributes.get("returnCode", "0")
    if code != "0":
        said = root.attributes.get("returnMessage", "")[:200]
        raise SourceError(
            source.path,
            f"检索失败，返回码 {code[:20]} / the query failed: {said}",
            "重新检索 / ask the service again",
        )


def _stranger(node: Node) -> Rejected:
    """What stands beside the records is no record, and is not passed over."""
    return Rejected(
        node.tag_place,
        node.path[:200],
        "",
        "element",
        "只应有记录 R，请核对 / only records `R` are expected here: check the answer",
    )


def _short(source: SourceFile) -> tuple[str, ...]:
    """Whether the file holds another number of records than its envelope says."""
    for root in nodes(source.path, frozenset(), frozenset({""})):
        stated = root.attributes.get("rowCount", "")
        break
    else:
        return ()
    held = _record_count(source.path)
    if not _COUNT.fullmatch(stated) or int(stated) == held:
        return ()
    return (
        f"结果注明 {stated} 条记录，实有 {held} 条 / the answer says {stated} records and has "
        f"{held}: it may be cut off",
    )


def _record_count(path: Path) -> int:
    """How often a record begins, without parsing."""
    count, tail = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            count += sum(1 for _ in _RECORDS.finditer(text))
            tail = text[-2:]  # one byte less than a match: none is counted twice
    return count


def _unread(source: SourceFile) -> tuple[str, ...]:
    for node in nodes(source.path, frozenset({_RECORD}), frozenset()):
        if NUMBER in node.attributes:
            return tuple(
                f"属性 {name[:80]} 未读 / attribute {name[:80]!r} is not read"
                for name in unread(node.attributes)
            )
    return ()
