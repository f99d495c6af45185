"""Import tables of the management loop: feedback, requirements, indicators, risks, reviews."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table

_N = DataType.NUMBER
_T = DataType.TIME

_UNIT = Ref("Unit", ("unit_id",))
_FEEDBACK = Ref("Feedback", ("feedback_id",))
_REQUIREMENT = Ref("DataRequirement", ("requirement_id",))
_OBJECTIVE = Ref("QualityObjective", ("objective_id",))
_INDICATOR = Ref("Indicator", ("indicator_id",))
_VALUE = Ref("IndicatorValue", ("indicator_id", "unit_id", "period"))
_RISK = Ref("Risk", ("risk_id",))
_REVIEW = Ref("ManagementReview", ("review_id",))
_TRAINING = Ref("TrainingRecord", ("training_id",))
_SUPPLIER = Ref("Supplier", ("supplier_id",))
_FEEDBACK_TOLD = "closed|replied|received"

TABLES = (
    Table(
        "feedback",
        "用户反馈",
        "feedback of users",
        ("feedback_id",),
        (
            Column("feedback_id", "编号", required=True),
            Column("received", "收到", required=True, datatype=_T),
            Column("from_unit", "反馈单位"),
            Column("concerns_kind", "对象类别", required=True),
            Column("concerns_id", "对象", required=True),
            Column("text", "内容"),
            Column("state", "状态", codes="feedback_state"),
            Column("replied", "答复", datatype=_T),
            Column("closed", "关闭", datatype=_T),
            Column("satisfaction", "满意度"),
        ),
        (
            NodeRule(
                _FEEDBACK,
                (
                    ("name", "text"),
                    ("received", "received"),
                    ("replied", "replied"),
                    ("closed", "closed"),
                    ("satisfaction", "satisfaction"),
                ),
                "received",
            ),
            StateRule(_FEEDBACK, "state", "state", _FEEDBACK_TOLD),
            EdgeRule("REPORTED_BY", _FEEDBACK, Ref("Unit", ("from_unit",)), "received"),
            EdgeRule(
                "CONCERNS",
                _FEEDBACK,
                Ref("DataRequirement", ("concerns_id",), kind_column="concerns_kind"),
                "received",
                when=Condition("concerns_kind", ("Issue",), negated=True),
            ),
            EdgeRule(
                "REPORTS",
                _FEEDBACK,
                Ref("Issue", ("concerns_id",)),
                "received",
                when=Condition("concerns_kind", ("Issue",)),
            ),
        ),
    ),
    Table(
        "requirements",
        "数据需求",
        "data requirements",
        ("requirement_id", "valid_from"),
        (
            Column("requirement_id", "编号", required=True),
            Column("user", "用户", required=True),
            Column("variable", "要素"),
            Column("product", "产品"),
            Column("accuracy", "准确度"),
            Column("timeliness", "时效"),
            Column("availability", "可用性"),
            Column("valid_from", "起始", required=True, datatype=_T),
            Column("revised_by", "据以修订的反馈"),
        ),
        (
            NodeRule(_REQUIREMENT, (("user", "user"),), "valid_from"),
            StateRule(_REQUIREMENT, "accuracy", "accuracy", "valid_from"),
            StateRule(_REQUIREMENT, "timeliness", "timeliness", "valid_from"),
            StateRule(_REQUIREMENT, "availability", "availability", "valid_from"),
            EdgeRule("REQUIRES", _REQUIREMENT, Ref("Variable", ("variable",)), "valid_from"),
            EdgeRule("REQUIRES", _REQUIREMENT, Ref("Product", ("product",)), "valid_from"),
            EdgeRule("REVISED_BY", _REQUIREMENT, Ref("Feedback", ("revised_by",)), "valid_from"),
        ),
    ),
    Table(
        "objectives",
        "质量目标",
        "quality objectives",
        ("objective_id",),
        (
            Column("objective_id", "编号", required=True),
            Column("name_zh", "名称", required=True),
            Column("parent", "上级目标"),
            Column("unit_id", "单位"),
            Column("year", "年份"),
        ),
        (
            NodeRule(_OBJECTIVE, (("name", "name_zh"), ("year", "year"))),
            EdgeRule("REFINES", _OBJECTIVE, Ref("QualityObjective", ("parent",))),
            EdgeRule("OF_UNIT", _OBJECTIVE, _UNIT),
        ),
    ),
    Table(
        "indicators",
        "指标",
        "indicators",
        ("indicator_id",),
        (
            Column("indicator_id", "编号", required=True),
            Column("name_zh", "名称", required=True),
            Column("measures_kind", "衡量对象类别"),
            Column("measures_id", "衡量对象"),
            Column("measure_unit", "计量单位"),
            Column("direction", "方向", codes="indicator_direction"),
            Column("rate", "业务率（到报、及时、正确、检定）", codes="rate"),
        ),
        (
            NodeRule(
                _INDICATOR,
                (
                    ("name", "name_zh"),
                    ("measure_unit", "measure_unit"),
                    ("direction", "direction"),
                    ("rate", "rate"),
                ),
            ),
            EdgeRule(
                "MEASURES",
                _INDICATOR,
                Ref("QualityObjective", ("measures_id",), kind_column="measures_kind"),
            ),
        ),
    ),
    Table(
        "indicator_values",
        "指标值",
        "values of indicators",
        ("indicator_id", "unit_id", "period"),
        (
            Column("indicator_id", "指标", required=True),
            Column("unit_id", "单位", required=True),
            Column("period", "时段", required=True),
            Column("value", "值", required=True, datatype=_N),
            Column("target", "目标值", datatype=_N),
        ),
        (
            NodeRule(_VALUE, (("period", "period"), ("value", "value"), ("target", "target"))),
            EdgeRule("HAS_VALUE", _INDICATOR, _VALUE),
            EdgeRule("OF_UNIT", _VALUE, _UNIT),
        ),
    ),
    Table(
        "risks",
        "风险与机遇",
        "risks and opportunities",
        ("risk_id",),
        (
            Column("risk_id", "编号", required=True),
            Column("type", "类别", codes="risk_type"),
            Column("title", "内容", required=True),
            Column("threatens_kind", "对象类别"),
            Column("threatens_id", "对象"),
            Column("likelihood", "可能性"),
            Column("effect", "影响"),
            Column("treatment", "应对"),
            Column("owner", "责任单位"),
            Column("review_due", "复核期限", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _RISK,
                (
                    ("name", "title"),
                    ("risk_type", "type"),
                    ("likelihood", "likelihood"),
                    ("effect", "effect"),
                    ("treatment", "treatment"),
                    ("review_due", "review_due"),
                ),
            ),
            EdgeRule(
                "THREATENS",
                _RISK,
                Ref("Process", ("threatens_id",), kind_column="threatens_kind"),
            ),
            EdgeRule("ASSIGNED_TO", _RISK, Ref("Unit", ("owner",))),
        ),
    ),
    Table(
        "management_reviews",
        "管理评审",
        "management reviews",
        ("review_id",),
        (
            Column("review_id", "编号", required=True),
            Column("held", "召开", datatype=_T),
            Column("unit_id", "单位"),
            Column("considered", "评审输入", many=True),
            Column("decided", "决定的措施（编号）", many=True),
            Column("planned", "计划召开", datatype=_T),
        ),
        (
            NodeRule(
                _REVIEW,
                (("held", "held"), ("planned", "planned"), ("considered", "considered")),
                "planned|held",
            ),
            EdgeRule("OF_UNIT", _REVIEW, _UNIT, "planned|held"),
            EdgeRule("DECIDED", _REVIEW, Ref("CorrectiveAction", ("decided",)), "held|planned"),
        ),
        needs=((Condition("held", negated=True), "planned"), (Condition("decided"), "held")),
    ),
    Table(
        "trainings",
        "培训",
        "trainings",
        ("training_id",),
        (
            Column("training_id", "编号", required=True),
            Column("subject", "内容", required=True),
            Column("unit_id", "单位"),
            Column("process", "过程（代码@层级）"),
            Column("held", "日期", required=True, datatype=_T),
            Column("role", "角色"),
            Column("passed", "合格", datatype=DataType.BOOLEAN),
            Column("valid_to", "有效期至", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _TRAINING,
                (
                    ("name", "subject"),
                    ("process", "process"),
                    ("held", "held"),
                    ("role", "role"),
                    ("passed", "passed"),
                    ("valid_until", "valid_to"),
                ),
                "held",
                "valid_to",
            ),
            EdgeRule("QUALIFIES", _TRAINING, _UNIT, "held", "valid_to"),
        ),
        (("held", "valid_to"),),
    ),
    Table(
        "suppliers",
        "供方",
        "external providers",
        ("supplier_id",),
        (
            Column("supplier_id", "编号", required=True),
            Column("name_zh", "名称", required=True),
            Column("supplies_kind", "供应对象类别"),
            Column("supplies_id", "供应对象"),
            Column("evaluated", "评价日期", datatype=_T),
            Column("result", "评价结果"),
            Column("valid_to", "有效期至", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _SUPPLIER,
                (
                    ("name", "name_zh"),
                    ("evaluated", "evaluated"),
                    ("result", "result"),
                    ("valid_until", "valid_to"),
                ),
            ),
            EdgeRule(
                "SUPPLIES",
                _SUPPLIER,
                Ref("System", ("supplies_id",), kind_column="supplies_kind"),
                "evaluated",
                "valid_to",
            ),
        ),
        (("evaluated", "valid_to"),),
    ),
)
