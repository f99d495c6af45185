"""A real browser on the pages: Debian's Chromium, driven by Playwright.

Every request that would leave this machine is counted and stopped.
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
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WAIT = 30_000


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
        process.wait(20)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(300):
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
        self.page.wait_for_selector(SETTLED, timeout=WAIT)
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(SETTLED, timeout=WAIT)

    def click(self, selector: str) -> None:
        """One click of the person; they are counted."""
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.settle()

    def node(self, text: str) -> None:
        """One click on a box of the graph."""
        self.clicks += 1
        box = self.page.locator(".twin button", has_text=text).first
        box.evaluate("button => button.click()")
        self.settle()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; what the browser draws comes after the script's end."""
        for _ in range(100):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"it never came to hold: {self.page.url}\n{self.text[:2000]}")

    def parameter(self, name: str) -> str:
        """A parameter of the address; empty where there is none."""
        return next(iter(parse_qs(urlsplit(self.page.url).query).get(name, [])), "")

    @property
    def boxes(self) -> int:
        """How many boxes the graph draws, once it draws any; titles of columns count."""
        graph = self.page.locator(".trace[data-nodes]")
        graph.wait_for(timeout=WAIT)
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
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))

    def guard(route: Route) -> None:
        address = route.request.url
        if address.startswith((base, "data:", "blob:")):
            route.continue_()
        else:
            visitor.left.append(address)
            route.abort()

    context.route("**/*", guard)
    try:
        yield visitor
    finally:
        context.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """One browser for many visitors."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
