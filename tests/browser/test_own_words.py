"""A Chinese page has no English of Streamlit's own: not in texts, fields, labels or hints.

What the pages say themselves is looked through by `tests/app/test_page_language.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from dashboard.components.own_words import WORDS
from tests.app.test_page_language import VIEWS, foreign

SEEN = """() => {
  const found = [];
  const visible = element => element.checkVisibility({visibilityProperty: true});
  const icon = '[data-testid*="Icon"], [data-testid="stCode"], style, script';
  for (const element of document.body.querySelectorAll("*")) {
    if (!visible(element) || element.closest(icon)) continue;
    for (const name of ["placeholder", "aria-label", "title", "alt"]) {
      const value = element.getAttribute(name);
      if (value) found.push([name, value]);
    }
    for (const node of element.childNodes) {
      const said = node.nodeType === Node.TEXT_NODE && element.translate;  // else a drawn sign
      const text = said ? node.nodeValue.trim() : "";
      if (text) found.push(["text", text]);
    }
  }
  return found;
}"""
"""Every text, placeholder, label and title of what is drawn, also of what a pointer brings out."""
PAGES = ("overview", "trace of an issue", "a cell", "a station", "a document", "loads upload")
MORE = ("triage", "evidence of an issue", "conflicts", "list actions", "an unknown element")
ANNOUNCED = """() => {
  window.heard = [];
  const hear = () => {
    for (const live of document.querySelectorAll("[data-live-announcer] [role=log] *")) {
      if (live.textContent) heard.push(live.textContent);
    }
  };
  const later = () => setTimeout(hear);  // after whoever else watches, in whatever order
  new MutationObserver(later).observe(document.body, {childList: true, subtree: true});
}"""
"""From now on, note what a screen reader is told, as it stands when it has been told."""
DRAWN = 2500
"""Milliseconds after which charts and maps are drawn."""
FORM = "/management?list=audits&act=plan"
TABLE = '[data-testid="stDataFrame"]'


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[str]:
    """The pages of the sample to somebody who may write, with all their forms."""
    with served(home, "--user", "张三", env={"SUYUAN_ROLE": "admin"}) as address:
        yield address


@pytest.fixture
def admin(browser: Browser, desk: str) -> Iterator[Visitor]:
    with visiting(browser, desk) as found:
        yield found
        assert found.left == []
        assert found.errors == []


def english(visitor: Visitor) -> set[tuple[str, str]]:
    """What is drawn on a page in English alone, with what it is."""
    return {(what, text) for what, text in visitor.page.evaluate(SEEN) if foreign(text)}


def address(view: str, lang: str = "zh") -> str:
    page, params = VIEWS[view]
    return f"/{page}?{urlencode({**params, 'lang': lang})}"


@pytest.mark.parametrize(
    "view", [*PAGES, *(pytest.param(view, marks=pytest.mark.every_page) for view in MORE)]
)
def test_a_chinese_page_has_no_english_of_streamlit(admin: Visitor, view: str) -> None:
    admin.open(address(view))

    admin.reads("当时（有效时间）")
    admin.page.wait_for_timeout(DRAWN)
    admin.until(lambda: not english(admin))


def test_a_form_hints_and_menus_are_in_chinese(admin: Visitor) -> None:
    admin.open(f"{FORM}&lang=zh")
    admin.reads("审核单位")
    admin.until(lambda: not english(admin))

    admin.open(address("overview"))
    admin.page.locator(TABLE).first.hover()
    admin.page.get_by_label("全屏").first.hover()
    admin.until(lambda: admin.page.get_by_test_id("stTooltipContent").count() > 0)
    admin.until(lambda: "全屏" in admin.page.get_by_test_id("stTooltipContent").inner_text())
    admin.page.get_by_label("显示或隐藏列").first.click()
    admin.until(lambda: not english(admin))


@pytest.mark.parametrize(("lang", "told"), [("zh", "项可选"), ("en", "available.")])
def test_an_open_list_is_announced_in_the_language_of_the_page(
    admin: Visitor, lang: str, told: str
) -> None:
    admin.open(f"/coverage?lang={lang}")
    admin.until(lambda: told == "available." or not english(admin))
    admin.page.evaluate(ANNOUNCED)

    admin.page.locator('[data-testid="stSelectbox"] input').first.click()

    admin.until(lambda: len(admin.page.evaluate("heard")) > 0)
    assert all(told in text for text in admin.page.evaluate("heard"))


def test_the_words_change_with_the_language(admin: Visitor) -> None:
    admin.open(address("overview"))
    admin.until(lambda: admin.page.get_by_label("全屏").count() > 0)

    admin.page.get_by_text("English", exact=True).first.click()

    admin.until(lambda: admin.page.get_by_label("Fullscreen", exact=True).count() > 0)
    assert admin.page.get_by_label("全屏").count() == 0


def test_english_of_streamlit_is_noticed(admin: Visitor) -> None:
    """On an English page nothing is replaced, and what is looked for is there."""
    admin.open(address("loads upload", "en"))
    admin.until(lambda: ("text", "Upload") in english(admin))

    admin.open(address("overview", "en"))
    admin.until(lambda: ("aria-label", "Fullscreen") in english(admin))


def test_a_word_has_one_meaning_either_way() -> None:
    assert len(set(WORDS.values())) == len(WORDS)
    assert not any(foreign(word) for word in WORDS.values())
