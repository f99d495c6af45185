"""Made-up objectives, indicators with values, and risks for the small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import NODE_KINDS, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker

PERIODS = (
    "2013-01", "2013-02", "2013-03", "2013-04", "2013-05", "2014-03", "2014-04", "2014-05",
    "2013-Q1", "2013Q2", "2013-Q2", "2013-Q3", "2012", "2013", "2014", "2013-H1", "2013-H2",
    "2014-03-31", "2014-04-01", "汛期",
)  # fmt: skip
FIGURES = ("97.9", "98.0", "98.1", "98.25", "99", "100")
REVIEWS = ("2013-12-31T16:00:00Z", "2014-02-09T16:00:00Z", "2015-03-31T16:00:00Z")


def management(make: Maker) -> None:
    objectives(make)
    indicators(make)
    values(make)
    risks(make)


def objectives(make: Maker) -> None:
    """Each refines another, now and then itself; some are only referred to."""
    for number in range(1, 6):
        objective = f"quality_objective:Q{number}"
        for _ in make.others():
            if make.chance(0.8):
                year = make.random.choice(("2013", "2013", "2014", "2012-2015"))
                make.say(
                    "QualityObjective", objective, **make.some(name=f"目标{number}", year=year)
                )
            if make.chance(0.7):
                make.say("REFINES", objective, make.pick("quality_objective", 5),
                         during=make.interval())  # fmt: skip
            if make.chance(0.8):
                make.say("OF_UNIT", objective, make.pick("unit", 4), during=make.interval())


def indicators(make: Maker) -> None:
    for number in range(1, 5):
        indicator = f"indicator:N{number}"
        for _ in make.others():
            if make.chance(0.85):
                way = make.random.choice(("up", "up", "down"))
                make.say("Indicator", indicator, **make.some(
                    name=f"指标{number}", measure_unit="%", direction=way))  # fmt: skip
            for _ in range(make.random.randint(0, 2)):
                thing = make.random.choice((make.pick("quality_objective", 5), make.process()))
                make.say("MEASURES", indicator, thing, during=make.interval())


def values(make: Maker) -> None:
    """Of some units more than of others, with gaps; of the last indicator there is none."""
    for number, unit in ((1, 1), (1, 2), (2, 2), (2, 4), (3, 3)):
        for period in PERIODS:
            if not make.chance(0.6):
                continue
            value = make_id(NODE_KINDS["IndicatorValue"], f"N{number}", f"U{unit}", period)
            for _ in make.others():
                make.say("IndicatorValue", value, **make.some(
                    period=period, value=make.random.choice(FIGURES),
                    target=make.random.choice(("98", "98", None))))  # fmt: skip
                make.say("HAS_VALUE", f"indicator:N{number}", value)
                if make.chance(0.9):
                    make.say("OF_UNIT", value, f"unit:U{unit}")


def risks(make: Maker) -> None:
    for number in range(1, 5):
        risk = f"risk:R{number}"
        for _ in make.others():
            if make.chance(0.9):
                make.say("Risk", risk, **make.some(
                    name=f"风险{number}", risk_type=make.random.choice(("risk", "opportunity")),
                    likelihood="中", effect="大", treatment=make.random.choice(("演练", None)),
                    review_due=make.random.choice((*REVIEWS, None))))  # fmt: skip
            if make.chance(0.7):
                make.say("THREATENS", risk, make.process(), during=make.interval())
            if make.chance(0.8):
                make.say("ASSIGNED_TO", risk, make.pick("unit", 4), during=make.interval())
        if make.chance(0.3):
            make.say("ADDRESSES", f"corrective_action:A{make.random.randint(1, 4)}", risk)
