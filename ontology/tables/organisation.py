"""Import tables of units, processes, interfaces and documents."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table

_T = DataType.TIME
_B = DataType.BOOLEAN

_UNIT = Ref("Unit", ("unit_id",))
_PROCESS = Ref("Process", ("code|name_zh", "level"))
_INTERFACE = Ref("Interface", ("@source", "interface_id"))
_DOCUMENT = Ref("Document", ("document_id",))
_VERSION = Ref("DocumentVersion", ("document_id", "version"))
_REVIEW = Ref("DocumentReview", ("document_id", "@source"))
_GROUP = ("各", "UnitGroup")
_IN_FORCE = ("effective", "superseded")


def _direction(*directions: str) -> Condition:
    return Condition("direction", directions)


TABLES = (
    Table(
        "units",
        "单位",
        "units",
        ("unit_id",),
        (
            Column("unit_id", "单位标识（全称）", required=True),
            Column("name_zh", "名称", required=True),
            Column("level", "层级", required=True, codes="level"),
            Column("kind", "性质"),
            Column("part_of", "隶属"),
            Column("admin_code", "区划代码"),
            Column("declared_size", "声明的下属数", datatype=DataType.INTEGER),
            Column("valid_from", "起始", datatype=_T),
            Column("valid_to", "终止", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _UNIT,
                (("name", "name_zh"), ("kind", "kind"), ("declared_size", "declared_size")),
                "valid_from",
                "valid_to",
            ),
            StateRule(_UNIT, "level", "level", "valid_from", "valid_to"),
            EdgeRule("PART_OF", _UNIT, Ref("Unit", ("part_of",)), "valid_from", "valid_to"),
            EdgeRule("IN_AREA", _UNIT, Ref("AdminArea", ("admin_code",)), "valid_from", "valid_to"),
        ),
        (("valid_from", "valid_to"),),
    ),
    Table(
        "processes",
        "过程",
        "processes",
        ("code", "name_zh", "level"),
        (
            Column("code", "代码"),
            Column("name_zh", "名称", required=True),
            Column("level", "层级", required=True, codes="level"),
            Column("kind", "类别", codes="process_kind"),
            Column("parent", "上级过程"),
            Column("led_by", "主责单位", many=True),
            Column("related_units", "相关单位", many=True),
            Column("governed_by", "依据文件", many=True),
        ),
        (
            NodeRule(
                _PROCESS,
                (("name", "name_zh"), ("code", "code"), ("level", "level"), ("kind", "kind")),
            ),
            EdgeRule("SUBPROCESS_OF", _PROCESS, Ref("Process", ("parent", "level"))),
            EdgeRule("LED_BY", _PROCESS, Ref("Unit", ("led_by",), alternative=_GROUP)),
            EdgeRule("RELATED_UNIT", _PROCESS, Ref("Unit", ("related_units",), alternative=_GROUP)),
            EdgeRule(
                "GOVERNED_BY",
                _PROCESS,
                Ref("Document", ("governed_by",), alternative=("|", "DocumentVersion")),
            ),
        ),
    ),
    Table(
        "interfaces",
        "接口",
        "interfaces",
        ("interface_id", "direction"),
        (
            Column("interface_id", "编号", required=True),
            Column("name_zh", "名称"),
            Column("upper_level", "上级层级", required=True, codes="level"),
            Column("lower_level", "下级层级", required=True, codes="level"),
            Column("upper_process", "上级过程"),
            Column("lower_process", "下级过程"),
            Column("upper_unit", "上级单位", many=True),
            Column("lower_unit", "下级单位", many=True),
            Column("direction", "方向", codes="interface_direction"),
            Column("items", "事项"),
            Column("cycle", "周期"),
            Column("reply_expected", "需答复", datatype=_B),
            Column("state", "说明方式", codes="interface_state"),
        ),
        (
            NodeRule(
                _INTERFACE,
                (
                    ("name", "name_zh"),
                    ("upper_level", "upper_level"),
                    ("lower_level", "lower_level"),
                    ("state", "state"),
                ),
            ),
            NodeRule(
                _INTERFACE,
                (
                    ("items_up", "items"),
                    ("cycle_up", "cycle"),
                    ("reply_expected_up", "reply_expected"),
                ),
                when=_direction("up", "both"),
            ),
            NodeRule(
                _INTERFACE,
                (
                    ("items_down", "items"),
                    ("cycle_down", "cycle"),
                    ("reply_expected_down", "reply_expected"),
                ),
                when=_direction("down", "both"),
            ),
            NodeRule(
                _INTERFACE,
                (("items", "items"), ("cycle", "cycle"), ("reply_expected", "reply_expected")),
                when=Condition("direction", negated=True),
            ),
            EdgeRule("UPPER_PROCESS", _INTERFACE, Ref("Process", ("upper_process", "upper_level"))),
            EdgeRule("LOWER_PROCESS", _INTERFACE, Ref("Process", ("lower_process", "lower_level"))),
            EdgeRule("UPPER_UNIT", _INTERFACE, Ref("Unit", ("upper_unit",), alternative=_GROUP)),
            EdgeRule("LOWER_UNIT", _INTERFACE, Ref("Unit", ("lower_unit",), alternative=_GROUP)),
        ),
    ),
    Table(
        "documents",
        "文件",
        "documents",
        ("document_id", "version"),
        (
            Column("document_id", "文件标识", required=True),
            Column("title", "标题", required=True),
            Column("number", "文号"),
            Column("doc_level", "文件层级", codes="doc_level"),
            Column("version", "版本", required=True),
            Column("issued_by", "发布单位"),
            Column("effective", "生效", required=True, datatype=_T),
            Column("superseded", "废止", datatype=_T),
            Column("supersedes", "取代的版本"),
            Column("governs", "管辖的过程", many=True),
            Column("implements", "落实的条款", many=True),
        ),
        (
            NodeRule(_DOCUMENT, (("name", "title"), ("number", "number"))),
            NodeRule(
                _VERSION,
                (("name", "title"), ("version", "version"), ("effective", "effective")),
                *_IN_FORCE,
            ),
            EdgeRule("VERSION_OF", _VERSION, _DOCUMENT, *_IN_FORCE),
            EdgeRule(
                "SUPERSEDES",
                _VERSION,
                Ref("DocumentVersion", ("document_id", "supersedes")),
                "effective",
            ),
            EdgeRule("HAS_DOC_LEVEL", _DOCUMENT, Ref("DocLevel", ("doc_level",))),
            EdgeRule("ISSUED_BY", _DOCUMENT, Ref("Unit", ("issued_by",))),
            EdgeRule("GOVERNED_BY", Ref("Process", ("governs",), split="@"), _VERSION, *_IN_FORCE),
            EdgeRule("IMPLEMENTS", _VERSION, Ref("Clause", ("implements",), split="|"), *_IN_FORCE),
        ),
        (("effective", "superseded"),),
    ),
    Table(
        "document_reviews",
        "文件评审（留废改立）",
        "document reviews",
        ("document_id",),
        (
            Column("document_id", "文件标识", required=True),
            Column("verdict", "结论", required=True, codes="review_verdict"),
            Column("replaced_by", "代之以"),
            Column("reason", "理由"),
        ),
        (
            NodeRule(_REVIEW, (("verdict", "verdict"), ("reason", "reason"))),
            EdgeRule("REVIEWS", _REVIEW, _DOCUMENT),
            EdgeRule("REPLACED_BY", _REVIEW, Ref("Document", ("replaced_by",))),
        ),
    ),
)
