"""The findings of a test as JSON lines: a heading, then one episode a line, by id.

A file holds the episodes that a month began with, so that a run writes only the months it changed
and a long history is never written again. Its lines are the original of the source
`quality-control/DATASET/TEST/YYYY-MM`; what stands is read from there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from graph import SourceError
from loaders.quality_control.model import Episode, Found, Sample

PREFIX = "quality-control/"
_MEND = "它只由 suyuan qc 写 / only `suyuan qc` writes it"


def source_of(dataset: str, test: str, month: str) -> str:
    """The source of the findings of one test in one month."""
    return f"{PREFIX}{dataset}/{test}/{month}"


def heading(dataset: str, test: str) -> bytes:
    """The first line of a file."""
    return orjson.dumps({"dataset": dataset, "test": test})


def line(episode: Episode) -> bytes:
    """An episode as its line, without the end of it."""
    found = episode.found
    return orjson.dumps(
        {
            "id": episode.id,
            "station": found.station,
            "variable": found.variable,
            "begin": found.begin,
            "last": found.last,
            "end": found.end,
            "count": found.count,
            "severity": found.severity,
            "kind": found.kind,
            "status": episode.status,
            "reason": episode.reason,
            "rule": episode.rule,
            "samples": [[s.time, s.value, s.evidence, s.detail, s.excess] for s in found.samples],
        }
    )


def episode(line: bytes, month: str = "") -> Episode:
    """The episode of a line. Raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    said = orjson.loads(line)
    found = Found(
        said["station"],
        said["variable"],
        said["begin"],
        said["last"],
        said["end"],
        said["count"],
        said["severity"],
        said["kind"],
        tuple(Sample(*sample) for sample in said["samples"]),
    )
    if not found.samples:
        raise ValueError("an episode without a value")
    return Episode(said["id"], found, said["status"], said["rule"], said["reason"], month)


def stood(path: Path, month: str) -> Iterator[Episode]:
    """The episodes of a kept original. Raises `SourceError` for what is none."""
    try:
        with path.open("rb") as stream:
            next(stream, None)
            for text in stream:
                yield episode(text, month)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(path, f"不是检查结果 / no findings: {error!r}", _MEND) from error


def write(path: Path, head: bytes, episodes: Iterable[Episode]) -> None:
    """A file of findings: the same episodes give the same bytes."""
    with path.open("wb") as stream:
        stream.write(head + b"\n")
        for each in sorted(episodes, key=lambda e: e.id):
            stream.write(line(each) + b"\n")
