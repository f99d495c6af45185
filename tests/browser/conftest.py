"""One browser, and the pages of the sample, for all tests; `browser` is importable here."""

from __future__ import annotations

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
