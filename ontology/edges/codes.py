"""Edges of published code tables, and from what is coded to its code."""

from __future__ import annotations

from ontology.model import Cardinality, EdgeKind, Property

EDGES = (
    # (:Concept)-[:IN_SCHEME]->(:ConceptScheme)
    EdgeKind(
        "IN_SCHEME",
        ("Concept",),
        ("ConceptScheme",),
        "属代码表",
        "is in code table",
        "The table a code stands in.",
        cardinality=Cardinality.ONE,
        term="skos:inScheme",
        group="network",
    ),
    # (:Concept)-[:BROADER]->(:Concept)
    EdgeKind(
        "BROADER",
        ("Concept",),
        ("Concept",),
        "上位代码",
        "has broader code",
        "The code whose path the path of this one continues, where the table prints both.",
        term="skos:broader",
        group="network",
    ),
    # (:Variable|Series|Deployment|…)-[:CODED_AS]->(:Concept)
    EdgeKind(
        "CODED_AS",
        ("Variable", "Series", "Deployment", "Station", "Instrument", "Event", "Maintenance"),
        ("Concept",),
        "用代码",
        "is coded as",
        "A published code that a source uses of an element.",
        (Property("element_number", "要素号", "element of WMO-No. 1192"),),
        group="network",
    ),
)
