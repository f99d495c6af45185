"""Kinds of the organisation, its processes and systems."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_GROUP = "organisation"

KINDS = (
    NodeKind(
        "Unit", ("name",), "单位", "unit", "org:OrganizationalUnit (9-01, 10-01)",
        "A body that is responsible; the key is its full canonical Chinese name.",
        (
            Property("name", "名称", "name"),
            Property("short_names", "简称", "short names", DataType.TEXTS),
            Property("kind", "性质", "kind"),
            Property("declared_size", "声明的下属数", "declared size", DataType.INTEGER),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "UnitGroup", ("name",), "单位组", "group of units", "org:OrganizationalCollaboration",
        "Units named together (各盟市气象局).",
        (
            Property("name", "名称", "name"),
            Property("declared_size", "声明的成员数", "declared size", DataType.INTEGER),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "WorkGroup", ("document", "name"), "工作机构", "work group", "org:FormalOrganization",
        "A group set up by a document.",
        (Property("name", "名称", "name"),),
        group=_GROUP,
    ),
    NodeKind(
        "Post", ("unit", "name"), "岗位", "post", "org:Post", "A post within a unit.",
        (Property("name", "名称", "name"),),
        group=_GROUP,
    ),
    NodeKind(
        "Person", ("person_hash",), "人员", "person", "prov:Person",
        "A person as a keyed hash; the name is kept apart.",
        (),
        group=_GROUP, name_property="post",
    ),
    NodeKind(
        "AdminArea", ("code",), "行政区划", "administrative area", "GB/T 2260",
        "An area of the administrative division.",
        (
            Property("name", "名称", "name"),
            Property("level", "层级", "level", codes="level"),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "System", ("system_id",), "业务系统", "system", "prov:SoftwareAgent",
        "A system that data pass through or that work is done with.",
        (
            Property("name", "名称", "name"),
            Property("function", "功能", "function"),
            Property("level", "层级", "level", codes="level"),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "Process", ("process", "level"), "过程", "process", "ISO 9001:2015, 4.4; prov:Plan",
        "A process at one level; its key is the printed code, or the name where none is printed.",
        (
            Property("name", "名称", "name"),
            Property("code", "代码", "code"),
            Property("level", "层级", "level", codes="level"),
            Property("kind", "类别", "kind", codes="process_kind"),
            Property("leaf", "末级", "leaf", DataType.BOOLEAN),
            Property("note", "备注", "note"),
        ),
        group=_GROUP, key_separator="@",
    ),
    NodeKind(
        "Interface", ("document", "number"), "接口", "interface", "ISO 9001:2015, 4.4.1 b",
        "What two levels owe each other where their processes meet.",
        (
            Property("name", "名称", "name"),
            Property("upper_level", "上级层级", "upper level", codes="level"),
            Property("lower_level", "下级层级", "lower level", codes="level"),
            Property("items_up", "上行事项", "items sent up"),
            Property("items_down", "下行事项", "items sent down"),
            Property("cycle_up", "上行周期", "cycle up"),
            Property("cycle_down", "下行周期", "cycle down"),
            Property("reply_expected_up", "上行需答复", "reply to the upward item expected",
                     DataType.BOOLEAN),
            Property("reply_expected_down", "下行需答复", "reply to the downward item expected",
                     DataType.BOOLEAN),
            Property("state", "说明方式", "state", codes="interface_state"),
        ),
        group=_GROUP,
    ),
)
