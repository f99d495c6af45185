"""Edges of issues handled and improved."""

from __future__ import annotations

from ontology.model import ANY, EdgeKind

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
    _edge("ASSIGNED_TO", ("Incident",), ("Unit",), "指派给", "is assigned to", "Who handles it."),
    # (:Incident)-[:CAUSED_BY]->()
    _edge("CAUSED_BY", ("Incident",), (ANY,), "起因于", "was caused by", "A confirmed cause."),
    _edge(
        "ARISES_FROM",
        ("Nonconformity",),
        ("Incident", "Finding"),
        "源自",
        "arises from",
        "Where a nonconformity was found.",
    ),
    _edge("OF_AUDIT", ("Finding",), ("Audit",), "属审核", "is of audit", "Its audit."),
    _edge(
        "CONDUCTED_BY", ("Audit",), ("Unit", "Post"), "审核者", "was conducted by", "Who audits."
    ),
    _edge(
        "ADDRESSES",
        ("CorrectiveAction",),
        ("Nonconformity",),
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
)
