"""Edges of documents, plans, work groups and systems."""

from __future__ import annotations

from ontology.model import Cardinality, DataType, EdgeKind, Property

_ONE = Cardinality.ONE
_G = "documents"
_BODY = ("Unit", "UnitGroup", "WorkGroup")


def _edge(
    kind: str,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    zh: str,
    en: str,
    text: str,
    cardinality: Cardinality = Cardinality.MANY,
    properties: tuple[Property, ...] = (),
) -> EdgeKind:
    return EdgeKind(kind, sources, targets, zh, en, text, properties, cardinality, group=_G)


EDGES = (
    # (:DocumentVersion)-[:VERSION_OF]->(:Document)
    _edge(
        "VERSION_OF",
        ("DocumentVersion",),
        ("Document",),
        "版本属于",
        "is a version of",
        "The document of a version.",
        _ONE,
    ),
    _edge(
        "SUPERSEDES",
        ("DocumentVersion",),
        ("DocumentVersion",),
        "取代",
        "supersedes",
        "The version it took the place of.",
    ),
    _edge(
        "IMPLEMENTS",
        ("DocumentVersion",),
        ("Clause",),
        "落实条款",
        "implements",
        "The clause a document puts into practice.",
    ),
    # (:Mention)-[:MENTIONED_IN]->(:Document), (:Mention)-[:DENOTES]->(:Unit)
    _edge(
        "MENTIONED_IN",
        ("Mention",),
        ("Document",),
        "见于",
        "is mentioned in",
        "The document that prints an open name.",
        _ONE,
    ),
    _edge(
        "DENOTES",
        ("Mention",),
        ("Unit", "UnitGroup", "System", "Document"),
        "裁定为",
        "denotes",
        "What a person decided that a printed name stands for.",
        properties=(Property("reason", "理由", "reason"),),
    ),
    _edge("ADDRESSED_TO", ("Document",), _BODY, "主送", "is addressed to", "Addressees."),
    _edge("COMPILED_BY", ("Document",), _BODY, "编制单位", "is compiled by", "Who compiles it."),
    _edge(
        "HAS_DOC_LEVEL",
        ("Document",),
        ("DocLevel",),
        "文件层级为",
        "has document level",
        "Manual, procedure, work instruction or record.",
        _ONE,
    ),
    _edge(
        "CITES",
        ("Document",),
        ("Document",),
        "引用",
        "cites",
        "A citation and its manners.",
        properties=(Property("how", "方式", "how", DataType.TEXTS),),
    ),
    # (:Document)-[:HAS_ATTACHMENT]->(:Document)
    _edge(
        "HAS_ATTACHMENT",
        ("Document",),
        ("Document",),
        "附件",
        "has attachment",
        "A document that goes with it.",
        properties=(Property("number", "附件序号", "number of the attachment"),),
    ),
    # (:Document)-[:STATES_PRACTICE]->(:Practice)<-[:FOLLOWS_PRACTICE]-(:Unit|UnitGroup)
    _edge(
        "STATES_PRACTICE",
        ("Document",),
        ("Practice",),
        "提出要求",
        "states practice",
        "A check that a document says holds for every matter.",
    ),
    _edge(
        "FOLLOWS_PRACTICE",
        ("Unit", "UnitGroup"),
        ("Practice",),
        "践行",
        "follows practice",
        "The units of which a document says so.",
    ),
    # (:DocumentReview)-[:REVIEWS|REPLACED_BY]->(:Document), (:Concept)-[:REPLACED_BY]->(:Concept)
    _edge("REVIEWS", ("DocumentReview",), ("Document",), "评审", "reviews", "What is reviewed."),
    _edge(
        "REPLACED_BY",
        ("DocumentReview", "Concept"),
        ("Document", "Concept"),
        "代之以",
        "is replaced by",
        "What takes its place.",
    ),
    # (:Task)-[:IN_GROUP|IN_PHASE|…]->()
    _edge("IN_GROUP", ("Task",), ("TaskGroup",), "属任务组", "is in group", "Its group."),
    _edge("IN_PHASE", ("Task",), ("Phase",), "属阶段", "is in phase", "Its phase."),
    _edge("PARTICIPANT", ("Task",), _BODY, "参与单位", "has participant", "Who takes part."),
    _edge(
        "RESPONSIBLE_OFFICE",
        ("Task",),
        _BODY,
        "责任处室",
        "has responsible office",
        "The office that answers for it.",
    ),
    _edge("IMPLEMENTED_BY", ("Task",), _BODY, "实施单位", "is implemented by", "Who does it."),
    _edge(
        "RESPONSIBLE",
        ("Task", "Safeguard"),
        _BODY,
        "责任单位",
        "is the responsibility of",
        "Who answers for it.",
    ),
    _edge("PRODUCES", ("Task",), ("Document", "System"), "产出", "produces", "Its product."),
    _edge("BASED_ON", ("Task",), ("Document", "System"), "基于", "is based on", "Its basis."),
    _edge("FOR_TASK", ("Milestone",), ("Task",), "节点属于", "is for task", "Its task."),
    _edge(
        "REPORTS_TO",
        ("Milestone", "WorkGroup"),
        ("Unit",),
        "上报",
        "reports to",
        "To whom it is reported.",
    ),
    _edge("PILOT_FOR", ("Unit",), ("Task",), "试点", "is a pilot for", "Pilot units."),
    # (:WorkGroup)-[:HEAD|DEPUTY|MEMBER]->(:Person)
    _edge("HEAD", ("WorkGroup",), ("Person",), "组长", "is headed by", "Its head."),
    _edge("DEPUTY", ("WorkGroup",), ("Person",), "副组长", "has deputy", "Its deputies."),
    _edge("MEMBER", ("WorkGroup",), ("Person",), "成员", "has member", "Its members."),
    # (:WorkGroup|Station)-[:CONTACT]->(:Person|Unit)
    _edge(
        "CONTACT",
        ("WorkGroup", "Station"),
        ("Person", "Unit"),
        "联系人",
        "has contact",
        "Its contact; of a station a nominated focal point (10-01).",
    ),
    # (:WorkGroup|QualityObjective|IndicatorValue|ManagementReview)-[:OF_UNIT]->(:Unit)
    _edge(
        "OF_UNIT",
        ("WorkGroup", "QualityObjective", "IndicatorValue", "ManagementReview"),
        ("Unit",),
        "所属单位",
        "is of unit",
        "The unit at which it is set up, or whose it is.",
    ),
    _edge("HAS_DUTY", ("WorkGroup", "Unit"), ("Duty",), "承担职责", "has duty", "Its duties."),
    _edge(
        "RESPONSIBLE_FOR",
        ("WorkGroup", "Unit"),
        ("Duty",),
        "负责",
        "is responsible for",
        "What it answers for.",
    ),
    _edge("MEMBER_UNIT", ("Person",), ("Unit",), "所在单位", "belongs to unit", "A person's unit."),
    # (:System)-[:INTEGRATES_INTO|…]->()
    _edge("INTEGRATES_INTO", ("System",), ("System",), "融入", "integrates into", "Where it goes."),
    _edge("REPLACES", ("System",), ("System",), "替代", "replaces", "What it takes the place of."),
    _edge("MONITORED_BY", ("System",), ("System",), "受监控于", "is monitored by", "Its monitor."),
    _edge("BUILT_ON", ("System",), ("System",), "建于", "is built on", "Its platform."),
    _edge(
        "INSTANCE_OF",
        ("System",),
        ("System",),
        "实例",
        "is an instance of",
        "A regional instance of a national system.",
    ),
    _edge("RECEIVES", ("System",), ("System", "Unit"), "接收", "receives from", "Its inputs."),
    _edge("OF_DOCUMENT", ("Target",), ("Document",), "目标出自", "is of document", "Its document."),
)
