"""体系运行 as Streamlit draws it: figures, lists, what the address says, and the forms."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.render.section_lines import TITLES, pressing_first, waiting
from dashboard.render.sections import BY, CHAINS, SECTIONS, Section
from graph import Settings, Workspace
from ontology import NODE_KINDS
from queries import query_named
from queries import run as answered

LISTS = [section for section in SECTIONS if not section.chain]
"""Those that are not of one element alone."""
Open = Callable[..., AppTest]
Csv = dict[str, list[list[str]]]
INCIDENTS = {
    "issues": "issue_id,kind,station_id,variable,begin\n"
    "I1,quality,53463,RHU,2025-01-10\nI2,quality,53463,PRS,2025-02-20\n",
    "incidents": "incident_id,issue_id,state,opened,cause_kind,cause_id,cause_class\n"
    "INC-1,I1,resolved,2025-01-11,Batch,H200|7,料\n",
    "units": "unit_id,name_zh,level\n保障中心,保障中心,region\n省局,省局,region\n",
    "nonconformities": "nonconformity_id,opened,source_kind,source_id,unit_id,statement\n"
    "NC-0,2025-01-12,Incident,INC-1,保障中心,湿度超差\n",
    "actions": "action_id,type,nonconformity_id,unit_id,due,title,opened\n"
    "CA-1,corrective,NC-0,保障中心,2025-03-01,更换批次,2025-01-15\n"
    "CA-2,corrective,NC-0,保障中心,2025-04-01,复检,2025-01-15\n",
}


@pytest.fixture
def own(run: Any, table: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of two issues, one nonconformity and two actions; whoever opens pages is 张三."""
    paths = [table(name, text) for name, text in INCIDENTS.items()]
    run("load", paths[0].parent, "--home", tmp_path / "own")
    monkeypatch.setenv("SUYUAN_USER", "张三")
    return tmp_path / "own"


def rows(home: Path, question: str, **params: str) -> list[Any]:
    with Workspace(Settings(home)) as workspace:
        return list(answered(workspace, question, params).rows)


def of(section: Section, home: Path) -> list[Any]:
    return section.belonging(rows(home, section.question, **section.params))


def told(page: AppTest) -> str:
    return " ".join(each.value for each in (*page.text, *page.markdown, *page.caption))


def figures(page: AppTest) -> list[str]:
    return [each.label for each in page.button if (each.key or "").startswith("figure-")]


def fill(page: AppTest, form: str, **values: str) -> AppTest:
    """Write values into a form of the page and press its button."""
    for name, value in values.items():
        key = f"{form}-{name}"
        (field,) = [one for one in (*page.text_input, *page.selectbox) if one.key == key]
        field.set_value(value)
    (button,) = [one for one in page.button if one.label == "记下"]
    return button.click().run()


# Figures and lists


def test_each_figure_is_how_many_wait_and_overdue_comes_first(open_page: Open, home: Path) -> None:
    page = open_page("management")

    assert not page.exception
    assert figures(page)[0].startswith("逾期 ")
    found = [None if one.on_request else waiting(one, of(one, home)) for one in LISTS]
    assert figures(page) == [
        one.counted[0] + ("" if number is None else f" **{number}**")
        for one, number in zip(LISTS, found, strict=True)
    ]
    assert "未关闭的不合格 **0**" not in figures(page)

    page.button(key="figure-nonconformities").click().run()
    assert page.subheader[0].value == "不合格"
    assert page.query_params["state"] == "open"
    assert set(page.dataframe[0].value["状态"]) == {"未关闭"}


def test_a_list_has_every_row_of_its_question_and_its_csv_is_the_same(
    open_page: Open, home: Path, exported: Csv
) -> None:
    page = open_page("management", lang="en")

    for section in LISTS:
        found = of(section, home)
        page.query_params.update({"list": section.id, "state": ""})
        page.run()
        assert not page.exception
        assert page.subheader[0].value == section.title[1]
        assert [len(table.value) for table in page.dataframe] == ([len(found)] if found else [])
        header, *lines = exported.get(f"{section.id}.csv", [[]])
        titles = [(section.titles.get(name) or TITLES[name])[1] for name in section.fields]
        assert header == [title for title in titles if title in header]
        assert bool(header) == bool(found)
        assert all(any(column) for column in zip(*lines, strict=True)), "no row fills a column"
        assert len(lines) == len(found), section.id


def test_feedback_leads_along_the_line_to_the_document(
    open_page: Open, home: Path, exported: Csv
) -> None:
    (feedback, *_) = [s for s in SECTIONS if s.id == "feedback"]
    assert CHAINS["Feedback"] == "line"
    element = of(feedback, home)[0].element

    page = open_page("management", list="line", element=element)

    assert not page.exception
    header, *lines = exported["line.csv"]
    found = rows(home, "loop", element=element)
    assert len(lines) == len(found) > 1
    states = [line[header.index("状态")] for line in lines]
    assert states.count("缺这一步") == sum(row.state == "missing" for row in found)
    kinds = [line[header.index("类别")] for line in lines]
    assert kinds == [NODE_KINDS[row.kind].title_zh for row in found], "steps are in their order"


def test_what_waits_for_somebody_comes_first(home: Path) -> None:
    (audits,) = [one for one in LISTS if one.id == "audits"]
    found = of(audits, home)

    states = [row.state for row in pressing_first(audits, found)]

    ranks = [audits.waiting.index(s) if s in audits.waiting else 9 for s in states]
    assert ranks == sorted(ranks)
    assert sorted(states) == sorted(row.state for row in found)
    assert ranks[0] == 0 < ranks[-1] == 9


def test_an_audit_leads_from_its_plan_to_the_verified_effect(
    open_page: Open, home: Path, exported: Csv
) -> None:
    page = open_page("management", list="audit", element="audit:SYN-IA-2025-01", lang="en")

    assert not page.exception
    header, *lines = exported["audit.csv"]
    steps = [(line[header.index("part")], line[header.index("state")]) for line in lines]
    assert steps == [
        ("audit", "settled"),
        ("auditor", "independent, qualified on the day"),
        ("finding", "settled"),
        ("nonconformity", "closed"),
        ("action", "verified, effective"),
        ("finding", "noted"),
    ]
    assert {line[header.index("synthetic")] for line in lines} == {"yes"}
    said = [line[header.index("recorded by, at")] for line in lines]
    assert all(one.startswith("sample-province/generated-") for one in said)


def test_columns_of_auditors_say_who_audits_and_who_is_audited(
    open_page: Open, exported: Csv
) -> None:
    page = open_page("management", list="auditors")

    assert not page.exception
    header, *lines = exported["auditors.csv"]
    assert header[:3] == ["审核", "审核单位", "受审核单位"]
    assert lines


def test_several_values_are_joined_as_the_language_does(open_page: Open, exported: Csv) -> None:
    for lang, mark, other in (("zh", "；", "; "), ("en", "; ", "；")):
        open_page("management", list="effect", lang=lang)
        told = [cell for line in exported["effect.csv"] for cell in line]
        assert any(mark in cell for cell in told)
        assert not any(other in cell for cell in told)


def test_each_kind_with_a_chain_has_one() -> None:
    chains = {section.id for section in SECTIONS if section.chain}

    assert set(CHAINS.values()) == chains
    assert set(CHAINS) <= set(NODE_KINDS)


def test_every_field_and_filter_of_a_section_is_one_of_its_question() -> None:
    for section in SECTIONS:
        fields = {*query_named(section.question).fields, "detail", BY}
        asked = {*section.fields, *section.narrowed.values(), section.element, *section.codes}
        assert asked <= fields, section.id
        assert set(section.narrowed) <= {"state", "part"}
        codes = section.codes[section.narrowed["state"]]
        assert set(section.waiting) <= set(codes.codes), section.id


def test_a_figure_leads_to_its_rows_and_the_address_narrows_them(
    open_page: Open, home: Path, exported: Csv
) -> None:
    found = [row for row in rows(home, "actions") if row.state == "effective"]
    assert found

    open_page("management", list="actions", state="effective;nonsense")

    header, *lines = exported["actions.csv"]
    assert {line[header.index("状态")] for line in lines} == {"验证有效"}
    assert len(lines) == len(found)


def test_the_lists_are_asked_for_one_unit(open_page: Open, home: Path, exported: Csv) -> None:
    unit = rows(home, "actions")[0].units[0]
    page = open_page("management", list="actions")

    page.text_input(key="unit").set_value(unit).run()

    assert page.query_params["unit"] == f"unit:{unit}"
    header, *lines = exported["actions.csv"]
    assert {line[header.index("责任单位")] for line in lines} == {unit}


@pytest.mark.parametrize(
    "address",
    [
        {"list": "<img src=x onerror=alert(1)>"},
        {"unit": "unit:没有这个单位"},
        {"list": "effect", "days": "-1"},
        {"list": "actions", "chosen": "x;action:[a](b)", "act": "[a](b)", "state": ";;"},
        {"as_of": "1990-01-01"},
    ],
)
def test_no_address_breaks_the_page(
    address: dict[str, str], open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "张三")
    page = open_page("management", **address)

    assert not page.exception
    assert "](b)" not in told(page)


def test_as_it_was_then(open_page: Open, home: Path) -> None:
    page = open_page("management", list="nonconformities", as_of="1990-01-01")

    then = dict(label.removesuffix("**").partition(" **")[::2] for label in figures(page))
    assert {then[name] for name in ("逾期", "未见效的措施", "未关闭的不合格")} == {"0"}


# Who acts


@pytest.mark.parametrize(("role", "user", "acts"), [
    ("analyst", "张三", True), ("admin", "张三", True), ("analyst", "", False),
    ("auditor", "张三", False), ("planner", "张三", False),
])  # fmt: skip
def test_forms_are_for_those_who_decide(
    role: str, user: str, acts: bool, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_ROLE", role)
    monkeypatch.setenv("SUYUAN_USER", user)

    page = open_page("management", list="actions", act="done")

    assert not page.exception
    assert bool([button for button in page.button if button.label == "记下"]) == acts


# Forms


def test_actions_are_done_at_once_and_what_is_not_allowed_says_what_is(
    open_page: Open, own: Path
) -> None:
    both = "corrective_action:CA-1;corrective_action:CA-2"
    page = open_page("management", own, list="actions", act="done", chosen=both)
    assert page.multiselect[0].value == both.split(";")

    page = fill(page, "actions-done-0", on="2025-02-01", reason="换完")

    assert "记下 2 项" in told(page)
    assert {row.state for row in rows(own, "actions")} == {"done"}
    (claim,) = [
        row for row in rows(own, "history", element="corrective_action:CA-1")
        if "换完" in row.says
    ]  # fmt: skip
    assert claim.source_id == "decisions/张三"

    page = open_page("management", own, list="actions", act="cancel", chosen=both)
    page = fill(page, "actions-cancel-0", reason="不做了")

    assert "未能记下 1 项" in told(page)
    assert "可到 验证有效 effective、验证无效 ineffective" in told(page)
    assert {row.state for row in rows(own, "actions")} == {"done"}


def test_after_an_action_the_form_takes_what_became_of_the_risks(
    open_page: Open, own: Path
) -> None:
    one = "corrective_action:CA-1"
    fill(open_page("management", own, list="actions", act="done", chosen=one), "actions-done-0",
         on="2025-02-01")  # fmt: skip
    assert {row.risk_update for row in rows(own, "nonconformities")} == {"not_answered"}

    page = open_page("management", own, list="actions", act="risks", chosen=one)
    page = fill(page, "actions-risks-0", answer="not_needed", on="2025-02-03")
    assert "未能记下 1 项" in told(page)
    fill(page, "actions-risks-0", reason="策划时的风险不受影响")

    (row,) = rows(own, "nonconformities")
    assert (row.risk_update, row.risk_reason) == ("not_needed", "策划时的风险不受影响")
    page = open_page("management", own, list="nonconformities")
    assert "措施已完成而风险未作答 0" in told(page)


def test_a_nonconformity_is_opened_gets_an_action_and_does_not_close_without_effect(
    open_page: Open, own: Path
) -> None:
    page = open_page("management", own, list="nonconformities", act="open")
    fill(page, "nonconformities-open-0", about="incident:INC-1", unit="保障中心",
         statement="湿度传感器超差", cause_class="料", on="2025-02-02")  # fmt: skip
    assert {row.name for row in rows(own, "nonconformities")} == {"湿度超差", "湿度传感器超差"}

    new = "nonconformity:NC-1"
    page = open_page("management", own, list="nonconformities", act="add", chosen=new)
    page = fill(page, "nonconformities-add-0", title="改流程", unit="保障中心", due="2025-01-01",
                on="2025-02-03")  # fmt: skip
    assert "写以后的日期" in told(page)
    page = fill(page, "nonconformities-add-0", due="2025-12-31")
    (action,) = rows(own, "actions", about=new)
    assert (action.name, action.action_type, action.due) == ("改流程", "corrective", "2025-12-31")

    page = open_page("management", own, list="nonconformities", act="close", chosen=new)
    page = fill(page, "nonconformities-close-0")
    assert "suyuan action verify" in told(page)
    assert {row.state for row in rows(own, "nonconformities")} == {"open"}


def test_an_effect_that_cannot_be_said_is_not_recorded(open_page: Open, own: Path) -> None:
    one = "corrective_action:CA-1"
    fill(open_page("management", own, list="actions", act="done", chosen=one), "actions-done-0")

    page = open_page("management", own, list="effect", act="verify", chosen=one)
    page = fill(page, "actions-verify-0", days="ninety")
    assert "days 'ninety'" in told(page)
    page = fill(page, "actions-verify-0", days="30")

    assert "未能记下 1 项" in told(page)
    assert "不能验证" in told(page)
    assert [row.state for row in rows(own, "actions")] == ["done", "open"]


def test_issues_are_opened_assigned_and_given_a_cause(open_page: Open, own: Path) -> None:
    issue = "issue:I2"
    for act, values in {
        "open": {"reason": "有人报告"},
        "assign": {"unit": "保障中心"},
        "cause": {"cause": "station:53463", "cause_class": "环"},
        "state": {"state": "in_progress"},
    }.items():
        page = open_page("management", own, list="incidents", act=act, chosen=issue)
        time.sleep(1.1)  # of acts in one second each begins a second after the one before
        page = fill(page, f"incidents-{act}-0", **values)
        assert "未能记下 0 项" in told(page), act

    (row,) = [row for row in rows(own, "issues") if row.issue == issue]
    assert (row.state, row.assigned) == ("in_progress", ("保障中心",))
    said = rows(own, "history", element="incident:INC-I2")
    assert "CAUSED_BY" in {row.kind for row in said}
    assert any("value=环" in row.says for row in said)

    page = open_page("management", own, list="incidents", act="close", chosen=issue)
    page = fill(page, "incidents-close-0")
    assert "可到 已升级 escalated、已解决 resolved、不处理 wont_fix" in told(page)


def test_an_audit_is_planned_and_its_finding_written_down(open_page: Open, own: Path) -> None:
    page = open_page("management", own, list="audits", act="plan")
    page = fill(page, "audits-plan-0", units="保障中心", auditors="保障中心", planned="2025-03-01")
    assert "保障中心 不能审核本单位" in told(page)
    page = fill(page, "audits-plan-0", auditors="省局")
    assert "记下 1 项" in told(page)

    audit = "audit:AU-2025-03-01"
    page = open_page("management", own, list="audits", act="find", chosen=audit)
    fill(page, "audits-find-0", statement="没有签字", on="2025-03-01")
    page = open_page("management", own, list="audits", act="done", chosen=audit)
    fill(page, "audits-done-0", result="基本符合", on="2025-03-01")
    page = open_page(
        "management", own, list="findings", act="open", chosen=f"finding:{audit[6:]}|1"
    )
    fill(page, "findings-open-0", unit="保障中心", statement="记录没有签字", on="2025-03-02")

    steps = [(row.part, row.state) for row in rows(own, "audits")]
    assert steps == [
        ("audit", "open"), ("auditor", "not_qualified"), ("finding", "open"),
        ("nonconformity", "no_action"),
    ]  # fmt: skip


def test_a_step_without_anything_chosen_asks_for_it(open_page: Open, own: Path) -> None:
    page = fill(open_page("management", own, list="actions", act="done"), "actions-done-0")

    assert any("先选一个或几个" in info.value for info in page.info)
    assert {row.state for row in rows(own, "actions")} == {"open"}


def test_how_many_rows_are_synthetic_is_told_beside_the_count(open_page: Open) -> None:
    page = open_page("management", list="actions")
    (table,) = page.dataframe

    made_up = (table.value["合成"] == "合成").sum()
    assert any(c.value.endswith(f"，其中合成 {made_up}") for c in page.caption)


def test_a_column_of_numbers_stays_one_where_some_have_none(open_page: Open) -> None:
    page = open_page("management", list="indicators")
    (table,) = page.dataframe
    values = table.value["值"]

    assert values.dtype.kind == "f"
    assert 0 < values.isna().sum() < len(values)
