"""Addresses that name no page, or the first one by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

pytestmark = pytest.mark.every_page
DIALOG = '[role="dialog"]'


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "没有这一页：nosuch"), ("en", "there is no such page: nosuch")],
)
def test_an_unknown_page_is_told_in_the_language_of_the_pages(
    visitor: Visitor, lang: str, words: str
) -> None:
    visitor.open(f"/nosuch?lang={lang}")

    visitor.reads(words)
    assert visitor.page.locator(DIALOG).count() == 0
    visitor.click('[data-testid="stPageLink"] a')
    visitor.reads("未了结的问题" if lang == "zh" else "issues not settled")
    assert "nosuch" not in visitor.page.url


@pytest.mark.parametrize(
    ("path", "page", "words"),
    [
        ("/trace/issue:DEMO-0001/x", "trace", ("已忽略", "path=issue:DEMO-0001/x", "输入编号")),
        ("/a/b?lang=en", "a", ("there is no such page: a", "path=b")),
    ],
)
def test_below_a_page_there_is_none_and_it_says_so(
    visitor: Visitor, path: str, page: str, words: tuple[str, ...]
) -> None:
    """Streamlit alone gives an empty page there, for ever."""
    visitor.open(path)

    visitor.until(lambda: all(word in visitor.text.replace("\u2060", "") for word in words))
    assert visitor.page.url.startswith(f"{visitor.base}/{page}?")


def test_files_and_routes_are_led_nowhere(visitor: Visitor) -> None:
    ask = visitor.page.request
    led = ask.get(f"{visitor.base}/trace/issue%3AX?lang=en", max_redirects=0)
    assert (led.status, led.headers["location"]) == (307, "../trace?lang=en&path=issue%3AX")
    assert led.headers["x-content-type-options"] == "nosniff"

    script = re.search(r'src="\./(static/js/[^"]+)"', ask.get(visitor.base).text())
    assert script is not None
    for path in (script[1], "trace", "_stcore/health", "health"):
        assert ask.get(f"{visitor.base}/{path}", max_redirects=0).status == 200


def test_the_first_page_is_at_its_own_address_too(visitor: Visitor) -> None:
    """Streamlit itself knows it by the bare address alone."""
    visitor.open("/overview?lang=en&kind=quality")

    visitor.reads("issues not settled")
    assert visitor.page.locator(DIALOG).count() == 0
    assert (visitor.parameter("lang"), visitor.parameter("kind")) == ("en", "quality")


def test_the_button_of_files_speaks_the_language_of_the_page(browser: Browser, home: Path) -> None:
    with served(home, "--user", "张三") as base, visiting(browser, base) as keeper:
        for lang, expected in (("zh", "选择文件"), ("en", "Upload")):
            keeper.open(f"/loads?tab=upload&lang={lang}")
            label = keeper.page.locator('[data-testid="stFileUploaderDropzone"] button p')
            keeper.until(lambda label=label, expected=expected: label.inner_text() == expected)
