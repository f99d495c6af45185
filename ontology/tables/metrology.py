"""Import tables of calibrations, certificates, standards and accreditations."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, EdgeRule, NodeRule, Ref, Table

_N = DataType.NUMBER
_T = DataType.TIME

_CALIBRATION = Ref("Calibration", ("calibration_id",))
_CERTIFICATE = Ref("Certificate", ("certificate_id",))
_STANDARD = Ref("MeasurementStandard", ("standard_id",))
_ACCREDITATION = Ref("Accreditation", ("accreditation_id",))
_PERFORMED = "performed_on"

TABLES = (
    Table(
        "calibrations",
        "检定校准",
        "calibrations",
        ("calibration_id",),
        (
            Column("calibration_id", "编号", required=True),
            Column("kind", "类别", codes="calibration_kind"),
            Column("subject_kind", "对象类别", required=True),
            Column("subject_id", "对象", required=True),
            Column("performed_on", "实施日期", required=True, datatype=_T),
            Column("valid_to", "有效期至", datatype=_T, end=True),
            Column("result", "结果", required=True, codes="calibration_result"),
            Column("location", "地点"),
            Column("performed_by", "实施单位"),
            Column("standard_id", "计量标准", many=True),
            Column("certificate_id", "证书"),
            Column("procedure", "依据规程"),
            Column("as_found_error", "检前误差", datatype=_N),
            Column("tolerance", "允许误差", datatype=_N),
        ),
        (
            NodeRule(
                _CALIBRATION,
                (
                    ("kind", "kind"),
                    ("performed_on", "performed_on"),
                    ("valid_until", "valid_to"),
                    ("result", "result"),
                    ("location", "location"),
                    ("as_found_error", "as_found_error"),
                    ("tolerance", "tolerance"),
                ),
                _PERFORMED,
            ),
            EdgeRule(
                "HAS_CALIBRATION",
                Ref("Instrument", ("subject_id",), kind_column="subject_kind"),
                _CALIBRATION,
                _PERFORMED,
            ),
            EdgeRule("PERFORMED_BY", _CALIBRATION, Ref("Unit", ("performed_by",)), _PERFORMED),
            EdgeRule("USED_STANDARD", _CALIBRATION, _STANDARD, _PERFORMED),
            EdgeRule("DOCUMENTED_BY", _CALIBRATION, _CERTIFICATE, _PERFORMED),
            EdgeRule(
                "FOLLOWS",
                _CALIBRATION,
                Ref("DocumentVersion", ("procedure",), split="|"),
                _PERFORMED,
            ),
        ),
        (("performed_on", "valid_to"),),
    ),
    Table(
        "certificates",
        "证书",
        "certificates",
        ("certificate_id",),
        (
            Column("certificate_id", "证书编号", required=True),
            Column("laboratory", "实验室"),
            Column("issued", "签发日期", required=True, datatype=_T),
            Column("valid_to", "有效期至", datatype=_T, end=True),
            Column("sha256", "哈希"),
            Column("uri", "地址"),
        ),
        (
            NodeRule(
                _CERTIFICATE,
                (
                    ("issued", "issued"),
                    ("valid_until", "valid_to"),
                    ("sha256", "sha256"),
                    ("uri", "uri"),
                ),
                "issued",
            ),
            EdgeRule("ISSUED_BY", _CERTIFICATE, Ref("Unit", ("laboratory",)), "issued"),
        ),
        (("issued", "valid_to"),),
    ),
    Table(
        "standards",
        "计量标准",
        "measurement standards",
        ("standard_id",),
        (
            Column("standard_id", "标准编号", required=True),
            Column("type", "类别", required=True, codes="standard_type"),
            Column("variable", "要素", many=True),
            Column("serial", "序列号"),
            Column("uncertainty", "不确定度"),
            Column("held_by", "保管单位"),
        ),
        (
            NodeRule(
                _STANDARD,
                (
                    ("standard_type", "type"),
                    ("variables", "variable"),
                    ("serial", "serial"),
                    ("uncertainty", "uncertainty"),
                ),
            ),
            EdgeRule("HELD_BY", _STANDARD, Ref("Unit", ("held_by",))),
        ),
    ),
    Table(
        "accreditations",
        "实验室认可",
        "accreditations",
        ("accreditation_id",),
        (
            Column("accreditation_id", "编号", required=True),
            Column("unit_id", "单位", required=True),
            Column("scope", "范围"),
            Column("valid_from", "起始", required=True, datatype=_T),
            Column("valid_to", "终止", datatype=_T, end=True),
        ),
        (
            NodeRule(_ACCREDITATION, (("scope", "scope"),), "valid_from", "valid_to"),
            EdgeRule(
                "ACCREDITED_BY", Ref("Unit", ("unit_id",)), _ACCREDITATION, "valid_from", "valid_to"
            ),
        ),
        (("valid_from", "valid_to"),),
    ),
)
