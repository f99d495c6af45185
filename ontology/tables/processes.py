"""Import tables of steps, records, admissions, tasks, audits and their findings."""

from __future__ import annotations

from ontology.model import DataType
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, Table

_T = DataType.TIME

_PROCESS = Ref("Process", ("process", "level"))
_STEP = Ref("Step", ("={process}@{level}", "order"))
_RECORD = Ref("Record", ("record_id",))
_ADMISSION = Ref("Admission", ("admission_id",))
_TASK = Ref("Task", ("plan", "task_id"))
_AUDIT = Ref("Audit", ("audit_id",))
_FINDING = Ref("Finding", ("audit_id", "number"))
_GROUP = ("各", "UnitGroup")

TABLES = (
    Table(
        "steps",
        "步骤",
        "steps",
        ("process", "level", "order"),
        (
            Column("process", "过程代码或名称", required=True),
            Column("level", "层级", required=True, codes="level"),
            Column("order", "次序", required=True),
            Column("who", "何人"),
            Column("when", "何时"),
            Column("where", "何地"),
            Column("document", "依据文件"),
            Column("how", "做什么、如何做"),
            Column("key", "关键步骤", datatype=DataType.BOOLEAN),
        ),
        (
            NodeRule(
                _STEP,
                (
                    ("name", "how"),
                    ("number", "order"),
                    ("who", "who"),
                    ("time", "when"),
                    ("place", "where"),
                    ("key_step", "key"),
                ),
            ),
            EdgeRule("STEP_OF", _STEP, _PROCESS),
            EdgeRule(
                "GOVERNED_BY",
                _STEP,
                Ref("Document", ("document",), alternative=("|", "DocumentVersion")),
            ),
        ),
    ),
    Table(
        "records",
        "记录",
        "records",
        ("record_id",),
        (
            Column("record_id", "记录编号", required=True),
            Column("process", "过程（代码@层级）", required=True),
            Column("step", "步骤次序"),
            Column("form", "表格"),
            Column("unit_id", "形成单位", required=True),
            Column("made", "形成日期", required=True, datatype=_T),
            Column("medium", "载体"),
            Column("sha256", "哈希"),
            Column("retain_until", "保存至", datatype=_T, end=True),
        ),
        (
            NodeRule(
                _RECORD,
                (
                    ("form", "form"),
                    ("made", "made"),
                    ("medium", "medium"),
                    ("sha256", "sha256"),
                    ("retain_until", "retain_until"),
                ),
                "made",
            ),
            EdgeRule(
                "PROVES",
                _RECORD,
                Ref("Step", ("process", "step")),
                "made",
                when=Condition("step"),
            ),
            EdgeRule(
                "PROVES",
                _RECORD,
                Ref("Process", ("process",), split="@"),
                "made",
                when=Condition("step", negated=True),
            ),
            EdgeRule("HELD_BY", _RECORD, Ref("Unit", ("unit_id",)), "made", "retain_until"),
        ),
        (("made", "retain_until"),),
    ),
    Table(
        "admissions",
        "业务准入",
        "admissions",
        ("admission_id",),
        (
            Column("admission_id", "准入编号", required=True),
            Column("subject_kind", "对象类别（InstrumentModel 或 System）", required=True),
            Column("subject_id", "对象（型号写 厂家|型号）", required=True),
            Column("granted", "准入日期", required=True, datatype=_T),
            Column("valid_to", "有效期至", datatype=_T, end=True),
            Column("document", "依据文件"),
        ),
        (
            NodeRule(
                _ADMISSION,
                (("granted", "granted"), ("valid_until", "valid_to")),
                "granted",
                "valid_to",
            ),
            EdgeRule(
                "ADMITTED_BY",
                Ref("System", ("subject_id",), kind_column="subject_kind"),
                _ADMISSION,
                "granted",
                "valid_to",
            ),
            EdgeRule("DESCRIBED_IN", _ADMISSION, Ref("Document", ("document",)), "granted"),
        ),
        (("granted", "valid_to"),),
    ),
    Table(
        "tasks",
        "任务",
        "tasks",
        ("plan", "task_id"),
        (
            Column("task_id", "任务编号", required=True),
            Column("plan", "方案（文件标识）", required=True),
            Column("title", "任务", required=True),
            Column("lead", "牵头单位", many=True),
            Column("due", "期限", datatype=_T),
            Column("done", "完成", datatype=_T),
            Column("evidence", "产出文件", many=True),
        ),
        (
            NodeRule(_TASK, (("name", "title"), ("due", "due"), ("done", "done"))),
            EdgeRule("LED_BY", _TASK, Ref("Unit", ("lead",), alternative=_GROUP)),
            EdgeRule("PRODUCES", _TASK, Ref("Document", ("evidence",))),
        ),
    ),
    Table(
        "audits",
        "审核",
        "audits",
        ("audit_id",),
        (
            Column("audit_id", "审核编号", required=True),
            Column("kind", "类别", required=True, codes="audit_kind"),
            Column("unit_id", "受审核单位"),
            Column("process", "过程（代码@层级）", many=True),
            Column("clause", "条款（标准|条号）", many=True),
            Column("planned", "计划", datatype=_T),
            Column("done", "完成", datatype=_T),
            Column("result", "结果"),
            Column("auditor_party", "审核单位"),
            Column("auditors", "审核员（人员标识，不写姓名）", many=True),
        ),
        (
            NodeRule(
                _AUDIT,
                (("kind", "kind"), ("planned", "planned"), ("done", "done"), ("result", "result")),
            ),
            EdgeRule("COVERS", _AUDIT, Ref("Unit", ("unit_id",)), "done"),
            EdgeRule("COVERS", _AUDIT, Ref("Process", ("process",), split="@"), "done"),
            EdgeRule("COVERS", _AUDIT, Ref("Clause", ("clause",), split="|"), "done"),
            EdgeRule("CONDUCTED_BY", _AUDIT, Ref("Unit", ("auditor_party",)), "done"),
            EdgeRule("CONDUCTED_BY", _AUDIT, Ref("Person", ("auditors",)), "done"),
        ),
        different=(("unit_id", "auditor_party"),),
    ),
    Table(
        "findings",
        "审核发现",
        "audit findings",
        ("audit_id", "number"),
        (
            Column("audit_id", "审核编号", required=True),
            Column("number", "序号", required=True),
            Column("statement", "内容", required=True),
            Column("type", "分级", codes="finding_type"),
            Column("clause", "条款（标准|条号）", many=True),
            Column("found", "发现日期", datatype=_T),
        ),
        (
            NodeRule(_FINDING, (("statement", "statement"), ("finding_type", "type")), "found"),
            EdgeRule("OF_AUDIT", _FINDING, _AUDIT, "found"),
            EdgeRule("COVERS", _FINDING, Ref("Clause", ("clause",), split="|"), "found"),
        ),
    ),
)
