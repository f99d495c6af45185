"""What coverage rules look at, in a made-up network: steps, records, editions, tasks, systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

DAYS = ("2011-03-31T16:00:00Z", "2013-03-31T16:00:00Z", "2015-03-31T16:00:00Z")
VERSIONS = tuple(f"document_version:规程|{number}" for number in range(1, 6))
AREAS = ("150000", "150100", "150781")


def matters(make: Maker) -> None:
    """All parts, one after another."""
    for part in (steps, editions, audits, admissions, tasks, systems, groups, places):
        part(make)


def steps(make: Maker) -> None:
    for number in range(1, 4):
        process = make.process()
        step = make_id(NODE_KINDS["Step"], process.partition(":")[2], str(number))
        for _ in make.others():
            if make.chance(0.9):
                make.say("Step", step, **make.some(name=f"步骤{number}", who="值班员"))
            if make.chance(0.9):
                make.say("STEP_OF", step, process, during=make.interval())
            if make.chance(0.5):
                make.say("GOVERNED_BY", step, make.random.choice(VERSIONS))
            if make.chance(0.6):
                record = make.pick("record", 3)
                make.say("PROVES", record, make.random.choice((step, process)),
                         during=(make.random.choice(DAYS), OPEN_END))  # fmt: skip
                if make.chance(0.7):
                    make.say("Record", record, form="值班记录")
        if make.chance(0.4):
            make.say("INCLUDES", make.process(), make.process(), during=make.interval())


def editions(make: Maker) -> None:
    for number in range(1, 5):
        version = f"document_version:规程|{number}"
        if make.chance(0.6):
            make.say("VERSION_OF", version, "document:规程", during=make.interval())
        if make.chance(0.3):
            before = f"document_version:规程|{make.random.randint(1, 4)}"
            make.say("SUPERSEDES", version, before, during=make.interval())
    for _ in range(3):
        target = make.random.choice(
            (
                "document:规程",
                "document:方案1",
                f"document_version:规程|{make.random.randint(1, 5)}",
            )
        )
        make.say("GOVERNED_BY", make.process(), target, during=make.interval())
    for number in range(1, 3):
        version = f"document_version:方案|{number}"
        if make.chance(0.4):
            make.say("VERSION_OF", version, "document:方案", during=make.interval())
        if make.chance(0.8):
            make.say("DocumentVersion", version, during=make.interval(), name="方案")
    if make.chance(0.1):
        review = "document_review:方案|评审"
        make.say("DocumentReview", review, verdict=make.random.choice(("废", "留")))
        make.say("REVIEWS", review, "document:方案", during=make.interval())
    for _ in range(3):
        make.say("COUNTERPART_OF", make.process(), make.process(), during=make.interval())
    if make.chance(0.7):
        make.say("Clause", "clause:ISO 9001|7.1.5.1", **make.some(name="总则"))
        make.say("Clause", "clause:ISO 9001|8.4", **make.some(name="外部提供"))


def audits(make: Maker) -> None:
    for number in range(1, 3):
        audit = f"audit:A{number}"
        if make.chance(0.8):
            make.say("Audit", audit, **make.some(kind="internal", result="符合"))
        make.say("COVERS", audit, make.process(), during=make.interval())
        if make.chance(0.7):
            make.say("CONDUCTED_BY", audit, make.pick("unit", 4), during=make.interval())


def admissions(make: Maker) -> None:
    for number in range(1, 4):
        admission = f"admission:Z{number}"
        subject = make.random.choice(("instrument_model:厂|M1", "instrument_model:厂|M2",
                                      make.pick("system", 3)))  # fmt: skip
        make.say("ADMITTED_BY", subject, admission, during=make.interval())
        if make.chance(0.7):
            make.say("Admission", admission, granted=make.random.choice(DAYS))


def tasks(make: Maker) -> None:
    for number in range(1, 4):
        task = f"task:方案|{number}"
        for _ in make.others():
            if make.chance(0.9):
                due = make.random.choice((*DAYS, None, None))
                make.say("Task", task, **make.some(name=f"任务{number}", due=due))
            if make.chance(0.5):
                edge = make.random.choice(("LED_BY", "RESPONSIBLE", "RESPONSIBLE_OFFICE"))
                body = make.random.choice((make.pick("unit", 4), "unit_group:各局"))
                make.say(edge, task, body, during=make.interval())
            if make.chance(0.4):
                make.say("FOR_TASK", f"milestone:方案|{number}", task)
                due = make.random.choice((*DAYS, None))
                make.say("Milestone", f"milestone:方案|{number}", **make.some(name="节点", due=due))
            if make.chance(0.4):
                make.say("PRODUCES", task, make.random.choice(("document:规程", "system:S1")),
                         during=make.interval())  # fmt: skip


def systems(make: Maker) -> None:
    for number in range(1, 4):
        system = f"system:S{number}"
        for _ in make.others():
            if make.chance(0.8):
                level = make.random.choice(("region", "league"))
                make.say("System", system, **make.some(name=f"系统{number}", level=level))
            for edge, other in (
                ("INTEGRATES_INTO", make.pick("system", 3)),
                ("MONITORED_BY", make.pick("system", 3)),
                ("OPERATED_BY", make.pick("unit", 4)),
            ):
                if make.chance(0.3):
                    make.say(edge, system, other, during=make.interval())


def groups(make: Maker) -> None:
    if make.chance(0.7):
        size = make.random.choice((1, 2, 3))
        make.say("UnitGroup", "unit_group:各局", **make.some(name="各局", declared_size=size))
    for number in range(1, 4):
        if make.chance(0.5):
            make.say("MEMBER_OF_GROUP", f"unit:U{number}", "unit_group:各局",
                     during=make.interval())  # fmt: skip


def places(make: Maker) -> None:
    for number in range(1, 4):
        station = f"station:S{number}"
        if make.chance(0.8):
            make.say("IN_AREA", station, f"admin_area:{make.random.choice(AREAS)}",
                     during=make.interval())  # fmt: skip
        for make.source in range(len(make.sources)):
            if make.chance(0.4):
                value = make.random.choice(("基准站", "基本站"))
                make.state(station, "class", value, make.interval())
