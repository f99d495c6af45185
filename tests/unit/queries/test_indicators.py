"""Indicators and risks on tables written by hand: states, changes, trends, gaps, escalation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import InvalidValueError, Workspace
from queries import run
from queries.indicators import IndicatorRow
from queries.risks import RiskRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": "unit_id,name_zh,level,part_of\n省局,省局,region,\n"
    "甲局,甲局,league,省局\n乙局,乙局,league,省局\n",
    "objectives": "objective_id,name_zh,parent,unit_id,year\nO,到报,,省局,2025\n"
    "O-甲,到报,O,甲局,2025\nO-甲-24,到报,O,甲局,2024\n",
    "indicators": "indicator_id,name_zh,measures_kind,measures_id,measure_unit,direction\n"
    "到报,到报率,QualityObjective,O,%,up\n停机,停机时间,Process,Y02-03@region,h,down\n"
    "满意,满意度,,,分,up\n",
    "indicator_values": "indicator_id,unit_id,period,value,target\n"
    "到报,甲局,2025-01,98.7,99\n到报,甲局,2025-02,98.9,99\n到报,甲局,2025-03,99,99\n"
    "到报,甲局,2025-05,98,99\n到报,乙局,2025-02,99.5,99\n到报,乙局,2025-04,99.1,99\n"
    "到报,甲局,2025,98.8,99\n停机,甲局,2025-Q1,25,24\n停机,甲局,汛期,20,\n",
    "risks": "risk_id,title,treatment,owner,review_due\nR1,断网,演练,甲局,2025-03-01\n"
    "R2,缺员,,甲局,\nR3,断电,,乙局,2025-12-31\nR4,雷击,接地,乙局,\n",
    "actions": "action_id,type,risk_id,unit_id,opened\nA1,preventive,R3,乙局,2025-02-01\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("indicators")
    with loaded(folder, written(folder, TABLES)) as opened:
        yield opened


def rows(workspace: Workspace, as_of: str = "2026-01-01", **params: str) -> list[IndicatorRow]:
    found = run(workspace, "indicators", params, as_of=as_of).rows
    return [row for row in found if isinstance(row, IndicatorRow)]


def risks(workspace: Workspace, as_of: str, **params: str) -> dict[str, RiskRow]:
    found = run(workspace, "risks", params, as_of=as_of).rows
    return {row.risk.partition(":")[2]: row for row in found if isinstance(row, RiskRow)}


def test_a_year_of_months(workspace: Workspace) -> None:
    asked = {"indicator": "到报", "from": "2025-01-01", "to": "2025-12-30"}
    found = [r for r in rows(workspace, **asked) if r.period != "2025"]

    assert [(r.unit_name, r.period, r.value, r.state, r.change, r.trend) for r in found] == [
        ("乙局", "2025-02", 99.5, "met", None, ""),
        ("乙局", "2025-03", None, "no_value", None, ""),
        ("乙局", "2025-04", 99.1, "met", None, ""),
        ("乙局", "2025-05", None, "no_value", None, ""),
        ("甲局", "2025-01", 98.7, "missed", None, ""),
        ("甲局", "2025-02", 98.9, "missed", 0.2, ""),
        ("甲局", "2025-03", 99.0, "met", 0.1, "rising"),
        ("甲局", "2025-04", None, "no_value", None, ""),
        ("甲局", "2025-05", 98.0, "missed", None, ""),
    ]
    assert {(r.unit_name, r.objectives) for r in found} == {
        ("甲局", ("quality_objective:O-甲",)),
        ("乙局", ("quality_objective:O",)),
    }
    assert all(r.claims for r in found)


def test_the_latest_of_each_length_and_what_has_no_value(workspace: Workspace) -> None:
    found = [(r.name, r.unit_name, r.period, r.state) for r in rows(workspace)]

    assert sorted(found) == sorted(
        [
            ("到报率", "乙局", "2025-05", "no_value"),
            ("到报率", "甲局", "2025-05", "missed"),
            ("到报率", "甲局", "2025", "missed"),
            ("停机时间", "甲局", "2025-Q1", "missed"),
            ("停机时间", "甲局", "汛期", "no_target"),
            ("满意度", "", "", "no_value"),
        ]
    )


def test_a_period_counts_once_it_is_over(workspace: Workspace) -> None:
    on_the_last_day = rows(workspace, "2025-02-28", indicator="到报")
    on_the_next = rows(workspace, "2025-03-01", indicator="到报")

    assert {r.period for r in on_the_last_day} == {"2025-01"}
    assert {r.period for r in on_the_next} == {"2025-02"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("state", "bad"), ("level", "planet"), ("from", "yesterday"), ("to", "2024-13-01")],
)
def test_what_is_no_choice_and_no_day_is_refused(
    workspace: Workspace, name: str, value: str
) -> None:
    with pytest.raises(InvalidValueError, match=name):
        rows(workspace, **{name: value})


def test_days_in_the_wrong_order_are_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidValueError, match="to"):
        rows(workspace, **{"from": "2025-02-01", "to": "2025-01-01"})


def test_states_of_risks_and_where_an_overdue_one_lies(workspace: Workspace) -> None:
    before = risks(workspace, "2025-03-01")
    after = risks(workspace, "2025-04-02")

    assert {r: row.state for r, row in before.items()} == {
        "R1": "current", "R2": "untreated", "R3": "current", "R4": "no_date",
    }  # fmt: skip
    assert before["R3"].actions == ("corrective_action:A1",)
    assert risks(workspace, "2025-01-15")["R3"].state == "untreated"
    late = after["R1"]
    assert (late.days, late.steps, late.to_name, late.level) == (32, 1, "省局", "region")
    assert set(risks(workspace, "2025-04-02", unit="省局")) == {"R1"}
    with pytest.raises(InvalidValueError, match="state"):
        risks(workspace, "2025-04-02", state="bad")
