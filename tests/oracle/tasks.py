"""Tasks and milestones of plans with their state at a date, read plainly."""

from __future__ import annotations

from datetime import timedelta

from oracle.actions import holding, late, moment
from oracle.expiring import LEADS
from oracle.reading import Link, Reading, claims_of, day, is_stub, parts, shown, text

from ontology import format_valid
from queries.tasks import TaskRow


def answer(reading: Reading, plan: str = "", state: str = "", unit: str = "") -> list[TaskRow]:
    rows = []
    for part, label in (("task", "Task"), ("milestone", "Milestone")):
        for element in reading.of_kind(label):
            if is_stub(reading.node(element)):
                continue
            made = row(reading, part, element)
            leads = {x.other for task in of(reading, element) for x in leaders(reading, task)}
            if (
                plan in ("", made.plan)
                and state in ("", made.state)
                and (not unit or unit in leads)
            ):
                rows.append(made)
    return sorted(rows, key=lambda r: (-(r.days or 0), r.due or "~", r.part, r.element))


def row(reading: Reading, part: str, element: str) -> TaskRow:
    node, tasks = reading.node(element), of(reading, element)
    due, done = text(node, "due"), text(node, "done")
    if part == "milestone" and not done:
        days = [text(reading.node(task), "done") for task in tasks]
        done = max(days) if days and all(days) else ""
    finished = bool(done) and done <= reading.now
    end = format_valid(moment(due) + timedelta(days=1)) if due else ""
    behind = late(end, reading.now) if due and not finished else None
    if finished:
        state = "done"
    else:
        state = "overdue" if behind is not None else "due" if due else "no_date"
    proofs = {x.other for x in reading.into(element, "SUPPORTS") if x.holds(reading.now)}
    if part == "task":
        proofs |= {x.other for x in holding(reading, element, "PRODUCES")}
    return TaskRow(
        part=part, element=element, name=text(node, "name") or parts(element)[1],
        plan=f"document:{parts(element)[0]}",
        units=tuple(sorted({text(x.node, "name") or shown(x.other)
                            for task in tasks for x in leaders(reading, task)})),
        due=day(due), printed=text(node, "due_printed" if part == "task" else "printed"),
        state=state, done_on=day(done) if finished else "", days=behind,
        evidence=tuple(sorted(proofs)), certainty=text(node, "certainty"),
        claims=claims_of(node),
    )  # fmt: skip


def of(reading: Reading, element: str) -> list[str]:
    if element.startswith("task:"):
        return [element]
    return [x.other for x in holding(reading, element, "FOR_TASK")]


def leaders(reading: Reading, task: str) -> list[Link]:
    return [x for kind in LEADS for x in holding(reading, task, kind)]
