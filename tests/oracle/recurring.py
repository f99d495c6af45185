"""Made-up recurring duties with what proves them, for the small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

TIMES = ("每月", "每周五前", "每年3月底前", "每季度末", "每月24日前", "FREQ=MONTHLY;BYMONTHDAY=24",
         "定期", "接到通知后三日内", "2013年3月底前", "每年")  # fmt: skip
DAYS = ("2013-12-31T16:00:00Z", "2014-01-23T16:00:00Z", "2014-03-30T16:00:00Z",
        "2014-03-31T16:00:00Z", "2016-02-28T16:00:00Z")  # fmt: skip


def recurring(make: Maker) -> None:
    steps(make)
    for number in range(1, 3):
        duty, body = f"duty:方案|{number}", make.random.choice(("unit:U1", "unit_group:各局"))
        text = f"{make.random.choice(TIMES)}汇总，{make.random.choice(TIMES)}报告"
        make.say("Duty", duty, name=text, during=make.interval())
        if make.chance(0.7) and body.startswith("unit:"):
            make.say("HAS_DUTY", body, duty, during=make.interval())
        if make.chance(0.6):
            proven(make, duty, number)
    make.say("Safeguard", "safeguard:方案|保障", name=f"{make.random.choice(TIMES)}检查")
    make.say("RESPONSIBLE", "safeguard:方案|保障", make.random.choice(
        (make.pick("unit", 4), "unit_group:各局")), during=make.interval())  # fmt: skip
    interfaces(make)
    deployments(make)
    certification(make)


def proven(make: Maker, element: str, number: int) -> None:
    proof = f"evidence:R{number}"
    make.say("Evidence", proof, statement="回执")
    make.say("SUPPORTS", proof, element, during=(make.random.choice(DAYS), OPEN_END))


def steps(make: Maker) -> None:
    for number in range(1, 4):
        process = make.process()
        step = make_id(NODE_KINDS["Step"], process.partition(":")[2], f"R{number}")
        make.say("Step", step, time=make.random.choice(TIMES), **make.some(name="巡检"))
        make.say("STEP_OF", step, process, during=make.interval())
        if make.chance(0.7):
            body = make.random.choice((make.pick("unit", 4), "unit_group:各局"))
            make.say("LED_BY", process, body)
        for record in range(make.random.randint(0, 2)):
            name, day = f"record:R{number}-{record}", make.random.choice(DAYS)
            make.say("PROVES", name, step, during=(day, OPEN_END))
            if make.chance(0.8):
                make.say("Record", name, form="巡检表", **make.some(made=make.random.choice(DAYS)))
            if make.chance(0.6):
                make.say("HELD_BY", name, make.pick("unit", 4), during=(day, OPEN_END))


def interfaces(make: Maker) -> None:
    told = make.some(items_up="报表", cycle_up=make.random.choice(TIMES), items_down="定期通报",
                     items=f"{make.random.choice(TIMES)}送检")  # fmt: skip
    make.say("Interface", "interface:方案|R", upper_level="region", lower_level="league", **told)
    make.say("LOWER_UNIT", "interface:方案|R", make.random.choice(
        (make.pick("unit", 4), "unit_group:各局")), during=make.interval())  # fmt: skip
    make.say("UPPER_UNIT", "interface:方案|R", make.pick("unit", 4))


def deployments(make: Maker) -> None:
    for number in range(1, 4):
        if make.chance(0.5):
            make.say("Deployment", f"deployment:D{number}", **make.some(
                control_schedule=make.random.choice(("yearly", *TIMES)),
                maintenance_schedule=make.random.choice(("yearly", *TIMES))))  # fmt: skip
        if make.chance(0.5):
            visit, day = f"maintenance:R{number}", make.random.choice(DAYS)
            place = make.random.choice((make.pick("station", 3), make.pick("instrument", 4)))
            make.say("AFFECTED", visit, place, during=(day, OPEN_END))
            if make.chance(0.7):
                make.say("Maintenance", visit, began=make.random.choice(DAYS))


def certification(make: Maker) -> None:
    """What a certification takes: a trial run, audits of each kind, and what is certified."""
    if make.chance(0.6):
        dates = make.some(due=make.random.choice(DAYS), done=make.random.choice((*DAYS, None)))
        make.say("Task", "task:方案|R", name="体系试运行", **dates)
    for number in range(1, 5):
        audit = f"audit:R{number}"
        kind = make.random.choice(("internal", "internal", "external", "certification"))
        dates = make.some(planned=make.random.choice(DAYS),
                          done=make.random.choice((*DAYS, None)))  # fmt: skip
        make.say("Audit", audit, kind=kind, **dates)
        if make.chance(0.8):
            make.say("COVERS", audit, make.pick("unit", 4), during=make.interval())
    for number in range(1, 4):
        scope = make.random.choice(("GB/T 19001-2016", "气温", "质量管理体系", None))
        make.say("Accreditation", f"accreditation:R{number}", **make.some(scope=scope))
        make.say("ACCREDITED_BY", make.pick("unit", 4), f"accreditation:R{number}",
                 during=make.interval())  # fmt: skip
