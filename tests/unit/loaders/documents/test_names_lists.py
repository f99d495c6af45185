"""Lists of units: where names are parted, what is a group, what stays unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents.names.items import parse_group
from loaders.documents.names.lists import Item, read_list
from loaders.process_tables.original import joined


def shown(item: Item) -> str:
    """A unit by its name, groups in brackets, members behind a colon."""
    group = item.parsed.group
    name = "+".join(f"[{each}]" for each in group.names) if group else item.parsed.name
    return ":".join([name, *map(shown, item.inside)])


def listed(text: str) -> list[str]:
    listing = read_list(text, 0, len(text))
    assert listing.unread == ""
    return [shown(item) for item in listing.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("无", []),
        ("——", []),
        ("观测处、办公室", ["观测处", "办公室"]),
        ("观测处、办公室，", ["观测处", "办公室"]),
        ("朔西省气象台，朔西省计量所；气象学会。", ["朔西省气象台", "朔西省计量所", "气象学会"]),
        ("朔西省气象台、\n朔西省气象信息中心、", ["朔西省气象台", "朔西省气象信息中心"]),
        ("朔西省气象台\n朔西省气象信息中心", ["朔西省气象台", "朔西省气象信息中心"]),
        ("朔西省大气探测\n技术保障中心", ["朔西省大气探测技术保障中心"]),
        ("科技与预报处、住房和城乡建设厅", ["科技与预报处", "住房和城乡建设厅"]),
        ("农业农村和科技局、林业和草原局", ["农业农村和科技局", "林业和草原局"]),
        ("朔西省气象台和朔西省气象信息中心", ["朔西省气象台", "朔西省气象信息中心"]),
        ("省委办公厅、省政府办公厅", ["省委办公厅", "省政府办公厅"]),
        ("河南省人民政府 中国气象局", ["河南省人民政府", "中国气象局"]),
        ("大连市城建局（行政执法局）、财政局", ["大连市城建局", "财政局"]),
        ("观测处（牵头）、人事处", ["观测处", "人事处"]),
        ("责任单位：观测处、人事处", ["观测处", "人事处"]),
        ("北京、上海、陕西省气象局", ["北京市气象局", "上海市气象局", "陕西省气象局"]),
        ("市高新区、东湖新区管委会", ["市高新区管委会", "东湖新区管委会"]),
        ("国务院、国家发展改革委、公安部", ["国务院", "国家发展改革委", "公安部"]),
    ],
)  # fmt: skip
def test_units_of_a_list(text: str, expected: list[str]) -> None:
    assert listed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各盟市、旗县气象局（站）", ["[各盟市气象局]+[各旗县气象局（站）]"]),
        ("各盟市和旗县气象局", ["[各盟市气象局]+[各旗县气象局]"]),
        ("各盟市气象局、旗县气象局（站）", ["[各盟市气象局]", "[各旗县气象局（站）]"]),
        ("各市（州）、县（市、区）气象局", ["[各市（州）气象局]+[各县（市、区）气象局]"]),
        ("各省、自治区、直辖市气象局", ["[各省气象局]+[各自治区气象局]+[各直辖市气象局]"]),
        ("各地（州、市）气象局", ["[各地（州、市）气象局]"]),
        ("各盟行政公署、市人民政府", ["[各盟行政公署]", "[各市人民政府]"]),
        ("各镇人民政府、街道办事处", ["[各镇人民政府]", "[各街道办事处]"]),
        (
            "自治区各委、办、厅、局，各高等院校",
            ["[自治区各委]", "[自治区各办]", "[自治区各厅]", "[自治区各局]", "[各高等院校]"],
        ),
        ("各大企业、事业单位", ["[各大企业]", "[各大事业单位]"]),
        ("各有关部门、单位", ["[各有关部门]", "[各有关单位]"]),
        ("各有关部门和单位", ["[各有关部门]", "[各有关单位]"]),
        ("各相关职能处室、各直属单位", ["[各相关职能处室]", "[各直属单位]"]),
        ("自治区直属单位及盟市气象局", ["[自治区直属单位]", "[盟市气象局]"]),
        ("各设区市、县直有关部门", ["[各设区市]", "[县直有关部门]"]),
        ("省政府各部门、各直属机构", ["[省政府各部门]", "[各直属机构]"]),
        ("国务院各部委、中国气象局相关单位", ["[国务院各部委]", "[中国气象局相关单位]"]),
        ("机关各职能司、局直属各单位", ["[机关各职能司]", "[局直属各单位]"]),
        ("全区各级气象部门、县级以上人民政府", ["[全区各级气象部门]", "[县级以上人民政府]"]),
        ("各市人民政府，省财政厅", ["[各市人民政府]", "省财政厅"]),
        (
            "省气象局内设机构（观测处、人事处）、省气象台",
            ["[省气象局内设机构]:观测处:人事处", "省气象台"],
        ),
    ],
)
def test_groups_of_a_list(text: str, expected: list[str]) -> None:
    assert listed(text) == expected


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("88个旗县气象局", 88),
        ("十二个盟市气象局", 12),
        ("二十一个处室", 21),
        ("三家单位", 3),
        ("35个其他独立设置的县级气象机构", 35),
        ("13个省（区、市）质监局", 13),
        ("各旗县气象局", None),
    ],
)
def test_declared_sizes(text: str, size: int | None) -> None:
    group = parse_group(text)
    assert group is not None
    assert (group.names, group.size) == ((text,), size)


@pytest.mark.parametrize(
    ("text", "names", "open_ended"),
    [
        ("质监局、海关等部门", ["质监局", "海关"], True),
        ("质监局、海关等有关单位按照职责分工负责", ["质监局", "海关"], True),
        ("质监局、公安局等2个部门", ["质监局", "公安局"], False),
        ("质监局、公安局等5个部门", ["质监局", "公安局"], True),
        ("质监局牵头", ["质监局"], False),
        ("自治区各有关部门按照职责分工负责", ["[自治区各有关部门]"], False),
    ],
)
def test_open_lists_and_what_the_units_do(text: str, names: list[str], open_ended: bool) -> None:
    listing = read_list(text, 0, len(text))
    assert [shown(item) for item in listing.items] == names
    assert (listing.open_ended, listing.unread) == (open_ended, "")


@pytest.mark.parametrize(
    ("text", "units", "unread"),
    [
        ("详见附件", [], "详见附件"),
        ("2024年6月", [], "2024年6月"),
        ("观测处、业务平台、人事处", ["观测处", "人事处"], "业务平台"),
        ("Y01-01站网管理", [], "Y01-01站网管理"),
        ("各项任务的落实情况", [], "各项任务的落实情况"),
        ("盟市", [], "盟市"),
        ("观测处处长", [], "观测处处长"),
        ("（试行）", [], "（试行）"),
    ],
)
def test_what_is_no_name_is_reported(text: str, units: list[str], unread: str) -> None:
    listing = read_list(text, 0, len(text))
    assert ([shown(item) for item in listing.items], listing.unread) == (units, unread)


def test_a_name_cites_its_own_place() -> None:
    text = "由：观测处、\n朔西省气象\n信息中心；各盟市、旗县气象局（站）"
    listing = read_list(text, 2, len(text))
    places = [text[item.begin : item.end] for item in listing.items]
    assert places == ["观测处", "朔西省气象\n信息中心", "各盟市、旗县气象局（站）"]
    assert [item.printed for item in listing.items][1] == "朔西省气象信息中心"


PIECES = st.sampled_from(
    [
        *("各", "盟市", "旗县", "气象局", "观测处", "（", "）", "、", "，", "和", "等", "部门"),
        *("自治区", "朔西省", "88个", "局", "市", "\n", "有关", "中心", "的"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_listed_stands_where_it_says(text: str) -> None:
    listing = read_list(text, 0, len(text))
    for item in listing.items:
        assert 0 <= item.begin < item.end <= len(text)
        assert joined(text[item.begin : item.end]) == item.printed
