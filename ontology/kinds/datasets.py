"""Kinds of what the values of series are gathered in, and of the way they go."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_GROUP = "management"

KINDS = (
    NodeKind(
        "Dataset",
        ("dataset_id",),
        "数据集",
        "data set",
        "dcat:Dataset",
        "Values that are kept and given out under one name; what is in it, its edges say.",
        (
            Property("name", "名称", "name"),
            Property("resource_id", "资料代码", "id of the resource where it is given out"),
            Property("security_level", "安全等级", "security level"),
            Property("agreement", "协议", "agreement under which it is given out"),
            Property("variables", "要素或序列", "variables, or single series", DataType.TEXTS),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "DataFlow",
        ("flow_id",),
        "数据流",
        "data flow",
        "ISO 9001:2015, 4.4.1",
        "That a data set goes from one system to another, in one stage of its way.",
        (Property("stage", "环节", "stage", codes="data_stage"),),
        group=_GROUP,
        name_property="stage",
    ),
)
