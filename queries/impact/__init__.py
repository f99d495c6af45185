"""`impact`: what an instrument, a standard or a paper in doubt reaches, down to products.

The trace turned round (ISO 9001:2015, 7.1.5.2, last sentence): from what is unfit to everything
that was measured with it since its last good calibration, level by level, to the data sets and
products that this went into, and to those to notify.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ontology import civil_day
from queries.ask import Ask
from queries.impact import stages
from queries.impact.handed_on import handed_on
from queries.impact.rows import ImpactRow, issues, resting, series, standards, units
from queries.impact.spread import spread
from queries.impact.start import also, check, first_doubts
from queries.impact.values import with_values
from queries.model import Param, Query


def answer(ask: Ask) -> Iterable[ImpactRow]:
    """Standards, series, issues, data sets, products, what rests on it, units, in this order."""
    element = ask.params["element"]
    check(ask, element)
    reached = spread(ask, first_doubts(ask, element))
    observed = series(ask, reached)
    observed = list(with_values(observed, ask.reader.ledger.home, ask.known_at))
    rows = [*standards(reached), *observed, *issues(ask, observed)]
    ask.left_out(len({d.subject for d in reached.unfollowed}))
    given = handed_on(ask, observed)
    return [*rows, *given, *resting(also(ask, element)), *units(ask, reached, observed, given)]


def summary(rows: Sequence[ImpactRow]) -> tuple[str, str]:
    """How many stations, series, values, issues, products and units, over which time."""
    observed = [r for r in rows if r.part == "series"]
    stations = len({r.station for r in observed})
    names = len({r.element for r in observed})
    count = {
        p: len({r.element for r in rows if r.part == p}) for p in ("standard", "issue", "unit")
    }
    cut = len({r.element for r in rows if r.part == "unfollowed"})
    values = [r.values for r in observed if r.values is not None]
    zh = f"；{sum(values)} 个值" if values else "；数值不在数据湖中" if observed else ""
    en = f"; {sum(values)} values" if values else "; values not in the lake" if observed else ""
    begin = civil_day(min((r.valid_from for r in observed), default="")) if observed else ""
    span_zh, span_en = (f"，{begin} 起", f" since {begin}") if begin else ("", "")
    given_zh, given_en = _given(rows)
    more_zh = f"；{cut} 个标准之下未再追查" if cut else ""
    more_en = f"; not followed below {cut} standards" if cut else ""
    return (
        f"影响 {stations} 个台站 {names} 个序列{span_zh}{zh}；标准 {count['standard']}，问题 "
        f"{count['issue']}，须通知单位 {count['unit']}；{given_zh}{more_zh}",
        f"{stations} stations, {names} series{span_en}{en}; {count['standard']} standards, "
        f"{count['issue']} issues, {count['unit']} units to notify; {given_en}{more_en}",
    )


def _given(rows: Sequence[ImpactRow]) -> tuple[str, str]:
    """Data sets, products and receivers, or that no data set is stated to hold the series."""
    held, made = (sum(r.part == part for r in rows) for part in ("dataset", "product"))
    if not held:
        return "产品与接收者：图中没有说明", "products and receivers: not stated in the graph"
    told = sum(r.part == "unit" and r.through == "DELIVERED_TO" for r in rows)
    return (
        f"数据集 {held}，产品 {made}，其接收者 {told}",
        f"{held} data sets, {made} products, {told} receivers of these",
    )


QUERY = Query(
    id="impact",
    question_zh="若它有问题（或已查出超差），影响到哪些台站、序列、时段、数值和问题？该通知谁？",
    question_en="If it is unfit, or was found so: which stations, series, periods, values and "
    "issues does that reach, and who is to be told?",
    params=(
        Param("element", "对象", "element", required=True, kinds=stages.STARTS),
        Param("since", "自何时起视为不可信", "taken for unfit since"),
    ),
    row=ImpactRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
)
