"""Edges of the reconciliation of station registries (沿革核查)."""

from __future__ import annotations

from ontology.model import ANY, EdgeKind

EDGES = (
    # (:Verdict)-[:JUDGES]->()
    EdgeKind(
        "JUDGES",
        ("Verdict",),
        (ANY,),
        "裁定对象",
        "judges",
        "One of the two elements a verdict is about.",
        term="oa:hasTarget",
        group="improvement",
    ),
)
