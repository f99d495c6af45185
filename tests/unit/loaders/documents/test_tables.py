"""Flattened tables: rows and columns again, header, what blank cells inherit, what does not fit."""

import itertools

import pytest

CAPTION = "要点\n一、清单如下，请各单位遵照执行。\n表1.过程清单\n"


def table(read, text: str):
    [one] = read(CAPTION + text).tables
    return one


def names(one) -> list[list[str]]:
    return [[cell.name for cell in row.cells] for row in one.rows]


def test_a_cell_goes_on_without_a_tab_and_over_an_empty_line(read) -> None:
    one = table(
        read,
        "→过程\n→单位\n→备注\n\n→业务\n\n（Y）\n→信息\n中心、\n探测中心\n→\n\n→\n→观测处\n→甲\n\n",
    )
    assert names(one) == [
        ["过程", "单位", "备注"],
        ["业务（Y）", "信息中心、探测中心", ""],
        ["", "观测处", "甲"],
    ]
    first = one.rows[1].cells[0]
    assert first.text == "业务\n（Y）"
    assert one.keys == (0,)
    assert one.rows[2].cells[0].inherited == (1, 0)
    assert one.value(one.rows[2].cells[0]).name == "业务（Y）"


def test_the_range_of_a_cell_is_its_raw_place(read) -> None:
    document = read(CAPTION + "→过程\n→单位\n\n→业务\n（Y）\n→信息中心\n\n")
    cell = document.tables[0].rows[1].cells[0]
    place = document.place(cell.begin, cell.end)
    assert (place.line, place.column) == (7, 1)
    assert document.excerpt(cell.begin, cell.end) == "业务\n（Y）"
    blank = read(CAPTION + "→过程\n→单位\n\n→业务\n→\n\n→\n→乙\n").tables[0].rows[1].cells[1]
    assert (blank.begin, blank.text) == (blank.end, "")


def test_a_header_of_two_rows(read) -> None:
    one = table(
        read,
        "→过程\n→过程名称\n→单位\n\n→\n→一级过程\n→二级过程\n→\n\n"
        "→业务\n→装备\n→检定\n→中心\n\n→\n→\n→定标\n→中心\n\n→\n→数据\n→采集\n→中心\n\n",
    )
    assert one.header_rows == 2
    assert one.columns == (("过程",), ("过程名称", "一级过程"), ("过程名称", "二级过程"), ("单位",))
    assert [(c.column, c.column_span) for c in one.rows[0].cells] == [(0, 1), (1, 2), (3, 1)]
    inherited = [[cell.inherited for cell in row.cells[:2]] for row in one.body]
    assert inherited == [[None, None], [(2, 0), (2, 1)], [(2, 0), None]]


def test_spans_stand_above_the_words_they_share(read) -> None:
    one = table(
        read,
        "→国省接口\n\n→接口过程名\n→接口单位\n→接口项目\n\n→国家级过程\n→省级过程\n→市级过程\n→国家级单位\n→省级单位\n"
        "→\n\n" + "→甲\n→乙\n→丙\n→丁\n→戊\n→己\n\n" * 2,
    )
    assert one.header_rows == 3
    assert [titles[1:] for titles in one.columns] == [
        ("接口过程名", "国家级过程"),
        ("接口过程名", "省级过程"),
        ("接口过程名", "市级过程"),
        ("接口单位", "国家级单位"),
        ("接口单位", "省级单位"),
        ("接口项目",),
    ]


def test_two_header_rows_of_full_width(read) -> None:
    one = table(
        read,
        "→序号\n→任务\n→责任分工\n→\n\n→\n→\n→牵头\n→配合\n\n→1\n→甲\n→乙\n→丙\n\n→2\n→丁\n→戊\n→\n\n",
    )
    assert one.header_rows == 2
    assert one.columns[3] == ("配合",)
    assert one.columns[2] == ("责任分工", "牵头")


def test_rows_without_empty_lines_are_told_by_their_numbers(read) -> None:
    one = table(
        read,
        "→序号\n→任务\n→责任分工\n→时限\n→\n→\n→牵头\n→配合\n→\n"
        "→1\n→甲\n→乙\n→丙\n→6月\n→2\n→丁\n→戊\n→\n→7月\n→3\n→己\n→庚\n→辛\n→8月\n",
    )
    assert (one.width, one.header_rows, len(one.body)) == (5, 2, 3)
    assert one.columns[2] == ("责任分工", "牵头")


def test_rows_without_empty_lines_are_told_by_their_header(read) -> None:
    one = table(read, "→任务\n→牵头单位\n→完成时限\n→甲\n→乙\n→6月\n→丙\n→丁\n→7月\n")
    assert names(one)[1:] == [["甲", "乙", "6月"], ["丙", "丁", "7月"]]


def test_a_row_that_does_not_add_up_is_a_fault_and_the_rest_is_read(read) -> None:
    text = "→序号\n→任务\n→单位\n\n→1\n→甲\n→乙\n\n→2\n→丙\n\n→3\n→丁\n→戊\n\n"
    document = read(CAPTION + text)
    [one] = document.tables
    assert [row.whole for row in one.rows] == [True, True, False, True]
    [fault] = document.faults
    assert fault.place.line == 12
    assert fault.value == "2 | 丙"
    assert "第3行有2个单元格，应为3个" in fault.rule
    assert "not 3" in fault.rule


def test_after_a_row_that_does_not_add_up_nothing_is_inherited(read) -> None:
    text = "→类别\n→任务\n→单位\n\n→甲\n→一\n→乙\n\n→丙\n→二\n\n→\n→三\n→丁\n\n→\n→四\n→戊\n\n"
    [one] = read(CAPTION + text).tables
    assert [row.cells[0].inherited for row in one.rows if row.whole] == [None] * 4


def test_a_table_whose_width_nothing_tells_is_a_fault(read) -> None:
    document = read(CAPTION + "→甲之一\n→乙之二\n→丙之三\n→丁之四\n→戊之五\n")
    assert ["how many columns" in fault.rule for fault in document.faults] == [True]
    assert document.tables[0].width == 0
    assert len(document.tables[0].rows[0].cells) == 5


def test_an_empty_line_inside_a_row(read) -> None:
    one = table(read, "→过程\n→单位\n→备注\n\n" + "→甲\n→乙\n→丙\n\n" * 2 + "→丁\n→戊\n\n→己\n\n")
    assert names(one)[-1] == ["丁", "戊", "己"]
    assert all(row.whole for row in one.rows)


@pytest.mark.parametrize(
    "after",
    [
        "二、保障\n", "（二）支撑过程\n", "图1 结构\n", "表2.清单\n",
        "\n其中，质量手册全区编制一册，内附程序文件清单，程序文件全区编制一套，按照过程编写。\n",
        "　　缩进的段落\n", "\n某某市气象局\n", "2020年1月1日\n",
    ],
)  # fmt: skip
def test_what_ends_a_table(read, after: str) -> None:
    one = table(read, "→过程\n→单位\n\n→甲\n→乙\n\n→丙\n→丁\n" + after)
    assert one.rows[-1].cells[-1].text == "丁"


def test_the_last_cell_goes_on_with_a_paragraph_like_those_of_other_cells(read) -> None:
    one = table(
        read,
        "→过程\n→项目\n\n→甲\n→自治区级单位上报计划\n\n国家级单位批复\n\n"
        "→乙\n→自治区级单位送检\n\n国家级单位检定\n\n某某市气象局\n",
    )
    assert one.rows[-1].cells[-1].text == "自治区级单位送检\n国家级单位检定"


def test_rows_as_lines(read) -> None:
    one = table(read, "序号→任务→单位\n1→站网→观测处\n→质控→\n2→检定→中心\n三、保障\n")
    assert names(one) == [
        ["序号", "任务", "单位"],
        ["1", "站网", "观测处"],
        ["", "质控", ""],
        ["2", "检定", "中心"],
    ]
    assert one.header_rows == 1
    assert one.rows[2].cells[0].inherited == (1, 0)


def test_rows_of_a_name_and_a_number_are_no_table_of_contents(read) -> None:
    one = table(read, "单位→数量\n盟市气象局→12\n旗县气象局→88\n")
    assert names(one) == [["单位", "数量"], ["盟市气象局", "12"], ["旗县气象局", "88"]]


def test_an_empty_line_inside_a_header_cell_makes_no_header_rows(read) -> None:
    rows = "→管理\n→体系\n→规划\n→观测处\n\n" * 2
    one = table(read, "→过程\n→一级过程\n\n→二级过程\n→主责部门\n\n" + rows)
    assert names(one)[0] == ["过程", "一级过程", "二级过程", "主责部门"]
    assert (one.header_rows, one.width) == (1, 4)


def test_the_only_two_rows_of_a_table_may_have_run_together(read) -> None:
    one = table(read, "→任务\n→单位\n\n→甲\n→乙\n→丙\n→丁\n")
    assert names(one) == [["任务", "单位"], ["甲", "乙"], ["丙", "丁"]]


BARE = "序号\n任务\n责任单位\n1\n站网优化\n观测处\n2\n计量检定\n探测中心\n"


def test_numbered_rows_without_tabs(read) -> None:
    one = table(read, BARE + "二、保障措施\n")
    assert names(one)[1:] == [["1", "站网优化", "观测处"], ["2", "计量检定", "探测中心"]]
    assert one.columns == (("序号",), ("任务",), ("责任单位",))


@pytest.mark.parametrize(
    "text",
    [
        BARE.replace("观测处\n", ""),
        BARE.replace("探测中心\n", "二、保障措施\n"),
        BARE.replace("探测中心\n", "2020年1月1日\n"),
        BARE + "3\n数据\n",
        BARE.replace("2\n计量检定\n探测中心\n", ""),
        BARE.replace("任务", "各单位要切实加强领导，落实任务"),
    ],
)
def test_without_tabs_nothing_is_guessed(read, text: str) -> None:
    assert read(CAPTION + text).tables == ()


def test_rows_between_bars(read) -> None:
    one = table(read, "| 序号 | 系统 |状态|\n|---|:--:|---|\n| 1 | 天擎 | 运行 |\n| 2 | 天镜 | |\n")
    assert names(one) == [["序号", "系统", "状态"], ["1", "天擎", "运行"], ["2", "天镜", ""]]


def test_a_title_without_number(read) -> None:
    document = read(
        "要点\n一、说明情况，请遵照执行。\n附件2\n重点任务分工表\n→任务\n→单位\n\n→甲\n→乙\n\n"
    )
    [one] = document.tables
    assert (one.title, one.caption) == ("重点任务分工表", None)
    assert document.headings[one.heading].number == "附件2"


def test_every_written_line_is_in_one_place_only(read) -> None:
    document = read(
        CAPTION
        + "→过程\n→单位\n\n→甲\n→乙\n\n（一）目标。坚持质量第一，持续改进。\n正文一段，没有编号。\n"
    )
    ranges = [(b.begin, b.end) for b in (*document.blocks, *document.tables)]
    ordered = sorted(ranges)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(ordered))
    left = set(range(len(document.text))) - {i for b, e in ranges for i in range(b, e)}
    assert {document.text[i] for i in left} <= set("\n\t。")
