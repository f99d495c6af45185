"""Issues by value of a dimension, from what the store has counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from graph.store.protocol import Parameter
from ontology import NODE_KINDS, key_parts, make_id, observed_variable, parse_moment
from queries.ask import Ask
from queries.pareto import facts, stages
from queries.pareto.behind import laboratories, models

ABOUT_DIMENSIONS = ("station", "variable", "area", "unit")
_BEFORE_COLON: Mapping[str, Parameter] = {"colon": ":", "zero": 0}
"""What a stage splits ids with to find their kinds."""
_LABELS = {NODE_KINDS[label].prefix: label for label in stages.ABOUT}


@dataclass(slots=True)
class Counted:
    """Issues, months and a sample issue by value; an empty value: nothing is stated.

    `total`: all issues in the period, whatever their value.
    """

    total: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    months: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    samples: dict[str, str] = field(default_factory=dict)

    def sample(self, value: str, issue: str | None) -> None:
        """Remember an issue of a value, the first by id."""
        if issue is not None:
            self.samples[value] = min(issue, self.samples.get(value, issue))


@dataclass(frozen=True, slots=True)
class Period:
    """Issues that began in [since, until) count."""

    since: str
    until: str

    @property
    def parameters(self) -> dict[str, str]:
        """For a stage that filters."""
        return {"since": self.since, "until": self.until}


def by_property(ask: Ask, name: str, period: Period, *, trend: bool) -> Counted:
    """By a property of the issues themselves, in one pass over them; with months from the facts."""
    if trend:
        return _with_months(ask, facts.stated(ask, name), period)
    counted = Counted()
    for g in ask.rows(stages.BY_PROPERTY[name], **period.parameters):
        value = g.value or ""
        counted.total += g.issues
        counted.issues[value] += g.issues
        counted.sample(value, g.sample)
    return counted


def _with_months(ask: Ask, column: facts.Column, period: Period) -> Counted:
    """By value and month of a column."""
    issues = facts.issues_of(ask)
    inside = issues.between(period.since, period.until)
    counted = Counted(len(inside), samples=column.firsts(issues, inside))
    for month, part in issues.monthly(inside):
        for code, number in column.counts(part).items():
            counted.issues[column.values[code]] += number
            counted.months[column.values[code]][month] = number
    return counted


def by_month(ask: Ask, period: Period) -> Counted:
    """By civil month."""
    issues = facts.issues_of(ask)
    inside = issues.between(period.since, period.until)
    counted = Counted(len(inside))
    for month, part in issues.monthly(inside):
        counted.issues[month] = len(part)
        counted.samples[month] = issues.first(part)
    return counted


def by_cause(ask: Ask, period: Period, *, trend: bool) -> Counted:
    """By the kind of the confirmed cause; the months are those in which the issues began."""
    counted = Counted(_inside(ask, period))
    for g in ask.rows(stages.BY_CAUSE, **period.parameters, **_BEFORE_COLON):
        counted.issues[str(g.value)] += g.issues
        counted.sample(str(g.value), g.sample)
    if trend:
        for value, began, issues in ask.values(
            stages.CAUSE_TIMES, **period.parameters, **_BEFORE_COLON
        ):
            counted.months[value][facts.month_of(began)] += issues
    return counted


BEHIND = {"model": models, "laboratory": laboratories}


def by_instrument(ask: Ask, dimension: str, period: Period, *, trend: bool) -> Counted:
    """By what stood behind the instrument that observed the series when the issue began."""
    column = facts.observed(ask, dimension, BEHIND[dimension])
    if trend:
        return _with_months(ask, column, period)
    issues = facts.issues_of(ask)
    inside = issues.between(period.since, period.until)
    numbers = column.counts(inside).items()
    counted = Counted(len(inside), Counter({column.values[code]: n for code, n in numbers}))
    counted.samples = column.firsts(issues, inside)
    return counted


def _inside(ask: Ask, period: Period) -> int:
    """All issues of a period."""
    return ask.rows(stages.INSIDE, **period.parameters)[0].issues


def by_about(ask: Ask, dimension: str, period: Period, *, trend: bool) -> Counted:
    """By station, variable, area or operating unit of what the issues are about.

    The sample is of the first of the things by id.
    """
    issues, things = facts.issues_of(ask), facts.about(ask)
    inside = issues.between(period.since, period.until)
    counted, numbers = Counted(len(inside)), things.counts(inside)
    values = _values(ask, dimension, [things.values[code] for code in numbers])
    shown: dict[str, str] = {}
    for code, number in numbers.items():
        thing = things.values[code]
        for value in values[thing]:
            counted.issues[value] += number
            shown[value] = min(thing, shown.get(value, thing))
    if without := len(inside) - things.issues(inside):
        counted.issues[""] += without
    firsts = things.firsts(issues, inside)
    counted.samples = {value: firsts[thing] for value, thing in shown.items()}
    if trend:
        _trend(issues, things, inside, values, counted)
    return counted


def _values(ask: Ask, dimension: str, things: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By what issues are about its values of a dimension; one that is not stated is empty."""
    about: dict[str, list[str]] = {label: [] for label in stages.ABOUT}
    for thing in things:
        about[_LABELS[thing.partition(":")[0]]].append(thing)
    if dimension == "variable":
        return _variables(ask, about)
    stations: dict[str, tuple[str, ...]] = {s: (s,) for s in about["Station"]}
    of_key: dict[str, tuple[str]] = {}
    for series in about["Series"]:
        key = key_parts(NODE_KINDS["Series"], series)[0]
        if key not in of_key:
            of_key[key] = (make_id(NODE_KINDS["Station"], key),)
        stations[series] = of_key[key]
    placed = _tied(ask.rows(stages.DEPLOYMENT_STATIONS, ids=sorted(about["Deployment"])))
    stations |= {d: placed.get(d, ("",)) for d in about["Deployment"]}
    if dimension == "station":
        return stations
    groups = set(stations.values())
    ids = sorted({s for some in groups for s in some if s})
    tied = _tied(ask.rows(stages.TIES[dimension], ids=ids, t=ask.time))
    of = {some: tuple(sorted({v for s in some for v in tied.get(s, ("",))})) for some in groups}
    return {x: of[some] for x, some in stations.items()}


def _variables(ask: Ask, about: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Codes of several providers for one variable count together, under the first of them."""
    rows = ask.rows(stages.DEPLOYMENT_VARIABLES, ids=sorted(about["Deployment"]))
    codes = {series: key_parts(NODE_KINDS["Series"], series)[1] for series in about["Series"]}
    codes |= {r.id: r.value for r in rows}
    first: dict[str, str] = {}
    of: dict[str, tuple[str, ...]] = {}
    for code in sorted(set(codes.values())):
        shared = first.setdefault(observed_variable(code), code)
        of[code] = (make_id(NODE_KINDS["Variable"], shared),)
    found: dict[str, tuple[str, ...]] = {x: ("",) for some in about.values() for x in some}
    return found | {x: of[code] for x, code in codes.items()}


def _tied(rows: Iterable[stages.Tie]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        found[r.id].add(r.value)
    return {one: tuple(sorted(values)) for one, values in found.items()}


def _trend(
    issues: facts.Issues,
    things: facts.Column,
    inside: range,
    values: Mapping[str, Sequence[str]],
    counted: Counted,
) -> None:
    for month, part in issues.monthly(inside):
        for code, number in things.counts(part).items():
            for value in values[things.values[code]]:
                counted.months[value][month] += number
        if without := len(part) - things.issues(part):
            counted.months[""][month] += without


def day_after(moment: str) -> str:
    """A second after a moment, so that what begins at it counts."""
    at = parse_moment(moment) + timedelta(seconds=1)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
