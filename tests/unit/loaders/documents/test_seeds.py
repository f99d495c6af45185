"""The five real documents: every count below was taken by reading them."""

import itertools
from pathlib import Path
from time import process_time

import pytest

from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.model import (
    Document,
    Format,
    Heading,
    Paragraph,
    Role,
    SegmentKind,
    Style,
)
from loaders.documents.reading.container import Found
from loaders.documents.reading.read import read_document, read_documents
from loaders.process_tables.flattened import find_tables
from loaders.process_tables.original import read_lines

NUMBERS = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Document]:
    found = list(read_documents(shared / "seeds"))
    assert all(isinstance(each, Document) for each in found)
    documents = [each for each in found if isinstance(each, Document)]
    return {Path(each.source.path).name[:3]: each for each in documents}


@pytest.fixture(params=NUMBERS)
def seed(request: pytest.FixtureRequest, seeds: dict[str, Document]) -> Document:
    return seeds[request.param]


def test_nothing_is_wrong_with_them(seed: Document) -> None:
    assert (seed.faults, seed.source.encoding) == ((), "utf-8")


def test_the_inverse_of_every_repair_gives_the_file(seed: Document) -> None:
    assert seed.map.restored(seed.text).encode() == Path(seed.source.path).read_bytes()


def test_every_block_and_cell_is_a_raw_substring_at_its_place(seed: Document) -> None:
    data = Path(seed.source.path).read_bytes()
    lines = data.decode().split("\n")
    ranges = [(b.begin, b.end) for b in seed.blocks]
    ranges += [s for p in seed.paragraphs for s in p.sentences]
    ranges += [(c.begin, c.end) for t in seed.tables for c in t.cells()]
    assert len(ranges) > 10
    for begin, end in ranges:
        place, raw = seed.place(begin, end), seed.excerpt(begin, end)
        assert place.line
        assert place.offset is not None
        assert place.length is not None
        assert data[place.offset : place.offset + place.length].decode() == raw
        assert "\n".join(lines[place.line - 1 :])[place.column or 0 :].startswith(raw)


def test_every_line_of_the_document_is_in_one_block_or_table(seed: Document) -> None:
    ranges = sorted((each.begin, each.end) for each in (*seed.blocks, *seed.tables))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(ranges))
    covered = {i for begin, end in ranges for i in range(begin, end)}
    for part in seed.segments:
        inside = set(range(part.begin, part.end))
        if part.kind is SegmentKind.DOCUMENT:
            assert {seed.text[i] for i in inside - covered} <= set("\n\t。：")
        else:
            assert not inside & covered


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("000", ["document"]),
        ("001", ["document"]),
        ("002", ["document"]),
        ("003", ["document", "furniture", "duplicate"]),
        ("004", ["furniture", "document", "furniture"]),
    ],
)
def test_segments(seeds: dict[str, Document], number: str, kinds: list[str]) -> None:
    assert [str(part.kind) for part in seeds[number].segments] == kinds


def test_the_second_copy_and_the_footer_of_003(seeds: dict[str, Document]) -> None:
    document = seeds["003"]
    first, footer, copy = document.segments
    lines = [document.place(part.begin, part.end - 1).line for part in (first, footer, copy)]
    assert lines == [1, 47, 50]
    assert copy.copy_of is not None
    assert copy.copy_of[0] == 0
    assert document.text[first.begin : first.end] == document.text[copy.begin : copy.end]


def test_the_article_of_004(seeds: dict[str, Document]) -> None:
    document = seeds["004"]
    above, article, below = (document.text[p.begin : p.end] for p in document.segments)
    assert article.startswith("全国质检系统质量管理体系推进工作采访记\n")
    assert article.strip().endswith("必须在推进上再加力度。")
    assert "中经搜索" in above
    assert "责任编辑" in below
    assert "商务进行时" in below
    assert document.head.byline is not None
    assert [h.title for h in document.headings] == ["在关键点抓落实", "在细微处求实效"]


@pytest.mark.parametrize(
    ("number", "counts"),
    [
        ("000", {"bracket": 1, "indent": 5, "trailing": 6, "justified": 4}),
        ("001", {"bracket": 2, "bookmark": 1, "indent": 1}),
        ("002", {"pinyin": 163, "lost": 4}),
        ("003", {"pinyin": 2968}),
        ("004", {"indent": 22}),
    ],
)
def test_repairs(seeds: dict[str, Document], number: str, counts: dict[str, int]) -> None:
    found = seeds[number].map.counts()
    assert {kind: found[RepairKind(kind)] for kind in counts} == counts


def test_no_reading_and_no_traditional_character_is_left(seeds: dict[str, Document]) -> None:
    for number in ("002", "003"):
        text = seeds[number].text
        assert not set("āáǎàēéěèīíǐìōóǒòūúǔùǘǚǜ導質認證會內關區") & set(text)
    assert "标志着我局认证工作" in seeds["002"].text
    assert "效果显著" in seeds["002"].text
    assert "（认证工作）" in seeds["002"].text
    assert "内蒙古自治区" in seeds["003"].text


TABLES = [  # title, width, cells of each header row, rows below, key columns
    ("内蒙古气象观测质量管理体系业务过程清单", 6, (5, 6), 13, (0, 1)),
    ("内蒙古气象观测质量管理体系支撑过程清单", 4, (4,), 2, (0,)),
    ("内蒙古气象观测质量管理体系管理过程清单", 5, (5,), 15, (0, 1)),
    ("观测业务质量管理国省业务接口信息", 5, (1, 3, 5), 8, ()),
]


def test_the_tables_of_000_at_every_cell(seeds: dict[str, Document], shared: Path) -> None:
    document = seeds["000"]
    found = [
        (t.title, t.width, tuple(len(r.cells) for r in t.rows if r.header), len(t.body), t.keys)
        for t in document.tables
    ]
    assert found == TABLES
    assert all(len(row.cells) == t.width for t in document.tables for row in t.body)
    assert sum(1 for t in document.tables for _ in t.cells()) == document.raw.count("\t") == 230
    lines = read_lines(next((shared / "seeds").glob("000*")))
    for table, flat in zip(document.tables, find_tables(lines), strict=True):
        assert [cell.name for cell in table.cells()] == [cell.name for cell in flat.cells]


def test_a_cell_lost_anywhere_in_000_is_a_fault_and_no_row_is_guessed(
    seeds: dict[str, Document],
) -> None:
    whole = seeds["000"]
    lines = whole.raw.split("\n")
    rows = {tuple(cell.name for cell in row.cells) for t in whole.tables for row in t.rows}
    for table in (whole.tables[0], whole.tables[2], whole.tables[3]):
        for cell in [cell for row in table.body for cell in row.cells][::9]:
            at = (whole.place(cell.begin, cell.end).line or 1) - 1
            end = at + 1
            while lines[end] and not lines[end].startswith("\t"):
                end += 1
            text = "\n".join(lines[:at] + lines[end:])
            cut = read_document(Found("x.txt", "", text.encode()), Format.TEXT)
            assert isinstance(cut, Document)
            assert cut.faults
            left = {tuple(c.name for c in r.cells) for t in cut.tables for r in t.rows if r.whole}
            assert left < rows


def test_they_are_read_within_a_second_and_a_half(shared: Path) -> None:
    begin = process_time()
    assert len(list(read_documents(shared / "seeds"))) == len(NUMBERS)
    assert process_time() - begin < 1.5


def test_what_blank_cells_of_000_inherit(seeds: dict[str, Document]) -> None:
    processes, _, management, _ = seeds["000"].tables
    last = processes.body[-1]
    assert [processes.value(cell).name for cell in last.cells[:3]] == [
        "业务过程（Y）",
        "数据业务质量管理（Y03）",
        "Y03-05产品和服务",
    ]
    assert last.cells[-1].name == ""
    assert last.cells[-1].inherited is None
    assert management.value(management.body[9].cells[1]).name.startswith("G01")
    assert management.value(management.body[11].cells[1]).name.startswith("G02")


@pytest.mark.parametrize(
    ("number", "styles"),
    [
        (
            "000",
            {"han": 9, "han_bracket": 26, "digit": 19, "enumeration": 2, "table": 4, "figure": 3},
        ),
        ("001", {"han": 3, "han_bracket": 6, "digit": 19}),
        ("002", {"enumeration": 3}),
        ("003", {"han": 3, "han_bracket": 14, "digit": 19}),
        ("004", {"plain": 2}),
    ],
)
def test_headings(seeds: dict[str, Document], number: str, styles: dict[str, int]) -> None:
    found = [h.style for h in seeds[number].headings]
    assert {str(style): found.count(style) for style in Style if style in found} == styles


def test_tasks_of_001_follow_one_another_under_their_groups(seeds: dict[str, Document]) -> None:
    document = seeds["001"]
    tasks = [h for h in document.headings if h.style is Style.DIGIT]
    assert [h.ordinal for h in tasks] == [*range(1, 16), *range(1, 5)]
    assert all(h.run_in and h.title for h in tasks)
    groups = [document.headings[h.parent] for h in tasks if h.parent is not None]
    assert [g.number for g in groups[:3]] == ["（一）", "（一）", "（二）"]
    assert [g.title for g in groups[15:]] == ["保障措施"] * 4


def test_heads(seeds: dict[str, Document]) -> None:
    titles = {number: seed.head.title.text for number, seed in seeds.items() if seed.head.title}
    assert titles["000"] == "内蒙古自治区气象局气象观测质量管理体系建设方案"
    assert titles["001"] == "内蒙古自治区气象局2021年气象信息化工作要点"
    assert titles["002"] == "市城建局导入ISO9000质量管理体系工作进展顺利"
    assert titles["003"].endswith("促进全面质量管理的实施意见")
    assert len(titles) == 5
    head = seeds["003"].head
    assert head.number is not None
    assert head.number.text == "内政发〔2018〕38号"
    assert head.addressees is not None
    assert head.addressees.text.startswith("各盟行政公署")
    assert [s.date.text for s in seeds["003"].signatures] == ["2018年10月8日"]
    assert seeds["001"].head.attachment is not None
    assert not seeds["000"].signatures


def test_remark_and_date_of_003_are_no_running_text(seeds: dict[str, Document]) -> None:
    roles = [b.role for b in seeds["003"].blocks if isinstance(b, Paragraph)]
    assert roles[:3] == [Role.TITLE, Role.NUMBER, Role.ADDRESSEES]
    assert roles[-2:] == [Role.DATE, Role.REMARK]
    assert isinstance(seeds["003"].blocks[4], Heading)
