"""What is overdue, and how far up it has gone, read plainly."""

from __future__ import annotations

from datetime import timedelta

from oracle.actions import holding, last_day, late, level, moment, progress
from oracle.expiring import LEADS
from oracle.issues import SETTLED, last, states
from oracle.reading import Reading, claims_of, shown, text

from ontology import format_valid
from queries.overdue import OverdueRow

LABELS = (
    ("incident", "Incident"),
    ("action", "CorrectiveAction"),
    ("task", "Task"),
    ("milestone", "Milestone"),
    ("review", "ManagementReview"),
)
PLANNED = ("task", "milestone", "review")


def answer(reading: Reading, what: str = "", level: str = "", unit: str = "") -> list[OverdueRow]:
    rows = []
    for name, label in LABELS:
        if what in ("", name):
            for element in reading.of_kind(label):
                due = text(reading.node(element), "planned" if name == "review" else "due")
                if due and name in PLANNED:  # the begin of its last day
                    due = format_valid(moment(due) + timedelta(days=1))
                if due and due <= reading.now and waiting(reading, name, element):
                    rows += of_units(reading, name, element, due)
    rows = [r for r in rows if unit in ("", r.unit, r.to) and level in ("", r.level)]
    return sorted(rows, key=lambda r: (-r.days, r.due, r.what, r.element, r.unit))


def waiting(reading: Reading, what: str, element: str) -> bool:
    if what in PLANNED:
        done = text(reading.node(element), "held" if what == "review" else "done")
        if what == "milestone" and not done:
            days = [text(reading.node(task), "done") for task in tasks(reading, element)]
            done = max(days) if days and all(days) else ""
        return not done or done > reading.now
    if what == "action":
        return not progress(reading, element)
    return all(value not in SETTLED for value, _ in last(states(reading, element, "state")))


def of_units(reading: Reading, what: str, element: str, due: str) -> list[OverdueRow]:
    kinds = LEADS if what in PLANNED else ("ASSIGNED_TO",)
    kinds = ("OF_UNIT",) if what == "review" else kinds
    answering = tasks(reading, element) if what == "milestone" else [element]
    units = {x.other for one in answering for kind in kinds for x in holding(reading, one, kind)}
    units = {u for u in units if u.startswith(("unit:", "unit_group:"))}
    node, days = reading.node(element), late(due, reading.now) or 0
    rows = []
    for unit in units or {""}:
        line = superior_line(reading, unit)[: (days - 1) // 30]
        to = line[-1] if line else unit
        rows.append(OverdueRow(
            what=what, element=element, name=text(node, "name") or shown(element), unit=unit,
            unit_name=named(reading, unit), due=last_day(due), days=days, steps=len(line), to=to,
            to_name=named(reading, to), level=level(reading, to) if to else "",
            certainty=text(node, "certainty"), claims=claims_of(node)))  # fmt: skip
    return rows


def superior_line(reading: Reading, unit: str) -> list[str]:
    """The superiors one above another, until there is none or one comes again."""
    line = [unit]
    while len(line) <= 6:
        above = [x.other for x in holding(reading, line[-1], "PART_OF")] if line[-1] else []
        if not above or min(above) in line:
            break
        line.append(min(above))
    return line[1:]


def named(reading: Reading, unit: str) -> str:
    return (text(reading.node(unit), "name") or shown(unit)) if unit else ""


def tasks(reading: Reading, milestone: str) -> list[str]:
    """The tasks that a milestone is for."""
    return sorted({x.other for x in holding(reading, milestone, "FOR_TASK")})
