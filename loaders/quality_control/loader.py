"""What an episode claims: an issue, the series it is about, and the values that show it.

Nobody loads findings by hand: `suyuan qc` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph import Claim, Place, PropertyValue, Rejected, SourceError
from loaders.protocol import RawRow, SourceFile, WrittenHere
from loaders.quality_control.findings import episode as episode_of
from loaders.quality_control.model import Episode
from ontology import NODE_KINDS, OPEN_END, Certainty, make_id


class QualityControl(WrittenHere):
    """Reads findings (see `loaders.protocol.Loader`)."""

    __slots__ = ()

    name = "quality_control"
    title_zh = "质量检查结果"
    title_en = "findings of quality control"
    family = "monitoring"
    row_local = True

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """One episode a line, after the heading."""
        offset = 0
        try:
            stream = source.path.open("rb")
        except OSError as error:
            raise SourceError(
                source.path, f"不能读取 / cannot be read: {error}", "检查文件 / check the file"
            ) from error
        with stream:
            for number, line in enumerate(stream, 1):
                bare = line.rstrip(b"\n")
                place = Place(number, 0, offset, len(bare))
                offset += len(line)
                if number == 1 or (source.lines is not None and number not in source.lines):
                    continue
                try:
                    found = episode_of(bare)
                except (ValueError, KeyError, TypeError) as error:
                    text = bare.decode("utf-8", errors="replace")[:200]
                    message = f"不是检查结果，请用 suyuan qc / no finding: {error!r}"
                    yield Rejected(place, "episode", text, "finding", message)
                    continue
                yield RawRow(place, found.id, payload=found)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """The issue, its state, and what it is about; of one that stands the sampled values."""
        if isinstance(row.payload, Episode):
            yield from _claims(row.payload, source)


LOADER = QualityControl()


def _claims(episode: Episode, source: SourceFile) -> Iterator[Claim]:
    found = episode.found
    certainty = source.certainty or Certainty.STATED
    _, dataset, test, _ = source.source_id.split("/", 3)
    issue = make_id(NODE_KINDS["Issue"], episode.id)
    end = found.end or OPEN_END

    def node(
        kind: str, subject: str, said: dict[str, PropertyValue], since: str, until: str
    ) -> Claim:
        return Claim(kind, subject, None, said, since, until, certainty)

    def edge(kind: str, subject: str, target: str, since: str, until: str) -> Claim:
        return Claim(kind, subject, target, {}, since, until, certainty)

    worst = found.worst
    told: dict[str, PropertyValue] = {
        "kind": found.kind,
        "test": test,
        "began": found.begin,
        "severity": found.severity,
        "flagged": str(found.count),
        "channel": f"quality-control/{dataset}",
        "expected": worst.detail,
    }
    if found.end is not None:
        told["ended"] = found.end
    if worst.value is not None:
        told["value"] = worst.value
    yield node("Issue", issue, {k: v for k, v in told.items() if v != ""}, found.begin, end)
    yield from _state(episode, issue, source.source_id, certainty)
    station = make_id(NODE_KINDS["Station"], found.station)
    if not found.variable:
        yield edge("ABOUT", issue, station, found.begin, end)
        return
    series = make_id(NODE_KINDS["Series"], found.station, found.variable)
    yield edge("ABOUT", issue, series, found.begin, end)
    yield from _series(found.variable, dataset, (series, station), certainty)
    if not episode.live:
        return
    for sample in found.samples:
        if not sample.evidence.startswith("lake/"):
            continue
        key = (found.station, found.variable, sample.time)
        shown = make_id(NODE_KINDS["Observation"], *key)
        of_value: dict[str, PropertyValue] = {"time": sample.time, "pointer": sample.evidence}
        if sample.value is not None:
            of_value["value"] = sample.value
        yield node("Observation", shown, of_value, sample.time, OPEN_END)
        yield edge("SHOWN_BY", issue, shown, found.begin, end)
        yield edge("PART_OF_SERIES", shown, series, sample.time, OPEN_END)


def _series(variable: str, dataset: str, ends: tuple[str, str], certainty: str) -> Iterator[Claim]:
    """What the lake says of a series; since when it is observed it does not."""
    series, station = ends
    said: dict[str, PropertyValue] = {"variable": variable, "pointer": f"lake/{dataset}"}
    unknown: dict[str, PropertyValue] = {"begin_known": False}
    target = make_id(NODE_KINDS["Variable"], variable)
    yield Claim("Series", series, None, said | unknown, certainty=certainty)
    yield Claim("OBSERVED_AT", series, station, unknown, certainty=certainty)
    yield Claim("OF_VARIABLE", series, target, unknown, certainty=certainty)


def _state(episode: Episode, issue: str, source_id: str, certainty: str) -> Iterator[Claim]:
    """Open or closed from the moment that was so; withdrawn for the whole of it, with the reason.

    When it was found to be so is for the ledger to tell.
    """
    begin = episode.found.begin
    since = episode.found.end if episode.status == "closed" else begin
    spans = [(episode.status, since or begin, OPEN_END)]
    if since != begin:
        spans.insert(0, ("open", begin, since or begin))
    for value, valid_from, valid_to in spans:
        key = (issue, "status", valid_from, source_id)
        state = make_id(NODE_KINDS["State"], *key)
        said: dict[str, PropertyValue] = {"element": issue, "property": "status", "value": value}
        if episode.reason:
            said["reason"] = episode.reason
        yield Claim("State", state, None, said, valid_from, valid_to, certainty)
        yield Claim("HAS_STATE", issue, state, {}, valid_from, valid_to, certainty)
