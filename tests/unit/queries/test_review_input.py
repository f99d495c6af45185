"""A review of one unit over one year, written by hand: what it has to consider, item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from graph import InvalidValueError, UnknownElementError, Workspace
from queries import Result, run
from queries.review_input import ReviewInputRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": (
        "unit_id,name_zh,level,part_of\n"
        "甲局,甲局,region,\n乙局,乙局,league,甲局\n丙局,丙局,region,\n"
    ),
    "management_reviews": (
        "review_id,held,unit_id,decided\n"
        "M1,2024-12-20,甲局,A1\nM2,2025-12-20,甲局,A4\nM9,2025-06-01,丙局,A5\n"
    ),
    "actions": (
        "action_id,type,nonconformity_id,risk_id,unit_id,due,done,effectiveness,title,opened,verified\n"
        "A1,preventive,,R1,甲局,2025-03-31,2025-03-01,,备份,2024-12-21,\n"
        "A2,corrective,N1,,乙局,2025-08-31,2025-08-01,effective,改程序,2025-06-01,2025-11-10\n"
        "A3,corrective,N2,,乙局,2025-09-30,,,培训,2025-07-01,\n"
        "A4,preventive,,R2,甲局,2026-03-31,,,错峰,2025-12-21,\n"
        "A5,corrective,,,丙局,2025-01-31,,,别家的,2025-01-02,\n"
        "A6,corrective,,,甲局,2024-05-31,2024-05-01,effective,早已做完,2024-03-01,2024-09-01\n"
    ),
    "nonconformities": (
        "nonconformity_id,opened,unit_id,state,statement,closed\n"
        "N1,2025-05-01,乙局,closed,及时率低,2025-11-11\nN2,2025-06-20,乙局,open,修复慢,\n"
        "N3,2025-10-01,甲局,open,没有措施,\nN4,2024-02-01,甲局,closed,早已关闭,2024-10-01\n"
    ),
    "feedback": (
        "feedback_id,received,from_unit,concerns_kind,concerns_id,text,state,replied,closed\n"
        "F1,2025-02-10,用户局,DataRequirement,Q1,到得太晚,closed,2025-02-20,2025-11-01\n"
        "F2,2024-03-01,用户局,DataRequirement,Q1,一直没有答复,open,,\n"
        "F3,2024-03-01,用户局,DataRequirement,Q1,早已关闭,closed,2024-03-02,2024-04-01\n"
        "F4,2025-12-28,用户局,DataRequirement,Q1,评审之后,open,,\n"
    ),
    "requirements": (
        "requirement_id,user,variable,valid_from,revised_by\n"
        "Q1,预报,PRS,2024-01-01,\nQ1,预报,PRS,2025-04-01,F1\n"
    ),
    "objectives": (
        "objective_id,name_zh,parent,unit_id,year\n"
        "O1,及时,,甲局,2025\nO2,没有指标,,甲局,2025\nO3,以前的,,甲局,2023\nO4,乙局的及时,O1,乙局,2025\n"
    ),
    "indicators": (
        "indicator_id,name_zh,measures_kind,measures_id,measure_unit,direction\n"
        "I1,及时率,QualityObjective,O1,%,up\nI2,差错率,Process,Y03-02@region,%,down\n"
    ),
    "indicator_values": (
        "indicator_id,unit_id,period,value,target\n"
        "I1,甲局,2025-10,90,95\nI1,甲局,2025-11,96,95\nI1,乙局,2025-11,94,95\nI1,甲局,2025-12,10,95\n"
        "I1,丙局,2025-11,1,95\nI2,甲局,2025,3,1\n"
    ),
    "audits": (
        "audit_id,kind,unit_id,planned,done,result,auditor_party\n"
        "AU1,internal,甲局,2025-05-01,2025-05-10,基本符合,丙局\nAU2,external,乙局,2025-09-01,,,丙局\n"
        "AU3,internal,甲局,2024-05-01,2024-05-10,符合,丙局\nAU4,internal,丙局,2025-05-01,2025-05-10,符合,甲局\n"
    ),
    "suppliers": (
        "supplier_id,name_zh,evaluated,result,valid_to\n"
        "S1,甲厂,2024-01-01,合格,2025-06-30\nS2,乙厂,2025-01-01,合格,2026-01-31\n"
        "S3,丙厂,2025-01-01,合格,2028-01-31\nS4,丁厂,,,\n"
    ),
    "trainings": (
        "training_id,subject,unit_id,held,role,passed,valid_to\n"
        "T1,内审员,甲局,2023-01-01,内审,true,2025-01-31\nT2,内审员,甲局,2025-01-10,内审,true,2028-01-31\n"
        "T3,检定员,乙局,2023-02-01,检定,true,2025-02-01\nT4,维护,乙局,2025-05-01,维护,false,\n"
        "T5,质控,甲局,2025-05-01,质控,true,2026-01-15\nT6,别家,丙局,2020-01-01,内审,true,2021-01-01\n"
    ),
    "risks": (
        "risk_id,type,title,treatment,owner,review_due\n"
        "R1,risk,断网,备份,甲局,2026-06-30\nR2,risk,超检,错峰,甲局,2025-09-30\n"
        "R3,risk,供货,,乙局,2026-09-30\nR4,opportunity,自动质控,试用,甲局,\nR5,risk,别家,,丙局,\n"
    ),
    "issues": (
        "issue_id,kind,station_id,variable,begin,end,state\n"
        "P1,quality,S1,PRS,2025-03-01T00:00:00Z,2025-03-02T00:00:00Z,\n"
        "P2,quality,S1,TEM,2025-04-01T00:00:00Z,,\n"
        "P3,quality,S2,TEM,2025-04-01T00:00:00Z,,\n"
        "P4,timeliness,S1,TEM,2023-04-01T00:00:00Z,,\n"
    ).replace(",state", ",status"),
    "incidents": (
        "incident_id,issue_id,state,state_from,opened\n"
        "E1,P1,closed,2025-03-20T00:00:00Z,2025-03-02T00:00:00Z\n"
        "E4,P4,in_progress,2025-03-20T00:00:00Z,2023-04-02T00:00:00Z\n"
    ),
    "stations": "station_id,name_zh,operated_by\nS1,一站,乙局\nS2,二站,丙局\n",
    "documents": (
        "document_id,title,version,effective\nQP-06,传输程序,1,2024-01-01\nQP-06,传输程序,2,2025-07-01\n"
    ),
}  # fmt: skip
# What M2 has to consider on its day, 2025-12-20, after M1 of 2024-12-20.
EXPECTED = {
    "a": [("corrective_action:A1", "done")],
    "b": [("data_requirement:Q1", "revised"), ("document_version:QP-06|2", "new")],
    "c1": [("feedback:F1", "closed"), ("feedback:F2", "open")],
    "c2": [
        ("quality_objective:O1", "met"),
        ("quality_objective:O2", "no_value"),
        ("quality_objective:O4", "missed"),
    ],
    "c3": [("indicator:I2", "no_value")],
    "c4": [
        ("corrective_action:A2", "effective"),
        ("corrective_action:A3", "overdue"),
        ("nonconformity:N1", "closed"),
        ("nonconformity:N2", "open"),
        ("nonconformity:N3", "no_action"),
    ],
    "c5": [("", "opened"), ("", "settled")],
    "c6": [("audit:AU1", "done"), ("audit:AU2", "not_done")],
    "c7": [
        ("supplier:S1", "expired"),
        ("supplier:S2", "expiring"),
        ("supplier:S3", "evaluated"),
        ("supplier:S4", "not_evaluated"),
    ],
    "d": [
        ("", "valid"),
        ("training_record:T3", "expired"),
        ("training_record:T4", "not_passed"),
        ("training_record:T5", "expiring"),
    ],
    "e": [
        ("corrective_action:A1", "done"),
        ("risk:R1", "current"),
        ("risk:R2", "review_overdue"),
        ("risk:R3", "untreated"),
    ],
    "f": [("risk:R4", "no_date")],
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("review")
    with loaded(folder, written(folder, TABLES)) as opened:
        yield opened


def asked(workspace: Workspace, as_of: str | None = None, **params: str) -> Result[object]:
    return run(workspace, "review-input", params, as_of=as_of)


def rows(found: Result[object]) -> list[ReviewInputRow]:
    return [row for row in found.rows if isinstance(row, ReviewInputRow)]


def told(found: list[ReviewInputRow]) -> dict[str, list[tuple[str, str]]]:
    items: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in found:
        items[row.item].append((row.element, row.state))
    return {item: sorted(some) for item, some in items.items()}


def test_every_item_as_of_the_day_of_the_review(workspace: Workspace) -> None:
    found = asked(workspace, element="M2")

    assert found.as_of == "2025-12-19T16:00:00Z"
    assert told(rows(found)) == EXPECTED
    assert all(row.claims for row in rows(found))


def test_numbers_units_and_days_are_those_of_the_tables(workspace: Workspace) -> None:
    found = rows(asked(workspace, element="M2"))
    by = {(r.item, r.element, r.state): r for r in found}

    assert by["c5", "", "opened"].number == 2  # P3 is of another unit, P4 of an earlier year
    assert by["c5", "", "settled"].number == 1
    assert by["c4", "nonconformity:N3", "no_action"].number == 0
    assert by["c4", "corrective_action:A3", "overdue"].date == "2025-09-30"
    assert by["c4", "corrective_action:A3", "overdue"].units == ("乙局",)
    assert by["c2", "quality_objective:O4", "missed"].units == ("乙局",)
    assert by["c2", "quality_objective:O1", "met"].date == "2025-11"
    assert "及时率 96 %，目标 95" in by["c2", "quality_objective:O1", "met"].detail_zh
    assert by["c7", "supplier:S2", "expiring"].date == "2026-01-31"
    assert by["d", "", "valid"].number == 1  # T2, which took the place of T1
    states = [r.state for r in found if r.item == "c4"]
    assert states == ["overdue", "no_action", "open", "closed", "effective"]


def test_the_review_after_it_sees_what_became_of_its_decision(workspace: Workspace) -> None:
    found = told(rows(asked(workspace, "2026-04-10", unit="甲局")))

    assert found["a"] == [("corrective_action:A1", "done"), ("corrective_action:A4", "overdue")]
    assert ("feedback:F4", "open") in found["c1"]
    assert ("feedback:F1", "closed") not in found["c1"]
    assert ("indicator:I2", "missed") in found["c3"]  # the year was over


def test_what_nobody_speaks_of_is_said(workspace: Workspace) -> None:
    early = asked(workspace, "2010-01-01")
    found = rows(early)

    assert [r.item for r in found if r.state == "nothing_known"] == [
        item for item in EXPECTED if item not in {r.item for r in found if r.claims}
    ]
    assert ("", "nothing_known") in told(found)["c1"]
    assert "没有所知" in early.summary[0]


def test_a_unit_of_its_own_and_a_first_day(workspace: Workspace) -> None:
    other = told(rows(asked(workspace, "2025-12-20", unit="丙局")))
    later = told(rows(asked(workspace, element="M2", **{"from": "2025-06-01"})))

    assert other["a"] == [("corrective_action:A5", "overdue")]
    assert other["c6"] == [("", "nothing_known")]  # AU4 was before its review M9
    assert later["b"] == [("document_version:QP-06|2", "new")]
    assert [s for _, s in later["c5"]] == ["nothing_known"]


def test_wrong_parameters_are_refused(workspace: Workspace) -> None:
    with pytest.raises(UnknownElementError):
        asked(workspace, element="M77")
    with pytest.raises(UnknownElementError):
        asked(workspace, unit="无此局")
    with pytest.raises(InvalidValueError, match="from"):
        asked(workspace, element="M2", **{"from": "去年"})
