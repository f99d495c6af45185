"""PDF files: wrapped lines, ruled tables over pages, pages without text."""

from loaders.documents.cleaning.offsets import RepairKind
from tests.unit.loaders.documents.made_pdf import pdf, ruled, text

LEFT, LINE, WIDTH = 72, 20, 37
HEADER = ["序号", "任务", "责任单位", "时限"]
WIDTHS = [60, 160, 120, 100]


def paragraph(y: float, words: str) -> tuple[str, float]:
    """A paragraph as printed: indented by two characters, broken at 37."""
    made, indent, rest = "", 2, words
    while rest:
        made += text(LEFT + 12 * indent, y, rest[: WIDTH - indent])
        rest, indent, y = rest[WIDTH - indent :], 0, y - LINE
    return made, y


def page(y: float, *paragraphs: str) -> str:
    made = ""
    for words in paragraphs:
        drawn, y = paragraph(y, words)
        made += drawn
    return made


LONG = (
    "为做好全省气象观测质量管理体系建设工作，全面提升观测数据质量、"
    "服务质量和工作效率，特制订本方案。"
)


def test_wrapped_lines_are_one_paragraph(found) -> None:
    document = found(pdf([page(700, LONG, "一、总体目标", LONG)]), "a.pdf")
    assert document.text.split("\n")[:3] == [LONG, "一、总体目标", LONG]
    assert document.repaired(RepairKind.WRAP) == 2
    assert [h.title for h in document.headings] == ["总体目标"]


def test_a_paragraph_goes_on_over_the_page_number(found) -> None:
    first = LONG[: WIDTH - 2]
    pages = [
        text(LEFT + 24, 80, first) + text(290, 40, "- 1 -"),
        text(LEFT, 780, LONG[WIDTH - 2 :]),
    ]
    document = found(pdf(pages), "a.pdf")
    assert document.text == LONG + "\n"
    assert document.repaired(RepairKind.PAGE) == 1
    assert str(document.place(0, 2)).startswith("page=1;line=1;")
    assert str(document.place(40, 42)).startswith("page=2;line=1;")


def test_a_running_title_is_no_text(found) -> None:
    pages = [
        text(LEFT, 800, "朔西省气象局观测质量方案")
        + page(700, f"第{n}部分的内容，由观测处负责落实。")
        for n in "一二三"
    ]
    assert "朔西省" not in found(pdf(pages), "a.pdf").text


def test_a_ruled_table_with_a_merged_cell_goes_on_over_the_page(found) -> None:
    first = page(760, LONG) + text(250, 640, "表1 任务分工")
    rows = [HEADER, ["1", "流程优化", "信息中心", "6月底"], ["2", "计量检定", "探测中心", None]]
    first += ruled(LEFT, 630, WIDTHS, rows) + text(290, 40, "- 1 -")
    second = ruled(LEFT, 800, WIDTHS, [HEADER, ["3", "元数据", "", "8月底"]])
    second += page(700, "二、保障措施")
    document = found(pdf([first, second]), "a.pdf")
    [table] = document.tables
    assert (table.title, table.header_rows, table.width) == ("任务分工", 1, 4)
    assert [[cell.name for cell in row.cells] for row in table.body] == [
        ["1", "流程优化", "信息中心", "6月底"],
        ["2", "计量检定", "探测中心", ""],
        ["3", "元数据", "", "8月底"],
    ]
    assert table.value(table.body[1].cells[3]).name == "6月底"
    cell = table.body[2].cells[1]
    place = "page=2;table=1;row=2;column=2;offset=0;length=3"
    assert str(document.place(cell.begin, cell.end)) == place
    assert document.excerpt(cell.begin, cell.end) == "元数据"


def test_a_scanned_page_among_others_is_a_fault_of_the_document(found) -> None:
    document = found(pdf([page(700, LONG), "", page(700, LONG)]), "a.pdf")
    assert [str(fault.place) for fault in document.faults] == ["page=2"]
    assert document.text.count("特制订本方案") == 2


def test_the_inverse_of_every_repair_gives_what_was_read(found) -> None:
    document = found(pdf([page(700, LONG, LONG) + text(290, 40, "- 1 -")] * 2), "a.pdf")
    assert document.map.restored(document.text) == document.raw
