"""Made-up data sets, products and flows, and the lives of stations and instruments.

A data set holds variables, single series, or what nobody describes; it is renamed, given out and
taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

VARIABLES = ("气温", "气压", "风")
STAGES = ("采集", "传输", "质控", "存储", "产品服务")
LIVES = ("purchased", "stock", "deployed", "repair", "retired")


def deliveries(make: Maker) -> None:
    for part in (datasets, products, flows, lives, surveys, changes):
        part(make)


def receiver(make: Maker) -> str:
    return "unit_group:各局" if make.chance(0.2) else make.pick("unit", 5)


def datasets(make: Maker) -> None:
    for number in range(1, 4):
        held = f"dataset:D{number}"
        for _ in make.others():
            if make.chance(0.85):
                make.say("Dataset", held, **make.some(name=f"数据集{number}"))
            for variable in VARIABLES:
                if make.chance(0.35):
                    whole = make_id(NODE_KINDS["Variable"], variable)
                    make.say("PART_OF_DATASET", whole, held, during=make.interval())
                if make.chance(0.35):
                    one = f"series:S{make.random.randint(1, 3)}|{variable}"
                    make.say("PART_OF_DATASET", one, held, during=make.interval())
            for _ in range(make.random.randint(0, 2)):
                make.say("DELIVERED_TO", held, receiver(make), during=make.interval())


def products(make: Maker) -> None:
    for number in range(1, 4):
        product = f"product:W{number}"
        for _ in make.others():
            if make.chance(0.85):
                make.say("Product", product, **make.some(name=f"产品{number}"))
            for _ in range(make.random.randint(0, 2)):
                make.say("DERIVED_FROM", product, make.pick("dataset", 4), during=make.interval())
            if make.chance(0.7):
                make.say("DELIVERED_TO", product, receiver(make), during=make.interval())


def flows(make: Maker) -> None:
    for number in range(1, 3):
        flow = f"data_flow:L{number}"
        for _ in make.others():
            make.say("DataFlow", flow, **make.some(stage=make.random.choice(STAGES)))
            make.say("CARRIES", flow, make.pick("dataset", 3), during=make.interval())
            make.say("TO_SYSTEM", flow, make.pick("system", 3), during=make.interval())


def lives(make: Maker) -> None:
    for _ in range(make.random.randint(1, 4)):
        begin, state = make.interval()[0], make.random.choice(LIVES)
        number = make.random.randint(1, 4)
        stage = make_id(NODE_KINDS["EquipmentState"], f"I{number}", state, begin)
        for _ in make.others():
            make.say("EquipmentState", stage, during=(begin, OPEN_END), **make.some(state=state))
            make.say("OF_INSTRUMENT", stage, f"instrument:I{number}", during=(begin, OPEN_END))
            if make.chance(0.6):
                make.say("CARRIED_OUT_BY", stage, make.pick("unit", 4), during=(begin, OPEN_END))


def surveys(make: Maker) -> None:
    for azimuth in ("45", "all"):
        during = make.interval()
        survey = make_id(NODE_KINDS["EnvironmentSurvey"], "S1", during[0], azimuth)
        make.say("EnvironmentSurvey", survey, during=during, **make.some(result="树木"))
        make.say("OF_STATION", survey, "station:S1", during=during)


def changes(make: Maker) -> None:
    applied, effective = make.interval()
    change, during = "station_change:B1", (applied, OPEN_END)
    said = {"change_type": "迁移", "applied": applied, "effective": effective}
    for _ in make.others():
        make.say("StationChange", change, during=during, **make.some(**said))
        make.say("OF_STATION", change, make.pick("station", 3), during=during)
