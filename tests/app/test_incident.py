"""Handling an issue: opened, assigned, brought on, closed; who comes second is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.deciding import undo
from dashboard.handling import (
    DecidedMeanwhileError,
    TransitionError,
    assign,
    comment,
    confirm_cause,
    open_incident,
    reject_cause,
    set_state,
    standing,
)
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
