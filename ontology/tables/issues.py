"""Import tables of issues and incidents."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table
from ontology.tables.network import STATION

_N = DataType.NUMBER
_T = DataType.TIME

_ISSUE = Ref("Issue", ("issue_id",))
_SERIES = Ref("Series", ("station_id", "variable"))
_OBSERVATION = Ref("Observation", ("station_id", "variable", "begin"))
_INCIDENT = Ref("Incident", ("incident_id",))
_WITH_VARIABLE = Condition("variable")
_WITHOUT_VARIABLE = Condition("variable", negated=True)
_WITH_VALUE = Condition("value")

TABLES = (
    Table(
        "issues",
        "数据质量问题",
        "data-quality issues",
        ("issue_id",),
        (
            Column("issue_id", "编号", required=True),
            Column("kind", "类别", required=True, codes="issue_kind"),
            Column("station_id", "站号", required=True),
            Column("variable", "要素"),
            Column("test", "检查"),
            Column("begin", "开始", required=True, datatype=_T),
            Column("end", "结束", datatype=_T, end=True),
            Column("severity", "严重度"),
            Column("value", "值", datatype=_N),
            Column("status", "状态"),
            Column("channel", "渠道"),
            Column("reported_by", "报告单位"),
        ),
        (
            NodeRule(
                _ISSUE,
                (
                    ("kind", "kind"),
                    ("test", "test"),
                    ("began", "begin"),
                    ("ended", "end"),
                    ("severity", "severity"),
                    ("value", "value"),
                    ("channel", "channel"),
                ),
                "begin",
                "end",
            ),
            StateRule(_ISSUE, "status", "status", "begin"),
            EdgeRule("ABOUT", _ISSUE, _SERIES, "begin", "end", _WITH_VARIABLE),
            NodeRule(_SERIES, (("variable", "variable"),), when=_WITH_VARIABLE),
            EdgeRule("OBSERVED_AT", _SERIES, STATION),
            EdgeRule("OF_VARIABLE", _SERIES, Ref("Variable", ("variable",))),
            EdgeRule("ABOUT", _ISSUE, STATION, "begin", "end", _WITHOUT_VARIABLE),
            NodeRule(
                _OBSERVATION, (("value", "value"), ("time", "begin")), "begin", None, _WITH_VALUE
            ),
            EdgeRule("SHOWN_BY", _ISSUE, _OBSERVATION, "begin", "end", _WITH_VALUE),
            EdgeRule("PART_OF_SERIES", _OBSERVATION, _SERIES, None, None, _WITH_VALUE),
            EdgeRule("REPORTED_BY", _ISSUE, Ref("Unit", ("reported_by",)), "begin"),
        ),
        (("begin", "end"),),
    ),
    Table(
        "incidents",
        "事件单",
        "incidents",
        ("incident_id", "state_from", "state"),
        (
            Column("incident_id", "编号", required=True),
            Column("issue_id", "问题编号", required=True),
            Column("state", "状态", required=True, codes="incident_state"),
            Column("state_from", "状态起始", datatype=_T),
            Column("opened", "开单", required=True, datatype=_T),
            Column("due", "期限", datatype=_T, end=True),
            Column("assigned_to", "指派给"),
            Column("cause_kind", "起因类别"),
            Column("cause_id", "起因"),
            Column("cause_class", "起因类别（人机料法环测）", codes="cause_class"),
        ),
        (
            NodeRule(_INCIDENT, (("opened", "opened"), ("due", "due")), "opened"),
            StateRule(_INCIDENT, "state", "state", "state_from|opened"),
            StateRule(_INCIDENT, "cause_class", "cause_class", "state_from|opened"),
            EdgeRule("RAISED_FROM", _INCIDENT, _ISSUE, "opened"),
            EdgeRule("ASSIGNED_TO", _INCIDENT, Ref("Unit", ("assigned_to",)), "opened"),
            EdgeRule(
                "CAUSED_BY",
                _INCIDENT,
                Ref("Instrument", ("cause_id",), kind_column="cause_kind"),
                "opened",
            ),
        ),
        (("opened", "due"),),
    ),
)
