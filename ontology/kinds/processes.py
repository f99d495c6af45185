"""Kinds of the work within a process: its steps, the records that prove them, admissions."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_T = DataType.TIME
_GROUP = "organisation"

KINDS = (
    NodeKind(
        "Step",
        ("process", "order"),
        "步骤",
        "step",
        "ISO 9001:2015, 4.4.1; prov:Plan",
        "One step of a process at one level; its key is the process with its level, and the order.",
        (
            Property("name", "内容", "what is done"),
            Property("number", "次序", "order"),
            Property("who", "何人", "who, as printed"),
            Property("time", "何时", "when, as printed"),
            Property("place", "何地", "where, as printed"),
            Property("key_step", "关键步骤", "key step", DataType.BOOLEAN),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "Record",
        ("record_id",),
        "记录",
        "record",
        "ISO 9001:2015, 7.5.3; prov:Entity",
        "A filled form that proves that a step of a process was done.",
        (
            Property("form", "表格", "form"),
            Property("made", "形成日期", "made", _T),
            Property("medium", "载体", "medium"),
            Property("sha256", "哈希", "SHA-256"),
            Property("retain_until", "保存至", "retained until", _T),
        ),
        group=_GROUP,
        name_property="form",
    ),
    NodeKind(
        "Admission",
        ("admission_id",),
        "业务准入",
        "admission",
        "ISO 9001:2015, 8.4.1",
        "The leave to use a model or a system in operation; its validity is the edge's.",
        (
            Property("granted", "准入日期", "granted", _T),
            Property("valid_until", "有效期至", "valid until (exclusive)", _T),
        ),
        group=_GROUP,
        name_property="granted",
    ),
)
