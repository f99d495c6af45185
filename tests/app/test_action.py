"""From an incident to a nonconformity, its action, a verified effect, and the close."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.deciding import undo
from dashboard.handling import class_cause, confirm_cause
from dashboard.improvement_state import EffectError, StepError, UnverifiedError, standings
from dashboard.improving import (
    Found,
    Planned,
    add_action,
    cancel_actions,
    close_nonconformities,
    finish_actions,
    open_nonconformity,
    reopen_nonconformities,
    verify_actions,
)
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from dashboard.risk_answering import RiskAnswer, answer_risks
from graph import InvalidValueError, Settings, UnknownElementError, Workspace
from graph.ledger import LedgerReader, verify_ledger
from loaders import Declared
from queries import run as answered
from queries.effect import EffectRow
from queries.nonconformities import NonconformityRow

INCIDENT, UNIT = "incident:INC-1", "保障中心"
FOUND = Found("湿度传感器超差", "GB/T 19001-2016|7.1.5.2", "一般", "flag", "同批次漂移", "料")
PLANNED = Planned("更换该批次", "2025-04-30", changes="QMS-7|3")
# One batch: two stations before 2025-04-01, when it was replaced; a third later in another file.
FILES = {
    "issues.csv": "issue_id,kind,station_id,variable,begin\n"
    "I1,quality,53463,RHU,2025-01-10\nI2,quality,53352,RHU,2025-02-20\n"
    "I3,quality,53463,PRS,2025-05-01\n",
    "incidents.csv": "incident_id,issue_id,state,opened,cause_kind,cause_id,cause_class\n"
    "INC-1,I1,resolved,2025-01-11,Batch,H200|7,\nINC-2,I2,resolved,2025-02-21,Batch,H200|7,\n"
    "INC-3,I3,resolved,2025-05-02,Instrument,PRS-1,机\n",
    "units.csv": "unit_id,name_zh,level\n保障中心,保障中心,region\n",
}
AGAIN = {
    "later/issues.csv": "issue_id,kind,station_id,variable,begin\n"
    "I4,quality,53478,RHU,2025-04-20\n",
    "later/incidents.csv": "incident_id,issue_id,state,opened,cause_kind,cause_id\n"
    "INC-4,I4,resolved,2025-04-21,Batch,H200|7\n",
}


def loaded(workspace: Workspace, folder: Path, files: dict[str, str]) -> tuple[str, ...]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with LoadProgress(quiet=True) as watch:
        outcome = load_files(
            workspace, plan_work([folder / name for name in files], Declared()), watch
        )
    assert outcome.clean
    return outcome.notices


@pytest.fixture
def workspace(tmp_path: Path):
    with Workspace(Settings(tmp_path / "home"), create=True) as opened:
        loaded(opened, tmp_path, FILES)
        yield opened


@pytest.fixture
def action(workspace: Workspace) -> str:
    found = open_nonconformity(workspace, INCIDENT, UNIT, "张三", FOUND, "2025-01-12")
    return add_action(workspace, found.element, UNIT, "张三", PLANNED, "2025-01-15").element


NC, CA = "nonconformity:NC-1", "corrective_action:CA-1"


def state(workspace: Workspace, element: str) -> str:
    (now,) = standings(LedgerReader(workspace.ledger), [element])
    return now.state


def effect(workspace: Workspace, **params: str) -> EffectRow:
    (found,) = answered(workspace, "effect", params, as_of="2025-12-31").rows
    assert isinstance(found, EffectRow)
    return found


def test_a_nonconformity_closes_on_a_verified_effect(workspace: Workspace, action: str) -> None:
    assert action == CA
    with pytest.raises(UnverifiedError, match="CA-1 open"):
        close_nonconformities(workspace, [NC], "张三")
    finish_actions(workspace, [action], "张三", on="2025-04-01")
    with pytest.raises(UnverifiedError, match="CA-1 done"):
        close_nonconformities(workspace, [NC], "张三")
    verify_actions(workspace, ["CA-1"], "李四", on="2025-07-01")
    close_nonconformities(workspace, ["NC-1"], "张三", on="2025-07-02")

    row = effect(workspace)
    assert (row.result, row.before, row.after, row.classes) == ("worked", 2, 0, ("料",))
    assert row.issues_before == ("issue:I1", "issue:I2")
    assert (state(workspace, action), state(workspace, NC)) == ("effective", "closed")
    assert verify_ledger(workspace.ledger).ok


def test_what_came_again_was_not_effective(
    workspace: Workspace, action: str, tmp_path: Path
) -> None:
    finish_actions(workspace, [action], "张三", on="2025-04-01")
    loaded(workspace, tmp_path, AGAIN)
    verify_actions(workspace, [action], "张三", on="2025-05-01")

    row = effect(workspace)
    assert (row.result, row.after, row.issues_after) == ("recurred", 1, ("issue:I4",))
    assert state(workspace, action) == "ineffective"
    with pytest.raises(UnverifiedError):
        close_nonconformities(workspace, [NC], "张三")
    finish_actions(workspace, [action], "张三", on="2025-06-01", reason="再换一批")
    assert effect(workspace).done.startswith("2025-05-31T16")


def test_too_early_is_refused_with_the_day(workspace: Workspace, action: str) -> None:
    finish_actions(workspace, [action], "张三", on="2025-04-01")

    with pytest.raises(EffectError, match=r"2025-06-30.*too early"):
        verify_actions(workspace, [action], "张三", on="2025-06-29")
    with pytest.raises(EffectError):
        verify_actions(workspace, [action], "张三", on="2025-07-01", result="ineffective")
    assert state(workspace, action) == "done"


def test_an_issue_nobody_has_explained_leaves_it_open(
    workspace: Workspace, action: str, tmp_path: Path
) -> None:
    finish_actions(workspace, [action], "张三", on="2025-04-01")
    unexplained = "issue_id,kind,station_id,variable,begin\nI5,quality,53463,RHU,2025-05-05\n"
    loaded(workspace, tmp_path, {"later/issues.csv": unexplained})
    assert effect(workspace).result == "undetermined"
    with pytest.raises(EffectError, match="confirmed cause class"):
        verify_actions(workspace, [action], "张三", on="2025-07-01")

    confirm_cause(workspace, "issue:I5", "station:53463", "张三")
    class_cause(workspace, "issue:I5", "环", "张三")
    with pytest.raises(InvalidValueError, match="no such class"):
        class_cause(workspace, "issue:I5", "神", "张三")
    later = f"{datetime.now(UTC).year + 1}-12-31"
    (row,) = answered(workspace, "effect", as_of=later).rows
    assert isinstance(row, EffectRow)
    assert row.result == "worked"


def test_several_at_once_are_all_done_or_none(workspace: Workspace, action: str) -> None:
    second = add_action(workspace, NC, UNIT, "张三", PLANNED, "2025-01-16").element
    third = add_action(workspace, NC, UNIT, "张三", PLANNED, "2025-01-16").element
    cancel_actions(workspace, [third], "张三", reason="重复")

    with pytest.raises(StepError, match="from cancelled not to done"):
        finish_actions(workspace, [action, second, third], "张三", on="2025-04-01")
    assert state(workspace, action) == "open"
    decided = finish_actions(workspace, [action, second, action], "张三", on="2025-04-01")
    assert [d.written for d in decided] == [True, True]
    assert len({d.claim for d in decided}) == 2
    again = finish_actions(workspace, [action, second], "李四", on="2025-04-02")
    assert [d.written for d in again] == [False, False]


def test_without_an_issue_behind_it_a_person_judges(workspace: Workspace, tmp_path: Path) -> None:
    audits = "audit_id,kind\nA1,internal\n"
    found = "nonconformity_id,opened,source_kind,source_id\nN9,2025-01-01,Finding,A1|1\n"
    loaded(workspace, tmp_path, {"audits.csv": audits, "nonconformities.csv": found})
    action = add_action(workspace, "nonconformity:N9", UNIT, "张三", PLANNED, "2025-01-15").element
    finish_actions(workspace, [action], "张三", on="2025-04-01")

    with pytest.raises(EffectError, match="no data-quality issue"):
        verify_actions(workspace, [action], "张三")
    with pytest.raises(InvalidValueError, match="reason"):
        verify_actions(workspace, [action], "张三", result="effective")
    verify_actions(workspace, [action], "张三", result="effective", reason="抽查 20 份记录")
    assert state(workspace, action) == "effective"
    close_nonconformities(workspace, ["N9"], "张三")
    reopen_nonconformities(workspace, ["N9"], "张三", reason="复发")
    assert state(workspace, "nonconformity:N9") == "open"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due": "2025-01-14"}, "before it was opened"),
        ({"due": "soon"}, "--due"),
        ({"title": " "}, "title"),
        ({"kind": "magic"}, "no such code"),
        ({"changes": "QMS-7"}, "document|version"),
    ],
)
def test_what_is_wrong_with_an_action(
    workspace: Workspace, action: str, changed: dict[str, str], said: str
) -> None:
    given = {"title": "t", "due": "2025-04-30", **changed}
    with pytest.raises(InvalidValueError, match=said.replace("|", r"\|")):
        add_action(workspace, NC, UNIT, "张三", Planned(**given), "2025-01-15")


def test_nobody_and_nothing_are_refused(workspace: Workspace, action: str) -> None:
    with pytest.raises(InvalidValueError, match="somebody must answer"):
        add_action(workspace, NC, " ", "张三", PLANNED, "2025-01-15")
    with pytest.raises(UnknownElementError):
        add_action(workspace, "nonconformity:N8", UNIT, "张三", PLANNED, "2025-01-15")
    with pytest.raises(UnknownElementError):
        answered(workspace, "effect", {"actions": "CA-77"})
    with pytest.raises(InvalidValueError, match="future"):
        finish_actions(workspace, [action], "张三", on="2125-04-01")
    with pytest.raises(InvalidValueError, match="before the last step"):
        finish_actions(workspace, [action], "张三", on="2025-01-01")
    with pytest.raises(StepError, match="allowed: done, cancelled"):
        verify_actions(workspace, [action], "张三")
    with pytest.raises(InvalidValueError, match="days"):
        answered(workspace, "effect", {"days": "0"})


def test_a_step_is_taken_back(workspace: Workspace, action: str) -> None:
    (decided,) = finish_actions(workspace, [action], "张三", on="2025-04-01")
    undo(workspace, decided.claim, "张三", "误记")
    assert state(workspace, action) == "open"


def test_the_command_line_walks_the_whole_way(workspace: Workspace, run) -> None:
    given = ("--home", workspace.home, "--user", "张三")
    run("incident", "cause", "issue:I3", "instrument:PRS-1", *given, "--class", "测")
    run("nonconformity", "open", INCIDENT, *given, "--unit", UNIT, "--statement", "超差",
        "--class", "料", "--on", "2025-01-12")  # fmt: skip
    refused = run("action", "add", "NC-1", *given, "--unit", UNIT, "--title", "t", "--due",
                  "2025-01-01", code=1)  # fmt: skip
    assert "nonconformity:NC-1" in refused.stderr or "element" in refused.stderr
    add = ("action", "add", NC, *given, "--unit", UNIT, "--title", "换", "--on", "2025-01-15")
    assert "before it was opened" in run(*add, "--due", "2025-01-01", code=1).stderr
    assert CA in run(*add, "--due", "2025-04-30").stdout
    told = json.loads(run("action", "done", "CA-1", *given, "--on", "2025-04-01", "--json").stdout)
    assert told[0]["element"] == CA
    assert "cannot be closed" in run("nonconformity", "close", "NC-1", *given, code=1).stderr
    assert "recorded" in run("action", "verify", "CA-1", *given, "--on", "2025-08-01").stdout
    run("nonconformity", "close", "NC-1", *given)
    run("nonconformity", "reopen", "NC-1", *given, "--reason", "复查")
    run("action", "cancel", "CA-1", *given, "--reason", "x", code=1)


# ISO 9001, 10.2.1 e: risks and opportunities after an action

RISKS = {
    "risks.csv": "risk_id,type,title,owner\nRK-1,risk,同批次漂移,保障中心\n"
    "RK-2,opportunity,自动质控,保障中心\n"
}


def told(workspace: Workspace, as_of: str = "2025-12-31") -> tuple[str, tuple[str, ...], str]:
    (row,) = answered(workspace, "nonconformities", as_of=as_of).rows
    assert isinstance(row, NonconformityRow)
    return row.risk_update, row.risks, row.risk_reason


def test_after_an_action_somebody_says_what_became_of_the_risks(
    workspace: Workspace, action: str, tmp_path: Path
) -> None:
    loaded(workspace, tmp_path, RISKS)
    none = RiskAnswer("not_needed", reason="只换了一批传感器")
    with pytest.raises(InvalidValueError, match="suyuan action done"):
        answer_risks(workspace, [action], "张三", none)
    assert told(workspace) == ("", (), "")

    finish_actions(workspace, [action], "张三", on="2025-04-01")
    assert told(workspace) == ("not_answered", (), "")
    with pytest.raises(InvalidValueError, match="before the last step"):
        answer_risks(workspace, [action], "张三", none, on="2025-03-31")
    answer_risks(workspace, [action], "张三", none, on="2025-04-02")
    assert told(workspace) == ("not_needed", (), "只换了一批传感器")

    changed = RiskAnswer("changed", "RK-1； RK-2", "可能性由高降为低")
    (first,) = answer_risks(workspace, [action], "李四", changed, on="2025-07-02")
    (again,) = answer_risks(workspace, [action], "李四", changed, on="2025-07-03")
    assert (first.written, again.written) == (True, False)
    assert told(workspace) == ("changed", ("risk:RK-1", "risk:RK-2"), "可能性由高降为低")
    assert told(workspace, "2025-06-01") == ("not_needed", (), "只换了一批传感器")
    (row,) = answered(workspace, "nonconformities", as_of="2025-12-31").rows
    sources = {claim.source_id for claim in LedgerReader(workspace.ledger).cited(row.claims)}
    assert {"decisions/张三", "decisions/李四"} <= sources

    undo(workspace, first.claim, "李四", "误记")
    assert told(workspace) == ("not_needed", (), "只换了一批传感器")
    assert verify_ledger(workspace.ledger).ok


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RiskAnswer("not_needed"), "reason"),
        (RiskAnswer("not_needed", "RK-1", "因为"), "no risk is named"),
        (RiskAnswer("changed", reason="改了"), "say which risks"),
        (RiskAnswer("perhaps", "RK-1"), "no such code"),
    ],
)
def test_what_is_wrong_with_an_answer_on_risks(
    workspace: Workspace, action: str, tmp_path: Path, answer: RiskAnswer, said: str
) -> None:
    loaded(workspace, tmp_path, RISKS)
    finish_actions(workspace, [action], "张三", on="2025-04-01")

    with pytest.raises(InvalidValueError, match=said):
        answer_risks(workspace, [action], "张三", answer)
    with pytest.raises(UnknownElementError):
        answer_risks(workspace, [action], "张三", RiskAnswer("added", "RK-9"))
    assert told(workspace)[0] == "not_answered"


def test_a_table_says_what_became_of_the_risks(workspace: Workspace, tmp_path: Path) -> None:
    found = "nonconformity_id,opened\nN9,2025-01-01\n"
    head = "action_id,nonconformity_id,unit_id,done,risk_update,updated_risks,risk_reason,risk_day"
    acted = f"{head}\nA9,N9,{UNIT},2025-02-01,changed,RK-1;RK-2,可能性降低,2025-02-03\n"
    loaded(workspace, tmp_path, {**RISKS, "nonconformities.csv": found, "actions.csv": acted})

    assert told(workspace) == ("changed", ("risk:RK-1", "risk:RK-2"), "可能性降低")
    assert told(workspace, "2025-02-02") == ("not_answered", (), "")


def test_the_command_line_answers_on_risks(
    workspace: Workspace, action: str, tmp_path: Path, run
) -> None:
    loaded(workspace, tmp_path, RISKS)
    given = ("CA-1", "--home", workspace.home, "--user", "张三")
    finish_actions(workspace, [action], "张三", on="2025-04-01")

    refused = run("action", "risks", *given, "--answer", "not_needed", code=1)
    assert "reason" in refused.stderr
    run("action", "risks", *given, "--answer", "added", "--risk", "RK-2", "--on", "2025-04-03")
    given = ("--as-of", "2025-12-31", "--home", workspace.home, "--json")
    (row,) = json.loads(run("ask", "nonconformities", *given).stdout)["rows"]
    assert (row["risk_update"], row["risks"]) == ("added", ["risk:RK-2"])


# What a source closes

CLOSED = {
    "nonconformities.csv": "nonconformity_id,opened,state,closed,unit_id\n"
    "N7,2025-01-01,closed,2025-03-01,保障中心\nN8,2025-01-02,closed,2025-03-02,保障中心\n"
    "N9,2025-01-03,open,,保障中心\n",
    "actions.csv": "action_id,nonconformity_id,unit_id,done,effectiveness,verified\n"
    "A7,N7,保障中心,2025-02-01,effective,2025-02-20\n"
    "A8,N8,保障中心,2025-02-01,,\nA9,N9,保障中心,2025-02-01,,\n",
}


def closed(workspace: Workspace, as_of: str = "2025-12-31", **params: str) -> list[str]:
    given = {"state": "unverified", **params}
    rows = answered(workspace, "nonconformities", given, as_of=as_of).rows
    return [row.nonconformity for row in rows if isinstance(row, NonconformityRow)]


def test_a_table_that_closes_without_a_verified_effect_is_kept_and_warned_of(
    workspace: Workspace, tmp_path: Path
) -> None:
    (warning,) = loaded(workspace, tmp_path, CLOSED)

    assert "/nonconformities.csv line 3：不合格 N8 " in warning
    assert "ISO 9001 10.2.1 d" in warning
    assert "effectiveness" in warning
    assert state(workspace, "nonconformity:N8") == "closed"
    assert closed(workspace) == ["nonconformity:N8"]
    assert closed(workspace, "2025-03-01") == []
    assert closed(workspace, unit="unit:保障中心") == ["nonconformity:N8"]
    found = answered(workspace, "nonconformities", as_of="2025-12-31")
    assert "closed without verified effect 1" in found.summary[1]

    assert loaded(workspace, tmp_path, {**CLOSED, **RISKS}) == ()  # it says nothing new
    was, now = "2025-02-01,,\nA9", "2025-02-01,effective,2025-02-25\nA9"
    mended = CLOSED["actions.csv"].replace(was, now)
    assert loaded(workspace, tmp_path, {"actions.csv": mended}) == ()
    assert closed(workspace) == []


def test_of_many_that_are_closed_so_the_first_are_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = "nonconformity_id,opened,state,closed"
    rows = "".join(f"N{n},2025-01-{n:02d},closed,2025-03-01\n" for n in range(1, 8))
    told = loaded(workspace, tmp_path, {"nonconformities.csv": f"{head}\n{rows}"})

    assert [text.partition("：")[0].partition("/")[2] for text in told[:-1]] == [
        f"nonconformities.csv line {n}" for n in range(2, 7)
    ]
    assert "2 more" in told[-1]
