"""What a check finds: an element, the rule it breaks, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology import EDGE_KINDS, NODE_KINDS, EdgeKind, NodeKind, Property
from ontology.requirements import REQUIREMENTS, Obligation, Requirement

VIOLATION, WARNING, INFO = "violation", "warning", "info"
AT_A_TIME = ".at-a-time"
COVERAGE = "coverage"
"""What the names of coverage rules begin with."""
_RELOAD = ("在来源里改正后再装载", "mend it in the source and load it again")
_DECIDE = (
    "改正来源，或裁定保留哪一个：suyuan decide",
    "mend the source, or decide which one stands: suyuan decide",
)
_ENDS = (
    "改正来源里的编号或关系；确有此关系就先在 ontology/ 声明",
    "mend the id or the relation in the source; if it is right, declare it in ontology/ first",
)


@dataclass(frozen=True, slots=True)
class Found:
    """An element that breaks a rule, as one reading tells it.

    `element`: the id of a node, or `TYPE(from,to,valid_from)` of an edge. `rule`: the shape's name.
    """

    element: str
    rule: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What a shape of a user's own says of an element: its message, and how grave it is."""

    found: Found
    value: str
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of ours in words, and what to do about what breaks it; Chinese and English."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


def rule_text(rule: str) -> RuleText | None:
    """What a rule of ours says; None for one that is not ours.

    >>> rule_text("Station.id").en
    'the id is station:station_id'
    """
    name = rule.removesuffix(AT_A_TIME)
    owner, _, part = name.partition(".")
    if owner == COVERAGE and part in REQUIREMENTS:
        return _of_coverage(REQUIREMENTS[part])
    if owner in NODE_KINDS and not rule.endswith(AT_A_TIME):
        return _of_kind(NODE_KINDS[owner], part)
    if owner in EDGE_KINDS:
        return _of_edge(EDGE_KINDS[owner], part, once=rule.endswith(AT_A_TIME))
    said = _GENERAL.get(rule)
    return None if said is None else RuleText(*said, *_RELOAD)


_GENERAL = {
    "Element": ("节点须有 IRI", "a node has an IRI"),
    "Element.kind": ("一个节点只有一个已声明的种类", "a node is of one declared kind"),
    "Edge": ("边须有 IRI", "an edge has an IRI"),
    "Claim": ("断言须有 IRI", "a claim has an IRI"),
    "Claim.valid_from": (
        "有效起须为 UTC 时刻，且早于有效止",
        "valid_from is a time in UTC before valid_to",
    ),
    "Claim.valid_to": ("有效止须为 UTC 时刻", "valid_to is a time in UTC"),
    "Claim.certainty": ("确定程度须为代码表中的代码", "the certainty is a code of its list"),
}


def severity(rule: str) -> str:
    """How grave it is to break a rule of ours: of what is only wished for, an information.

    >>> severity("coverage.station-operator"), severity("coverage.system-integrated")
    ('violation', 'info')
    """
    owner, _, part = rule.partition(".")
    wished = owner == COVERAGE and REQUIREMENTS[part].obligation is Obligation.OPTIONAL
    return INFO if wished else VIOLATION


def _of_coverage(rule: Requirement) -> RuleText:
    return RuleText(
        f"应{rule.title_zh}", f"required: {rule.title_en}", rule.remedy_zh, rule.remedy_en
    )


def _of_kind(kind: NodeKind, part: str) -> RuleText | None:
    if part == "id":
        key = f"{kind.prefix}:{kind.key_separator.join(kind.key)}"
        return RuleText(f"标识须为 {key}", f"the id is {key}", *_RELOAD)
    declared = kind.property_named(part.removesuffix(".list"))
    return None if declared is None else _of_property(declared)


def _of_property(declared: Property) -> RuleText:
    expected = f"{declared.datatype} {declared.codes or ''}".strip()
    return RuleText(
        f"{declared.title_zh}：应为 {expected}",
        f"{declared.title_en}: expected {expected}",
        *_RELOAD,
    )


def _of_edge(edge: EdgeKind, part: str, *, once: bool) -> RuleText | None:
    if once:
        return RuleText(
            f"{edge.title_zh}：同一时刻至多一个终点",
            f"{edge.type}: at most one target at a time",
            *_DECIDE,
        )
    if part in ("source", "target"):
        zh, en = ("起点", "starts") if part == "source" else ("终点", "ends")
        return RuleText(
            f"{edge.type} 的{zh}应合于 {edge.pattern}",
            f"{edge.type} {en} as in {edge.pattern}",
            *_ENDS,
        )
    name = part.removesuffix(".list")
    declared = next((p for p in edge.properties if p.name == name), None)
    return None if declared is None else _of_property(declared)


_EDGE = re.compile(r"(?P<type>[A-Z][A-Z_]*)\((?P<source>.*),(?P<target>[^,]*),(?P<from>[^,]*)\)\Z")


def edge_named(element: str) -> tuple[str, str, str, str] | None:
    """Type, source, target and begin of an edge by its key; None for a node.

    >>> edge_named("AT_STATION(deployment:D,1,station:5,2018-06-02T16:00:00Z)")
    ('AT_STATION', 'deployment:D,1', 'station:5', '2018-06-02T16:00:00Z')
    """
    match = _EDGE.match(element)
    return None if match is None else (match[1], match[2], match[3], match[4])
