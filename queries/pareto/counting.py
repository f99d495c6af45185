"""Issues by value of a dimension, from what the store has counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ontology import CIVIL, NODE_KINDS, key_parts, make_id, observed_variable, parse_moment
from queries.pareto import stages
from queries.pareto.behind import laboratories, models, observed_with
from queries.run import Ask

ABOUT_DIMENSIONS = ("station", "variable", "area", "unit")


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


def month_of(text: str) -> str:
    """The civil month of `YYYY-MM`, or of a last day of a month whose civil day is the next.

    >>> month_of("2018-05"), month_of("2018-05-31"), month_of("2018-12-31"), month_of("2018-05-28")
    ('2018-05', '2018-06', '2019-01', '2018-05')
    """
    if len(text) == len("2018-05"):
        return text
    evening = parse_moment(f"{text}T16:00:00Z")
    return evening.astimezone(CIVIL).strftime("%Y-%m")


def by_property(ask: Ask, name: str, period: Period, *, trend: bool) -> Counted:
    """By a property of the issues themselves, in one pass over them."""
    counted = Counted()
    if trend:
        for p in ask.rows(stages.TREND_PROPERTY[name], **period.parameters, **stages.MONTH):
            _add(counted, p.value or "", p.issues, p.sample)
            counted.months[p.value or ""][month_of(p.month)] += p.issues
        return counted
    for g in ask.rows(stages.BY_PROPERTY[name], **period.parameters):
        _add(counted, g.value or "", g.issues, g.sample)
    return counted


def by_month(ask: Ask, period: Period) -> Counted:
    """By civil month, in one pass."""
    counted = Counted()
    for g in ask.rows(stages.BY_MONTH, **period.parameters, **stages.MONTH):
        _add(counted, month_of(str(g.value)), g.issues, g.sample)
    return counted


def _add(counted: Counted, value: str, issues: int, sample: str | None) -> None:
    """Issues that have this value and no other."""
    counted.total += issues
    counted.issues[value] += issues
    counted.sample(value, sample)


def by_cause(ask: Ask, period: Period) -> Counted:
    """By the kind of the confirmed cause."""
    counted = Counted(_inside(ask, period))
    for g in ask.rows(stages.BY_CAUSE, **period.parameters, colon=":", zero=0):
        counted.issues[str(g.value)] += g.issues
        counted.sample(str(g.value), g.sample)
    return counted


BEHIND = {"model": models, "laboratory": laboratories}


def by_instrument(ask: Ask, dimension: str, period: Period) -> Counted:
    """By what stood behind the instrument that observed the series when the issue began."""
    counted = Counted(_inside(ask, period))
    observed = observed_with(ask, BEHIND[dimension](ask))
    found: dict[str, list[str]] = defaultdict(list)
    for series, began, issue in ask.values(stages.ISSUES, **period.parameters):
        for since, until, value in observed.get(series, ()):
            if since <= began < until:
                found[value].append(issue)
    for value, issues in found.items():
        counted.issues[value] = len(set(issues))
        counted.samples[value] = min(issues)
    return counted


def _inside(ask: Ask, period: Period) -> int:
    """All issues of a period."""
    return ask.rows(stages.INSIDE, **period.parameters)[0].issues


def by_about(ask: Ask, dimension: str, period: Period, *, trend: bool) -> Counted:
    """By station, variable, area or operating unit of what the issues are about."""
    counted = Counted(_inside(ask, period))
    without = ask.rows(stages.WITHOUT, **period.parameters)[0].issues
    found = _found(ask, counted.total, without)
    whole = found is not None
    if found is None:
        within = stages.WITHIN_ABOUT.items()
        found = {label: ask.rows(stage, **period.parameters) for label, stage in within}
    values = _values(ask, dimension, {x: {r.value for r in rows} for x, rows in found.items()})
    samples: dict[str, tuple[str, str]] = {}
    for label, rows in found.items():
        for r in rows:
            for value in values[r.value]:
                counted.issues[value] += r.issues
                samples[value] = min((label, r.value), samples.get(value, (label, r.value)))
    if without:
        counted.issues[""] += without
    _sample(ask, None if whole else period, samples, counted)
    if trend:
        _trend(ask, period, values, counted)
    return counted


def _found(ask: Ask, inside: int, without: int) -> dict[str, list[stages.About]] | None:
    """How many issues are about each thing, the quick way; None where that is not exact.

    It is where all issues count, and each is about one thing at most.
    """
    if ask.rows(stages.ALL)[0].issues != inside:
        return None
    found = {label: ask.rows(stage) for label, stage in stages.BY_ABOUT.items()}
    links = sum(row.issues for rows in found.values() for row in rows)
    return found if links + without == inside else None


def _values(ask: Ask, dimension: str, about: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """By what issues are about its values of a dimension; one that is not stated is empty."""
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
    ids = sorted({s for some in stations.values() for s in some if s})
    tied = _tied(ask.rows(stages.TIES[dimension], ids=ids, t=ask.time))
    return {
        x: tuple(sorted({v for s in some for v in tied.get(s, ("",))}))
        for x, some in stations.items()
    }


def _variables(ask: Ask, about: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Codes of several providers for one variable count together, under the first of them."""
    rows = ask.rows(stages.DEPLOYMENT_VARIABLES, ids=sorted(about["Deployment"]))
    codes = {series: key_parts(NODE_KINDS["Series"], series)[1] for series in about["Series"]}
    codes |= {r.id: r.value for r in rows}
    first: dict[str, str] = {}
    for code in sorted(set(codes.values())):
        first.setdefault(observed_variable(code), code)
    kind = NODE_KINDS["Variable"]
    found: dict[str, tuple[str, ...]] = {x: ("",) for some in about.values() for x in some}
    return found | {
        x: (make_id(kind, first[observed_variable(code)]),) for x, code in codes.items()
    }


def _tied(rows: Iterable[stages.Tie]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        found[r.id].add(r.value)
    return {one: tuple(sorted(values)) for one, values in found.items()}


def _sample(
    ask: Ask, period: Period | None, samples: Mapping[str, tuple[str, str]], counted: Counted
) -> None:
    """The first issue of each value; `period`: None where all there are count."""
    asked = stages.FIRST if period is None else stages.SAMPLES
    for label, stage in asked.items():
        ids = sorted({x for kind, x in samples.values() if kind == label})
        rows = ask.rows(stage, ids=ids, **(period.parameters if period else {}))
        first = {r.value: r.sample for r in rows}
        for value, (kind, x) in samples.items():
            if kind == label and x in first:
                counted.sample(value, first[x])


def _trend(
    ask: Ask, period: Period, values: Mapping[str, tuple[str, ...]], counted: Counted
) -> None:
    for stage in stages.TREND_ABOUT.values():
        for p in ask.rows(stage, **period.parameters, **stages.MONTH):
            for value in values[str(p.value)]:
                counted.months[value][month_of(p.month)] += p.issues
    for m in ask.rows(stages.TREND_WITHOUT, **period.parameters, **stages.MONTH):
        counted.months[""][month_of(m.month)] += m.issues


def day_after(moment: str) -> str:
    """A second after a moment, so that what begins at it counts."""
    at = parse_moment(moment) + timedelta(seconds=1)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
