"""The made-up documents of the sample, their reviews, and the processes and interfaces below.

Each document has two versions; the second took effect on one day for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from loaders.sample.rows import Document, DocumentReview, Interface, Process
from loaders.sample.variables import VARIABLES

FIRST_EFFECTIVE = date(2008, 1, 1)
SECOND_EFFECTIVE = date(2017, 7, 1)
STANDARDS_RULE = "QX/T-SYN-100"
MOVE_RECORD = "SYN-RC-301"
BATCH_NOTICE = "SYN-NT-401"
EQUIPMENT_PROCEDURE = "SYN-QP-02"
EXTERNAL_PROCEDURE = "SYN-QP-05"
_NETWORK_PROCEDURE = "SYN-QP-01"
_DATA_PROCEDURE = "SYN-QP-03"
_CMA = "中国气象局"
_BUREAU = "内蒙古自治区气象局"
_CENTRE = "内蒙古自治区大气探测技术保障中心"
_NETWORK_OFFICE = "内蒙古自治区气象局观测与网络处"
_DATA_CENTRE = "内蒙古自治区气象信息中心"
_LEAGUES = "各盟市气象局"
_BANNERS = "各旗县气象局（站）"


@dataclass(frozen=True, slots=True)
class _Text:
    """A document: id, title, level, issuer; the region's processes and the clauses it is for."""

    number: str
    title: str
    level: str
    issuer: str
    processes: tuple[str, ...]
    clauses: tuple[str, ...]


_TEXTS = (
    _Text("SYN-QM-01", "气象观测质量手册（合成）", "1", _BUREAU,
          ("Y", "Z", "G"), ("4.4", "5.2", "6.2")),
    _Text(_NETWORK_PROCEDURE, "站网与元数据管理程序（合成）", "2", _BUREAU,
          ("Y01-03",), ("8.5.2", "7.5.3")),
    _Text(EQUIPMENT_PROCEDURE, "装备计量与维护管理程序（合成）", "2", _BUREAU,
          ("Y02-01", "Y02-03", "Y02-04", "Y02-05"), ("7.1.5.1", "7.1.5.2")),
    _Text(_DATA_PROCEDURE, "数据业务管理程序（合成）", "2", _BUREAU,
          ("Y03-01", "Y03-02", "Y03-03"), ("8.5.1", "8.6")),
    _Text("SYN-QP-04", "不合格与纠正措施程序（合成）", "2", _BUREAU,
          ("不合格工作控制", "纠正和预防措施控制"), ("8.7", "10.2")),
    _Text(EXTERNAL_PROCEDURE, "外部供方管理程序（合成）", "2", _BUREAU,
          ("外部供方管理控制",), ("8.4",)),
    _Text("SYN-WI-201", "自动站维护作业指导书（合成）", "3", _CENTRE,
          ("Y02-03",), ("7.1.3",)),
    _Text("SYN-WI-202", "观测数据质量控制作业指导书（合成）", "3", _DATA_CENTRE,
          ("Y03-03",), ("8.6", "9.1.3")),
    _Text(MOVE_RECORD, "站址变动记录表（合成）", "4", _NETWORK_OFFICE,
          ("Y01-03",), ("7.5.3",)),
    _Text(BATCH_NOTICE, "仪器批次质量通报（合成）", "4", _CENTRE,
          ("Y02-01", "外部供方管理控制"), ("8.4.1", "8.7")),
    _Text(STANDARDS_RULE, "气象计量标准检定规程（合成）", "3", _CMA,
          ("Y02-04",), ("7.1.5.2",)),
    *(
        _Text(f"QX/T-SYN-{101 + i}", f"{v.title_zh}传感器检定校准规程（合成）", "3", _CMA,
              ("Y02-05",) if v.calibration_kind == "标定" else ("Y02-04",), ("7.1.5.2",))
        for i, v in enumerate(VARIABLES)
    ),
)  # fmt: skip
_RULES = {v.code: f"QX/T-SYN-{101 + i}" for i, v in enumerate(VARIABLES)}


def rule_of(variable: str) -> str:
    """The calibration procedure of a variable's instruments."""
    return _RULES[variable]


def procedure_in_force(rule: str, day: date) -> str:
    """The version of a procedure that was in force on a day, as `document|version`."""
    return f"{rule}|{'2' if day >= SECOND_EFFECTIVE else '1'}"


def documents() -> Iterator[Document]:
    """Both versions of every document."""
    for text in _TEXTS:
        governs = ";".join(f"{p}@region" for p in text.processes)
        clauses = ";".join(f"ISO 9001:2015|{c}" for c in text.clauses)
        for version, effective, superseded, former in (
            ("1", FIRST_EFFECTIVE, SECOND_EFFECTIVE, ""),
            ("2", SECOND_EFFECTIVE, None, "1"),
        ):
            yield Document(
                text.number,
                text.title,
                text.number,
                text.level,
                version,
                text.issuer,
                effective,
                superseded,
                former,
                governs,
                clauses,
            )


def reviews() -> Iterator[DocumentReview]:
    """A review 留废改立 of some of the documents."""
    yield DocumentReview("SYN-QM-01", "留", "", "符合现行要求")
    yield DocumentReview("SYN-WI-201", "改", EQUIPMENT_PROCEDURE, "并入装备程序的附件")
    yield DocumentReview("SYN-WI-202", "废", _DATA_PROCEDURE, "内容已由程序文件覆盖")
    yield DocumentReview(BATCH_NOTICE, "立", "", "此前没有批次通报的固定格式")
    yield DocumentReview(STANDARDS_RULE, "留", "", "每年复核")


def league_processes() -> Iterator[Process]:
    """Some processes at league level: the first two under a document, one under a version."""
    yield Process("Y", "业务过程", "league", "Y")
    for code, name in (
        ("Y01", "技术发展质量管理"), ("Y02", "装备业务质量管理"), ("Y03", "数据业务质量管理"),
    ):  # fmt: skip
        yield Process(code, name, "league", "Y", "Y")
    for code, name, parent, document in (
        ("Y01-03", "站网管理", "Y01", _NETWORK_PROCEDURE),
        ("Y02-02", "运行监控", "Y02", ""),
        ("Y02-04", "计量检定", "Y02", f"{EQUIPMENT_PROCEDURE}|2"),
        ("Y03-02", "数据传输", "Y03", _DATA_PROCEDURE),
    ):
        yield Process(code, name, "league", "Y", parent, _LEAGUES, _BANNERS, document)


def interfaces() -> Iterator[Interface]:
    """Interfaces of region and league: answered, never answered, and declared absent."""
    for number, process, name, unit, flows in (
        ("SYN-RL-1", "Y01-03", "站网管理", _NETWORK_OFFICE,
         (("up", "报送站址与元数据变动", "每月", "true"), ("down", "批复变动申请", "", "false"))),
        ("SYN-RL-2", "Y02-02", "运行监控", _CENTRE,
         (("up", "报送故障与停机情况", "每周", "true"),)),
        ("SYN-RL-3", "Y02-04", "计量检定", _CENTRE,
         (("up", "送检计划与待检仪器", "每年", "true"), ("down", "检定证书", "每年", "false"))),
    ):  # fmt: skip
        for direction, items, cycle, reply in flows:
            yield Interface(
                number, f"{name}区盟接口（合成）", "region", "league", process, process,
                unit, _LEAGUES, direction, items, cycle, reply,
            )  # fmt: skip
    yield Interface(
        "SYN-RL-4", "数据传输区盟接口（合成）", "region", "league", "Y03-02", "Y03-02",
        _DATA_CENTRE, _LEAGUES, state="declared_absent",
    )  # fmt: skip
