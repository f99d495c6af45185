"""Made-up feedback, requirements, reviews, trainings, suppliers and findings of audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import BEGINNING, NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

DAYS = tuple(f"201{year}-0{month}-15T16:00:00Z" for year in range(2, 7) for month in (2, 5, 8))


def users(make: Maker) -> None:
    for part in (
        feedback, requirements, indicators, reviews, trainings, suppliers, findings, persons,
    ):  # fmt: skip
        part(make)


def feedback(make: Maker) -> None:
    for number in range(1, 5):
        told, received = f"feedback:F{number}", make.random.choice(DAYS)
        for _ in make.others():
            make.say("Feedback", told, during=(received, OPEN_END), **make.some(
                name=f"反馈{number}", received=received, replied=make.random.choice(DAYS),
                closed=make.random.choice((*DAYS, None, None)), satisfaction="满意"))  # fmt: skip
        if make.chance(0.7):
            make.say("REPORTED_BY", told, make.pick("unit", 4), during=(received, OPEN_END))
        if make.chance(0.5):
            state = make.random.choice(("open", "replied", "closed"))
            make.state(told, "state", state, (make.random.choice(DAYS), OPEN_END))
        about = make.random.choice((make.pick("data_requirement", 3), make.process()))
        make.say("CONCERNS", told, about, during=(received, OPEN_END))
        if make.chance(0.3):
            make.say("REPORTS", told, "issue:P11", during=(received, OPEN_END))


def requirements(make: Maker) -> None:
    for number in range(1, 4):
        need, begin = f"data_requirement:D{number}", make.random.choice(DAYS)
        for _ in make.others():
            if make.chance(0.9):
                make.say(
                    "DataRequirement", need, during=(begin, OPEN_END), **make.some(user="用户")
                )
            if make.chance(0.6):
                make.say("REVISED_BY", need, make.pick("feedback", 4), during=make.interval())
            if make.chance(0.5):
                make.state(need, "timeliness", make.random.choice(("8分钟", "15分钟")),
                           make.interval())  # fmt: skip
        if make.chance(0.2):
            make.say("REVISED_BY", need, make.pick("management_review", 3),
                     during=(make.random.choice(DAYS), OPEN_END))  # fmt: skip


def indicators(make: Maker) -> None:
    """Some indicators are of a requirement or, besides, of a process."""
    for number in range(1, 5):
        for _ in range(make.random.randint(0, 2)):
            about = (make.pick("data_requirement", 3), make.process())
            make.say("MEASURES", f"indicator:N{number}", make.random.choice(about),
                     during=make.interval())  # fmt: skip


def reviews(make: Maker) -> None:
    for number in range(1, 4):
        review, held = f"management_review:M{number}", make.random.choice(DAYS)
        if make.chance(0.9):
            make.say("ManagementReview", review, during=(held, OPEN_END), **make.some(
                held=held, planned=make.random.choice(DAYS)))  # fmt: skip
        for _ in range(make.random.choice((0, 1, 1, 2))):
            make.say("OF_UNIT", review, make.pick("unit", 4), during=(held, OPEN_END))
        for _ in range(make.random.randint(0, 3)):
            what = make.random.choice(
                (f"corrective_action:A{make.random.randint(1, 5)}", "task:方案|1")
            )
            make.say("DECIDED", review, what, during=(held, OPEN_END))


def trainings(make: Maker) -> None:
    for number in range(1, 6):
        training, held = f"training_record:T{number}", make.random.choice(DAYS)
        until = make.random.choice((*(d for d in DAYS if d > held), None))
        for _ in make.others():
            make.say("TrainingRecord", training, during=(held, until or OPEN_END), **make.some(
                name=make.random.choice(("检定员", "内审员")), held=held,
                role=make.random.choice(("内审员", "甲", "内审员", None)),
                passed=make.random.choice((True, True, False)), valid_until=until))  # fmt: skip
            if make.chance(0.8):
                make.say("QUALIFIES", training, make.pick("unit", 2),
                         during=(held, until or OPEN_END))  # fmt: skip


def suppliers(make: Maker) -> None:
    for number in range(1, 4):
        supplier, day = f"supplier:S{number}", make.random.choice(DAYS)
        until = make.random.choice((*(d for d in DAYS if d > day), None))
        for _ in make.others():
            make.say("Supplier", supplier, **make.some(
                name=f"供方{number}", evaluated=make.random.choice((day, day, None)),
                result="合格", valid_until=until))  # fmt: skip
            if make.chance(0.5):
                make.say("SUPPLIES", supplier, make.process(), during=(day, until or OPEN_END))


def persons(make: Maker) -> None:
    """Whose people they are, and which work groups they are in."""
    for number in range(1, 3):
        for _ in range(make.random.choice((0, 1, 2))):
            make.say("MEMBER_UNIT", f"person:P{number}", make.pick("unit", 4),
                     during=make.interval())  # fmt: skip
        if make.chance(0.5):
            role = make.random.choice(("HEAD", "DEPUTY", "MEMBER"))
            make.say(role, "work_group:方案|组", f"person:P{number}", during=make.interval())
    if make.chance(0.7):
        make.say("OF_UNIT", "work_group:方案|组", make.pick("unit", 4), during=make.interval())


def findings(make: Maker) -> None:
    for number in range(1, 4):
        finding = make_id(NODE_KINDS["Finding"], f"A{number}", str(number))
        if make.chance(0.6):
            make.say("Audit", f"audit:A{number}", **make.some(
                kind="internal", planned=make.random.choice(DAYS), result="符合",
                done=make.random.choice((*DAYS, None))))  # fmt: skip
        if make.chance(0.6):
            make.say(
                "Finding",
                finding,
                **make.some(
                    statement="没有记录", finding_type=make.random.choice(("minor", "observation"))
                ),
            )
            make.say("OF_AUDIT", finding, f"audit:A{number}",
                     during=(make.random.choice((BEGINNING, *DAYS)), OPEN_END))  # fmt: skip
        if make.chance(0.5):
            make.say("COVERS", f"audit:A{number}", make.pick("unit", 4), during=make.interval())
        if make.chance(0.5):
            make.say("COVERS", finding, "clause:ISO 9001|8.4", during=make.interval())
        if make.chance(0.5):
            make.say("CONDUCTED_BY", f"audit:A{number}", make.pick("unit", 2))
        if make.chance(0.5):
            make.say("CONDUCTED_BY", f"audit:A{number}", make.pick("person", 2))
        if make.chance(0.7):
            make.say("ARISES_FROM", make.pick("nonconformity", 3), finding, during=make.interval())
        if make.chance(0.3):
            make.state(f"issue:P1{number}", "status", "resolved",
                       (make.random.choice(DAYS), OPEN_END))  # fmt: skip
        if make.chance(0.3):
            make.state(f"nonconformity:N{number}", "state", "open",
                       (make.random.choice(DAYS), OPEN_END))  # fmt: skip
