"""How many values a series should have in a period, by its stated reporting interval (7-03)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ontology import NODE_KINDS, key_parts, make_id, observed_variable, parse_moment
from queries.ask import Ask
from queries.rates import stages
from queries.rates.stages import Interval, Series
from queries.rates.windows import NamedPeriod

_DURATION = re.compile(
    r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", re.ASCII
)
_STATED = "reporting_interval"


def seconds(duration: str) -> int | None:
    """The seconds of an ISO 8601 duration of fixed length; None for any other text.

    >>> [seconds(text) for text in ("PT1H", "PT10M", "P1D", "P1M", "hourly", "PT0S", "P")]
    [3600, 600, 86400, None, None, None, None]
    """
    match = _DURATION.fullmatch(duration.strip())
    if match is None:
        return None
    days, hours, minutes, rest = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest or None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a series reports every so many seconds."""

    begin: str
    end: str
    every: int


@dataclass(frozen=True, slots=True)
class Expectations:
    """By station and observed variable the stretches; by dataset the series that point to it."""

    stretches: Mapping[tuple[str, str], Sequence[Stretch]]
    series: Mapping[str, Sequence[Series]]

    def expected(self, station: str, variable: str, period: NamedPeriod) -> int | None:
        """How many values of a series are due in a period.

        None where no interval is stated for it, or two that differ hold at the same time.
        """
        key = (station, observed_variable(variable))
        clipped = sorted(
            (max(one.begin, period.begin), min(one.end, period.end), one.every)
            for one in self.stretches.get(key, ())
            if one.begin < period.end and period.begin < one.end
        )
        if not clipped:
            return None
        total, until = 0, period.begin
        for begin, end, every in clipped:
            if end > until:
                total += _length(max(begin, until), end) // every
                until = end
        differing = (a[2] != b[2] and b[0] < a[1] for a, b in pairwise(clipped))
        return None if any(differing) else total


def _length(begin: str, end: str) -> int:
    return int((parse_moment(end) - parse_moment(begin)).total_seconds())


def expectations(ask: Ask) -> Expectations:
    """What the deployments of the graph state; those of backups make no values of their own."""
    stretches: defaultdict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for row in ask.rows(stages.INTERVALS, property=_STATED):
        every = seconds(row.interval)
        begin, end = max(row.valid_from, row.placed_from), min(row.valid_to, row.placed_to)
        if every and row.variable and row.role != "backup" and begin < end:
            stretches[_key(row)].append(Stretch(begin, end, every))
    by_dataset: defaultdict[str, list[Series]] = defaultdict(list)
    for series in ask.rows(stages.SERIES):
        folder, _, dataset = (series.pointer or "").partition("/")
        if folder == "lake":
            by_dataset[dataset].append(series)
    return Expectations(stretches, by_dataset)


def _key(row: Interval) -> tuple[str, str]:
    return row.station, observed_variable(row.variable or "")


def series_of(rows: Iterable[Series]) -> dict[tuple[str, str], Series]:
    """Series by the id of their station and their variable."""
    found = {}
    for row in rows:
        number, variable = key_parts(NODE_KINDS["Series"], row.id)
        found[make_id(NODE_KINDS["Station"], number), variable] = row
    return found
