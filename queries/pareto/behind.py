"""What stood behind the instrument that observed a series, as spans of time.

An issue falls to the spans in which it began. To look from each issue up to its instrument would
read the same instruments again for every one of a million issues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ontology import OPEN_END
from queries.ask import Ask
from queries.model import Stage

Span = tuple[str, str, str]
"""From a moment until before another a value."""
Spans = Callable[[str], Iterable[Span]]
"""The values of an instrument."""


class SeriesRow(NamedTuple):
    """A series, where and of what it is."""

    id: str
    station: str
    variable: str


class UseRow(NamedTuple):
    """A deployment that is no backup, the station where it stood, and an instrument it used."""

    station: str
    variable: str
    instrument: str
    placed_from: str
    placed_to: str
    used_from: str
    used_to: str


class MadeRow(NamedTuple):
    """The model of an instrument."""

    instrument: str
    value: str


class CalibratedRow(NamedTuple):
    """A calibration of an instrument by a laboratory."""

    instrument: str
    since: str
    value: str


SERIES = Stage(
    "series_places",
    "MATCH (x:Series)-[:OBSERVED_AT]->(s:Station) WHERE x.variable IS NOT NULL "
    "RETURN x.id AS id, s.id AS station, x.variable AS variable",
    SeriesRow,
)
USES = Stage(
    "uses",
    "MATCH (s:Station)<-[a:AT_STATION]-(d:Deployment)-[u:USES]->(n:Instrument) "
    "WHERE d.variable IS NOT NULL AND (d.role IS NULL OR d.role <> $backup) "
    "RETURN s.id AS station, d.variable AS variable, n.id AS instrument, "
    "a.valid_from AS placed_from, a.valid_to AS placed_to, "
    "u.valid_from AS used_from, u.valid_to AS used_to",
    UseRow,
)
MODELS = Stage(
    "models",
    "MATCH (n:Instrument)-[:OF_MODEL]->(y:InstrumentModel) "
    "RETURN n.id AS instrument, y.id AS value",
    MadeRow,
)
LABORATORIES = Stage(
    "laboratories",
    "MATCH (n:Instrument)-[h:HAS_CALIBRATION]->(c:Calibration) "
    "MATCH (c)-[:PERFORMED_BY]->(y:Unit) "
    "RETURN n.id AS instrument, h.valid_from AS since, y.id AS value",
    CalibratedRow,
)
STAGES = (SERIES, USES, MODELS, LABORATORIES)


def models(ask: Ask) -> Spans:
    """The model of an instrument, at all times."""
    found: dict[str, list[Span]] = defaultdict(list)
    for row in ask.rows(MODELS):
        found[row.instrument].append(("", OPEN_END, row.value))
    return lambda instrument: found.get(instrument, ())


def laboratories(ask: Ask) -> Spans:
    """The laboratory of the latest calibration of an instrument; of two on one day the last."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in ask.rows(LABORATORIES):
        done = found[row.instrument]
        done[row.since] = max(row.value, done.get(row.since, ""))

    def spans(instrument: str) -> Iterator[Span]:
        done = found.get(instrument, {})
        days = sorted(done)
        changes = [day for before, day in pairwise(days) if done[day] != done[before]]
        for begin, end in pairwise([*days[:1], *changes, OPEN_END]):
            yield begin, end, done[begin]

    return spans


def observed_with(ask: Ask, spans: Spans) -> Mapping[str, Sequence[Span]]:
    """By series the values of the instruments that observed it."""
    uses: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for row in ask.rows(USES, backup="backup"):
        first, last = max(row.placed_from, row.used_from), min(row.placed_to, row.used_to)
        for begin, end, value in spans(row.instrument):
            if (since := max(begin, first)) < (until := min(end, last)):
                uses[row.station, row.variable].append((since, until, value))
    observed: dict[str, list[Span]] = defaultdict(list)
    for series in ask.rows(SERIES):
        observed[series.id] += uses.get((series.station, series.variable), ())
    return observed
