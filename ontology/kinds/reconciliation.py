"""Kinds of the reconciliation of station registries (沿革核查)."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

KINDS = (
    NodeKind(
        "Verdict",
        ("source_id", "matter", "first", "second"),
        "核查裁定",
        "verdict",
        "dqv:QualityAnnotation",
        "What one person decided about two elements that differ, or that may be one.",
        (
            Property("verdict", "裁定", "verdict", codes="verdict_state"),
            Property("subject", "所涉对象", "subject"),
            Property("basis", "依据的断言", "claims it was decided on", DataType.TEXTS),
            Property("reason", "理由", "reason"),
        ),
        group="improvement",
        name_property="verdict",
    ),
)
