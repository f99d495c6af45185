"""`pareto`: how many issues fall to each value of a dimension, the most first, and their trend.

What issues say themselves is counted in the store, so that a million of them come back as a few
rows; months, and what is found by what they are about, are counted from columns that are read
once and kept until the graph changes. An issue that has two values of a dimension, or is about two
things, counts with each; shares are of all issues in the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import InvalidValueError
from ontology import BEGINNING, NODE_KINDS, OPEN_END, TimeError, key_text, valid_time
from ontology.codes import ISSUE_KINDS
from queries.ask import Ask
from queries.model import Param, Query
from queries.pareto import behind, counting, stages
from queries.pareto.counting import ABOUT_DIMENSIONS, Counted, Period
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
DIMENSIONS = (*stages.PROPERTIES, "month", *ABOUT_DIMENSIONS, *counting.BEHIND, "cause")
_WITH_TREND = tuple(d for d in DIMENSIONS if d != "month")
_TITLES = {
    "": ("未说明", "not stated"),
    **ISSUE_KINDS.codes,
    **{kind.prefix: (kind.title_zh, kind.title_en) for kind in NODE_KINDS.values()},
}
"""Titles of values that are codes: kinds of issues, and of what caused them."""


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """A value of the dimension: how many issues, their share, and the share up to here.

    `value`: empty where nothing is stated. `share`, `cumulative`: of all issues counted, 0 to 1,
    rounded to four digits. `months`: pairs (civil month, issues). `sample`: the issue whose claims
    stand for the row.
    """

    rank: int
    value: str
    name: str
    issues: int
    share: float
    cumulative: float
    months: tuple[tuple[str, int], ...]
    sample: str
    certainty: str
    claims: Texts


def answer(ask: Ask) -> Iterable[ParetoRow]:
    """Values by number of issues, then by id; months in order of time."""
    dimension = ask.params["by"]
    if dimension not in DIMENSIONS:
        use = f"可用 / use: {', '.join(DIMENSIONS)}"
        raise InvalidValueError("by", dimension, "没有这个维度 / there is no such dimension", use)
    trend = says_yes(ask.params, "trend")
    if trend and dimension not in _WITH_TREND:
        use = f"可用 / use: {', '.join(_WITH_TREND)}"
        told = "逐月的计数本身就是趋势 / counts by month are the trend themselves"
        raise InvalidValueError("trend", dimension, told, use)
    period = _period(ask)
    counted = _counted(ask, dimension, period, trend=trend)
    return _rows(ask, dimension, counted)


def _period(ask: Ask) -> Period:
    """From the days given, and never later than the time asked about."""
    since = _day(ask, "from", end=False) or BEGINNING
    until = min(_day(ask, "to", end=True) or OPEN_END, counting.day_after(ask.time))
    return Period(since, until)


def _day(ask: Ask, name: str, *, end: bool) -> str | None:
    given = ask.params.get(name)
    if not given:
        return None
    try:
        return valid_time(given, end=end)
    except TimeError as error:
        raise InvalidValueError(name, given, str(error), "YYYY-MM-DD") from error


def _counted(ask: Ask, dimension: str, period: Period, *, trend: bool) -> Counted:
    if dimension in stages.PROPERTIES:
        return counting.by_property(ask, dimension, period, trend=trend)
    if dimension == "month":
        return counting.by_month(ask, period)
    if dimension in ABOUT_DIMENSIONS:
        return counting.by_about(ask, dimension, period, trend=trend)
    if dimension == "cause":
        return counting.by_cause(ask, period, trend=trend)
    return counting.by_instrument(ask, dimension, period, trend=trend)


def _rows(ask: Ask, dimension: str, counted: Counted) -> list[ParetoRow]:
    by_time = dimension == "month"
    values = sorted(
        (v for v, n in counted.issues.items() if n),
        key=lambda v: (0 if by_time else -counted.issues[v], v),
    )
    names = _names(ask, values)
    proofs = _proofs(ask, [counted.samples[v] for v in values if v in counted.samples])
    rows, so_far = [], 0
    for rank, value in enumerate(values, 1):
        so_far += counted.issues[value]
        sample = counted.samples.get(value, "")
        proof = proofs.get(sample)
        rows.append(
            ParetoRow(
                rank,
                value,
                names.get(value, ""),
                counted.issues[value],
                round(counted.issues[value] / counted.total, 4),
                round(so_far / counted.total, 4),
                tuple(sorted(counted.months[value].items())) if counted.months else (),
                sample,
                (proof.certainty or "") if proof else "",
                (proof.claims or ()) if proof else (),
            )
        )
    return rows


def _proofs(ask: Ask, issues: Sequence[str]) -> Mapping[str, stages.Name]:
    return {r.id: r for r in ask.rows(stages.NAMES["Issue"], ids=sorted(set(issues)))}


def _names(ask: Ask, values: Sequence[str]) -> dict[str, str]:
    """Names of the values that are elements."""
    found: dict[str, str] = {}
    for label, stage in stages.NAMES.items():
        prefix = NODE_KINDS[label].prefix + ":"
        ids = [v for v in values if v.startswith(prefix)]
        found |= {r.id: r.name for r in ask.rows(stage, ids=ids) if r.name}
    for value in values:
        if ":" in value and value not in found:
            found[value] = key_text(value)
    return found


def summary(rows: Sequence[ParetoRow]) -> tuple[str, str]:
    """How few values make up most of the issues."""
    if not rows:
        return "这段时间没有问题", "no issues in this period"
    most = next((r for r in rows if r.cumulative >= 0.8), rows[-1])
    first = max(rows, key=lambda r: (r.issues, -r.rank))
    share = f"{most.cumulative:.0%}"
    zh, en = _TITLES.get(first.value, (first.value, first.value))
    return (
        f"{len(rows)} 个取值；最多：{first.name or zh}（{first.issues}）；"
        f"前 {most.rank} 个占 {share}",
        f"{len(rows)} values; most: {first.name or en} ({first.issues}); "
        f"the first {most.rank} make up {share}",
    )


QUERY = Query(
    id="pareto",
    question_zh="问题集中在哪里：按某个维度从多到少，逐月怎样？",
    question_en="Where do the issues gather: by a dimension, the most first, and by month?",
    params=(
        Param("by", f"维度（{'、'.join(DIMENSIONS)}）", "dimension", required=True),
        Param("from", "开始日期（含）", "first day"),
        Param("to", "结束日期（含）", "last day"),
        Param("trend", "逐月（yes）", "by month too (yes)"),
    ),
    row=ParetoRow,
    stages=(*stages.STAGES, *behind.STAGES),
    answer=answer,
    summary=summary,
)
