"""接口覆盖 in a real browser: gaps after one click, a cell by a click, the CSV within four."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from browser.visiting import Visitor
from playwright.sync_api import FloatRect

pytestmark = pytest.mark.every_page

NAMES, LINE, HEAD = 250, 26, 34
"""Pixels of the matrix: width of the names, height of a line and of the head."""


def press(visitor: Visitor, line: int, column: int, columns: int = 3) -> None:
    """One click on a cell of the matrix; the address tells that it was taken."""
    before = visitor.parameter("cell")
    canvas = visitor.page.locator('[data-testid="stEChartsChart"] canvas').first

    def at(box: FloatRect) -> tuple[float, float]:
        wide = (box["width"] - NAMES - 8) / columns
        return NAMES + wide * (column + 0.5), HEAD + LINE * (line + 0.5)

    visitor.hit(canvas, at, lambda: visitor.parameter("cell") != before)
    visitor.settle()


def saved(visitor: Visitor, label: str = "CSV") -> Path:
    """One click on a download; where the file is."""
    return Path(visitor.file(label).path())


def test_the_planner_sees_gaps_after_one_click_and_has_the_csv_within_four(
    visitor: Visitor,
) -> None:
    visitor.open()
    visitor.click('a[href*="/coverage"]')
    visitor.reads("个缺口", "显示 90 / 90")
    assert visitor.clicks == 1

    visitor.click('button:has-text("未说明")')
    visitor.until(lambda: visitor.parameter("state") == "not_stated")
    visitor.until(lambda: "显示 90 / 90" not in visitor.text)
    visitor.settle()
    path = saved(visitor)

    assert visitor.clicks <= 4
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    assert {row["状态"] for row in rows} == {"□ 未说明"}
    visitor.reads(f"显示 {len(rows)} / 90")
    assert visitor.parameter("state") == "not_stated"


def test_a_cell_leads_to_what_is_known_of_it_and_another_click_leaves_it(
    visitor: Visitor,
) -> None:
    visitor.open("/coverage?state=covered")
    press(visitor, 0, 0)

    visitor.reads("SHA-256", "接口", "主责单位", "依据文件", "出处")
    assert visitor.parameter("state") == "covered"

    press(visitor, 0, 0)
    assert visitor.parameter("cell") == ""


def test_the_address_shows_filter_and_cell_again_in_the_other_language(visitor: Visitor) -> None:
    visitor.open("/coverage?state=one_way&lang=en")
    press(visitor, 0, 0, columns=1)
    address = visitor.page.url.removeprefix(visitor.base)

    visitor.open(address)

    visitor.reads("→ one-way", "lead units", "1 of 90 shown")


def test_the_matrix_has_a_role_and_a_name_for_those_who_do_not_see_it(visitor: Visitor) -> None:
    visitor.open("/coverage")
    named = visitor.page.get_by_role("img", name="30 个过程乘 3 对层级")

    visitor.until(lambda: named.count() == 1)


def test_names_that_would_do_harm_stand_there_as_text(wary: Visitor) -> None:
    wary.open("/coverage")
    press(wary, 0, 0, columns=3)
    wary.reads("主责单位", "<img src=x", "[a](http://outside.example/b)")
    assert wary.page.locator('a[href*="outside.example"]').count() == 0
    box = wary.page.locator('[data-testid="stEChartsChart"] canvas').first.bounding_box()
    assert box is not None
    wary.page.mouse.move(box["x"] + NAMES + 30, box["y"] + HEAD + 5)
    wary.page.wait_for_timeout(500)
    rows = list(csv.reader(saved(wary).open(encoding="utf-8-sig", newline="")))
    assert not any(value.startswith("=") for row in rows for value in row)
