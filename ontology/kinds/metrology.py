"""Kinds of the metrological traceability chain (VIM 2.42)."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME
_TEXTS = DataType.TEXTS

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
            Property("began_on", "开始日期", "began on", _T),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T, term="5-08"),
            Property("result", "结果", "result", codes="calibration_result", term="5-08-03"),
            Property("location", "地点", "location", term="5-08-02"),
            Property("as_found_error", "检前误差", "as-found error", _N),
            Property("tolerance", "允许误差", "maximum permissible error", _N),
            Property("conformity", "符合性结论", "conformity as printed", _TEXTS),
            Property("adjusted", "已调整", "adjusted", DataType.BOOLEAN),
            Property("recalibration_due", "要求重新校准日期", "to be recalibrated by", _T),
            Property("norms", "依据标准", "norms as printed", _TEXTS),
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
            Property("schema_version", "格式版本", "version of its format"),
            Property("notice", "自我声明", "what it says of itself"),
            Property("signed_by", "签署机构", "organisation of the signing key"),
            Property("signed_on", "签署时间", "signed on, as the signature says", _T),
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
            Property("name", "名称", "name"),
            Property("serial", "序列号", "serial number"),
            Property("identifications", "各方编号", "identifications by issuer", _TEXTS),
            Property("variables", "要素", "variables", _TEXTS),
            Property("uncertainty", "不确定度", "uncertainty"),
        ),
        group="metrology",
        name_property="standard_type",
    ),
    NodeKind(
        "CalibrationQuantity",
        ("calibration", "number"),
        "校准量值",
        "calibration quantity",
        "dcc:quantity, VIM 2.9",
        "Values that a certificate states in one unit: a result, a limit, a condition. Digits and "
        "unit as printed; what is given once holds for all values.",
        (
            Property("name", "名称", "name"),
            Property("ref_type", "词表类型", "type of the vocabulary (refType)"),
            Property("context", "所在", "type of what it stands in"),
            Property("part_of", "所属量值", "number of the quantity it belongs to"),
            Property("status", "调整状态", "before or after adjustment"),
            Property("values", "值", "values", _TEXTS),
            Property("unit", "单位", "unit (UCUM)", term="1-02"),
            Property("unit_printed", "原单位", "unit as printed"),
            Property("times", "时间", "times as printed", _TEXTS),
            Property("uncertainties", "不确定度", "uncertainties", _TEXTS, term="VIM 2.26"),
            Property("uncertainty_kind", "不确定度类别", "expanded or standard"),
            Property("coverage_factors", "包含因子", "coverage factors", _TEXTS, term="VIM 2.38"),
            Property("coverage_probabilities", "包含概率", "coverage probabilities", _TEXTS),
            Property("distributions", "分布", "distributions", _TEXTS),
            Property("conformity", "符合性结论", "conformity as printed", _TEXTS),
        ),
        group="metrology",
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
