"""Import tables of stations, their positions, instruments and deployments."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table

_N = DataType.NUMBER
_T = DataType.TIME

STATION = Ref("Station", ("station_id",))
_LOCATION = Ref("Location", ("station_id", "@source", "valid_from"))
_INSTRUMENT = Ref("Instrument", ("instrument_id",))
_DEPLOYMENT = Ref("Deployment", ("deployment_id",))
_SUBJECT = Ref("Station", ("subject_id",), kind_column="subject_kind")
_MAINTENANCE = Condition("type", ("maintenance",))
_OTHER_EVENT = Condition("type", ("maintenance",), negated=True)
_VISIT = Ref("Maintenance", ("event_id",))
_EVENT = Ref("Event", ("event_id",))


def _event_rules(event: Ref, when: Condition) -> tuple[NodeRule | EdgeRule, ...]:
    return (
        NodeRule(
            event,
            (("event_type", "type"), ("began", "begin"), ("ended", "end")),
            "begin",
            "end",
            when,
        ),
        EdgeRule("AFFECTED", event, _SUBJECT, "begin", "end", when),
        EdgeRule("CARRIED_OUT_BY", event, Ref("Unit", ("party",)), "begin", "end", when),
        EdgeRule("DESCRIBED_IN", event, Ref("Document", ("document_id",)), "begin", None, when),
    )


TABLES = (
    Table(
        "stations",
        "台站",
        "stations",
        ("station_id",),
        (
            Column("station_id", "站号", required=True),
            Column("name_zh", "站名", required=True),
            Column("wigos_id", "WIGOS 标识"),
            Column("class", "台站类别"),
            Column("status", "运行状态"),
            Column("admin_code", "区划代码"),
            Column("operated_by", "运行单位"),
            Column("valid_from", "起始", datatype=_T),
            Column("valid_to", "终止", datatype=_T, end=True),
        ),
        (
            NodeRule(
                STATION, (("name", "name_zh"), ("wigos_id", "wigos_id")), "valid_from", "valid_to"
            ),
            StateRule(STATION, "name", "name_zh", "valid_from", "valid_to"),
            StateRule(STATION, "class", "class", "valid_from", "valid_to"),
            StateRule(STATION, "status", "status", "valid_from", "valid_to"),
            EdgeRule(
                "IN_AREA", STATION, Ref("AdminArea", ("admin_code",)), "valid_from", "valid_to"
            ),
            EdgeRule(
                "OPERATED_BY", STATION, Ref("Unit", ("operated_by",)), "valid_from", "valid_to"
            ),
        ),
        (("valid_from", "valid_to"),),
    ),
    Table(
        "locations",
        "站址",
        "positions",
        ("station_id", "valid_from"),
        (
            Column("station_id", "站号", required=True),
            Column("latitude", "纬度", required=True, datatype=_N),
            Column("longitude", "经度", required=True, datatype=_N),
            Column("elevation_m", "海拔", datatype=_N),
            Column("barometer_elevation_m", "气压表海拔", datatype=_N),
            Column("valid_from", "起始", datatype=_T),
            Column("valid_to", "终止", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _LOCATION,
                (
                    ("latitude", "latitude"),
                    ("longitude", "longitude"),
                    ("elevation_m", "elevation_m"),
                    ("barometer_elevation_m", "barometer_elevation_m"),
                ),
                "valid_from",
                "valid_to",
            ),
            EdgeRule("LOCATED_AT", STATION, _LOCATION, "valid_from", "valid_to"),
        ),
        (("valid_from", "valid_to"),),
    ),
    Table(
        "instruments",
        "仪器",
        "instruments",
        ("instrument_id",),
        (
            Column("instrument_id", "仪器编号", required=True),
            Column("variable", "要素", required=True, many=True),
            Column("serial", "序列号"),
            Column("manufacturer", "厂家"),
            Column("model", "型号"),
            Column("firmware", "固件"),
            Column("batch", "批号"),
        ),
        (
            NodeRule(
                _INSTRUMENT,
                (
                    ("serial", "serial"),
                    ("firmware", "firmware"),
                    ("variables", "variable"),
                ),
            ),
            NodeRule(
                Ref("InstrumentModel", ("manufacturer", "model")),
                (("manufacturer", "manufacturer"), ("model", "model")),
            ),
            EdgeRule("OF_MODEL", _INSTRUMENT, Ref("InstrumentModel", ("manufacturer", "model"))),
            NodeRule(Ref("Batch", ("model", "batch")), (("model", "model"), ("number", "batch"))),
            EdgeRule("OF_BATCH", _INSTRUMENT, Ref("Batch", ("model", "batch"))),
        ),
    ),
    Table(
        "deployments",
        "布设",
        "deployments",
        ("deployment_id",),
        (
            Column("deployment_id", "布设编号", required=True),
            Column("station_id", "站号", required=True),
            Column("instrument_id", "仪器编号"),
            Column("variable", "要素", required=True),
            Column("role", "主备", codes="deployment_role"),
            Column("height_m", "高度", datatype=_N),
            Column("valid_from", "起始", required=True, datatype=_T),
            Column("valid_to", "终止", datatype=_T, end=True),
            Column("reporting_interval", "报告间隔（ISO 8601，如 PT1H）"),
        ),
        (
            NodeRule(
                _DEPLOYMENT,
                (
                    ("variable", "variable"),
                    ("role", "role"),
                    ("height_m", "height_m"),
                ),
                "valid_from",
                "valid_to",
            ),
            StateRule(
                _DEPLOYMENT, "reporting_interval", "reporting_interval", "valid_from", "valid_to"
            ),
            EdgeRule("AT_STATION", _DEPLOYMENT, STATION, "valid_from", "valid_to"),
            EdgeRule("USES", _DEPLOYMENT, _INSTRUMENT, "valid_from", "valid_to"),
        ),
        (("valid_from", "valid_to"),),
    ),
    Table(
        "events",
        "事件与维护",
        "events and maintenance",
        ("event_id",),
        (
            Column("event_id", "编号", required=True),
            Column("subject_kind", "对象类别", required=True),
            Column("subject_id", "对象", required=True),
            Column("type", "类别", required=True),
            Column("begin", "开始", required=True, datatype=_T),
            Column("end", "结束", datatype=_T, end=True),
            Column("party", "实施者"),
            Column("document_id", "文件"),
        ),
        _event_rules(_VISIT, _MAINTENANCE) + _event_rules(_EVENT, _OTHER_EVENT),
        (("begin", "end"),),
    ),
)
