"""How each question is asked: which words it needs, which it has a place for, what fills it."""

from __future__ import annotations

from ontology import NODE_KINDS
from queries.plain.management import management_patterns
from queries.plain.papers import paper_patterns
from queries.plain.pattern import Pattern
from queries.plain.running import running_patterns
from queries.plain.sentence import (
    Filling,
    coded,
    element,
    flag,
    kind,
    mapped,
    named,
    past,
    since,
    span,
    span_to_come,
    version,
)
from queries.plain.slots import (
    all_gaps,
    area,
    cover_state,
    league,
    level_alone,
    levels,
    limit,
    named_issues,
    one,
    optional_rule,
    rule,
    several_issues,
    text_quoted,
    two_levels,
)

DIMENSIONS = (
    ("BY_LABORATORY", "laboratory"),
    ("BY_MODEL", "model"),
    ("BY_SEVERITY", "severity"),
    ("BY_CHANNEL", "channel"),
    ("BY_TEST", "test"),
    ("BY_UNIT", "unit"),
    ("BY_AREA", "area"),
    ("kind:Station", "station"),
    ("BY_VARIABLE", "variable"),
    ("BY_CAUSE", "cause"),
    ("BY_KIND", "kind"),
    ("BY_MONTH", "month"),
)
_DUE = (
    ("kind:Accreditation", "accreditation"),
    ("kind:Certificate", "certificate"),
    ("kind:MeasurementStandard", "standard"),
    ("kind:Document", "document"),
    ("kind:DocumentVersion", "document"),
    ("kind:Milestone", "milestone"),
    ("kind:Task", "task"),
    ("kind:Calibration", "calibration"),
    ("DUE_CALIBRATION", "calibration"),
)
_ALL = " ".join(f"kind:{label}" for label in NODE_KINDS)
_WHOLE_RULES = "rule:process-lead rule:station-operator rule:task-lead rule:system-operator"


_TREND = (flag("trend", "TREND"), flag("trend", "BY_MONTH", over=("by", "month")))
_STATION = element("station", "Station", required=False)


def _by_dimension(f: Filling) -> bool:
    """The dimension of a count; a month beside another one asks for the trend of that."""
    *others, month = DIMENSIONS
    return mapped("by", others, required=True)(f) or mapped("by", [month], required=True)(f)


def patterns() -> tuple[Pattern, ...]:
    """Every way to ask."""
    return (
        *_issues(),
        *_networks(),
        *_processes(),
        *paper_patterns(),
        *management_patterns(),
        *running_patterns(),
    )


def _issues() -> tuple[Pattern, ...]:
    return (
        Pattern(
            "trace",
            ("TRACE CAUSE",),
            "BAD ISSUE DOUBT BROKEN CHAIN variable KNOWN BY_CAUSE EVIDENCE NEG "
            "RESPONSIBLE SHOW TIMELINE kind",
            (one("trace"),),
            own_time=True,
        ),
        Pattern(
            "trace",
            ("CHAIN", "BROKEN"),
            f"TRACE NEG {_ALL}",
            (one("trace"),),
            weight=1,
            own_time=True,
        ),
        Pattern("trace", ("BAD",), "ISSUE variable", (one("trace"),), weight=-1, own_time=True),
        Pattern("trace", ("EVIDENCE",), "", (one("trace"),), weight=-1, own_time=True),
        Pattern(
            "similar",
            ("SIMILAR",),
            "ISSUE kind:Issue kind:Batch kind:Instrument",
            (one("similar"),),
            own_time=True,
        ),
        Pattern(
            "causes",
            ("COMMON", "CAUSE"),
            "ISSUE UNSETTLED kind:Issue variable EVIDENCE",
            (several_issues,),
            weight=1,
        ),
        Pattern("causes", ("COMMON", "ISSUE"), "SIMILAR UNSETTLED kind:Issue", (several_issues,)),
        Pattern("causes", ("COMMON",), "SIMILAR CAUSE variable EVIDENCE", (named_issues,)),
        Pattern(
            "responsible",
            ("RESPONSIBLE NOTIFY",),
            f"BAD DOUBT ISSUE variable review_verdict {_WHOLE_RULES} kind:Unit",
            (one("responsible"),),
        ),
        Pattern(
            "issues",
            ("ISSUE",),
            "UNSETTLED kind:Issue kind:Station BAD issue",
            (_STATION, coded("kind", "issue"), flag("unsettled", "UNSETTLED"), limit),
        ),
        Pattern(
            "issues",
            ("ISSUE", "PROGRESS"),
            "UNSETTLED RESPONSIBLE TRACE WHO kind:Issue kind:Station BAD issue",
            (_STATION, coded("kind", "issue"), flag("unsettled", "UNSETTLED"), limit),
            weight=1,
        ),
        Pattern(
            "issues",
            ("ISSUE", "LIST", "RESPONSIBLE WHO"),
            "UNSETTLED RESPONSIBLE WHO PROGRESS kind:Issue kind:Station BAD issue",
            (_STATION, coded("kind", "issue"), flag("unsettled", "UNSETTLED"), limit),
        ),
        Pattern(
            "pareto",
            ("COUNT TREND", "ISSUE"),
            "kind:Instrument kind:Calibration kind:Issue COUNT BAD relation:PERFORMED_BY",
            (_by_dimension, *_TREND, span),
            weight=1,
        ),
        Pattern(
            "pareto",
            (
                "BY_MONTH BY_AREA BY_KIND BY_LABORATORY BY_SEVERITY BY_MODEL BY_TEST BY_CHANNEL",
                "ISSUE",
            ),
            "kind:Issue kind:Calibration kind:Instrument relation:PERFORMED_BY",
            (_by_dimension, *_TREND, span),
        ),
        Pattern(
            "pareto",
            ("COUNT", "BY_CAUSE BY_TEST BY_SEVERITY BY_CHANNEL"),
            "BY_KIND CAUSE",
            (_by_dimension, *_TREND, span),
        ),
        Pattern(
            "impact",
            ("IMPACT",),
            f"DOUBT BAD ISSUE REACHED variable {_ALL} NOTIFY version",
            (version, since),
            weight=1,
        ),
        Pattern(
            "impact",
            ("IMPACT",),
            f"DOUBT BAD ISSUE REACHED variable {_ALL} NOTIFY",
            (one("impact"), since),
        ),
        Pattern(
            "impact",
            ("DOUBT BAD", "REACHED"),
            f"ISSUE REREVIEW variable {_ALL}",
            (one("impact"), since),
        ),
        Pattern(
            "impact", ("DOUBT", "NOTIFY"), f"ISSUE REACHED variable {_ALL}", (one("impact"), since)
        ),
    )


def _networks() -> tuple[Pattern, ...]:
    return (
        Pattern(
            "station-equipment",
            ("kind:Instrument USED",),
            "USED EXPIRE TIMELINE kind:Calibration kind:Instrument kind:Deployment variable",
            (one("station-equipment", "station"),),
            weight=1,
        ),
        Pattern(
            "station-claims",
            ("REGISTERS COORD",),
            "REGISTERS COORD DIFFER SAID SOURCES rule:station-position CHANGED kind:Location",
            (one("station-claims", "station"),),
        ),
        Pattern("stations", ("kind:Station",), "COUNT COORD EVIDENCE", strict=True),
        Pattern(
            "stations",
            ("kind:Station", "quoted"),
            "NAME STATION_NUMBER SEARCH COORD EVIDENCE SOURCES REGISTERS property:name",
            (text_quoted,),
        ),
        Pattern(
            "conflicts",
            ("CONFLICT",),
            "kind:Station SOURCES REGISTERS SHOW UNDECIDED COORD DIFFER SAID RETRACTED CAUSE "
            "kind:Record "
            "rule:station-position kind:Location",
            (_STATION,),
        ),
        Pattern(
            "identity-candidates",
            ("IDENTITY",),
            "STATION_NUMBER kind:Station",
            (_STATION, flag("decided", "DECIDED")),
        ),
        Pattern(
            "identity-candidates",
            ("STATION_NUMBER kind:Station", "DUPLICATE"),
            "STATION_NUMBER kind:Station",
            (_STATION,),
            weight=-1,
        ),
        Pattern(
            "completeness",
            ("METADATA",),
            "GAP NEG COMPLETE kind:Station issue:metadata kind:MetadataElement kind:Instrument "
            "VERSION_DIFF",
            (one("completeness", required=False),),
        ),
        Pattern(
            "broken-chains",
            ("BROKEN_CHAINS chain_link",),
            "BROKEN_CHAINS CHAIN BROKEN LIST SHOW COUNT TRACE kind:Station",
            (coded("link", "chain_link"), league),
            weight=1,
        ),
        Pattern(
            "broken-chains",
            ("CHAIN", "BROKEN"),
            "kind:MeasurementStandard TRACE kind:Station kind:Instrument LIST COUNT",
            (league,),
        ),
        Pattern(
            "expiring",
            ("EXPIRE PAST",),
            "CAPACITY BY_AREA BY_UNIT BY_MONTH COUNT kind:Instrument kind:Station "
            "kind:Calibration kind:Unit",
            (element("unit", "Unit", required=False), mapped("what", _DUE), span_to_come, past),
        ),
        Pattern(
            "expiring",
            ("CAPACITY", "kind:Calibration"),
            "EXPIRE BY_AREA BY_UNIT BY_MONTH COUNT kind:Calibration",
            (element("unit", "Unit", required=False), mapped("what", _DUE), span_to_come),
        ),
        Pattern(
            "reconciliation-progress",
            ("RECONCILE",),
            "PROGRESS BY_AREA level kind:Station TIMELINE METADATA issue:metadata",
        ),
        Pattern(
            "retired-codes",
            ("RETIRED review_verdict", "CODE"),
            "USED kind RETIRED state:outdated review_verdict",
            (one("retired-codes", required=False),),
        ),
        Pattern(
            "retired-codes",
            ("CODE",),
            "USED kind RETIRED state:outdated",
            (one("retired-codes", required=False),),
            weight=-1,
        ),
    )


def _processes() -> tuple[Pattern, ...]:
    return (
        Pattern(
            "coverage",
            ("INTERFACE",),
            "COVER UNSAID GAP BY_LEVEL EVIDENCE relation rule kind:Document "
            "kind:Process kind:Interface RETIRED",
            (named("process", "Process"), levels, cover_state),
            weight=1,
        ),
        Pattern(
            "coverage",
            ("GAP state:uncovered",),
            "COVER INTERFACE kind:Process kind:Interface GAP",
            (named("process", "Process"), two_levels, all_gaps),
            weight=2,
        ),
        Pattern(
            "gaps",
            ("rule_id",),
            f"GAP NEG BY_RULE COVER MEND {_ALL}",
            (area, coded("rule", "rule_id"), coded("level", "level"), flag("deep", "DEEP")),
            weight=1,
        ),
        Pattern(
            "gaps",
            ("MEND", "NEG GAP MUST"),
            "GAP NEG MUST BY_RULE COVER WHO",
            (area, kind("kind"), coded("level", "level"), flag("deep", "DEEP")),
        ),
        Pattern(
            "gaps",
            ("NEG",),
            "relation WHO MEND",
            (area, rule, coded("level", "level"), flag("deep", "DEEP")),
            weight=1.1,
        ),
        Pattern(
            "gaps",
            ("GAP state:uncovered state:all",),
            "kind:Issue BY_RULE COVER MEND NEG",
            (
                area,
                kind("kind"),
                coded("level", "level"),
                coded("state", "state"),
                flag("deep", "DEEP"),
            ),
        ),
        Pattern(
            "gap-counts",
            ("GAP_COUNT",),
            "COVER BY_RULE BY_LEVEL BY_AREA MUST NEG COUNT GAP state",
            (area, kind("kind"), coded("rule", "rule_id"), optional_rule, level_alone),
        ),
        Pattern(
            "gap-counts",
            ("MUST", "MULTI COUNT"),
            "BY_RULE BY_LEVEL BY_AREA COVER",
            (area, kind("kind"), optional_rule, level_alone),
        ),
        Pattern(
            "five-checks",
            ("FIVE check",),
            "NEG RESPONSIBLE kind:Process kind:Step kind:Document kind:Record check rule",
            (named("process", "Process", by_id=True),),
            weight=1,
        ),
    )
