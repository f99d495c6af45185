"""Three walks through the improvement loop in a browser, each from its beginning to its end.

From a user's feedback to the version of a procedure, through the input of a management review to
what it rests on, and an internal audit from its plan to the verified finding.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from graph import Settings, Workspace
from queries import run
from queries.audits import AuditRow

pytestmark = pytest.mark.every_page

WRITTEN = "记下 1 项，早已如此 0 项，未能记下 0 项"
AUDITED, AUDITOR = "内蒙古自治区气象局人事处", "内蒙古自治区大气探测技术保障中心"
AUDIT = "audit:AU-2025-11-03"
PROCEDURE = "document_version:SYN-QP-06|2"


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """The sample, in a home that may be written into."""
    return Path(shutil.copytree(home, tmp_path / "home"))


@pytest.fixture
def analyst(browser: Browser, own_home: Path) -> Iterator[Visitor]:
    env = {"SUYUAN_ROLE": "analyst"}
    with served(own_home, "--user", "张三", env=env) as base, visiting(browser, base) as found:
        yield found
        assert found.left == []
        assert found.errors == []


def steps(home: Path) -> dict[str, AuditRow]:
    """The last step of each part of the audit planned here."""
    with Workspace(Settings(home)) as workspace:
        found = run(workspace, "audits", {"element": AUDIT}).rows
    return {row.part: row for row in found if isinstance(row, AuditRow)}


def act(visitor: Visitor, listed: str, step: str, chosen: str = "", **fields: str) -> None:
    """Open the form of a step, fill it in, press its button, and read that it was recorded."""
    visitor.open(f"/management?list={listed}&act={step}" + (f"&chosen={chosen}" if chosen else ""))
    write(visitor, **fields)
    visitor.reads(WRITTEN)


def write(visitor: Visitor, **fields: str) -> None:
    for label, value in fields.items():
        visitor.page.get_by_label(label, exact=True).last.fill(value)
    visitor.page.get_by_role("button", name="记下").last.click()


def test_feedback_leads_to_the_requirement_and_the_procedure_it_changed(visitor: Visitor) -> None:
    visitor.open("/management?list=feedback&as_of=2025-12-18")
    visitor.reads("用户反馈")
    visitor.tick(1, lambda: visitor.parameter("list") == "line")
    assert visitor.parameter("element").startswith("feedback:")

    visitor.open("/management?list=line&element=feedback:SYN-FB-2025-001&as_of=2025-12-18")
    visitor.reads("从反馈到文件版本")
    visitor.tick(2, lambda: visitor.parameter("element") == "data_requirement:SYN-REQ-01")
    visitor.reads("SYN-REQ-01")

    visitor.open("/management?list=line&element=feedback:SYN-FB-2025-001&as_of=2025-12-18")
    visitor.reads("从反馈到文件版本", "显示 7 / 7")
    visitor.tick(7, lambda: PROCEDURE in visitor.parameter("element"))
    visitor.reads("数据传输时效管理程序（合成）")


def test_a_number_of_the_review_leads_to_its_list_and_to_the_chain_of_an_audit(
    visitor: Visitor,
) -> None:
    visitor.open("/management?as_of=2025-12-18")
    visitor.page.get_by_role("button", name="评审中紧要的").click()
    visitor.until(lambda: visitor.parameter("list") == "input")
    visitor.reads("12 项输入，12 项有所知")
    visitor.page.get_by_role("button", name="审核结果 1").click()
    visitor.until(lambda: visitor.parameter("part") == "c6")
    visitor.settle()
    visitor.tick(1, lambda: visitor.parameter("list") == "audit")
    assert visitor.parameter("element") == "audit:SYN-IA-2025-06"
    visitor.reads("审核：从计划到验证", "显示 2 / 2")
    visitor.tick(1, lambda: "/documents" in visitor.page.url)
    visitor.reads("内蒙古自治区气象局观测与网络处")


def test_an_audit_from_its_plan_to_the_verified_finding(analyst: Visitor, own_home: Path) -> None:
    analyst.open("/management?list=audits&act=plan")
    write(analyst, 受审核单位=AUDITED, 审核单位=AUDITED, 计划日期="2025-11-03")
    analyst.reads(f"{AUDITED} 不能审核本单位")
    write(analyst, 审核单位=AUDITOR, 条款="GB/T 19001-2016|7.2")
    analyst.reads(WRITTEN)
    act(analyst, "audits", "done", AUDIT, 结果="基本符合", 发生之日="2025-11-04")
    act(analyst, "audits", "find", AUDIT, 发现内容="两名内审员没有年度考核记录",
        发生之日="2025-11-04")  # fmt: skip
    finding = steps(own_home)["finding"].element
    act(analyst, "findings", "open", finding, 责任单位=AUDITED, 不合格内容="没有考核记录")
    nonconformity = steps(own_home)["nonconformity"].element
    act(analyst, "nonconformities", "add", nonconformity, 措施="补考核，按季核对", 责任单位=AUDITED,
        期限="2099-12-31")  # fmt: skip
    action = steps(own_home)["action"].element
    act(analyst, "actions", "done", action)
    analyst.open(f"/management?list=actions&act=verify&chosen={action}")
    analyst.pick(analyst.page.get_by_label("人的判断（背后没有问题的才填）").last, "有效")
    write(analyst, 理由="抽查 20 份记录")
    analyst.reads(WRITTEN)
    act(analyst, "nonconformities", "close", nonconformity)

    analyst.open(f"/management?list=findings&unit=unit:{AUDITED}")
    analyst.tick(1, lambda: analyst.parameter("list") == "audit")
    analyst.reads("审核：从计划到验证")
    found = steps(own_home)
    assert [(part, row.state) for part, row in found.items()] == [
        ("audit", "settled"), ("auditor", "fit"), ("finding", "settled"),
        ("nonconformity", "closed"), ("action", "effective"),
    ]  # fmt: skip
