"""`risks`: risks and opportunities, what is done about them, which reviews are overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, OPEN_END, CodeList, key_text
from queries.actions import LEVELS as UNIT_LEVELS
from queries.actions import last_day, overdue_days
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.escalation import SUPERIORS, Line, line_of
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]
SHOWN = 1000
STATES = CodeList(
    "risk_state",
    {
        "overdue": ("复核逾期", "review overdue"),
        "untreated": ("没有应对", "not treated"),
        "no_date": ("没有复核期限", "no review date"),
        "current": ("按期", "in time"),
    },
    "how a risk stands at a date; ours, worst first",
)


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk or an opportunity, for one unit that answers for it; empty where nobody does.

    `threatens`: what it acts on. `actions`: those that address it, opened by then and not
    cancelled. `review_due`: the last day of the next review at +08:00. `state`: a code of STATES;
    treated is what has a treatment or such an action. `days`: whole days overdue, else None;
    `steps`: superiors it has gone up; `to`: the unit where it lies now, of that `level`.
    """

    risk: str
    name: str
    risk_type: str
    threatens: Texts
    likelihood: str
    effect: str
    treatment: str
    actions: Texts
    unit: str
    unit_name: str
    review_due: str
    state: str
    days: int | None
    steps: int
    to: str
    to_name: str
    level: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Risk:
    id: str
    name: str | None
    risk_type: str | None
    likelihood: str | None
    effect: str | None
    treatment: str | None
    due: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    other: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
RISKS = Stage(
    "risks",
    "MATCH (n:Risk) WHERE (n.stub IS NULL OR n.stub = false) RETURN n.id AS id, n.name AS name, "
    "n.risk_type AS risk_type, n.likelihood AS likelihood, n.effect AS effect, "
    "n.treatment AS treatment, coalesce(n.review_due, $never) AS due, n.certainty AS certainty, "
    "n.claims AS claims",
    _Risk,
)
THREATENS = Stage(
    "risk_threatens",
    f"UNWIND $ids AS id MATCH (n:Risk {{id: id}})-[r:THREATENS]->(x) WHERE {_HOLDS} "
    "RETURN n.id AS id, x.id AS other, x.name AS name",
    _Link,
)
UNITS = Stage(
    "risk_units",
    f"UNWIND $ids AS id MATCH (n:Risk {{id: id}})-[r:ASSIGNED_TO]->(u:Unit) WHERE {_HOLDS} "
    "RETURN n.id AS id, u.id AS other, u.name AS name",
    _Link,
)
ACTIONS = Stage(
    "risk_actions",
    "UNWIND $ids AS id MATCH (n:Risk {id: id})<-[r:ADDRESSES]-(a:CorrectiveAction) "
    f"WHERE {_HOLDS} AND coalesce(a.opened, $ever) <= $t AND NOT EXISTS {{ "
    "MATCH (a)-[q:HAS_STATE]->(s:State) WHERE q.valid_from <= $t AND $t < q.valid_to "
    "AND s.property = $property AND s.value = $cancelled } "
    "RETURN n.id AS id, a.id AS other, a.name AS name",
    _Link,
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the risks are joined to, and the line above their units."""

    threatens: dict[str, dict[str, str]]
    units: dict[str, dict[str, str]]
    actions: dict[str, dict[str, str]]
    line: Line


def answer(ask: Ask) -> Iterable[RiskRow]:
    """The longest overdue first, then what is not treated; what is beyond the limit is counted."""
    wanted, unit = chosen(ask, "state", STATES.codes), ask.params.get("unit", "")
    risks = ask.rows(RISKS, never=OPEN_END)
    around = _around(ask, sorted(risk.id for risk in risks))
    rows = [
        _row(ask, risk, one, around)
        for risk in risks
        for one in sorted(around.units.get(risk.id, ())) or [""]
    ]
    rows = [r for r in rows if wanted in ("", r.state) and unit in ("", r.unit, r.to)]
    order = list(STATES.codes)
    rows.sort(key=lambda r: (-(r.days or 0), order.index(r.state), r.review_due or "~", r.risk))
    ask.left_out(len(rows) - SHOWN)
    return rows[:SHOWN]


def _around(ask: Ask, ids: list[str]) -> _Around:
    units = _linked(ask.rows(UNITS, ids=ids, t=ask.time))
    own = {unit: name for found in units.values() for unit, name in found.items()}
    cancelled = {"property": "state", "cancelled": "cancelled"}
    return _Around(
        threatens=_linked(ask.rows(THREATENS, ids=ids, t=ask.time)),
        units=units,
        actions=_linked(ask.rows(ACTIONS, ids=ids, t=ask.time, ever=BEGINNING, **cancelled)),
        line=line_of(ask, own),
    )


def _linked(rows: Iterable[_Link]) -> dict[str, dict[str, str]]:
    """By risk what it is joined to, with names."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row.id][row.other] = row.name or ""
    return found


def _row(ask: Ask, risk: _Risk, unit: str, around: _Around) -> RiskRow:
    actions = sorted(around.actions.get(risk.id, ()))
    days = overdue_days(risk.due, ask.time)
    lies = around.line.lying(unit, days or 0)
    return RiskRow(
        risk=risk.id,
        name=risk.name or key_text(risk.id),
        risk_type=risk.risk_type or "",
        threatens=tuple(sorted(around.threatens.get(risk.id, ()))),
        likelihood=risk.likelihood or "",
        effect=risk.effect or "",
        treatment=risk.treatment or "",
        actions=tuple(actions),
        unit=unit,
        unit_name=around.line.named(unit),
        review_due=last_day(risk.due),
        state=_state(risk, days, treated=bool(risk.treatment or actions)),
        days=days,
        steps=lies.steps,
        to=lies.to,
        to_name=lies.to_name,
        level=lies.level,
        certainty=risk.certainty or "",
        claims=risk.claims or (),
    )


def _state(risk: _Risk, days: int | None, *, treated: bool) -> str:
    if days is not None:
        return "overdue"
    if not treated:
        return "untreated"
    return "no_date" if risk.due == OPEN_END else "current"


def summary(rows: Sequence[RiskRow]) -> tuple[str, str]:
    """How many stand where; one that several units answer for is one."""
    states = {row.risk: row.state for row in rows}
    if not states:
        return "没有风险与机遇", "no risks or opportunities"
    zh, en = tally(STATES, states.values())
    return (
        f"风险与机遇 {len(states)} 项：{zh}",
        f"{len(states)} risks and opportunities: {en}",
    )


QUERY = Query(
    id="risks",
    question_zh="有哪些风险与机遇，谁负责，怎么应对，哪些逾期未复核，该由哪一级过问？",
    question_en="Which risks and opportunities are there, who answers for them, how are they "
    "treated, which reviews are overdue, and which level has to ask?",
    params=(
        Param("unit", "责任单位或过问单位", "unit that answers or has to ask", kinds=("Unit",)),
        Param("state", f"状态（{'、'.join(STATES.codes)}）", "state"),
    ),
    row=RiskRow,
    stages=(RISKS, THREATENS, UNITS, ACTIONS, SUPERIORS, UNIT_LEVELS),
    answer=answer,
    summary=summary,
)
