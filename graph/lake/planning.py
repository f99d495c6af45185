"""Which files a selection needs, and which of them need a comparison of versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby, pairwise
from pathlib import Path

from graph.lake.manifest import Listed, Manifest
from graph.lake.protocol import Selection
from graph.lake.sql import Files
from ontology import format_recorded

_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()
Days = list[list[Listed]]
"""Files that may hold what is wanted, by UTC day, oldest version first."""


def days_of(manifest: Manifest, selection: Selection) -> Days:
    """The files that may hold values of the selection."""
    begin, end = _moment(selection.begin), _moment(selection.end)
    first = begin[:10] if begin else _FIRST
    last = end[:10] if end else _LAST
    low, high = min(selection.stations, default=""), max(selection.stations, default="")
    wanted = []
    for listed in manifest.files(first, last, selection.as_known):
        files = [
            each
            for each in listed
            if (not begin or begin <= each.file.end)
            and (not end or each.file.begin < end)
            and (not high or (low <= each.file.last_station and each.file.first_station <= high))
        ]
        if files:
            wanted.append(files)
    return wanted


def in_turn(folder: Path, days: Days, *, few: bool) -> Iterator[Files]:
    """What to read one after the other for the order of a scan.

    Days of one file each are in order as they stand. Other days are sorted, each for itself, or
    together where `few` values are expected.
    """
    numbered = enumerate(days)
    for (_, plain), group in groupby(
        numbered, key=lambda day: (0 if few or len(day[1]) == 1 else day[0], len(day[1]) == 1)
    ):
        files = [each for _, day in group for each in day]
        yield Files(_paths(folder, files), plain or _apart(files), plain)


def at_once(folder: Path, days: Days) -> list[Files]:
    """Everything in at most two parts: what needs no comparison of versions, and what does."""
    parts: dict[bool, list[Listed]] = {True: [], False: []}
    for day in days:
        parts[_apart(day)] += day
    return [
        Files(_paths(folder, files), single, ordered=False)
        for single, files in parts.items()
        if files
    ]


def _apart(files: Iterable[Listed]) -> bool:
    """Whether no key can be in two of the files: their times, or their stations, do not meet."""
    spans = [(each.file.begin, each.file.end) for each in files]
    stations = [(each.file.first_station, each.file.last_station) for each in files]
    return _disjoint(spans) or _disjoint(stations)


def _disjoint(spans: list[tuple[str, str]]) -> bool:
    spans.sort()
    return all(before[1] < after[0] for before, after in pairwise(spans))


def _paths(folder: Path, files: Iterable[Listed]) -> list[str]:
    return [str(folder / each.file.name) for each in files]


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else format_recorded(moment.astimezone(UTC))
