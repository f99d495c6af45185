"""One browser, and the pages of the sample, for all tests; `browser` is importable here."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

if "browser" not in sys.modules:
    package = ModuleType("browser")
    package.__path__ = [str(Path(__file__).resolve().parent)]
    sys.modules["browser"] = package

from browser.visiting import Visitor, browsing, served, visiting

from dashboard.demonstrating import load_sample, sample_folder
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample province."""
    folder = tmp_path_factory.mktemp("pages") / "home"
    with Workspace(Settings(folder), create=True) as workspace, LoadProgress(quiet=True) as watch:
        load_sample(workspace, sample_folder(folder), watch)
    return folder


@pytest.fixture(scope="session")
def base(home: Path) -> Iterator[str]:
    """The address of its pages."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped by name where there is none."""
    with browsing() as found:
        yield found


@pytest.fixture
def visitor(browser: Browser, base: str) -> Iterator[Visitor]:
    """Somebody new at the pages of the sample; nothing they open may leave this machine."""
    with visiting(browser, base) as found:
        yield found
        assert found.left == [], "a page asked for something outside of this machine"
        assert found.errors == [], "a script on a page failed"


EVIL = '<img src=x onerror="window.canary=1"></script><script>window.canary=1</script>'
LINK = "[a](http://outside.example/b) =1+1"
CODE = "@@=window.canary=1"


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose names would do harm where a page took them for more than text."""
    folder = tmp_path_factory.mktemp("hostile")
    tables = {
        "processes": [
            ["code", "name_zh", "level", "parent", "led_by", "governed_by"],
            ["P1", EVIL, "region", "P0", LINK, EVIL],
            ["P0", "上级", "region", "", "", ""],
        ],
        "units": [["unit_id", "name_zh", "level"], ["U1", EVIL, "region"], [LINK, LINK, "region"]],
        "stations": [["station_id", "name_zh"], ["S1", EVIL], ["S2", LINK], [CODE, CODE]],
        "locations": [
            ["station_id", "latitude", "longitude", "valid_from"],
            ["S1", "40", "110", "2001-01-01"],
            ["S2", "41", "111", "2001-01-01"],
            [CODE, "40.5", "110.5", "2001-01-01"],
        ],
    }
    (folder / "in").mkdir()
    for name, rows in tables.items():
        with (folder / "in" / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    done = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli import main; main()", "load",
         str(folder / "in"), "--home", str(folder / "home"), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "home"


@pytest.fixture(scope="session")
def hostile_base(hostile_home: Path) -> Iterator[str]:
    """The address of its pages."""
    with served(hostile_home) as address:
        yield address


@pytest.fixture
def wary(browser: Browser, hostile_base: str) -> Iterator[Visitor]:
    """Somebody at the pages of hostile names; nothing of them may run or leave."""
    with visiting(browser, hostile_base) as found:
        yield found
        assert found.page.evaluate("window.canary") is None, "a name was run as a script"
        assert found.left == [], "a page asked for something outside of this machine"
        assert found.errors == [], "a script on a page failed"
