"""How the questions of the management loop are asked: actions, figures, risks, audits, reviews."""

from __future__ import annotations

from ontology.codes import REVIEW_VERDICTS
from queries.plain.pattern import Pattern
from queries.plain.sentence import begin, coded, element, mapped
from queries.plain.slots import named_actions, one, several_actions, several_days, window

_REACHED = (
    ("MISSED", "missed"),
    ("UNREPORTED", "no_value"),
    ("NO_TARGET", "no_target"),
    ("indicator_state:no_direction", "no_direction"),
    ("MET", "met"),
)
_TREATED = (
    ("LATE", "overdue"),
    ("PAST", "overdue"),
    ("UNTREATED", "untreated"),
    ("risk_state:no_date", "no_date"),
    ("risk_state:current", "current"),
)
_DONE = (("LATE", "overdue"), ("PAST", "overdue"), ("UNFINISHED", "open"), ("UNSETTLED", "open"))
_CLOSED = (
    ("UNVERIFIED", "unverified"),
    ("UNSETTLED", "open"),
    ("UNFINISHED", "open"),
    ("SETTLED", "closed"),
)
_FINISHED = (("LATE", "overdue"), ("PAST", "overdue"), ("NOT_DUE", "due"), ("FINISHED", "done"))
_CARRIED_OUT = (("UNFINISHED", "open"), ("FINISHED", "done"))
_VERDICTS = tuple((f"review_verdict:{code}", code) for code in REVIEW_VERDICTS.codes)
_OF_VERDICT = (
    element("document", "Document", required=False),
    mapped("verdict", _VERDICTS),
    mapped("state", _CARRIED_OUT),
)
_LATE = (
    ("kind:Incident", "incident"),
    ("ACTION", "action"),
    ("kind:Task", "task"),
    ("kind:ManagementReview", "review"),
)
_OF_UNIT = element("unit", "Unit", required=False)
_ANSWERING = (
    "RESPONSIBLE WHO BY_UNIT kind:Unit rule:process-lead rule:station-operator rule:task-lead"
)


def management_patterns() -> tuple[Pattern, ...]:
    """Every way to ask for them."""
    return (*_actions(), *_late(), *_figures(), *_reviews())


def _actions() -> tuple[Pattern, ...]:
    seen = (
        "WORKED RECUR ISSUE BAD SIMILAR NEG FINISHED UNFINISHED CAUSE BY_CAUSE ACTION PROGRESS "
        "kind:Issue kind:CorrectiveAction kind:Instrument USED"
    )
    return (
        Pattern(
            "actions",
            ("ACTION kind:CorrectiveAction",),
            f"{_ANSWERING} PROGRESS TREATED UNFINISHED LATE kind:Nonconformity kind:Risk DOUBT "
            "relation TO_DO",
            (
                _OF_UNIT,
                element("about", "Nonconformity", "Risk", required=False),
                mapped("state", _DONE),
            ),
        ),
        Pattern(
            "actions",
            ("kind:CorrectiveAction", "LATE PAST"),
            f"{_ANSWERING} UNFINISHED EXPIRE ACTION",
            (_OF_UNIT, mapped("state", _DONE)),
            weight=1.5,
        ),
        Pattern(
            "effect",
            ("WORKED RECUR", "ACTION kind:CorrectiveAction"),
            seen,
            (several_actions, window),
            weight=1,
        ),
        Pattern("effect", ("WORKED RECUR",), seen, (named_actions, window), weight=1),
        Pattern(
            "nonconformities",
            ("kind:Nonconformity",),
            "DOUBT CAUSE BY_CAUSE ACTION UNSETTLED SETTLED FINISHED PROGRESS property "
            f"{_ANSWERING}",
            (_OF_UNIT, mapped("state", _CLOSED)),
        ),
    )


def _late() -> tuple[Pattern, ...]:
    slots = (mapped("what", _LATE), _OF_UNIT, coded("level", "level"))
    uses = (
        f"LATE EXPIRE PAST ESCALATE UNFINISHED UNSETTLED ACTION {_ANSWERING} kind:Incident "
        "kind:Task kind:CorrectiveAction kind:ManagementReview"
    )
    return (
        Pattern("overdue", ("LATE",), uses, slots, weight=0.5),
        Pattern("overdue", ("LATE UNFINISHED", "ESCALATE"), uses, slots, weight=1),
        Pattern(
            "overdue", ("LATE", "ACTION kind:Incident kind:CorrectiveAction"), uses, slots, weight=1
        ),
        Pattern(
            "tasks",
            ("kind:Task kind:Milestone", "LATE NOT_DUE FINISHED UNFINISHED PROGRESS PLAN"),
            f"EXPIRE PAST LATE NOT_DUE FINISHED UNFINISHED PROGRESS PLAN EVIDENCE COUNT "
            f"kind:Task kind:Milestone kind:Document {_ANSWERING}",
            (
                element("plan", "Document", required=False),
                _OF_UNIT,
                mapped("state", _FINISHED),
            ),
            weight=1,
        ),
        Pattern(
            "tasks",
            ("kind:Task kind:Milestone",),
            f"PLAN COUNT ACTION TO_DO PROGRESS FINISHED UNFINISHED {_ANSWERING}",
            (element("unit", "Unit"), mapped("state", _FINISHED)),
            weight=1,
        ),
        Pattern(
            "tasks",
            ("kind:Task kind:Milestone",),
            f"PLAN COUNT TO_DO PROGRESS FINISHED UNFINISHED PAST LATE EXPIRE kind {_ANSWERING}",
            (
                element("plan", "Document"),
                element("unit", "Unit", required=False),
                mapped("state", _FINISHED),
            ),
            weight=1,
        ),
    )


def _figures() -> tuple[Pattern, ...]:
    figures = (_OF_UNIT, coded("level", "level"), mapped("state", _REACHED), several_days)
    said = (
        "TREND GAP_COUNT NEG BY_UNIT BY_MONTH BY_AREA MISSED MET kind:Indicator "
        "kind:IndicatorValue kind:Unit kind:QualityObjective level property"
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
            ("GAP_COUNT TREND MISSED UNREPORTED MET ASK BY_MONTH MULTI",),
            said,
            (element("indicator", "Indicator"), *figures),
            weight=1,
        ),
        Pattern("indicators", (), said, (element("indicator", "Indicator"), *figures), weight=-2),
    )


def _reviews() -> tuple[Pattern, ...]:
    on_the_line = "LOOP LEADS NEG TRACE BROKEN kind FINISHED PROGRESS VERSION_DIFF CHANGED"
    return (
        Pattern(
            "risks",
            ("kind:Risk",),
            f"EXPIRE PAST REVIEWED PROGRESS ACTION TREATED ESCALATE {_ANSWERING} "
            "kind:CorrectiveAction property:treatment",
            (_OF_UNIT, mapped("state", _TREATED)),
            weight=1,
        ),
        Pattern(
            "document-reviews",
            ("DOCUMENT_REVIEW kind:DocumentReview",),
            "kind:Document FINISHED UNFINISHED PROGRESS SHOW RETIRED NEW_VERSION",
            _OF_VERDICT,
            weight=1,
        ),
        Pattern(
            "document-reviews",
            ("review_verdict", "UNFINISHED FINISHED PROGRESS"),
            "kind:Document kind:ManagementReview SHOW",
            _OF_VERDICT,
        ),
        Pattern(
            "review-input",
            ("kind:ManagementReview REVIEW_INPUT",),
            "SHOW kind:ManagementReview REVIEW_INPUT BY_UNIT kind:Unit",
            (element("element", "ManagementReview", required=False), _OF_UNIT, begin("from")),
        ),
        Pattern("loop", ("LOOP",), f"{on_the_line} GAP", (one("loop"),)),
        Pattern(
            "loop",
            ("LEADS VERSION_DIFF NEW_VERSION", "kind:Feedback kind:DataRequirement kind:Indicator"),
            on_the_line,
            (one("loop"),),
            weight=1,
        ),
        Pattern(
            "loop",
            ("LEADS kind:Document kind:DocumentVersion kind:Process",),
            on_the_line,
            (element("element", "Feedback", "DataRequirement", "Indicator"),),
        ),
        Pattern(
            "audits",
            ("kind:Audit kind:Finding AUDITOR",),
            "kind:Audit kind:Finding AUDITOR NEG UNSETTLED SETTLED LATE EXPIRE WHO kind:Unit PLAN "
            "ISSUE PROGRESS FINISHED UNFINISHED ACTION kind:CorrectiveAction property relation",
            (element("element", "Audit", "Finding", required=False), _OF_UNIT),
            weight=1,
        ),
        *_of_their_own(),
    )


def _of_their_own() -> tuple[Pattern, ...]:
    """What is asked of an element that has a question of its own, when no more is said."""
    return (
        Pattern(
            "audits",
            (),
            "AUDITOR NEG UNSETTLED SETTLED ISSUE PROGRESS ACTION TRACE LOOP FINISHED UNFINISHED "
            "PLAN CAUSE RESPONSIBLE WHO BY_CAUSE LATE kind rule",
            (element("element", "Audit", "Finding"),),
            weight=0.5,
        ),
        Pattern(
            "review-input",
            (),
            "kind REVIEW_INPUT relation:REVIEWS COMPLETE PROGRESS NEG PLAN",
            (element("element", "ManagementReview"),),
            weight=0.5,
        ),
        Pattern(
            "loop",
            (),
            "kind:Feedback PROGRESS LEADS SETTLED UNSETTLED NEG FINISHED LOOP TRACE BROKEN",
            (element("element", "Feedback"),),
            weight=0.5,
        ),
    )
