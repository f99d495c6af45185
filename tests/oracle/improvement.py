"""Made-up nonconformities and actions for the small networks, over issues of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

DAYS = tuple(f"2014-{month:02d}-10T16:00:00Z" for month in range(1, 13))
CLASSES = "人机测"


def improvement(make: Maker) -> None:
    """Issues through one year with incidents and causes, then what was done against them."""
    issues(make)
    nonconformities(make)
    actions(make)
    tasks(make)
    answered_for(make)


def issues(make: Maker) -> None:
    for number in range(11, 19):
        issue, began = f"issue:P{number}", make.random.choice(DAYS)
        series = make_id(NODE_KINDS["Series"], "S1", make.random.choice(("气温", "气压")))
        thing = make.random.choice((series, series, "station:S1", "deployment:D1"))
        for _ in make.others():
            make.say("Issue", issue, during=(began, OPEN_END), began=began, kind="quality")
            make.say("ABOUT", issue, thing, during=(began, OPEN_END))
        if make.chance(0.8):
            handled(make, f"incident:E{number}", issue, began)


def handled(make: Maker, incident: str, issue: str, began: str) -> None:
    make.say("RAISED_FROM", incident, issue, during=(began, OPEN_END))
    make.say("Incident", incident, during=(began, OPEN_END), opened=began,
             **make.some(due=make.random.choice(DAYS)))  # fmt: skip
    if make.chance(0.6):
        make.say("ASSIGNED_TO", incident, make.pick("unit", 4), during=make.interval())
    if make.chance(0.7):
        cause = make.random.choice(("instrument:I1", "maintenance:V1", "event:E1", "unit:U1"))
        make.say("CAUSED_BY", incident, cause, during=(began, OPEN_END))
    if make.chance(0.4):
        make.state(incident, "cause_class", make.random.choice(CLASSES), (began, OPEN_END))
    if make.chance(0.5):
        state = make.random.choice(("in_progress", "closed"))
        make.state(incident, "state", state, (make.random.choice(DAYS), OPEN_END))


def nonconformities(make: Maker) -> None:
    for number in range(1, 4):
        found, opened = f"nonconformity:N{number}", make.random.choice(DAYS[:6])
        for _ in make.others():
            make.say("Nonconformity", found, during=(opened, OPEN_END), opened=opened,
                     **make.some(name=f"不合格{number}"))  # fmt: skip
        for _ in range(make.random.randint(0, 3)):
            incident = f"incident:E{make.random.randint(11, 18)}"
            make.say("ARISES_FROM", found, incident, during=(opened, OPEN_END))
        if make.chance(0.4):
            make.state(found, "cause_class", make.random.choice(CLASSES), (opened, OPEN_END))
        if make.chance(0.3):
            make.state(found, "state", "closed", (make.random.choice(DAYS[6:]), OPEN_END))


def actions(make: Maker) -> None:
    for number in range(1, 5):
        action, opened = f"corrective_action:A{number}", make.random.choice(DAYS[:8])
        for _ in make.others():
            make.say("CorrectiveAction", action, during=(opened, OPEN_END), opened=opened,
                     **make.some(name=f"措施{number}", action_type="corrective",
                                 due=make.random.choice(DAYS)))  # fmt: skip
            if make.chance(0.9):
                about = make.random.choice(("nonconformity:N1", "nonconformity:N2", "risk:R1"))
                make.say("ADDRESSES", action, about, during=(opened, OPEN_END))
            if make.chance(0.8):
                make.say("ASSIGNED_TO", action, make.pick("unit", 4), during=make.interval())
        for _ in range(make.random.choice((0, 1, 1, 2))):
            make.state(action, "state", make.random.choice(("done", "done", "cancelled")),
                       (make.random.choice(DAYS), OPEN_END))  # fmt: skip
        if make.chance(0.3):
            effect = make.random.choice(("effective", "ineffective"))
            make.state(action, "effectiveness", effect, (make.random.choice(DAYS), OPEN_END))
        if make.chance(0.4):
            answered = (make.random.choice(DAYS), OPEN_END)
            answer = make.random.choice(("reviewed", "changed", "not_needed"))
            make.state(action, "risk_update", answer, answered)
            if answer != "not_needed":
                make.say("UPDATES", action, make.pick("risk", 3), during=answered)


def tasks(make: Maker) -> None:
    """That some tasks and milestones were done, and what proves it."""
    for number in range(1, 5):
        task, stone = f"task:方案|{number}", f"milestone:方案|{number}"
        if make.chance(0.5):
            make.say("Task", task, done=make.random.choice(DAYS))
        if make.chance(0.5):
            make.say("FOR_TASK", stone, f"task:方案|{make.random.randint(1, 4)}")
            make.say(
                "Milestone", stone, **make.some(printed="年底前", due=make.random.choice(DAYS))
            )
        if make.chance(0.2):
            make.say("Milestone", stone, done=make.random.choice(DAYS))
        if make.chance(0.4):
            proof = make.pick("evidence", 3)
            make.say("Evidence", proof, statement="验收记录")
            make.say("SUPPORTS", proof, make.random.choice((task, stone)), during=make.interval())


def answered_for(make: Maker) -> None:
    """Who answers for a nonconformity, what it does not fulfil, and that it was opened again."""
    for number in range(1, 4):
        found = f"nonconformity:N{number}"
        if make.chance(0.7):
            make.say("ASSIGNED_TO", found, make.pick("unit", 4), during=make.interval())
        if make.chance(0.5):
            make.say("OF_REQUIREMENT", found, "clause:ISO 9001|7.1.5.1", during=make.interval())
        if make.chance(0.3):
            make.state(found, "state", "open", (make.random.choice(DAYS[6:]), OPEN_END))
