"""The reference pages say all that is declared, their links lead somewhere, and none is stale."""

import re
from pathlib import Path

import pytest

from ontology import (
    ALL_CODES,
    EDGE_KINDS,
    LEVELS,
    NODE_KINDS,
    SOURCE_FAMILIES,
    TABLES,
    CodeList,
    EdgeKind,
    NodeKind,
    Table,
    make_id,
)
from ontology.derive import GROUPS, column_uses, schema_markdown, tables_markdown
from ontology.derive.__main__ import DERIVED, PAGES, main
from ontology.derive.schema_page import group_diagram, markdown_table
from ontology.derive.tables_page import header_row

SCHEMA, FORMAT = schema_markdown(), tables_markdown()
BOXES = 25

groups = pytest.mark.parametrize("group", [style.group for style in GROUPS])
tables = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows, with `|` as it was."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
    ]


def starting(text: str, first: str) -> list[list[str]]:
    return [row for row in rows(text) if row[0] == first]


# Freshness


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_in_git_is_fresh(root: Path, name: str) -> None:
    kept = (root / "docs/reference" / name).read_text(encoding="utf-8")

    assert kept == PAGES[name](), "stale: run `python -m ontology.derive docs/reference`"


def test_command_writes_the_pages_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "docs" / "reference"

    assert main([str(folder)]) == 0
    first = capsys.readouterr().out.splitlines()
    assert main([str(folder)]) == 0
    second = capsys.readouterr().out

    assert sorted(first) == sorted(str(folder / name) for name in DERIVED)
    assert second == ""
    assert {
        p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8")
        for p in folder.rglob("*")
        if p.is_file()
    } == {name: render() for name, render in DERIVED.items()}


def test_command_mends_a_stale_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path)])
    (tmp_path / "schema.md").write_text("old", encoding="utf-8")
    capsys.readouterr()

    main([str(tmp_path)])

    assert capsys.readouterr().out == f"{tmp_path / 'schema.md'}\n"
    assert (tmp_path / "schema.md").read_text(encoding="utf-8") == SCHEMA


# Markdown


@pytest.mark.parametrize("text", [SCHEMA, FORMAT], ids=sorted(PAGES, reverse=True))
def test_rows_of_a_table_have_its_width(text: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block.splitlines()[0]
        assert re.fullmatch(r"(\| --- )+\|", block.splitlines()[1])


def test_links_lead_to_headings() -> None:
    pages = {"schema.md": SCHEMA, "import-format.md": FORMAT}
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([\w.-]*\.md)?(?:#([^)]*))?\)", text):
            headings = re.findall(r"^#+ (.*)$", pages[page or name], re.MULTILINE)
            assert not anchor or anchor in headings, (name, page, anchor)


def test_cells_are_escaped() -> None:
    assert markdown_table(("a", "b"), [("x|y", "1\n2")]) == (
        "| a | b |\n| --- | --- |\n| x\\|y | 1<br>2 |\n"
    )


# Schema page


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
def test_kind_is_told(kind: NodeKind) -> None:
    (row,) = [row for row in starting(SCHEMA, f"`{kind.label}`") if len(row) == 6]
    _, titles, node_id, properties, term, description = row

    assert titles == f"{kind.title_zh} / {kind.title_en}"
    assert node_id == f"`{make_id(kind, *kind.key)}`"
    assert (term, description) == (kind.term, kind.description)
    check_properties(kind, properties)


@pytest.mark.parametrize("edge", EDGE_KINDS.values(), ids=list(EDGE_KINDS))
def test_edge_is_told_in_each_group_it_starts_from(edge: EdgeKind) -> None:
    found = starting(SCHEMA, f"`{edge.pattern}`")
    homes = {NODE_KINDS[source].group for source in edge.sources if source != "*"}

    assert len(found) == max(1, len(homes))
    for _, titles, description, cardinality, properties, term in found:
        assert titles == f"{edge.title_zh} / {edge.title_en}"
        assert (description, term) == (edge.description, edge.term or "")
        assert cardinality.endswith(edge.cardinality.value)
        check_properties(edge, properties)


def check_properties(element: NodeKind | EdgeKind, cell: str) -> None:
    texts = cell.split("<br>") if cell else []
    assert len(texts) == len(element.properties)
    for text, declared in zip(texts, element.properties, strict=True):
        assert text.startswith(f"`{declared.name}` {declared.title_zh} / {declared.title_en} (")
        details = text.rpartition(f"{declared.title_en} (")[2].removesuffix(")").split(", ")
        assert details[0] == declared.datatype.value
        assert (declared.unit in details) is bool(declared.unit)
        assert (f"1192: {declared.term}" in details) is bool(declared.term)
        assert (f"[`{declared.codes}`](#{declared.codes})" in text) is bool(declared.codes)


@groups
def test_diagram_is_small_and_complete(group: str) -> None:
    lines = group_diagram(group).splitlines()
    boxes = re.findall(r'^  (\w+)\["', "\n".join(lines), re.MULTILINE)
    arrows = re.findall(r'^  (\w+) -->\|"(.*)"\| (\w+)$', "\n".join(lines), re.MULTILINE)
    own = [kind.label for kind in NODE_KINDS.values() if kind.group == group]

    assert lines[0] == "flowchart LR"
    assert boxes[: len(own)] == own
    assert len(boxes) == len(set(boxes)) <= BOXES
    assert {end for source, _, target in arrows for end in (source, target)} <= set(boxes)
    drawn = {(s, edge_type, t) for s, types, t in arrows for edge_type in types.split("<br/>")}
    assert drawn == {
        (source, edge.type, target)
        for edge in EDGE_KINDS.values()
        for source in edge.sources
        for target in edge.targets
        if source in own and target != "*"
    }


@groups
def test_diagram_is_on_the_page_and_styles_every_box(group: str) -> None:
    diagram = group_diagram(group)
    boxes = re.findall(r'^  (\w+)\["', diagram, re.MULTILINE)
    styled = re.findall(r"^  class (\S+) (\w+)$", diagram, re.MULTILINE)
    colours = {
        label: name for labels, name in styled for label in labels.split(",") if name != "elsewhere"
    }

    assert f"```mermaid\n{diagram}\n```" in SCHEMA
    assert colours == {label: NODE_KINDS[label].group for label in boxes}
    for _, name in styled:
        assert f"  classDef {name} " in diagram


@pytest.mark.parametrize("codes", ALL_CODES.values(), ids=list(ALL_CODES))
def test_code_list_is_told(codes: CodeList) -> None:
    section = SCHEMA.partition(f"\n### {codes.name}\n")[2].partition("\n### ")[0]

    assert codes.source in section
    assert rows(section)[2:] == [[f"`{code}`", zh, en] for code, (zh, en) in codes.codes.items()]


@pytest.mark.parametrize(
    ("heading", "codes"),
    [("层级 / Levels", LEVELS), ("来源的次序 / Authority of sources", SOURCE_FAMILIES)],
)
def test_order_is_told(heading: str, codes: CodeList) -> None:
    section = SCHEMA.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]

    assert rows(section)[2:] == [
        [str(rank), f"`{code}`", zh, en]
        for rank, (code, (zh, en)) in enumerate(codes.codes.items(), 1)
    ]


def test_examples_of_ids() -> None:
    section = SCHEMA.partition("\n## 标识 / Ids\n")[2].partition("\n## ")[0]

    found = {row[0].strip("`"): row[2].strip("`") for row in rows(section)[2:]}

    assert found["Station"] == "station:53463"
    assert found["Batch"] == "batch:HMP155%7CA|50%25%402016"
    assert "`process:Y02-04@region`" in section


# Import format page


def table_section(table: Table) -> str:
    return FORMAT.partition(f"\n### {table.name}\n")[2].partition("\n### ")[0]


@tables
def test_columns_of_a_table_are_told(table: Table) -> None:
    told = [row for row in rows(table_section(table)) if len(row) == 4][2:]
    told = told[: len(table.columns)]

    for (name, title, datatype, values), column in zip(told, table.columns, strict=True):
        assert name.split()[0] == f"`{column.name}`"
        assert ("\\*" in name) is column.required
        assert ("`;`" in name) is column.many
        assert title == column.title_zh
        assert datatype.startswith(f"`{column.datatype.value}`")
        assert ("含当日" in datatype) is column.end
        if column.codes:
            assert values.startswith(f"[{column.codes}](schema.md#{column.codes}): ")
            assert re.findall(r"`(.*?)`", values) == list(ALL_CODES[column.codes].codes)


@tables
def test_every_column_becomes_something_on_the_page(table: Table) -> None:
    told: set[str] = set()
    for use in column_uses(table):
        told |= {*use.columns, *(use.valid_from or "").split("|"), use.valid_to or ""}
        told |= {use.when.column} if use.when else set()

    assert told - {""} == {column.name for column in table.columns}


@tables
def test_every_use_is_a_row_of_the_page(table: Table) -> None:
    told = [row for row in rows(table_section(table)) if len(row) == 4]
    mapping = told[len(table.columns) + 4 :]

    assert len(mapping) == len(column_uses(table))
    for row, use in zip(mapping, column_uses(table), strict=True):
        assert row[0] == " ".join(f"`{name}`" for name in use.columns)
        assert row[1] == use.becomes.replace("\n", "<br>")


@tables
def test_example_header_has_every_column(table: Table) -> None:
    header = header_row(table)

    assert header.split(",") == [*(column.name for column in table.columns), "certainty"]
    assert f"```csv\n{header}\n```" in table_section(table)


@pytest.mark.parametrize(
    ("table", "columns", "becomes"),
    [
        ("stations", "`station_id`", "节点 node `(:Station {station_id})`"),
        ("stations", "`name_zh`", "属性 property `Station.name`"),
        ("stations", "`class`", "状态 state `Station.class`"),
        (
            "stations",
            "`admin_code`",
            "边 edge `(:Station {station_id})-[:IN_AREA]->(:AdminArea {admin_code})`",
        ),
        (
            "calibrations",
            "`subject_kind` `subject_id`",
            "边 edge `(:‹subject_kind› {subject_id})-[:HAS_CALIBRATION]->"
            "(:Calibration {calibration_id})`",
        ),
        (
            "interfaces",
            "`upper_unit`",
            "边 edge `(:Interface {@source, interface_id})-[:UPPER_UNIT]->(:Unit {upper_unit})`<br>"
            "值含 `各` 时为 `UnitGroup` / `UnitGroup` where the value has `各`",
        ),
        (
            "processes",
            "`governed_by`",
            "边 edge `(:Process {code|name_zh, level})-[:GOVERNED_BY]->(:Document {governed_by})`"
            "<br>值含 `|` 时为 `DocumentVersion` / `DocumentVersion` where the value has `|`"
            "<br>值在 `|` 处切成键的各部分 / the value is cut at `|`",
        ),
    ],
)
def test_mapping_of_a_column(table: str, columns: str, becomes: str) -> None:
    assert becomes in [row[1] for row in starting(table_section(TABLES[table]), columns)]


@pytest.mark.parametrize(
    ("table", "columns", "when", "valid"),
    [
        ("issues", "`station_id` `variable`", "`variable` 已填 is filled", "`begin` … `end`"),
        ("issues", "`station_id`", "`variable` 为空 is blank", "`begin` … `end`"),
        ("interfaces", "`items`", "`direction` = `up` / `both`", ""),
        ("events", "`party`", "`type` = `maintenance`", "`begin` … `end`"),
        ("events", "`party`", "`type` ≠ `maintenance`", "`begin` … `end`"),
        ("incidents", "`state`", "", "`state_from|opened` …"),
    ],
)
def test_condition_and_validity_of_a_column(
    table: str, columns: str, when: str, valid: str
) -> None:
    found = [row[2:] for row in starting(table_section(TABLES[table]), columns)]

    assert [when, valid] in found


def test_ends_of_intervals_are_told() -> None:
    inclusive, exclusive = (table_section(TABLES[name]) for name in ("units", "documents"))

    assert "`valid_to` is not before `valid_from`" in inclusive
    assert "`superseded` is after `effective`" in exclusive


def test_columns_that_give_a_kind_list_their_labels() -> None:
    subject = starting(table_section(TABLES["calibrations"]), "`subject_kind` \\*")
    cause = starting(table_section(TABLES["incidents"]), "`cause_kind`")

    assert subject[0][3] == "`Instrument` `MeasurementStandard`"
    assert cause[0][3] == "任一标签 any label"
