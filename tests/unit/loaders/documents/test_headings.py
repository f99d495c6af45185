"""Numbers before headings, the tree they make, titles that run into their text."""

import pytest

from loaders.documents.model import Heading, Role, Style
from loaders.documents.structure.numbering import label_of, number_of, ordinal

ITEM = "各局成立建设组，由分管局长任组长，成员由业务科长和业务骨干组成，负责体系建设的日常工作。"
TITLE = "朔西省气象局观测质量工作要点\n"


@pytest.mark.parametrize(
    ("text", "style", "printed", "value"),
    [
        ("第一编 总则", Style.PART, "第一编", 1),
        ("第三部分：任务", Style.PART, "第三部分：", 3),
        ("第十二章 附则", Style.CHAPTER, "第十二章", 12),
        ("第2节 站网", Style.SECTION, "第2节", 2),
        ("第二十一条 本办法", Style.ARTICLE, "第二十一条", 21),
        ("一、总体要求", Style.HAN, "一、", 1),
        ("十二、保障", Style.HAN, "十二、", 12),
        ("（三）开放合作", Style.HAN_BRACKET, "（三）", 3),
        ("10.管理评审", Style.DIGIT, "10.", 10),
        ("3、质控", Style.DIGIT, "3、", 3),
        ("1 范围", Style.DIGIT, "1", 1),
        ("2.1 站网", Style.DECIMAL, "2.1", 1),
        ("2.1.3站网", Style.DECIMAL, "2.1.3", 3),
        ("（4）质控", Style.DIGIT_BRACKET, "（4）", 4),
        ("4）质控", Style.DIGIT_BRACKET, "4）", 4),
        ("③质控", Style.CIRCLED, "③", 3),
        ("⑵质控", Style.CIRCLED, "⑵", 2),
        ("二是认真组织", Style.ENUMERATION, "二是", 2),
    ],
)
def test_every_form_of_number(text: str, style: Style, printed: str, value: int) -> None:
    found = number_of(text)
    assert found is not None
    assert (found.style, found.printed, found.ordinal) == (style, printed, value)


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月底前", "3.5万人次", "1.5公里", "12个盟市气象局", "一、二、三产业融合",
        "第二条的规定",
        "第一章的内容", "一是否合格", "2.5 倍", "5 年内", "（见附件）",
        "（2021-2025年）", "全部一、二级",
        "1-2周", "ISO 9001", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("text", "style", "printed", "value"),
    [
        ("附件1", Style.ATTACHMENT, "附件1", 1),
        ("附件", Style.ATTACHMENT, "附件", 0),
        ("附件二：分工表", Style.ATTACHMENT, "附件二：", 2),
        ("表1.清单", Style.TABLE, "表1.", 1),
        ("表 2-3 清单", Style.TABLE, "表 2-3", 3),
        ("续表1（续）清单", Style.TABLE, "续表1（续）", 1),
        ("图3 结构", Style.FIGURE, "图3", 3),
    ],
)
def test_labels(text: str, style: Style, printed: str, value: int) -> None:
    found = label_of(text)
    assert found is not None
    assert (found.style, found.printed, found.ordinal) == (style, printed, value)


@pytest.mark.parametrize("text", ["附件材料齐全", "表示同意", "图书资料", "表格"])
def test_what_only_looks_like_a_label(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("一百零五", 105), ("二十", 20), ("十", 10), ("⒓", 12), ("1.2.10", 10)]
)
def test_ordinals(text: str, value: int) -> None:
    assert ordinal(text) == value


def test_the_headings_are_a_tree(read) -> None:
    document = read(
        TITLE
        + "附件1\n方案标题\n第一章 总则\n一、目标\n（一）近期\n1.质控\n（1）流程。完善流程。\n"
        "二、任务\n1.站网。优化站网。\n第二章 附则\n附件2\n分工表\n一、说明\n"
    )
    found = [(h.level, h.number, h.title, h.parent) for h in document.headings]
    assert found == [
        (1, "附件1", "", None),
        (2, "第一章", "总则", 0),
        (3, "一、", "目标", 1),
        (4, "（一）", "近期", 2),
        (5, "1.", "质控", 3),
        (6, "（1）", "流程", 4),
        (3, "二、", "任务", 1),
        (4, "1.", "站网", 6),
        (2, "第二章", "附则", 0),
        (1, "附件2", "", None),
        (2, "一、", "说明", 9),
    ]
    first, second = document.headings[2], document.headings[6]
    assert first.section_end == second.begin
    titles = [document.text[p.begin : p.end] for p in document.paragraphs if p.role is Role.TITLE]
    assert titles == ["朔西省气象局观测质量工作要点", "方案标题", "分工表"]


@pytest.mark.parametrize(
    ("line", "title", "rest"),
    [
        ("1.强化设计。高质量完成规划编制。（责任处室：观测处）", "强化设计",
         "高质量完成规划编制。（责任处室：观测处）"),
        ("（一）指导思想。以质量为核心，持续改进。", "指导思想", "以质量为核心，持续改进。"),
        ("一是准备充分，开局良好。4月3日召开会议。", "准备充分，开局良好", "4月3日召开会议。"),
        ("（一）业务过程", "业务过程", ""),
        ("（一）业务过程。", "业务过程", ""),
        ("（二）主要职责：负责审定方案。", "主要职责", "负责审定方案。"),
        ("1.内设机构（观测处、人事处）", "内设机构", "（观测处、人事处）"),
        ("（二）工作组（技术组）", "工作组（技术组）", ""),
        ("5.推进“天镜·内蒙古”业务运行。落实办法。", "推进“天镜·内蒙古”业务运行", "落实办法。"),
        (f"1.{ITEM}", "",
         ITEM),
        ("（1）梳理流程；", "", "梳理流程；"),
        ("第一条 为了规范管理，制定本办法。", "", "为了规范管理，制定本办法。"),
    ],
)  # fmt: skip
def test_a_title_may_run_into_its_text(read, line: str, title: str, rest: str) -> None:
    document = read(f"{TITLE}{line}\n")
    [heading] = document.headings
    assert heading.title == document.text[heading.title_begin : heading.end] == title
    body = [p for p in document.paragraphs if p.role is Role.BODY]
    assert [document.text[p.begin : p.end] for p in body] == [rest] * bool(rest)
    assert heading.run_in is bool(rest)
    assert all(p.heading == 0 for p in body)


def test_captions_are_leaves(read) -> None:
    document = read(
        TITLE
        + "一、架构\n架构如图1所示。\n图1.组织架构图\n（一）过程\n表1.清单\n→甲\n→乙\n\n→丙\n→丁\n"
    )
    found = [(h.style, h.level, h.title) for h in document.headings]
    assert found == [
        (Style.HAN, 1, "架构"),
        (Style.FIGURE, 2, "组织架构图"),
        (Style.HAN_BRACKET, 2, "过程"),
        (Style.TABLE, 3, "清单"),
    ]
    [table] = document.tables
    assert (table.caption, table.heading) == (3, 2)


def test_short_lines_between_paragraphs_head_them_where_nothing_is_numbered(read) -> None:
    prose = "今年以来，各单位认真落实要求，体系建设取得明显成效。\n"
    document = read(f"采访记\n{prose}在细微处求实效\n{prose}")
    assert [(h.style, h.title) for h in document.headings] == [(Style.PLAIN, "在细微处求实效")]
    document = read(f"{TITLE}一、任务\n{prose}在细微处求实效\n{prose}")
    assert [h.style for h in document.headings] == [Style.HAN]


def test_a_table_of_contents_makes_no_headings(read) -> None:
    document = read(f"目  录\n一、要求→1\n二、任务……2\n{TITLE}一、要求\n坚持质量。\n")
    assert [h.number for h in document.headings] == ["一、"]
    assert [p.role for p in document.paragraphs][:4] == [Role.CONTENTS] * 3 + [Role.TITLE]


def test_lines_that_a_tab_indents_are_headings_and_paragraphs(read) -> None:
    text = "".join(
        f"→{n}、任务\n→各单位要认真落实本方案提出的各项任务，按照时间节点要求完成，并于年底前报送总结。\n"
        for n in "一二"
    )
    document = read(TITLE + text)
    assert document.tables == ()
    assert [b.begin for b in document.blocks if isinstance(b, Heading)] == [
        document.text.index("一、"),
        document.text.index("二、"),
    ]


def test_sentences(read) -> None:
    text = "完成规划（2021年。试行）编制。实现“云化”。他说：“很好。”落实办法！（责任处室：观测处）"
    document = read(f"{TITLE}{text}\n")
    [body] = [p for p in document.paragraphs if p.role is Role.BODY]
    assert [document.text[begin:end] for begin, end in body.sentences] == [
        "完成规划（2021年。试行）编制。",
        "实现“云化”。",
        "他说：“很好。”",
        "落实办法！",
        "（责任处室：观测处）",
    ]
