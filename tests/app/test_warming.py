"""What the server does before the first visitor comes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard.app
from dashboard.app.deployment import current
from dashboard.app.frame import answers_of
from dashboard.app.page import FIRST, pages
from dashboard.app.server import application
from dashboard.app.warming import warmed
from dashboard.app.worker import Answers
from dashboard.pages.overview import ASKED
from graph import Settings

SCRIPT = Path(dashboard.app.__file__).with_name("script.py")


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """No answers of an earlier test, and none left to a later one."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def warm(home: Path) -> None:
    app = application(Settings(home), {})

    async def run() -> None:
        async with warmed(app):
            pass

    with ThreadPoolExecutor(1) as beside:  # in this thread a browser's loop may be running
        beside.submit(asyncio.run, run()).result()
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join(60)


def test_what_the_first_page_asks_is_answered_before(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(home))
    asker = current().asker()
    assert asker is not None

    warm(home)

    answers = answers_of(current())
    assert all(answers.figures(name, params, asker=asker) for name, params in ASKED)


def test_the_first_page_asks_nothing_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(home))
    asked: list[tuple[str, dict[str, str]]] = []
    ask = Answers.ask

    def heard(self: Answers, question: str, params: dict[str, str], **more: object) -> object:
        asked.append((question, dict(params)))
        return ask(self, question, params, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Answers, "ask", heard)
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()

    assert not page.exception
    assert {name for name, _ in asked} == {name for name, _ in ASKED}
    assert all((name, dict(params)) in asked for name, params in ASKED)


def test_without_a_ledger_it_is_the_visitor_who_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path))

    warm(tmp_path)

    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not page.exception
    assert any("还没有台账" in text.value for text in page.text)


def test_the_bare_address_is_that_of_the_first_page() -> None:
    assert next(iter(pages())) == FIRST


def test_the_server_stands_before_the_pages_are_read() -> None:
    """The server's own code reads neither a page nor a loader nor pandas."""
    code = (
        "import sys; import dashboard.serving_pages, dashboard.app.server; "
        "print([m for m in sys.modules "
        "if m.partition('.')[0] in ('loaders', 'pandas', 'networkx') "
        "or m.startswith('dashboard.pages.')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout.strip() == "[]"
