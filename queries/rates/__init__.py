"""`rates`: 到报率, 及时率, 正确率 and 检定率 of stations, computed from graph and lake.

Each row says what was divided by what, by which definition, and from which source; sources are
never added up. What cannot be computed is a row with the reason, never 0 or 100 per cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from ontology import NODE_KINDS, key_parts, observed_alike
from ontology.improvement_codes import RATES
from queries.actions import LEVELS as UNIT_LEVELS
from queries.actions import levels_of
from queries.ask import Ask
from queries.coded import chosen
from queries.model import Param, Query
from queries.rates.calibrated import calibrated
from queries.rates.drawing import Drawing, shown_name
from queries.rates.figures import Figure, summed
from queries.rates.groups import membership
from queries.rates.in_lake import in_lake
from queries.rates.monitored import monitored
from queries.rates.rows import BY, DEFINITIONS, LENGTHS, REASONS, RateRow
from queries.rates.stages import ALL, UNITS
from queries.rates.targets import targets
from queries.rates.windows import NamedPeriod, at_once, window

__all__ = ["BY", "DEFINITIONS", "LENGTHS", "QUERY", "REASONS", "RateRow"]

SHOWN = 1000
AT_ONCE = (
    "检定率是有效时间（as_of）那一天的，from、to、length 不改变它 / "
    "the share in valid calibration is of the day of as_of, whatever from, to and length say"
)
"""What is told where periods are asked for and 检定率 is among the rates."""


def answer(ask: Ask) -> Iterable[RateRow]:
    """By rate, definition, source, group and period; what is beyond the limit is counted."""
    wanted = chosen(ask, "rate", RATES.codes)
    by = chosen(ask, "by", BY.codes) or "unit"
    chosen(ask, "length", LENGTHS.codes)
    rates = (wanted,) if wanted else tuple(RATES.codes)
    periods, day = window(ask), at_once(ask)
    if "calibration" in rates and any(ask.params.get(name) for name in ("from", "to", "length")):
        ask.notices.append(AT_ONCE)
    variables = _variables(ask)
    members = membership(ask)
    sums = summed(_figures(ask, rates, (periods, day), variables), members)
    drawing = Drawing(sums, members, targets(ask, variables), periods, day)
    rows = list(drawing.rows(rates))
    ask.left_out(len(rows) - SHOWN)
    return _named(ask, by, rows[:SHOWN])


def _variables(ask: Ask) -> tuple[str, ...]:
    """All providers' codes of the variable asked for; none where all are meant."""
    given = ask.params.get("variable", "")
    return observed_alike(key_parts(NODE_KINDS["Variable"], given)[0]) if given else ()


def _figures(
    ask: Ask,
    rates: Sequence[str],
    when: tuple[Sequence[NamedPeriod], NamedPeriod],
    variables: Sequence[str],
) -> Iterable[Figure]:
    periods, day = when
    measures = (m for m in ("availability", "timeliness") if m in rates)
    return chain(
        *(monitored(ask, measure, periods, variables) for measure in measures),
        in_lake(ask, rates, periods, variables),
        calibrated(ask, day, variables) if "calibration" in rates else (),
    )


def _named(ask: Ask, by: str, rows: Sequence[RateRow]) -> list[RateRow]:
    """The rows with what their groups are called, units with their level."""
    if by != "unit":
        level = by == "level"
        return [
            replace(r, group_name=shown_name(by, r.group, {}), level=r.group if level else "")
            for r in rows
        ]
    units = sorted({r.group for r in rows if r.group})
    names = {u.id: u.name for u in ask.rows(UNITS, ids=units)}
    levels = levels_of(ask, units)
    return [
        replace(r, group_name=shown_name(by, r.group, names), level=levels.get(r.group, ""))
        for r in rows
    ]


def summary(rows: Sequence[RateRow]) -> tuple[str, str]:
    """How many rates of which kind, and how many are gaps."""
    if not rows:
        return "没有台站，或没有已结束的时段", "no stations, or no period that is over"
    counts = Counter(row.rate for row in rows)
    gaps = Counter(row.rate for row in rows if row.value is None)
    said = [code for code in RATES.codes if counts[code]]
    zh = "，".join(f"{RATES.title(c)} {counts[c]}（缺 {gaps[c]}）" for c in said)
    en = ", ".join(f"{RATES.title(c, 'en')} {counts[c]} ({gaps[c]} gaps)" for c in said)
    missed = sum(row.state == "missed" for row in rows)
    return f"{zh}；未达标 {missed}", f"{en}; {missed} missed their target"


QUERY = Query(
    id="rates",
    question_zh="各单位、层级、类别台站的到报率、及时率、正确率、检定率是多少，怎么算的，达标没有？",
    question_en="What are availability, timeliness, correctness and the share in valid "
    "calibration, by unit, level or class of station, how were they counted, and were targets met?",
    params=(
        Param("rate", f"业务率（{'、'.join(RATES.codes)}）", "rate"),
        Param("by", f"按什么（{'、'.join(BY.codes)}）", "by what"),
        Param("unit", "单位（含下属）", "unit with those below it", kinds=("Unit",)),
        Param("variable", "要素", "variable", kinds=("Variable",)),
        Param("length", f"时段长短（{'、'.join(LENGTHS.codes)}）", "length of a period"),
        Param(
            "from", "开始日期（含；都不写：最近一期）", "first day; without days the last period"
        ),
        Param("to", "结束日期（含）", "last day"),
    ),
    row=RateRow,
    stages=(*ALL, UNIT_LEVELS),
    answer=answer,
    summary=summary,
)
