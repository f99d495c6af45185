"""How each question is asked: which words it needs, which it has a place for, what fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ontology import NODE_KINDS
from ontology.requirements import REQUIREMENTS
from queries.plain.sentence import (
    Filling,
    Slot,
    coded,
    element,
    flag,
    kind,
    mapped,
    named,
    since,
    span,
    two_days,
    version,
)
from queries.registry import query_named

Check = Callable[[Filling], bool]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to ask a question.

    `needs`: of each group of tags a word must be there. `uses`: tags of words that add nothing
    more. `slots`: fill the parameters; one that cannot makes the pattern fit not. `weight`: how
    particular it is among patterns that explain a sentence equally well. `own_time`: the question
    takes its day from the issue it is about.
    """

    question: str
    needs: tuple[str, ...]
    uses: str = ""
    slots: tuple[Slot, ...] = ()
    weight: float = 0.0
    own_time: bool = False


def kinds(question: str, name: str) -> tuple[str, ...]:
    """The kinds of element that a parameter of a question takes; any of them for `*`."""
    found = next(p.kinds for p in query_named(question).params if p.name == name)
    return tuple(NODE_KINDS) if found == ("*",) else found


def one(question: str, name: str = "element", *, required: bool = True) -> Slot:
    """The element that a question is about."""
    return element(name, *kinds(question, name), required=required)


def _rule(f: Filling) -> bool:
    """The coverage rule of a kind that asks for what a word says; the longest word wins."""
    labels = {code for n, code in f.codes("kind") if n not in f.used}
    fits = [
        (len(f.tokens[n].text), rule, n)
        for n, rule in f.codes("rule")
        if REQUIREMENTS[rule].kind in labels
    ]
    if not fits:
        return False
    _, rule, at = max(fits, key=lambda fit: (fit[0], fit[2]))
    f.params["rule"] = rule
    f.used.add(at)
    for n, label in f.codes("kind"):
        if label == REQUIREMENTS[rule].kind and n != at:
            f.used.add(n)
            break
    else:
        return False
    f.used |= {n for n, code in f.codes("rule") if code == rule}
    return True


def _levels(f: Filling) -> bool:
    """Two levels, the upper one first."""
    order = [c for c in ("national", "region", "league", "banner")]
    found = dict((code, n) for n, code in f.codes("level"))
    pair = [code for code in order if code in found]
    if len(pair) == 2:
        f.params |= {"upper": pair[0], "lower": pair[1]}
        f.used |= set(found.values())
    return True


def _cover_state(f: Filling) -> bool:
    """A state by its title; nothing but its absence asks for all gaps."""
    asked_openly = any(t.text == "有没有" for t in f.tokens)
    stated = [one for one in f.codes("state") if one[0] not in f.used]
    if f.having("MUST") and f.having("NEG"):
        f.params["state"] = "uncovered"
        f.used |= set(f.having("MUST"))
    elif stated:
        f.params["state"] = stated[0][1]
        f.used.add(stated[0][0])
    elif f.having("NEG") and not f.having("UNSAID") and not asked_openly:
        f.params["state"] = "gaps"
    f.used |= set(f.having("NEG"))
    return True


def _two_levels(f: Filling) -> bool:
    return _levels(f) and "upper" in f.params


def _all_gaps(f: Filling) -> bool:
    stated = [code for _, code in f.codes("state")]
    f.params["state"] = stated[0] if stated else "gaps"
    return True


def _optional_rule(f: Filling) -> bool:
    label = f.params.get("kind", "")
    for n, rule in f.codes("rule"):
        if REQUIREMENTS[rule].kind == label and "rule" not in f.params:
            f.params["rule"] = rule
            f.used.add(n)
    return True


def _several_issues(f: Filling) -> bool:
    ids = [i for at, fits in f.free_elements(("Issue",)) for i in fits]
    f.used |= {at for at, _ in f.free_elements(("Issue",))}
    if ids:
        f.params["issues"] = ";".join(dict.fromkeys(ids))
    return True


def _limit(f: Filling) -> bool:
    for at in f.having("limit"):
        f.params["limit"] = str(f.tokens[at].number)
        f.used.add(at)
    return True


def _text_quoted(f: Filling) -> bool:
    for at in f.having("quoted")[:1]:
        f.params["text"] = f.tokens[at].text
        f.used.add(at)
    return "text" in f.params


def _text(f: Filling) -> bool:
    """What to look for: quoted, else the name or the unknown word in the sentence."""
    places = f.having("quoted")
    places = places or [n for n, t in enumerate(f.tokens) if t.elements or not t.known]
    if not places:
        return False
    f.params["text"] = f.tokens[places[0]].text
    f.used.add(places[0])
    return True


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
_DUE = tuple(
    (f"kind:{label}", what)
    for label, what in (
        ("Accreditation", "accreditation"),
        ("Certificate", "certificate"),
        ("MeasurementStandard", "standard"),
        ("Document", "document"),
        ("Milestone", "milestone"),
        ("Task", "task"),
        ("Calibration", "calibration"),
    )
)
_ALL = " ".join(f"kind:{label}" for label in NODE_KINDS)
_WHOLE_RULES = "rule:process-lead rule:station-operator rule:task-lead rule:system-operator"


def patterns() -> tuple[Pattern, ...]:
    """Every way to ask, particular ones before general ones."""
    station = element("station", "Station", required=False)
    return (
        Pattern("trace", ("TRACE CAUSE",), "BAD ISSUE DOUBT BROKEN CHAIN variable KNOWN BY_CAUSE EVIDENCE NEG "
                "RESPONSIBLE SHOW kind",
                (one("trace"),), own_time=True),
        Pattern("trace", ("BAD",), "ISSUE variable", (one("trace"),), weight=-1, own_time=True),
        Pattern("trace", ("EVIDENCE",), "LIST", (one("trace"),), weight=-1, own_time=True),
        Pattern("similar", ("SIMILAR",), "ISSUE kind:Issue kind:Batch kind:Instrument", (one("similar"),), own_time=True),
        Pattern("causes", ("COMMON", "CAUSE"), "ISSUE UNSETTLED LIST kind:Issue", (_several_issues,),
                weight=1),
        Pattern("responsible", ("RESPONSIBLE NOTIFY",), f"WHO BAD DOUBT ISSUE variable LIST {_WHOLE_RULES} "
                "kind:Unit", (one("responsible"),)),
        Pattern("issues", ("ISSUE",), "UNSETTLED LIST kind:Issue BAD MULTI",
                (station, coded("kind", "issue"), flag("unsettled", "UNSETTLED"), _limit)),
        Pattern("pareto", ("COUNT TREND", "ISSUE"), "LIST kind:Instrument kind:Calibration kind:Issue "
                "COUNT BAD MULTI BY_MONTH",
                (mapped("by", DIMENSIONS, required=True), flag("trend", "TREND"), span), weight=1),
        Pattern("pareto", ("BY_MONTH BY_AREA", "ISSUE"), "MULTI LIST kind:Issue",
                (mapped("by", DIMENSIONS, required=True), flag("trend", "TREND"), span)),
        Pattern("impact", ("IMPACT",), f"DOUBT BAD ISSUE WHO REACHED variable {_ALL} NOTIFY version",
                (version, since), weight=1),
        Pattern("impact", ("IMPACT",), f"DOUBT BAD ISSUE WHO REACHED variable {_ALL} NOTIFY",
                (one("impact"), since)),
        Pattern("impact", ("DOUBT", "NOTIFY"), f"ISSUE WHO REACHED variable {_ALL}",
                (one("impact"), since)),
        Pattern("station-equipment", ("kind:Instrument USED",), "USED EXPIRE LIST kind:Calibration "
                "kind:Instrument kind:Deployment variable", (one("station-equipment", "station"),),
                weight=1),
        Pattern("station-claims", ("REGISTERS COORD",), "REGISTERS COORD DIFFER SAID SOURCES "
                "rule:station-position CHANGED kind:Location LIST", (one("station-claims", "station"),)),
        Pattern("stations", ("kind:Station",), "COUNT"),
        Pattern("stations", ("kind:Station", "quoted"), "NAME STATION_NUMBER property:name",
                (_text_quoted,)),
        Pattern("conflicts", ("CONFLICT",), "kind:Station SOURCES REGISTERS UNDECIDED LIST COORD rule:station-position "
                "kind:Location", (station,)),
        Pattern("identity-candidates", ("IDENTITY",), "STATION_NUMBER kind:Station LIST",
                (station, flag("decided", "DECIDED"))),
        Pattern("completeness", ("METADATA",), "GAP NEG COMPLETE LIST kind:Station issue:metadata "
                "kind:MetadataElement kind:Instrument", (one("completeness", required=False),)),
        Pattern("completeness", ("CHAIN", "BROKEN"), "kind:MeasurementStandard TRACE LIST "
                "kind:Station kind:Instrument"),
        Pattern("coverage", ("INTERFACE",), "COVER UNSAID BY_LEVEL EVIDENCE relation rule kind:Document kind:Process kind:Interface LIST "
                "RETIRED", (named("process", "Process"), _levels, _cover_state), weight=1),
        Pattern("coverage", ("GAP state:uncovered",), "COVER kind:Process GAP",
                (named("process", "Process"), _two_levels, _all_gaps), weight=2),
        Pattern("gaps", ("NEG",), "relation LIST", (_rule, coded("level", "level")), weight=1),
        Pattern("gaps", ("GAP state:uncovered",), "LIST kind:Issue",
                (kind("kind"), coded("level", "level"), coded("state", "state"))),
        Pattern("gap-counts", ("GAP_COUNT",), "COVER MULTI BY_RULE BY_LEVEL LIST BY_AREA MUST",
                (kind("kind"), _optional_rule, coded("level", "level"))),
        Pattern("five-checks", ("FIVE check",), "NEG LIST kind:Process kind:Step check "
                "rule rule:process-lead", (named("process", "Process"),), weight=1),
        Pattern("expiring", ("EXPIRE",), "CAPACITY BY_AREA kind:Instrument kind:Station kind:Calibration",
                (element("unit", "Unit", required=False), mapped("what", _DUE), span)),
        Pattern("expiring", ("CAPACITY", "kind:Calibration"), "EXPIRE BY_AREA kind:Calibration",
                (element("unit", "Unit", required=False), mapped("what", _DUE), span)),
        Pattern("orphans", ("ORPHAN",), "LIST", (kind("kind"),)),
        Pattern("unresolved-names", ("UNRESOLVED kind:Mention",), "NAME LIST kind:Document NEG",
                (element("document", "Document", required=False), flag("decided", "DECIDED"))),
        Pattern("reconciliation-progress", ("RECONCILE",),
                "PROGRESS BY_AREA level kind:Station TIMELINE METADATA LIST issue:metadata"),
        Pattern("retired-codes", ("RETIRED", "CODE"), "USED LIST kind:Concept RETIRED state:outdated",
                (one("retired-codes", required=False),)),
        Pattern("retired-codes", ("CODE",), "USED LIST RETIRED kind:Concept state:outdated",
                (one("retired-codes", required=False),), weight=-1),
        Pattern("suspect", ("REREVIEW",), "LINK relation kind:Document NEW_VERSION VERSION_DIFF CHANGED",
                (one("suspect", required=False),), weight=1),
        Pattern("diff", ("CHANGED", "KNOWN"), "LIST", (
                one("diff", required=False), two_days("known_from", "known_to")), weight=2),
        Pattern("diff", ("CHANGED",), "LIST VERSION_DIFF", (
                one("diff", required=False), two_days("from", "to")), weight=1),
        Pattern("document-diff", ("NEW_VERSION VERSION_DIFF LOADED",), "VERSION_DIFF NEW_VERSION CHANGED LOADED "
                "SHOW", (one("document-diff", "document"),), weight=1),
        Pattern("history", ("SAID RETRACTED",), "SAID RETRACTED DIFFER kind:Record",
                (element("element", *NODE_KINDS),)),
        Pattern("timeline", ("TIMELINE",), "LIST SHOW",
                (one("timeline"), flag("around", "AROUND"))),
        Pattern("show", ("SHOW",), "LIST KNOWN LINK kind:Unit", (one("show"),), weight=-1),
        Pattern("show", ("relation property",), f"relation property rule RESPONSIBLE {_ALL}",
                (one("show"),), weight=-2),
        Pattern("show", ("kind",), f"rule {_ALL}", (one("show"),), weight=-3),
        Pattern("show", ("EXPIRE",), _ALL, (element("element", "Accreditation", "Certificate",
                "Calibration", "MeasurementStandard", "Instrument", "DocumentVersion"),)),
        Pattern("path", ("LINK SHORTEST",), "LINK SHORTEST SHOW LIST", (
                element("from", *NODE_KINDS), element("to", *NODE_KINDS)), weight=1),
        Pattern("search", ("SEARCH",), "NAME WHO CODE LIST SHOW", (_text, kind("kind")), weight=-1),
    )  # fmt: skip
