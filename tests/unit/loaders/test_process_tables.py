"""The loader of process tables: which files it takes, encodings, damage, what a document says."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Claim, Rejected, SourceError
from loaders.process_tables import LOADER
from loaders.protocol import RawRow, SourceFile
from ontology import ALL_CODES, EDGE_KINDS, NODE_KINDS, SOURCE_FAMILIES, kind_of

HEADING = "南屏省气象局\n观测质量管理体系建设方案\n为做好工作，制定本方案。\n一、清单\n"
LISTS = """表1.南屏省业务过程清单
→过程
→过程名称
→主责部门
→相关部门
→备注

→
→一级过程
→二级过程
→
→
→

→业务过程

（Y）
→装备管理
（Y01）
→Y01-01维护维修
→南屏省气象局观测处、
南屏省大气探测技术中心
→南屏省气象台，各市、县气象局（站）
→

→
→
→Y01-02计量检定
→南屏省大气探测技术中心
→各市气象局
→备件管理包含在其中

→
→数据管理
（Y02）
→Y02-01数据传输
→南屏省气象信息中心
→各县气象局（站）
→

→
→
→Y02-02质量控制
→南屏省气象信息中心
→
→

二、其他
"""
INTERFACES = """表2.国省业务接口信息
→国省接口

→接口过程名
→接口单位
→接口项目

→国家级过程
→省级过程
→国家级单位
→省级单位
→

→装备维护
→维护维修
→中国气象局气象探测中心
→南屏省大气探测技术中心
→省级单位上报维护申请

国家级单位批准申请

→计量检定
→计量检定
→中国气象局气象探测中心
→南屏省大气探测技术中心
→省级单位定期送检
三、附则
本方案自印发之日起施行。
"""
WHOLE = HEADING + LISTS + INTERFACES
Fact = tuple[str, str, str | None, tuple[tuple[str, object], ...]]


class Reading:
    """What the loader makes of a text."""

    def __init__(self, path: Path, raw: bytes) -> None:
        path.write_bytes(raw)
        self.raw = raw
        self.source = SourceFile(path, "S")
        self.rows: list[RawRow] = []
        self.claims: list[Claim] = []
        self.rejected: list[Rejected] = []
        for row in LOADER.read(self.source):
            if isinstance(row, Rejected):
                self.rejected.append(row)
                continue
            said = list(LOADER.claims(row, self.source))
            self.rows.append(row)
            self.rejected.extend(each for each in said if isinstance(each, Rejected))
            if not any(isinstance(each, Rejected) for each in said):
                self.claims.extend(each for each in said if isinstance(each, Claim))

    @property
    def facts(self) -> set[Fact]:
        """Each property of each element, without places."""
        return {
            (c.kind, c.subject, c.object, said)
            for c in self.claims
            for said in [(), *((each,) for each in c.properties.items())]
        }

    @property
    def rules(self) -> list[str]:
        return [each.rule for each in self.rejected]

    def edges(self, kind: str) -> set[tuple[str, str | None]]:
        return {(c.subject, c.object) for c in self.claims if c.kind == kind}


@pytest.fixture
def read(tmp_path: Path):
    def reader(text: str, encoding: str = "utf-8") -> Reading:
        return Reading(tmp_path / "plan.txt", tabbed(text).encode(encoding))

    return reader


def tabbed(text: str) -> str:
    return text.replace("→", "\t")


def cells(line: str) -> bool:
    return line.startswith("→")


# What it says of itself


def test_loader_says_what_it_is() -> None:
    assert (LOADER.name, LOADER.row_local) == ("process_tables", False)
    assert LOADER.family in SOURCE_FAMILIES
    assert LOADER.snapshot is None


# Which files it takes


@pytest.mark.parametrize(
    ("caption", "taken"),
    [
        ("表1.内蒙古气象观测质量管理体系业务过程清单", True),
        ("表 3　管理过程一览表", True),
        ("续表2 支撑过程清单", True),
        ("表一、观测业务质量管理国省业务接口信息", True),
        ("  [bookmark: _Toc1]表2-1：省市接口", True),
        ("表1.业务过程清单\t12", False),  # a line of the table of contents
        ("表1.业务过程清单……12", False),
        ("业务过程清单如表1所示。", False),
        ("表1列出了业务过程清单，共三项", False),
        ("表5.仪器检定周期", False),
    ],
)
def test_accepts_by_caption(caption: str, taken: bool) -> None:
    text = f"某方案\n{caption}\n"

    assert LOADER.accepts(Path("a.txt"), text.encode()) is taken
    assert LOADER.accepts(Path("a.txt"), text.encode("gb18030")) is taken


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.csv", LISTS.encode()),
        ("a.txt", b""),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("a.txt", LISTS.encode("utf-16")),
        ("a.txt", b"\0" + LISTS.encode()),
    ],
)
def test_accepts_no_other_file(name: str, head: bytes) -> None:
    assert not LOADER.accepts(Path(name), head)


def test_accepts_a_head_that_ends_inside_a_character() -> None:
    assert LOADER.accepts(Path("a.TXT"), WHOLE.encode()[:-5])


# Encodings and line ends


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("gb18030", "\n"), ("gb18030", "\r\n")],
)
def test_facts_do_not_depend_on_the_encoding(read, encoding: str, newline: str) -> None:
    plain = read(WHOLE)

    other = read(WHOLE.replace("\n", newline), encoding)

    assert other.facts == plain.facts
    assert other.rejected == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_places_point_into_the_file_in_bytes_and_in_characters(read, encoding: str) -> None:
    reading = read(WHOLE.replace("\n", "\r\n"), encoding)
    lines = reading.raw.decode(encoding.removesuffix("-sig")).split("\n")

    for claim in reading.claims:
        place = claim.place
        assert place is not None
        cited = reading.raw[place.offset :][: place.length].decode(encoding.removesuffix("-sig"))
        assert cited == cited.strip()
        assert lines[place.line - 1][place.column :].startswith(cited.split("\n")[0])


def test_unit_is_cited_by_its_name_alone(read) -> None:
    reading = read(WHOLE, "gb18030")

    cited = {
        (c.object, reading.raw[c.place.offset :][: c.place.length].decode("gb18030"))
        for c in reading.claims
        if c.kind == "LED_BY" and c.subject == "process:Y01-01@region"
    }

    assert cited == {
        ("unit:南屏省气象局观测处", "南屏省气象局观测处"),
        ("unit:南屏省大气探测技术中心", "南屏省大气探测技术中心"),
    }


# The document


def test_text_twice_in_one_file_says_nothing_more(read) -> None:
    once, twice = read(WHOLE), read(WHOLE + WHOLE)

    assert {c.body("S") for c in twice.claims} == {c.body("S") for c in once.claims}
    assert len(twice.claims) == 2 * len(once.claims) - len(
        list(LOADER.claims(once.rows[0], once.source))
    )


def test_order_of_tables_is_free(read) -> None:
    assert read(HEADING + INTERFACES + LISTS).facts == read(WHOLE).facts


def test_lower_process_is_resolved_by_name_within_the_document(read) -> None:
    alone, together = read(HEADING + INTERFACES), read(WHOLE)

    assert {target for _, target in together.edges("LOWER_PROCESS")} == {
        "process:Y01-01@region", "process:Y01-02@region",
    }  # fmt: skip
    assert {target for _, target in alone.edges("LOWER_PROCESS")} == {
        "process:维护维修@region", "process:计量检定@region",
    }  # fmt: skip
    assert ("Process", "process:维护维修@region", None, (("name", "维护维修"),)) in alone.facts


def test_name_borne_by_two_processes_resolves_to_neither(read) -> None:
    reading = read(WHOLE.replace("Y02-02质量控制", "Y02-02计量检定"))

    assert (
        "interface:南屏省气象局观测质量管理体系建设方案|2", "process:计量检定@region",
    ) in reading.edges("LOWER_PROCESS")  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("南屏省气象局\n建设方案\n", "region"),
        ("朔西自治区气象局气象观测建设方案\n", "region"),
        ("重庆市气象局\n建设方案\n", "region"),
        ("南屏省临江市气象局\n建设方案\n", "league"),
        ("锡林盟气象局\n建设方案\n", "league"),
        ("南屏省临江市河东县气象局\n建设方案\n", "banner"),
        ("中国气象局\n建设方案\n", "national"),
    ],
)
def test_level_is_that_of_the_issuer(read, heading: str, level: str) -> None:
    reading = read(heading + "正文。\n" + LISTS)

    assert {c.subject.rpartition("@")[2] for c in reading.claims if c.kind == "Process"} == {level}


def test_level_comes_from_the_interface_header_where_no_issuer_is_named(read) -> None:
    reading = read("观测质量管理体系建设方案\n正文。\n" + LISTS + INTERFACES)

    assert ("process:Y01@region", "process:Y@region") in reading.edges("SUBPROCESS_OF")
    assert reading.edges("ISSUED_BY") == set()


def test_without_any_level_processes_are_rejected(read) -> None:
    reading = read("观测质量管理体系建设方案\n正文。\n" + LISTS)

    assert reading.edges("SUBPROCESS_OF") == set()
    assert set(reading.rules) == {"the level of a process is known"}
    assert len(reading.rejected) == 4


def test_without_a_title_interfaces_are_rejected_and_processes_load(read) -> None:
    reading = read("南屏省气象局说明如下。\n" + LISTS + INTERFACES)

    assert reading.rules == [
        "a document has a title",
        "an interface belongs to a titled document",
        "an interface belongs to a titled document",
    ]
    assert len(reading.edges("LED_BY")) == 5


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("首页 > 公开\n附件2\n\n南屏省气象局\n\n观测质量\n管理体系方案（试行）\n", "南屏省气象局观测质量管理体系方案（试行）"),
        ("南屏省气象局观测质量管理体系建设方案\n", "南屏省气象局观测质量管理体系建设方案"),
        ("网站地图\n观测质量管理体系建设方案\n", "观测质量管理体系建设方案"),
    ],
)  # fmt: skip
def test_title_is_read_from_the_heading_lines(read, heading: str, title: str) -> None:
    reading = read(heading + "为做好工作，制定本方案。\n" + INTERFACES)

    assert [c.properties["name"] for c in reading.claims if c.kind == "Document"] == [title]


@pytest.mark.parametrize(
    ("declared", "certainties"),
    [
        (None, {"stated", "inferred"}),
        ("stated", {"stated", "inferred"}),
        ("inferred", {"inferred"}),
        ("synthetic", {"synthetic"}),
    ],
)
def test_declared_certainty_is_a_ceiling(tmp_path, declared, certainties) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(tabbed(WHOLE), encoding="utf-8")
    source = SourceFile(path, "S", certainty=declared)

    claims = [c for row in LOADER.read(source) for c in LOADER.claims(row, source)]

    assert {str(c.certainty) for c in claims} == certainties


def test_claims_fit_the_ontology(read) -> None:
    for claim in read(WHOLE).claims:
        if claim.object is None:
            declared = {p.name: p for p in NODE_KINDS[claim.kind].properties}
            assert kind_of(claim.subject).label == claim.kind
        else:
            edge = EDGE_KINDS[claim.kind]
            declared = {}
            assert edge.admits(kind_of(claim.subject).label, kind_of(claim.object).label)
        for name, value in claim.properties.items():
            assert name == "begin_known" or name in declared
            codes = declared[name].codes if name in declared else None
            assert codes is None or value in ALL_CODES[codes]


# Damage: what is whole still loads, and nothing is made up


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
    assert damaged.rules == ["6 cells a row"]
    assert damaged.rejected[0].place.line == WHOLE[: WHOLE.index("→数据管理")].count("\n") + 1


def test_lost_row_keeps_its_name_where_a_code_can_be_read(read) -> None:
    damaged = read(WHOLE.replace("→南屏省大气探测技术中心\n→各市气象局\n", "→各市气象局\n"))

    assert [each.identity for each in damaged.rejected[:1]] == ["process|Y01-02"]


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

    assert [(r.field, r.rule) for r in damaged.rejected] == [("related_unit", "unit name")]
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
    assert reading.facts == read(HEADING + LISTS).facts | set()


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
