"""The page of loads: a dry run, a load with its rejected rows, the check of the ledger."""

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

pytestmark = pytest.mark.every_page

STATIONS = "station_id,name_zh\n53463,呼和浩特\n,无号\n"


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one station."""
    folder = tmp_path_factory.mktemp("loads")
    (folder / "stations.csv").write_text("station_id,name_zh\n50353,呼玛\n", encoding="utf-8")
    settings = Settings(folder / "home")
    with Workspace(settings, create=True) as workspace, LoadProgress(quiet=True) as watch:
        load_files(workspace, plan_work([folder / "stations.csv"], Declared(source="first")), watch)
    return folder / "home"


@pytest.fixture(scope="module")
def writing(own_home: Path) -> Iterator[str]:
    with served(own_home, "--user", "张三") as address:
        yield address


@pytest.fixture
def writer(browser: Browser, writing: str) -> Iterator[Visitor]:
    with visiting(browser, writing) as found:
        yield found
        assert found.left == []
        assert found.errors == []


def give(visitor: Visitor, name: str, text: str) -> None:
    visitor.page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    visitor.settle()


def press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.settle()


def test_a_file_is_tried_loaded_and_its_rejected_row_told(writer: Visitor) -> None:
    writer.open("/loads?tab=upload")
    give(writer, "stations.csv", STATIONS)
    press(writer, "试读")
    writer.until(lambda: "什么也没有写入" in writer.text)
    press(writer, "装载")
    writer.until(lambda: "已装载；台账头" in writer.text)

    writer.open("/loads?tab=rejects")
    rows = Path(writer.file("CSV").path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "uploads/stations.csv" in rows[1]
    assert "required" in rows[1]


def test_a_part_is_chosen_and_stands_in_the_address(writer: Visitor) -> None:
    writer.open("/loads")
    for title, tab in (("撤回", "retractions"), ("来源", "sources"), ("装载", "")):
        group = writer.page.locator('[data-testid="stButtonGroup"]').last
        group.get_by_text(title, exact=True).click()
        writer.settle()
        writer.until(lambda tab=tab: writer.parameter("tab") == tab)


def test_the_ledger_is_checked_with_one_button(writer: Visitor) -> None:
    writer.open("/loads?tab=ledger&lang=en")
    press(writer, "verify the ledger")
    writer.until(lambda: "the ledger is sound" in writer.text)
    assert "claims ·" in writer.text


def test_a_file_that_nobody_reads_is_refused_with_a_remedy(writer: Visitor) -> None:
    writer.open("/loads?tab=upload")
    give(writer, "<img src=x onerror=alert(1)>.xyz", "nothing")
    press(writer, "装载")
    writer.until(lambda: "文件读不了" in writer.text)
    assert "Traceback" not in writer.text


def test_a_load_goes_on_when_the_session_is_lost(
    browser: Browser, writing: str, own_home: Path
) -> None:
    rows = "".join(f"{n},站{n}\n" for n in range(60000, 68000))
    with visiting(browser, writing) as gone:
        gone.open("/loads?tab=upload")
        gone.page.get_by_label("来源名").fill("lost")
        give(gone, "stations.csv", f"station_id,name_zh\n{rows}")
        gone.page.get_by_role("button", name="装载", exact=True).click()
        gone.page.wait_for_selector('[data-testid="stProgress"]')
    with visiting(browser, writing) as anew:
        for _ in range(60):
            anew.open("/loads?tab=ledger")
            with Workspace(Settings(own_home)) as workspace:
                last = workspace.ledger.last_load("lost")
            if last is not None:
                break
        assert last is not None
        press(anew, "核对台账")
        anew.until(lambda: "台账完好" in anew.text)


def test_without_a_name_nothing_can_be_loaded(visitor: Visitor) -> None:
    visitor.open("/loads?tab=upload")
    visitor.reads("只读")
    assert visitor.page.locator('input[type="file"]').count() == 0
