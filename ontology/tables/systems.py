"""The import table of systems."""

from __future__ import annotations

from ontology.tables.model import Column, EdgeRule, NodeRule, Ref, Table

_SYSTEM = Ref("System", ("system_id",))

TABLES = (
    Table(
        "systems",
        "业务系统",
        "systems",
        ("system_id",),
        (
            Column("system_id", "系统标识", required=True),
            Column("name_zh", "名称", required=True),
            Column("level", "层级", codes="level"),
            Column("operated_by", "运行单位"),
            Column("integrates_into", "融入的系统", many=True),
            Column("replaces", "替代的系统", many=True),
            Column("monitored_by", "监控它的系统", many=True),
            Column("security_level", "安全等级"),
        ),
        (
            NodeRule(
                _SYSTEM,
                (("name", "name_zh"), ("level", "level"), ("security_level", "security_level")),
            ),
            EdgeRule("OPERATED_BY", _SYSTEM, Ref("Unit", ("operated_by",))),
            EdgeRule("INTEGRATES_INTO", _SYSTEM, Ref("System", ("integrates_into",))),
            EdgeRule("REPLACES", _SYSTEM, Ref("System", ("replaces",))),
            EdgeRule("MONITORED_BY", _SYSTEM, Ref("System", ("monitored_by",))),
        ),
    ),
)
