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
        "断开的溯源链",
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
    assert not [caption.value for caption in page.caption if caption.value.startswith("显示")]
    assert not page.get("download_button")


def test_a_filter_narrows_the_list_and_not_the_figure(page: AppTest) -> None:
    every = page.run().metric[0].value
    page.query_params["kind"] = "timeliness"
    page.run()

    assert not page.dataframe
    assert page.metric[0].value == every != "0"


def test_an_unknown_element_is_mended_where_it_is_told(open_page: Callable[..., AppTest]) -> None:
    opened = open_page("trace", element="issue:NO-SUCH")
    assert "没有这个对象" in opened.markdown[-1].value

    opened.text_input(key="wanted").input("50425").run()
    assert opened.query_params["element"] == "station:50425"
    assert not opened.exception

    station = open_page("stations", station="station:99999")
    station.text_input(key="station-mend").input("50425").run()
    assert station.query_params["station"] == "station:50425"
    assert "50425" in station.subheader[0].value


def test_from_another_time_one_press_leads_back_to_now(open_page: Callable[..., AppTest]) -> None:
    page = open_page("overview", as_of="2018-06-03", known_at="2020-01-01")
    assert page.metric[0].value == "0"

    page.button(key="back-to-now").click().run()
    assert not {"as_of", "known_at"} & page.query_params.keys()
    assert page.metric[0].value != "0"
    assert [field.value for field in page.text_input if field.key == "choose-as_of"] == [""]
    assert "back-to-now" not in [button.key for button in page.button]


@pytest.mark.parametrize("name", ["trace", "evidence"])
def test_a_bare_key_is_enough_to_trace_from(open_page: Callable[..., AppTest], name: str) -> None:
    opened = open_page(name).text_input(key="wanted").input("50425").run()

    assert opened.query_params["element"] == "station:50425"
    assert not opened.exception
