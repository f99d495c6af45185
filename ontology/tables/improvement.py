"""Import tables of alarms, nonconformities and actions."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table

_T = DataType.TIME

_ALARM = Ref("Alarm", ("system_id", "alarm_id"))
_ALARMED = Ref("Station", ("subject_id",), kind_column="subject_kind")
_ISSUE = Ref("Issue", ("=alarm/{system_id}/{alarm_id}",))
_OF_DATA = Condition("subject_kind", ("Station", "Series", "Deployment"))
_SPAN = ("raised", "cleared")
_NONCONFORMITY = Ref("Nonconformity", ("nonconformity_id",))
_ACTION = Ref("CorrectiveAction", ("action_id",))

TABLES = (
    Table(
        "alarms",
        "告警",
        "alarms",
        ("system_id", "alarm_id"),
        (
            Column("alarm_id", "告警编号", required=True),
            Column("system_id", "告警系统", required=True),
            Column("raised", "告警时间", required=True, datatype=_T),
            Column("cleared", "解除时间", datatype=_T, end=True),
            Column("subject_kind", "对象类别"),
            Column("subject_id", "对象"),
            Column("text", "内容"),
        ),
        (
            NodeRule(
                _ALARM, (("name", "text"), ("raised", "raised"), ("cleared", "cleared")), *_SPAN
            ),
            EdgeRule("RAISED_BY", _ALARM, Ref("System", ("system_id",)), *_SPAN),
            EdgeRule("RAISED_ON", _ALARM, _ALARMED, *_SPAN),
            NodeRule(
                _ISSUE,
                (
                    ("test", "text"),
                    ("began", "raised"),
                    ("ended", "cleared"),
                    ("channel", "system_id"),
                ),
                *_SPAN,
                _OF_DATA,
                (("kind", "availability"),),
            ),
            EdgeRule("ABOUT", _ISSUE, _ALARMED, *_SPAN, _OF_DATA),
            EdgeRule("SHOWN_BY", _ISSUE, _ALARM, *_SPAN, _OF_DATA),
        ),
        (_SPAN,),
    ),
    Table(
        "nonconformities",
        "不合格",
        "nonconformities",
        ("nonconformity_id",),
        (
            Column("nonconformity_id", "编号", required=True),
            Column("opened", "开出", required=True, datatype=_T),
            Column("clause", "条款"),
            Column("severity", "严重度"),
            Column("source_kind", "来源类别"),
            Column("source_id", "来源"),
            Column("unit_id", "责任单位"),
            Column("disposition", "处置", codes="disposition"),
            Column("state", "状态", codes="nonconformity_state"),
            Column("statement", "内容"),
            Column("cause_class", "起因类别（人机料法环测）", codes="cause_class"),
            Column("cause", "起因"),
            Column("similar", "有无类似的不合格"),
            Column("closed", "关闭", datatype=_T),
        ),
        (
            NodeRule(
                _NONCONFORMITY,
                (
                    ("name", "statement"),
                    ("opened", "opened"),
                    ("severity", "severity"),
                    ("disposition", "disposition"),
                    ("cause", "cause"),
                    ("similar", "similar"),
                ),
                "opened",
            ),
            EdgeRule(
                "OF_REQUIREMENT", _NONCONFORMITY, Ref("Clause", ("clause",), split="|"), "opened"
            ),
            EdgeRule(
                "ARISES_FROM",
                _NONCONFORMITY,
                Ref("Incident", ("source_id",), kind_column="source_kind"),
                "opened",
            ),
            EdgeRule("ASSIGNED_TO", _NONCONFORMITY, Ref("Unit", ("unit_id",)), "opened"),
            StateRule(_NONCONFORMITY, "state", "state", "closed|opened"),
            StateRule(_NONCONFORMITY, "cause_class", "cause_class", "opened"),
        ),
    ),
    Table(
        "actions",
        "纠正与预防措施",
        "corrective and preventive actions",
        ("action_id",),
        (
            Column("action_id", "编号", required=True),
            Column("type", "类别", codes="action_type"),
            Column("nonconformity_id", "不合格编号"),
            Column("risk_id", "风险编号"),
            Column("unit_id", "责任单位", required=True),
            Column("due", "期限", datatype=_T, end=True),
            Column("done", "完成", datatype=_T),
            Column("effectiveness", "有效性", codes="effectiveness"),
            Column("changes_document", "修订的文件"),
            Column("title", "措施"),
            Column("opened", "提出", datatype=_T),
            Column("verified", "验证", datatype=_T),
            Column("risk_update", "风险和机遇的更新（10.2.1 e）", codes="risk_update"),
            Column("updated_risks", "所更新的风险（编号）", many=True),
            Column("risk_reason", "更新的内容，或无需更新的理由"),
            Column("risk_day", "作答日期", datatype=_T),
        ),
        (
            NodeRule(
                _ACTION,
                (
                    ("name", "title"),
                    ("action_type", "type"),
                    ("opened", "opened"),
                    ("due", "due"),
                    ("done", "done"),
                    ("effectiveness", "effectiveness"),
                ),
            ),
            StateRule(_ACTION, "state", "done", "done", value="done"),
            StateRule(_ACTION, "effectiveness", "effectiveness", "verified|done"),
            StateRule(_ACTION, "risk_update", "risk_update", "risk_day", reason="risk_reason"),
            EdgeRule("UPDATES", _ACTION, Ref("Risk", ("updated_risks",)), "risk_day"),
            EdgeRule("ADDRESSES", _ACTION, Ref("Nonconformity", ("nonconformity_id",))),
            EdgeRule("ADDRESSES", _ACTION, Ref("Risk", ("risk_id",))),
            EdgeRule("ASSIGNED_TO", _ACTION, Ref("Unit", ("unit_id",))),
            EdgeRule(
                "CHANGES", _ACTION, Ref("DocumentVersion", ("changes_document",), split="|"), "done"
            ),
        ),
        (("opened", "due"),),
        needs=(
            (Condition("risk_update"), "risk_day"),
            (Condition("risk_update", ("not_needed",)), "risk_reason"),
            (Condition("risk_update", ("reviewed", "changed", "added")), "updated_risks"),
            (Condition("updated_risks"), "risk_update"),
        ),
    ),
)
