"""An audit as persons handle it: planned, done, a finding, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.conducting import (
    AuditedError,
    OwnUnitError,
    Programme,
    find_in_audit,
    finish_audits,
    plan_audits,
)
from dashboard.deciding import undo
from dashboard.improving import (
    Found,
    Planned,
    add_action,
    close_nonconformities,
    finish_actions,
    open_nonconformity,
    verify_actions,
)
from graph import InvalidValueError, Settings, UnknownElementError, Workspace
from queries import run as answered
from queries.audits import AuditRow

USER = "张三"
TABLES = {
    "units": "unit_id,name_zh,level\n保障中心,保障中心,region\n信息中心,信息中心,region\n"
    "人事处,人事处,region\n",
    "processes": "code,name_zh,level,led_by\nY02-04,计量检定,region,保障中心\n",
    "trainings": "training_id,subject,unit_id,held,role,passed,valid_to\n"
    "T1,内审员,信息中心,2024-01-01,内审员,true,2027-01-01\n",
    "audits": "audit_id,kind,unit_id,planned,auditor_party,certainty\n"
    "A1,internal,保障中心,2025-03-01,信息中心,synthetic\n",
}


@pytest.fixture
def workspace(run: Any, table: Any, tmp_path: Path) -> Iterator[Workspace]:
    paths = [table(name, text) for name, text in TABLES.items()]
    run("load", paths[0].parent, "--home", tmp_path / "own")
    with Workspace(Settings(tmp_path / "own")) as opened:
        yield opened


def programme(**changed: str) -> Programme:
    given = {"units": "保障中心；人事处", "auditors": "信息中心", "planned": "2025-09-15",
             "clauses": "GB/T 19001-2016|7.1.5", "processes": "Y02-04@region"}  # fmt: skip
    return Programme(**{**given, **changed})


def rows(workspace: Workspace, element: str = "", as_of: str = "") -> list[AuditRow]:
    params = {"element": element} if element else {}
    found = answered(workspace, "audits", params, as_of=as_of or None).rows
    return [row for row in found if isinstance(row, AuditRow)]


def test_a_programme_is_one_audit_for_each_unit(workspace: Workspace) -> None:
    planned = plan_audits(workspace, programme(), USER, reason="年度方案", on="2025-01-10")

    ids = ["audit:AU-2025-09-15", "audit:AU-2025-09-15-2"]
    assert [one.element for one in planned] == ids
    found = [row for one in ids for row in rows(workspace, one, "2025-06-01")]
    assert [(r.part, r.state) for r in found] == [("audit", "planned"), ("auditor", "fit")] * 2
    assert [r.units for r in found if r.part == "audit"] == [("保障中心",), ("人事处",)]
    assert {r.planned for r in found if r.part == "audit"} == {"2025-09-15"}
    assert {r.processes for r in found if r.part == "audit"} == {("process:Y02-04@region",)}
    said = answered(workspace, "history", {"element": ids[0]}).rows
    assert {row.source_id for row in said} == {"decisions/张三"}  # type: ignore[attr-defined]

    undo(workspace, planned[1].claim, USER, "不审了")
    assert {row.audit for row in rows(workspace)} == {"audit:A1", ids[0]}


def test_nobody_audits_the_own_unit(workspace: Workspace) -> None:
    with pytest.raises(OwnUnitError, match="保障中心 cannot audit the own unit"):
        plan_audits(workspace, programme(auditors="信息中心；保障中心"), USER)

    assert {row.audit for row in rows(workspace)} == {"audit:A1"}  # nothing of it was written


def test_whoever_leads_what_is_audited_is_named(workspace: Workspace) -> None:
    (planned,) = plan_audits(workspace, programme(units="人事处", auditors="保障中心"), USER)

    _, auditor = rows(workspace, planned.element)
    assert auditor.state == "own_work"
    assert "Y02-04" in auditor.detail_zh


def test_from_the_plan_to_the_verified_finding(workspace: Workspace) -> None:
    (done,) = finish_audits(workspace, ["A1"], USER, result="基本符合", on="2025-03-05")
    assert done.written
    found = find_in_audit(
        workspace, "A1", "李四", statement="记录没有签字", grade="minor", on="2025-03-05"
    )
    again = find_in_audit(
        workspace, "A1", "李四", statement="建议自动记录", grade="observation", on="2025-03-05"
    )
    assert (found.element, again.element) == ("finding:A1|1", "finding:A1|2")
    assert {r.certainty for r in rows(workspace)} == {"synthetic"}  # the audit was made up

    about = Found("记录不全", "GB/T 19001-2016|7.5")
    opened = open_nonconformity(workspace, found.element, "保障中心", USER, about, "2025-03-10")
    wanted = Planned("记录表加一栏", "2025-04-30")
    action = add_action(workspace, opened.element, "保障中心", USER, wanted, "2025-03-12").element
    finish_actions(workspace, [action], USER, on="2025-04-20")
    verify_actions(workspace, [action], USER, result="effective", reason="抽查 20 份",
                   on="2025-07-30")  # fmt: skip
    close_nonconformities(workspace, [opened.element], USER, on="2025-08-01")

    assert [(r.part, r.state) for r in rows(workspace, found.element)] == [
        ("audit", "settled"),
        ("auditor", "fit"),
        ("finding", "settled"),
        ("nonconformity", "closed"),
        ("action", "effective"),
        ("finding", "noted"),
    ]
    (row,) = [r for r in answered(workspace, "review-input", {}, as_of="2025-12-31").rows
              if r.item == "c6"]  # type: ignore[attr-defined]  # fmt: skip
    assert (row.state, row.number) == ("done", 2)  # type: ignore[attr-defined]


def test_done_twice_is_written_once_and_another_day_is_refused(workspace: Workspace) -> None:
    finish_audits(workspace, ["A1"], USER, on="2025-03-05")

    (again,) = finish_audits(workspace, ["A1"], "李四", on="2025-03-05")
    assert not again.written
    with pytest.raises(AuditedError, match="2025-03-05"):
        finish_audits(workspace, ["A1"], "李四", on="2025-03-06")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"units": " ；"}, "units"),
        ({"auditors": ""}, "auditors"),
        ({"planned": "九月"}, "planned"),
        ({"planned": ""}, "planned"),
        ({"kind": "own"}, "no such code"),
        ({"clauses": "7.1.5"}, "standard|number"),
    ],
)
def test_what_is_wrong_with_a_plan(
    workspace: Workspace, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidValueError, match=said.replace("|", r"\|")):
        plan_audits(workspace, programme(**changed), USER)
    assert {row.audit for row in rows(workspace)} == {"audit:A1"}


def test_what_nobody_speaks_of_is_refused_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(UnknownElementError, match="保障中心"):
        plan_audits(workspace, programme(units="保障中心站"), USER)
    with pytest.raises(UnknownElementError):
        plan_audits(workspace, programme(processes="Y09-09@region"), USER)
    with pytest.raises(UnknownElementError):
        find_in_audit(workspace, "A7", USER, statement="没有")
    with pytest.raises(InvalidValueError, match="statement"):
        find_in_audit(workspace, "A1", USER, statement=" ")
    with pytest.raises(InvalidValueError, match="grade"):
        find_in_audit(workspace, "A1", USER, statement="没有", grade="bad")
    with pytest.raises(InvalidValueError, match="future"):
        finish_audits(workspace, ["A1"], USER, on="2125-01-01")
