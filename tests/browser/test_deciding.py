"""Deciding on the pages: several issues at once, taking back, who comes second, read only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace
from loaders import Declared
from queries import run

pytestmark = pytest.mark.every_page

FILES = {
    "issues.csv": "issue_id,kind,station_id,begin\n"
    + "".join(f"I{n},quality,53463,2018-06-0{n}\n" for n in range(1, 6)),
    "stations.csv": "station_id,name_zh\n53463,呼和浩特\n",
    "units.csv": "unit_id,name_zh,level\n保障中心,保障中心,region\n",
}
LATER = "2100-01-01"


@pytest.fixture
def own_home(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in FILES]
    settings = Settings(tmp_path / "home")
    with Workspace(settings, create=True) as workspace, LoadProgress(quiet=True) as watch:
        assert load_files(workspace, plan_work(paths, Declared()), watch).clean
    return tmp_path / "home"


@pytest.fixture
def writer(browser: Browser, own_home: Path) -> Iterator[Visitor]:
    with served(own_home, "--user", "张三") as base, visiting(browser, base) as found:
        yield found
        assert found.left == []
        assert found.errors == []


def tick(visitor: Visitor, *rows: int) -> None:
    """Tick rows of the table, counted from 1."""
    for number, row in enumerate(rows, 1):
        visitor.tick(row, lambda n=number: f"选中 {n} 个问题" in visitor.text)
        visitor.settle()


def make_it(visitor: Visitor, state: str) -> None:
    visitor.pick(visitor.page.locator('[data-testid="stSelectbox"] input').first, state)
    visitor.page.get_by_role("button", name="记下", exact=True).click()
    visitor.settle()


def states(home: Path) -> dict[str, str]:
    with Workspace(Settings(home)) as workspace:
        rows = run(workspace, "issues", as_of=LATER).rows
    return {row.issue: row.state for row in rows}  # type: ignore[attr-defined]


def test_several_issues_are_decided_at_once_and_taken_back(writer: Visitor, own_home: Path) -> None:
    writer.open("/?triage=yes")
    tick(writer, 1, 2, 3)
    make_it(writer, "不处理")
    writer.until(lambda: "记下 3 项" in writer.text)
    found = states(own_home)
    assert [found[f"issue:I{n}"] for n in range(1, 6)] == [
        "",
        "",
        "wont_fix",
        "wont_fix",
        "wont_fix",
    ]

    writer.page.get_by_label("撤销的理由").fill("误判")
    writer.page.get_by_role("button", name="撤销这些").click()
    writer.until(lambda: set(states(own_home).values()) == {""})


def test_who_comes_second_is_told(browser: Browser, writer: Visitor, own_home: Path) -> None:
    with served(own_home, "--user", "李四") as other, visiting(browser, other) as second:
        for visitor in (writer, second):
            visitor.open("/?triage=yes")
            tick(visitor, 1)
        make_it(writer, "处理中")
        writer.until(lambda: "记下 1 项" in writer.text)
        make_it(second, "调查中")
        second.reads("未能记下 1 项", "张三")
    assert states(own_home)["issue:I5"] == "in_progress"


def test_a_cause_is_confirmed_where_the_issue_is_traced(writer: Visitor, own_home: Path) -> None:
    writer.open("/trace?element=issue:I5&hop=2")
    writer.page.get_by_label("理由或意见").fill("迁站后未校准")
    writer.page.get_by_role("button", name="确认为起因").click()
    writer.until(lambda: "记下 1 项" in writer.text)
    with Workspace(Settings(own_home)) as workspace:
        rows = run(workspace, "history", {"element": "incident:INC-I5"}).rows
    (cause,) = [row for row in rows if row.kind == "CAUSED_BY"]  # type: ignore[attr-defined]
    assert "迁站后未校准" in cause.says  # type: ignore[attr-defined]
    assert cause.source_id == "decisions/张三"  # type: ignore[attr-defined]


def test_an_action_is_decided_on_where_the_issue_is_traced(writer: Visitor, own_home: Path) -> None:
    writer.open("/trace?element=issue:I5&hop=2")
    writer.page.get_by_text("定措施", exact=True).click()
    for label, text in (("措施", "重新校准"), ("责任单位", "保障中心"), ("期限", "2100-06-30")):
        writer.page.get_by_label(label, exact=True).fill(text)
    writer.page.get_by_role("button", name="记下措施").click()
    writer.until(lambda: "记下 4 项" in writer.text)

    with Workspace(Settings(own_home)) as workspace:
        rows = run(workspace, "actions", as_of="2100-01-01").rows
    (action,) = rows
    assert action.name == "重新校准"  # type: ignore[attr-defined]
    writer.open("/management?list=actions&as_of=2100-01-01")
    writer.reads("1")


def test_a_filter_is_kept_under_a_name(writer: Visitor) -> None:
    writer.open("/?kind=quality")
    writer.page.get_by_role("button", name="过滤条件").click()
    writer.page.get_by_label("名称").fill("本周 <b>质量</b>")
    writer.page.get_by_label("名称").press("Enter")
    writer.settle()
    writer.page.get_by_role("button", name="保存现在的条件").click()
    writer.settle()
    writer.open()
    writer.page.get_by_role("button", name="过滤条件").click()
    writer.page.get_by_text("本周 <b>质量</b>").click()
    writer.until(lambda: writer.parameter("kind") == "quality")


def test_without_a_name_the_pages_are_read_only(visitor: Visitor) -> None:
    visitor.open("/?triage=yes")
    visitor.reads("只读")
    assert "选多个问题" not in visitor.text
    visitor.open("/trace?element=issue:DEMO-0001&hop=10")
    visitor.reads("SHA-256")
    assert "确认为起因" not in visitor.text
