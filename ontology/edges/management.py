"""Edges of the management loop: from a user's word to the document that is changed."""

from __future__ import annotations

from ontology.model import ANY, Cardinality, EdgeKind


def _edge(
    kind: str,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    titles: tuple[str, str],
    text: str,
    cardinality: Cardinality = Cardinality.MANY,
) -> EdgeKind:
    zh, en = titles
    return EdgeKind(kind, sources, targets, zh, en, text, (), cardinality, group="management")


EDGES = (
    # (:Feedback)-[:REPORTS]->(:Issue), (:Feedback)-[:CONCERNS]->(:Series|Process|DataRequirement)
    _edge("REPORTS", ("Feedback",), ("Issue",), ("反映", "reports"), "The issue it tells of."),
    _edge(
        "CONCERNS",
        ("Feedback",),
        ("Series", "Process", "DataRequirement", "Product"),
        ("关于", "concerns"),
        "What a user speaks of.",
    ),
    # (:DataRequirement)-[:REQUIRES]->(:Variable|Product)
    _edge(
        "REQUIRES",
        ("DataRequirement",),
        ("Variable", "Product"),
        ("需要", "requires"),
        "What a user needs.",
    ),
    _edge(
        "REVISED_BY",
        ("DataRequirement",),
        ("Feedback", "ManagementReview"),
        ("据以修订", "was revised by"),
        "What led to a change of the requirement.",
    ),
    # (:Indicator)-[:MEASURES]->(:Process|QualityObjective|Target|DataRequirement)
    _edge(
        "MEASURES",
        ("Indicator",),
        ("Process", "QualityObjective", "Target", "DataRequirement"),
        ("衡量", "measures"),
        "What an indicator is of.",
    ),
    # (:Indicator)-[:HAS_VALUE]->(:IndicatorValue)
    _edge("HAS_VALUE", ("Indicator",), ("IndicatorValue",), ("取值", "has value"), "Its values."),
    # (:QualityObjective)-[:REFINES]->(:QualityObjective)
    _edge(
        "REFINES",
        ("QualityObjective",),
        ("QualityObjective",),
        ("分解自", "refines"),
        "The objective above it.",
        Cardinality.ONE,
    ),
    # (:Risk)-[:THREATENS]->(:Process|Target)
    _edge(
        "THREATENS",
        ("Risk",),
        ("Process", "Target"),
        ("威胁", "threatens"),
        "What a risk acts on, or an opportunity helps.",
    ),
    # (:ManagementReview)-[:DECIDED]->()
    _edge("DECIDED", ("ManagementReview",), (ANY,), ("决定", "decided"), "What it decided on."),
    # (:TrainingRecord)-[:QUALIFIES]->(:Post|Unit)
    _edge(
        "QUALIFIES",
        ("TrainingRecord",),
        ("Post", "Unit"),
        ("使具备资格", "qualifies"),
        "Whom a training makes fit for a role.",
    ),
    # (:Supplier)-[:SUPPLIES]->(:InstrumentModel|System|Process)
    _edge(
        "SUPPLIES",
        ("Supplier",),
        ("InstrumentModel", "System", "Process"),
        ("供应", "supplies"),
        "What comes from outside.",
    ),
)
