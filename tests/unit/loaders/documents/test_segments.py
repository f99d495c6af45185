"""What is document, what furniture, what a second copy: by rules that know no file."""

import pytest

from loaders.documents.model import SegmentKind

TITLE = "全省观测质量管理体系推进工作采访记"
PROSE = [
    "今年以来，各单位认真落实要求，体系建设取得明显成效，数据质量稳步提升。",
    "省局组织召开座谈会，学习交流先进经验，部署下一步重点工作任务和要求。",
    "大家表示，要把体系建设作为总抓手，坚持持续改进，确保各项任务落到实处。",
    "下一步，将完善制度，强化监督，推动观测质量再上新台阶，服务高质量发展。",
    "通过采访，笔者感受到，质量管理的精髓在于持续改进，绝非一日之功。",
    "各级气象部门将以此为契机，全面加强基础能力建设，补齐短板弱项。",
    "专家建议，应当建立健全考核机制，将质量目标分解到每个岗位和每个环节。",
]


def parts(document) -> list[tuple[SegmentKind, str]]:
    return [(part.kind, document.text[part.begin : part.end].strip()) for part in document.segments]


def test_a_plain_document_is_one_segment(read) -> None:
    document = read("\n".join([TITLE, *PROSE]))
    assert [part.kind for part in document.segments] == [SegmentKind.DOCUMENT]
    assert (document.segments[0].begin, document.segments[0].end) == (0, len(document.text))


def test_a_news_page_as_text(read) -> None:
    above = (
        "某某日报\n  搜索    网站地图\n广告载入中...\n·家装行业亟待规范 ·注册资本的虚与实\n"
        "专题\n当前位置 首页 > 频道 > 正文\n\n"
    )
    below = "\n(责任编辑:王某)\n\n商务进行时\n"
    document = read(
        above + "\n\n".join([TITLE, "2012年09月13日 11:32 来源:质量网", *PROSE]) + below
    )
    kinds, texts = zip(*parts(document), strict=True)
    assert kinds == (SegmentKind.FURNITURE, SegmentKind.DOCUMENT, SegmentKind.FURNITURE)
    assert texts[1].startswith(TITLE)
    assert texts[1].endswith(PROSE[-1])
    assert document.segments[0].rule == "apart from the text"
    assert document.segments[2].rule


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 公文 > 正文", "您现在的位置：首页", "版权所有：某某局", "Copyright © 2020",
        "蒙ICP备12345号",
        "政府网站标识码：1500000032", "【打印本页】【关闭窗口】", "分享到：微信",
        "上一篇：关于开会的通知",
        "相关链接", "浏览次数：128", "【字体：大 中 小】", "设为首页 加入收藏", "责任编辑：王某",
    ],
)  # fmt: skip
def test_lines_that_are_furniture(read, line: str) -> None:
    document = read("\n".join([TITLE, *PROSE, line]))
    assert parts(document)[1:] == [(SegmentKind.FURNITURE, document.text.split("\n")[-1])]


@pytest.mark.parametrize(
    "line",
    [
        "承办单位：信息中心", "技术支持：探测中心", "联系电话：12345", "位置：北纬40度",
        "来源于各单位的材料",
        "加强版权所有者权益保护，落实著作权制度，推动软件正版化工作。", "·加强组织领导",
        "打印机采购清单",
    ],
)  # fmt: skip
def test_lines_of_a_document_that_only_sound_like_it(read, line: str) -> None:
    document = read("\n".join([TITLE, *PROSE, line, PROSE[0]]))
    assert [part.kind for part in document.segments] == [SegmentKind.DOCUMENT]


def test_a_line_beside_furniture_is_furniture(read) -> None:
    document = read("\n".join([TITLE, *PROSE, "版权所有：某某局", "技术支持：某某公司"]))
    assert parts(document)[1] == (SegmentKind.FURNITURE, "版权所有：某某局\n技术支持：某某公司")


def test_menus_above_the_title_go_with_the_furniture(read) -> None:
    document = read("\n".join(["首页", "要闻", "公文", "", TITLE, *PROSE]))
    assert parts(document)[0] == (SegmentKind.FURNITURE, "首页\n要闻\n公文")


def test_the_whole_text_twice(read) -> None:
    text = "\n".join([TITLE, *PROSE])
    document = read(f"{text}\n版权所有：某某局\n{text}\n")
    kinds = [part.kind for part in document.segments]
    assert kinds == [SegmentKind.DOCUMENT, SegmentKind.FURNITURE, SegmentKind.DUPLICATE]
    copy = document.segments[2]
    assert document.text[copy.begin : copy.end].strip() == text
    assert copy.copy_of is not None
    assert document.text[slice(*copy.copy_of)] + "。" == text
    assert len(document.paragraphs) == 1 + len(PROSE)


def test_a_copy_may_be_wrapped_otherwise_and_differ_a_little(read) -> None:
    text = "\n".join([TITLE, *PROSE])
    other = "\n".join([TITLE, *PROSE]).replace("今年以来", "近年来").replace("，", "，\n")
    document = read(f"{text}\n\n{other}\n")
    assert [part.kind for part in document.segments] == [
        SegmentKind.DOCUMENT,
        SegmentKind.DUPLICATE,
    ]


def test_wording_that_recurs_is_no_copy(read) -> None:
    duty = (
        "职责：负责配合做好相关业务管理制度梳理、流程梳理和设计，做好留废改立，"
        "及时报送实施进展情况，做好体系试运行工作。"
    )
    groups = [f"{n}.第{n}组\n组长：张{n}\n{duty}" for n in range(1, 9)]
    document = read("\n".join([TITLE, *PROSE, *groups]))
    assert [part.kind for part in document.segments] == [SegmentKind.DOCUMENT]
