"""The head of a document and its signature: what each line before and after the text is."""

import pytest

from loaders.documents.model import Role

BODY = "为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n"


def roles(document) -> list[Role]:
    return [p.role for p in document.paragraphs]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("朔西省气象局\n气象观测质量体系建设方案\n", "朔西省气象局气象观测质量体系建设方案"),
        (
            "朔西省气象局文件\n朔气发〔2022〕18号\n\n关于印发\n行动方案的通知\n",
            "关于印发行动方案的通知",
        ),
        ("关于印发方案的通知\n朔气发〔2022〕18号\n", "关于印发方案的通知"),
        ("附件\n朔西省气象局\n2021年工作要点\n\n", "朔西省气象局2021年工作要点"),
        ("工作进展顺利\n", "工作进展顺利"),
        ("索引号：123\n发文机关：朔西省气象局\n关于开展审核的通知\n", "关于开展审核的通知"),
        ("《质量管理体系 要求》宣贯方案\n", "《质量管理体系 要求》宣贯方案"),
    ],
)
def test_a_title_may_stand_among_other_marks(read, lines: str, title: str) -> None:
    document = read(lines + BODY)
    assert document.head.title is not None
    assert document.head.title.text == title


def test_every_part_of_a_notice(read) -> None:
    document = read(
        "特急\n朔西省气象局文件\n朔气发[2022]18号\n关于印发方案的通知\n"
        "各市（州）气象局，各直属单位：\n" + BODY + "附件：1.方案\n      2.分工表\n"
        "朔西省气象局\n朔西省观测学会\n2022年3月1日\n(此件公开发布)\n附件1\n方案\n一、目标\n"
    )
    assert roles(document) == [
        Role.LETTERHEAD, Role.LETTERHEAD, Role.NUMBER, Role.TITLE, Role.ADDRESSEES, Role.BODY,
        Role.ATTACHMENT, Role.ATTACHMENT, Role.ISSUER, Role.ISSUER, Role.DATE, Role.REMARK,
        Role.TITLE,
    ]  # fmt: skip
    assert document.head.number.text == "朔气发〔2022〕18号"
    assert document.head.addressees.text == "各市（州）气象局，各直属单位："
    [signature] = document.signatures
    assert [mark.text for mark in signature.issuers] == ["朔西省气象局", "朔西省观测学会"]
    assert signature.date.text == "2022年3月1日"
    assert [h.number for h in document.headings] == ["附件1", "一、"]


def test_a_mark_points_to_its_place(read) -> None:
    document = read("朔西省气象局\n质量工作要点\n" + BODY)
    title = document.head.title
    assert document.text[title.begin : title.end] == "朔西省气象局\n质量工作要点"
    assert (document.place(title.begin, title.end).line, title.text) == (
        1,
        "朔西省气象局质量工作要点",
    )


@pytest.mark.parametrize(
    "date", ["2018年10月8日", "二〇一八年十月八日", "2018年10月", "2018 年 10 月 8 日"]
)
def test_dates_that_sign(read, date: str) -> None:
    document = read(f"工作要点\n{BODY}{date}\n")
    [signature] = document.signatures
    assert (signature.date.text, signature.issuers) == (date, ())


def test_a_list_of_names_signs_nothing(read) -> None:
    document = read(f"工作要点\n{BODY}组长：李四\n一、领导组\n2018年10月8日\n")
    assert document.signatures[0].issuers == ()


def test_a_text_without_head_has_none(read) -> None:
    document = read("一、目标\n" + BODY)
    assert document.head.title is None
    assert document.head.number is None


def test_a_byline_of_a_news_item(read) -> None:
    document = read("采访记\n\n2012年09月13日 11:32   来源:中国质量网\n\n" + BODY)
    assert document.head.byline.text == "2012年09月13日 11:32   来源：中国质量网"
