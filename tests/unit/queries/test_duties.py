"""Recurring duties on tables and claims written by hand: rules, days, evidence, bad input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph import Claim, InvalidValueError, Workspace
from ontology import valid_time
from queries import run
from queries.duties import ObligationRow
from queries.duties.recurrence import REGULARLY, due, recurrences
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": "unit_id,name_zh,level,part_of\n省局,省局,region,\n甲局,甲局,league,省局\n"
    "乙局,乙局,league,省局\n",
    "processes": "code,name_zh,level,led_by\nY1,巡检,league,甲局;乙局\nY2,总结,region,省局\n",
    "steps": "process,level,order,when,how\nY1,league,1,每月25日前,巡检\n"
    "Y1,league,2,接到通知后,报修\nY2,region,1,每季度末,季报\nY2,region,2,定期,抽查\n",
    "records": "record_id,process,step,form,unit_id,made\n"
    "R1,Y1@league,1,巡检表,甲局,2025-01-20\nR2,Y1@league,1,巡检表,甲局,2025-02-26\n"
    "R3,Y1@league,1,巡检表,甲局,2025-02-27\nR4,Y1@league,2,巡检表,乙局,2025-01-20\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("duties")
    with loaded(folder, written(folder, TABLES)) as opened:
        yield opened


def rows(workspace: Workspace, as_of: str = "2025-04-10", **params: str) -> list[ObligationRow]:
    found = run(workspace, "duties", params, as_of=as_of).rows
    return [row for row in found if isinstance(row, ObligationRow)]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("每年", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"]),
        ("每年3月底前", ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"]),
        ("每年11月15日前完成", ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]),
        ("年度监督审核", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"]),
        ("年度建设任务", []),
        ("每半年一次", ["FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"]),
        ("每季度末", ["FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"]),
        ("每月24日前向综合观测司报送", ["FREQ=MONTHLY;BYMONTHDAY=24"]),
        ("每旬", ["FREQ=MONTHLY;BYMONTHDAY=10,20,-1"]),
        ("每周五提交，于每周一汇总", ["FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=MO"]),
        ("每周一次", ["FREQ=WEEKLY;BYDAY=SU"]),
        ("每月一次", ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
        ("每日", ["FREQ=DAILY"]),
        ("Yearly check", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["FREQ=WEEKLY;BYDAY=TU,TH"]),
        ("FREQ=MONTHLY;INTERVAL=5", [REGULARLY]),
        ("FREQ=DAILY;COUNT=3", [REGULARLY]),
        ("FREQ=MONTHLY;BYMONTHDAY=99", [REGULARLY]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", [REGULARLY]),
        ("FREQ=SOMETIMES", [REGULARLY]),
        ("每两年", [REGULARLY]),
        ("定期检查", [REGULARLY]),
        ("不定期抽查", []),
        ("接到通知后三日内", []),
        ("2019年3月底前", []),
        ("", []),
    ],
)
def test_what_a_text_says_of_how_often(text: str, rules: list[str]) -> None:
    assert [r.rule for r in recurrences(text)] == rules


def test_days_that_fall_due() -> None:
    """February 2024 had 29 days; the 31st is not in every month, and then nothing is due in it."""
    month = due("FREQ=MONTHLY;BYMONTHDAY=-1", date(2024, 2, 10), date(2024, 3, 31))
    late = due("FREQ=MONTHLY;BYMONTHDAY=31", date(2025, 1, 1), date(2025, 5, 31))

    assert [(d.begin, d.end) for d in month] == [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 3, 31)),
    ]
    assert [d.end.month for d in late] == [1, 3, 5]
    assert len(due("FREQ=DAILY", date(2024, 1, 1), date(2024, 12, 31))) == 366


def test_a_month_by_month_of_two_units(workspace: Workspace) -> None:
    """甲局 has left records: March is overdue. 乙局 never has: nobody knows."""
    asked = {"part": "step", "from": "2025-01-01", "to": "2025-04-30"}
    found = [r for r in rows(workspace, **asked) if r.name == "巡检"]

    by = {(r.unit_name, r.due): (r.state, r.done_on, r.days, len(r.evidence)) for r in found}
    assert by == {
        ("甲局", "2025-01-25"): ("done", "2025-01-20", None, 1),
        ("甲局", "2025-02-25"): ("overdue", "", 44, 0),
        ("甲局", "2025-03-25"): ("done", "2025-02-26", None, 2),
        ("甲局", "2025-04-25"): ("due", "", None, 0),
        ("乙局", "2025-01-25"): ("not_known", "", None, 0),
        ("乙局", "2025-02-25"): ("not_known", "", None, 0),
        ("乙局", "2025-03-25"): ("not_known", "", None, 0),
        ("乙局", "2025-04-25"): ("due", "", None, 0),
    }
    assert {(r.unit_name, r.proofs, r.level) for r in found} == {
        ("甲局", 3, "league"), ("乙局", 0, "league"),
    }  # fmt: skip


def test_the_last_day_still_counts(workspace: Workspace) -> None:
    asked = {"unit": "甲局", "from": "2025-04-01", "to": "2025-04-30"}

    assert [r.state for r in rows(workspace, "2025-04-25", **asked)] == ["due"]
    assert [(r.state, r.days) for r in rows(workspace, "2025-04-26", **asked)] == [("overdue", 1)]


def test_what_is_known_by_a_date_counts(workspace: Workspace) -> None:
    """The record of 20 January is not there on the 10th, nor has anything been left by then."""
    asked = {"unit": "甲局", "from": "2024-12-01", "to": "2025-01-31"}

    assert [(r.due, r.state) for r in rows(workspace, "2025-01-10", **asked)] == [
        ("2024-12-25", "not_known"),
        ("2025-01-25", "due"),
    ]


def test_without_days_the_year_and_a_period_that_is_not_told(workspace: Workspace) -> None:
    found = rows(workspace, unit="省局")

    assert Counter((r.name, r.state) for r in found) == {
        ("季报", "not_known"): 1, ("季报", "due"): 3, ("抽查", "no_period"): 1,
    }  # fmt: skip
    assert [(r.begin, r.due) for r in found if r.name == "抽查"] == [("", "")]
    assert found[0].printed == "每季度末"


def test_schedules_of_deployments_are_proved_by_calibrations_and_visits(home) -> None:
    at = {"valid_from": valid_time("2020-01-01")}
    home.says(
        Claim("Deployment", "deployment:D", None,
              {"variable": "气温", "control_schedule": "yearly", "maintenance_schedule": "每半年"},
              **at),
        Claim("AT_STATION", "deployment:D", "station:S", **at),
        Claim("USES", "deployment:D", "instrument:I", **at),
        Claim("OPERATED_BY", "station:S", "unit:U", **at),
        Claim("HAS_CALIBRATION", "instrument:I", "calibration:C",
              valid_from=valid_time("2024-05-01")),
        Claim("AFFECTED", "maintenance:M", "station:S", valid_from=valid_time("2025-03-01")),
        Claim("Maintenance", "maintenance:M", None, {"began": valid_time("2025-03-01")}),
    )  # fmt: skip
    found = home.ask("duties", as_of="2026-01-01", **{"from": "2024-01-01", "to": "2025-12-31"})

    assert {(r.part, r.due): (r.state, r.evidence) for r in found.rows} == {
        ("control", "2024-12-31"): ("done", ("calibration:C",)),
        ("control", "2025-12-31"): ("overdue", ()),
        ("maintenance", "2024-06-30"): ("overdue", ()),
        ("maintenance", "2024-12-31"): ("overdue", ()),
        ("maintenance", "2025-06-30"): ("done", ("maintenance:M",)),
        ("maintenance", "2025-12-31"): ("overdue", ()),
    }


def test_a_duty_holds_as_long_as_it_is_stated(home) -> None:
    since, until = valid_time("2025-02-10"), valid_time("2025-04-01")
    home.says(Claim("Duty", "duty:方案|1", None, {"name": "每月汇总"}, since, until))
    found = home.ask("duties", as_of="2025-12-31").rows

    assert [r.due for r in found] == ["2025-02-28", "2025-03-31"]


def test_the_ends_of_time(workspace: Workspace) -> None:
    assert {r.state for r in rows(workspace, "0001-01-01")} == {"due", "no_period"}
    assert {r.state for r in rows(workspace, "9999-12-30")} >= {"overdue", "not_known"}


@pytest.mark.parametrize(
    "given",
    [
        {"state": "late"},
        {"part": "task"},
        {"from": "2025-02-30"},
        {"from": "2025-03-02", "to": "2025-03-01"},
        {"from": "2000-01-01", "to": "2025-01-01"},
    ],
)
def test_bad_input(workspace: Workspace, given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        rows(workspace, **given)
