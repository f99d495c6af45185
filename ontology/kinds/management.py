"""Kinds of the management loop: what users need, what is measured, what a review decides."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME
_GROUP = "management"

KINDS = (
    NodeKind(
        "Feedback",
        ("feedback_id",),
        "用户反馈",
        "feedback of a user",
        "ISO 9001:2015, 9.1.2",
        "What a user said of data, a service or a process.",
        (
            Property("name", "内容", "text"),
            Property("received", "收到", "received", _T),
            Property("replied", "答复", "replied", _T),
            Property("closed", "关闭", "closed", _T),
            Property("satisfaction", "满意度", "satisfaction, as given"),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "DataRequirement",
        ("requirement_id",),
        "数据需求",
        "data requirement",
        "ISO 9001:2015, 8.2.2; WMO Rolling Review of Requirements",
        "What a user needs of a variable or a product.",
        (
            Property("user", "用户", "user"),
            Property("accuracy", "准确度", "accuracy, as stated"),
            Property("timeliness", "时效", "timeliness, as stated"),
            Property("availability", "可用性", "availability, as stated"),
        ),
        group=_GROUP,
        name_property="user",
    ),
    NodeKind(
        "Product",
        ("product_id",),
        "产品",
        "product",
        "prov:Entity",
        "What is made of observations and delivered.",
        (Property("name", "名称", "name"),),
        group=_GROUP,
    ),
    NodeKind(
        "QualityObjective",
        ("objective_id",),
        "质量目标",
        "quality objective",
        "ISO 9001:2015, 6.2",
        "A result that a unit sets out to reach.",
        (Property("name", "名称", "name"), Property("year", "年份", "year")),
        group=_GROUP,
    ),
    NodeKind(
        "Indicator",
        ("indicator_id",),
        "指标",
        "indicator",
        "ISO 9001:2015, 9.1.1; dqv:Metric",
        "What is measured of a process, an objective, a target or a requirement.",
        (
            Property("name", "名称", "name"),
            Property("measure_unit", "计量单位", "unit of measure"),
            Property("direction", "方向", "which way is better", codes="indicator_direction"),
            Property("rate", "业务率", "rate that it is, where it is one", codes="rate"),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "IndicatorValue",
        ("indicator", "unit", "period"),
        "指标值",
        "value of an indicator",
        "ISO 9001:2015, 9.1.3; dqv:QualityMeasurement",
        "What an indicator came to for one unit in one period.",
        (
            Property("period", "时段", "period, such as 2025 or 2025-03"),
            Property("value", "值", "value", _N),
            Property("target", "目标值", "target", _N),
        ),
        group=_GROUP,
        name_property="period",
    ),
    NodeKind(
        "ManagementReview",
        ("review_id",),
        "管理评审",
        "management review",
        "ISO 9001:2015, 9.3",
        "A meeting that reviews the quality management system, planned or held.",
        (
            Property("planned", "计划召开", "planned for", _T),
            Property("held", "召开", "held", _T),
            Property("considered", "评审输入", "what it considered", DataType.TEXTS),
        ),
        group=_GROUP,
        name_property="held",
    ),
    NodeKind(
        "TrainingRecord",
        ("training_id",),
        "培训记录",
        "training record",
        "ISO 9001:2015, 7.2",
        "That somebody of a unit was trained for a role, and until when it counts.",
        (
            Property("name", "内容", "subject"),
            Property("process", "过程", "process it is for"),
            Property("held", "日期", "held", _T),
            Property("role", "角色", "role"),
            Property("passed", "合格", "passed", DataType.BOOLEAN),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "Supplier",
        ("supplier_id",),
        "供方",
        "external provider",
        "ISO 9001:2015, 8.4",
        "Who supplies equipment, a system or a service.",
        (
            Property("name", "名称", "name"),
            Property("evaluated", "评价日期", "evaluated", _T),
            Property("result", "评价结果", "result of the evaluation"),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T),
        ),
        group=_GROUP,
    ),
)
