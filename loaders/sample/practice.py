"""What is done day by day: steps of processes with their records, tasks of a plan, alarms.

One yearly step has no record for 2025, one task is overdue and one was done late, one alarm has not
been cleared, one admission has lapsed. The alarms are on systems and on one instrument, so that no
issue comes of them: the issues of the sample stay those with planted causes and noise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from loaders.sample.audits import FORECAST, OFFICE
from loaders.sample.datasets import MONITOR, system
from loaders.sample.days import moment
from loaders.sample.documents import EQUIPMENT_PROCEDURE, EXTERNAL_PROCEDURE
from loaders.sample.indicators import REGION
from loaders.sample.issues import DATA_CENTRE
from loaders.sample.metrology import REGION_LAB
from loaders.sample.practice_rows import Admission, Alarm, Record, Step, Task
from loaders.sample.rows import Document, Row

PLAN = "SYN-PL-2025"
_CALIBRATING, _AUDITING, _SENDING = "Y02-04", "内审管理控制", "Y03-02"
_KEPT_YEARS = 6
_STEPS = (
    (_CALIBRATING, "计量管理岗", "每年3月底前", "检定室", "收齐送检申请，编制年度检定计划", "true"),
    (_CALIBRATING, "检定员", "按检定计划", "检定室", "检定仪器并出具证书", "true"),
    (_CALIBRATING, "计量管理岗", "每年12月底前", "检定室", "核对在用仪器的检定有效期", ""),
    (_AUDITING, "体系管理岗", "每年1月底前", "观测与网络处", "编制年度内部审核方案", "true"),
    (_AUDITING, "内审组", "按审核方案", "受审核单位", "实施审核并记录发现", "true"),
    (_AUDITING, "体系管理岗", "每年12月底前", "观测与网络处", "汇总审核结果，提交管理评审", ""),
)
"""Process of the region, who, when, where, what, and whether it is a key step."""


def rows(model: str, instrument: str) -> Iterator[tuple[str, Row]]:
    """Rows with the stem of their file; `model` and `instrument` are those of the first station."""
    practice: tuple[Row, ...] = (
        *_steps(),
        *_records(),
        *_tasks(),
        *_alarms(instrument),
        *_admissions(model),
    )
    for row in practice:
        yield f"generated/{row.TABLE}", row
    yield "generated/practice_documents", _plan()


def _steps() -> Iterator[Step]:
    counted: dict[str, int] = {}
    for process, who, when, where, how, key in _STEPS:
        counted[process] = counted.get(process, 0) + 1
        document = f"{EQUIPMENT_PROCEDURE}|2" if process == _CALIBRATING else ""
        yield Step(
            process, "region", str(counted[process]), who, when, where, document, how, key
        )  # fmt: skip


def _records() -> Iterator[Record]:
    for number, (process, step, form, unit, made, medium) in enumerate(
        (
            (_CALIBRATING, "1", "年度检定计划", REGION_LAB, date(2024, 3, 20), "电子"),
            (_CALIBRATING, "3", "检定有效期核对表", REGION_LAB, date(2024, 12, 16), "纸质"),
            (_CALIBRATING, "1", "年度检定计划", REGION_LAB, date(2025, 3, 18), "电子"),
            (_CALIBRATING, "2", "检定原始记录", REGION_LAB, date(2025, 5, 22), "纸质"),
            (_AUDITING, "1", "年度内部审核方案", OFFICE, date(2025, 1, 22), "电子"),
            (_AUDITING, "2", "内部审核检查表", OFFICE, date(2025, 3, 26), "电子"),
            (_AUDITING, "3", "年度审核报告", OFFICE, date(2025, 12, 8), "电子"),
            (_SENDING, "", "传输值班日志", DATA_CENTRE, date(2025, 6, 30), "电子"),
        ),
        1,
    ):
        key = f"SYN-REC-{number:02d}"
        yield Record(
            key, f"{process}@region", step, f"{form}（合成）", unit, made, medium,
            hashlib.sha256(key.encode()).hexdigest() if medium == "电子" else "",
            date(made.year + _KEPT_YEARS, 12, 31),
        )  # fmt: skip


def _tasks() -> Iterator[Task]:
    for number, (title, lead, due, done, evidence) in enumerate(
        (
            ("修订数据传输时效管理程序（合成）", DATA_CENTRE, date(2025, 6, 30), date(2025, 7, 1),
             "SYN-QP-06"),
            ("编制年度内部审核方案（合成）", OFFICE, date(2025, 1, 31), date(2025, 1, 22), PLAN),
            ("完成盟市过程的接口核对（合成）", f"{OFFICE};{FORECAST}", date(2025, 10, 31), None,
             ""),
            ("编制错峰送检计划（合成）", REGION_LAB, date(2026, 3, 31), None, ""),
        ),
        1,
    ):  # fmt: skip
        yield Task(f"SYN-TK-{number:02d}", PLAN, title, lead, due, done, evidence)


def _plan() -> Document:
    """The document that sets the tasks."""
    return Document(
        PLAN, "2025年体系运行计划（合成）", PLAN, "4", "1", REGION, date(2025, 1, 10), None, "", "",
        "ISO 9001:2015|6.2.2",
    )  # fmt: skip


def _alarms(instrument: str) -> Iterator[Alarm]:
    for number, (raised, cleared, kind, subject, text) in enumerate(
        (
            (moment(date(2025, 4, 14), 2), moment(date(2025, 4, 14), 5), "System", system(3),
             "传输队列积压"),
            (moment(date(2025, 8, 3), 18), moment(date(2025, 8, 4), 1), "System", system(5),
             "存储空间不足"),
            (moment(date(2026, 2, 10), 3), moment(date(2026, 2, 11), 9), "Instrument", instrument,
             "传感器无响应"),
            (moment(date(2026, 6, 25), 7), "", "System", system(4), "质控任务超时"),
        ),
        1,
    ):  # fmt: skip
        yield Alarm(f"SYN-ALM-{number:02d}", MONITOR, raised, cleared, kind, subject, text)


def _admissions(model: str) -> Iterator[Admission]:
    for number, (kind, subject, granted, until, document) in enumerate(
        (
            ("InstrumentModel", model, date(2012, 1, 10), None, EXTERNAL_PROCEDURE),
            ("System", system(3), date(2022, 9, 1), date(2027, 8, 31), EXTERNAL_PROCEDURE),
            ("System", system(4), date(2020, 3, 1), date(2025, 2, 28), ""),
        ),
        1,
    ):
        yield Admission(f"SYN-ADM-{number:02d}", kind, subject, granted, until, document)
