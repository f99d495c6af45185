"""规程与单位 in a real browser: search to card to neighbour, and the file that is taken along."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.visiting import Visitor
from playwright.sync_api import Browser

pytestmark = pytest.mark.every_page

DOCUMENT = "document:QX/T-SYN-101"


def taken(visitor: Visitor, to: Path) -> Path:
    """The neighbourhood as a file."""
    visitor.file("HTML").save_as(to)
    return to


def test_a_search_leads_to_a_card_and_on_to_a_neighbour(visitor: Visitor) -> None:
    visitor.open("/documents")
    visitor.page.get_by_label("文件、单位、过程、系统的名称或编号").fill(DOCUMENT)
    visitor.page.keyboard.press("Enter")

    visitor.until(lambda: visitor.parameter("element") == DOCUMENT)
    visitor.reads("版本与条款")
    visitor.click('button:has-text("签发单位")')
    visitor.until(lambda: visitor.parameter("relation") == "out ISSUED_BY")
    visitor.reads("显示 1 / 1")


def test_the_file_draws_its_graph_and_asks_for_nothing(
    visitor: Visitor, browser: Browser, tmp_path: Path
) -> None:
    visitor.open(f"/documents?element={DOCUMENT}")
    path = taken(visitor, tmp_path / "n.html")
    asked, errors = opened(browser, path)

    assert [address for address in asked if not address.startswith("file:")] == []
    assert errors == []


def test_names_that_would_do_harm_are_texts_on_card_and_in_the_file(
    wary: Visitor, browser: Browser, tmp_path: Path
) -> None:
    wary.open("/documents?element=unit:U1")
    wary.until(lambda: "<img src=x" in wary.text)
    wary.open("/documents?element=process:P1@region")
    wary.until(lambda: "[a](http://outside.example/b)" in wary.text)
    assert wary.page.locator('a[href*="outside.example"]').count() == 0

    path = taken(wary, tmp_path / "n.html")
    asked, errors = opened(browser, path)

    assert [address for address in asked if not address.startswith("file:")] == []
    assert errors == []


def opened(browser: Browser, path: Path) -> tuple[list[str], list[str]]:
    """What a page asked for and which of its scripts failed, once it has drawn its graph."""
    page = browser.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.locator("#mynetwork canvas").wait_for()
    page.wait_for_timeout(1500)
    assert page.evaluate("window.canary") is None, "a name was run as a script"
    drawn = page.evaluate(
        "() => { const c = document.querySelector('#mynetwork canvas');"
        " return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
        ".some(v => v) }"
    )
    assert drawn, "nothing was drawn"
    page.screenshot(path=path.with_suffix(".png"))
    page.close()
    return asked, errors
