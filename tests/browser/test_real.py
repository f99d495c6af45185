"""The tasks of analyst, auditor and planner on real data, within their clicks.

Registries of stations, an answer of CIMISS with quality codes (W8120: pressure 876.3, a sensor at
altitude 0), and the regional plan with its interfaces.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from dashboard.checking import Asked, check_dataset
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace
from loaders import Declared

pytestmark = pytest.mark.every_page

FILES = (
    "data/cma_station_tidymet/inner_mongolia_stations_2016.csv",
    "data/cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv",
    "data/meteostat_stations/inner_mongolia_stations.json",
    "data/cimiss_music_xml/SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml",
)
STATION = "W8120"
PRESSURE = "876.3"


@pytest.fixture(scope="module")
def real(browser: Browser, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages of a home with the real files, checked."""
    home = tmp_path_factory.mktemp("real") / "home"
    plan = sorted((shared / "seeds").glob("000_*.txt"))
    paths = [*(shared / name for name in FILES), *plan]
    with Workspace(Settings(home), create=True) as workspace, LoadProgress(quiet=True) as watch:
        assert load_files(workspace, plan_work(paths, Declared()), watch).failures == ()
        check_dataset(workspace, Asked("cimiss_surface_minute"))
    with served(home) as base:
        yield base


@pytest.fixture
def visitor(browser: Browser, real: str) -> Iterator[Visitor]:
    """Somebody new at the pages of the real files; nothing they open may leave this machine."""
    with visiting(browser, real) as found:
        yield found
        assert found.left == [], "a page asked for something outside of this machine"
        assert found.errors == [], "a script on a page failed"


def test_the_analyst_sees_what_is_suspected_at_once_and_its_words_within_five(
    visitor: Visitor,
) -> None:
    visitor.open()
    visitor.tick(1, lambda: "/trace" in visitor.page.url)  # the newest of two issues
    assert STATION in visitor.parameter("element")
    visitor.reads("传感器海拔")
    assert visitor.clicks == 1

    visitor.click('[data-testid="stPageLink"] a:has-text("证据链")')
    visitor.until(lambda: "/evidence" in visitor.page.url)
    visitor.click('button:has-text("看原文")')
    marked = visitor.page.locator(".source mark")
    visitor.until(lambda: marked.count() == 1)
    assert PRESSURE in visitor.page.locator(".source").inner_text()
    assert visitor.clicks <= 5


def test_the_auditor_has_a_package_that_verifies_itself_after_three(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.open()
    visitor.tick(1, lambda: "/trace" in visitor.page.url)
    visitor.settle()
    visitor.click('[data-testid="stPageLink"] a:has-text("证据链")')
    visitor.until(lambda: "/evidence" in visitor.page.url)
    package = tmp_path / "evidence.zip"
    visitor.taken(visitor.page.get_by_role("button", name="下载证据包")).save_as(package)

    assert visitor.clicks == 3
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(package)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_planner_sees_the_gaps_of_the_plan_after_one_and_has_the_csv_within_four(
    visitor: Visitor,
) -> None:
    """By the plan seven of ninety cells are covered, all towards the nation."""
    visitor.open()
    visitor.click('a[href*="/coverage"]')
    visitor.reads("90 格中 83 个缺口", "显示 90 / 90")
    assert visitor.clicks == 1

    visitor.click('button:has-text("已覆盖")')
    visitor.until(lambda: visitor.parameter("state") == "covered")
    visitor.reads("显示 7 / 90")
    path = Path(visitor.file("CSV").path())

    assert visitor.clicks <= 4
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    assert len(rows) == 7
    assert {row["合成"] for row in rows} == {""}
