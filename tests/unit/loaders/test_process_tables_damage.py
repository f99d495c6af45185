"""Damaged process tables: what is whole still loads, and nothing is made up."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import SourceError
from loaders.process_tables import LOADER
from loaders.protocol import SourceFile
from tests.unit.loaders.plan_texts import HEADING, INTERFACES, LISTS, WHOLE, Reading, tabbed

INHERITS = "a blank cell inherits from a row that can be read"


@pytest.fixture
def read(tmp_path: Path):
    def reader(text: str, encoding: str = "utf-8") -> Reading:
        return Reading(tmp_path / "plan.txt", tabbed(text).encode(encoding))

    return reader


def cells(line: str) -> bool:
    return line.startswith("→")


LINES = WHOLE.split("\n")
CELL_LINES = [n for n, line in enumerate(LINES) if cells(line)]
BLANK_LINES = [n for n, line in enumerate(LINES) if not line]


@pytest.mark.parametrize("lost", CELL_LINES)
def test_lost_cell_adds_no_fact_and_is_reported(read, lost: int) -> None:
    whole = read(WHOLE)

    damaged = read("\n".join(LINES[:lost] + LINES[lost + 1 :]))

    assert damaged.facts - whole.facts == set()
    assert damaged.rejected or damaged.facts == whole.facts


@pytest.mark.parametrize("lost", BLANK_LINES[:-1])
def test_lost_empty_line_changes_no_fact(read, lost: int) -> None:
    damaged = read("\n".join(LINES[:lost] + LINES[lost + 1 :]))

    assert damaged.facts == read(WHOLE).facts


@pytest.mark.parametrize("after", [n for n in CELL_LINES if n > LINES.index("→业务过程")])
def test_surplus_empty_line_changes_no_fact(read, after: int) -> None:
    """An empty line stands inside a cell as well as at the end of a row."""
    damaged = read("\n".join([*LINES[: after + 1], "", *LINES[after + 1 :]]))

    assert damaged.facts == read(WHOLE).facts


def test_lost_row_leaves_the_rows_below_without_what_they_inherit(read) -> None:
    """Y02 is printed in the lost row: Y02-02 must not fall to Y01."""
    damaged = read(WHOLE.replace("→Y02-01数据传输\n", ""))

    assert "process:Y02-02@region" not in {child for child, _ in damaged.edges("SUBPROCESS_OF")}
    assert ("process:Y02-02@region", "unit:南屏省气象信息中心") in damaged.edges("LED_BY")
    assert damaged.rules == ["6 cells a row", INHERITS]
    assert damaged.rejected[1].identity == "process|Y02-02"
    assert damaged.rejected[0].place.line == WHOLE[: WHOLE.index("→数据管理")].count("\n") + 1


@pytest.mark.parametrize(
    ("lost", "identity"),
    [
        ("→业务过程", ""),  # the first cell is now a continuation of the header
        ("→Y01-01维护维修", ""),  # Y01 is left: the parent of others, so not the row's own
        ("→Y01-02计量检定", ""),
        ("→备件管理包含在其中", "process|Y01-02"),
        ("→数据管理", "process|Y02-01"),
        ("→Y02-01数据传输", ""),
    ],
)
def test_lost_row_keeps_its_name_where_it_still_shows(read, lost: str, identity: str) -> None:
    damaged = read(WHOLE.replace(lost + "\n", ""))

    assert damaged.rejected[0].identity == identity


def test_lost_row_keeps_the_name_of_a_process_without_a_code(read) -> None:
    plain = LISTS.replace("Y01-02", "").replace("→各市气象局\n→备件", "→备件")

    assert read(HEADING + plain).rejected[0].identity == "process|计量检定"


def test_name_that_may_stand_in_a_lost_row_is_not_resolved(read) -> None:
    damaged = read(WHOLE.replace("→各市气象局\n→备件管理包含在其中", "→各市气象局"))
    interface = "interface:南屏省气象局观测质量管理体系建设方案|2"

    assert interface not in {subject for subject, _ in damaged.edges("LOWER_PROCESS")}
    assert interface in {subject for subject, _ in damaged.edges("LOWER_UNIT")}
    assert damaged.rules == ["6 cells a row", "a process of the document's lists"]
    assert damaged.rejected[1].identity == "interface|2"


def test_code_that_contradicts_the_inherited_parent_is_rejected(read) -> None:
    damaged = read(WHOLE.replace("Y02-02质量控制", "Y01-09质量控制"))

    assert damaged.rules == ["a code lies under the code of its parent"]
    assert damaged.rejected[0].value == "Y01-09"
    assert damaged.rejected[0].identity == "process|Y01-09"


def test_row_that_names_no_process_is_rejected(read) -> None:
    damaged = read(WHOLE.replace("→Y02-02质量控制", "→"))

    assert damaged.rules == ["a row names a process"]


@pytest.mark.parametrize("value", ["详见附件", "由观测业务承担", "南屏省气象局观测处、详见附件"])
def test_cell_that_is_no_list_of_units_rejects_its_row(read, value: str) -> None:
    damaged = read(WHOLE.replace("→各县气象局（站）", f"→{value}"))

    (rejected,) = damaged.rejected
    assert (rejected.field, rejected.rule) == ("related_unit", "unit name")
    assert rejected.identity == "process|Y02-01"
    assert damaged.facts - read(WHOLE).facts == set()


def test_caption_without_a_table_is_reported_and_the_rest_loads(read) -> None:
    reading = read(HEADING + "表7.管理过程清单\n管理过程清单正在制定之中，将另行印发。\n" + LISTS)

    assert reading.rules == ["table below its caption"]
    assert len(reading.edges("LED_BY")) == 5


@pytest.mark.parametrize(
    "header",
    ["→过程\n→一级过程\n→分管领导\n→主责部门\n", "→姓名\n→电话\n", "→过程\n→一级过程\n→备注\n"],
)
def test_unknown_header_is_reported_and_the_rest_loads(read, header: str) -> None:
    table = f"表7.支撑过程清单\n{header}\n→支撑过程（Z）\n→Z01标准\n→张三\n→南屏省气象局观测处\n"

    reading = read(HEADING + table + "二、业务过程\n" + LISTS)

    assert reading.rules == ["known header cells"]
    assert reading.facts == read(HEADING + LISTS).facts


def test_header_without_rows_is_reported(read) -> None:
    reading = read(HEADING + "表7.支撑过程清单\n→过程\n→一级过程\n→主责部门\n二、其他\n" + LISTS)

    assert reading.rules == ["table below its caption"]


def test_text_behind_a_table_is_no_part_of_its_last_cell(read) -> None:
    tail = (
        "以上过程由各单位按照职责分工负责组织实施，并根据工作需要滚动修订完善，及时报送进展情况。"
    )
    open_end = LISTS.replace("二、其他\n", tail + "\n")

    assert read(HEADING + open_end).facts == read(HEADING + LISTS).facts
    stray = read(HEADING + open_end + "→甲\n→乙\n")
    assert stray.rules == ["cells belong to a table"]
    assert stray.facts == read(HEADING + LISTS).facts


def test_page_numbers_and_repeated_headers_are_furniture(read) -> None:
    header = LISTS[LISTS.index("→过程") : LISTS.index("→业务过程")]
    paged = LISTS.replace("→\n→数据管理", f"— 3 —\n\n{header}→\n→数据管理")

    assert paged != LISTS
    assert read(HEADING + paged).facts == read(HEADING + LISTS).facts


def test_file_that_breaks_off_in_a_row_loads_the_rows_before(read) -> None:
    whole = read(HEADING + LISTS)

    damaged = read((HEADING + LISTS)[: LISTS.index("→南屏省气象信息中心") + len(HEADING)])

    assert damaged.facts - whole.facts == set()
    assert damaged.rules == ["6 cells a row"]
    assert ("process:Y01-02@region", "process:Y01@region") in damaged.edges("SUBPROCESS_OF")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_file_that_breaks_off_inside_a_character_is_reported(tmp_path, encoding: str) -> None:
    raw = tabbed(WHOLE[: WHOLE.index("定期送检")]).encode(encoding)

    damaged = Reading(tmp_path / "plan.txt", raw[:-1])

    assert damaged.rules == ["the file is whole"]
    assert [each.identity for each in damaged.rejected] == ["interface|2"]
    assert len({subject for subject, _ in damaged.edges("UPPER_PROCESS")}) == 1


def test_table_that_breaks_off_behind_its_caption(read) -> None:
    assert read(HEADING + "表1.业务过程清单").rules == ["table below its caption"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n \n",
        WHOLE.encode("utf-16"),
        b"\xff\xfe\x00" + WHOLE.encode(),
        "没有表题的正文。\n".encode(),
        tabbed(WHOLE).encode().replace("表".encode(), b"\xe8\xa1"),
    ],
    ids=["empty", "blank", "utf-16", "binary", "no caption", "broken utf-8"],
)
def test_unreadable_file_is_a_source_error(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(raw)

    with pytest.raises(SourceError) as caught:
        list(LOADER.read(SourceFile(path, "S")))

    assert caught.value.path == str(path)
    assert caught.value.remedy


def test_missing_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        list(LOADER.read(SourceFile(tmp_path / "absent.txt", "S")))


def test_messages_are_chinese_then_english_and_name_a_remedy(read) -> None:
    damaged = [
        read(WHOLE.replace("→Y02-01数据传输\n", "")),
        read(WHOLE.replace("→各县气象局（站）", "→详见附件")),
        read("正文。\n" + LISTS + INTERFACES),
        read(HEADING + "表7.管理过程清单\n\n二、\n" + LISTS),
    ]

    for rejected in (each for reading in damaged for each in reading.rejected):
        chinese, english = rejected.message.split(" / ")
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
        assert ":" in english
        assert rejected.place.line


@given(st.integers(0, len(LINES)), st.sets(st.integers(0, len(LINES)), max_size=4))
def test_no_damage_makes_a_claim_without_its_words(
    tmp_path_factory, end: int, lost: set[int]
) -> None:
    """Whatever lines are lost, each name claimed stands in the file, in its place."""
    kept: Iterable[str] = (line for n, line in enumerate(LINES[:end]) if n not in lost)
    path = tmp_path_factory.mktemp("damaged") / "plan.txt"
    try:
        reading = Reading(path, tabbed("\n".join(kept)).encode())
    except SourceError:
        return

    for claim in reading.claims:
        assert claim.place is not None
        cited = reading.raw[claim.place.offset :][: claim.place.length].decode()
        for name in ("note", "code"):
            assert str(claim.properties.get(name, "")) in cited.replace("\n", "")
        if claim.kind == "Unit":
            assert str(claim.properties["name"]) in cited.replace("\n", "")
