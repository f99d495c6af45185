"""How is asked how a system runs: rates of observation, recurring duties, readiness."""

from __future__ import annotations

from ontology.improvement_codes import READINESS, REVIEW_INPUT_STATES
from queries.duties.rows import PARTS
from queries.plain.pattern import Pattern
from queries.plain.sentence import Filling, coded, element, mapped, span, span_to_come

_OF_UNIT = element("unit", "Unit", required=False)
_STANDING = (
    ("LATE", "overdue"),
    ("NOT_KNOWN", "not_known"),
    ("NO_PERIOD", "no_period"),
    ("NOT_DUE", "due"),
    ("FINISHED", "done"),
)
_STATED = (
    ("kind:Interface", "interface"),
    ("INTERFACE", "interface"),
    ("kind:Step", "step"),
    ("kind:Safeguard", "safeguard"),
    *((f"duty_part:{part}", part) for part in PARTS.codes),
)
_ITEMS = (
    ("SURVEILLANCE", "surveillance"),
    ("TRIAL_RUN", "trial_run"),
    ("TRAINING", "training"),
    ("SUPPLIER", "supplier"),
    ("kind:Supplier", "supplier"),
    ("REVIEWED", "risk_review"),
    ("kind:Accreditation", "accreditation"),
    *((f"readiness:{item}", item) for item in READINESS.codes),
)
_GONE = (
    ("LATE", "overdue"),
    ("PAST", "expired"),
    *((f"readiness_state:{state}", state) for state in REVIEW_INPUT_STATES.codes),
)
_GROUPED = (("BY_LEVEL", "level"), ("BY_CLASS", "class"), ("BY_UNIT", "unit"))


def running_patterns() -> tuple[Pattern, ...]:
    """Every way to ask for them."""
    return (
        Pattern(
            "rates",
            ("rate RATES",),
            "MET MISSED BY_UNIT BY_MONTH NEG GAP_COUNT SHOW TREND HOW_COUNTED COUNT kind:Unit "
            "kind:Station issue",
            (_OF_UNIT, coded("rate", "rate"), _grouped, _variable, _periods),
            weight=1,
        ),
        Pattern(
            "duties",
            ("RECURRING",),
            "WHO RESPONSIBLE BY_UNIT kind:Unit kind:Duty ISSUE UNSETTLED EXPIRE PROGRESS FINISHED "
            "EVIDENCE",
            (_OF_UNIT, mapped("state", _STANDING), mapped("part", _STATED), span_to_come),
            weight=1,
        ),
        Pattern(
            "duties",
            ("kind:Duty kind:Safeguard RECURRING", "NO_PERIOD NOT_KNOWN LATE"),
            "WHO RESPONSIBLE kind:Unit kind:Duty kind:Safeguard",
            (_OF_UNIT, mapped("state", _STANDING), mapped("part", _STATED), span_to_come),
            weight=1,
        ),
        Pattern(
            "readiness",
            ("CERTIFY",),
            "NEG GAP EXPIRE PAST LATE kind:Audit kind:ManagementReview kind:Unit PROGRESS MUST "
            "CAPACITY FINISHED GAP_COUNT COMPLETE REVIEW_INPUT kind:Training kind:Risk MEND "
            "AUDITOR",
            (_OF_UNIT, _item, mapped("state", _GONE)),
            weight=1,
        ),
        Pattern(
            "readiness",
            ("TRAINING SUPPLIER kind:Supplier", "EXPIRE PAST LATE"),
            "EXPIRE PAST LATE kind:Training kind:Supplier kind:Unit NEG AUDITOR",
            (_OF_UNIT, mapped("item", _ITEMS), mapped("state", _GONE)),
            weight=1,
        ),
    )


def _item(f: Filling) -> bool:
    """The item that is named; 体系认证 is one where it alone is asked for, else the question."""
    mapped("item", _ITEMS)(f)
    alone = any(only < at < only + 3 for only in f.having("ONLY") for at in f.having("CERTIFY"))
    if alone and "item" not in f.params:
        f.params["item"] = "certification"
    return True


def _grouped(f: Filling) -> bool:
    """By what a rate is counted; by unit it is where nothing is said."""
    mapped("by", _GROUPED)(f)
    if f.params.get("by") == "unit":
        del f.params["by"]
    return True


def _variable(f: Filling) -> bool:
    """The variable of which alone a rate is asked."""
    for at, code in f.codes("variable")[:1]:
        f.params["variable"] = f"variable:{code}"
        f.used.add(at)
    return True


def _periods(f: Filling) -> bool:
    """The days of a rate, and how long its periods are; 检定率 is of one day, that asked about."""
    if f.params.get("rate") == "calibration":
        return _of_a_day(f)
    coded("length", "length")(f)
    found = span(f)
    if "length" not in f.params and "from" in f.params and not f.having("BY_MONTH"):
        first, last = f.params["from"], f.params["to"]
        if first == last:
            f.params["length"] = "day"
        elif (first[5:], last) == ("01-01", f"{first[:4]}-12-31"):
            f.params["length"] = "year"
    return found


def _of_a_day(f: Filling) -> bool:
    """Of a period its last day is left as the day asked about; how long it is changes nothing."""
    first, *later = (at for at, _ in f.periods()) if f.periods() else (-1,)
    f.used |= {first} if later else set()
    f.used |= {at for at, _ in f.codes("length")}
    return True
