"""Import tables of environment surveys, the life cycle of equipment and changes of stations."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, Table
from ontology.tables.network import STATION

_N = DataType.NUMBER
_T = DataType.TIME

_EQUIPMENT_STATE = Ref("EquipmentState", ("instrument_id", "state", "begin"))
_CHANGE = Ref("StationChange", ("change_id",))
_CHANGED = "effective|approved|applied"


def _survey_rules(direction: str, when: Condition) -> tuple[NodeRule | EdgeRule, ...]:
    """What a survey found in a direction: that of the row, or `=all` where it has none."""
    survey = Ref("EnvironmentSurvey", ("station_id", "surveyed", direction))
    found = ("surveyed", "azimuth", "distance", "elevation", "result")
    return (
        NodeRule(survey, tuple((name, name) for name in found), "surveyed", when=when),
        EdgeRule("OF_STATION", survey, STATION, "surveyed", when=when),
    )


TABLES = (
    Table(
        "environment",
        "探测环境",
        "surroundings of stations",
        ("station_id", "surveyed", "azimuth"),
        (
            Column("station_id", "站号", required=True),
            Column("surveyed", "调查日期", required=True, datatype=_T),
            Column("azimuth", "障碍物方位（度，正北为 0，顺时针）", datatype=_N),
            Column("distance", "距离（米）", datatype=_N),
            Column("elevation", "仰角（度）", datatype=_N),
            Column("result", "结果"),
        ),
        _survey_rules("azimuth", Condition("azimuth"))
        + _survey_rules("=all", Condition("azimuth", negated=True)),
    ),
    Table(
        "equipment_states",
        "装备全寿命状态",
        "life cycle of equipment",
        ("instrument_id", "state", "begin"),
        (
            Column("instrument_id", "仪器编号", required=True),
            Column("state", "状态", required=True, codes="equipment_state"),
            Column("begin", "起始", required=True, datatype=_T),
            Column("unit_id", "经手单位"),
        ),
        (
            NodeRule(_EQUIPMENT_STATE, (("state", "state"), ("begin", "begin")), "begin"),
            EdgeRule(
                "OF_INSTRUMENT", _EQUIPMENT_STATE, Ref("Instrument", ("instrument_id",)), "begin"
            ),
            EdgeRule("CARRIED_OUT_BY", _EQUIPMENT_STATE, Ref("Unit", ("unit_id",)), "begin"),
        ),
    ),
    Table(
        "station_changes",
        "台站变动",
        "changes of stations",
        ("change_id",),
        (
            Column("change_id", "编号", required=True),
            Column("station_id", "站号", required=True),
            Column("type", "类别", required=True, codes="station_change_type"),
            Column("applied", "申请日期", datatype=_T),
            Column("approved", "批准日期", datatype=_T),
            Column("effective", "生效日期", datatype=_T),
            Column("document", "批准文件"),
        ),
        (
            NodeRule(
                _CHANGE,
                (
                    ("change_type", "type"),
                    ("applied", "applied"),
                    ("approved", "approved"),
                    ("effective", "effective"),
                ),
                _CHANGED,
            ),
            EdgeRule("OF_STATION", _CHANGE, STATION, _CHANGED),
            EdgeRule("DESCRIBED_IN", _CHANGE, Ref("Document", ("document",)), "approved|effective"),
        ),
    ),
)
