"""Import tables of data sets, the products made of them, and the flows that carry them."""

from __future__ import annotations

from ontology.tables.model import Column, EdgeRule, NodeRule, Ref, Table

_DATASET = Ref("Dataset", ("dataset_id",))
_PRODUCT = Ref("Product", ("product_id",))
_FLOW = Ref("DataFlow", ("flow_id",))
_RECEIVER = Ref("Unit", ("delivered_to",), alternative=("各", "UnitGroup"))

TABLES = (
    Table(
        "datasets",
        "数据集",
        "data sets",
        ("dataset_id",),
        (
            Column("dataset_id", "数据集标识", required=True),
            Column("name_zh", "名称", required=True),
            Column("resource_id", "资料代码"),
            Column("security_level", "安全等级"),
            Column("agreement", "协议"),
            Column("variables", "要素；只含一站时写 站号|要素", many=True),
            Column("delivered_to", "接收单位", many=True),
        ),
        (
            NodeRule(
                _DATASET,
                (
                    ("name", "name_zh"),
                    ("resource_id", "resource_id"),
                    ("security_level", "security_level"),
                    ("agreement", "agreement"),
                    ("variables", "variables"),
                ),
            ),
            EdgeRule(
                "PART_OF_DATASET",
                Ref("Variable", ("variables",), alternative=("|", "Series")),
                _DATASET,
            ),
            EdgeRule("DELIVERED_TO", _DATASET, _RECEIVER),
        ),
    ),
    Table(
        "products",
        "产品",
        "products",
        ("product_id",),
        (
            Column("product_id", "产品标识", required=True),
            Column("name_zh", "名称", required=True),
            Column("derived_from", "所用数据集", many=True),
            Column("delivered_to", "接收单位", many=True),
        ),
        (
            NodeRule(_PRODUCT, (("name", "name_zh"),)),
            EdgeRule("DERIVED_FROM", _PRODUCT, Ref("Dataset", ("derived_from",))),
            EdgeRule("DELIVERED_TO", _PRODUCT, _RECEIVER),
        ),
    ),
    Table(
        "flows",
        "数据流",
        "data flows",
        ("flow_id",),
        (
            Column("flow_id", "数据流标识", required=True),
            Column("stage", "环节", required=True, codes="data_stage"),
            Column("dataset", "数据集", required=True),
            Column("from_system", "来自系统"),
            Column("to_system", "送往系统"),
            Column("process", "过程（代码@层级）"),
        ),
        (
            NodeRule(_FLOW, (("stage", "stage"),)),
            EdgeRule("CARRIES", _FLOW, Ref("Dataset", ("dataset",))),
            EdgeRule("FROM_SYSTEM", _FLOW, Ref("System", ("from_system",))),
            EdgeRule("TO_SYSTEM", _FLOW, Ref("System", ("to_system",))),
            EdgeRule("STEP_OF", _FLOW, Ref("Process", ("process",), split="@")),
        ),
    ),
)
