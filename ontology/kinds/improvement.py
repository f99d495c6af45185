"""Kinds of issues and improvement (ISO 9001 clauses 8.7, 9.2, 10.2)."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME
_GROUP = "improvement"

KINDS = (
    NodeKind(
        "Issue",
        ("issue_id",),
        "数据质量问题",
        "data-quality issue",
        "dqv:QualityMeasurement",
        "An episode in which data were missing, late, wrong or wrongly described.",
        (
            Property("kind", "类别", "kind", codes="issue_kind"),
            Property("test", "检查", "test"),
            Property("began", "开始", "began", _T),
            Property("ended", "结束", "ended", _T),
            Property("severity", "严重度", "severity"),
            Property("value", "值", "value", _N),
            Property("channel", "来源渠道", "channel"),
            Property("flagged", "被标记的值数", "number of flagged values", _N),
            Property("expected", "应有", "what was expected of the worst value"),
        ),
        group=_GROUP,
        name_property="test",
    ),
    NodeKind(
        "Incident",
        ("incident_id",),
        "事件单",
        "incident",
        "WIGOS incident",
        "The handling of one or more issues.",
        (
            Property("opened", "开单", "opened", _T),
            Property("due", "期限", "due", _T),
            Property("priority", "优先级", "priority"),
        ),
        group=_GROUP,
        name_property="priority",
    ),
    NodeKind(
        "Nonconformity",
        ("nonconformity_id",),
        "不合格",
        "nonconformity",
        "ISO 9001:2015, 8.7",
        "A requirement that was not met.",
        (
            Property("opened", "开出", "opened", _T),
            Property("severity", "严重度", "severity"),
            Property("disposition", "处置", "disposition"),
        ),
        group=_GROUP,
        name_property="disposition",
    ),
    NodeKind(
        "CorrectiveAction",
        ("action_id",),
        "纠正措施",
        "corrective action",
        "ISO 9001:2015, 10.2",
        "What is done so that a cause does not act again.",
        (
            Property("due", "期限", "due", _T),
            Property("done", "完成", "done", _T),
            Property("effectiveness", "有效性", "effectiveness"),
        ),
        group=_GROUP,
        name_property="effectiveness",
    ),
    NodeKind(
        "Audit",
        ("audit_id",),
        "审核",
        "audit",
        "ISO 9001:2015, 9.2",
        "An independent check of processes, units or clauses.",
        (
            Property("kind", "类别", "kind"),
            Property("planned", "计划", "planned", _T),
            Property("done", "完成", "done", _T),
            Property("result", "结果", "result"),
        ),
        group=_GROUP,
        name_property="kind",
    ),
    NodeKind(
        "Finding",
        ("audit", "number"),
        "审核发现",
        "audit finding",
        "ISO 9001:2015, 9.2",
        "One result of an audit.",
        (Property("statement", "内容", "statement"),),
        group=_GROUP,
        name_property="statement",
    ),
    NodeKind(
        "Evidence",
        ("evidence_id",),
        "证据",
        "evidence",
        "prov:Entity",
        "What supports a statement about an element.",
        (
            Property("statement", "内容", "statement"),
            Property("sha256", "哈希", "SHA-256"),
        ),
        group=_GROUP,
        name_property="statement",
    ),
)
