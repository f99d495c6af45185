"""How quick the pages are, in a real browser and for twenty users (make bench-dashboard)."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.demonstrating import load_sample, sample_folder
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace
from loaders import Declared
from tests.bench.pages_users import Clicks, users
from tests.browser.visiting import INKED, SETTLED, WAIT, Visitor, browsing, served, visiting

pytestmark = pytest.mark.bench_dashboard
ISSUE = "issue:DEMO-0001"
LARGE = "station:99999"
DEPLOYMENTS, REPEATS = 400, 7
FIRST_BOX = (60, 75)
"""A place of the drawing, in pixels, that has ink once the picture of its first box is seen."""
IDLE = "() => new Promise(done => requestIdleCallback(() => setTimeout(done, 30)))"
SECONDS = float(os.environ.get("BENCH_DASHBOARD_SECONDS", "1800"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, a synthetic station with two thousand elements behind it, and ten processes more.

    With them coverage is of forty processes at four levels.
    """
    folder = tmp_path_factory.mktemp("pages")
    home, tables = folder / "home", folder / "large"
    tables.mkdir()
    rows = range(DEPLOYMENTS)
    texts = {
        "stations": ["station_id,name_zh,certainty", "99999,大站,synthetic"],
        "instruments": ["instrument_id,variable,certainty", *(f"L{n},TEM,synthetic" for n in rows)],
        "deployments": [
            "deployment_id,station_id,instrument_id,variable,role,valid_from,certainty",
            *(f"LD{n},99999,L{n},V{n},primary,2010-01-01,synthetic" for n in rows),
        ],
        "calibrations": [
            "calibration_id,kind,subject_kind,subject_id,performed_on,valid_to,result,"
            "certificate_id,certainty",
            *(
                f"LC{n},检定,Instrument,L{n},2020-01-01,202{1 + n % 9}-01-01,inCalibration,"
                f"LZ{n},synthetic"
                for n in rows
            ),
        ],
    }
    levels = ("national", "region", "league", "banner")
    texts["processes"] = [
        "code,name_zh,level,kind,certainty",
        *(f"S{n:02d},合成过程{n:02d},{x},Y,synthetic" for n in range(10) for x in levels),
    ]
    texts["interfaces"] = [
        "interface_id,upper_level,lower_level,upper_process,lower_process,direction,items,certainty",
        *(
            f"SI{n}-{upper},{upper},{lower},S{n:02d},S{n:02d},up,合成,synthetic"
            for n in range(0, 10, 2)
            for upper, lower in pairwise(levels)
        ),
    ]
    for name, lines in texts.items():
        (tables / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    with Workspace(Settings(home), create=True) as workspace, LoadProgress(quiet=True) as watch:
        load_sample(workspace, sample_folder(home), watch)
        assert load_files(workspace, plan_work([tables], Declared()), watch).clean
    return home


@pytest.fixture(scope="module")
def base(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


def drawn(visitor: Visitor) -> None:
    """Wait until the boxes of a trace are seen, not only told to the browser."""
    visitor.page.locator(".trace[data-nodes]").wait_for(timeout=WAIT)
    canvas = visitor.page.locator(".canvas canvas").first
    begun = time.perf_counter()
    while not canvas.evaluate(INKED, list(FIRST_BOX)):
        assert seconds(begun) < WAIT / 1000
        visitor.page.wait_for_timeout(10)


def idle(visitor: Visitor) -> None:
    """Wait until the page before is drawn: nobody clicks earlier, and it is not to be measured."""
    for _ in range(3):
        visitor.page.evaluate(IDLE)


def seconds(begun: float) -> float:
    return time.perf_counter() - begun


def test_pages_in_a_browser(browser: Browser, base: str) -> None:
    """Medians of seven: first page warm, trace of 60 shown of 2,000, opening a group, coverage."""
    took: dict[str, list[float]] = {}

    def note(what: str, begun: float) -> None:
        took.setdefault(what, []).append(seconds(begun))

    for _ in range(REPEATS + 1):
        with visiting(browser, base) as visitor:
            begun = time.perf_counter()
            visitor.page.goto(base)
            visitor.page.locator('[data-testid="stDataFrame"]').first.wait_for(timeout=WAIT)
            note("first usable page, warm", begun)
            begun = time.perf_counter()
            visitor.page.goto(f"{base}/trace?element={LARGE}")
            drawn(visitor)
            note("trace drawn, 2,000 elements, by its address", begun)
            visitor.settle()
            group = visitor.page.locator(".twin button", has_text="⊕").first
            before = visitor.page.locator(".twin button").count()
            begun = time.perf_counter()
            group.evaluate("button => button.click()")
            while visitor.page.locator(".twin button").count() == before and seconds(begun) < 20:
                visitor.page.wait_for_timeout(10)
            note("group opened", begun)
            begun = time.perf_counter()
            visitor.page.goto(f"{base}/coverage")
            visitor.page.locator('[data-testid="stDataFrame"]').first.wait_for(timeout=WAIT)
            note("coverage of forty processes, by its address", begun)
            visitor.open(f"/stations?station={LARGE}")
            idle(visitor)
            begun = time.perf_counter()
            visitor.page.get_by_role("link", name="从这里溯源").first.click()
            drawn(visitor)
            note("click → trace drawn, 60 shown of 2,000", begun)
            visitor.open("/")
            idle(visitor)
            begun = time.perf_counter()
            visitor.page.get_by_role("link", name="看缺口").first.click()
            visitor.page.locator('[aria-label*="个过程乘"]').first.wait_for(timeout=WAIT)
            visitor.page.locator('[data-testid="stDataFrame"]').first.wait_for(timeout=WAIT)
            visitor.page.wait_for_selector(SETTLED)
            note("click → coverage of forty processes", begun)
    printed(browser, took)


def test_from_the_command_to_a_usable_page(browser: Browser, home: Path) -> None:
    """Medians of seven starts: until the server is ready, until the first table stands."""
    took: dict[str, list[float]] = {}
    for _ in range(REPEATS + 1):
        begun = time.perf_counter()
        with served(home) as address:
            took.setdefault("command → server ready", []).append(seconds(begun))
            with visiting(browser, address) as visitor:
                visitor.page.goto(address)
                visitor.page.locator('[data-testid="stDataFrame"]').first.wait_for(timeout=WAIT)
                took.setdefault("command → first usable page", []).append(seconds(begun))
    printed(browser, took)


def printed(browser: Browser, took: dict[str, list[float]]) -> None:
    """The table of docs: medians and the longest, without the first of each."""
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()}, "
        f"load average {os.getloadavg()[1]:.1f}, Python {platform.python_version()}, "
        f"streamlit {version('streamlit')}, Chromium {browser.version}, "
        f"suyuan {version('suyuan')}\n\n| what | median of {REPEATS} | longest |\n|---|---|---|"
    )
    for what, found in took.items():
        found = sorted(found[1:])
        print(f"| {what} | {found[len(found) // 2]:.2f} s | {found[-1]:.2f} s |")


def test_twenty_users(base: str, home: Path) -> None:
    """Twenty users, a click every six seconds: p50, p95, errors, memory at begin and end."""
    asked = [
        ("trace", f"element={ISSUE}"),
        ("overview", ""),
        ("coverage", ""),
        ("trace", f"element={LARGE}"),
        ("trace", f"element={ISSUE}&hop=10"),
    ]
    for_a_while(users(base, 20, asked, 30))
    before = memory(base)
    clicks = for_a_while(users(base, 20, asked, SECONDS))
    after = memory(base)
    print(
        f"| 20 users, {SECONDS:.0f} s, {len(clicks.seconds):,} clicks | "
        f"p50 {clicks.share(0.5):.2f} s | p95 {clicks.share(0.95):.2f} s | "
        f"errors {len(clicks.errors)} | "
        f"{before:.0f} → {after:.0f} MiB |"
    )
    assert clicks.errors == []


def for_a_while(work: Coroutine[None, None, Clicks]) -> Clicks:
    """Run in a thread of its own: Playwright has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def memory(base: str) -> float:
    """Resident memory of the server, MiB."""
    port = base.rpartition(":")[2]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes()
            listens = b"dashboard" in told and b"--port" in told
            if listens and _listens(process, int(port)):
                status = (process / "status").read_text()
                return int(status.partition("VmRSS:")[2].split()[0]) / 1024
        except OSError:
            continue
    return float("nan")


def _listens(process: Path, port: int) -> bool:
    """Whether a process holds the listening socket of a port."""
    wanted = {
        line.split()[9]
        for line in (process / "net" / "tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    links = (str(fd.readlink()) for fd in (process / "fd").iterdir())
    return any(link.removeprefix("socket:[").rstrip("]") in wanted for link in links)
