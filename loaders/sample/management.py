"""The management loop of the year 2025: what users said, and what came of it.

A user's feedback revises a data requirement; the timeliness that measures it misses the new target,
a nonconformity is opened, and the action against it changes a procedure, after which the target is
reached. Beside it another action that did not work, risks with their reviews, trainings, suppliers,
the internal audits, and two management reviews, of which the second, held two weeks late, looks at
the year between them; a third is planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from loaders.sample import audits
from loaders.sample.audits import FORECAST, OFFICE, PERSONNEL
from loaders.sample.indicators import (
    REGION,
    REQUIREMENT,
    indicator_processes,
    indicators,
    objectives,
    values,
)
from loaders.sample.issues import DATA_CENTRE
from loaders.sample.management_rows import (
    Feedback,
    ManagementReview,
    Requirement,
    Risk,
    Supplier,
    Training,
)
from loaders.sample.metrology import REGION_LAB
from loaders.sample.network import COMPANY, FORMER_SUPPLIER, FORMER_SUPPLIER_END
from loaders.sample.rows import Action, Document, Nonconformity, Row
from loaders.sample.scene import Scene

_RADAR = "内蒙古自治区气象台天气雷达站"
_PROCEDURE = "SYN-QP-06"
_BEGIN = date(2024, 1, 1)
_REVISED = date(2025, 7, 1)
_FORECASTERS = "短时临近预报（合成用户）"
_FARMERS = "农业气象服务（合成用户）"


@dataclass(slots=True)
class Province:
    """What the loop takes from the rest of the sample, noted while its stations go by.

    `leagues`: the league bureaus of its stations, in order. `station`, `model` (manufacturer and
    model, as its key) and `instrument` (its barometer) are those of the first one.
    """

    leagues: dict[str, None] = field(default_factory=dict)
    station: str = ""
    model: str = ""
    instrument: str = ""

    def note(self, scene: Scene) -> None:
        """A station that is in the sample."""
        self.leagues[scene.site.league] = None
        if not self.station:
            instrument = scene.lines["PRS"].holdings[-1].instrument
            self.station = scene.site.station_id
            self.instrument = instrument.instrument_id
            self.model = f"{instrument.manufacturer}|{instrument.model}"


def year(seed: int, province: Province, results: dict[str, str]) -> Iterator[tuple[str, Row]]:
    """Rows with the stem of their file; `results` is given the result of each action done."""
    leagues = tuple(province.leagues)
    loop: tuple[Row, ...] = (
        *_feedback(province.station, leagues[0]),
        *_requirements(),
        *objectives(leagues),
        *indicators(),
        *values(seed, leagues),
        *_risks(leagues[0]),
        *_reviews(),
        *_trainings(leagues[0]),
        *_suppliers(province.model),
    )
    for row in loop:
        yield f"generated/{row.TABLE}", row
    for indicator in indicator_processes():
        yield "generated/indicator_processes", indicator
    against: tuple[Row, ...] = (
        *_procedure(),
        *_nonconformities(leagues[0]),
        *_actions(leagues[0]),
    )
    for more in against:
        yield f"generated/management_{more.TABLE}", more
        _note(more, results)
    for stem, found in audits.year(leagues[0]):
        yield stem, found
        _note(found, results)


def _note(row: Row, results: dict[str, str]) -> None:
    """The result of an action done: there is no issue behind any of these."""
    if isinstance(row, Action) and row.done:
        results[row.action_id] = "no_issue"


def _feedback(station: str, league: str) -> Iterator[Feedback]:
    yield Feedback(
        "SYN-FB-2025-001", date(2025, 2, 12), FORECAST, "DataRequirement", REQUIREMENT,
        "临近预报要求逐小时气压资料在整点后8分钟内到达，现为15分钟", "closed",
        date(2025, 2, 20), date(2025, 11, 10), "满意",
    )  # fmt: skip
    yield Feedback(
        "SYN-FB-2025-002", date(2025, 1, 27), league, "Issue", "ISS-2025-001-1",
        "气温曲线与邻站走势不一致，请核实", "closed", date(2025, 2, 5), date(2025, 7, 15), "满意",
    )  # fmt: skip
    yield Feedback(
        "SYN-FB-2025-003", date(2025, 5, 6), _RADAR, "Process", "Y03-03@region",
        "质控标记的含义希望有说明文件", "replied", date(2025, 5, 19), None, "一般",
    )  # fmt: skip
    yield Feedback(
        "SYN-FB-2025-004", date(2025, 8, 21), league, "Series", f"{station}|PRS",
        "更换传感器前后的序列请注明", "closed", date(2025, 8, 29), date(2025, 9, 30), "满意",
    )  # fmt: skip
    yield Feedback(
        "SYN-FB-2025-005", date(2025, 11, 28), FORECAST, "DataRequirement", "SYN-REQ-02",
        "春播期降水资料希望提前到整点后10分钟", "open",
    )  # fmt: skip


def _requirements() -> Iterator[Requirement]:
    yield Requirement(
        REQUIREMENT, _FORECASTERS, "PRS", "", "0.3 hPa", "整点后15分钟", "95%", _BEGIN
    )
    yield Requirement(
        REQUIREMENT, _FORECASTERS, "PRS", "", "0.3 hPa", "整点后8分钟", "98%", date(2025, 4, 1),
        "SYN-FB-2025-001",
    )  # fmt: skip
    yield Requirement("SYN-REQ-02", _FARMERS, "PRE", "", "0.4 mm", "整点后30分钟", "95%", _BEGIN)
    yield Requirement("SYN-REQ-03", _FARMERS, "TEM", "", "0.2 Cel", "整点后30分钟", "95%", _BEGIN)


def _risks(league: str) -> Iterator[Risk]:
    for number, kind, title, threatened, likelihood, effect, treatment, owner, due in (
        (1, "risk", "旗县站只有一条通信链路，断网时资料迟到", "Y03-02@region", "中", "大",
         "加装备份链路，每季演练", DATA_CENTRE, date(2026, 12, 31)),
        (2, "risk", "送检集中在汛期前，站用仪器可能超检", "Y02-04@region", "高", "中",
         "错峰送检，备件先行", REGION_LAB, date(2025, 9, 30)),
        (3, "risk", "维护人员更替，修复时间变长", "Y02-03@region", "中", "中",
         "交接清单与跟班培训", league, date(2026, 6, 30)),
        (4, "risk", "备件供货周期变长", "外部供方管理控制@region", "低", "中",
         "", REGION_LAB, None),
        (5, "opportunity", "自动质控可以提前发现漂移", "Y03-03@region", "高", "大",
         "纳入质控业务试用", DATA_CENTRE, date(2026, 12, 31)),
    ):  # fmt: skip
        yield Risk(
            f"SYN-RK-{number:02d}", kind, title, "Process", threatened, likelihood, effect,
            treatment, owner, due,
        )  # fmt: skip


def _reviews() -> Iterator[ManagementReview]:
    inputs = ";".join(
        ("以往评审的措施", "目标与指标完成情况", "用户反馈", "审核结果", "不合格与纠正措施",
         "风险与机遇", "外部供方", "资源与培训")
    )  # fmt: skip
    for number, planned, held, decided in (
        (2024, date(2024, 12, 19), date(2024, 12, 19), "CA-2025-M1"),
        (2025, date(2025, 12, 4), date(2025, 12, 18), "CA-2025-M4"),
        (2026, date(2026, 12, 10), None, ""),
    ):
        yield ManagementReview(
            f"SYN-MR-{number}", held, REGION, inputs if held else "", decided, planned
        )


def _trainings(league: str) -> Iterator[Training]:
    for number, subject, unit, process, held, role, passed, until in (
        (1, "内部审核员", OFFICE, "内审管理控制@region", date(2023, 1, 16), "内审员", "true",
         date(2026, 1, 15)),
        (2, "内部审核员", REGION_LAB, "内审管理控制@region", date(2025, 3, 20), "内审员", "true",
         date(2028, 3, 19)),
        (3, "气压检定员", REGION_LAB, "Y02-04@region", date(2024, 4, 8), "检定员", "true",
         date(2027, 4, 7)),
        (4, "数据传输程序新版宣贯", DATA_CENTRE, "Y03-02@region", date(2025, 6, 24), "传输岗",
         "true", None),
        (5, "自动站维护", league, "Y02-03@region", date(2025, 7, 10), "维护员", "false", None),
        (6, "自动站维护（补考）", league, "Y02-03@region", date(2025, 9, 2), "维护员", "true",
         date(2027, 9, 1)),
        (7, "质量管理体系基础", PERSONNEL, "人力资源管理@region", date(2025, 4, 15), "管理人员",
         "true", None),
    ):  # fmt: skip
        yield Training(f"SYN-TR-{number:02d}", subject, unit, process, held, role, passed, until)


def _suppliers(model: str) -> Iterator[Supplier]:
    maker = model.partition("|")[0]
    yield Supplier(
        "SYN-SUP-01", COMPANY, "Process", "Y02-03@region", date(2025, 3, 10), "合格",
        date(2026, 3, 9),
    )  # fmt: skip
    yield Supplier(
        "SYN-SUP-02", maker, "InstrumentModel", model, date(2025, 6, 5), "有条件合格",
        date(2027, 6, 4),
    )  # fmt: skip
    yield Supplier(
        "SYN-SUP-03", FORMER_SUPPLIER, "Process", "Y02-01@region", date(2016, 12, 20), "合格",
        FORMER_SUPPLIER_END,
    )  # fmt: skip


def _procedure() -> Iterator[Document]:
    """The procedure that the action changes, before and after."""
    for version, effective, superseded, former in (
        ("1", _BEGIN, _REVISED, ""),
        ("2", _REVISED, None, "1"),
    ):
        yield Document(
            _PROCEDURE, "数据传输时效管理程序（合成）", _PROCEDURE, "2", version, REGION,
            effective, superseded, former, "Y03-02@region", "ISO 9001:2015|8.2.4",
        )  # fmt: skip


def _nonconformities(league: str) -> Iterator[Nonconformity]:
    yield Nonconformity(
        "NC-2025-M1", date(2025, 5, 8), "GB/T 19001-2016|9.1.1", "一般", "", "", DATA_CENTRE, "",
        "closed", "气压资料及时率未达到修订后的需求", "法", "程序没有规定补传时限", "已查其他要素",
        date(2025, 11, 6),
    )  # fmt: skip
    yield Nonconformity(
        "NC-2025-M2", date(2025, 6, 9), "GB/T 19001-2016|9.1.1", "一般", "", "", league, "",
        "open", "故障平均修复时间连续未达标", "人", "新到维护人员不熟悉流程", "其他盟市已核对",
    )  # fmt: skip


def _actions(league: str) -> Iterator[Action]:
    yield Action(
        "CA-2025-M1", "preventive", "", "SYN-RK-01", DATA_CENTRE, date(2025, 6, 30),
        date(2025, 5, 20), "", "", "重点旗县站加装备份链路", date(2024, 12, 20),
    )  # fmt: skip
    yield Action(
        "CA-2025-M2", "corrective", "NC-2025-M1", "", DATA_CENTRE, date(2025, 7, 31), _REVISED,
        "effective", f"{_PROCEDURE}|2", "修订数据传输时效管理程序，规定补传时限", date(2025, 5, 12),
        date(2025, 11, 5), "changed", "SYN-RK-01", "补传时限写入程序，资料迟到的可能性由中降为低",
        date(2025, 11, 6),
    )  # fmt: skip
    yield Action(
        "CA-2025-M3", "corrective", "NC-2025-M2", "", league, date(2025, 8, 31), date(2025, 8, 15),
        "ineffective", "", "跟班培训维护人员", date(2025, 6, 12), date(2025, 11, 20),
        "reviewed", "SYN-RK-03", "", date(2025, 11, 20),
    )  # fmt: skip
    yield Action(
        "CA-2025-M4", "preventive", "", "SYN-RK-02", REGION_LAB, date(2026, 3, 31), None, "", "",
        "编制错峰送检计划并复核风险", date(2025, 12, 19),
    )  # fmt: skip
