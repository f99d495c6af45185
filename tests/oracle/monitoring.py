"""Made-up monitoring results, reporting intervals, classes and rates for the small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

SPANS = (
    ("monthly", "2014-02-28T21:00:00Z", "2014-03-31T21:00:00Z"),
    ("monthly", "2016-02-29T21:00:00Z", "2016-03-31T21:00:00Z"),
    ("monthly", "2014-01-31T21:00:00Z", "2014-02-28T21:00:00Z"),
    ("daily", "2014-03-29T21:00:00Z", "2014-03-30T21:00:00Z"),
    ("daily", "2014-03-30T21:00:00Z", "2014-03-31T21:00:00Z"),
    ("daily", "2017-03-30T21:00:00Z", "2017-03-31T21:00:00Z"),
    ("six_hour", "2014-03-31T15:00:00Z", "2014-03-31T21:00:00Z"),
    ("six_hour", "2014-03-31T09:00:00Z", "2014-03-31T15:00:00Z"),
)
PRINTED = ("2014-03", "2014", "2014-Q1", "2014-03-31", "2014-H1", "2017-03", "2014-04-01")
RATES = ("availability", "timeliness", "correctness", "calibration", "calibration")


def monitoring(make: Maker) -> None:
    results(make)
    for number in range(1, 4):
        if make.chance(0.7):
            make.state(f"station:S{number}", "class", make.random.choice(("基本站", "一般站")),
                       make.interval())  # fmt: skip
        if make.chance(0.5):
            every = make.random.choice(("PT1H", "PT6H", "P1D", "P1M", "逐时"))
            make.state(f"deployment:D{number}", "reporting_interval", every, make.interval())
    indicators(make)


def results(make: Maker) -> None:
    for number in range(1, 4):
        for kind, began, ended in SPANS:
            if not make.chance(0.5):
                continue
            measure = make.random.choice(("availability", "availability", "timeliness"))
            centre, variable = make.random.choice(("欧", "欧", "日")), make.random.choice("温压")
            key = (f"S{number}", f"WDQMS/{variable}", measure, centre, kind, began)
            result = make_id(NODE_KINDS["QualityMeasurement"], *key)
            for _ in make.others():
                figures: dict[str, object] = {"timeliness_s": make.random.choice(("60", "7201"))}
                if measure == "availability":
                    figures = {"received": make.random.choice((0, 3, 7)),
                               "expected": make.random.choice((0, 8, 8))}  # fmt: skip
                make.say("QualityMeasurement", result, during=(began, ended), measure=measure,
                         centre=centre, period=kind, began=began, ended=ended,
                         **make.some(**figures))  # fmt: skip


def indicators(make: Maker) -> None:
    """Two that say which rate they are, one of them for a requirement of one variable."""
    for number in range(1, 3):
        indicator = f"indicator:B{number}"
        make.say("Indicator", indicator, rate=make.random.choice(RATES))
        for printed in PRINTED:
            value = make_id(NODE_KINDS["IndicatorValue"], f"B{number}", make.pick("unit", 4)[5:],
                            printed)  # fmt: skip
            target = make.random.choice(("50", "95", None))
            make.say("IndicatorValue", value, **make.some(period=printed, target=target))
            make.say("HAS_VALUE", indicator, value)
    if make.chance(0.6):
        make.say("MEASURES", "indicator:B2", "data_requirement:B", during=make.interval())
        make.say("REQUIRES", "data_requirement:B", "variable:WDQMS/温")
