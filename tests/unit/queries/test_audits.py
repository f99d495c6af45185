"""Audits on tables written by hand: plans, auditors, findings and what followed from them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import Claim, Workspace, short_id
from queries import Result, run
from queries.audits import AuditRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": (
        "unit_id,name_zh,level,part_of\n省局,省局,region,\n保障中心,保障中心,region,省局\n"
        "检定室,检定室,region,保障中心\n信息中心,信息中心,region,省局\n人事处,人事处,region,省局\n"
        "认证机构,认证机构,external,\n"
    ),
    "processes": "code,name_zh,level,led_by\nY02-04,计量检定,region,保障中心\n",
    "audits": (
        "audit_id,kind,unit_id,process,clause,planned,done,result,auditor_party\n"
        "A1,internal,保障中心,Y02-04@region,G|7.1.5;G|7.5,2025-03-01,2025-03-05,基本符合,信息中心\n"
        "A2,internal,信息中心,,G|7.5,2025-05-01,,,保障中心\n"
        "A3,internal,人事处,Y02-04@region,,2025-06-01,2025-06-02,有不符合,保障中心\n"
        "A4,internal,保障中心,,,2025-07-01,2025-07-02,符合,检定室\n"
        "A5,internal,人事处,,,2026-02-01,,,\n"
        "A6,external,保障中心,,,2025-08-01,2025-08-01,,认证机构\n"
        "A7,internal,人事处,,,2025-09-01,2025-09-01,,省局\n"
        "A8,internal,人事处,,,,,,信息中心\n"
        "A9,internal,人事处,,,2025-10-01,2025-10-01,,\n"
    ),
    "findings": (
        "audit_id,number,statement,type,clause,found\n"
        "A1,1,记录没有签字,minor,G|7.5,2025-03-05\nA1,2,建议自动记录,observation,,2025-03-05\n"
        "A3,1,没有考核,major,,2025-06-02\nA6,1,超期,minor,,2025-08-01\nA6,2,超差,minor,,2025-08-01\n"
    ),
    "nonconformities": (
        "nonconformity_id,opened,clause,source_kind,source_id,unit_id,state,statement,closed\n"
        "N1,2025-03-10,G|7.5,Finding,A1|1,保障中心,closed,记录不全,2025-08-01\n"
        "N2,2025-06-05,,Finding,A3|1,人事处,open,未经考核,\n"
        "N3,2025-08-05,,Finding,A6|1,保障中心,open,超期,\n"
    ),
    "actions": (
        "action_id,type,nonconformity_id,unit_id,due,done,effectiveness,title,opened,verified\n"
        "C1,corrective,N1,保障中心,2025-04-30,2025-04-20,effective,加一栏,2025-03-12,2025-07-30\n"
        "C2,corrective,N3,保障中心,2025-09-30,,,送检,2025-08-06,\n"
    ),
    "trainings": (
        "training_id,subject,unit_id,held,role,passed,valid_to\n"
        "T1,内审员,信息中心,2024-01-01,内审员,true,2027-01-01\n"
        "T2,内审员,保障中心,2022-05-01,内审员,true,2025-04-30\n"
        "T3,内审员,省局,2025-08-01,内审员,false,\n"
        "T4,检定员,省局,2025-08-01,检定员,true,\n"
    ),
}
# A second source, by which a unit audits itself: no row says so, so that none is rejected.
OTHER = "audit_id,kind,auditor_party\nA9,internal,人事处\n"
# As of the last day of 2025: how each audit stands, and those who conduct it.
AUDITS = {
    "A1": "settled", "A2": "not_done", "A3": "open", "A4": "settled", "A5": "planned", "A6": "open",
    "A7": "settled", "A8": "no_date", "A9": "settled",
}  # fmt: skip
AUDITORS = {
    "A1": "fit", "A2": "lapsed", "A3": "own_work", "A4": "inside", "A5": "no_auditor",
    "A6": "outside", "A7": "not_qualified", "A8": "fit", "A9": "own_unit",
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("audits")
    data = written(folder, TABLES)
    (data / "other").mkdir()
    (data / "other" / "audits.csv").write_text(OTHER, encoding="utf-8")
    with loaded(folder, data) as opened:
        yield opened


def asked(workspace: Workspace, as_of: str = "2025-12-31", **params: str) -> Result[object]:
    return run(workspace, "audits", params, as_of=as_of)


def rows(found: Result[object], part: str = "") -> list[AuditRow]:
    return [r for r in found.rows if isinstance(r, AuditRow) and part in ("", r.part)]


def states(found: Result[object], part: str) -> dict[str, str]:
    return {row.audit.partition(":")[2]: row.state for row in rows(found, part)}


def test_how_audits_and_their_auditors_stand(workspace: Workspace) -> None:
    found = asked(workspace)

    assert states(found, "audit") == AUDITS
    assert states(found, "auditor") == AUDITORS
    assert "审核 9 次：逾期未审核 1，未了结 2" in found.summary[0]
    assert "independence or qualification in doubt 6" in found.summary[1]


def test_the_plan_says_what_is_audited_by_whom_and_when(workspace: Workspace) -> None:
    (row, *_) = rows(asked(workspace), "audit")

    assert (row.units, row.auditors) == (("保障中心",), ("信息中心",))
    assert row.processes == ("process:Y02-04@region",)
    assert row.clauses == ("clause:G|7.1.5", "clause:G|7.5")
    assert (row.planned, row.date, row.name, row.number) == (
        "2025-03-01", "2025-03-05", "基本符合", 2,
    )  # fmt: skip


def test_from_the_finding_to_the_verified_effect(workspace: Workspace) -> None:
    found = rows(asked(workspace, element="audit:A1"))

    assert [(r.part, r.element.partition(":")[2], r.state) for r in found] == [
        ("audit", "A1", "settled"),
        ("auditor", "信息中心", "fit"),
        ("finding", "A1|1", "settled"),
        ("nonconformity", "N1", "closed"),
        ("action", "C1", "effective"),
        ("finding", "A1|2", "noted"),
    ]
    assert all(row.claims for row in found)
    assert found == rows(asked(workspace, element="finding:A1|2"))


def test_what_is_wanting_is_said(workspace: Workspace) -> None:
    by = {r.element: r for r in rows(asked(workspace))}

    assert by["finding:A6|2"].state == "no_nonconformity"
    assert by["nonconformity:N2"].state == "no_action"
    action = by["corrective_action:C2"]
    assert (action.state, action.days, action.date) == ("overdue", 92, "2025-09-30")
    assert by["audit:A2"].days == 244
    assert "2025-04-30" in next(
        r.detail_zh for r in rows(asked(workspace), "auditor") if r.state == "lapsed"
    )


def test_as_it_stood_before_the_audit_was_done(workspace: Workspace) -> None:
    found = asked(workspace, "2025-03-04", element="audit:A1")
    before = rows(found)

    assert [(r.part, r.state) for r in before] == [("audit", "not_done"), ("auditor", "fit")]
    assert states(asked(workspace, "2025-03-01"), "audit")["A1"] == "planned"
    assert states(asked(workspace, "2025-04-01"), "audit")["A1"] == "open"


def test_the_audits_of_one_unit(workspace: Workspace) -> None:
    found = asked(workspace, unit="信息中心")

    assert set(states(found, "audit")) == {"A2"}
    assert rows(asked(workspace, unit="认证机构")) == []


PERSON, AUDIT = f"person:{'0a' * 16}", "audit:P1"
DAY = "2025-03-04T16:00:00Z"
GROUP = "work_group:方案|内审组"


def conducted(home, *claims: Claim) -> AuditRow:
    """Who conducts an audit of 保障中心 and its process on 2025-03-05: one person."""
    home.says(
        Claim("Audit", AUDIT, None, {"kind": "internal", "planned": DAY, "done": DAY}),
        Claim("COVERS", AUDIT, "unit:保障中心"),
        Claim("COVERS", AUDIT, "process:Y02-04@region"),
        Claim("LED_BY", "process:Y02-04@region", "unit:检定所"),
        Claim("PART_OF", "unit:检定室", "unit:保障中心"),
        Claim("CONDUCTED_BY", AUDIT, PERSON),
        Claim("TrainingRecord", "training_record:T", None, {"role": "内审员", "passed": True}),
        Claim("QUALIFIES", "training_record:T", "unit:信息中心"),
        *claims,
    )
    (row,) = (r for r in home.ask("audits", as_of="2025-12-31").rows if r.part == "auditor")
    assert isinstance(row, AuditRow)
    assert row.element == PERSON
    return row


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        ("unit:保障中心", "own_unit"),
        ("unit:检定所", "own_work"),
        ("unit:检定室", "inside"),
        ("unit:信息中心", "fit"),
        ("unit:人事处", "not_qualified"),
    ],
)
def test_a_person_is_judged_by_the_own_unit(home, unit: str, state: str) -> None:
    belongs = Claim("MEMBER_UNIT", PERSON, unit)

    row = conducted(home, belongs)

    assert row.state == state
    if state in ("own_unit", "own_work", "inside"):
        assert short_id(belongs.claim_id("东")) in row.claims


def test_what_a_person_belonged_to_on_another_day_does_not_count(home) -> None:
    row = conducted(
        home,
        Claim("MEMBER_UNIT", PERSON, "unit:保障中心", {}, "2020-01-01T00:00:00Z", DAY),
        Claim("MEMBER_UNIT", PERSON, "unit:信息中心", {}, DAY),
    )

    assert row.state == "fit"


def test_a_person_does_not_audit_the_unit_of_the_own_work_group(home) -> None:
    row = conducted(
        home,
        Claim("MEMBER_UNIT", PERSON, "unit:信息中心"),
        Claim("MEMBER", GROUP, PERSON),
        Claim("OF_UNIT", GROUP, "unit:保障中心"),
    )

    assert (row.state, "保障中心" in row.detail_zh) == ("own_unit", True)


def test_of_a_person_without_a_unit_nothing_is_known(home) -> None:
    assert conducted(home).state == "not_qualified"
