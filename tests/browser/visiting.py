"""A real browser on the pages: Debian's Chromium, driven by Playwright.

Every request that would leave this machine is counted, and finds no address: the browser knows none
but its own machine's. (Stopping each request here would take longer than the server's answer.)
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Download, FloatRect, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
ALONE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""How the browser is told that there is no machine but this one."""
WAIT = 60_000
"""Milliseconds that anything may take on a slow machine that does other work too."""
START = 180
"""Seconds that a server may take to start there."""
SLOWER = "SUYUAN_BROWSER_SLOWER"
"""How many times slower the browser is to be, to see whether the tests are steady there."""
INKED = """(canvas, [x, y]) => {
  const layers = canvas.parentElement.querySelectorAll("canvas");
  return [...layers].some(layer => {
    const scale = layer.width / layer.clientWidth;
    return layer.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data[3] > 0;
  });
}"""
"""Whether a picture, which may have several layers, has ink at a place."""
UNDER = """([x, y]) => {
  const found = document.elementFromPoint(x, y);
  const app = document.querySelector("[data-testid=stApp]").dataset;
  const chart = found?.closest("[data-testid]");
  return [found?.outerHTML.slice(0, 200), chart?.dataset.testid, chart?.ariaBusy,
          app.testScriptState, app.testConnectionState];
}"""
"""What is at a place of the page, and how the page stands: for who reads of a click missed."""
ROW, TICK = 35, 17
"""Pixels of a table: height of a row and of its head; middle of the box to tick a row."""


def chromium() -> str:
    """Where the browser is; the test is skipped by name where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("needs Chromium (apt-get install chromium fonts-noto-cjk)")
    return found


@contextmanager
def served(home: Path, *options: str, env: Mapping[str, str] = {}) -> Iterator[str]:
    """The pages of a home on a free port; gives their address."""
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "dashboard"]
    log = home.parent / f"{home.name}-pages.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--home", str(home), "--port", "0", *options],
            stderr=errors,
            stdout=errors,
            env={**os.environ, **env},
        )
    try:
        yield _address(process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT / 1000)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(START * 10):
        told = [word for word in log.read_text().split() if word.startswith("http://")]
        if told:
            try:
                with urlopen(f"{told[0]}/ready", timeout=2):
                    return told[0]
            except OSError:
                pass
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


Holds = Callable[[], bool]


@dataclass
class Visitor:
    """Somebody at a browser. `left`: addresses that a page asked for outside of this machine;
    `errors`: of scripts."""

    page: Page
    base: str
    left: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    clicks: int = 0

    def open(self, path: str = "/") -> None:
        """Open a page by its address and wait until it is drawn."""
        self.page.goto(self.base + path)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being drawn."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(SETTLED)
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(SETTLED)

    def click(self, selector: str) -> None:
        """One click of the person; they are counted."""
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.settle()

    def taken(self, button: Locator) -> Download:
        """One click on what gives a file, once nothing is being drawn; the file."""
        self.settle()
        self.clicks += 1
        with self.page.expect_download(timeout=2 * WAIT) as waiting:
            button.click()
        return waiting.value

    def file(self, label: str) -> Download:
        """The file of the first button to download one that is labelled so."""
        buttons = self.page.locator('[data-testid="stDownloadButton"]', has_text=label)
        return self.taken(buttons.first)

    def node(self, text: str) -> None:
        """One click on a box of the graph."""
        self.clicks += 1
        box = self.page.locator(".twin button", has_text=text).first
        box.evaluate("button => button.click()")
        self.settle()

    def hit(
        self, canvas: Locator, at: Callable[[FloatRect], tuple[float, float]], comes: Holds
    ) -> None:
        """One click at a place of a picture, once it is drawn there, and what comes of it.

        `at` gives the place inside of the picture from its size. A click that nothing came of is
        made again: who listens to the picture may come after its ink.
        """
        self.clicks += 1
        missed: list[object] = []
        for _ in range(3):
            self.settle()
            box = self._drawn(canvas, at)
            x, y = at(box)
            self.page.mouse.click(box["x"] + x, box["y"] + y)
            if self._came(comes, WAIT // 4):
                return
            missed.append(self.page.evaluate(UNDER, [box["x"] + x, box["y"] + y]))
            self.page.mouse.move(0, 0)
        found = "\n".join(map(str, [*missed, *self.errors, self.text[:2000]]))
        raise AssertionError(f"nothing came of it: {self.page.url}\n{found}")

    def tick(self, row: int, comes: Holds) -> None:
        """One click on the box of a row of the first table, counted from 1."""
        canvas = self.page.locator('[data-testid="stDataFrame"] canvas').first
        self.hit(canvas, lambda _: (TICK, ROW * row + TICK), comes)

    def pick(self, box: Locator, option: str) -> None:
        """Choose from a list of choices, which a page that is drawn anew folds up again."""
        self.clicks += 1
        choice = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(3):
            self.settle()
            box.click()
            if self._came(choice.is_visible, WAIT // 4) and self._taken(choice):
                self.settle()
                return
        raise AssertionError(f"{option} was never to be had: {self.page.url}\n{self.text[:2000]}")

    def _taken(self, choice: Locator) -> bool:
        """Whether a choice was still there to be clicked."""
        try:
            choice.click(timeout=WAIT // 12)
        except PlaywrightTimeout:
            return False
        return True

    def _drawn(self, canvas: Locator, at: Callable[[FloatRect], tuple[float, float]]) -> FloatRect:
        """Where a picture is, once it stays there and has ink at the place."""
        canvas.wait_for()
        found: list[FloatRect | None] = [None]

        def steady() -> bool:
            canvas.scroll_into_view_if_needed()
            found.append(canvas.bounding_box())
            box = found[-1]
            if box is None or box != found[-2] or not box["width"]:
                return False
            return bool(canvas.evaluate(INKED, list(at(box))))

        self.until(steady)
        assert found[-1] is not None
        return found[-1]

    def until(self, holds: Holds) -> None:
        """Wait until something holds; what the browser draws comes after the script's end."""
        if not self._came(holds, WAIT):
            raise AssertionError(f"it never came to hold: {self.page.url}\n{self.text[:2000]}")

    def reads(self, *texts: str) -> None:
        """Wait until the page says all of this."""
        self.until(lambda: all(text in self.text for text in texts))

    def _came(self, holds: Holds, milliseconds: int) -> bool:
        end = time.monotonic() + milliseconds / 1000
        while not holds():
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(100)
        return True

    def parameter(self, name: str) -> str:
        """A parameter of the address; empty where there is none."""
        return next(iter(parse_qs(urlsplit(self.page.url).query).get(name, [])), "")

    @property
    def boxes(self) -> int:
        """How many boxes the graph draws, once it draws any; titles of columns count."""
        graph = self.page.locator(".trace[data-nodes]")
        graph.wait_for()
        return int(graph.get_attribute("data-nodes") or 0)

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        return self.page.inner_text("body")


@contextmanager
def visiting(browser: Browser, base: str, *, width: int = 1280) -> Iterator[Visitor]:
    """A new visitor, without memory of others."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    visitor = Visitor(context.new_page(), base)
    visitor.page.set_default_timeout(WAIT)
    if slower := os.environ.get(SLOWER):
        devtools = context.new_cdp_session(visitor.page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": float(slower)})
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))

    def leaving(address: str) -> None:
        if not address.startswith((base, base.replace("http", "ws", 1), "data:", "blob:")):
            visitor.left.append(address)

    context.on("request", lambda request: leaving(request.url))
    visitor.page.on("websocket", lambda socket: leaving(socket.url))
    try:
        yield visitor
    finally:
        context.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """One browser for many visitors."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules={ALONE}"],
        )
        yield browser
        browser.close()
