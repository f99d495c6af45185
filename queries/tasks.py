"""`tasks`: the tasks and milestones of plans: done, due or overdue, and what proves it.

The due day of a plan's task or milestone is kept as the begin of that day, which still counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ontology import OPEN_END, CodeList, civil_day, key_parts, key_text, kind_of, make_id, shifted
from ontology.registry import NODE_KINDS
from queries.actions import overdue_days
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]
SHOWN = 1000
DAY = timedelta(days=1)
STATES = CodeList(
    "task_state",
    {
        "overdue": ("逾期", "overdue"),
        "due": ("未到期", "not due yet"),
        "no_date": ("没有期限", "no due date"),
        "done": ("已完成", "done"),
    },
    "how a task stands at a date; ours",
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task or a milestone (`part`) at the time asked about.

    `plan`: the document it stands in. `due`: its last day, as `printed` where the text gives no day
    of its own. A milestone is `done` when a source says so, or all tasks it is for are done.
    `days`: whole days overdue. `evidence`: what a task produced, and evidence that supports it.
    """

    part: str
    element: str
    name: str
    plan: str
    units: Texts
    due: str
    printed: str
    state: str
    done_on: str
    days: int | None
    evidence: Texts
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Thing:
    id: str
    name: str | None
    due: str | None
    printed: str | None
    done: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    other: str
    name: str | None
    done: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
_DESCRIBED = "(n.stub IS NULL OR n.stub = false) AND ($every OR n.id STARTS WITH $plan)"
TASKS = Stage(
    "tasks",
    f"MATCH (n:Task) WHERE {_DESCRIBED} "
    "RETURN n.id AS id, n.name AS name, n.due AS due, n.due_printed AS printed, n.done AS done, "
    "n.certainty AS certainty, n.claims AS claims ORDER BY coalesce(n.due, $never), id",
    _Thing,
)
MILESTONES = Stage(
    "milestones",
    f"MATCH (n:Milestone) WHERE {_DESCRIBED} "
    "RETURN n.id AS id, n.name AS name, n.due AS due, n.printed AS printed, n.done AS done, "
    "n.certainty AS certainty, n.claims AS claims ORDER BY coalesce(n.due, $never), id",
    _Thing,
)
_LEADS = "LED_BY|RESPONSIBLE|RESPONSIBLE_OFFICE|IMPLEMENTED_BY"
UNITS = Stage(
    "task_units",
    f"UNWIND $ids AS id MATCH (n:Task {{id: id}})-[r:{_LEADS}]->(u) WHERE {_HOLDS} "
    "RETURN n.id AS id, u.id AS other, u.name AS name, n.done AS done",
    _Link,
)
PRODUCED = Stage(
    "task_products",
    f"UNWIND $ids AS id MATCH (n:Task {{id: id}})-[r:PRODUCES]->(u) WHERE {_HOLDS} "
    "RETURN n.id AS id, u.id AS other, u.name AS name, n.done AS done",
    _Link,
)
FOR_TASK = Stage(
    "milestone_tasks",
    f"UNWIND $ids AS id MATCH (n:Milestone {{id: id}})-[r:FOR_TASK]->(u:Task) WHERE {_HOLDS} "
    "RETURN n.id AS id, u.id AS other, u.name AS name, u.done AS done",
    _Link,
)
SUPPORTED = {
    label: Stage(
        f"evidence_of_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})<-[r:SUPPORTS]-(u:Evidence) "
        f"WHERE {_HOLDS} RETURN n.id AS id, u.id AS other, u.statement AS name, n.done AS done",
        _Link,
    )
    for label in ("Task", "Milestone")
}


def answer(ask: Ask) -> Iterable[TaskRow]:
    """Overdue ones first, then by due day; what is beyond the limit is counted."""
    plan = ask.params.get("plan", "")
    starts = [f"{NODE_KINDS[label].prefix}:{plan.partition(':')[2]}|" for label in SUPPORTED]
    given: dict[str, str | bool] = {"every": not plan, "never": OPEN_END}
    tasks = ask.rows(TASKS, plan=starts[0], **given)
    milestones = ask.rows(MILESTONES, plan=starts[1], **given)
    ids, stones = sorted(t.id for t in tasks), sorted(m.id for m in milestones)
    of_task = _links(ask.rows(FOR_TASK, ids=stones, t=ask.time))
    every = sorted({*ids, *(link.other for links in of_task.values() for link in links)})
    units = _links(ask.rows(UNITS, ids=every, t=ask.time))
    proofs = _links(
        [
            *ask.rows(PRODUCED, ids=ids, t=ask.time),
            *ask.rows(SUPPORTED["Task"], ids=ids, t=ask.time),
            *ask.rows(SUPPORTED["Milestone"], ids=stones, t=ask.time),
        ]
    )
    rows = [_row(ask, "task", t, units[t.id], proofs[t.id], t.done) for t in tasks]
    for stone in milestones:
        links = of_task[stone.id]
        leads = [unit for link in links for unit in units[link.other]]
        done = stone.done or _finished(links)
        rows.append(_row(ask, "milestone", stone, leads, proofs[stone.id], done))
    wanted, unit = chosen(ask, "state", STATES.codes), ask.params.get("unit", "")
    held = {id_ for id_, links in units.items() if any(link.other == unit for link in links)}
    held |= {s for s, links in of_task.items() if any(link.other in held for link in links)}
    rows = [r for r in rows if wanted in ("", r.state) and (not unit or r.element in held)]
    rows.sort(key=lambda r: (-(r.days or 0), r.due or "~", r.part, r.element))
    ask.left_out(len(rows) - SHOWN)
    return rows[:SHOWN]


def _links(rows: Iterable[_Link]) -> defaultdict[str, list[_Link]]:
    found: defaultdict[str, list[_Link]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return found


def _finished(links: Sequence[_Link]) -> str | None:
    """When the last of the tasks of a milestone was done; None while one is not."""
    days = [link.done for link in links]
    done = [day for day in days if day]
    return max(done) if done and len(done) == len(days) else None


def _row(
    ask: Ask,
    part: str,
    thing: _Thing,
    units: Sequence[_Link],
    proofs: Sequence[_Link],
    done: str | None,
) -> TaskRow:
    finished = done is not None and done <= ask.time
    late = overdue_days(shifted(thing.due, DAY), ask.time) if thing.due and not finished else None
    state = "done" if finished else "no_date" if not thing.due else "due"
    kind = kind_of(thing.id)
    plan, number = key_parts(kind, thing.id)
    return TaskRow(
        part=part,
        element=thing.id,
        name=thing.name or number,
        plan=make_id(NODE_KINDS["Document"], plan),
        units=tuple(sorted({u.name or key_text(u.other)
                            for u in units})),
        due=civil_day(thing.due) if thing.due else "",
        printed=thing.printed or "",
        state="overdue" if late is not None else state,
        done_on=civil_day(done) if finished and done else "",
        days=late,
        evidence=tuple(sorted({p.other for p in proofs})),
        certainty=thing.certainty or "",
        claims=thing.claims or (),
    )  # fmt: skip


def summary(rows: Sequence[TaskRow]) -> tuple[str, str]:
    """How many stand where, and how many are done without anything that proves it."""
    if not rows:
        return "没有任务或节点", "no tasks or milestones"
    zh, en = tally(STATES, (row.state for row in rows))
    bare = sum(row.state == "done" and not row.evidence for row in rows)
    return (
        f"任务与节点 {len(rows)} 项：{zh}；完成而无证据 {bare}",
        f"{len(rows)} tasks and milestones: {en}; done without evidence {bare}",
    )


QUERY = Query(
    id="tasks",
    question_zh="方案的任务与节点做到哪一步：完成、未到期、逾期，有什么证据？",
    question_en="How far are the tasks and milestones of a plan: done, due or overdue, and what "
    "proves it?",
    params=(
        Param("plan", "方案", "plan", kinds=("Document",)),
        Param("state", f"状态（{'、'.join(STATES.codes)}）", "state"),
        Param("unit", "责任单位", "unit that answers", kinds=("Unit",)),
    ),
    row=TaskRow,
    stages=(TASKS, MILESTONES, UNITS, PRODUCED, FOR_TASK, *SUPPORTED.values()),
    answer=answer,
    summary=summary,
)
