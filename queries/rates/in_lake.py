"""到报率 and 正确率 from the values of the lake, dataset by dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graph.lake import Grouping, Lake, Period, Selection, datasets, open_lake
from ontology import CIVIL, NODE_KINDS, make_id, parse_moment
from ontology.quality_codes import BAD_CODES, GOOD_CODES, deciding_code
from queries.ask import Ask
from queries.rates.figures import Counting, Figure
from queries.rates.intervals import Expectations, expectations, series_of
from queries.rates.stages import Series
from queries.rates.windows import NamedPeriod, text_of

_CIVIL = timedelta(hours=8)
_GROUPED: Mapping[str, Period] = {
    "day": "day",
    "month": "month",
    "quarter": "month",
    "year": "year",
}
_Key = tuple[str, str, str]
"""Station, variable, text of the period."""


@dataclass(slots=True)
class _Counts:
    """Values of one series in one period; `present`: those that are not missing."""

    present: int = 0
    good: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of the lake."""

    rates: Collection[str]
    periods: Sequence[NamedPeriod]
    variables: Collection[str]
    known_at: str | None


def in_lake(
    ask: Ask, rates: Collection[str], periods: Sequence[NamedPeriod], variables: Collection[str]
) -> Iterator[Figure]:
    """Figures of every dataset; none without periods or without a lake.

    Raises `MissingExtraError` where there is a lake and nothing to read it with.
    """
    home = ask.reader.ledger.home
    names = [folder.name for folder in datasets(home)]
    wanted = _Wanted(rates, periods, variables, ask.known_at)
    if not names or not periods or not {"availability", "correctness"} & set(rates):
        return
    stated = expectations(ask)
    with open_lake(home) as lake:
        for name in names:
            yield from _of_dataset(name, _counted(lake, name, wanted), stated, wanted)


def _counted(lake: Lake, dataset: str, wanted: _Wanted) -> dict[_Key, _Counts]:
    periods = wanted.periods
    length = periods[0].period.length
    selection = Selection(
        dataset,
        variables=tuple(wanted.variables),
        begin=parse_moment(periods[0].begin),
        end=parse_moment(periods[-1].end),
        as_known=wanted.known_at,
    )
    texts = {p.text for p in periods}
    found: dict[_Key, _Counts] = {}
    for batch in lake.aggregate(selection, Grouping(_GROUPED[length], _CIVIL)):
        for station, variable, begin, values, missing, flags in _rows(batch.to_pydict()):
            text = text_of(begin.astimezone(CIVIL).date(), length)
            if text not in texts:
                continue
            counts = found.setdefault((station, variable, text), _Counts())
            counts.present += values - missing
            codes = Counter[str]()
            for flag, number in flags:
                codes[deciding_code(flag)] += number
            counts.good += sum(codes[code] for code in GOOD_CODES)
            counts.bad += sum(codes[code] for code in BAD_CODES)
    return found


_Row = tuple[str, str, datetime, int, int, list[tuple[str, int]]]


def _rows(columns: Mapping[str, list[Any]]) -> Iterator[_Row]:
    """The rows of a batch of statistics, by its columns."""
    names = ("station", "variable", "period", "count", "missing", "flags")
    yield from zip(*(columns[name] for name in names), strict=True)


def _of_dataset(
    dataset: str, found: Mapping[_Key, _Counts], stated: Expectations, wanted: _Wanted
) -> Iterator[Figure]:
    known = series_of(stated.series.get(dataset, ()))
    by_text = {p.text: p for p in wanted.periods}
    source = f"lake/{dataset}"
    for (number, variable, text), counts in found.items():
        station = make_id(NODE_KINDS["Station"], number)
        at = (station, by_text[text], known.get((station, variable)))
        if "correctness" in wanted.rates:
            checked = counts.good + counts.bad
            figures = (counts.good, checked, max(counts.present - checked, 0))
            yield _figure(Counting("correctness", "good_of_checked", source), at, figures)
        if "availability" in wanted.rates:
            expected = stated.expected(station, variable, by_text[text])
            figures = (0, 0, 1) if expected is None else (counts.present, expected, 0)
            yield _figure(Counting("availability", "present_of_interval", source), at, figures)
    if "availability" in wanted.rates:
        yield from _silent(source, found, known, stated, wanted)


def _silent(
    source: str,
    found: Mapping[_Key, _Counts],
    known: Mapping[tuple[str, str], Series],
    stated: Expectations,
    wanted: _Wanted,
) -> Iterator[Figure]:
    """Series of the dataset of which values are due and none is there."""
    here = {(make_id(NODE_KINDS["Station"], n), v, text) for n, v, text in found}
    for (station, variable), series in known.items():
        if wanted.variables and variable not in wanted.variables:
            continue
        for period in wanted.periods:
            if (station, variable, period.text) in here:
                continue
            expected = stated.expected(station, variable, period)
            if expected:
                counting = Counting("availability", "present_of_interval", source)
                yield _figure(counting, (station, period, series), (0, expected, 0))


def _figure(
    counting: Counting, at: tuple[str, NamedPeriod, Series | None], counted: tuple[int, int, int]
) -> Figure:
    station, period, series = at
    certainty = series.certainty if series else None
    claims = (series.claims or ()) if series else ()
    return Figure(counting, station, period, *counted, certainty, claims)
