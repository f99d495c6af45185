"""The pages as Streamlit draws them, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.app

SCRIPT = Path(dashboard.app.__file__).with_name("script.py")


@pytest.fixture
def page(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SUYUAN_HOME", str(home))
    return AppTest.from_file(str(SCRIPT), default_timeout=60)


def test_the_first_page_has_figures_and_issues(page: AppTest) -> None:
    page.run()

    assert not page.exception
    assert [metric.label for metric in page.metric] == [
        "未了结的问题",
        "检定超期的在用仪器",
        "接口覆盖",
        "来源之间的矛盾",
    ]
    (newest,) = page.dataframe
    assert len(newest.value) > 0
    assert page.metric[0].value == str(len(newest.value))
    assert set(newest.value["合成"]) == {"合成"}
    assert "本站气压（PRS）" in set(newest.value["要素"])


def test_the_address_chooses_the_language(page: AppTest) -> None:
    page.query_params["lang"] = "en"
    page.run()

    assert not page.exception
    assert page.metric[0].label == "issues not settled"


def test_an_address_of_an_older_version_is_told_and_harmless(page: AppTest) -> None:
    page.query_params["colour"] = "[x](javascript:alert(1))"
    page.query_params["as_of"] = "someday"
    page.run()

    assert not page.exception
    assert "colour" in page.info[0].value
    assert r"as\_of\=someday" in page.info[0].value
    assert "](javascript" not in page.info[0].value


def test_without_a_ledger_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "nowhere"))
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()

    assert not page.exception
    assert any("装载" in text.value for text in page.text)


def test_a_list_without_rows_says_so_in_the_language_of_the_page(page: AppTest) -> None:
    page.query_params["kind"] = "timeliness"
    page.run()

    assert not page.exception
    assert not page.dataframe
    assert "没有" in [text.value for text in page.text]


def test_a_filter_narrows_the_list_and_not_the_figure(page: AppTest) -> None:
    every = page.run().metric[0].value
    page.query_params["kind"] = "timeliness"
    page.run()

    assert not page.dataframe
    assert page.metric[0].value == every != "0"


@pytest.mark.parametrize("name", ["trace", "evidence"])
def test_a_bare_key_is_enough_to_trace_from(open_page: Callable[..., AppTest], name: str) -> None:
    opened = open_page(name).text_input(key="wanted").input("50425").run()

    assert opened.query_params["element"] == "station:50425"
    assert not opened.exception
