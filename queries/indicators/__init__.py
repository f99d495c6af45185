"""`indicators`: what each indicator came to, against its target, and which way it goes.

A period counts once it is over. Without days only the latest period of each indicator is shown: of
its months, its quarters, its years. A unit that had values before is expected to have one for every
later period that any unit has one for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from ontology import LEVELS, NODE_KINDS, key_parts
from queries.actions import LEVELS as UNIT_LEVELS
from queries.actions import levels_of
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.days import before_the_first, day_asked
from queries.indicators.objectives import Measures, measures_of
from queries.indicators.periods import Period
from queries.indicators.rows import STATES, TRENDS, IndicatorRow, state_of
from queries.indicators.series import (
    Point,
    Series,
    Shown,
    Window,
    course,
    ids_of,
    point_of,
    shown,
)
from queries.indicators.stages import (
    INDICATORS,
    MEASURED,
    OBJECTIVE_UNITS,
    REFINED,
    STATED,
    UNITS,
    VALUES,
    Indicator,
    Value,
)
from queries.model import Param, Query

__all__ = ["QUERY", "STATES", "TRENDS", "IndicatorRow"]

SHOWN = 1000
_NOT_NAMED = Indicator("", None, None, None, None, None, None)
_NOT_STATED = Value("", None, None, None, None)


def answer(ask: Ask) -> Iterable[IndicatorRow]:
    """By indicator, length of the period, unit and period; what is beyond the limit is counted."""
    state, level = chosen(ask, "state", STATES.codes), chosen(ask, "level", LEVELS.codes)
    window = _window(ask)
    indicators, series, unordered = _read(ask)
    rows = [row for key in sorted(series) for row in shown(key[0], series[key], window)]
    if window is None:
        rows += [Shown(p.indicator, p, p.unit, gap=False) for p in unordered]
    valued = {indicator for indicator, _ in series} | {p.indicator for p in unordered}
    rows += [Shown(i) for i, n in indicators.items() if i not in valued and not n.stub]
    unit = ask.params.get("unit", "")
    rows = sorted((r for r in rows if unit in ("", r.unit)), key=lambda row: row.indicator)
    units = sorted({row.unit for row in rows if row.unit})
    names = {u.id: u.name for u in ask.rows(UNITS, ids=units)}
    of = {row.indicator for row in rows}
    values = {value.id: value for value in ask.rows(VALUES, ids=sorted(ids_of(rows)))}
    made = _Maker(indicators, values, names, levels_of(ask, units), measures_of(ask, of))
    found = [made.row(row) for row in rows]
    found = [r for r in found if state in ("", r.state) and level in ("", r.level)]
    ask.left_out(len(found) - SHOWN)
    return found[:SHOWN]


def _window(ask: Ask) -> Window:
    if not ask.params.get("from") and not ask.params.get("to"):
        return None
    first, last = day_asked(ask, "from") or date.min, day_asked(ask, "to") or date.max
    if last < first:
        raise before_the_first(ask)
    return first, last


_Found = tuple[dict[str, Indicator], dict[tuple[str, str], Series], list[Point]]


def _read(ask: Ask) -> _Found:
    """Indicators, their values by length of the period, and values of periods without order."""
    wanted = ask.params.get("indicator", "")
    start = f"{NODE_KINDS['IndicatorValue'].prefix}:{wanted.partition(':')[2]}|"
    found = ask.rows(INDICATORS, every=not wanted, indicator=wanted)
    series: defaultdict[tuple[str, str], Series] = defaultdict(Series)
    unordered: list[Point] = []
    stated = partial(_stated, ask, wanted, start)
    now = ask.time
    for (indicator, period), points in (
        stated() if wanted else ask.kept("values of indicators", stated)
    ).items():
        if period is None:
            unordered += points
        elif period.over(now):
            series[indicator, period.length].add(period.number, points)
    unordered.sort(key=lambda point: point.id)
    return {row.id: row for row in found}, series, unordered


def _stated(ask: Ask, wanted: str, start: str) -> dict[tuple[str, Period | None], list[Point]]:
    """What the ids of values say, in their order, by period, of one indicator or of all."""
    found: defaultdict[tuple[str, Period | None], list[Point]] = defaultdict(list)
    stated = ask.values(STATED, every=not wanted, start=start)
    for point in map(point_of, sorted(name for (name,) in stated)):
        found[point.indicator, point.period].append(point)
    return dict(found)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Rows as they are shown."""

    indicators: Mapping[str, Indicator]
    values: Mapping[str, Value]
    names: Mapping[str, str | None]
    levels: Mapping[str, str]
    measures: Measures

    def row(self, shown: Shown) -> IndicatorRow:
        """A row from a value, from a gap, or of an indicator without any value."""
        of, point = self.indicators.get(shown.indicator, _NOT_NAMED), shown.point
        witness = self.values[point.id] if point else _NOT_STATED
        stated = _NOT_STATED if shown.gap else witness
        change, trend = course(shown, self.values)
        said = [*(witness.claims or ()), *((of.claims or ()) if shown.gap else ())]
        period = point.period if point else None
        return IndicatorRow(
            indicator=shown.indicator,
            name=of.name or key_parts(NODE_KINDS["Indicator"], shown.indicator)[0],
            unit=shown.unit,
            unit_name=self._named(shown.unit),
            level=self.levels.get(shown.unit, ""),
            period=point.text if point else "",
            value=stated.value,
            measure_unit=of.measure_unit or "",
            target=stated.target,
            direction=of.direction or "",
            state=state_of(stated.value, stated.target, of.direction or ""),
            change=change,
            trend=trend,
            objectives=self.measures.objectives(shown.indicator, shown.unit, period),
            measures=self.measures.others(shown.indicator),
            certainty=(witness if point else of).certainty or "",
            claims=tuple(dict.fromkeys(said)),
        )

    def _named(self, unit: str) -> str:
        return self.names.get(unit) or "".join(key_parts(NODE_KINDS["Unit"], unit) if unit else ())


def summary(rows: Sequence[IndicatorRow]) -> tuple[str, str]:
    """How many indicators stand where."""
    if not rows:
        return "没有指标", "no indicators"
    zh, en = tally(STATES, (row.state for row in rows))
    several = len({row.indicator for row in rows})
    return (
        f"指标 {several} 个，{len(rows)} 项：{zh}",
        f"{several} indicators, {len(rows)} rows: {en}",
    )


QUERY = Query(
    id="indicators",
    question_zh="各指标在各单位各时段的值是多少，达标没有，趋势如何，衡量哪个目标？",
    question_en="What did each indicator come to by unit and period, was its target met, which way "
    "does it go, and which objective does it measure?",
    params=(
        Param("indicator", "指标", "indicator", kinds=("Indicator",)),
        Param("unit", "单位", "unit", kinds=("Unit",)),
        Param("level", f"单位的层级（{'、'.join(LEVELS.codes)}）", "level of the unit"),
        Param("state", f"状态（{'、'.join(STATES.codes)}）", "state"),
        Param(
            "from", "开始日期（含；都不写：最近一期）", "first day; without days the latest period"
        ),
        Param("to", "结束日期（含）", "last day"),
    ),
    row=IndicatorRow,
    stages=(INDICATORS, STATED, VALUES, MEASURED, REFINED, OBJECTIVE_UNITS, UNITS, UNIT_LEVELS),
    answer=answer,
    summary=summary,
)
