"""The box for a question in plain Chinese, on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.page import pages

Open = Callable[..., AppTest]


@pytest.mark.parametrize("page", ["overview", "coverage"])
def test_meaning_is_shown_before_the_answer(open_page: Open, page: str) -> None:
    opened = open_page(page).text_input(key="sentence").input("DEMO-0001谁负责？").run()

    assert "suyuan ask responsible element=issue:DEMO-0001" in [c.value for c in opened.code]
    assert not any("责任单位" in t.value for t in opened.text)

    opened.button(key="answer-sentence").click().run()
    assert any(t.value.startswith("责任单位：额尔古纳市气象局") for t in opened.text)
    assert not opened.exception

    opened.run()  # as a press on the CSV or a choice in the table does
    assert any(t.value.startswith("责任单位：额尔古纳市气象局") for t in opened.text)
    opened.text_input(key="sentence").input("DEMO-0001的原因是什么？").run()
    assert not any(t.value.startswith("责任单位") for t in opened.text)


def test_the_answer_has_titles_for_its_codes(
    open_page: Open, exported: dict[str, list[list[str]]]
) -> None:
    opened = open_page("overview").text_input(key="sentence").input("DEMO-0001谁负责？").run()
    opened.button(key="answer-sentence").click().run()
    titles, first, *_ = exported["answered.csv"]
    told = dict(zip(titles, first, strict=True))

    assert (told["角色"], told["确定性"]) == ("运行单位", "合成")
    assert told["单位"] == "额尔古纳市气象局"


def test_unknown_words_are_named(open_page: Open) -> None:
    opened = open_page("overview").text_input(key="sentence").input("火星站谁负责？").run()

    assert any("火星" in t.value for t in opened.text)
    assert not [b for b in opened.button if b.key == "answer-sentence"]
    assert not opened.exception


def test_what_is_only_likely_is_shown_as_a_doubt_before_the_answer(open_page: Open) -> None:
    asked = "方案任务拖成老黄牛的有哪些"
    opened = open_page("overview").text_input(key="sentence").input(asked).run()

    assert any("也许是" in m.value for m in opened.markdown)
    assert "不认识的词: 黄牛" in [t.value for t in opened.text]
    assert "suyuan ask tasks state=overdue" in [c.value for c in opened.code]
    before = [t.value for t in opened.text]
    opened.button(key="answer-sentence").click().run()
    assert not opened.exception
    assert len(opened.text) > len(before)


@pytest.mark.parametrize("page", sorted(pages()))
def test_it_is_on_every_page(open_page: Open, page: str) -> None:
    opened = open_page(page)

    assert [one.key for one in opened.text_input if one.key == "sentence"] == ["sentence"]
