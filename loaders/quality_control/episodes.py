"""Flags of one series and test joined to episodes.

Two flagged values are of one episode when no more than `gap` steps without a flag lie between
them, by the clock. An episode ends at the first value after it that was checked and is not of it;
until then it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import isnan

import numpy as np

from loaders.quality_control.flags import Flag
from loaders.quality_control.model import RANKS, Found, Sample
from loaders.quality_control.protocol import (
    SEVERITIES,
    SUSPECT,
    UNCHECKED,
    WRONG,
    Block,
    Ints,
    Marks,
)

GAP = 3
"""Steps without a flag that do not end an episode."""


Cite = Callable[[Sequence[tuple[str, int, int]]], Sequence[str]]
"""Evidence of values by UTC day, version and row."""


def of_block(block: Block, marks: Marks, gap: int, cite: Cite) -> list[Found]:
    """The episodes of the wanted values of a block, by series and time."""
    flagged = np.flatnonzero(((marks.states == SUSPECT) | (marks.states == WRONG)) & block.wanted)
    if not len(flagged):
        return []
    series, time = block.series[flagged], block.time[flagged]
    apart = (series[1:] != series[:-1]) | (time[1:] - time[:-1] > (gap + 1) * block.step)
    starts = np.concatenate(([0], np.flatnonzero(apart) + 1))
    lasts = np.concatenate((starts[1:], [len(flagged)])) - 1
    first_rows, last_rows = flagged[starts], flagged[lasts]
    worst_rows = _worst(marks, flagged, starts, lasts)
    severities = np.maximum.reduceat(marks.states[flagged], starts)
    ends = _ends(block, marks, last_rows, (gap + 1) * block.step)
    sampled = np.unique(np.concatenate((first_rows, worst_rows, last_rows)))
    samples = dict(zip(sampled.tolist(), _samples(block, marks, sampled, cite), strict=True))
    rows = zip(
        *(a.tolist() for a in (first_rows, worst_rows, last_rows, severities, lasts - starts + 1)),
        _texts(ends),
        strict=True,
    )
    return [
        Found(
            block.stations[block.station[first]],
            block.variables[block.variable[first]],
            samples[first].time,
            samples[last].time,
            end,
            count,
            SEVERITIES[severity],
            marks.kind(worst),
            tuple(samples[row] for row in dict.fromkeys((first, worst, last))),
        )
        for first, worst, last, severity, count, end in rows
    ]


def _worst(marks: Marks, flagged: Ints, starts: Ints, lasts: Ints) -> Ints:
    """Of each episode the row of the highest state, then the largest excess, then the first."""
    group = np.repeat(np.arange(len(starts)), lasts - starts + 1)
    order = np.lexsort((-marks.excess[flagged], -marks.states[flagged].astype(np.int16), group))
    worst: Ints = flagged[order[starts]]
    return worst


def _ends(block: Block, marks: Marks, last_rows: Ints, reach: int) -> Ints:
    """When each was over: the next checked value of the series; -1 where there is none.

    A flagged value beyond the window that would be of the episode leaves it open.
    """
    checked = np.flatnonzero(marks.states != UNCHECKED)
    after = np.searchsorted(checked, last_rows, "right")
    following = checked[np.minimum(after, len(checked) - 1)]
    over = (after < len(checked)) & (block.series[following] == block.series[last_rows])
    bad = (marks.states[following] == SUSPECT) | (marks.states[following] == WRONG)
    over &= ~(bad & (block.time[following] - block.time[last_rows] <= reach))
    return np.where(over, block.time[following], -1)


def _samples(block: Block, marks: Marks, rows: Ints, cite: Cite) -> Iterator[Sample]:
    moments = block.time[rows].astype("datetime64[us]")
    days = np.datetime_as_string(moments.astype("datetime64[D]")).tolist()
    places = zip(days, block.version[rows].tolist(), block.row[rows].tolist(), strict=True)
    times = (f"{text}Z" for text in np.datetime_as_string(moments, unit="s").tolist())
    values = block.value[rows].tolist()
    states = marks.states[rows].tolist()
    excess = marks.excess[rows].tolist()
    evidence = cite(list(places))
    for row, time, value, told, state, over in zip(
        rows.tolist(), times, values, evidence, states, excess, strict=True
    ):
        text = None if isnan(value) else f"{value:.15g}"
        yield Sample(time, text, told, marks.explain(row), round(state * 1e9 + over, 6))


def _texts(times: Ints) -> list[str | None]:
    texts = np.datetime_as_string(times.astype("datetime64[us]"), unit="s").tolist()
    return [None if t == -1 else f"{x}Z" for t, x in zip(times.tolist(), texts, strict=True)]


def first_checked(
    block: Block, marks: Marks, awaited: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The time of the first wanted value of each awaited series that was checked."""
    codes = {name: number for number, name in enumerate(block.stations)}
    of_variable = {name: number for number, name in enumerate(block.variables)}
    keys = {
        codes[station] * len(of_variable) + of_variable[variable]: (station, variable)
        for station, variable in awaited
        if station in codes and variable in of_variable
    }
    if not keys:
        return {}
    wanted = np.array(sorted(keys))
    own = block.station.astype(np.int64) * len(of_variable) + block.variable
    rows = np.flatnonzero((marks.states != UNCHECKED) & block.wanted & np.isin(own, wanted))
    found, first = np.unique(own[rows], return_index=True)
    times = _texts(block.time[rows[first]])
    return {keys[key]: time or "" for key, time in zip(found.tolist(), times, strict=True)}


def of_flags(flags: Iterable[Flag], kind: str, apart: Callable[[str, str], bool]) -> list[Found]:
    """The episodes of flags that are no values; each lasts until it is found no more."""
    found: list[Found] = []
    ordered = sorted(
        set(flags), key=lambda f: (f.station, f.variable, f.time, f.evidence, f.detail)
    )
    for (station, variable), of_one in groupby(ordered, key=lambda f: (f.station, f.variable)):
        run: list[Flag] = []
        for flag in of_one:
            if run and apart(run[-1].time, flag.time):
                found.append(_joined(station, variable, run, kind))
                run = []
            run.append(flag)
        found.append(_joined(station, variable, run, kind))
    return found


def _joined(station: str, variable: str, run: list[Flag], kind: str) -> Found:
    samples = [
        Sample(f.time, f.value, f.evidence, f.detail, float(RANKS.get(f.severity, 1))) for f in run
    ]
    worst = max(samples, key=lambda sample: sample.excess)
    severity = max((f.severity for f in run), key=lambda s: RANKS.get(s, 1))
    kept = tuple(dict.fromkeys((samples[0], worst, samples[-1])))
    return Found(station, variable, run[0].time, run[-1].time, None, len(run), severity, kind, kept)
