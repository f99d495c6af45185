"""How the questions of the management loop are asked: indicators, risks, reviews, the line."""

from __future__ import annotations

from queries.plain.pattern import Pattern
from queries.plain.sentence import coded, element, mapped
from queries.plain.slots import one, several_days

_REACHED = (("MISSED", "missed"), ("UNREPORTED", "no_value"), ("NO_TARGET", "no_target"))
_TREATED = (("LATE", "overdue"), ("UNTREATED", "untreated"))


def management_patterns() -> tuple[Pattern, ...]:
    """Every way to ask for them."""
    of_unit = element("unit", "Unit", required=False)
    figures = (of_unit, coded("level", "level"), mapped("state", _REACHED), several_days)
    said = (
        "TREND GAP_COUNT NEG BY_UNIT BY_MONTH kind:Indicator kind:IndicatorValue kind:Unit "
        "kind:QualityObjective level property"
    )
    return (
        Pattern(
            "indicators",
            ("kind:Indicator",),
            said,
            (element("indicator", "Indicator", required=False), *figures),
            weight=1,
        ),
        Pattern(
            "indicators",
            ("GAP_COUNT TREND MISSED UNREPORTED",),
            said,
            (element("indicator", "Indicator"), *figures),
            weight=1,
        ),
        Pattern(
            "risks",
            ("kind:Risk",),
            "EXPIRE NEG ACTION RESPONSIBLE WHO kind:Unit kind:CorrectiveAction property:treatment",
            (of_unit, mapped("state", _TREATED)),
            weight=1,
        ),
        Pattern(
            "review-input",
            ("kind:ManagementReview REVIEW_INPUT",),
            "",
            (element("element", "ManagementReview", required=False), of_unit),
        ),
        Pattern("loop", ("LOOP",), "NEG TRACE GAP", (one("loop"),)),
    )
