"""Edges of the trace: from an issue to the standard at the top of its chain."""

from __future__ import annotations

from ontology.model import ANY, Cardinality, DataType, EdgeKind, Property

_ONE = Cardinality.ONE
_HELD = ("Station", "Deployment", "Instrument", "MeasurementStandard", "System")

EDGES = (
    # (:Issue)-[:ABOUT]->(:Series|Station|Deployment)
    EdgeKind(
        "ABOUT",
        ("Issue",),
        ("Series", "Station", "Deployment"),
        "关于",
        "is about",
        "What the issue was seen in.",
        cardinality=_ONE,
        term="dqv:computedOn",
    ),
    # (:Issue)-[:SHOWN_BY]->(:Observation|QualityMeasurement|Alarm)
    EdgeKind(
        "SHOWN_BY",
        ("Issue",),
        ("Observation", "QualityMeasurement", "Alarm"),
        "表现于",
        "is shown by",
        "A sampled value of the episode, at most 20, or the monitoring result or alarm that "
        "tells of it.",
    ),
    # (:QualityMeasurement)-[:COMPUTED_ON]->(:Series|Station)
    EdgeKind(
        "COMPUTED_ON",
        ("QualityMeasurement",),
        ("Series", "Station"),
        "监测对象",
        "is computed on",
        "What a monitoring result is of.",
        cardinality=_ONE,
        term="dqv:computedOn",
    ),
    # (:Observation)-[:PART_OF_SERIES]->(:Series)
    EdgeKind(
        "PART_OF_SERIES",
        ("Observation",),
        ("Series",),
        "属于序列",
        "is part of series",
        "The series a value stands in.",
        cardinality=_ONE,
    ),
    # (:Series)-[:OBSERVED_AT]->(:Station)
    EdgeKind(
        "OBSERVED_AT",
        ("Series",),
        ("Station",),
        "观测于",
        "is observed at",
        "Where a series is observed.",
        cardinality=_ONE,
        term="wmdr:facility",
    ),
    # (:Series)-[:OF_VARIABLE]->(:Variable)
    EdgeKind(
        "OF_VARIABLE",
        ("Series",),
        ("Variable",),
        "要素为",
        "is of variable",
        "What a series observes.",
        cardinality=_ONE,
        term="sosa:observedProperty",
    ),
    # (:Observation)-[:HAS_FLAG]->(:QcFlag)
    EdgeKind(
        "HAS_FLAG",
        ("Observation",),
        ("QcFlag",),
        "质控码为",
        "has flag",
        "A quality code of the value.",
        term="dqv:hasQualityMeasurement",
    ),
    # (:Deployment)-[:AT_STATION]->(:Station)
    EdgeKind(
        "AT_STATION",
        ("Deployment",),
        ("Station",),
        "布设于",
        "is at station",
        "Where a deployment is.",
        cardinality=_ONE,
        term="ssn:deployedOnPlatform",
    ),
    # (:Deployment)-[:USES]->(:Instrument)
    EdgeKind(
        "USES",
        ("Deployment",),
        ("Instrument",),
        "使用",
        "uses",
        "The instrument deployed.",
        cardinality=_ONE,
        term="ssn:deployedSystem",
    ),
    # (:Instrument)-[:OF_MODEL]->(:InstrumentModel)
    EdgeKind(
        "OF_MODEL",
        ("Instrument",),
        ("InstrumentModel",),
        "型号为",
        "is of model",
        "The model of an instrument.",
        cardinality=_ONE,
    ),
    # (:Instrument)-[:OF_BATCH]->(:Batch)
    EdgeKind(
        "OF_BATCH",
        ("Instrument",),
        ("Batch",),
        "批次为",
        "is of batch",
        "The batch an instrument was made in.",
        cardinality=_ONE,
    ),
    # (:Instrument|MeasurementStandard)-[:HAS_CALIBRATION]->(:Calibration)
    EdgeKind(
        "HAS_CALIBRATION",
        ("Instrument", "MeasurementStandard"),
        ("Calibration",),
        "经检定",
        "has calibration",
        "Valid from the day it was performed and open; whether it still held is the "
        "calibration's own property.",
        term="wmdr:equipmentLog",
    ),
    # (:Calibration)-[:DOCUMENTED_BY]->(:Certificate)
    EdgeKind(
        "DOCUMENTED_BY",
        ("Calibration",),
        ("Certificate",),
        "证书为",
        "is documented by",
        "The certificate of a calibration.",
        cardinality=_ONE,
    ),
    # (:Calibration)-[:USED_STANDARD]->(:MeasurementStandard)
    EdgeKind(
        "USED_STANDARD",
        ("Calibration",),
        ("MeasurementStandard",),
        "使用标准",
        "used standard",
        "What was compared with.",
        term="prov:used",
    ),
    # (:Calibration)-[:HAS_RESULT]->(:CalibrationQuantity)
    EdgeKind(
        "HAS_RESULT",
        ("Calibration",),
        ("CalibrationQuantity",),
        "结果为",
        "has result",
        "A quantity among the results of a calibration, or a limit they were held against.",
        term="dcc:result",
    ),
    # (:Calibration)-[:HAS_CONDITION]->(:CalibrationQuantity)
    EdgeKind(
        "HAS_CONDITION",
        ("Calibration",),
        ("CalibrationQuantity",),
        "条件为",
        "has condition",
        "A condition of a calibration: its range, what influenced it, the state it was found in.",
        term="dcc:influenceCondition",
    ),
    # (:Calibration)-[:PERFORMED_BY]->(:Unit)
    EdgeKind(
        "PERFORMED_BY",
        ("Calibration",),
        ("Unit",),
        "实施单位",
        "was performed by",
        "Who performed a calibration.",
        cardinality=_ONE,
        term="prov:wasAssociatedWith",
    ),
    # (:Calibration)-[:FOLLOWS]->(:DocumentVersion)
    EdgeKind(
        "FOLLOWS",
        ("Calibration",),
        ("DocumentVersion",),
        "依据规程",
        "follows",
        "The procedure a calibration followed.",
        term="prov:hadPlan",
    ),
    # (:Station)-[:LOCATED_AT]->(:Location)
    EdgeKind(
        "LOCATED_AT",
        ("Station",),
        ("Location",),
        "位于",
        "is located at",
        "One source's position of a station.",
        term="wmdr:geospatialLocation",
    ),
    # (:Station|Unit)-[:IN_AREA]->(:AdminArea)
    EdgeKind(
        "IN_AREA",
        ("Station", "Unit"),
        ("AdminArea",),
        "属地",
        "is in area",
        "The administrative area.",
        cardinality=_ONE,
    ),
    # ()-[:HAS_STATE]->(:State)
    EdgeKind(
        "HAS_STATE",
        (ANY,),
        ("State",),
        "状态为",
        "has state",
        "A changing property's value over one period.",
    ),
    # ()-[:ALIAS_OF]->()
    EdgeKind(
        "ALIAS_OF",
        (ANY,),
        (ANY,),
        "同",
        "is an alias of",
        "Two ids of one thing, of the same kind.",
        (Property("reason", "理由", "by which rule, or a person's reason"),),
        term="owl:sameAs",
    ),
    # (:Station|Deployment|…)-[:OPERATED_BY]->(:Unit)
    EdgeKind(
        "OPERATED_BY",
        _HELD,
        ("Unit",),
        "运行单位",
        "is operated by",
        "Who operates it.",
        term="9-01",
    ),
    EdgeKind(
        "MAINTAINED_BY", _HELD, ("Unit",), "维护单位", "is maintained by", "Who maintains it."
    ),
    EdgeKind("HELD_BY", (*_HELD, "Record"), ("Unit",), "保管单位", "is held by", "Who keeps it."),
    # (:Maintenance|Event)-[:AFFECTED]->(:Station|Instrument)
    EdgeKind(
        "AFFECTED",
        ("Maintenance", "Event"),
        ("Station", "Instrument", "Deployment", "MeasurementStandard"),
        "涉及",
        "affected",
        "What was worked on or changed.",
    ),
    EdgeKind(
        "CARRIED_OUT_BY",
        ("Maintenance", "Event", "EquipmentState"),
        ("Unit",),
        "实施者",
        "was carried out by",
        "Who did it.",
        term="prov:wasAssociatedWith",
    ),
    # (:Unit)-[:ACCREDITED_BY]->(:Accreditation)
    EdgeKind(
        "ACCREDITED_BY",
        ("Unit",),
        ("Accreditation",),
        "获认可",
        "is accredited by",
        "Valid as long as the accreditation.",
    ),
    # (:Certificate|Document)-[:ISSUED_BY]->(:Unit)
    EdgeKind(
        "ISSUED_BY",
        ("Certificate", "Document"),
        ("Unit", "WorkGroup"),
        "签发单位",
        "is issued by",
        "Who issued it.",
        term="dcterms:publisher",
    ),
    # (:Event|Maintenance|Admission|StationChange)-[:DESCRIBED_IN]->(:Document)
    EdgeKind(
        "DESCRIBED_IN",
        ("Event", "Maintenance", "Admission", "StationChange"),
        ("Document",),
        "记载于",
        "is described in",
        "The document that tells of it.",
    ),
    # (:Issue|QualityMeasurement|Feedback)-[:REPORTED_BY]->(:Unit)
    EdgeKind(
        "REPORTED_BY",
        ("Issue", "QualityMeasurement", "Feedback"),
        ("Unit",),
        "报告单位",
        "is reported by",
        "Who reported the issue, gave the feedback, or computed the monitoring result.",
    ),
    EdgeKind(
        "REQUIRES_ELEMENT",
        ("InstrumentModel", "Station"),
        ("MetadataElement",),
        "应有要素",
        "requires element",
        "A metadata element that must be stated.",
        (Property("obligation", "约束", "obligation", DataType.TEXT),),
    ),
)
