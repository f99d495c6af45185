"""Coverage rules of clauses, tasks, systems and groups of units."""

from __future__ import annotations

from ontology.requirements.model import Holds, Obligation, Requirement, way

_O = Obligation.OPTIONAL
TASK_LEADS = tuple(
    way("Task", f"{edge} {body}")
    for edge in ("LED_BY", "RESPONSIBLE", "RESPONSIBLE_OFFICE")
    for body in ("Unit", "UnitGroup", "WorkGroup")
)
_DOCUMENTS = (
    Requirement(
        "clause-document",
        "Clause",
        "有落实它的现行文件",
        "has an implementing document in force",
        (way("Clause", "^IMPLEMENTS DocumentVersion"),),
        "4.4.2 a",
        "在 documents 表填 implements",
        "fill implements in the table documents",
        Holds.DOCUMENT,
    ),
    Requirement(
        "task-lead",
        "Task",
        "有牵头单位",
        "has a lead",
        TASK_LEADS,
        "6.2.2 c",
        "在 tasks 表填 lead",
        "fill lead in the table tasks",
    ),
    Requirement(
        "task-deadline",
        "Task",
        "有期限",
        "has a deadline",
        (way("Task", "^FOR_TASK Milestone"),),
        "6.2.2 d",
        "在 tasks 表填 due",
        "fill due in the table tasks",
        Holds.GIVEN,
        own="due",
    ),
    Requirement(
        "task-product",
        "Task",
        "有产出",
        "has a product",
        (way("Task", "PRODUCES Document"), way("Task", "PRODUCES System")),
        "6.2.2 e",
        "在 tasks 表填 evidence",
        "fill evidence in the table tasks",
    ),
)
_SYSTEMS = (
    Requirement(
        "system-integrated",
        "System",
        "已融入其他系统，或供其他系统融入",
        "integrates into a system, or others into it",
        (
            way("System", "INTEGRATES_INTO System"),
            way("System", "^INTEGRATES_INTO System"),
        ),
        "7.1.3",
        "在 systems 表填 integrates_into",
        "fill integrates_into in the table systems",
        obligation=_O,
    ),
    Requirement(
        "system-monitored",
        "System",
        "受监控，或为监控系统",
        "is monitored, or monitors",
        (way("System", "MONITORED_BY System"), way("System", "^MONITORED_BY System")),
        "9.1.1",
        "在 systems 表填 monitored_by",
        "fill monitored_by in the table systems",
    ),
    Requirement(
        "system-operator",
        "System",
        "有运行单位",
        "has an operator",
        (way("System", "OPERATED_BY Unit"),),
        "7.1.3",
        "在 systems 表填 operated_by",
        "fill operated_by in the table systems",
    ),
    Requirement(
        "system-admission",
        "System",
        "已获准入",
        "was admitted",
        (way("System", "ADMITTED_BY Admission"),),
        "8.4.1",
        "办理业务准入，装载 admissions 表",
        "have it admitted; load the table admissions",
        Holds.ADMISSION,
        _O,
    ),
)
_GROUPS = (
    Requirement(
        "group-members",
        "UnitGroup",
        "已知成员数等于声明数",
        "has as many known members as declared",
        (way("UnitGroup", "^MEMBER_OF_GROUP Unit"),),
        "9-01",
        "补全成员，或写明声明数",
        "complete the members, or state the declared size",
        Holds.MEMBERS,
        _O,
        own="declared_size",
    ),
    Requirement(
        "unit-members",
        "Unit",
        "已知下属数等于声明数",
        "has as many known subordinate units as declared",
        (way("Unit", "^PART_OF Unit"),),
        "9-01",
        "补全下属单位（units 的 part_of）",
        "complete the subordinate units (part_of in units)",
        Holds.MEMBERS,
        _O,
        own="declared_size",
        where_own=True,
    ),
)
RULES = (*_DOCUMENTS, *_SYSTEMS, *_GROUPS)
