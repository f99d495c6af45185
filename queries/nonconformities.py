"""`nonconformities`: which requirements were not met, why, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, key_parts, kind_of
from ontology.improvement_codes import NONCONFORMITY_STATES
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.mending import NOT_ANSWERED, Mended, mended
from queries.mending import STAGES as MENDING
from queries.model import Param, Query, Stage
from queries.registers import NONCONFORMITIES as REGISTER
from queries.standing import StateRow, said_by, states_of

Texts = tuple[str, ...]
SHOWN = 500
UNVERIFIED = "unverified"
"""Asked for as a state: closed without an action that was verified as effective."""


@dataclass(frozen=True, slots=True)
class NonconformityRow:
    """A nonconformity that was opened by the time asked about; not one that is only referred to.

    `about`: incidents and findings that showed it; `clauses`: requirements that were not met.
    `classes`: cause classes stated last; `cause`: in words. `units`: who answers for it.
    `actions`: what was decided against it. `risk_update`: what became of the risks of planning
    (ISO 9001, 10.2.1 e), a code of RISK_STANDINGS, empty where no action is done yet; `risks`:
    those updated; `risk_reason`: what was changed, or why nothing had to be. `state`: a code of
    NONCONFORMITY_STATES, since `since`. `unverified`: it is closed and no action was verified as
    effective (10.2.1 d); a source says so, since no person can close such a one.
    """

    nonconformity: str
    name: str
    severity: str
    disposition: str
    classes: Texts
    cause: str
    about: Texts
    clauses: Texts
    units: Texts
    actions: Texts
    risk_update: str
    risks: Texts
    risk_reason: str
    opened: str
    state: str
    since: str
    unverified: bool
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Nonconformity:
    nonconformity: str
    name: str | None
    severity: str | None
    disposition: str | None
    cause: str | None
    opened: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    other: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
NONCONFORMITIES = Stage(
    "nonconformities",
    "UNWIND $ids AS id MATCH (n:Nonconformity {id: id}) "
    "RETURN n.id AS nonconformity, n.name AS name, n.severity AS severity, "
    "n.disposition AS disposition, n.cause AS cause, n.opened AS opened, "
    "n.certainty AS certainty, n.claims AS claims",
    _Nonconformity,
)
STATES = states_of("Nonconformity")
LINKS = {
    name: Stage(
        f"nonconformity_{name}",
        f"UNWIND $ids AS id MATCH (n:Nonconformity {{id: id}}){edge}(x) WHERE {_HOLDS} "
        "RETURN n.id AS id, x.id AS other, x.name AS name",
        _Link,
    )
    for name, edge in (
        ("about", "-[r:ARISES_FROM]->"),
        ("clauses", "-[r:OF_REQUIREMENT]->"),
        ("units", "-[r:ASSIGNED_TO]->"),
        ("actions", "<-[r:ADDRESSES]-"),
    )
}
AGAINST = Stage(
    "nonconformities_acted_against",
    "MATCH (n:Nonconformity)<-[r:ADDRESSES]-(x:CorrectiveAction) "
    f"WHERE {_HOLDS} RETURN n.id AS id, x.id AS other, x.name AS name",
    _Link,
)
_Linked = dict[str, dict[str, str]]


def answer(ask: Ask) -> Iterable[NonconformityRow]:
    """Nonconformities, the oldest first; what is beyond the limit is counted."""
    ids, things = _wanted(ask)
    ids.sort()
    ask.left_out(things - len(ids))
    found = ask.rows(NONCONFORMITIES, ids=ids)
    found.sort(key=lambda row: (row.opened or BEGINNING, row.nonconformity))
    given = ask.rows(STATES, ids=ids, properties=["state", "cause_class"], t=ask.time)
    linked: dict[str, _Linked] = {}
    for name, stage in LINKS.items():
        linked[name] = defaultdict(dict)
        for link in ask.rows(stage, ids=ids, t=ask.time):
            linked[name][link.id][link.other] = (
                link.name or key_parts(kind_of(link.other), link.other)[0]
            )
    said = said_by(given)
    came = mended(ask, {one: linked["actions"].get(one, {}) for one in ids})
    return [
        _row(row, said.get(row.nonconformity, ()), linked, came[row.nonconformity]) for row in found
    ]


def _wanted(ask: Ask) -> tuple[list[str], int]:
    """The first of the nonconformities asked about, the oldest first, and how many there are."""
    states = (*NONCONFORMITY_STATES.codes, UNVERIFIED)
    state = chosen(ask, "state", states, "没有这个状态 / no such state")
    register = REGISTER.of(ask)
    found = register.begun(ask.time)
    if state:
        closed = register.said.standing(ask.time)
        found &= ~closed if state == "open" else closed
    if state == UNVERIFIED:
        found &= ~register.among(_effective(ask))
    if unit := ask.params.get("unit", ""):
        found &= register.among(REGISTER.assigned(ask, [unit]))
    return register.first(found, SHOWN)


def _effective(ask: Ask) -> set[str]:
    """All nonconformities against which an action was verified as effective."""
    against: dict[str, set[str]] = defaultdict(set)
    for link in ask.rows(AGAINST, t=ask.time):
        against[link.id].add(link.other)
    return {one for one, came in mended(ask, against).items() if came.effective}


def _row(
    row: _Nonconformity, said: Sequence[StateRow], linked: dict[str, _Linked], came: Mended
) -> NonconformityRow:
    states = [one for one in said if one.property == "state"]
    last = max(
        states,
        key=lambda s: (s.since, s.value == "closed", s.value, s.claims or ()),
        default=None,
    )
    classes = [one for one in said if one.property == "cause_class"]
    since = max((one.since for one in classes), default="")
    stated = [one for one in classes if one.since == since]
    of = {name: found.get(row.nonconformity, {}) for name, found in linked.items()}
    claims = (
        *(row.claims or ()),
        *((last.claims or ()) if last else ()),
        *sorted({claim for one in stated for claim in one.claims or ()}),
        *came.claims,
    )
    return NonconformityRow(
        nonconformity=row.nonconformity,
        name=row.name or "",
        severity=row.severity or "",
        disposition=row.disposition or "",
        classes=tuple(sorted({one.value for one in stated})),
        cause=row.cause or "",
        about=tuple(sorted(of["about"])),
        clauses=tuple(sorted(of["clauses"])),
        units=tuple(sorted(set(of["units"].values()))),
        actions=tuple(sorted(of["actions"])),
        risk_update=came.risk_update,
        risks=came.risks,
        risk_reason=came.risk_reason,
        opened=row.opened or "",
        state=last.value if last else "open",
        since=last.since if last else row.opened or "",
        unverified=last is not None and last.value == "closed" and not came.effective,
        certainty=row.certainty or "",
        claims=tuple(dict.fromkeys(claims)),
    )


def summary(rows: Sequence[NonconformityRow]) -> tuple[str, str]:
    """How many are in which state, and how many open ones nothing was decided against."""
    if not rows:
        return "没有不合格", "no nonconformities"
    zh, en = tally(NONCONFORMITY_STATES, (row.state for row in rows))
    bare = sum(row.state == "open" and not row.actions for row in rows)
    early = sum(row.unverified for row in rows)
    silent = sum(row.risk_update == NOT_ANSWERED for row in rows)
    return (
        f"不合格 {len(rows)} 项：{zh}；未关闭而没有措施 {bare}；关闭而未验证有效 {early}；"
        f"措施已完成而风险未作答 {silent}",
        f"{len(rows)} nonconformities: {en}; open without any action {bare}; "
        f"closed without verified effect {early}; done without an answer on risks {silent}",
    )


QUERY = Query(
    id="nonconformities",
    question_zh="有哪些不合格，起因是什么，针对它们做了什么，哪些没有关闭？",
    question_en="Which nonconformities are there, what caused them, what was done about them, and "
    "which are open?",
    params=(
        Param(
            "state",
            f"状态（{'、'.join(NONCONFORMITY_STATES.codes)}），或关闭而未验证有效的（{UNVERIFIED}）",
            f"state, or closed without verified effect ({UNVERIFIED})",
        ),
        Param("unit", "责任单位", "unit that answers", kinds=("Unit",)),
    ),
    row=NonconformityRow,
    stages=(*REGISTER.stages, NONCONFORMITIES, STATES, *LINKS.values(), AGAINST, *MENDING),
    answer=answer,
    summary=summary,
)
