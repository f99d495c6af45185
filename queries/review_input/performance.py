"""How far objectives were reached and processes performed: indicators against their targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology import civil_day, kind_of
from queries.review_input import stages
from queries.review_input.drafting import Draft, Links, grouped, names
from queries.review_input.scope import Scope
from queries.review_input.stages import IndicatorRow, ThingRow
from queries.standing import Reached, ValueRow, reached, title


@dataclass(frozen=True, slots=True)
class _Measured:
    """Indicators with what they came to for the units of the review."""

    rows: Sequence[IndicatorRow]
    values: Mapping[str, Sequence[Reached]]
    about: Links
    names: Mapping[str, str]


def performance(at: Scope) -> Iterator[Draft]:
    """c2: objectives by their indicators; c3: the other indicators."""
    objectives = [row for row in at.ask.rows(stages.OBJECTIVES, **_bounds(at)) if _of(at, row)]
    ids = sorted(row.id for row in objectives)
    units = grouped(at.ask.rows(stages.OBJECTIVE_UNITS, ids=ids, t=at.now))
    found = _measured(at)
    measuring: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in found.rows:
        things = {link.other for link in found.about.get(row.id, ())}
        aims = [x for x in things if kind_of(x).label == "QualityObjective"]
        for name in aims:
            measuring[name].append(row)
        if not aims:
            yield from _rows("c3", row, row, found)
    for objective in objectives:
        for row in measuring[objective.id]:
            yield from _rows("c2", objective, row, found)
        if not measuring[objective.id]:
            yield Draft(
                "c2",
                "no_value",
                objective.id,
                objective.name,
                names(units.get(objective.id, ())),
                objective.said or "",
                detail=("没有指标衡量它", "no indicator measures it"),
                certainty=objective.certainty,
                said=(objective.claims,),
            )


def _bounds(at: Scope) -> dict[str, str | bool | int | list[str]]:
    return {name: at.bounds[name] for name in ("t", "every", "units")}


def _of(at: Scope, row: ThingRow) -> bool:
    """Whether an objective is of a year that the period touches; one without a year always is."""
    first, last = _years(at)
    year = row.said or ""
    return not (len(year) == 4 and year.isdecimal()) or first <= year <= last


def _years(at: Scope) -> tuple[str, str]:
    return (civil_day(at.since) or "0001")[:4], (civil_day(at.now) or "9999")[:4]


def _measured(at: Scope) -> _Measured:
    rows = sorted(at.ask.rows(stages.INDICATORS), key=lambda row: row.id)
    about = grouped(at.ask.rows(stages.MEASURED, ids=[row.id for row in rows], t=at.now))
    first, last = _years(at)
    every: dict[str, list[ValueRow]] = defaultdict(list)
    for value in at.ask.rows(stages.VALUES, first=first, last=f"{int(last) + 1:04d}"):
        every[value.indicator].append(value)
    values = {
        row.id: [
            one
            for one in reached(every[row.id], row.direction, at.since, at.now)
            if not at.units or one.unit in at.units
        ]
        for row in rows
    }
    ids = sorted({one.unit for some in values.values() for one in some})
    called = {row.id: row.name or "" for row in at.ask.rows(stages.UNIT_NAMES, ids=ids)}
    return _Measured(rows, values, about, called)


def _rows(
    item: str, thing: ThingRow | IndicatorRow, row: IndicatorRow, found: _Measured
) -> Iterator[Draft]:
    """A row for each unit; one that says so where no unit has a value of the period."""
    for one in found.values[row.id]:
        yield Draft(
            item,
            one.state,
            thing.id,
            thing.name,
            (found.names.get(one.unit) or title(one.unit),),
            one.period,
            detail=_detail(row, one),
            certainty=one.row.certainty,
            said=(thing.claims, row.claims, one.row.claims, one.row.more),
        )
    if not found.values[row.id]:
        called = row.name or title(row.id)
        yield Draft(
            item,
            "no_value",
            thing.id,
            thing.name,
            detail=(f"{called}：期内没有取值", f"{called}: no value in the period"),
            certainty=thing.certainty,
            said=(thing.claims, row.claims),
        )


def _detail(row: IndicatorRow, one: Reached) -> tuple[str, str]:
    """The value beside its target and the value before it."""
    called, measure = row.name or title(row.id), row.measure_unit or ""
    zh, en = f"{called} {one.row.value} {measure}", f"{called} {one.row.value} {measure}"
    zh, en = zh.rstrip(), en.rstrip()
    if one.row.target is not None:
        zh, en = f"{zh}，目标 {one.row.target}", f"{en}, target {one.row.target}"
    if one.before is not None:
        zh, en = f"{zh}，上期 {one.before.value}", f"{en}, before {one.before.value}"
    return zh, en
