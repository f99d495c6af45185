"""Interface tables: between which levels, numbers, inheritance, directions."""

from pathlib import Path

import pytest

from tests.unit.loaders.plan_texts import BEGINNING, ByKey


@pytest.fixture
def read(tmp_path: Path):
    return lambda text: ByKey(tmp_path / "plan.txt", BEGINNING + text)


BETWEEN = (
    "表2.国省业务接口\n→国家级过程\n→自治区级过程\n→国家级单位\n→自治区级单位\n→接口项目\n\n"
    "→监控\n→运行\n→\n→\n→国家级单位通报\n"
    "二、\n"
    "表3.区市业务接口\n→盟市级过程\n→自治区级过程\n→盟市级单位\n→自治区级单位\n→接口项目\n\n"
    "→运行\n→运行\n→各盟市气象局\n→江北省气象台\n→盟市级单位上报\n自治区级单位批复\n\n"
    "→\n→装备\n→\n→\n→每月会商\n"
)
LIST = "表1.业务过程清单\n→一级过程\n→主责部门\n\n→Y01运行\n→\n三、\n"
TITLE = "朔西自治区气象局观测质量管理体系建设方案"


def test_interfaces_of_a_further_table_bear_its_number(read) -> None:
    reading = read(LIST + BETWEEN)

    assert [row.identity for row in reading.rows if "interface" in row.identity] == [
        "interface|1", "interface|3-1", "interface|3-2",
    ]  # fmt: skip
    assert reading.rejected == []


def test_higher_level_is_the_upper_side_in_whichever_column(read) -> None:
    reading = read(LIST + BETWEEN)
    first = reading.said(f"interface:{TITLE}|3-1")

    assert (first["upper_level"], first["lower_level"]) == ("region", "league")
    assert (first["items_up"], first["items_down"]) == ("盟市级单位上报", "自治区级单位批复")
    assert (f"{TITLE}|3-1", "Y01@region") in reading.edges("UPPER_PROCESS")
    assert (f"{TITLE}|3-1", "运行@league") in reading.edges("LOWER_PROCESS")
    assert reading.edges("COUNTERPART_OF") >= {("运行@league", "Y01@region")}
    assert reading.edges("LOWER_UNIT") == {(f"{TITLE}|3-1", "各盟市气象局")}


def test_items_that_name_no_side_have_no_direction(read) -> None:
    second = read(LIST + BETWEEN).said(f"interface:{TITLE}|3-2")

    assert second["items"] == "每月会商"
    assert {"items_up", "items_down"} & set(second) == set()


def test_first_process_inherits_and_the_second_is_a_gap(read) -> None:
    table = BETWEEN[: BETWEEN.index("二、")]
    reading = read(table + "\n→\n→装备\n→\n→\n→\n\n→质控\n→\n→\n→\n→\n")

    assert reading.edges("UPPER_PROCESS") == {
        (f"{TITLE}|1", "监控@national"), (f"{TITLE}|2", "监控@national"),
        (f"{TITLE}|3", "质控@national"),
    }  # fmt: skip
    assert reading.edges("LOWER_PROCESS") == {
        (f"{TITLE}|1", "运行@region"), (f"{TITLE}|2", "装备@region"),
    }  # fmt: skip
    assert reading.said(f"interface:{TITLE}|3")["name"] == "质控"


def test_nothing_is_inherited_from_above_a_broken_interface(read) -> None:
    table = BETWEEN[: BETWEEN.index("二、")]
    reading = read(table + "\n→质控\n→\n→\n→\n\n→\n→装备\n→\n→\n→\n")

    assert reading.edges("UPPER_PROCESS") == {(f"{TITLE}|1", "监控@national")}
    assert [each.identity for each in reading.rejected] == ["interface|2", "interface|3"]
    assert "name" not in reading.said(f"interface:{TITLE}|3")
    assert (f"{TITLE}|3", "装备@region") in reading.edges("LOWER_PROCESS")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("7", "9", ["7", "9"]),
        ("1", "1", ["1", "2"]),
        ("1", "", ["1", "2"]),
        ("甲", "乙", ["1", "2"]),
    ],
)
def test_printed_numbers_count_where_each_row_has_its_own(read, first, second, expected) -> None:
    header = BETWEEN[: BETWEEN.index("→监控")].replace("→国家级过程", "→序号\n→国家级过程")

    reading = read(f"{header}→{first}\n→监控\n→\n→\n→\n→\n\n→{second}\n→质控\n→\n→\n→\n→\n")

    numbers = [row.identity.removeprefix("interface|") for row in reading.rows[1:]]
    assert numbers == expected


def test_interface_that_names_no_process_is_rejected(read) -> None:
    table = BETWEEN[: BETWEEN.index("二、")]

    (rejected,) = read(table + "\n→\n→\n→\n→\n→国家级单位通报\n").rejected

    assert (rejected.rule, rejected.identity) == ("a row names a process", "interface|2")
