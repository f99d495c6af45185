"""体系运行 in a browser: a number, its list, its chain; an action added and done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from graph import Settings, Workspace
from queries import run
from queries.actions import ActionRow
from queries.nonconformities import NonconformityRow

pytestmark = pytest.mark.every_page

WRITTEN = "记下 1 项，早已如此 0 项，未能记下 0 项"


@pytest.fixture(scope="module")
def own_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, in a home that may be written into."""
    return Path(shutil.copytree(home, tmp_path_factory.mktemp("management") / "home"))


@pytest.fixture
def analyst(browser: Browser, own_home: Path) -> Iterator[Visitor]:
    env = {"SUYUAN_ROLE": "analyst"}
    with served(own_home, "--user", "张三", env=env) as base, visiting(browser, base) as found:
        yield found
        assert found.left == []
        assert found.errors == []


def nonconformities(home: Path) -> list[NonconformityRow]:
    with Workspace(Settings(home)) as workspace:
        found = run(workspace, "nonconformities", {"state": "open"}).rows
    return [row for row in found if isinstance(row, NonconformityRow)]


def actions(home: Path, about: str) -> dict[str, ActionRow]:
    with Workspace(Settings(home)) as workspace:
        found = run(workspace, "actions", {"about": about}).rows
    return {row.name: row for row in found if isinstance(row, ActionRow)}


def write(visitor: Visitor, **fields: str) -> None:
    for label, value in fields.items():
        visitor.page.get_by_label(label, exact=True).last.fill(value)
    visitor.page.get_by_role("button", name="记下").click()
    visitor.settle()


def test_from_a_number_to_its_chain_and_an_action_is_added_and_done(
    analyst: Visitor, own_home: Path
) -> None:
    first, *_ = nonconformities(own_home)
    analyst.open("/management")
    analyst.page.get_by_role("button", name="未关闭的不合格").click()
    analyst.until(lambda: analyst.parameter("state") == "open")
    assert analyst.parameter("list") == "nonconformities"
    analyst.settle()
    analyst.tick(1, lambda: analyst.parameter("element") == first.nonconformity)
    analyst.reads("关系", first.name)
    analyst.page.get_by_test_id("stPageLink").get_by_role("link", name="证据链").click()
    analyst.reads("SHA-256", "下载证据包")

    analyst.open(f"/management?list=nonconformities&act=add&chosen={first.nonconformity}")
    write(analyst, 措施="每季核查一次", 责任单位=first.units[0], 期限="2099-12-31")
    analyst.reads(WRITTEN)
    added = actions(own_home, first.nonconformity)["每季核查一次"]
    assert (added.state, added.due) == ("open", "2099-12-31")

    analyst.open(f"/management?list=actions&act=done&chosen={added.action}")
    write(analyst, 理由="已核查")
    analyst.reads(WRITTEN)
    assert actions(own_home, first.nonconformity)["每季核查一次"].state == "done"


def test_an_auditor_reads_the_same_and_is_offered_no_form(browser: Browser, home: Path) -> None:
    env = {"SUYUAN_ROLE": "auditor"}
    with served(home, "--user", "李四", env=env) as base, visiting(browser, base) as auditor:
        auditor.open("/management?list=actions&act=add&lang=en")
        auditor.reads("corrective and preventive actions", "open nonconformities", "auditor")
        assert auditor.page.get_by_role("button", name="record").count() == 0
        assert auditor.left == []
