"""接口覆盖 as Streamlit draws it: the table is the matrix, the address is the view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from pdfminer.high_level import extract_text
from streamlit.testing.v1 import AppTest

from ontology.codes import LEVEL_PAIRS

Open = Callable[..., AppTest]


def test_every_cell_of_the_answer_is_in_the_table_gaps_first(open_page: Open, read, home) -> None:
    rows = read("ask", "coverage", "--home", home)["rows"]
    gaps = sum(row["state"] != "covered" for row in rows)

    page = open_page("coverage")

    assert not page.exception
    assert page.subheader[0].value.startswith(f"{len(rows)} 格中 {gaps} 个缺口")
    (table,) = page.dataframe
    assert len(table.value) == len(rows) == 90
    by_process = table.value.groupby("过程", sort=False)["状态"]
    missing = [sum("已覆盖" not in state for state in states) for _, states in by_process]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] == len(LEVEL_PAIRS) > missing[-1]


def test_the_filter_of_the_address_holds_for_table_and_csv(
    open_page: Open, exported: dict[str, list[list[str]]]
) -> None:
    page = open_page("coverage", state="covered;one_way")

    (table,) = page.dataframe
    header, *lines = exported["coverage.csv"]
    assert {state.split()[-1] for state in table.value["状态"]} == {"已覆盖", "单向"}
    assert header == list(table.value.columns)
    assert lines == table.value.astype(str).values.tolist()
    assert any(c.value.startswith(f"显示 {len(lines)} / 90") for c in page.caption)


def test_choosing_a_state_is_kept_in_the_address(open_page: Open) -> None:
    page = open_page("coverage")
    page.pills(key="states").set_value(["covered"]).run()

    assert not page.exception
    assert page.query_params["state"] == "covered"
    assert len(page.dataframe[0].value) < 90


def test_a_cell_shows_interfaces_owners_documents_and_sources(open_page: Open, read, home) -> None:
    rows = read("ask", "coverage", "--home", home)["rows"]
    row = next(r for r in rows if r["interfaces"] and r["code"] and r["lead"])
    key = row["process"].partition(":")[2].partition("@")[0]

    page = open_page("coverage", cell=f"{key}|{row['upper']}|{row['lower']}")

    shown = [text.value for text in (*page.text, *page.markdown, *page.caption)]
    assert not page.exception
    for title in ("**接口**", "**主责单位**", "**依据文件**", "**出处**"):
        assert title in shown
    assert "；".join(row["lead"]) in shown
    assert any("SHA\\-256" in text for text in shown)


def test_a_gap_says_that_nobody_speaks_of_it(open_page: Open, read, home) -> None:
    rows = read("ask", "coverage", "--home", home)["rows"]
    row = next(r for r in rows if r["state"] == "not_stated" and r["code"])
    page = open_page("coverage", cell=f"{row['code']}|{row['upper']}|{row['lower']}", lang="en")

    assert "□ no source speaks of one" in [text.value for text in page.text]


@pytest.mark.parametrize(
    "address", [{"cell": "no|such|cell"}, {"state": "purple"}, {"cell": "<img src=x>"}]
)
def test_an_address_that_names_nothing_is_harmless(
    open_page: Open, address: dict[str, str]
) -> None:
    page = open_page("coverage", **address)

    assert not page.exception
    assert len(page.dataframe[0].value) == 90


def test_without_processes_the_page_says_what_to_load(
    open_page: Open, run, table, tmp_path: Path
) -> None:
    run("load", table("units"), "--home", tmp_path / "home")

    page = open_page("coverage", at=tmp_path / "home")

    assert not page.exception
    assert "过程" in page.info[0].value


def test_names_from_data_are_shown_as_they_are_and_csv_is_inert(
    open_page: Open, run, table, tmp_path: Path, exported: dict[str, list[list[str]]]
) -> None:
    evil = "=1+1 <img src=x onerror=alert(1)> [a](http://x.example)"
    text = f'code,name_zh,level,parent\nP1,"{evil}",region,P0\nP0,上级,region,\n'
    run("load", table("processes", text), "--home", tmp_path / "home")

    page = open_page("coverage", at=tmp_path / "home", cell="P1|national|region")

    assert not page.exception
    assert evil in set(page.dataframe[0].value["过程"])
    names = {line[1] for line in exported["coverage.csv"][1:]}
    assert f"'{evil}" in names
    assert not any(name.startswith("=") for name in names)
    assert not any("<img" in mark.value and "\\<img" not in mark.value for mark in page.markdown)


@pytest.fixture
def two_units(run, table, tmp_path: Path) -> Path:
    """A home with a process that the unit 甲 leads, and another unit 乙."""
    units = "unit_id,name_zh,level\n甲,甲处,region\n乙,乙处,region\n"
    processes = "code,name_zh,level,parent,led_by\nP1,监视,region,P0,甲\nP0,上级,region,,\n"
    run("load", table("units", units), table("processes", processes), "--home", tmp_path / "home")
    return tmp_path / "home"


def test_an_assumption_is_saved_asked_and_shown_beside_what_is(
    open_page: Open,
    two_units: Path,
    read,
    monkeypatch: pytest.MonkeyPatch,
    exported: dict[str, list[list[str]]],
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "王规划")
    head = read("verify", "--home", two_units)["head"]
    page = open_page("coverage", at=two_units)
    fields = {field.label: field for field in page.text_input}
    fields["对象"].set_value("甲")
    fields["并入（合并时）"].set_value("乙")
    fields["情景名"].set_value("合并")
    next(button for button in page.button if button.label == "保存并提问").click()
    page.run()

    assert not page.exception
    assert [error.value for error in page.error] == []
    assert page.query_params["scenario"] == "合并"
    assert "假设" in page.warning[0].value
    matrix, difference = page.dataframe
    assert set(matrix.value["主责单位"]) == {"乙处"}
    assert set(zip(difference.value["±"], difference.value["主责单位"], strict=True)) == {
        ("−", "甲处"),
        ("+", "乙处"),
    }
    shown = difference.value.astype(str).replace({"±": {"+": "'+"}})  # no formula in a sheet
    assert exported["difference.csv"][1:] == shown.values.tolist()
    assert read("verify", "--home", two_units)["head"] == head
    told = read("what-if", "合并", "coverage", "--home", two_units)
    assert len(told["gone"]) == len(told["added"]) == len(difference.value) / 2


@pytest.mark.parametrize(
    ("element", "name", "wanted"),
    [("丙", "合并", "丙"), ("甲", "../合并", "no name of a file"), ("乙", "合并", "into")],
)
def test_what_cannot_be_assumed_is_said_and_not_saved(
    open_page: Open,
    two_units: Path,
    monkeypatch: pytest.MonkeyPatch,
    element: str,
    name: str,
    wanted: str,
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "王规划")
    page = open_page("coverage", at=two_units)
    fields = {field.label: field for field in page.text_input}
    fields["对象"].set_value(element)
    fields["并入（合并时）"].set_value("乙")
    fields["情景名"].set_value(name)
    next(button for button in page.button if button.label == "保存并提问").click()
    page.run()

    assert not page.exception
    assert wanted in page.error[0].value
    assert not (two_units / "scenarios").exists()


def test_a_scenario_that_is_not_there_is_told(open_page: Open, two_units: Path) -> None:
    page = open_page("coverage", at=two_units, scenario="没有")

    assert not page.exception
    assert any("there is no such scenario" in text.value for text in page.text)


def test_without_a_name_nothing_is_assumed_anew(open_page: Open, two_units: Path) -> None:
    page = open_page("coverage", at=two_units)

    assert "保存并提问" not in [button.label for button in page.button]


def test_what_is_shown_is_what_is_printed(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered: dict[str, Callable[[], bytes]] = {}
    made = st.download_button

    def keep(label: str, data: object, **options: object) -> bool:
        if callable(data):
            offered[str(options["file_name"])] = data
        return bool(made(label, data, **options))  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(st, "download_button", keep)
    page = open_page("coverage", state="covered;one_way")
    (table,) = page.dataframe

    (tmp_path / "coverage.pdf").write_bytes(offered["coverage.pdf"]())
    text = extract_text(tmp_path / "coverage.pdf").replace("\n", "")
    for line in table.value.astype(str).values.tolist():
        assert line[0] in text
        assert line[1] in text
    assert "未说明" not in text
    assert offered["matrix.png"]().startswith(b"\x89PNG")
