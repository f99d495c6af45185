"""`actions`: what was decided against nonconformities and risks, who answers, and how far it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from graph import InvalidValueError
from ontology import (
    OPEN_END,
    civil_day,
    format_valid,
    key_parts,
    kind_of,
    parse_moment,
)
from ontology.improvement_codes import ACTION_STATES
from queries.ask import Ask
from queries.coded import tally
from queries.model import Param, Query, Stage
from queries.registers import ACTIONS as REGISTER
from queries.standing import StateRow, states_of

Texts = tuple[str, ...]
SHOWN = 500
SECOND = timedelta(seconds=1)
DAYS = 4096
"""So many moments are remembered with their days: many things fall due on one day."""
SAID = REGISTER.properties
"""What changes of an action; until one of them is said of it, it is waited for."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action that was decided on by the time asked about; not one that is only referred to.

    `about`: nonconformities and risks it addresses. `units`: who answers for it; `level`: of the
    first of them. `due`: the last day at +08:00, empty where none is stated. `state`: a code of
    ACTION_STATES, since `since`. `days`: whole days by which it is overdue, else None.
    """

    action: str
    name: str
    action_type: str
    about: Texts
    units: Texts
    level: str
    opened: str
    due: str
    state: str
    since: str
    days: int | None
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Action:
    action: str
    name: str | None
    action_type: str | None
    opened: str | None
    due: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _About:
    action: str
    about: str


@dataclass(frozen=True, slots=True)
class _Unit:
    action: str
    unit: str
    name: str | None


@dataclass(frozen=True, slots=True)
class _Level:
    unit: str
    level: str


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
ADDRESSING = Stage(
    "actions_addressing",
    "MATCH (a:CorrectiveAction)-[:ADDRESSES]->(x) WHERE x.id = $about "
    "RETURN a.id AS action, x.id AS about",
    _About,
)
ACTIONS = Stage(
    "actions",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id}) "
    "RETURN a.id AS action, a.name AS name, a.action_type AS action_type, "
    "a.opened AS opened, coalesce(a.due, $never) AS due, a.certainty AS certainty, "
    "a.claims AS claims",
    _Action,
)
STATES = states_of("CorrectiveAction")
ABOUT = Stage(
    "action_about",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:ADDRESSES]->(x) "
    f"WHERE {_HOLDS} RETURN a.id AS action, x.id AS about",
    _About,
)
UNITS = Stage(
    "action_units",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:ASSIGNED_TO]->(u:Unit) "
    f"WHERE {_HOLDS} RETURN a.id AS action, u.id AS unit, u.name AS name",
    _Unit,
)
LEVELS = Stage(
    "action_unit_levels",
    "UNWIND $ids AS id MATCH (u:Unit {id: id})-[r:HAS_STATE]->(s:State) "
    f"WHERE s.property = $property AND {_HOLDS} RETURN u.id AS unit, s.value AS level",
    _Level,
)


def answer(ask: Ask) -> Iterable[ActionRow]:
    """Actions, those due soonest first; what is beyond the limit is counted."""
    ids, things = _wanted(ask)
    ids.sort()
    ask.left_out(things - len(ids))
    found = ask.rows(ACTIONS, ids=ids, never=OPEN_END)
    found.sort(key=lambda row: (row.due, row.action))
    states = said_last(ask.rows(STATES, ids=ids, properties=list(SAID), t=ask.time))
    about: dict[str, set[str]] = defaultdict(set)
    for link in ask.rows(ABOUT, ids=ids, t=ask.time):
        about[link.action].add(link.about)
    units: dict[str, dict[str, str]] = defaultdict(dict)
    for one in ask.rows(UNITS, ids=ids, t=ask.time):
        units[one.action][one.unit] = one.name or key_parts(kind_of(one.unit), one.unit)[0]
    every = sorted({unit for named in units.values() for unit in named})
    levels = levels_of(ask, every)
    return [
        _row(ask, row, about[row.action], units[row.action], levels, states.get(row.action))
        for row in found
    ]


def _wanted(ask: Ask) -> tuple[list[str], int]:
    """The first of the actions asked about, those due soonest first, and how many there are."""
    state, about = ask.params.get("state", ""), ask.params.get("about", "")
    if state not in ("", "open", "overdue"):
        raise InvalidValueError("state", state, "没有这一种 / no such choice", "open, overdue")
    register = REGISTER.of(ask)
    found = register.begun(ask.time)
    if state:
        found &= ~register.said.holding(ask.time)
    if state == "overdue":
        found &= register.late(ask.time)
    if about:
        found &= register.among({row.action for row in ask.rows(ADDRESSING, about=about)})
    if unit := ask.params.get("unit", ""):
        found &= register.among(REGISTER.assigned(ask, [unit]))
    return register.first(found, SHOWN)


def said_last(rows: Iterable[StateRow]) -> dict[str, StateRow]:
    """Where each action stands: what was said of it last; of one moment, what was verified."""
    order = sorted(
        rows, key=lambda r: (r.since, r.property == "effectiveness", r.value, r.claims or ())
    )
    return {row.id: row for row in order}


def levels_of(ask: Ask, units: list[str]) -> dict[str, str]:
    """The level of each unit; of several that sources state, the first by name."""
    found = ask.rows(LEVELS, ids=units, property="level", t=ask.time)
    return {row.unit: row.level for row in sorted(found, key=lambda r: r.level, reverse=True)}


@lru_cache(DAYS)
def last_day(due: str) -> str:
    """The last day at +08:00 before a moment that is an exclusive end; empty for never."""
    return "" if due == OPEN_END else civil_day(format_valid(parse_moment(due) - SECOND))


@lru_cache(DAYS)
def overdue_days(due: str, now: str) -> int | None:
    """Whole days that have begun since an exclusive end; None before it."""
    if due > now:
        return None
    return (parse_moment(now) - parse_moment(due)).days + 1


def _row(
    ask: Ask,
    row: _Action,
    about: Iterable[str],
    units: dict[str, str],
    levels: dict[str, str],
    state: StateRow | None,
) -> ActionRow:
    reached = state.value if state else "open"
    first = next((levels[u] for u in sorted(units) if u in levels), "")
    said = (*(row.claims or ()), *((state.claims or ()) if state else ()))
    return ActionRow(
        action=row.action,
        name=row.name or "",
        action_type=row.action_type or "",
        about=tuple(sorted(about)),
        units=tuple(sorted(units.values())),
        level=first,
        opened=row.opened or "",
        due=last_day(row.due),
        state=reached,
        since=state.since if state else row.opened or "",
        days=None if state else overdue_days(row.due, ask.time),
        certainty=row.certainty or "",
        claims=tuple(dict.fromkeys(said)),
    )


def summary(rows: Sequence[ActionRow]) -> tuple[str, str]:
    """How many actions are in which state, and how many overdue."""
    late = sum(row.days is not None for row in rows)
    zh, en = tally(ACTION_STATES, (row.state for row in rows))
    return (
        f"措施 {len(rows)} 项：{zh or '没有'}；逾期 {late}",
        f"{len(rows)} actions: {en or 'none'}; {late} overdue",
    )


QUERY = Query(
    id="actions",
    question_zh="有哪些纠正与预防措施，谁负责，到了哪一步，哪些逾期？",
    question_en="Which corrective and preventive actions are there, who answers for them, how far "
    "are they, and which are overdue?",
    params=(
        Param("state", "只要未完成的（open）或逾期的（overdue）", "open or overdue only"),
        Param("about", "不合格或风险", "nonconformity or risk", kinds=("Nonconformity", "Risk")),
        Param("unit", "责任单位", "unit that answers", kinds=("Unit",)),
    ),
    row=ActionRow,
    stages=(*REGISTER.stages, ADDRESSING, ACTIONS, STATES, ABOUT, UNITS, LEVELS),
    answer=answer,
    summary=summary,
)
