"""`overdue`: what should have been finished, and to which level it has come by now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ontology import (
    LEVELS,
    key_text,
    kind_of,
    shifted,
)
from queries.actions import LEVELS as UNIT_LEVELS
from queries.actions import last_day, overdue_days
from queries.ask import Ask
from queries.coded import chosen
from queries.escalation import SUPERIORS, Line, line_of
from queries.firsts import firsts
from queries.model import Param, Query, Stage
from queries.registers import ACTIONS, INCIDENTS

Texts = tuple[str, ...]
SHOWN = 500
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A thing that is overdue, for one unit that answers for it; empty where nobody does.

    `what`: incident | action | task | milestone | review, that of the management by the day it was
    planned for. `due`: its last day at +08:00; `days`: whole days since. `steps`: superiors it
    has gone up; `to`: the unit where it lies now, of that `level`.
    """

    what: str
    element: str
    name: str
    unit: str
    unit_name: str
    due: str
    days: int
    steps: int
    to: str
    to_name: str
    level: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Late:
    id: str
    due: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Named(_Late):
    name: str | None


@dataclass(frozen=True, slots=True)
class _Unit:
    id: str
    unit: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
_LATE = {
    "task": ("MATCH (n:Task) WHERE n.due <= $day_before AND (n.done IS NULL OR n.done > $t) "),
    # Of a milestone that no source calls done, all tasks it is for may be done.
    "milestone": (
        "MATCH (n:Milestone) WHERE n.due <= $day_before AND (n.done > $t OR (n.done IS NULL AND ("
        f"NOT EXISTS {{ MATCH (n)-[r:FOR_TASK]->(k:Task) WHERE {_HOLDS} }} OR "
        f"EXISTS {{ MATCH (n)-[r:FOR_TASK]->(k:Task) WHERE {_HOLDS} "
        "AND (k.done IS NULL OR k.done > $t) }))) "
    ),
    "review": (
        "MATCH (n:ManagementReview) WHERE n.planned <= $day_before "
        "AND (n.held IS NULL OR n.held > $t) "
    ),
}
_LABELS = {
    "incident": "Incident",
    "action": "CorrectiveAction",
    "task": "Task",
    "milestone": "Milestone",
    "review": "ManagementReview",
}
_PLANNED = tuple(_LATE)
"""What plans hold: its due day is kept as the begin of the day, that of the others as its end."""
_DUE = {what: "n.planned" if what == "review" else "n.due" for what in _LABELS}
_RETURNED = {
    what: f"RETURN n.id AS id, {due} AS due, n.certainty AS certainty, n.claims AS claims"
    for what, due in _DUE.items()
}
FIRSTS = {
    what: firsts(
        f"first_overdue_{what}", f"{late}WITH n.id AS id, {_DUE[what]} AS due ORDER BY due, id"
    )
    for what, late in _LATE.items()
}
_EACH = {what: f"UNWIND $ids AS id MATCH (n:{k} {{id: id}}) " for what, k in _LABELS.items()}
THINGS: dict[str, Stage[_Late]] = {
    **{
        what: Stage(f"overdue_{what}", f"{_EACH[what]}{_RETURNED[what]}", _Late)
        for what in ("incident", "review")
    },
    **{
        what: Stage(f"overdue_{what}", f"{_EACH[what]}{_RETURNED[what]}, n.name AS name", _Named)
        for what in ("action", "task", "milestone")
    },
}
_LEADS = "LED_BY|RESPONSIBLE|RESPONSIBLE_OFFICE|IMPLEMENTED_BY"
UNITS = {
    what: Stage(
        f"overdue_{what}_units",
        f"UNWIND $ids AS id MATCH (n:{_LABELS[what]} {{id: id}})-[r:{answers}]->(u) "
        f"WHERE {_HOLDS} RETURN n.id AS id, u.id AS unit, u.name AS name",
        _Unit,
    )
    for what, answers in (
        ("incident", "ASSIGNED_TO"),
        ("action", "ASSIGNED_TO"),
        ("task", _LEADS),
        ("review", "OF_UNIT"),
    )
} | {
    "milestone": Stage(
        "overdue_milestone_units",
        "UNWIND $ids AS id MATCH (n:Milestone {id: id})-[q:FOR_TASK]->(k:Task) "
        "WHERE q.valid_from <= $t AND $t < q.valid_to "
        f"MATCH (k)-[r:{_LEADS}]->(u) WHERE {_HOLDS} "
        "RETURN n.id AS id, u.id AS unit, u.name AS name",
        _Unit,
    ),
}
"""A milestone lies with those who answer for the tasks it is for."""
_REGISTERS = (INCIDENTS.things, INCIDENTS.said, ACTIONS.things, ACTIONS.said)
_BODIES = ("Unit", "UnitGroup")
"""A working group may lead a task; nobody stands above it, and it has no level."""


def answer(ask: Ask) -> Iterable[OverdueRow]:
    """Overdue things, the longest overdue first; what is beyond the limit is counted."""
    wanted = chosen(ask, "what", THINGS, "没有这一种 / there is no such thing")
    level = chosen(ask, "level", LEVELS.codes, "没有这一级 / no such level")
    late = {what: _late(ask, what) for what in ([wanted] if wanted else THINGS)}
    units = {what: _units(ask, what, rows) for what, rows in late.items()}
    every = (u for found in units.values() for some in found.values() for u in some)
    line = line_of(ask, {u.unit: u.name or "" for u in every})
    rows = [
        _row(ask, what, thing, unit, line)
        for what, things in late.items()
        for thing in things
        for unit in sorted({u.unit for u in units[what].get(thing.id, ())}) or [""]
    ]
    only = ask.params.get("unit", "")
    rows = [r for r in rows if only in ("", r.unit, r.to) and level in ("", r.level)]
    return sorted(rows, key=lambda r: (-r.days, r.due, r.what, r.element, r.unit))


def _late(ask: Ask, what: str) -> list[_Late]:
    """The first that are overdue of one kind; those beyond the limit are counted."""
    if what not in _PLANNED:
        late, things = _waited_for(ask, what)
        ask.left_out(things - len(late))
        return ask.rows(THINGS[what], ids=sorted(late))
    given = {"t": ask.time, "day_before": shifted(ask.time, -DAY)}
    (first,) = ask.rows(FIRSTS[what], **given, limit=SHOWN)
    ask.left_out(first.things - len(first.ids))
    found = ask.rows(THINGS[what], ids=sorted(first.ids))
    return [replace(row, due=shifted(row.due, DAY)) for row in found]


def _waited_for(ask: Ask, what: str) -> tuple[list[str], int]:
    """Incidents due and not settled, or actions due of which nothing is said, the first of them."""
    register = (INCIDENTS if what == "incident" else ACTIONS).of(ask)
    said = register.said
    done = said.standing(ask.time) if what == "incident" else said.holding(ask.time)
    return register.first(register.late(ask.time) & ~done, SHOWN)


def _units(ask: Ask, what: str, late: Sequence[_Late]) -> dict[str, list[_Unit]]:
    found: dict[str, list[_Unit]] = defaultdict(list)
    for row in ask.rows(UNITS[what], ids=sorted({r.id for r in late}), t=ask.time):
        if kind_of(row.unit).label in _BODIES:
            found[row.id].append(row)
    return found


def _row(ask: Ask, what: str, thing: _Late, unit: str, line: Line) -> OverdueRow:
    days = overdue_days(thing.due, ask.time) or 0
    lies = line.lying(unit, days)
    return OverdueRow(
        what=what,
        element=thing.id,
        name=(thing.name if isinstance(thing, _Named) else None) or key_text(thing.id),
        unit=unit,
        unit_name=line.named(unit),
        due=last_day(thing.due),
        days=days,
        steps=lies.steps,
        to=lies.to,
        to_name=lies.to_name,
        level=lies.level,
        certainty=thing.certainty or "",
        claims=thing.claims or (),
    )


def summary(rows: Sequence[OverdueRow]) -> tuple[str, str]:
    """How much is overdue, at which level it lies."""
    things = len({r.element for r in rows})
    if not things:
        return "没有逾期的", "nothing is overdue"
    counts = Counter(r.level for r in rows)
    said = [code for code in (*LEVELS.codes, "") if counts[code]]
    zh = "，".join(f"{LEVELS.title(c) or '层级未定'} {counts[c]}" for c in said)
    en = ", ".join(f"{LEVELS.title(c, 'en') or 'level not stated'} {counts[c]}" for c in said)
    return f"逾期 {things} 项；现在 {zh}", f"{things} overdue; now at {en}"


QUERY = Query(
    id="overdue",
    question_zh="哪些事件单、措施、任务、节点、管理评审逾期，该由哪一级过问？",
    question_en="Which incidents, actions, tasks, milestones and management reviews are overdue, "
    "and which level has to ask?",
    params=(
        Param("what", f"种类（{'、'.join(THINGS)}）", "what"),
        Param("level", "现在所在的层级", "level it has come to"),
        Param("unit", "责任单位或过问单位", "unit that answers or has to ask", kinds=("Unit",)),
    ),
    row=OverdueRow,
    stages=(
        *_REGISTERS,
        *FIRSTS.values(),
        *THINGS.values(),
        *UNITS.values(),
        SUPERIORS,
        UNIT_LEVELS,
    ),
    answer=answer,
    summary=summary,
)
