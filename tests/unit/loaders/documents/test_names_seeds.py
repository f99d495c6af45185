"""Names in the five real documents, as read by a person."""

import re
import time
from pathlib import Path

import pytest

from loaders.documents.model import Document
from loaders.documents.names import Gazetteer, Kind, Mention, Reason
from loaders.documents.reading.read import read_documents

REGION = "内蒙古自治区"
BUREAU = "内蒙古自治区气象局"


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    """Every document by the first three digits of its file."""
    found = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        [one] = read_documents(path)
        assert isinstance(one, Document)
        found[path.name[:3]] = one
    return found


@pytest.fixture(scope="module")
def gazetteers(documents: dict[str, Document]) -> dict[str, Gazetteer]:
    return {name: Gazetteer(document) for name, document in documents.items()}


def names_in(gazetteer: Gazetteer, begin: int, end: int) -> list[str]:
    """The names of a list that is read from begin to end, without the region in front."""
    found = gazetteer.units_in(begin, end)
    assert (found.unread, found.unresolved) == ("", ())
    return [mention.name.removeprefix(REGION) for mention in found.mentions]


def names_of(gazetteer: Gazetteer, printed: str) -> set[str]:
    return {m.name for m in gazetteer.mentions() if m.printed == printed}


# 003: an opinion of a government, 19 tasks

TASKS = [
    ("", "自治区各有关部门"),
    ("", "自治区各有关部门"),
    ("发展改革委 大数据发展管理局", "质监局 经济和信息化委"),
    (
        "经济和信息化委 国资委 质监局",
        "发展改革委 旅游发展委 卫生计生委 农牧业厅 科技厅 食品药品监管局 呼和浩特海关",
    ),
    ("质监局 发展改革委", "经济和信息化委 旅游发展委 食品药品监管局 呼和浩特海关"),
    (
        "质监局 经济和信息化委",
        "发展改革委 旅游发展委 卫生计生委 农牧业厅 科技厅 食品药品监管局 呼和浩特海关",
    ),
    (
        "经济和信息化委 质监局",
        "发展改革委 旅游发展委 卫生计生委 交通运输厅 商务厅 住房和城乡建设厅 农牧业厅"
        " 食品药品监管局 呼和浩特海关",
    ),
    (
        "发展改革委 经济和信息化委 质监局",
        "旅游发展委 卫生计生委 农牧业厅 食品药品监管局 商务厅 教育厅 呼和浩特海关",
    ),
    ("", "质监局 呼和浩特海关"),
    ("质监局 农牧业厅", "发展改革委 经济和信息化委 环保厅 食品药品监管局 呼和浩特海关"),
    (
        "质监局",
        "农牧业厅 食品药品监管局 旅游发展委 卫生计生委 工商局 发展改革委 经济和信息化委"
        " 商务厅 呼和浩特海关",
    ),
    ("质监局", "发展改革委 经济和信息化委 科技厅 环保厅 农牧业厅 食品药品监管局 呼和浩特海关"),
    ("质监局", "农牧业厅 住房和城乡建设厅 公安厅 安全生产监管局 水利厅 气象局"),
    (
        "质监局",
        "商务厅 农牧业厅 发展改革委 经济和信息化委 工商局 食品药品监管局 财政厅 呼和浩特海关",
    ),
    ("", "质监局 农牧业厅 呼和浩特海关"),
    (
        "质监局 发展改革委",
        "农牧业厅 食品药品监管局 工商局 公安厅 环保厅 住房和城乡建设厅 呼和浩特海关",
    ),
    ("发展改革委 质监局", "经济和信息化委 科技厅"),
    ("质监局", "科技厅 经济和信息化委 发展改革委 呼和浩特海关"),
    ("质监局 发展改革委 呼和浩特海关", "经济和信息化委 农牧业厅 人力资源社会保障厅 商务厅"),
]


@pytest.mark.parametrize("number", range(1, 20))
def test_who_leads_and_who_is_responsible(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer], number: int
) -> None:
    text, gazetteer = documents["003"].text, gazetteers["003"]
    brackets = list(re.finditer(r"（(?:([^（）]*)牵头，)?([^（）]*)按照职责分工负责）", text))
    bracket = brackets[number - 1]
    leads = names_in(gazetteer, *bracket.span(1)) if bracket[1] else []
    assert (" ".join(leads), " ".join(names_in(gazetteer, *bracket.span(2)))) == TASKS[number - 1]
    assert gazetteer.units_in(*bracket.span(2)).open_ended is (number > 2)


def test_what_a_name_in_a_list_says_of_itself(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer]
) -> None:
    gazetteer = gazetteers["003"]
    sure = {m.printed: str(m.certainty) for m in gazetteer.mentions()}
    reasons = {m.printed: m.reason for m in gazetteer.mentions()}
    assert (sure["呼和浩特海关"], reasons["呼和浩特海关"]) == ("stated", Reason.FULL)
    assert (sure["自治区质监局"], reasons["自治区质监局"]) == ("inferred", Reason.SCOPE)
    assert (sure["水利厅"], reasons["水利厅"]) == ("inferred", Reason.SHARED)
    assert (sure["内蒙古气象局"], reasons["内蒙古气象局"]) == ("inferred", Reason.AREA)


def test_addressees(documents: dict[str, Document], gazetteers: dict[str, Gazetteer]) -> None:
    addressees = documents["003"].head.addressees
    found = gazetteers["003"].units_in(addressees.begin, addressees.end - 1)
    assert [m.name for m in found.mentions] == [
        "各盟行政公署", "各市人民政府", "自治区各委", "自治区各办", "自治区各厅", "自治区各局",
        "各大企业", "各大事业单位",
    ]  # fmt: skip
    assert {m.kind for m in found.mentions} == {Kind.GROUP}


def test_a_copy_of_the_text_names_nobody_again(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer]
) -> None:
    [own] = [s for s in documents["003"].segments if s.kind == "document"]
    assert all(own.begin <= m.begin < own.end for m in gazetteers["003"].mentions())


# 001: work points of a bureau

OFFICES = {
    1: ("观测处 办公室", "信息中心"),
    2: ("观测处 计财处 办公室", "信息中心"),
    4: ("观测处 各相关职能处室", "信息中心 各相关直属单位"),
    5: (
        "观测处 减灾处 预报处 办公室",
        "信息中心 气象台 气候中心 生态中心 气象服务中心 雷电预警中心 培训学院 大探中心"
        " 科研所 盟市气象局",
    ),
    8: (
        "观测处 预报处 减灾处 人影办",
        "信息中心 气象台 气候中心 生态中心 气象服务中心 大探中心 防雷中心 培训学院"
        " 科研所 各盟市气象局",
    ),
    10: ("观测处 减灾处 预报处 人影办", "信息中心 各盟市气象局 各相关直属单位"),
    14: ("观测处 办公室 减灾处 预报处 人影办", "各直属业务单位 各盟市气象局"),
    15: ("办公室", "信息中心 各盟市气象局"),
}


@pytest.mark.parametrize("number", OFFICES)
def test_offices_and_units_of_a_task(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer], number: int
) -> None:
    text = documents["001"].text
    form = r"（责任处室：([^（）]*)，(?:实施|承担)单位：([^（）]*)）"
    bracket = list(re.finditer(form, text))[number - 1]
    found = [gazetteers["001"].units_in(*bracket.span(group)) for group in (1, 2)]
    assert all(each.unread == "" and not each.open_ended for each in found)
    names = [[m.name.removeprefix(BUREAU) for m in each.mentions] for each in found]
    assert tuple(map(" ".join, names)) == OFFICES[number]


def test_brackets_that_end_a_safeguard(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer]
) -> None:
    text = documents["001"].text
    brackets = list(re.finditer(r"（([^（）：]*各直属业务单位)）", text))
    found = [gazetteers["001"].units_in(*b.span(1)).mentions for b in brackets]
    assert [" ".join(m.name.removeprefix(BUREAU) for m in each) for each in found] == [
        "现代化办 观测处 办公室 各盟市气象局 各直属业务单位",
        "人事处 预报处 观测处 减灾处 人影办 各盟市气象局 各直属业务单位",
        "人事处 预报处 各盟市气象局 各直属业务单位",
        "计财处 各盟市气象局 各直属业务单位",
    ]


def test_names_of_the_nation_in_the_work_points(gazetteers: dict[str, Gazetteer]) -> None:
    gazetteer = gazetteers["001"]
    assert names_of(gazetteer, "预报司") == {"中国气象局预报司"}
    assert names_of(gazetteer, "国家局") == {"中国气象局"}
    assert gazetteer.unresolved() == ()


# 000: a plan with tables


def test_scope_of_the_plan(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer]
) -> None:
    text = documents["000"].text
    begin = text.index("自治区气象局内设机构（")
    end = text.index("。覆盖范围", begin)
    found = gazetteers["000"].units_in(begin, end)
    assert (found.unread, found.unresolved, found.open_ended) == ("", (), False)
    units = [m.name for m in found.mentions if m.kind is Kind.UNIT]
    assert units == [
        f"{BUREAU}观测与网络处", f"{BUREAU}科技与预报处", f"{BUREAU}政策法规处", f"{BUREAU}人事处",
        f"{BUREAU}计划财务处", f"{REGION}大气探测技术保障中心", f"{REGION}气象信息中心",
        f"{REGION}气象干部培训学院", f"{REGION}气象台天气雷达站",
    ]  # fmt: skip
    groups = [(m.name, m.size) for m in found.mentions if m.kind is Kind.GROUP]
    assert groups == [
        ("自治区气象局内设机构", None),
        ("12个盟市气象局", 12),
        ("88个旗县气象局", 88),
        ("35个其他独立设置的县级气象机构", 35),
    ]
    members = [m.name for m in found.mentions if m.member_of == "自治区气象局内设机构"]
    assert members == units[:5]


def test_units_of_every_cell(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer]
) -> None:
    read = 0
    for table in documents["000"].tables:
        for row in table.body:
            for cell in row.cells:
                header = "".join(table.columns[cell.column])
                if cell.text and ("部门" in header or "接口单位" in header):
                    found = gazetteers["000"].units_in(cell.begin, cell.end)
                    assert found.mentions
                    assert (found.unread, found.unresolved) == ("", ())
                    read += 1
    assert read == 61  # 13 + 13, 2 + 2, 15, 8 + 8


def test_spellings_and_doubled_prefixes_of_the_plan(gazetteers: dict[str, Gazetteer]) -> None:
    gazetteer = gazetteers["000"]
    [variant] = gazetteer.variants
    assert (variant.name, variant.canonical) == (f"{BUREAU}计划与财务处", f"{BUREAU}计划财务处")
    assert names_of(gazetteer, f"自治区{REGION}气象信息中心") == {f"{REGION}气象信息中心"}
    assert names_of(gazetteer, "自治区大气探测技术保障中心") == {f"{REGION}大气探测技术保障中心"}
    assert names_of(gazetteer, "自治区气象台天气雷达站") == {f"{REGION}气象台天气雷达站"}
    assert names_of(gazetteer, "中国局") == {"中国气象局"}
    assert names_of(gazetteer, "本局") == {"各盟市气象局"}
    assert names_of(gazetteer, "我区") == {BUREAU}
    assert gazetteer.unresolved() == ()


# 002 and 004: news


def test_an_issuer_whose_full_name_stands_in_a_title(gazetteers: dict[str, Gazetteer]) -> None:
    gazetteer = gazetteers["002"]
    assert gazetteer.issuer is not None
    assert (gazetteer.issuer.name, gazetteer.issuer.printed) == ("大连市城建局", "市城建局")
    assert names_of(gazetteer, "我局") == {"大连市城建局"}
    assert names_of(gazetteer, "城管处") == {"大连市城建局城管处"}
    assert names_of(gazetteer, "市政府") == {"大连市政府"}
    assert gazetteer.level("大连市城建局").value == "league"
    assert [u.printed for u in gazetteer.unresolved()] == ["安波培训中心"]


def test_news_without_an_issuer(gazetteers: dict[str, Gazetteer]) -> None:
    gazetteer = gazetteers["004"]
    assert gazetteer.issuer is None
    assert names_of(gazetteer, "质检总局") == {"国家质检总局"}
    assert names_of(gazetteer, "总局办公厅") == {"国家质检总局办公厅"}
    assert names_of(gazetteer, "北京检验检疫局") == {"北京检验检疫局"}
    back = [m.name for m in gazetteer.mentions() if m.printed == "该局"]
    assert back == [
        "天津市质监局", "山东检验检疫局", "陕西检验检疫局", "广东检验检疫局", "广东检验检疫局",
    ]  # fmt: skip
    sizes = {m.name: m.size for m in gazetteer.mentions() if m.size}
    assert sizes == {
        "32个直属检验检疫局": 32, "13个省（区、市）质监局": 13, "6个直属事业单位": 6,
        "51个单位": 51, "34个分支局": 34,
    }  # fmt: skip
    assert [(u.printed, u.reason) for u in gazetteer.unresolved()] == [("国资委", Reason.NO_ISSUER)]


# All


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_mentions_stand_where_they_say(
    documents: dict[str, Document], gazetteers: dict[str, Gazetteer], name: str
) -> None:
    document = documents[name]
    own = [(s.begin, s.end) for s in document.segments if s.kind == "document"]
    for mention in gazetteers[name].mentions():
        assert isinstance(mention, Mention)
        stretch = document.text[mention.begin : mention.end]
        assert stretch.replace("\n", "").replace(" ", "") == mention.printed
        assert any(begin <= mention.begin and mention.end <= end for begin, end in own)


def test_names_of_a_document_are_found_quickly(documents: dict[str, Document]) -> None:
    def seconds(document: Document) -> float:
        begin = time.process_time()
        Gazetteer(document).mentions()
        return time.process_time() - begin

    assert min(seconds(documents["000"]) for _ in range(5)) < 0.1  # 0.02 s on an idle machine
