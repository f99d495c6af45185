"""Reviews of documents, attachments, manners of citing, practices, members of groups, names."""

from pathlib import Path

import pytest

from graph import Claim
from loaders.documents.loader import LOADER
from loaders.documents.names import Gazetteer
from loaders.protocol import RawRow, SourceFile
from ontology import NODE_KINDS, make_id
from tests.unit.loaders.documents.saying import HEAD, TASKS, said


@pytest.fixture
def say(read):
    return lambda text, name="a.txt": said(read(text, name))


def claims(path: Path, text: str) -> list[Claim]:
    path.write_text(text, encoding="utf-8")
    source = SourceFile(path, "S")
    rows = [row for row in LOADER.read(source) if isinstance(row, RawRow)]
    return [c for row in rows for c in LOADER.claims(row, source) if isinstance(c, Claim)]


def verdicts(found) -> dict[str, object]:
    return {
        s.element.key[0]: s.properties["verdict"]
        for s in found.statements
        if s.element.kind == "DocumentReview"
    }


# Reviews


def test_a_review_keeps_withdraws_revises_and_makes_documents(say) -> None:
    found = say(
        f"{HEAD}附件1\n制度留废改立清单\n一、保留《甲办法》、《乙办法》。\n"
        "二、废止《丙办法》（2009年）和《丁办法》。\n三、修订《戊细则》，由观测处提出草案。\n"
        "四、新制定《己规范》，由信息中心编制。\n"
    )
    assert verdicts(found) == {
        "甲办法": "留", "乙办法": "留", "丙办法": "废", "丁办法": "废",
        "戊细则": "改", "己规范": "立",
    }  # fmt: skip
    assert found.edges("COMPILED_BY") == {("COMPILED_BY", "己规范", "朔西省气象局信息中心")}


def test_elsewhere_only_what_is_withdrawn_is_reviewed(say) -> None:
    found = say(
        f"{HEAD}修订《甲办法》。本要点自印发之日起施行。《乙办法》（朔气发〔2010〕1号）、《丙办法》同时废止。\n"
    )
    assert verdicts(found) == {"乙办法": "废", "丙办法": "废"}


def test_what_is_withdrawn_may_be_replaced(say) -> None:
    found = say(f"{HEAD}《甲办法》、《乙办法》予以废止，由《丙办法》替代。\n")
    assert verdicts(found) == {"甲办法": "废", "乙办法": "废"}
    assert {edge[2] for edge in found.edges("REPLACED_BY")} == {"丙办法"}


def test_a_table_of_a_review(say) -> None:
    found = say(
        "<html><body><h1>朔西省气象局关于制度清理工作的通知</h1><p>为做好制度清理，现将有关事项通知如下。</p>"
        "<table><tr><th>序号</th><th>文件名称</th><th>处理意见</th><th>替代文件</th></tr>"
        "<tr><td>1</td><td>甲办法</td><td>保留</td><td></td></tr>"
        "<tr><td>2</td><td>《乙办法》</td><td>废止</td><td>《丙办法》</td></tr></table></body></html>",
        "a.html",
    )
    assert verdicts(found) == {"甲办法": "留", "乙办法": "废"}
    assert [edge[2] for edge in found.edges("REPLACED_BY")] == ["丙办法"]


def test_a_verdict_belongs_to_its_source(tmp_path: Path) -> None:
    said_ = claims(tmp_path / "a.txt", f"{HEAD}《甲办法》同时废止。\n")
    [review] = [c for c in said_ if c.kind == "DocumentReview"]
    [edge] = [c for c in said_ if c.kind == "REVIEWS"]
    assert review.subject == edge.subject == make_id(NODE_KINDS["DocumentReview"], "甲办法", "S")
    assert review.properties["verdict"] == "废"


# Attachments and citations


def test_attachments_are_documents_of_this_one(say) -> None:
    found = say(
        f"{HEAD}现将《甲方案》印发给你们。\n附件：1．甲方案\n　　　2．任务分工表.docx\n"
        "朔西省气象局\n2023年1月5日\n"
    )
    assert found.edges("HAS_ATTACHMENT") == {
        ("HAS_ATTACHMENT", "me", "甲方案"),
        ("HAS_ATTACHMENT", "me", f"{found.reading.title}|任务分工表"),
    }
    numbers = [f.properties["number"] for f in found.facts if f.edge == "HAS_ATTACHMENT"]
    assert numbers == ["1", "2"]


def test_all_manners_of_a_citation_are_kept(tmp_path: Path) -> None:
    said_ = claims(
        tmp_path / "a.txt", f"{HEAD}根据《甲办法》，制定本要点。《甲办法》规定了职责。\n"
    )
    cited = [c for c in said_ if c.kind == "CITES"]
    assert [c.properties["how"] for c in cited] == [("根据", "提及")] * 2
    assert len({(c.place.line, c.place.column) for c in cited if c.place}) == 2


# Practices, members, sizes


def test_practices_are_checks_that_hold_for_every_matter(say) -> None:
    found = say(f"{HEAD}省气象台做到凡事有人负责、有章可循、有据可查、有人监督。\n")
    codes = {"responsible", "document", "record", "supervisor"}
    assert {edge[2] for edge in found.edges("STATES_PRACTICE")} == codes
    assert {edge[1] for edge in found.edges("FOLLOWS_PRACTICE")} == {"朔西省气象台"}
    assert found.properties("Practice", "document") == {"name": "有章可循", "check": "document"}


def test_one_such_word_alone_is_no_practice(say) -> None:
    assert say(f"{HEAD}要使工作有章可循，不断提高质量。\n").edges("STATES_PRACTICE") == set()


def test_a_bracket_behind_a_group_lists_its_members(say) -> None:
    found = say(f"{HEAD}各直属单位（省气象台、省气候中心）要抓好落实。各单位（含县局）要配合。\n")
    assert found.edges("MEMBER_OF_GROUP") == {
        ("MEMBER_OF_GROUP", "朔西省气象台", "各直属单位"),
        ("MEMBER_OF_GROUP", "朔西省气候中心", "各直属单位"),
    }


def test_a_declared_count_is_the_size_of_the_group(say) -> None:
    found = say(f"{HEAD}全省88个县气象局要抓好落实。\n")
    sizes = {
        s.element.key[0]: s.properties["declared_size"]
        for s in found.statements
        if "declared_size" in s.properties
    }
    assert list(sizes.values()) == [88]


# Work groups


GROUP = (
    f"{HEAD}三、组织机构\n成立朔西省气象局质量工作领导小组（以下简称领导小组）。\n"
    "组长：王大明\n主要职责：\n（1）审定方案；\n（2）向中国气象局综合观测司报送总结\n"
)


def test_a_sentence_names_the_group_of_the_lines_below(say) -> None:
    found = say(f"{GROUP}领导小组下设办公室，设在观测处。\n")
    group = "朔西省气象局质量工作领导小组"
    assert found.edges("HEAD") == {("HEAD", group, "王大明")}
    assert {edge[2] for edge in found.edges("HAS_DUTY")} == {f"{group}|1", f"{group}|2"}
    assert found.edges("OF_UNIT") == {("OF_UNIT", "领导小组办公室", "朔西省气象局观测处")}
    assert found.edges("REPORTS_TO") == {("REPORTS_TO", group, "中国气象局综合观测司")}


def test_labels_within_a_sentence(say) -> None:
    found = say(
        f"{HEAD}（一）成立工作专班。成立防汛工作专班，组长：王大明，副组长：李小红、赵一（省气象台）。"
        "联系人：钱二。\n"
    )
    assert found.edges("HEAD", "DEPUTY", "CONTACT", "MEMBER_UNIT") == {
        ("HEAD", "防汛工作专班", "王大明"),
        ("DEPUTY", "防汛工作专班", "李小红"),
        ("DEPUTY", "防汛工作专班", "赵一"),
        ("MEMBER_UNIT", "赵一", "朔西省气象台"),
        ("CONTACT", "防汛工作专班", "钱二"),
    }


def test_a_list_of_members_belongs_to_the_group_set_up_above(say) -> None:
    found = say(
        f"{HEAD}经研究，决定成立朔西省气象局质量工作领导小组。现通知如下：\n一、组成人员\n"
        "组长：王大明  副省长、秘书长\n二、其他\n"
        "领导小组办公室设在观测处，办公室主任由李小红兼任。\n"
    )
    assert found.edges("HEAD") == {
        ("HEAD", "朔西省气象局质量工作领导小组", "王大明"),
        ("HEAD", "领导小组办公室", "李小红"),
    }


def test_a_table_alone_is_signed_below(say) -> None:
    found = say(
        "2023年任务分解表\n序号→任务→责任单位\n1→修订规划→观测处\n2→开展内审→法规处\n"
        "朔西省气象局\n2023年1月15日\n"
    )
    assert found.edges("ISSUED_BY") == {("ISSUED_BY", "me", "朔西省气象局")}


def test_a_work_group_may_lead_a_task(say) -> None:
    found = say(
        f"{TASKS}1.总结验收。形成总结。（牵头单位：领导小组办公室；配合单位：观测处）\n"
        "三、组织机构\n领导小组办公室设在人事处，王大明任办公室主任。\n"
    )
    assert found.edges("LED_BY", "HEAD") == {
        ("LED_BY", "1", "领导小组办公室"),
        ("HEAD", "领导小组办公室", "王大明"),
    }


def test_a_post_behind_the_unit_is_no_part_of_it(say) -> None:
    found = say(f"{HEAD}（一）工作小组\n组长：王大明（省气象局党组书记、局长）\n")
    assert found.edges("MEMBER_UNIT") == {("MEMBER_UNIT", "王大明", "朔西省气象局")}


# Document levels, systems, targets


@pytest.mark.parametrize(
    "text",
    [
        "体系文件分为四级：一级文件为质量手册，二级文件为程序文件，三级文件为作业指导书，四级文件为记录。",
        "体系文件分为质量手册、程序文件、作业指导书和记录四级。",
    ],
)
def test_levels_of_documents_and_who_compiles_them(say, text: str) -> None:
    found = say(f"{HEAD}{text}质量手册由观测处编制，作业指导书由省气象台、信息中心分别编制。\n")
    assert {(one, other) for _, one, other in found.edges("HAS_DOC_LEVEL")} == {
        (f"{found.reading.title}|质量手册", "1"),
        (f"{found.reading.title}|程序文件", "2"),
        (f"{found.reading.title}|作业指导书", "3"),
        (f"{found.reading.title}|记录", "4"),
    }
    assert len(found.edges("COMPILED_BY")) == 3


def test_a_client_replaces_a_program(say) -> None:
    found = say(f"{HEAD}升级后的巡检客户端替代原有的“报修1.0”系统。\n")
    assert found.edges("REPLACES") == {("REPLACES", "巡检客户端", "报修1.0系统")}


@pytest.mark.parametrize(
    ("text", "name", "value", "direction"),
    [
        ("到2025年，自建系统减少至15个", "自建系统", "15", "down"),
        ("2024年起超时次数控制在每月3次以内", "超时次数", "3", "down"),
        ("到2025年，历史资料数字化完成120万页", "历史资料数字化", "120", "up"),
        ("2023年，省级计算能力达到每秒800万亿次", "省级计算能力", "800", "up"),
        ("数据可用率≥99%", "数据可用率", "99", "up"),
        ("装备修复时间≤24小时", "装备修复时间", "24", "down"),
        ("到2025年，建成X波段天气雷达6部", "X波段天气雷达", "6", "up"),
    ],
)
def test_goal_verbs(say, text: str, name: str, value: str, direction: str) -> None:
    found = say(f"{HEAD}{text}。\n")
    target = found.properties("Target", name)
    assert (target["value"], target["direction"]) == (value, direction)


def test_what_fell_in_past_years_is_no_target(say) -> None:
    assert say(f"{HEAD}近三年缺测率由2.6%降到1.4%。\n").edges("OF_DOCUMENT") == set()


def test_a_section_on_what_was_done_has_no_targets(say) -> None:
    found = say(f"{HEAD}一、工作开展情况\n全年建成自动气象站12个，数据可用率达到99%。\n")
    assert found.edges("OF_DOCUMENT") == set()


def test_a_system_that_is_built_goes_on_in_the_next_clause(say) -> None:
    found = say(f"{HEAD}建设省级质控平台，接入“天衡·朔西”统一监控。\n")
    assert found.edges("MONITORED_BY") == {("MONITORED_BY", "省级质控平台", "天衡·朔西")}


# Names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("省气象台、省海洋气象台", ["朔西省气象台", "朔西省海洋气象台"]),
        ("临江市、望海市气象局", ["临江市气象局", "望海市气象局"]),
        (
            "各市、州、神农架林区气象局",
            ["各市气象局", "各州气象局", "神农架林区气象局"],
        ),
        ("局属各单位，各县（市、区）气象局", ["局属各单位", "各县（市、区）气象局"]),
        ("机关纪委、办公室", ["朔西省气象局机关纪委", "朔西省气象局办公室"]),
        ("省气候中心，芒市气象局", ["朔西省气候中心", "芒市气象局"]),
        ("汶东区气象局、望山乡人民政府", ["汶东区气象局", "望山乡人民政府"]),
        ("边境各州（市）气象局", ["边境各州（市）气象局"]),
        ("成都平原城市气象研究所", ["成都平原城市气象研究所"]),
    ],
)
def test_names_in_lists(read, text: str, names: list[str]) -> None:
    document = read(f"{HEAD}责任单位：{text}\n")
    begin = document.text.index(text)
    listed = Gazetteer(document).units_in(begin, begin + len(text))
    assert [m.name for m in listed.mentions] == names


def test_a_whole_name_is_no_short_one_of_another(read) -> None:
    document = read(f"{HEAD}省气象台负责预报。省海洋气象台负责海上预报，省气象台配合。\n")
    named = {m.name for m in Gazetteer(document).mentions()}
    assert {"朔西省气象台", "朔西省海洋气象台"} <= named
