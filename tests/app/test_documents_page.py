"""规程与单位 as Streamlit draws it: search, card, versions, differences, who answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ontology import written_id

Open = Callable[..., AppTest]
DOCUMENT = "document:QX/T-SYN-101"


def headings(page: AppTest) -> str:
    return "\n".join(mark.value for mark in page.markdown)


def test_a_document_has_relations_versions_clauses_and_differences(
    open_page: Open, read, home, exported: dict[str, list[list[str]]]
) -> None:
    rows = read("show", DOCUMENT, "--home", home)["rows"]
    edges = [r for r in rows if r["part"] in ("out", "in")]

    page = open_page("documents", element=DOCUMENT)

    assert not page.exception
    assert page.subheader[0].value.startswith("文件 · ")
    assert f"关系 · {len(edges)}" in headings(page)
    assert [line[-1] for line in exported["relations.csv"][1:]] == [r["other"] for r in edges]
    versions = [r["other"] for r in edges if r["type"] == "VERSION_OF"]
    assert len(exported["versions.csv"]) == 1 + len(versions) > 1
    assert "7.1.5.2" in exported["versions.csv"][1][-1]
    assert "最近一次装载的变化" in headings(page)


def test_what_a_hub_does_not_show_is_counted(open_page: Open, read, home) -> None:
    unit = "unit:内蒙古自治区大气探测技术保障中心"
    edges = [r for r in read("show", unit, "--home", home)["rows"] if r["part"] in ("out", "in")]
    total = len(edges) + sum(r["hidden"] for r in edges)

    page = open_page("documents", element=unit, lang="en")

    assert total > len(edges)
    assert f"relations · {total:,}" in headings(page)
    assert any(c.value.startswith(f"{len(edges):,} of {total:,} shown") for c in page.caption)
    assert "who answers for it" in headings(page)


def test_an_area_is_told_by_its_name_though_no_source_states_it(
    open_page: Open, exported: dict[str, list[list[str]]]
) -> None:
    open_page("documents", element="unit:呼和浩特市气象局")

    header, *lines = exported["relations.csv"]
    by_kind = {line[header.index("种类")]: line[header.index("对方")] for line in lines}
    assert by_kind["行政区划"] == "150100 呼和浩特市"


def test_a_type_of_relation_in_the_address_narrows_table_and_csv(
    open_page: Open, exported: dict[str, list[list[str]]]
) -> None:
    page = open_page("documents", element=DOCUMENT, relation="in VERSION_OF")

    assert not page.exception
    assert {line[0] for line in exported["relations.csv"][1:]} == {"← 版本属于"}


def test_a_text_finds_elements_and_one_that_fits_is_opened(open_page: Open) -> None:
    several = open_page("documents", text="QX/T-SYN")
    one = open_page("documents", text="QX/T-SYN-101")

    assert not several.exception
    assert len(several.dataframe[0].value) > 1
    assert DOCUMENT in set(several.dataframe[0].value["编号"])
    assert not one.exception
    shown = [caption.value.replace("\\", "") for caption in one.caption]
    assert DOCUMENT in shown or DOCUMENT in set(one.dataframe[0].value["编号"])


@pytest.mark.parametrize("element", ["document:nobody", "nothing", "x:y", "<img src=x>"])
def test_an_unknown_element_is_told(open_page: Open, element: str) -> None:
    page = open_page("documents", element=element)

    assert not page.exception
    assert any(element[-3:] in text.value for text in page.text)


def test_an_element_that_is_only_spoken_of_says_so(
    open_page: Open, run, table, tmp_path: Path
) -> None:
    lines = "code,name_zh,level,parent,governed_by\nP1,过程,region,P0,某办法\n"
    run("load", table("processes", lines), "--home", tmp_path / "h")

    page = open_page("documents", at=tmp_path / "h", element="document:某办法")

    assert not page.exception
    assert any("只被提到" in text.value for text in page.text)
    assert any("没有来源说明版本" in text.value for text in page.text)


def test_without_anything_asked_it_says_how(open_page: Open) -> None:
    assert "输入名称或编号" in open_page("documents").info[0].value


NOTICE = (
    "朔西省气象局关于开展审核的通知\n各市气象局：\n一、汛前检查\n完成巡检。\n责任单位：观测处\n"
    "学员在安波培训中心集中学习。\n朔西省气象局\n2022年3月1日\n"
)
MENTION = "mention:朔西省气象局关于开展审核的通知|安波培训中心"


@pytest.fixture
def noticed(run, tmp_path: Path) -> Path:
    """A home with a notice that names somebody nobody knows."""
    path = tmp_path / "in" / "notice.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    run("load", path, "--home", tmp_path / "home")
    return tmp_path / "home"


def test_an_open_name_is_decided_and_taken_back(
    open_page: Open, noticed: Path, read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "王分析")
    page = open_page("documents", at=noticed, names="open", mention=MENTION)
    assert not page.exception
    assert list(page.dataframe[0].value["名称"]) == ["安波培训中心"]

    page.text_input(key=f"name-other-{MENTION}").set_value("unit:朔西省气象局")
    page.text_input(key=f"name-reason-{MENTION}").set_value("问过")
    next(button for button in page.button if button.label == "裁定").click()
    page.run()

    assert not page.exception
    assert read("ask", "unresolved-names", "--home", noticed)["rows"] == []
    (row,) = read("ask", "unresolved-names", "decided=yes", "--home", noticed)["rows"]
    assert row["decided"] == ["unit:朔西省气象局"]
    assert any("记下 1 项" in text.value for text in page.text)

    next(field for field in page.text_input if field.label == "撤销的理由").set_value("问错了人")
    next(button for button in page.button if button.label == "撤销这些").click()
    page.run()
    assert len(read("ask", "unresolved-names", "--home", noticed)["rows"]) == 1


def test_open_names_are_only_read_without_a_name(open_page: Open, noticed: Path) -> None:
    page = open_page("documents", at=noticed, names="open", mention=MENTION)

    assert not page.exception
    assert "裁定" not in [button.label for button in page.button]


def test_a_name_that_stands_for_nothing_known_is_refused(
    open_page: Open, noticed: Path, read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "王分析")
    page = open_page("documents", at=noticed, names="open", mention=MENTION)
    page.text_input(key=f"name-other-{MENTION}").set_value("unit:没有这个单位")
    next(button for button in page.button if button.label == "裁定").click()
    page.run()

    assert not page.exception
    assert any("未能记下 1 项" in text.value for text in page.text)
    assert len(read("ask", "unresolved-names", "--home", noticed)["rows"]) == 1


def test_ids_are_read_without_escapes_on_the_page_and_stand_as_they_are_in_the_file(
    open_page: Open, exported: dict[str, list[list[str]]], read, home
) -> None:
    escaped = "%3A"
    page = open_page("documents", element="issue:DEMO-0001")

    header, *lines = exported["relations.csv"]
    in_file = [line[header.index("编号")] for line in lines]
    shown = next(t.value for t in page.dataframe if "编号" in t.value)["编号"]
    assert any(escaped in one for one in in_file), "one of them has a time in its key"
    assert not any(escaped in one for one in shown)
    assert [written_id(one) for one in shown] == in_file

    one = next(id_ for id_ in shown if written_id(id_) != id_)
    told = read("show", one, "--home", home)
    assert told["params"]["element"] == written_id(one)


@pytest.mark.parametrize("page", ["trace", "evidence"])
def test_the_id_of_a_hop_is_read_without_escapes(open_page: Open, page: str) -> None:
    opened = open_page(page, element="issue:DEMO-0001", **({"hop": "4"} if page == "trace" else {}))

    ids = [c.value for c in opened.caption if "编号" in c.value and "location" in c.value]
    assert ids
    assert not any("%3A" in one for one in ids)
