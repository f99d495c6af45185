"""Edges of data sets: what is in them, which way they go, what is made of them, who gets it."""

from __future__ import annotations

from ontology.model import EdgeKind

_G = "management"
_SYSTEM = ("System",)

EDGES = (
    # (:Series|Variable)-[:PART_OF_DATASET]->(:Dataset)
    EdgeKind(
        "PART_OF_DATASET",
        ("Series", "Variable"),
        ("Dataset",),
        "属于数据集",
        "is part of data set",
        "What a data set holds: a series, or a variable where its stations are not stated.",
        group=_G,
    ),
    # (:DataFlow)-[:CARRIES]->(:Dataset)
    EdgeKind(
        "CARRIES",
        ("DataFlow",),
        ("Dataset",),
        "承载",
        "carries",
        "What a data flow is of.",
        group=_G,
    ),
    # (:DataFlow)-[:FROM_SYSTEM|TO_SYSTEM]->(:System)
    EdgeKind(
        "FROM_SYSTEM",
        ("DataFlow",),
        _SYSTEM,
        "来自系统",
        "comes from",
        "The system that the data leave.",
        group=_G,
    ),
    EdgeKind(
        "TO_SYSTEM",
        ("DataFlow",),
        _SYSTEM,
        "送往系统",
        "goes to",
        "The system that the data reach.",
        group=_G,
    ),
    # (:Product)-[:DERIVED_FROM]->(:Dataset)
    EdgeKind(
        "DERIVED_FROM",
        ("Product",),
        ("Dataset",),
        "源自数据集",
        "is derived from",
        "The data sets that a product is made of.",
        term="prov:wasDerivedFrom",
        group=_G,
    ),
    # (:Dataset|Product)-[:DELIVERED_TO]->(:Unit|UnitGroup)
    EdgeKind(
        "DELIVERED_TO",
        ("Dataset", "Product"),
        ("Unit", "UnitGroup"),
        "提供给",
        "is delivered to",
        "Who receives it.",
        group=_G,
    ),
)
