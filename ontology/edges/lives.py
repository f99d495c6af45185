"""Edges of what stations and instruments go through, to the one whose record it is."""

from __future__ import annotations

from ontology.model import Cardinality, EdgeKind

_G = "organisation"

EDGES = (
    # (:EnvironmentSurvey|StationChange)-[:OF_STATION]->(:Station)
    EdgeKind(
        "OF_STATION",
        ("EnvironmentSurvey", "StationChange"),
        ("Station",),
        "所属台站",
        "is of station",
        "The station that was surveyed, or that changes.",
        cardinality=Cardinality.ONE,
        group=_G,
    ),
    # (:EquipmentState)-[:OF_INSTRUMENT]->(:Instrument)
    EdgeKind(
        "OF_INSTRUMENT",
        ("EquipmentState",),
        ("Instrument",),
        "所属仪器",
        "is of instrument",
        "The instrument whose stage of life it is.",
        cardinality=Cardinality.ONE,
        group=_G,
    ),
)
