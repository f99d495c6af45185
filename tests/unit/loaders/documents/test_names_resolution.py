"""What printed names stand for, in documents of several provinces and offices."""

from collections.abc import Callable

import pytest

from loaders.documents.model import Document
from loaders.documents.names import Gazetteer, Kind, Mention, Reason, Unresolved

Read = Callable[..., Document]

BODY = "为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n"


def shown(mention: Mention) -> str:
    """A unit's name with a star if it is concluded, a group in brackets."""
    name = f"[{mention.name}]" if mention.kind is Kind.GROUP else mention.name
    return name + "*" * (mention.certainty == "inferred")


def named(gazetteer: Gazetteer, printed: str) -> str:
    """What one printed name stands for, wherever it stands."""
    found = {shown(m) for m in gazetteer.mentions() if m.printed == printed}
    found |= {f"?{u.reason.name}" for u in gazetteer.unresolved() if u.printed == printed}
    return " ".join(sorted(found))


def listed(gazetteer: Gazetteer, document: Document, text: str) -> list[str]:
    begin = document.text.index(text)
    return [shown(m) for m in gazetteer.units_in(begin, begin + len(text)).mentions]


# Who issues


@pytest.mark.parametrize(
    ("text", "issuer", "printed"),
    [
        ("朔西省气象局\n2023年观测质量工作要点\n" + BODY, "朔西省气象局", "朔西省气象局"),
        ("朔西省人民政府关于质量工作的意见\n" + BODY, "朔西省人民政府", "朔西省人民政府"),
        ("朔西省气象局文件\n关于印发方案的通知\n" + BODY, "朔西省气象局", "朔西省气象局"),
        (
            "关于印发方案的通知\n各市气象局：\n" + BODY + "朔西省气象局办公室\n2022年3月1日\n",
            "朔西省气象局办公室",
            "朔西省气象局办公室",
        ),
        (
            "市质监局导入质量管理体系进展顺利\n" + BODY + "《大连市质监局质量手册》已经印发。\n",
            "大连市质监局",
            "市质监局",
        ),
        ("内蒙古气象局2021年工作要点\n" + BODY, "内蒙古自治区气象局", "内蒙古气象局"),
    ],
)
def test_issuer(read: Read, text: str, issuer: str, printed: str) -> None:
    found = Gazetteer(read(text)).issuer
    assert found is not None
    assert (found.name, found.printed) == (issuer, printed)


def test_nobody_is_taken_for_the_issuer(read: Read) -> None:
    gazetteer = Gazetteer(
        read("质量管理体系推进工作采访记\n" + BODY + "办公室、计财处负责宣传。\n")
    )
    assert gazetteer.issuer is None
    assert named(gazetteer, "计财处") == "?NO_ISSUER"


def test_several_issue_together(read: Read) -> None:
    document = read("关于印发方案的通知\n" + BODY + "朔西省人民政府 中国气象局\n2022年3月1日\n")
    assert [m.name for m in Gazetteer(document).issuers] == ["朔西省人民政府", "中国气象局"]


def test_who_explains_a_rule_speaks_in_it(read: Read) -> None:
    gazetteer = Gazetteer(
        read("江西省观测质量管理办法\n" + BODY + "由观测处负责。本办法由江西省气象局负责解释。\n")
    )
    assert gazetteer.issuer is None  # neither the head nor a signature prints it
    assert named(gazetteer, "观测处") == "江西省气象局观测处*"


def test_the_area_of_a_title_says_which_region_is_meant(read: Read) -> None:
    gazetteer = Gazetteer(
        read("江西省观测质量管理办法\n" + BODY + "由省气象局、水利厅负责，人事处配合。\n")
    )
    assert gazetteer.areas == ("江西省",)
    assert named(gazetteer, "省气象局") == "江西省气象局*"
    assert named(gazetteer, "水利厅") == "江西省水利厅*"
    assert named(gazetteer, "人事处") == "?NO_ISSUER"


def test_a_report_to_the_body_above(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "吉林省气象局关于运行情况的报告\n中国气象局：\n按照贵局要求，我局组织了审核，白城市局、"
            "部分县局参加，上海物资管理处协助。\n" + BODY
        )
    )
    assert named(gazetteer, "贵局") == "中国气象局*"
    assert named(gazetteer, "我局") == "吉林省气象局*"
    assert named(gazetteer, "白城市局") == "白城市气象局*"
    assert named(gazetteer, "部分县局") == "[部分县局]"


# A weather bureau of a province

BUREAU = """朔西省气象局观测质量提升行动方案
各市（州）气象局，局直属各单位、各内设机构：
为落实《中国气象局观测质量管理办法》，经省局研究，制定本方案。
一、重点任务
（一）优化站网。由观测与网络处牵头，计划财务处、省大气探测技术中心（以下简称探测中心）配合。
责任单位：观测处、计财处；配合单位：探测中心、信息中心，云岭市气象局、省农业农村厅、水利厅
（二）提升质量。探测中心每月向观测处报告，结果报中国气象局综合观测司，预报司备案。
（三）办公室、人事处负责培训。省气象信息中心、省气象台，各市、县（市、区）气象局参加。
二、我局将适时评估，县局按期上报，市气象局做好指导。省局各直属单位、16个直属单位要落实责任。
（四）厅领导小组不另发文，海关、朔西大学、国网朔西电力公司支持。
朔西省气象局
2023年3月5日
"""


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("观测处", "朔西省气象局观测与网络处*"),
        ("观测与网络处", "朔西省气象局观测与网络处*"),
        ("计财处", "朔西省气象局计划财务处*"),
        ("信息中心", "朔西省气象信息中心*"),
        ("探测中心", "朔西省大气探测技术中心*"),
        ("省大气探测技术中心", "朔西省大气探测技术中心*"),
        ("云岭市气象局", "云岭市气象局"),
        ("省农业农村厅", "朔西省农业农村厅*"),
        ("水利厅", "朔西省水利厅*"),
        ("省局", "朔西省气象局*"),
        ("我局", "朔西省气象局*"),
        ("办公室", "朔西省气象局办公室*"),
        ("中国气象局综合观测司", "中国气象局综合观测司"),
        ("预报司", "中国气象局预报司*"),
        ("县局", "[县局]*"),
        ("市气象局", "[市气象局]*"),
        ("各市（州）气象局", "[各市（州）气象局]"),
        ("各市、县（市、区）气象局", "[各县（市、区）气象局] [各市气象局]"),
        ("局直属各单位", "[局直属各单位]"),
        ("省局各直属单位", "[省局各直属单位]"),
        ("16个直属单位", "[16个直属单位]"),
        ("朔西大学", "朔西大学"),
        ("国网朔西电力公司", "国网朔西电力公司"),
        ("中国气象局", ""),  # only within the title of another document
    ],
)
def test_names_in_a_plan_of_a_bureau(read: Read, printed: str, name: str) -> None:
    assert named(Gazetteer(read(BUREAU)), printed) == name


def test_a_declared_name_is_as_sure_as_what_it_stands_for(read: Read) -> None:
    text = "朔西省气象局通知\n" + BODY
    declared = "由朔西省气象信息中心（以下简称“信息中心”）承担，信息中心负责。\n"
    gazetteer = Gazetteer(read(text + declared))
    assert gazetteer.declared == {"信息中心": "朔西省气象信息中心"}
    assert named(gazetteer, "信息中心") == "朔西省气象信息中心"


def test_the_place_of_a_mention_is_what_is_printed(read: Read) -> None:
    document = read(BUREAU)
    for mention in Gazetteer(document).mentions():
        assert document.text[mention.begin : mention.end] == mention.printed


# A government

GOVERNMENT = """广西壮族自治区人民政府关于加强质量工作的实施意见
各市、县人民政府，自治区人民政府各组成部门、各直属机构：
一、建立信息平台。（自治区发展改革委、大数据局牵头，自治区质监局、工信委等部门按照职责分工负责）
二、优化服务。（自治区质监局牵头，自治区农业厅、住房城乡建设厅、安全监管局，南宁海关、广西气象局等部门负责）
三、落实党中央、国务院和自治区党委、政府部署，自治区政府各部门要加强领导。
四、桂林市、柳州市人民政府先行试点，自治区广西壮族自治区计量院承担检测。
"""


@pytest.mark.parametrize(
    ("text", "names", "open_ended"),
    [
        (
            "自治区发展改革委、大数据局",
            ["广西壮族自治区发展改革委*", "广西壮族自治区大数据局*"],
            False,
        ),
        (
            "自治区质监局、工信委等部门",
            ["广西壮族自治区质监局*", "广西壮族自治区工信委*"],
            True,
        ),
        (
            "自治区农业厅、住房城乡建设厅、安全监管局，南宁海关、广西气象局等部门",
            [
                "广西壮族自治区农业厅*", "广西壮族自治区住房城乡建设厅*",
                "广西壮族自治区安全监管局*", "南宁海关", "广西壮族自治区气象局*",
            ],
            True,
        ),
        ("桂林市、柳州市人民政府", ["桂林市人民政府*", "柳州市人民政府"], False),
    ],
)  # fmt: skip
def test_a_prefix_holds_for_the_names_after_it(
    read: Read, text: str, names: list[str], open_ended: bool
) -> None:
    document = read(GOVERNMENT)
    gazetteer = Gazetteer(document)
    begin = document.text.index(text)
    found = gazetteer.units_in(begin, begin + len(text))
    assert [shown(m) for m in found.mentions] == names
    assert (found.open_ended, found.unread, found.unresolved) == (open_ended, "", ())


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("自治区党委", "广西壮族自治区党委*"),
        ("政府", "广西壮族自治区人民政府*"),
        ("党中央", "党中央"),
        ("国务院", "国务院"),
        ("自治区广西壮族自治区计量院", "广西壮族自治区计量院"),
        ("自治区政府各部门", "[自治区政府各部门]"),
        ("自治区人民政府各组成部门", "[自治区人民政府各组成部门]"),
    ],
)
def test_names_in_an_opinion_of_a_government(read: Read, printed: str, name: str) -> None:
    assert named(Gazetteer(read(GOVERNMENT)), printed) == name


def test_a_county_its_city_and_its_province(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "宁城县人民政府办公室关于成立指挥部的通知\n"
            "各乡镇人民政府、街道办事处，县直有关部门：\n" + BODY + "县气象局、水利局为成员单位，"
            "及时向市气象局和自治区应急厅报告，县政府负责督查。\n"
        )
    )
    assert named(gazetteer, "县气象局") == "宁城县气象局*"
    assert named(gazetteer, "水利局") == "宁城县水利局*"
    assert named(gazetteer, "市气象局") == "赤峰市气象局*"
    assert named(gazetteer, "自治区应急厅") == "内蒙古自治区应急厅*"
    assert named(gazetteer, "县政府") == "宁城县人民政府*"
    assert named(gazetteer, "街道办事处") == "[各街道办事处]"


def test_a_city_that_is_a_region(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "北京市气象局\n2023年工作要点\n各区气象局，市局各直属单位：\n"
            + BODY
            + "（责任处室：观预处；协助单位：海淀区气象局、市应急局）\n市局办公室负责督办。\n"
        )
    )
    assert named(gazetteer, "观预处") == "北京市气象局观预处*"
    assert named(gazetteer, "市应急局") == "北京市应急局*"
    assert named(gazetteer, "市局办公室") == "北京市气象局办公室*"
    assert gazetteer.level("各区气象局", Kind.GROUP).value == "banner"
    assert gazetteer.level("市局各直属单位", Kind.GROUP).value == "region"


def test_a_body_of_the_nation(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "中国气象局办公室关于开展试点的通知\n各省、自治区、直辖市气象局，机关各职能司：\n"
            + BODY
            + "法规司、气象探测中心承担，探测中心报国家气象信息中心，会同信息中心、公安部落实。\n"
        )
    )
    assert named(gazetteer, "法规司") == "中国气象局法规司*"
    assert named(gazetteer, "探测中心") == "中国气象局气象探测中心*"
    assert named(gazetteer, "公安部") == "公安部"
    ambiguous = [u for u in gazetteer.unresolved() if u.printed == "信息中心"]
    assert [(u.reason, u.candidates) for u in ambiguous] == [
        (Reason.AMBIGUOUS, ("国家气象信息中心", "中国气象局信息中心"))
    ]


# Within one document


def test_two_spellings_of_one_office(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "朔西省气象局工作方案\n"
            + BODY
            + "朔西省气象局计划与财务处负责。朔西省气象局计划财务处审核。"
            "（计划财务处、人事处）\n"
        )
    )
    [variant] = gazetteer.variants
    assert (variant.name, variant.canonical) == (
        "朔西省气象局计划与财务处",
        "朔西省气象局计划财务处",
    )
    [spelled] = [m for m in gazetteer.mentions() if m.spelling]
    assert (spelled.name, spelled.spelling) == (variant.canonical, variant.name)
    assert (spelled.reason, spelled.certainty) == (Reason.VARIANT, "inferred")


def test_a_second_name_in_brackets_is_no_second_unit(read: Read) -> None:
    document = read(
        "临海市人民政府办公室通知\n" + BODY + "市城建局（行政执法局）负责，名单见附件。\n"
    )
    names = [m.printed for m in Gazetteer(document).mentions()]
    assert names == ["临海市人民政府办公室", "市城建局"]


def test_names_in_one_list_are_not_one_unit(read: Read) -> None:
    gazetteer = Gazetteer(
        read("朔西省气象局方案\n" + BODY + "（责任单位：气象中心、气象信息中心、气候中心）\n")
    )
    assert named(gazetteer, "气象中心") == "朔西省气象局气象中心*"
    assert named(gazetteer, "气象信息中心") == "朔西省气象局气象信息中心*"


def test_a_short_name_that_fits_two_is_left_open(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "朔西省气象局方案\n" + BODY + "朔西省气象信息中心、朔西省农业信息中心参加。"
            "（责任单位：信息中心、人事处）\n"
        )
    )
    [left] = gazetteer.unresolved()
    assert (left.printed, left.reason) == ("信息中心", Reason.AMBIGUOUS)
    assert left.candidates == ("朔西省农业信息中心", "朔西省气象信息中心")


def test_what_refers_back(read: Read) -> None:
    gazetteer = Gazetteer(
        read(
            "质量工作推进会召开\n" + BODY + "天津市质监局介绍，该局率先通过认证。\n"
            "各盟市气象局成立本局建设组。\n该局另行发文。\n"
        )
    )
    back = [(m.printed, m.name, m.kind) for m in gazetteer.mentions() if m.reason is Reason.BACK]
    assert back == [
        ("该局", "天津市质监局", Kind.UNIT),
        ("本局", "各盟市气象局", Kind.GROUP),
    ]
    assert [u.reason for u in gazetteer.unresolved()] == [Reason.NO_ANTECEDENT]


def test_a_unit_spoken_of_in_passing_is_not_given_to_anybody(read: Read) -> None:
    gazetteer = Gazetteer(
        read("朔西省气象局方案\n" + BODY + "在云台培训中心举办了培训，由省气象台组织。\n")
    )
    assert named(gazetteer, "云台培训中心") == "?SPOKEN_OF"
    assert named(gazetteer, "省气象台") == "朔西省气象台*"


def test_words_that_only_end_like_units(read: Read) -> None:
    text = (
        "朔西省气象局方案\n"
        + BODY
        + "优化站网布局，完善数据平台，全部干部参加统一部署，加强政府采购管理，"
        "以用户为中心，推进数字政府建设，处理好全局与局部的关系，委托第三方机构，形成工作格局。\n"
    )
    assert [m.printed for m in Gazetteer(read(text)).mentions()] == ["朔西省气象局"]


def test_headers_of_tables_are_left_out(read: Read) -> None:
    table = (
        "表1.任务分工\n→序号\n→任务\n→责任单位\n\n"
        "→1\n→修订规程\n→观测处\n\n→2\n→开展比对\n→人事处\n\n"
    )
    document = read("朔西省气象局方案\n" + BODY + table)
    assert document.tables
    printed = [m.printed for m in Gazetteer(document).mentions()]
    assert printed == ["朔西省气象局", "观测处", "人事处"]


def test_the_same_text_gives_the_same_names(read: Read) -> None:
    first, second = (Gazetteer(read(BUREAU)) for _ in range(2))
    assert first.mentions() == second.mentions()
    assert all(isinstance(u, Unresolved) for u in first.unresolved())


# Where units stand


@pytest.mark.parametrize(
    ("name", "level", "superior"),
    [
        ("朔西省气象局", "region", None),
        ("朔西省气象局观测与网络处", "region", "朔西省气象局"),
        ("朔西省气象信息中心", "region", None),
        ("朔西省云岭市气象局", "league", None),
        ("朔西省云岭市气象局办公室", "league", "朔西省云岭市气象局"),
        ("朔西省云岭市青田县气象局", "banner", None),
        ("中国气象局", "national", None),
        ("中国气象局综合观测司", "national", "中国气象局"),
        ("国家气象信息中心", "national", None),
        ("国务院", "national", None),
        ("质检总局", "national", None),
        ("呼和浩特市气象局", "league", None),
        ("锡林郭勒盟气象局", "league", None),
        ("土默特左旗气象局", "banner", None),
        ("青田县国家基准气候站", "banner", None),
        ("土默特左旗国家气象观测站", "station", None),
        ("南宁海关", "external", None),
        ("朔西大学", "external", None),
        ("朔西省气象学会", "external", None),
        ("北京国环咨询中心", "external", None),
        ("世界气象组织", "external", None),
        ("云岭市气象局", None, None),
        ("观测处", None, None),
    ],
)
def test_level_and_superior_of_a_unit(
    read: Read, name: str, level: str | None, superior: str | None
) -> None:
    gazetteer = Gazetteer(read(BUREAU))
    found, above = gazetteer.level(name), gazetteer.superior(name)
    assert (found and found.value, above and above.value) == (level, superior)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("各市（州）气象局", "league"),
        ("各盟市气象局", "league"),
        ("盟市局", "league"),
        ("各设区市", "league"),
        ("各旗县气象局（站）", "banner"),
        ("各县（市、区）人民政府", "banner"),
        ("88个旗县气象局", "banner"),
        ("35个其他独立设置的县级气象机构", "banner"),
        ("各省气象局", "region"),
        ("国家级单位", "national"),
        ("省直各部门", "region"),
        ("各直属单位", "region"),
        ("中国气象局相关单位", "national"),
        ("各有关部门", None),
    ],
)
def test_level_of_a_group(read: Read, name: str, level: str | None) -> None:
    found = Gazetteer(read(BUREAU)).level(name, Kind.GROUP)
    assert (found and found.value) == level
