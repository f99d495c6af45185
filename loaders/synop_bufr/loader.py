"""The loader of SYNOP messages in BUFR: a row is a subset of a message of surface data on land.

A message states where the station stands at its time, nothing of before or after: the position is
valid for that second and speaks for it (`snapshot_on`), as a registry does for its day. It is
claimed when a file first gives it and when it changes; so are the heights of sensors. The values go
to the lake in the units of Table B.

A message that corrects another (update sequence number, BBB) counts as it stands in the order of
reading: the later value is the newer version in the lake. One that comes after its correction in
the same file is rejected as superseded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from graph import Claim, Place, Rejected
from loaders.bufr_elements import variable_claim
from loaders.observations import Observation
from loaders.positions import UNDATED, CellError, Period, StationWords
from loaders.protocol import RawRow, SourceFile
from loaders.series import series_claims
from loaders.synop_bufr.decoding import Layout, subsets
from loaders.synop_bufr.messages import SURFACE_LAND, Message, begins_message, messages
from loaders.synop_bufr.reading import Plan, Reader, Report, rejected
from ontology import NODE_KINDS, Certainty, format_valid, make_id

DATASET = "synop_bufr"
SECOND = timedelta(seconds=1)
REMEMBERED = 100_000
"""Messages whose corrections are known, at most."""


@dataclass(frozen=True, slots=True)
class News:
    """What a row says that no row before it in the file has said."""

    station: bool = False
    position: bool = False
    variables: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    heights: tuple[tuple[str, str], ...] = ()


NOTHING_NEW = News()


@dataclass(frozen=True, slots=True)
class Payload:
    """What a row of this loader carries."""

    report: Report
    news: News


@dataclass(slots=True)
class _Said:
    """What the rows of a file have said so far; it grows with stations, not with messages."""

    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    heights: dict[tuple[str, str], str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    plans: set[tuple[str, Plan]] = field(default_factory=set)
    series: set[tuple[str, str]] = field(default_factory=set)
    ranks: OrderedDict[tuple[str, float, Layout], int] = field(default_factory=OrderedDict)

    def superseded(self, report: Report) -> bool:
        """Whether a correction of this message was there before it."""
        subset = report.subset
        key = (report.station, report.time.timestamp(), subset.layout)
        rank = subset.message.rank
        if self.ranks.setdefault(key, rank) > rank:
            return True
        self.ranks[key] = rank
        if len(self.ranks) > REMEMBERED:
            self.ranks.popitem(last=False)
        return False

    def news(self, report: Report) -> News:
        """What is new in a report; it is known from then on."""
        number, plan = report.station, report.plan
        before = self.positions.get(number)
        moved = bool(report.position) and before != report.position
        if before is None or moved:
            self.positions[number] = report.position
        heights = tuple(
            (code, height)
            for code, height in report.heights.items()
            if self.heights.get((number, code)) != height
        )
        self.heights.update(((number, code), height) for code, height in heights)
        if (number, plan) in self.plans:
            return News(position=moved, heights=heights) if moved or heights else NOTHING_NEW
        self.plans.add((number, plan))
        series = tuple(code for code in plan.variables if (number, code) not in self.series)
        self.series.update((number, code) for code in series)
        variables = tuple(code for code in plan.variables if code not in self.variables)
        self.variables.update(variables)
        return News(before is None, moved, variables, series, heights)


class SynopBufr:
    """Reads SYNOP messages in BUFR, with ecCodes in a process of its own."""

    __slots__ = ()

    name = "synop_bufr"
    title_zh = "SYNOP 报（BUFR）"
    title_en = "SYNOP messages in BUFR"
    version = "1"
    family = "observation"
    snapshot: str | None = None
    row_local = False
    dataset = DATASET

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether a BUFR message begins in the first bytes of the file."""
        return begins_message(head)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Nothing: what is not read is rejected."""
        return ()

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each subset, a rejection for each message that gives none.

        Raises `SourceError`, `MissingExtraError` without the extra `field`.
        """
        reader, said = Reader(), _Said()
        for subset in subsets(source.path, _of_surface(messages(source.path))):
            if isinstance(subset, Rejected):
                yield subset
                continue
            try:
                report = reader.read(subset)
            except CellError as error:
                yield rejected(subset, error)
                continue
            identity = _identity(report)
            place = subset.message.place(subset.number)
            if said.superseded(report):
                yield _superseded(place, identity)
            else:
                yield RawRow(place, identity, payload=Payload(report, said.news(report)))

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Station, position, variables, series and heights of sensors that are new in the file."""
        assert isinstance(row.payload, Payload)
        return _claims(row.payload, source)

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        """The values of the subset."""
        assert isinstance(row.payload, Payload)
        return row.payload.report.observations()


LOADER = SynopBufr()


def _of_surface(found: Iterable[Message | Rejected]) -> Iterator[Message | Rejected]:
    for one in found:
        if isinstance(one, Message) and one.category != SURFACE_LAND:
            yield Rejected(
                one.place(1),
                "dataCategory",
                str(one.category),
                "category",
                "只读陆地地面资料（类别 0），此报属别类；不必处理 / "
                "only surface data on land (category "
                "0) are read, this message is of another category: nothing to do",
            )
        else:
            yield one


def _identity(report: Report) -> str:
    """Station, time and template: a correction has the identity of what it corrects."""
    first = report.plan.values[0][1] if report.plan.values else ""
    return f"synop|{report.station}|{format_valid(report.time)}|{first}"


def _superseded(place: Place, identity: str) -> Rejected:
    return Rejected(
        place,
        "updateSequenceNumber",
        "",
        "superseded",
        "本文件中在它之前已有它的更正报，以更正报为准；不必处理 / "
        "its correction stands before it in "
        "this file and counts: nothing to do",
        identity,
    )


def _claims(payload: Payload, source: SourceFile) -> Iterator[Claim]:
    report, news = payload.report, payload.news
    if news == NOTHING_NEW:
        return
    moment = Period(format_valid(report.time), format_valid(report.time + SECOND))
    if news.station:
        words = StationWords(source, report.station, UNDATED)
        yield words.named({"wigos_id": report.wigos_id})
    if news.position:
        position = {**report.position, "snapshot_on": moment.valid_from}
        yield from StationWords(source, report.station, moment).positioned(position)
    for code in news.variables:
        yield variable_claim(source, report.plan.variables[code])
    for code in news.series:
        yield from series_claims(source, report.station, code, DATASET)
    for code, height in news.heights:
        yield from _height(report.station, code, height, moment, source)


def _height(
    number: str, code: str, height: str, moment: Period, source: SourceFile
) -> tuple[Claim, Claim]:
    """Height of the sensor of a series above ground (5-05) at the time of the message."""
    series = make_id(NODE_KINDS["Series"], number, code)
    begin, end = moment.valid_from, moment.valid_to
    state = make_id(NODE_KINDS["State"], series, "height_m", begin, source.source_id)
    said = {"element": series, "property": "height_m", "value": height}
    node = Claim("State", state, None, said, begin, end, source.certainty or Certainty.STATED)
    return node, replace(node, kind="HAS_STATE", subject=series, object=state, properties={})
