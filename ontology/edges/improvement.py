"""Edges of issues handled and improved."""

from __future__ import annotations

from ontology.model import ANY, DataType, EdgeKind, Property

_G = "improvement"


def _edge(
    kind: str, sources: tuple[str, ...], targets: tuple[str, ...], zh: str, en: str, text: str
) -> EdgeKind:
    return EdgeKind(kind, sources, targets, zh, en, text, group=_G)


EDGES = (
    # (:Incident)-[:RAISED_FROM]->(:Issue)
    _edge(
        "RAISED_FROM",
        ("Incident",),
        ("Issue",),
        "起于",
        "was raised from",
        "The issue an incident handles.",
    ),
    # (:Incident|Nonconformity|CorrectiveAction|Risk)-[:ASSIGNED_TO]->(:Unit)
    _edge(
        "ASSIGNED_TO",
        ("Incident", "Nonconformity", "CorrectiveAction", "Risk"),
        ("Unit",),
        "指派给",
        "is assigned to",
        "Who handles it.",
    ),
    # (:Incident)-[:CAUSED_BY]->()
    _edge("CAUSED_BY", ("Incident",), (ANY,), "起因于", "was caused by", "A confirmed cause."),
    # (:Issue)-[:SUSPECTED_CAUSE]->()
    EdgeKind(
        "SUSPECTED_CAUSE",
        ("Issue",),
        (ANY,),
        "疑因",
        "has suspected cause",
        "A hypothesis: what was found of an element on the issue's path would explain the issue. "
        "Only CAUSED_BY says that a cause was confirmed.",
        (
            Property("rule", "规则", "rule that suggests it"),
            Property("standing", "证明程度", "how far it is shown", codes="cause_standing"),
            Property("finding", "所见", "what was found of the element", codes="hop_state"),
            Property("reason", "理由", "reason in Chinese"),
            Property("reason_en", "理由（英文）", "reason in English"),
            Property("facts", "计算", "numbers it rests on, as name=value", DataType.TEXTS),
            Property("evidence", "证据", "claims and values it rests on", DataType.TEXTS),
        ),
        group=_G,
    ),
    _edge(
        "ARISES_FROM",
        ("Nonconformity",),
        ("Incident", "Finding"),
        "源自",
        "arises from",
        "Where a nonconformity was found.",
    ),
    # (:Nonconformity)-[:OF_REQUIREMENT]->(:Clause)
    _edge(
        "OF_REQUIREMENT",
        ("Nonconformity",),
        ("Clause",),
        "不符合条款",
        "does not fulfil",
        "The requirement that was not met.",
    ),
    # (:Alarm)-[:RAISED_BY]->(:System), (:Alarm)-[:RAISED_ON]->(:Station|Series|…)
    _edge("RAISED_BY", ("Alarm",), ("System",), "告警系统", "was raised by", "Who raised it."),
    _edge(
        "RAISED_ON",
        ("Alarm",),
        ("Station", "Series", "Deployment", "Instrument", "System"),
        "告警对象",
        "was raised on",
        "What is in alarm, as long as the alarm lasts.",
    ),
    _edge("OF_AUDIT", ("Finding",), ("Audit",), "属审核", "is of audit", "Its audit."),
    _edge(
        "CONDUCTED_BY",
        ("Audit",),
        ("Unit", "Post", "Person"),
        "审核者",
        "was conducted by",
        "Who audits.",
    ),
    _edge(
        "ADDRESSES",
        ("CorrectiveAction",),
        ("Nonconformity", "Risk"),
        "针对",
        "addresses",
        "What an action is to mend.",
    ),
    _edge(
        "CHANGES",
        ("CorrectiveAction",),
        ("DocumentVersion",),
        "修订",
        "changes",
        "The document an action changes.",
    ),
    # (:CorrectiveAction)-[:UPDATES]->(:Risk)
    _edge(
        "UPDATES",
        ("CorrectiveAction",),
        ("Risk",),
        "更新风险",
        "updates",
        "The risk or opportunity of planning that was reviewed, changed or added after an action.",
    ),
)
