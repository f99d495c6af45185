"""Edges of the organisation, its processes and interfaces."""

from __future__ import annotations

from ontology.model import ANY, Cardinality, EdgeKind

_ONE = Cardinality.ONE
_G = "organisation"
_BODY = ("Unit", "UnitGroup")


def _edge(
    kind: str,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    zh: str,
    en: str,
    text: str,
    cardinality: Cardinality = Cardinality.MANY,
) -> EdgeKind:
    return EdgeKind(kind, sources, targets, zh, en, text, cardinality=cardinality, group=_G)


EDGES = (
    # (:Unit)-[:PART_OF]->(:Unit)
    _edge("PART_OF", ("Unit",), ("Unit",), "隶属", "is part of", "The superior unit.", _ONE),
    # (:Unit)-[:MEMBER_OF_GROUP]->(:UnitGroup)
    _edge(
        "MEMBER_OF_GROUP",
        ("Unit",),
        ("UnitGroup",),
        "属于单位组",
        "is a member of group",
        "A group's known members.",
    ),
    # (:Process)-[:SUBPROCESS_OF]->(:Process)
    _edge(
        "SUBPROCESS_OF",
        ("Process",),
        ("Process",),
        "上级过程",
        "is a subprocess of",
        "The process one step up, at the same level.",
        _ONE,
    ),
    _edge(
        "SUPPORTS",
        ("Process", "Evidence"),
        (ANY,),
        "支撑",
        "supports",
        "A process supports others; evidence supports a statement.",
    ),
    _edge(
        "GOVERNS",
        ("Process",),
        ("Process",),
        "统领",
        "governs",
        "A management process governs others.",
    ),
    _edge(
        "COUNTERPART_OF",
        ("Process",),
        ("Process",),
        "对应",
        "is the counterpart of",
        "The same process at another level.",
    ),
    _edge(
        "INCLUDES",
        ("Process",),
        ("Process",),
        "包含",
        "includes",
        "What the remarks of a process list say is contained in it.",
    ),
    # (:Process)-[:LED_BY]->(:Unit|UnitGroup)
    _edge(
        "LED_BY",
        ("Process", "Task"),
        ("Unit", "UnitGroup", "WorkGroup"),
        "主责",
        "is led by",
        "Who leads a process or a task.",
    ),
    _edge(
        "RELATED_UNIT",
        ("Process",),
        _BODY,
        "相关单位",
        "has related unit",
        "Who takes part in a process.",
    ),
    _edge(
        "GOVERNED_BY",
        ("Process", "System", "Step"),
        ("DocumentVersion", "Document"),
        "依据",
        "is governed by",
        "The document in force for a process, a step or a system.",
    ),
    # (:Interface)-[:UPPER_PROCESS]->(:Process)
    _edge(
        "UPPER_PROCESS",
        ("Interface",),
        ("Process",),
        "上级过程",
        "has upper process",
        "The process on the upper side.",
    ),
    _edge(
        "LOWER_PROCESS",
        ("Interface",),
        ("Process",),
        "下级过程",
        "has lower process",
        "The process on the lower side.",
    ),
    _edge(
        "UPPER_UNIT",
        ("Interface",),
        _BODY,
        "上级单位",
        "has upper unit",
        "Who acts on the upper side.",
    ),
    _edge(
        "LOWER_UNIT",
        ("Interface",),
        _BODY,
        "下级单位",
        "has lower unit",
        "Who acts on the lower side.",
    ),
    _edge(
        "COVERS",
        ("System", "Audit", "Finding"),
        ("Unit", "UnitGroup", "Process", "Clause"),
        "覆盖",
        "covers",
        "Whom a system serves; what an audit looks at, and of it a finding.",
    ),
)
