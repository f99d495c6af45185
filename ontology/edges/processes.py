"""Edges of the work within a process: steps, records, admissions."""

from __future__ import annotations

from ontology.model import Cardinality, EdgeKind

_G = "organisation"

EDGES = (
    # (:Step|DataFlow)-[:STEP_OF]->(:Process)
    EdgeKind(
        "STEP_OF",
        ("Step", "DataFlow"),
        ("Process",),
        "步骤属于",
        "is a step of",
        "The process a step or a data flow belongs to.",
        cardinality=Cardinality.ONE,
        group=_G,
    ),
    # (:Record)-[:PROVES]->(:Step|Process)
    EdgeKind(
        "PROVES",
        ("Record",),
        ("Step", "Process"),
        "证明",
        "proves",
        "The step that a record proves; its process where no step is named.",
        group=_G,
    ),
    # (:InstrumentModel|System)-[:ADMITTED_BY]->(:Admission)
    EdgeKind(
        "ADMITTED_BY",
        ("InstrumentModel", "System"),
        ("Admission",),
        "经准入",
        "is admitted by",
        "The admission under which a model or a system is used.",
        group=_G,
    ),
)
