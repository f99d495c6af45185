"""The internal audits of the year 2025: the programme, what was found, and what came of it.

One finding was mended and its effect verified, one action did not work and another is under way,
one is done and waits for its verification, one finding has no nonconformity yet. Of the auditors
one has no record of qualification, one audits a process it leads; one audit was not done, and in
the one planned for the next year the qualification of the auditors will have lapsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from loaders.sample.issues import DATA_CENTRE
from loaders.sample.management_rows import Audit, Finding
from loaders.sample.metrology import REGION_LAB
from loaders.sample.rows import Action, Nonconformity, Row

OFFICE = "内蒙古自治区气象局观测与网络处"
FORECAST = "内蒙古自治区气象局科技与预报处"
PERSONNEL = "内蒙古自治区气象局人事处"
_STANDARD = "GB/T 19001-2016"
_SILENT = ("", "", "", None)
"""Nobody has said what became of the risks after an action."""


def year(league: str) -> Iterator[tuple[str, Row]]:
    """Rows with the stem of their file; `league` is the first league bureau of the sample."""
    audits: tuple[Row, ...] = (*_programme(league), *_findings())
    for one in audits:
        yield f"generated/{one.TABLE}", one
    against: tuple[Row, ...] = (*_nonconformities(league), *_actions(league))
    for more in against:
        yield f"generated/audit_{more.TABLE}", more


def _clauses(*numbers: str) -> str:
    return ";".join(f"{_STANDARD}|{number}" for number in numbers)


def _programme(league: str) -> Iterator[Audit]:
    for key, unit, process, clauses, planned, done, result, auditor in (
        ("2025-01", REGION_LAB, "Y02-04@region", ("7.1.5", "7.5.3"), date(2025, 3, 24),
         date(2025, 3, 26), "基本符合", OFFICE),
        ("2025-02", DATA_CENTRE, "Y03-02@region", ("7.5.3", "8.5.1"), date(2025, 5, 19),
         date(2025, 5, 20), "基本符合", REGION_LAB),
        ("2025-03", league, "", ("7.2", "8.5.1"), date(2025, 6, 16), date(2025, 6, 18),
         "有严重不符合", DATA_CENTRE),
        ("2025-04", PERSONNEL, "人力资源管理@region", ("7.2",), date(2025, 9, 8),
         date(2025, 9, 9), "符合", REGION_LAB),
        ("2025-05", FORECAST, "Y01-02@region", ("8.3",), date(2025, 10, 20),
         date(2025, 10, 21), "基本符合", OFFICE),
        ("2025-06", OFFICE, "内审管理控制@region", ("9.2",), date(2025, 11, 17), None, "",
         REGION_LAB),
        ("2026-01", REGION_LAB, "Y02-01@region", ("8.4", "8.5.2"), date(2026, 3, 23), None, "",
         OFFICE),
    ):  # fmt: skip
        yield Audit(
            f"SYN-IA-{key}", "internal", unit, process, _clauses(*clauses), planned, done, result,
            auditor,
        )  # fmt: skip


def _findings() -> Iterator[Finding]:
    for key, number, statement, grade, clause, found in (
        ("2025-01", "1", "抽查的检定记录没有写明所用标准器的有效期", "minor", "7.1.5",
         date(2025, 3, 26)),
        ("2025-01", "2", "检定室温湿度靠手工抄录，建议自动记录", "observation", "7.1.5",
         date(2025, 3, 26)),
        ("2025-02", "1", "值班室张贴的应急联系表没有受控标识", "minor", "7.5.3",
         date(2025, 5, 20)),
        ("2025-03", "1", "两名维护人员未经考核即上岗", "major", "7.2", date(2025, 6, 18)),
        ("2025-05", "1", "科研成果转化没有留下评审记录", "minor", "8.3", date(2025, 10, 21)),
    ):  # fmt: skip
        yield Finding(f"SYN-IA-{key}", number, statement, grade, _clauses(clause), found)


def _nonconformities(league: str) -> Iterator[Nonconformity]:
    yield Nonconformity(
        "NC-2025-A1", date(2025, 3, 28), _clauses("7.1.5"), "一般", "Finding", "SYN-IA-2025-01|1",
        REGION_LAB, "correct", "closed", "检定记录没有写明标准器的有效期", "法",
        "记录表没有这一栏", "已查其他要素的记录", date(2025, 7, 28),
    )  # fmt: skip
    yield Nonconformity(
        "NC-2025-A2", date(2025, 5, 22), _clauses("7.5.3"), "一般", "Finding", "SYN-IA-2025-02|1",
        DATA_CENTRE, "correct", "open", "值班室张贴的文件不受控", "法",
        "张贴的文件不在发放清单上", "已查其他值班室",
    )  # fmt: skip
    yield Nonconformity(
        "NC-2025-A3", date(2025, 6, 20), _clauses("7.2"), "严重", "Finding", "SYN-IA-2025-03|1",
        league, "", "open", "维护人员未经考核上岗", "人", "上岗前没有核对培训记录",
        "其他旗县站已核对",
    )  # fmt: skip


def _actions(league: str) -> Iterator[Action]:
    for key, against, unit, due, done, effect, title, opened, verified, risk in (
        ("A1", "A1", REGION_LAB, date(2025, 4, 30), date(2025, 4, 22), "effective",
         "记录表增加标准器有效期一栏", date(2025, 4, 1), date(2025, 7, 25),
         ("not_needed", "", "只是记录表缺一栏，策划时识别的风险不受影响", date(2025, 7, 28))),
        ("A2", "A2", DATA_CENTRE, date(2025, 6, 30), date(2025, 6, 20), "ineffective",
         "撤下张贴的旧件", date(2025, 5, 26), date(2025, 9, 24), _SILENT),
        ("A3", "A2", DATA_CENTRE, date(2026, 3, 31), None, "", "张贴的文件纳入发放清单，按季核对",
         date(2025, 9, 26), None, _SILENT),
        ("A4", "A3", league, date(2025, 8, 31), date(2025, 8, 20), "", "补考核，上岗前核对培训记录",
         date(2025, 6, 23), None, _SILENT),
    ):  # fmt: skip
        yield Action(
            f"CA-2025-{key}", "corrective", f"NC-2025-{against}", "", unit, due, done, effect, "",
            title, opened, verified, *risk,
        )  # fmt: skip
