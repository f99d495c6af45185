"""DOCX files: paragraphs and tables in order, merged cells, numbers that Word counts."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.documents.model import Role, Style
from loaders.documents.reading.docx_numbers import chinese


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plan():
    document = docx.Document()
    for text in ("朔西省气象局", "观测质量工作要点", "", "为做好观测质量工作，制定本要点。"):
        document.add_paragraph(text)
    document.add_heading("总体要求", 1)
    document.add_paragraph("坚持以数据质量为核心。")
    document.add_paragraph("表1 任务分工")
    table = document.add_table(4, 4)
    for row, cells in enumerate(
        [
            ["序号", "任务", "责任分工", ""],
            ["", "", "牵头", "配合"],
            ["1", "流程\n优化", "信息中心", ""],
            ["", "检定", "探测中心", "各局"],
        ]
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    for one, other in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((2, 0), (3, 0))):
        table.cell(*one).merge(table.cell(*other))
    document.add_paragraph("二、保障措施")
    document.add_paragraph("加强领导。")
    return document


def test_paragraphs_and_tables_stand_in_order(found) -> None:
    document = found(saved(plan()), "a.docx")
    assert document.faults == ()
    assert document.head.title.text == "朔西省气象局观测质量工作要点"
    assert [(h.style, h.title) for h in document.headings] == [
        (Style.PLAIN, "总体要求"),
        (Style.TABLE, "任务分工"),
        (Style.HAN, "保障措施"),
    ]
    [table] = document.tables
    assert document.headings[1].end < table.begin < table.end < document.headings[2].begin
    assert (table.title, table.header_rows, table.width) == ("任务分工", 2, 4)
    assert table.columns[2:] == (("责任分工", "牵头"), ("责任分工", "配合"))
    assert [[cell.name for cell in row.cells] for row in table.body] == [
        ["1", "流程优化", "信息中心", ""],
        ["", "检定", "探测中心", "各局"],
    ]
    assert table.value(table.body[1].cells[0]).name == "1"


def test_places_name_paragraph_and_cell(found) -> None:
    document = found(saved(plan()), "a.docx")
    begin = document.text.index("数据质量")
    assert str(document.place(begin, begin + 4)) == "paragraph=6;offset=3;length=4"
    cell = next(cell for cell in document.tables[0].cells() if cell.name == "信息中心")
    assert str(document.place(cell.begin, cell.end)) == "table=1;row=3;column=3;offset=0;length=4"
    assert document.excerpt(cell.begin, cell.end) == "信息中心"


def numbered(document, formats: list[tuple[str, str]]) -> None:
    """Define list 9 of the document: format and text of each level."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(formats)
    )
    space = nsdecls("w")
    abstract = f'<w:abstractNum {space} w:abstractNumId="90">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    one = f'<w:num {space} w:numId="9"><w:abstractNumId w:val="90"/></w:num>'
    numbering.append(parse_xml(one))


def listed(document, depth: int, text: str) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="9"/></w:numPr>'
        )
    )


def test_numbers_that_word_counts_are_written_out(found) -> None:
    document = docx.Document()
    numbered(
        document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    )
    document.add_paragraph("观测质量工作要点")
    for depth, text in [
        (0, "要求"),
        (1, "目标"),
        (1, "原则"),
        (2, "导向"),
        (0, "任务"),
        (1, "站网"),
    ]:
        listed(document, depth, text)
    read = found(saved(document), "a.docx")
    assert [(h.level, h.number, h.title) for h in read.headings] == [
        (1, "一、", "要求"),
        (2, "（一）", "目标"),
        (2, "（二）", "原则"),
        (3, "1.", "导向"),
        (1, "二、", "任务"),
        (2, "（一）", "站网"),
    ]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (19, "十九"), (21, "二十一"), (110, "一百一十")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


def test_what_is_not_printed_is_not_read(found) -> None:
    document = docx.Document()
    space = nsdecls("w")
    paragraph = document.add_paragraph("保留")._p
    for xml in (
        f"<w:del {space}><w:r><w:delText>删去</w:delText></w:r></w:del>",
        f"<w:ins {space}><w:r><w:t>插入</w:t></w:r></w:ins>",
        f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        f"<w:r {space}><w:ruby><w:rt><w:r><w:t>pīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼"
        f"</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    ):
        paragraph.append(parse_xml(xml))
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert found(saved(document), "a.docx").text.strip() == "保留插入拼"


def test_a_table_of_contents_and_text_boxes(found) -> None:
    document = docx.Document()
    document.add_paragraph("观测质量工作要点")
    document.add_paragraph("一、总体要求\t1")
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">'
        "<w:txbxContent><w:p><w:r><w:t>朔气发〔2023〕1号</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></w:pict></w:r>"
    )
    document.add_paragraph("正文一句，说明有关情况和要求。")._p.append(parse_xml(box))
    read = found(saved(document), "a.docx")
    assert read.head.number.text == "朔气发〔2023〕1号"
    assert [p.role for p in read.paragraphs] == [Role.TITLE, Role.CONTENTS, Role.NUMBER, Role.BODY]


def test_an_empty_word_file_says_so(found) -> None:
    assert "empty" in found(saved(docx.Document()), "a.docx").rule
