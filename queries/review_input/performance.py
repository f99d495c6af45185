"""How far objectives were reached and processes performed: what `indicators` answers."""

from __future__ import annotations

from collections.abc import Iterator

from ontology import civil_day, valid_time
from queries import indicators
from queries.indicators import TRENDS, IndicatorRow
from queries.indicators.periods import period_of
from queries.review_input import stages
from queries.review_input.drafting import Draft, grouped, names
from queries.review_input.scope import Scope
from queries.review_input.stages import ThingRow


def performance(at: Scope) -> Iterator[Draft]:
    """c2: objectives by their indicators; c3: the other indicators."""
    objectives = {row.id: row for row in at.ask.rows(stages.OBJECTIVES)}
    told: set[str] = set()
    for row in _indicators(at):
        told |= set(row.objectives)
        for name in row.objectives or ("",):
            yield _measured(at, row, objectives.get(name))
    units = grouped(at.ask.rows(stages.OBJECTIVE_UNITS, ids=sorted(objectives), t=at.now))
    for name, objective in objectives.items():
        of = units.get(name, ())
        mine = not at.units or any(link.other in at.units for link in of)
        if mine and name not in told and _in_years(at, objective):
            yield Draft(
                "c2",
                "no_value",
                name,
                objective.name,
                names(of),
                objective.said or "",
                detail=("没有它自己的指标值", "no indicator has a value of its own"),
                certainty=objective.certainty,
                said=(objective.claims,),
            )


def _indicators(at: Scope) -> Iterator[IndicatorRow]:
    """The last period of each indicator for the units of the review."""
    known = at.ask.other(indicators.QUERY, {})
    for row in known.rows:
        if not row.unit or not at.units or row.unit in at.units:
            yield row
    at.ask.left_out(known.left_out)


def _in_years(at: Scope, objective: ThingRow) -> bool:
    """Whether an objective is of a year that the period touches; one of no year always is."""
    year = objective.said or ""
    first, last = civil_day(at.since)[:4], (civil_day(at.now) or "9999")[:4]
    return not (len(year) == 4 and year.isdecimal()) or first <= year <= last


def _measured(at: Scope, row: IndicatorRow, objective: ThingRow | None) -> Draft:
    """A value of the period; one of an earlier period is told, and does not count."""
    period = period_of(row.period)
    stale = period is not None and valid_time(period.last.isoformat(), end=True) < at.since
    zh, en = _detail(row)
    return Draft(
        "c2" if row.objectives else "c3",
        "no_value" if stale else row.state,
        objective.id if objective else row.indicator,
        objective.name if objective else row.name,
        (row.unit_name,) if row.unit else (),
        row.period,
        detail=(f"期内没有取值；{zh}", f"no value in the period; {en}") if stale else (zh, en),
        certainty=row.certainty,
        said=(row.claims, objective.claims if objective else ()),
    )


def _detail(row: IndicatorRow) -> tuple[str, str]:
    """The value beside its target and its trend."""
    if row.value is None:
        return f"{row.name}：没有报值", f"{row.name}: no value"
    said = f"{row.name} {row.value:g} {row.measure_unit}".rstrip()
    zh, en = said, said
    if row.target is not None:
        zh, en = f"{zh}，目标 {row.target:g}", f"{en}, target {row.target:g}"
    if row.trend:
        trend_zh, trend_en = TRENDS.codes[row.trend]
        zh, en = f"{zh}，{trend_zh}", f"{en}, {trend_en}"
    return zh, en
