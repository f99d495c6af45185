"""Kinds of the metrological traceability chain (VIM 2.42)."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME

KINDS = (
    NodeKind(
        "Calibration",
        ("calibration_id",),
        "检定校准",
        "calibration",
        "wmdr:ControlCheckReport (5-08), prov:Activity",
        "One comparison of an instrument or a standard with a standard, and its result.",
        (
            Property("kind", "类别", "kind", codes="calibration_kind"),
            Property("performed_on", "实施日期", "performed on", _T, term="5-08"),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T, term="5-08"),
            Property("result", "结果", "result", codes="calibration_result", term="5-08-03"),
            Property("location", "地点", "location", term="5-08-02"),
            Property("as_found_error", "检前误差", "as-found error", _N),
            Property("tolerance", "允许误差", "maximum permissible error", _N),
        ),
        group="metrology",
        name_property="kind",
    ),
    NodeKind(
        "Certificate",
        ("certificate_id",),
        "证书",
        "certificate",
        "dcc:digitalCalibrationCertificate",
        "The document of a calibration.",
        (
            Property("issued", "签发日期", "issued", _T),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T),
            Property("sha256", "哈希", "SHA-256"),
            Property("uri", "地址", "URI"),
        ),
        group="metrology",
        name_property="sha256",
    ),
    NodeKind(
        "MeasurementStandard",
        ("standard_id",),
        "计量标准",
        "measurement standard",
        "VIM 5.1",
        "The realization of a quantity that others are compared with.",
        (
            Property("standard_type", "类别", "type", codes="standard_type", term="5-08-01"),
            Property("serial", "序列号", "serial number"),
            Property("variables", "要素", "variables", DataType.TEXTS),
            Property("uncertainty", "不确定度", "uncertainty"),
        ),
        group="metrology",
        name_property="standard_type",
    ),
    NodeKind(
        "Accreditation",
        ("accreditation_id",),
        "实验室认可",
        "accreditation",
        "ISO/IEC 17025",
        "A laboratory's recognized competence for a scope; its validity is the edge's.",
        (Property("scope", "范围", "scope"),),
        group="metrology",
        name_property="scope",
    ),
)
