"""Pages that a run of pytest writes of what its tests have recorded, and what they were made on."""

from __future__ import annotations

import os
import platform
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

import pytest

DATE = "日期 / date"


class RecordedPage(ABC):
    """Takes in the reports of a session, and writes its page when nothing has failed.

    `recorded`: the name under which tests that pass leave a row with `record_property`. `found`:
    the rows, and how many seconds their tests took.
    """

    recorded: ClassVar[str]

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[tuple[dict[str, Any], float]] = []

    @abstractmethod
    def page(self) -> Iterator[str]:
        """The lines of the page."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test has recorded."""
        recorded: dict[str, Any] = dict(report.user_properties)
        if report.when == "call" and report.passed and self.recorded in recorded:
            self.found.append((recorded[self.recorded], report.duration))

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write the page, unless something failed or nothing was recorded."""
        if self.found and exitstatus == 0:
            self.path.write_text("\n".join(self.page()) + "\n", encoding="utf-8")


def rows_on(path: Path, title: str) -> dict[str, list[str]]:
    """The cells of a table of a page that was written before, by the first cell of each row.

    `title`: the first cell of its heading. A row ends with the day it was made; where it has none
    that of the page is added. So a run of some of the tests renews their rows and keeps the others.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    made = next((cells[1] for cells in lines if cells[0] == DATE), "")
    begin = next((at for at, cells in enumerate(lines) if cells[0] == title), len(lines))
    found: dict[str, list[str]] = {}
    for cells in lines[begin + 2 :]:
        if len(cells) < 2:
            break
        dated = DATE in lines[begin]
        found[cells[0]] = cells if dated else [*cells, made]
    return found


def now() -> str:
    """This minute in UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def collect(config: pytest.Config, option: str, collector: Callable[[Path], object]) -> None:
    """Where the option names a page, collect on the controller of a distributed run, or alone."""
    path = config.getoption(option)
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(collector(path))


def made_on(*more: tuple[str, str]) -> Iterator[str]:
    """The table of the machine, and of what else a run was made with."""
    yield "| | |\n|---|---|"
    for name, value in (*_machine(), *more):
        yield f"| {name} | {value} |"


def _machine() -> Iterator[tuple[str, str]]:
    """What a long run was made on, and when."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    yield DATE, now()
    yield "机器 / machine", f"{platform.machine()}, {_processor()}"
    yield "CPU", str(os.cpu_count())
    yield "内存 / memory", f"{pages * size / 2**30:.1f} GiB"
    yield "系统 / system", platform.platform()
    yield "Python", platform.python_version()


def packages(*names: str) -> Iterator[tuple[str, str]]:
    """Versions of installed packages and of this project."""
    for name in (*names, "suyuan"):
        yield {"neo4j": "neo4j (驱动 / driver)"}.get(name, name), version(name)


def _processor() -> str:
    """The name of the processor, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((x.partition(": ")[2] for x in lines if x.startswith("model name")), "")
