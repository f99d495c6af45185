"""Which files a selection needs, and which of them need a comparison of versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import chain, groupby, pairwise
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
        taken = [day for _, day in group]
        if plain:
            yield Files(_paths(folder, chain(*taken)), single=True, ordered=True)
        else:
            yield _layered(folder, taken)


def at_once(folder: Path, days: Days) -> list[Files]:
    """Everything in at most two parts: days that need no comparison of versions, and the others."""
    plain = [day for day in days if _apart(day)]
    others = [day for day in days if not _apart(day)]
    parts = [Files(_paths(folder, chain(*plain)), single=True)] if plain else []
    return [*parts, _layered(folder, others)] if others else parts


def _layered(folder: Path, days: Days) -> Files:
    """Days in two layers: the oldest files that share no key, and all that came later.

    The first load of a day is mostly the whole of it, and what comes later is little.
    """
    base, later, single = [], [], True
    for day in days:
        oldest = next(n for n in range(len(day), 0, -1) if _apart(day[:n]))
        base += day[:oldest]
        later += day[oldest:]
        single = single and _apart(day[oldest:])
    if not later:
        return Files(_paths(folder, base), single=True)
    return Files(_paths(folder, later), single, base=_paths(folder, base))


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
