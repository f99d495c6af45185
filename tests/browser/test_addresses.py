"""Addresses that name no page, or the first one by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

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


def test_the_first_page_is_at_its_own_address_too(visitor: Visitor) -> None:
    """Streamlit itself knows it by the bare address alone."""
    visitor.open("/overview?lang=en&kind=quality")

    visitor.reads("issues not settled")
    assert visitor.page.locator(DIALOG).count() == 0
    assert (visitor.parameter("lang"), visitor.parameter("kind")) == ("en", "quality")


def test_the_button_of_files_speaks_the_language_of_the_page(browser: Browser, home: Path) -> None:
    """What Streamlit says there in English only has no size on a Chinese page."""
    size = "label => getComputedStyle(label).fontSize"
    with served(home, "--user", "张三") as base, visiting(browser, base) as keeper:
        for lang, expected in (("zh", "0px"), ("en", "14px")):
            keeper.open(f"/loads?tab=upload&lang={lang}")
            label = keeper.page.locator('[data-testid="stFileUploaderDropzone"] button p')
            assert label.evaluate(size) == expected
