"""Handling an issue: opened, assigned, brought on, closed; who comes second is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.deciding import undo
from dashboard.handling import (
    DecidedMeanwhileError,
    TransitionError,
    assign,
    bring,
    comment,
    confirm_cause,
    open_incident,
    open_incidents,
    reject_cause,
    set_state,
    to_state,
    to_unit,
)
from dashboard.incident_state import standing
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import InvalidValueError, Settings, UnknownElementError, Workspace
from graph.ledger import verify_ledger
from loaders import Declared
from queries import run as answered
from queries.issues import IssueRow

ISSUE = "issue:I1"
LATER = "2100-01-01"  # states given within one second follow each other by one
FILES = {
    "issues.csv": "issue_id,kind,station_id,begin\nI1,quality,53463,2018-06-03\n",
    "stations.csv": "station_id,name_zh\n53463,呼和浩特\n",
    "units.csv": "unit_id,name_zh,level\n保障中心,保障中心,region\n信息中心,信息中心,region\n",
}


@pytest.fixture
def workspace(tmp_path: Path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in FILES]
    with Workspace(Settings(tmp_path / "home"), create=True) as opened:
        with LoadProgress(quiet=True) as watch:
            outcome = load_files(opened, plan_work(paths, Declared()), watch)
        assert outcome.clean
        yield opened


def row(workspace: Workspace) -> IssueRow:
    (found,) = answered(workspace, "issues", as_of=LATER).rows
    assert isinstance(found, IssueRow)
    return found


def test_an_issue_is_handled_to_its_end(workspace: Workspace) -> None:
    assert open_incident(workspace, ISSUE, "张三").written
    assert not open_incident(workspace, ISSUE, "李四").written
    assert assign(workspace, ISSUE, "unit:保障中心", "张三", reason="属其台站").written
    for state in ("under_investigation", "in_progress", "resolved", "closed"):
        assert set_state(workspace, ISSUE, state, "张三").written
        assert row(workspace).state == state
    assert not set_state(workspace, ISSUE, "closed", "张三").written

    assert row(workspace).assigned == ("保障中心",)
    assert answered(workspace, "issues", {"unsettled": "yes"}, as_of=LATER).rows == ()
    assert verify_ledger(workspace.ledger).ok


def test_who_had_it_before_has_it_until_it_is_assigned_anew(workspace: Workspace) -> None:
    first = assign(workspace, ISSUE, "unit:保障中心", "张三")
    second = assign(workspace, ISSUE, "unit:信息中心", "李四", reason="转办")
    assert not assign(workspace, ISSUE, "unit:信息中心", "张三").written
    assert row(workspace).assigned == ("信息中心",)

    then = first.element.rpartition(",")[2].removesuffix(")")
    (before,) = answered(workspace, "issues", as_of=then).rows
    assert before.assigned == ("保障中心",)  # type: ignore[attr-defined]
    assert second.written
    assert verify_ledger(workspace.ledger).ok


def test_an_assignment_taken_back_gives_it_to_who_had_it(workspace: Workspace) -> None:
    assign(workspace, ISSUE, "unit:保障中心", "李四")
    decided = assign(workspace, ISSUE, "unit:信息中心", "张三")
    undo(workspace, decided.claim, "张三", "转错")
    assert row(workspace).assigned == ("保障中心",)
    assert assign(workspace, ISSUE, "unit:信息中心", "张三").written
    assert assign(workspace, ISSUE, "unit:保障中心", "张三").written
    assert row(workspace).assigned == ("保障中心",)


def test_only_allowed_steps_are_taken(workspace: Workspace) -> None:
    open_incident(workspace, ISSUE, "张三")
    with pytest.raises(TransitionError, match="allowed: incident"):
        set_state(workspace, ISSUE, "closed", "张三")
    with pytest.raises(InvalidValueError, match="no such state"):
        set_state(workspace, ISSUE, "done", "张三")
    assert row(workspace).state == "open"


def test_who_comes_second_is_told(workspace: Workspace) -> None:
    open_incident(workspace, ISSUE, "张三", seen="")
    set_state(workspace, ISSUE, "wont_fix", "张三", seen="open")
    with pytest.raises(DecidedMeanwhileError, match="张三"):
        set_state(workspace, ISSUE, "in_progress", "李四", seen="open")
    assert row(workspace).state == "wont_fix"


def test_what_was_reopened_is_open_again(workspace: Workspace) -> None:
    for state in ("resolved", "closed", "reopened"):
        set_state(workspace, ISSUE, state, "张三")
    assert row(workspace).state == "reopened"
    assert len(answered(workspace, "issues", {"unsettled": "yes"}, as_of=LATER).rows) == 1


def test_a_decision_is_taken_back_with_a_reason(workspace: Workspace) -> None:
    open_incident(workspace, ISSUE, "张三")
    decided = set_state(workspace, ISSUE, "wont_fix", "张三")
    undo(workspace, decided.claim, "张三", "误判")
    assert row(workspace).state == "open"


def test_causes_are_confirmed_and_rejected_and_comments_kept(workspace: Workspace) -> None:
    confirm_cause(workspace, ISSUE, "station:53463", "张三", reason="迁站")
    assert not confirm_cause(workspace, ISSUE, "station:53463", "李四").written
    reject_cause(workspace, ISSUE, "unit:保障中心", "李四", reason="与单位无关")
    comment(workspace, ISSUE, "已电话核实", "李四", reason="值班日志")
    comment(workspace, ISSUE, "再次核实", "李四")

    told = answered(workspace, "history", {"element": standing(workspace, ISSUE).incident}).rows
    says = " ".join(r.says for r in told)
    assert "已电话核实" in says
    assert "再次核实" in says
    assert "rejected_cause" in says
    assert any(r.kind == "CAUSED_BY" and "迁站" in r.says for r in told)


def test_what_is_not_there_cannot_be_handled(workspace: Workspace) -> None:
    with pytest.raises(UnknownElementError):
        open_incident(workspace, "issue:I2", "张三")
    with pytest.raises(UnknownElementError):
        confirm_cause(workspace, ISSUE, "station:1", "张三")
    with pytest.raises(InvalidValueError):
        open_incident(workspace, ISSUE, "")
    with pytest.raises(InvalidValueError):
        comment(workspace, ISSUE, "  ", "张三")


def test_the_command_line_takes_the_same_steps(workspace: Workspace, run) -> None:
    given = ("--home", workspace.home, "--user", "张三")
    assert "recorded" in run("incident", "open", ISSUE, *given).stdout
    assert "was so before" in run("incident", "open", ISSUE, *given).stdout
    run("incident", "assign", ISSUE, "保障中心", *given)
    assert "allowed" in run("incident", "close", ISSUE, *given, code=1).stderr
    run("incident", "state", ISSUE, "resolved", *given)
    run("incident", "cause", ISSUE, "station:53463", *given, "--reason", "迁站")
    run("incident", "cause", ISSUE, "unit:保障中心", "--reject", *given, "--reason", "无关")
    run("incident", "close", ISSUE, *given)

    with Workspace(Settings(workspace.home)) as anew:
        assert row(anew).state == "closed"


@pytest.fixture
def three(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Two issues more."""
    more = "I2,quality,53463,2018-06-04\nI3,quality,53463,2018-06-05\n"
    (tmp_path / "issues.csv").write_text(FILES["issues.csv"] + more, encoding="utf-8")
    with LoadProgress(quiet=True) as watch:
        assert load_files(workspace, plan_work([tmp_path / "issues.csv"], Declared()), watch).clean
    return workspace


def states(workspace: Workspace) -> dict[str, str]:
    found = answered(workspace, "issues", as_of=LATER).rows
    return {one.issue: one.state for one in found if isinstance(one, IssueRow)}


def test_several_are_handled_at_once_in_one_load(three: Workspace) -> None:
    wanted = [f"issue:I{n}" for n in (1, 2, 3)]
    open_incident(three, ISSUE, "张三")
    before = three.ledger.head().position

    opened = open_incidents(three, wanted, "张三")
    assigned = bring(three, [*wanted, ISSUE], "张三", to_unit(three, "保障中心"))

    assert [one.written for one in opened] == [False, True, True]
    assert [one.written for one in assigned] == [True] * 3
    assert len({one.element for one in assigned}) == 3
    assert states(three) == dict.fromkeys(wanted, "open")
    undo(three, assigned[0].claim, "张三", "错了")
    assert three.ledger.head().position > before
    assert verify_ledger(three.ledger).ok


def test_of_several_all_are_handled_or_none(three: Workspace) -> None:
    for state in ("under_investigation", "in_progress", "resolved"):
        set_state(three, "issue:I2", state, "张三")
    open_incident(three, ISSUE, "张三")
    head = three.ledger.head()

    with pytest.raises(TransitionError):
        bring(three, ["issue:I2", ISSUE, "issue:I3"], "李四", to_state("closed"))
    with pytest.raises(UnknownElementError):
        bring(three, ["issue:I2", "issue:I9"], "李四", to_state("closed"))
    with pytest.raises(UnknownElementError):
        open_incidents(three, ["issue:I3", "issue:I9"], "李四")

    assert three.ledger.head() == head


def test_several_on_the_command_line(three: Workspace, run) -> None:
    given = ("--home", three.home, "--user", "张三")
    wanted = ("issue:I1", "issue:I2", "issue:I3")

    run("incident", "assign", *wanted, "保障中心", *given)
    run("incident", "cause", *wanted, "station:53463", *given, "--class", "环")
    told = json.loads(run("incident", "state", *wanted, "in_progress", *given, "--json").stdout)

    assert [one["written"] for one in told] == [True] * 3
    with Workspace(Settings(three.home)) as anew:
        assert states(anew) == dict.fromkeys(wanted, "in_progress")
