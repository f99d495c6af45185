"""The loader of process tables: which files it takes, encodings, what a document says."""

from pathlib import Path

import pytest

from loaders.process_tables import LOADER
from loaders.protocol import SourceFile
from ontology import ALL_CODES, EDGE_KINDS, NODE_KINDS, SOURCE_FAMILIES, kind_of
from tests.unit.loaders.plan_texts import HEADING, INTERFACES, LISTS, WHOLE, Reading, tabbed


@pytest.fixture
def read(tmp_path: Path):
    def reader(text: str, encoding: str = "utf-8") -> Reading:
        return Reading(tmp_path / "plan.txt", tabbed(text).encode(encoding))

    return reader


# What it says of itself


def test_loader_says_what_it_is() -> None:
    assert (LOADER.name, LOADER.row_local) == ("process_tables", False)
    assert LOADER.family in SOURCE_FAMILIES
    assert LOADER.snapshot is None


def test_loader_warns_of_processes_that_no_list_holds(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(tabbed(HEADING + INTERFACES), encoding="utf-8")

    warnings = LOADER.warnings(SourceFile(path, "S"))

    assert [each.split("”")[0] for each in warnings] == ["接口过程“维护维修", "接口过程“计量检定"]
    path.write_text(tabbed(WHOLE), encoding="utf-8")
    assert LOADER.warnings(SourceFile(path, "S")) == ()


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
        ("首页 > 公开\n附件2\n\n南屏省气象局\n\n观测\n方案（暂）\n", "南屏省气象局观测方案（暂）"),
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
