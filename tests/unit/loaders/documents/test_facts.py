"""Facts of documents in the habits of several offices, each by a short text."""

from collections.abc import Callable

import pytest

from tests.unit.loaders.documents.saying import HEAD, TASKS, TITLE, Edge, Said, said


@pytest.fixture
def say(read) -> Callable[..., Said]:
    return lambda text, name="a.txt": said(read(text, name))


ROLES = ("LED_BY", "PARTICIPANT", "RESPONSIBLE", "RESPONSIBLE_OFFICE", "IMPLEMENTED_BY")


# Who answers for a task


@pytest.mark.parametrize(
    ("ending", "roles"),
    [
        (
            "（责任处室：观测处，实施单位：信息中心）",
            {("RESPONSIBLE_OFFICE", "观测处"), ("IMPLEMENTED_BY", "信息中心")},
        ),
        (
            "（观测处牵头，法规处等部门按照职责分工负责）",
            {("LED_BY", "观测处"), ("PARTICIPANT", "法规处")},
        ),
        ("（观测处、法规处负责）", {("RESPONSIBLE", "观测处"), ("RESPONSIBLE", "法规处")}),
        ("（观测处负责，法规处配合）", {("RESPONSIBLE", "观测处"), ("PARTICIPANT", "法规处")}),
        ("（由观测处会同法规处负责）", {("RESPONSIBLE", "观测处"), ("PARTICIPANT", "法规处")}),
        ("（观测处，6月底前完成）", {("RESPONSIBLE", "观测处")}),
        ("\n责任单位：观测处", {("RESPONSIBLE", "观测处")}),
        ("\n牵头单位：观测处\n配合单位：法规处", {("LED_BY", "观测处"), ("PARTICIPANT", "法规处")}),
        (
            "\n牵头单位：观测处；参与单位：法规处；完成时限：2023年6月底",
            {("LED_BY", "观测处"), ("PARTICIPANT", "法规处")},
        ),
        ("承担单位：观测处。", {("IMPLEMENTED_BY", "观测处")}),
        ("（见第三页）", set()),
        ("请观测处关注。", set()),
    ],
)
def test_roles_are_read_from_brackets_and_lines(say, ending: str, roles: set) -> None:
    found = say(f"{TASKS}1.完善体系。修订文件。{ending}\n").edges(*ROLES)
    assert found == {(edge, "1", f"朔西省气象局{unit}") for edge, unit in roles}


def test_due_days_and_open_lists_are_kept(say) -> None:
    said = say(
        f"{TASKS}1.完善体系。修订文件。\n配合单位：法规处、人事处等\n完成时限：2023年6月底前\n"
    )
    task = said.properties("Task", "1")
    assert task["open_lists"] == ("PARTICIPANT",)
    assert task["due_printed"] == "2023年6月底前"
    assert task["due"] == "2023-06-29T16:00:00Z"


def test_a_unit_of_a_line_is_cited_at_its_name(say) -> None:
    said = say(f"{TASKS}1.完善体系。修订文件。（责任单位：观测处、法规处）\n")
    assert said.cited("RESPONSIBLE") == ["观测处", "法规处"]


# Which headings are tasks


def test_numbered_headings_under_a_bracketed_one_are_tasks_of_its_group(say) -> None:
    said = say(f"{TASKS}（一）夯实基础\n1.完善体系。修订文件。\n2.培训人员。组织培训。\n")
    assert said.edges("IN_GROUP") == {
        ("IN_GROUP", "1", "（一）夯实基础"),
        ("IN_GROUP", "2", "（一）夯实基础"),
    }
    assert said.cited("IN_GROUP") == ["1.完善体系", "2.培训人员"]


def test_bracketed_headings_are_tasks_where_nothing_stands_below(say) -> None:
    said = say(f"{TASKS}（一）完善体系。修订文件。（观测处负责）\n（二）培训人员。组织培训。\n")
    assert said.edges("RESPONSIBLE") == {("RESPONSIBLE", "一", "朔西省气象局观测处")}
    assert said.properties("Task", "二") == {"name": "培训人员"}
    assert said.edges("IN_GROUP") == set()


def test_numbers_that_begin_again_are_told_apart(say) -> None:
    said = say(
        f"{TASKS}（一）夯实基础\n1.完善体系。修订文件。\n（二）培养队伍\n1.培训人员。组织培训。\n"
    )
    assert {edge[1] for edge in said.edges("IN_GROUP")} == {"（一）1", "（二）1"}


def test_one_mark_behind_all_parts_is_that_of_the_whole(say) -> None:
    said = say(
        f"{TASKS}（一）夯实基础\n1.完善体系。修订文件。\n2.培训人员。组织培训。\n（观测处牵头）\n"
    )
    assert said.edges("LED_BY") == {("LED_BY", "一", "朔西省气象局观测处")}


def test_headings_of_a_notice_that_say_who_answers_are_tasks(say) -> None:
    said = say(f"{HEAD}一、汛前检查\n完成巡检。\n责任单位：观测处\n二、其他\n请遵照执行。\n")
    assert said.edges(*ROLES) == {("RESPONSIBLE", "一", "朔西省气象局观测处")}
    assert said.properties("Task", "二") == {}


def test_announced_phases_are_no_groups(say) -> None:
    said = say(
        f"{HEAD}二、工作任务\n建设工作分为筹备、实施2个阶段。\n"
        "（一）筹备\n1.制定方案\n制定方案初稿。\n（二）实施\n2.编制文件\n编制体系文件。\n"
    )
    assert said.edges("IN_PHASE") == {
        ("IN_PHASE", "1", "（一）筹备"),
        ("IN_PHASE", "2", "（二）实施"),
    }


def test_raising_support_capability_is_no_safeguard(say) -> None:
    said = say(f"{HEAD}一、提升装备保障水平\n1.完善供应。修订文件。（观测处负责）\n")
    assert said.edges("RESPONSIBLE") == {("RESPONSIBLE", "1", "朔西省气象局观测处")}
    assert {s.element.kind for s in said.statements if s.element.key[-1] == "1"} == {"Task"}


def test_safeguards_have_units_in_a_bare_bracket(say) -> None:
    said = say(f"{HEAD}三、保障措施\n（一）加强领导。精心组织实施。（办公室、各市气象局）\n")
    assert said.edges("RESPONSIBLE") == {
        ("RESPONSIBLE", "加强领导", "朔西省气象局办公室"),
        ("RESPONSIBLE", "加强领导", "各市气象局"),
    }


def test_articles_of_a_regulation_are_no_tasks(say) -> None:
    said = say(
        "朔西省气象观测质量管理办法\n第一章 总则\n第一条 为加强质量管理，制定本办法。\n"
        "第二条 观测处负责组织协调工作。\n"
    )
    assert said.edges(*ROLES) == set()


def test_running_text_says_who_answers(say) -> None:
    said = say(
        f"{TASKS}1.制定体系方案\n制定《体系建设方案》（以下简称“方案”）。方案由观测处负责编制。\n"
        "2.运行体系\n朔西省气象局法规处组织开展运行体系工作。信息中心提供数据。\n"
    )
    assert said.edges("RESPONSIBLE", "COMPILED_BY") == {
        ("RESPONSIBLE", "1", "朔西省气象局观测处"),
        ("COMPILED_BY", "体系建设方案", "朔西省气象局观测处"),
        ("RESPONSIBLE", "2", "朔西省气象局法规处"),
    }


def test_pilots(say) -> None:
    said = say(f"{TASKS}1.推广校准。以信息中心、探测中心为试点单位，推行校准。\n")
    assert said.edges("PILOT_FOR") == {
        ("PILOT_FOR", "朔西省气象局信息中心", "1"),
        ("PILOT_FOR", "朔西省气象局探测中心", "1"),
    }


# Tables that divide the work


def test_a_table_divides_the_work(say) -> None:
    said = say(
        f"{HEAD}附件\n重点任务分工表\n\n"
        "→序号\n→重点任务\n→牵头单位\n→配合单位\n→完成时限\n\n"
        "→1\n→编制规划\n→观测处\n→法规处、各市气象局\n→2023年12月底\n\n"
        "→2\n→建设实验室\n→探测中心\n→\n→2024年6月\n"
    )
    assert said.edges(*ROLES) == {
        ("LED_BY", "1", "朔西省气象局观测处"),
        ("PARTICIPANT", "1", "朔西省气象局法规处"),
        ("PARTICIPANT", "1", "各市气象局"),
        ("LED_BY", "2", "朔西省气象局探测中心"),
    }
    assert said.properties("Task", "2")["due"] == "2024-06-29T16:00:00Z"


def test_a_table_of_a_page_has_groups_of_tasks(say) -> None:
    cells = (
        "<tr><th>序号</th><th>工作任务</th><th>具体举措</th><th>责任单位</th></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>完善文件</td><td>修订程序</td><td>观测处</td></tr>"
        "<tr><td>编写指导书</td><td>法规处</td></tr>"
    )
    said = say(
        f"<html><body><h1>{TITLE}</h1><p>为做好观测质量工作，现将重点任务分工印发，请遵照执行。</p>"
        f"<table>{cells}</table></body></html>",
        "a.html",
    )
    assert said.edges("IN_GROUP", "RESPONSIBLE") == {
        ("IN_GROUP", "修订程序", "完善文件"),
        ("IN_GROUP", "编写指导书", "完善文件"),
        ("RESPONSIBLE", "修订程序", "朔西省气象局观测处"),
        ("RESPONSIBLE", "编写指导书", "朔西省气象局法规处"),
    }


# Citations, products, bases


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("根据《甲办法》和《乙办法》要求，开展工作。", {("甲办法", "根据"), ("乙办法", "根据")}),
        ("按照中国气象局《甲办法》开展工作。", {("甲办法", "按照")}),
        ("贯彻落实《甲办法》（国发〔2018〕3号）精神。", {("甲办法", "落实")}),
        ("《甲办法》印发实施。", {("甲办法", "提及")}),
        (
            "执行《甲办法》（以下简称《办法》）。落实《办法》。",
            {("甲办法", "提及"), ("甲办法", "落实")},
        ),
        (
            "依据GB/T 19001—2016/ISO 9001:2015开展。",
            {("GB/T 19001-2016", "依据"), ("ISO 9001:2015", "依据")},
        ),
        ("通过ISO9001认证。", {("ISO 9001", "提及")}),
        ("执行ISO9001:2000版《质量管理体系 要求》。", {("ISO 9001:2000", "提及")}),
        ("依据《质量管理体系 要求》（GB/T 19001-2016）。", {("GB/T 19001-2016", "依据")}),
        ("按照JJG（气象）002-2015检定。", {("JJG（气象）002-2015", "按照")}),
        ("共有GB类标准2016项，电话010-12345。", set()),
    ],
)  # fmt: skip
def test_documents_are_cited_by_title_or_number(say, sentence: str, cited: set) -> None:
    said = say(f"{TITLE}\n为做好观测质量工作，现提出以下要点。{sentence}\n")
    found = {(f.object.key[0], f.properties["how"]) for f in said.facts if f.edge == "CITES"}
    assert found == cited


def test_a_citation_stands_with_its_title_and_number(say) -> None:
    said = say(f"{HEAD}根据《甲办法》（国发〔2018〕3号）精神开展工作。\n")
    assert said.cited("CITES") == ["《甲办法》"]
    assert said.properties("Document", "甲办法")["number"] == "国发〔2018〕3号"


def test_products_of_a_task_are_no_citations(say) -> None:
    said = say(
        f"{TASKS}1.完善制度。依据《甲办法》，制定印发《乙细则》。完成《丙规划》编制印发工作。\n"
    )
    assert said.edges("PRODUCES", "BASED_ON", "CITES") == {
        ("BASED_ON", "1", "甲办法"),
        ("CITES", "me", "甲办法"),
        ("PRODUCES", "1", "乙细则"),
        ("PRODUCES", "1", "丙规划"),
    }


# Targets, milestones


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        (
            "到2025年，可用率达到99.5%以上，观测站增至2300个。",
            {("可用率", "99.5", "%", "2025", "up"), ("观测站", "2300", "个", "2025", "up")},
        ),
        ("数据错误率控制在0.1%以内。", {("数据错误率", "0.1", "%", None, "down")}),
        ("及时率不低于99%。", {("及时率", "99", "%", None, "up")}),
        ("完成业务内网等13个自建系统整合。", {("自建系统", "13", "个", None, "up")}),
        (
            "到2025年，建成基准站5个、区域站180个。",
            {("基准站", "5", "个", "2025", "up"), ("区域站", "180", "个", "2025", "up")},
        ),
        ("2011年计划完成率为99.08%。", set()),
        ("目前全省已建成观测站2300个。", set()),
        ("完成2019年之前的建设任务。", set()),
    ],
)
def test_targets(say, sentence: str, targets: set) -> None:
    said = say(f"{HEAD}一、工作目标\n坚持质量第一的方针。{sentence}\n")
    found = {
        (s.properties["name"], s.properties["value"], s.properties["unit"],
         s.properties.get("year"), s.properties["direction"])
        for s in said.statements if s.element.kind == "Target"
    }  # fmt: skip
    assert found == targets


def test_a_target_is_cited_from_the_thing_to_the_measure_word(say) -> None:
    said = say(f"{HEAD}一、工作目标\n到2025年，全省观测站力争达到2300个以上。\n")
    assert said.cited("OF_DOCUMENT") == ["全省观测站力争达到2300个"]


def test_milestones_of_a_schedule(say) -> None:
    said = say(
        f"{TASKS}（一）建设\n1.选择培训机构\n选择合适的机构。\n2.内部审核（简称内审）\n开展内审。\n"
        "三、进度安排\n"
        "2023年3月底前，调研并确定培训机构；\n"
        "2023年8月，培训内审员，并于8月底前完成全省内审工作；\n"
        "2023年10月，向中国气象局报送内审总结。\n"
        "2023年2月30日，将总结报中国气象局备案。\n"
    )
    assert said.edges("FOR_TASK", "REPORTS_TO") == {
        ("FOR_TASK", "2023年3月底前，调研并确定培训机构", "1"),
        ("FOR_TASK", "8月底前完成全省内审工作", "2"),
        ("REPORTS_TO", "2023年10月，向中国气象局报送内审总结", "中国气象局"),
        ("REPORTS_TO", "2023年2月30日，将总结报中国气象局备案", "中国气象局"),
    }
    assert said.cited("FOR_TASK") == ["2023年3月底前", "8月底前"]
    second = said.properties("Milestone", "8月底前完成全省内审工作")
    assert second["due"] == "2023-08-30T16:00:00Z"
    doubtful = said.properties("Milestone", "2023年2月30日，将总结报中国气象局备案")
    assert (doubtful["doubtful"], doubtful.get("due")) == (True, None)


def test_news_that_begin_with_a_date_are_no_milestones(say) -> None:
    said = say(
        "质量工作采访记\n2011年8月，指导意见印发，各地随即开展工作。\n"
        "2012年8月30日，会议召开，各地介绍经验。\n"
    )
    assert {s.element.kind for s in said.statements} == {"Document"}


# Systems


@pytest.mark.parametrize(
    ("sentence", "edge"),
    [
        ("推进监控系统融入大数据云平台。", ("INTEGRATES_INTO", "监控系统", "大数据云平台")),
        ("推进重要系统纳入“天镜·朔西”统一监控。", ("MONITORED_BY", "重要系统", "天镜·朔西")),
        ("基于大数据云平台建立灾害数据库。", ("BUILT_ON", "灾害数据库", "大数据云平台")),
        ("推动新建系统基于大数据云平台建设。", ("BUILT_ON", "新建系统", "大数据云平台")),
        ("实现大数据云平台业务运行，CIMISS停止运行下线。", ("REPLACES", "大数据云平台", "CIMISS")),
        ("推进监控平台业务运行，替代原ASOM系统。", ("REPLACES", "监控平台", "ASOM系统")),
        ("接入信用公示系统（朔西）。", ("INSTANCE_OF", "信用公示系统（朔西）", "信用公示系统")),
    ],
)  # fmt: skip
def test_systems(say, sentence: str, edge: Edge) -> None:
    said = say(f"{HEAD}{sentence}\n")
    assert edge in said.edges(edge[0])


def test_data_that_go_into_a_system_are_no_system(say) -> None:
    said = say(f"{HEAD}实现标准格式数据融入大数据云平台并提供应用。\n")
    assert said.edges("INTEGRATES_INTO") == set()


# Document levels, head


def test_document_levels_and_who_compiles(say) -> None:
    said = say(
        f"{HEAD}体系文件分为三级，分别为质量手册、程序文件和作业指导书（也称为操作规程）。\n"
        "其中，质量手册全省一册；操作规程，需省级观测单位和市级观测单位分别编制。\n"
    )
    assert said.edges("HAS_DOC_LEVEL", "COMPILED_BY") == {
        ("HAS_DOC_LEVEL", f"{TITLE}|质量手册", "1"),
        ("HAS_DOC_LEVEL", f"{TITLE}|程序文件", "2"),
        ("HAS_DOC_LEVEL", f"{TITLE}|作业指导书", "3"),
        ("COMPILED_BY", f"{TITLE}|作业指导书", "省级观测单位"),
        ("COMPILED_BY", f"{TITLE}|作业指导书", "市级观测单位"),
    }


def test_head_and_signature(say) -> None:
    said = say(
        "关于开展审核的通知\n朔气发〔2022〕18号\n各市气象局：\n"
        "为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n朔西省气象局\n2022年2月30日\n"
    )
    assert said.edges("ISSUED_BY", "ADDRESSED_TO") == {
        ("ISSUED_BY", "me", "朔西省气象局"),
        ("ADDRESSED_TO", "me", "各市气象局"),
    }
    head = said.properties("Document", "me")
    assert head["number"] == "朔气发〔2022〕18号"
    assert (head["dated_printed"], head["doubtful"]) == ("2022年2月30日", True)


def test_a_unit_in_a_news_title_has_issued_nothing(say) -> None:
    said = say("朔西省气象局体系建设工作进展顺利\n按照总体部署，工作于4月1日正式启动。\n")
    assert said.edges("ISSUED_BY") == set()


def test_furniture_and_copies_say_nothing(say) -> None:
    body = (
        f"{TITLE}\n朔气发〔2022〕18号\n各市气象局：\n为做好工作，根据《甲办法》，现通知如下，请落实。\n"
        + "".join(
            f"{n}、要求\n各单位要认真组织实施，确保第{n}项工作按时完成。\n" for n in "一二三四"
        )
    )
    once, twice = say(body), say(body + "版权所有：朔西省气象局\n" + body)
    assert [f.edge for f in twice.facts] == [f.edge for f in once.facts]


def test_the_declared_size_of_a_group_is_kept(say) -> None:
    said = say(f"{HEAD}体系覆盖12个市气象局和88个县气象局。\n")
    sizes = {
        each.element.key[0]: each.properties["declared_size"]
        for each in said.statements
        if "declared_size" in each.properties
    }
    assert sizes == {"12个市气象局": 12, "88个县气象局": 88}
