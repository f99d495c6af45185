"""All issues in the order in which they began, and columns of what each falls to.

They are read from the graph once and kept until it changes: then a period is a slice, a month is
a slice of it, and counting is counting numbers. Nothing here depends on the time asked about.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import pairwise
from operator import itemgetter

from ontology import CIVIL, format_valid, parse_moment
from queries.ask import Ask
from queries.pareto import behind, stages

Months = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Issues:
    """Every issue that says when it began, by a number in the order of that.

    `began`, `ids`: by number. `rank`: the place of each in the order of ids. `months`: civil
    months, each with the number of the first issue that began in it.
    """

    began: Sequence[str]
    ids: Sequence[str]
    rank: Sequence[int]
    months: Months

    def between(self, since: str, until: str) -> range:
        """The numbers of those that began in [since, until)."""
        first = bisect_left(self.began, since)
        return range(first, max(first, bisect_left(self.began, until)))

    def first(self, some: range) -> str:
        """The first by id of some that follow each other, of which there is at least one."""
        return self.ids[self.rank.index(min(self.rank[some.start : some.stop]), some.start)]

    def monthly(self, period: range) -> Iterator[tuple[str, range]]:
        """A period by civil month, in order; months without an issue are left out."""
        for (month, first), (_, end) in pairwise([*self.months, ("", len(self.ids))]):
            part = range(max(first, period.start), min(end, period.stop))
            if part:
                yield month, part


@dataclass(frozen=True, slots=True)
class Column:
    """What issues fall to: issue `rows[k]` to `values[codes[k]]`, ordered by rows.

    An issue that falls to several things is there with each of them, one that falls to none is not
    there at all. `single`: no issue falls to more than one. `order`: all k, of the last issue by id
    first. `numbers`, `earliest`: of all issues how many fall to each code, and the k of the first
    by id, which most questions ask for.
    """

    values: Sequence[str]
    rows: Sequence[int]
    codes: Sequence[int]
    single: bool
    order: Sequence[int]
    numbers: Counter[int] = field(init=False)
    earliest: Mapping[int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", Counter(self.codes))
        object.__setattr__(self, "earliest", self._earliest(self.order))

    def within(self, period: range) -> slice:
        """Where the issues of a period are."""
        return slice(bisect_left(self.rows, period.start), bisect_left(self.rows, period.stop))

    def counts(self, period: range) -> Counter[int]:
        """How many issues of a period fall to each code."""
        at = self.within(period)
        return self.numbers if self._all(at) else Counter(self.codes[at])

    def issues(self, period: range) -> int:
        """How many issues of a period fall to anything."""
        at = self.within(period)
        return at.stop - at.start if self.single else len(set(self.rows[at]))

    def firsts(self, issues: Issues, period: range) -> dict[str, str]:
        """By value the first by id of the issues of a period."""
        at, found = self.within(period), self.earliest
        if not self._all(at):
            inside = range(at.start, at.stop)
            found = self._earliest(list(filter(inside.__contains__, self.order)))
        return {self.values[code]: issues.ids[self.rows[k]] for code, k in found.items()}

    def _all(self, at: slice) -> bool:
        return at == slice(0, len(self.codes))

    def _earliest(self, order: Sequence[int]) -> dict[int, int]:
        return dict(zip(map(self.codes.__getitem__, order), order, strict=True))  # the last stays


def issues_of(ask: Ask) -> Issues:
    """All issues."""
    return _table(ask)[0]


def stated(ask: Ask, name: str) -> Column:
    """What the issues themselves say: a property; an empty value where one says nothing."""
    return _table(ask)[1][name]


def about(ask: Ask) -> Column:
    """The things that issues are about, each once for an issue."""
    return ask.kept("pareto about", partial(_about, ask))


def observed(ask: Ask, dimension: str, spans: Callable[[Ask], behind.Spans]) -> Column:
    """What stood behind the instruments that observed the series when the issue began."""
    return ask.kept(f"pareto {dimension}", partial(_observed, ask, spans))


def month_of(began: str) -> str:
    """The civil month of a valid time; it begins at 16:00 UTC on the last day of the month before.

    >>> month_of("2018-05-31T15:59:59Z"), month_of("2018-12-31T16:00:00Z"), month_of("2018-05-31")
    ('2018-05', '2019-01', '2018-05')
    """
    if began[8:10] < "28" or began[11:13] < "16":
        return began[:7]
    return parse_moment(began).astimezone(CIVIL).strftime("%Y-%m")


def _table(ask: Ask) -> tuple[Issues, Mapping[str, Column]]:
    return ask.kept("pareto issues", partial(_read, ask))


def _read(ask: Ask) -> tuple[Issues, Mapping[str, Column]]:
    found = sorted(ask.values(stages.ISSUES), key=itemgetter(1))
    same: dict[str, str] = {}
    began = [same.setdefault(row[1], row[1]) for row in found]
    ids = [row[0] for row in found]
    rank, order = array("I", bytes(4 * len(ids))), array("I", bytes(4 * len(ids)))
    for place, number in enumerate(sorted(range(len(ids)), key=ids.__getitem__)):
        rank[number], order[-1 - place] = place, number
    columns = {
        name: _full([row[at] or "" for row in found], order)
        for at, name in enumerate(stages.PROPERTIES, 2)
    }
    return Issues(began, ids, rank, tuple(_months(began))), columns


def _full(said: Sequence[str], order: Sequence[int]) -> Column:
    """A column in which every issue has one value."""
    codes = {value: code for code, value in enumerate(dict.fromkeys(said))}
    numbers = array("I", map(codes.__getitem__, said))
    return Column(list(codes), range(len(said)), numbers, True, order)


def _months(began: Sequence[str]) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(began):
        month = month_of(began[at])
        yield month, at
        year, number = int(month[:4]), int(month[5:])
        if (year, number) == (9999, 12):
            return
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
        at = bisect_left(began, format_valid(datetime(year, number, 1, tzinfo=CIVIL)), at)


def _about(ask: Ask) -> Column:
    issues = issues_of(ask)
    numbers = {issue: row for row, issue in enumerate(issues.ids)}
    codes: dict[str, int] = defaultdict(lambda: len(codes))

    def pairs() -> Iterator[tuple[int, int]]:
        for stage in stages.LINKS.values():
            for issue, thing in ask.values(stage):
                if issue in numbers:
                    yield numbers[issue], codes[thing]

    return _column(issues, codes, pairs())


def _observed(ask: Ask, spans: Callable[[Ask], behind.Spans]) -> Column:
    issues, things = issues_of(ask), about(ask)
    found = behind.observed_with(ask, spans(ask))
    codes: dict[str, int] = defaultdict(lambda: len(codes))
    numbered = [
        [(since, until, codes[value]) for since, until, value in found.get(thing, ())]
        for thing in things.values
    ]

    def pairs() -> Iterator[tuple[int, int]]:
        for row, thing in zip(things.rows, things.codes, strict=True):
            moment = issues.began[row]
            for since, until, code in numbered[thing]:
                if since <= moment < until:
                    yield row, code

    return _column(issues, codes, pairs())


def _column(issues: Issues, codes: Mapping[str, int], pairs: Iterable[tuple[int, int]]) -> Column:
    """A column of pairs of an issue and a code, each of them once; codes grow while they come."""
    keys = sorted({row << 32 | code for row, code in pairs})
    rows = array("I", (key >> 32 for key in keys))
    numbers = array("I", (key & 0xFFFFFFFF for key in keys))
    ranks = [issues.rank[row] for row in rows]
    order = array("I", sorted(range(len(rows)), key=ranks.__getitem__, reverse=True))
    return Column(list(codes), rows, numbers, len(set(rows)) == len(rows), order)
