"""Kinds of documents and plans."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_T = DataType.TIME
_GROUP = "documents"
_TEXT_KEY = ("document", "number")


def _plan_kind(label: str, zh: str, en: str, description: str, *extra: Property) -> NodeKind:
    """A kind whose nodes are numbered items of a plan or work point."""
    return NodeKind(
        label,
        _TEXT_KEY,
        zh,
        en,
        "prov:Plan",
        description,
        (Property("name", "名称", "name"), *extra),
        group=_GROUP,
    )


KINDS = (
    NodeKind(
        "Document",
        ("document",),
        "文件",
        "document",
        "ISO 9001:2015, 7.5; prov:Entity",
        "A document, by its number or its title.",
        (
            Property("name", "标题", "title"),
            Property("number", "文号", "number"),
            Property("held", "存有全文", "its text was read", DataType.BOOLEAN),
            Property("dated", "成文日期", "dated", _T),
            Property("dated_printed", "原文日期", "date as printed where there is no such day"),
            Property("doubtful", "存疑", "no such date exists", DataType.BOOLEAN),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "DocumentVersion",
        ("document", "version"),
        "文件版本",
        "document version",
        "ISO 9001:2015, 7.5.3",
        "One version of a document; its validity is the time it was in force.",
        (
            Property("name", "标题", "title"),
            Property("version", "版本", "version"),
            Property("effective", "生效", "effective", _T),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "Mention",
        ("document", "printed"),
        "待定名称",
        "mention",
        "skos:label whose concept is not known",
        "A name as a document prints it, of which its reader cannot tell what it stands for.",
        (
            Property("name", "原文名称", "name as printed"),
            Property("reason", "未定原因", "why it is open", codes="mention_reason"),
            Property("explanation", "说明", "what is missing to tell"),
            Property("candidates", "备选", "ids that fit, by the document", DataType.TEXTS),
            Property("places", "处数", "number of places", DataType.INTEGER),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "DocLevel",
        ("level",),
        "文件层级",
        "document level",
        "ISO 9001:2015, 7.5.1",
        "Manual, procedure, work instruction or record.",
        (Property("name", "名称", "name"),),
        group=_GROUP,
    ),
    NodeKind(
        "Clause",
        ("standard", "number"),
        "标准条款",
        "clause",
        "ISO 9001:2015 = GB/T 19001-2016",
        "A clause of a standard: number and own short title only.",
        (
            Property("name", "条款", "short title"),
            Property("standard", "标准", "standard"),
            Property("number", "条号", "number"),
        ),
        group=_GROUP,
    ),
    NodeKind(
        "DocumentReview",
        ("document", "source_id"),
        "文件评审",
        "document review",
        "ISO 9001:2015, 7.5.2",
        "The verdict on a document in a review 留废改立.",
        (
            Property("verdict", "结论", "verdict", codes="review_verdict"),
            Property("reason", "理由", "reason"),
        ),
        group=_GROUP,
        name_property="verdict",
    ),
    _plan_kind(
        "Task",
        "任务",
        "task",
        "A task of a plan.",
        Property("due", "期限", "due", _T),
        Property("due_printed", "原文期限", "due date as printed"),
        Property("done", "完成", "done", _T),
        Property("doubtful", "存疑", "no such date exists", DataType.BOOLEAN),
        Property("open_lists", "未列全", "edges whose list of units is left open", DataType.TEXTS),
    ),
    _plan_kind("TaskGroup", "任务组", "group of tasks", "Tasks under one heading."),
    _plan_kind(
        "Phase",
        "阶段",
        "phase",
        "A phase of a plan.",
        Property("printed", "原文日期", "dates as printed"),
    ),
    _plan_kind(
        "Milestone",
        "节点",
        "milestone",
        "What is due at a time.",
        Property("due", "期限", "due", _T),
        Property("done", "完成", "done", _T),
        Property("printed", "原文日期", "date as printed"),
        Property("doubtful", "存疑", "no such date exists", DataType.BOOLEAN),
    ),
    _plan_kind("Safeguard", "保障措施", "safeguard", "A measure that keeps a plan going."),
    _plan_kind(
        "Target",
        "目标",
        "target",
        "A number to be reached.",
        Property("value", "值", "value", DataType.NUMBER),
        Property("unit", "单位", "unit"),
        Property("year", "年份", "year"),
        Property("direction", "方向", "up, or down for rates of error"),
    ),
    NodeKind(
        "Practice",
        ("document", "check"),
        "管理要求",
        "practice",
        "ISO 9001:2015, 4.4.1",
        "What a document says holds for every matter: one of the five checks.",
        (
            Property("name", "原文", "as printed"),
            Property("check", "检查项", "check", codes="five_checks"),
        ),
        group=_GROUP,
    ),
    _plan_kind("Duty", "职责", "duty", "A duty of a group or a unit."),
)
