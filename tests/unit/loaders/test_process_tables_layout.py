"""How tables are flattened: cells, headers, rows, and what rows inherit or leave open."""

from pathlib import Path

import pytest

from loaders.process_tables.flattened import Cell, find_tables
from loaders.process_tables.headers import read_header
from loaders.process_tables.original import lines_of
from loaders.process_tables.table_rows import table_rows
from tests.unit.loaders.plan_texts import BEGINNING, ByKey


def lines(text: str):
    text = text.replace("→", "\t")
    return lines_of(text.encode(), text, "utf-8")


def cells(text: str) -> tuple[Cell, ...]:
    """The cells of the first table of a text whose caption is supplied here."""
    return find_tables(lines("表1.业务过程清单\n" + text))[0].cells


@pytest.fixture
def read(tmp_path: Path):
    return lambda text: ByKey(tmp_path / "plan.txt", BEGINNING + text)


# Cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("→甲\n→乙\n", ["甲", "乙"]),
        ("→甲\n续\n→\n→乙", ["甲\n续", "", "乙"]),
        ("→甲\n\n续\n→乙", ["甲\n续", "乙"]),
        ("→甲→乙\n→→丙\n", ["甲", "乙", "", "丙"]),
        ("→ 甲 　\n→\u00a0\n→丙", ["甲", "", "丙"]),
        ("→甲[bookmark: _Toc7]乙\n", ["甲乙"]),
        ("（单位：个）\n\n→甲\n→乙", ["甲", "乙"]),
        ("→甲\n→乙\n 五、组织分工\n→丙", ["甲", "乙"]),
        ("→甲\n→乙\n（二）支撑\n→丙", ["甲", "乙"]),
        ("→甲\n→乙\n图2 架构\n→丙", ["甲", "乙"]),
        ("→甲\n→乙\n表9 仪器\n→丙", ["甲", "乙"]),
        ("→甲\n→（一）乙\n（二）丙\n→丁", ["甲", "（一）乙\n（二）丙", "丁"]),
        ("→甲\n→1.乙\n2.丙\n", ["甲", "1.乙\n2.丙"]),
        ("→甲\n→乙\n1.选择机构\n", ["甲", "乙"]),
        ("→甲\n→乙\n\n以下为正文\n", ["甲", "乙"]),
        ("→甲\n→乙\n　　以下为正文\n", ["甲", "乙"]),
        ("→甲\n→乙\n" + "以下为正文" * 9 + "。\n", ["甲", "乙"]),
        ("→甲\n→乙\n\n国家级单位批复\n", ["甲", "乙\n国家级单位批复"]),
        ("→甲\n- 12 -\n续\n第 3 页 共 9 页\n→乙", ["甲\n续", "乙"]),
        ("本表由各单位按照职责分工认真组织填写并及时报送。\n→甲\n", []),
        ("", []),
    ],
)
def test_cells_of_a_table(text: str, expected: list[str]) -> None:
    assert [cell.text for cell in cells(text)] == expected


def test_place_of_a_cell_over_several_lines() -> None:
    text = "表1.业务过程清单\n→甲\n→  乙\n\n丙 \n→\n"
    (table,) = find_tables(lines(text))

    _, second, empty = table.cells

    assert (second.place.line, second.place.column) == (3, 3)
    raw = text.replace("→", "\t").encode()
    assert raw[second.place.offset :][: second.place.length].decode() == "乙\n\n丙"
    assert (empty.place.line, empty.place.length) == (6, 0)


def test_each_caption_of_the_genre_opens_a_table() -> None:
    text = "表1.业务过程清单\n→甲\n表2.仪器\n→乙\n续表1.业务过程清单\n→丙\n"

    tables = find_tables(lines(text))

    assert [[cell.text for cell in table.cells] for table in tables] == [["甲"], ["丙"]]


# Headers


FULL = ["过程", "一级过程", "二级过程", "主责部门", "相关部门", "备注"]
SIDES = ["国家级过程", "自治区级过程", "国家级单位", "自治区级单位", "接口项目"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("过程 一级过程 二级过程 主责部门 相关部门 备注", FULL),
        ("过程 过程名称 主责部门 相关部门 备注 |  一级过程 二级过程   ", FULL),
        ("过程 过程名称 主责部门 相关部门 备注 | 一级过程 二级过程", FULL),
        ("过程 过程名称 主责部门 相关部门 备注 " + "| " + " ".join(FULL), FULL),
        ("一级过程 主责单位", ["一级过程", "主责单位"]),
        ("序号 过程名称 牵头部门 说明", ["序号", "过程名称", "牵头部门", "说明"]),
        ("国省接口 | " + " ".join(SIDES), SIDES),
        (" ".join(SIDES), SIDES),
        ("国省接口 | 接口过程名 接口单位 接口项目 | " + " ".join(SIDES[:4]) + " ", SIDES),
        ("接口过程名 接口单位 接口项目 | " + " ".join(SIDES[:4]), SIDES),
        ("接口过程名称 接口单位 接口内容 | 省级过程 市级过程 省级单位 市级单位", [
            "省级过程", "市级过程", "省级单位", "市级单位", "接口内容",
        ]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["\n", ""])
def test_header_is_read_however_merged_cells_were_flattened(
    header: str, expected: list[str], gap: str
) -> None:
    rows = ["".join(f"→{word}\n" for word in row.split(" ")) for row in header.split(" | ")]
    found = cells(gap.join(rows) + "\n→业务过程（Y）\n→\n")

    length, columns = read_header(found)

    assert [column.title for column in columns] == expected
    assert found[length].text == "业务过程（Y）"


@pytest.mark.parametrize(
    "header",
    [
        "姓名 电话",
        "过程 一级过程",  # nobody leads
        "过程 主责部门",  # no process
        "一级过程 主责部门 牵头部门",  # who leads?
        "一级过程 一级过程 主责部门",
        "国家级过程 自治区级过程 国家级单位 自治区级单位",  # no items
        "自治区级过程 省级过程 自治区级单位 省级单位 接口项目",  # one level
        "国家级过程 自治区级过程 国家级单位 省级单位 市级单位 接口项目",
        "过程 过程名称 | 一级过程 主责部门 二级过程",  # what does 过程名称 stand above?
    ],
)
def test_header_that_makes_no_table_of_ours(header: str) -> None:
    rows = ["".join(f"→{word}\n" for word in row.split(" ")) for row in header.split(" | ")]

    assert read_header(cells("\n".join(rows) + "\n→业务过程（Y）\n"))[1] == ()


@pytest.mark.parametrize("low", ["→一级过程\n→二级过程\n→\n", "→\n→一级过程\n→二级过程\n→\n→\n"])
def test_header_with_a_blank_too_few_or_too_many_is_rejected(read, low: str) -> None:
    reading = read(
        f"表1.过程清单\n→过程\n→过程名称\n→主责部门\n\n{low}\n→业务过程（Y）\n→甲\n→乙\n→\n"
    )

    assert [each.rule for each in reading.rejected] == ["known header cells"]
    assert reading.edges("SUBPROCESS_OF") == set()


def test_header_words_may_be_broken_over_lines() -> None:
    found = cells("→一级\n过 程\n→主责\n部门\n\n→甲\n→乙省气象局\n")

    assert [column.title for column in read_header(found)[1]] == ["一级过程", "主责部门"]


# Rows


HEAD = "→一级过程\n→主责部门\n→备注\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("→甲\n→江北气象台\n→\n\n→乙\n→\n→\n", ["3", "3"]),
        ("→甲\n→江北气象台\n→\n→乙\n→\n→\n", ["3", "3"]),  # no empty line
        ("→甲\n\n→江北气象台\n→\n\n→乙\n→\n→\n", ["3", "3"]),  # one inside a row
        ("→甲\n\n→江北气象台\n\n→\n\n→乙\n→\n→\n", ["3", "3"]),
        ("→甲\n→江北气象台\n\n→乙\n→\n→\n", ["2!", "3"]),
        ("→甲\n\n→乙\n\n→丙\n→\n→\n", ["1!", "1!", "3"]),  # not a row: 乙 is no unit
        ("→甲\n→江北气象台\n→\n→乙\n→江北气象台\n", ["5!"]),
        ("→江北气象台\n→甲\n→\n→乙\n→\n→\n", ["6!"]),  # units where processes stand
        ("→甲\n→江北气象台\n→\n\n→一级过程\n→主责部门\n→备注\n\n→乙\n→\n→\n", ["3", "3"]),
    ],
)
def test_rows_add_up_or_are_broken(body: str, expected: list[str]) -> None:
    found = cells(HEAD + body)
    length, columns = read_header(found)

    rows = table_rows(found[length:], columns)

    assert [f"{len(row.cells)}{'' if row.sound else '!'}" for row in rows] == expected


def test_units_in_the_column_of_processes_are_a_shifted_row(read) -> None:
    """The header and a row have each lost a cell, so that their numbers agree."""
    reading = read(f"表1.业务过程清单\n{HEAD}→江北省气象台\n→江北省气象局\n→\n\n→乙\n→\n→\n")

    (rejected,) = reading.rejected
    assert rejected.rule == "processes stand in the columns of processes"
    assert [row.identity for row in reading.rows] == ["document", "process|乙"]


def test_rows_are_numbered_past_a_broken_one() -> None:
    found = cells(HEAD + "→甲\n→\n→\n\n→乙\n→江北气象台\n→\n→\n\n→丙\n→\n→\n")
    length, columns = read_header(found)

    assert [row.number for row in table_rows(found[length:], columns)] == [1, 2, 4]


# What rows inherit


THREE = "表1.过程清单\n→过程\n→一级过程\n→二级过程\n→主责部门\n\n"


def test_key_cells_inherit_until_one_to_their_left_changes(read) -> None:
    reading = read(
        THREE + "→业务过程（Y）\n→甲\n→甲一\n→\n\n→\n→\n→甲二\n→\n\n"
        "→支撑过程（Z）\n→\n→乙一\n→\n\n→管理过程（G）\n→丙\n→\n→\n"
    )

    assert reading.edges("SUBPROCESS_OF") == {
        ("甲@region", "Y@region"), ("甲一@region", "甲@region"), ("甲二@region", "甲@region"),
        ("乙一@region", "Z@region"), ("丙@region", "G@region"),
    }  # fmt: skip
    assert [reading.said(f"process:{key}@region")["kind"] for key in ("甲二", "乙一", "丙")] == [
        "Y", "Z", "G",
    ]  # fmt: skip


def test_cells_of_units_do_not_inherit(read) -> None:
    reading = read(THREE + "→业务过程（Y）\n→甲\n→甲一\n→江北省气象台\n\n→\n→\n→甲二\n→\n")

    assert reading.edges("LED_BY") == {("甲一@region", "江北省气象台")}


def test_units_belong_to_the_last_process_printed_in_the_row(read) -> None:
    reading = read(THREE + "→业务过程（Y）\n→甲\n→\n→江北省气象台\n\n→\n→\n→甲一\n→\n")

    assert reading.edges("LED_BY") == {("甲@region", "江北省气象台")}
    assert reading.said("process:甲@region")["leaf"] is False
    assert reading.said("process:甲一@region")["leaf"] is True


def test_category_without_a_letter_has_a_kind_and_no_code(read) -> None:
    reading = read(THREE + "→支撑过程\n→甲\n→甲一\n→\n")

    top = reading.said("process:支撑过程@region")
    assert (top["kind"], "code" in top) == ("Z", False)


def test_unknown_category_leaves_the_kind_open(read) -> None:
    reading = read(THREE + "→其他（Q）\n→甲\n→甲一\n→\n")

    assert "kind" not in reading.said("process:Q@region")


def test_leaf_is_left_open_where_rows_are_lost(read) -> None:
    reading = read(THREE + "→业务过程（Y）\n→甲\n→\n→\n\n→\n→\n→甲一\n\n→\n→乙\n→乙一\n→\n")

    assert "leaf" not in reading.said("process:甲@region")
    assert reading.said("process:乙一@region")["leaf"] is True


def test_process_named_like_its_parent_is_not_its_own_child(read) -> None:
    assert read(THREE + "→业务过程（Y）\n→甲\n→甲\n→\n").edges("SUBPROCESS_OF") == {
        ("甲@region", "Y@region")
    }


def test_two_columns_of_related_units_are_both_read(read) -> None:
    reading = read(
        "表1.业务过程清单\n→一级过程\n→主责部门\n→相关部门\n→配合单位\n\n"
        "→甲\n→\n→江北省气象台\n→江北省计量所\n"
    )

    assert reading.edges("RELATED_UNIT") == {
        ("甲@region", "江北省气象台"), ("甲@region", "江北省计量所"),
    }  # fmt: skip


def test_long_remark_is_cut_and_cited_whole(read) -> None:
    remark = "每年组织一次" * 20
    reading = read(f"表1.业务过程清单\n{HEAD}→甲\n→\n→{remark}\n")

    (note,) = [c for c in reading.claims if "note" in c.properties]
    assert note.properties["note"] == remark[:79] + "…"
    assert note.place is not None
    assert note.place.length == len(remark.encode())


def test_included_process_of_the_lists_is_that_process(read) -> None:
    body = "→Y01甲\n→\n→乙、丙包含在其中\n\n→Y02乙\n→\n→\n"
    reading = read(f"表1.业务过程清单\n{HEAD}{body}")

    assert reading.edges("INCLUDES") == {("Y01@region", "Y02@region"), ("Y01@region", "丙@region")}
