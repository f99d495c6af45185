"""Kinds of the network and its equipment."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME

KINDS = (
    NodeKind(
        "Station", ("station_id",), "台站", "station",
        "wmdr:ObservingFacility, sosa:Platform (3-03, 3-04, 3-06)",
        "A place that observes, under one number.",
        (
            Property("name", "站名", "name", term="3-03"),
            Property("name_en", "英文名", "English name", term="3-03"),
            Property("wigos_id", "WIGOS 标识", "WIGOS station identifier", term="3-06"),
            Property("province", "省区", "province"),
            Property("first_record", "首个资料年月", "first record", _T),
        ),
    ),
    NodeKind(
        "Location", ("station", "source_id", "valid_from"), "站址", "position",
        "wmdr:GeospatialLocation (3-07)",
        "One source's position of one station over one period.",
        (
            Property("latitude", "纬度", "latitude", _N, "deg", term="3-07"),
            Property("longitude", "经度", "longitude", _N, "deg", term="3-07"),
            Property("elevation_m", "海拔高度", "elevation", _N, "m", term="3-07"),
            Property("barometer_elevation_m", "气压表海拔", "barometer elevation", _N, "m"),
            Property("resolution_deg", "坐标分辨率", "coordinate resolution", _N, "deg"),
            Property("snapshot_on", "名录日期", "snapshot day", _T),
            Property("note", "备注", "note"),
        ),
        name_property="source_id",
    ),
    NodeKind(
        "State", ("element", "property", "valid_from", "source_id"), "状态", "state",
        "wmdr:reportingStatus (3-09), 5-04",
        "The value of a changing property of an element over one period, by one source.",
        (
            Property("element", "对象", "element"),
            Property("property", "属性", "property"),
            Property("value", "值", "value"),
        ),
        name_property="value",
    ),
    NodeKind(
        "Deployment", ("deployment_id",), "布设", "deployment", "wmdr:Deployment, ssn:Deployment",
        "An instrument observing a variable at a station over one period.",
        (
            Property("variable", "要素", "variable", term="1-01"),
            Property("role", "主备", "role", codes="deployment_role", term="5-05"),
            Property("height_m", "安装高度", "height above ground", _N, "m", term="5-05"),
            Property("exposure", "暴露条件", "exposure", term="5-15"),
        ),
        name_property="variable",
    ),
    NodeKind(
        "Instrument", ("instrument_id",), "仪器", "instrument",
        "wmdr:Equipment, sosa:Sensor (5-09)",
        "One physical instrument, followed through its deployments.",
        (
            Property("serial", "序列号", "serial number", term="5-09"),
            Property("firmware", "固件版本", "firmware version", term="5-09"),
            Property("variables", "要素", "variables", DataType.TEXTS, term="1-01"),
        ),
        name_property="serial",
    ),
    NodeKind(
        "InstrumentModel", ("manufacturer", "model"), "仪器型号", "instrument model",
        "wmdr:Equipment (5-09)", "A manufacturer's model.",
        (
            Property("manufacturer", "厂家", "manufacturer", term="5-09"),
            Property("model", "型号", "model", term="5-09"),
        ),
        name_property="model",
    ),
    NodeKind(
        "Batch", ("model", "number"), "批次", "batch", "schema:ProductModel, production lot",
        "Instruments of one model made together.",
        (
            Property("model", "型号", "model"),
            Property("number", "批号", "batch number"),
        ),
        name_property="number",
    ),
    NodeKind(
        "Variable", ("code",), "要素", "observed variable", "sosa:ObservableProperty (1-01)",
        "What is observed.",
        (
            Property("name", "名称", "name", term="1-01"),
            Property("unit", "单位", "unit (UCUM)", term="1-02"),
        ),
    ),
    NodeKind(
        "Series", ("station", "variable"), "序列", "series", "dcat:Dataset, qudt time series",
        "All values of one variable at one station; the values are in the lake.",
        (Property("pointer", "数据指针", "pointer into the lake"),),
        name_property="pointer",
    ),
    NodeKind(
        "Observation", ("station", "variable", "time"), "观测值", "observation",
        "sosa:Observation",
        "One value that carries an issue or serves as evidence.",
        (
            Property("value", "值", "value", _N),
            Property("unit", "单位", "unit (UCUM)", term="1-02"),
            Property("time", "时间", "time", _T),
        ),
        name_property="value",
    ),
    NodeKind(
        "QcFlag", ("scheme", "level", "code"), "质控码", "QC flag", "8-03, 8-04",
        "A quality code of one scheme at one level of checking.",
        (Property("meaning", "含义", "meaning"),),
        name_property="meaning",
    ),
    NodeKind(
        "Maintenance", ("event_id",), "维护", "maintenance visit", "wmdr:MaintenanceReport (5-13)",
        "Work on a station or an instrument.",
        (
            Property("event_type", "类别", "type", term="4-04"),
            Property("began", "开始", "began", _T),
            Property("ended", "结束", "ended", _T),
        ),
        name_property="event_type",
    ),
    NodeKind(
        "Event", ("event_id",), "事件", "event", "wmdr:EventReport (4-04)",
        "Something that happened at a station or to an instrument.",
        (
            Property("event_type", "类别", "type", term="4-04"),
            Property("began", "开始", "began", _T),
            Property("ended", "结束", "ended", _T),
        ),
        name_property="event_type",
    ),
    NodeKind(
        "MetadataElement", ("number",), "元数据要素", "metadata element", "WMO-No. 1192",
        "An element of the WIGOS metadata standard.",
        (
            Property("name", "名称", "name"),
            Property("obligation", "约束", "obligation (M, C, O)"),
        ),
    ),
)
