"""Facts of documents in further layouts: articles, phases, merged tables, groups in sentences."""

import pytest

from loaders.documents.facts.articles import acts_in
from tests.unit.loaders.documents.saying import HEAD, TASKS, TITLE, Said, said

ROLES = ("LED_BY", "PARTICIPANT", "RESPONSIBLE", "RESPONSIBLE_OFFICE", "IMPLEMENTED_BY")


@pytest.fixture
def say(read):
    return lambda text, name="a.txt": said(read(text, name))


# Titles and issuers


def test_a_title_stands_below_its_issuer_and_above_a_remark(say) -> None:
    found = say(
        "朔西省气象局\n\n气象观测数据管理办法\n（2023年1月5日第1次局务会通过）\n\n"
        "第一条  为了规范管理，制定本办法。\n"
    )
    assert found.reading.title == "气象观测数据管理办法"
    assert found.edges("ISSUED_BY") == {("ISSUED_BY", "me", "朔西省气象局")}


def test_the_issuer_is_cited_where_the_head_first_prints_it(say) -> None:
    found = say(f"朔西省气象局文件\n\n{HEAD}")
    [issued] = [fact for fact in found.facts if fact.edge == "ISSUED_BY"]
    assert issued.begin == 0


def test_who_it_is_sent_to_may_stand_at_the_end(say) -> None:
    found = say(f"{HEAD}会议要求抓好落实。\n主送：各市气象局、省水利厅。\n抄送：省财政厅。\n")
    assert found.edges("ADDRESSED_TO") == {
        ("ADDRESSED_TO", "me", "各市气象局"),
        ("ADDRESSED_TO", "me", "朔西省水利厅"),
    }


# Articles


def test_articles_that_give_work_to_units_are_tasks(say) -> None:
    found = say(
        "朔西省气象局观测数据管理办法\n第一章  总则\n第一条  为了规范管理，制定本办法。\n"
        "第二条  观测处负责组织协调；省气象台负责应用反馈。\n"
        "第三条  数据核查由信息中心牵头，观测处、各市气象局配合。\n"
    )
    assert found.edges(*ROLES) == {
        ("RESPONSIBLE", "第二条", "朔西省气象局观测处"),
        ("RESPONSIBLE", "第二条", "朔西省气象台"),
        ("LED_BY", "第三条", "朔西省气象局信息中心"),
        ("PARTICIPANT", "第三条", "朔西省气象局观测处"),
        ("PARTICIPANT", "第三条", "各市气象局"),
    }


def test_what_an_article_obliges_to_is_concluded(say) -> None:
    found = say(
        "朔西省气象局观测数据管理办法\n第一条  省气象台承担技术支撑。\n"
        "第二条  各市气象局应当于每年11月完成自评。\n第三条  各县气象局应当配合检查。\n"
        "第四条  信息中心履行下列职责：\n（一）传输数据；\n（二）保存数据。\n"
    )
    assert {
        (f.edge, f.subject.key[1], f.object.key[0], f.certainty.value)
        for f in found.facts
        if f.edge in ROLES
    } == {
        ("IMPLEMENTED_BY", "第一条", "朔西省气象台", "inferred"),
        ("RESPONSIBLE", "第二条", "各市气象局", "inferred"),
        ("PARTICIPANT", "第三条", "各县气象局", "stated"),
        ("RESPONSIBLE", "第四条", "朔西省气象局信息中心", "inferred"),
    }


def test_a_verb_without_a_unit_before_it_is_no_act() -> None:
    text = "任何单位和个人应当配合。"
    assert list(acts_in(text, [], 0, len(text))) == []


# Phases, safeguards, keys


def test_phases_are_headings_and_a_schedule_may_hold_tasks(say) -> None:
    found = say(
        f"{HEAD}三、实施步骤\n第一阶段：调研设计\n时间：2023年4月。\n"
        "1.开展调研。摸清需求。（牵头单位：观测处）\n"
        "第二阶段：平台建设\n2.建设平台。统一用户。（牵头单位：信息中心）\n"
    )
    assert found.edges("IN_PHASE") == {
        ("IN_PHASE", "1", "第一阶段：调研设计"),
        ("IN_PHASE", "2", "第二阶段：平台建设"),
    }


@pytest.mark.parametrize(
    ("last", "edge"),
    [
        ("六、组织实施\n各单位要抓好落实。\n", ("LED_BY", "二", "朔西省科技厅")),
        ("", ("RESPONSIBLE", "加强创新", "朔西省科技厅")),
    ],
)
def test_work_called_a_safeguard_is_a_task_where_safeguards_follow(
    say, last: str, edge: tuple[str, str, str]
) -> None:
    found = say(
        f"{TASKS}（一）优化站网。完善布局。（省气象局负责）\n"
        f"五、强化支撑保障\n（二）加强创新。突破技术。（省科技厅牵头）\n{last}"
    )
    assert found.edges("LED_BY", "RESPONSIBLE") == {
        edge, ("RESPONSIBLE", "一", "朔西省气象局")
    }  # fmt: skip


def test_numbers_that_begin_again_have_those_above_before_them(say) -> None:
    found = say(
        f"{HEAD}一、主要任务\n（一）优化站网。完善布局。（观测处负责）\n"
        "二、重点任务\n（一）培训人员。组织培训。（人事处负责）\n"
    )
    assert {key for _, key, _ in found.edges("RESPONSIBLE")} == {"一（一）", "二（一）"}


# Lines and brackets


def test_labels_stand_behind_dashes_and_roles_behind_units(say) -> None:
    found = say(
        f"{TASKS}1.补齐站点。新建站点。\n——责任单位：观测处（牵头）、信息中心\n——完成时限：2023年6月31日\n"
    )
    assert found.edges(*ROLES) == {
        ("LED_BY", "1", "朔西省气象局观测处"),
        ("RESPONSIBLE", "1", "朔西省气象局信息中心"),
    }
    assert found.cited("LED_BY") == ["观测处"]
    assert found.properties("Task", "1") == {
        "name": "补齐站点", "due_printed": "2023年6月31日", "doubtful": True
    }  # fmt: skip


def test_who_is_named_below_a_task_belongs_to_a_unit(say) -> None:
    found = say(
        f"{TASKS}1.补齐站点。新建站点。\n——责任单位：观测处\n"
        "——联系人：王大明（省气象台）  电话：000-1234567\n"
    )
    assert found.edges("MEMBER_UNIT") == {("MEMBER_UNIT", "王大明", "朔西省气象台")}


@pytest.mark.parametrize(
    ("ending", "roles", "due"),
    [
        (
            "（观测处牵头，计财处配合，2025年底前完成）",
            {("LED_BY", "观测处"), ("PARTICIPANT", "计财处")},
            "2025年底前完成",
        ),
        ("（观测处负责，持续推进）", {("RESPONSIBLE", "观测处")}, "持续推进"),
        (
            "（观测处、计财处按职责分工负责；完成时限：2026年6月）",
            {("RESPONSIBLE", "观测处"), ("RESPONSIBLE", "计财处")},
            "2026年6月",
        ),
    ],
)
def test_brackets_say_who_and_by_when(say, ending: str, roles: set[object], due: str) -> None:
    found = say(f"{TASKS}1.补齐站点。新建站点。{ending}\n")
    assert {(e, unit.removeprefix("朔西省气象局")) for e, _, unit in found.edges(*ROLES)} == roles
    assert found.properties("Task", "1")["due_printed"] == due


def test_who_organises_a_task_answers_for_it(say) -> None:
    found = say(f"{TASKS}1.内部审核。年内完成，由法规处组织，各直属单位参加。\n")
    assert found.edges(*ROLES) == {
        ("RESPONSIBLE", "1", "朔西省气象局法规处"),
        ("PARTICIPANT", "1", "各直属单位"),
    }


def test_half_months_are_due_in_their_middle(say) -> None:
    found = say(f"{TASKS}1.补齐站点。新建站点。\n责任单位：观测处\n完成时限：2023年6月上半月\n")
    assert found.properties("Task", "1")["due"] == "2023-06-14T16:00:00Z"


def test_a_line_may_hold_two_milestones_parted_by_a_semicolon(say) -> None:
    found = say(
        f"{HEAD}四、进度安排\n2023年4月，开展培训；8月中旬，启动试运行。\n2023年9月，总结。\n"
    )
    due = {
        s.element.key[1]: s.properties["due"]
        for s in found.statements
        if s.element.kind == "Milestone"
    }
    assert due["8月中旬，启动试运行"] == "2023-08-19T16:00:00Z"
    assert set(due) == {"2023年4月，开展培训", "8月中旬，启动试运行", "2023年9月，总结"}


def test_a_signature_below_a_schedule_is_no_milestone(say) -> None:
    found = say(f"{HEAD}四、进度安排\n2023年3月，完成检查；\n朔西省气象局\n2023年1月5日\n")
    milestones = {s.element.key[1] for s in found.statements if s.element.kind == "Milestone"}
    assert milestones == {"2023年3月，完成检查"}


# Tables


TABLE = (
    "<table><tr><th>序号</th><th>任务</th><th>牵头单位</th><th>责任单位</th></tr>"
    '<tr><td colspan="4">（一）织密站网</td></tr>'
    "<tr><td>1</td><td>补齐站点。修订《站网布局方案》。</td><td>观测处</td><td>各市气象局</td></tr>"
    '<tr><td rowspan="2">2</td><td rowspan="2">建设雷达</td><td>计财处</td><td>信息中心</td></tr>'
    "<tr><td>法规处</td><td>省气象台</td></tr></table>"
)


def page(table: str) -> str:
    return f"<html><body><h1>{TITLE}</h1><p>{HEAD.splitlines()[1]}</p>{table}</body></html>"


def test_merged_rows_are_groups_and_one_task(say) -> None:
    found = say(page(TABLE), "a.html")
    assert found.edges("IN_GROUP", "LED_BY", "RESPONSIBLE", "PRODUCES", "CITES") == {
        ("IN_GROUP", "1", "（一）织密站网"),
        ("IN_GROUP", "2", "（一）织密站网"),
        ("PRODUCES", "1", "站网布局方案"),
        ("LED_BY", "1", "朔西省气象局观测处"),
        ("RESPONSIBLE", "1", "各市气象局"),
        ("LED_BY", "2", "朔西省气象局计财处"),
        ("LED_BY", "2", "朔西省气象局法规处"),
        ("RESPONSIBLE", "2", "朔西省气象局信息中心"),
        ("RESPONSIBLE", "2", "朔西省气象台"),
    }
    assert found.cited("IN_GROUP") == ["补齐站点", "建设雷达"]


def test_a_line_end_in_a_cell_may_stand_within_a_name(say) -> None:
    found = say(
        f"{HEAD}表1 任务分工\n→序号\n→任务\n→责任单位\n\n"
        "→1\n→将探空系统纳入“天衡（黑龙\n江）”监控\n→观测处\n\n→2\n→下达经费\n→计财处\n"
    )
    assert found.edges("MONITORED_BY", "INSTANCE_OF") == {
        ("MONITORED_BY", "探空系统", "天衡（黑龙江）"),
        ("INSTANCE_OF", "天衡（黑龙江）", "天衡"),
    }


def test_a_column_of_units_alone_answers_for_the_task(say) -> None:
    table = (
        "<table><tr><th>单位</th><th>任务</th></tr>"
        "<tr><td>信息中心</td><td>核查链路</td></tr><tr><td>观测处</td><td>下达经费</td></tr></table>"
    )
    assert say(page(table), "a.html").edges("RESPONSIBLE") == {
        ("RESPONSIBLE", "核查链路", "朔西省气象局信息中心"),
        ("RESPONSIBLE", "下达经费", "朔西省气象局观测处"),
    }


# Furniture


def test_a_second_printing_says_nothing_of_the_last_section(say) -> None:
    numbered = "".join(
        f"{n}.完善第{n}项制度。修订第{n}项制度，印发各市气象局执行，年底检查一次。（观测处负责）\n"
        for n in range(1, 13)
    )
    one = (
        f"{TASKS}{numbered}三、保障措施\n（一）加强领导。精心组织实施，及时协调解决问题。\n"
        "朔西省气象局\n2023年1月5日\n"
    )
    found: Said = say(f"{one}{one}（此样例为测试所用）\n")
    assert found.edges("RESPONSIBLE") == {
        ("RESPONSIBLE", str(n), "朔西省气象局观测处") for n in range(1, 13)
    }
