"""Rates on tables, monitoring results and a lake written by hand: sums, targets, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.render.text import spoken
from graph import Claim, InvalidValueError, Workspace
from graph.lake import write_lake
from queries import run
from queries.rates import AT_ONCE, RateRow
from tests.unit.queries.loaded import loaded, written

MARCH = {"from": "2025-03-01", "to": "2025-03-31"}
TABLES = {
    "units": "unit_id,name_zh,level,part_of\n省局,省局,region,\n甲局,甲局,league,省局\n"
    "甲旗,甲旗局,banner,甲局\n乙局,乙局,league,省局\n丙局,丙局,league,省局\n",
    "stations": "station_id,name_zh,class,operated_by,valid_from,valid_to\n"
    "50001,一站,基本站,甲旗,2000-01-01,\n50002,二站,一般站,甲局,2000-01-01,2025-03-31\n"
    "50002,二站,一般站,乙局,2025-04-01,\n50003,三站,一般站,乙局,2000-01-01,\n"
    "50004,四站,,丙局,2000-01-01,\n50005,五站,基本站,,,\n",
    "instruments": "instrument_id,variable\n" + "".join(f"I{n},PRS\n" for n in range(1, 7)),
    "deployments": "deployment_id,station_id,instrument_id,variable,role,valid_from,valid_to,"
    "reporting_interval\n"
    "D1,50001,I1,PRS,primary,2020-01-01,,PT1H\n"
    "D2,50002,I2,PRS,primary,2020-01-01,,PT1H\n"
    "D3,50003,I3,PRS,primary,2020-01-01,,hourly\n"
    "D4,50003,I4,TEM,primary,2020-01-01,,\n"
    "D5,50004,I5,PRS,primary,2020-01-01,,\n"
    "D6,50001,I6,PRS,backup,2020-01-01,,PT1M\n",
    "calibrations": "calibration_id,subject_kind,subject_id,performed_on,valid_to,result\n"
    "C1,Instrument,I1,2024-06-01,2026-05-31,inCalibration\n"
    "C2,Instrument,I2,2022-06-01,2024-05-31,inCalibration\n"
    "C3,Instrument,I3,2024-06-01,,inCalibration\n"
    "C4a,Instrument,I4,2023-06-01,2026-05-31,inCalibration\n"
    "C4b,Instrument,I4,2024-06-01,2026-05-31,outOfCalibration\n",
    "indicators": "indicator_id,name_zh,measures_kind,measures_id,measure_unit,direction,rate\n"
    "到报,到报率,,,%,up,availability\n检定,检定率,,,%,up,calibration\n"
    "及时,气压及时率,DataRequirement,R,%,up,timeliness\n满意,行政服务及时率,,,%,up,\n",
    "indicator_values": "indicator_id,unit_id,period,value,target\n"
    "到报,省局,2025-03,90,80\n到报,甲局,2025-03,90,99\n到报,甲局,2025,90,10\n"
    "检定,省局,2025,90,60\n及时,省局,2025-03,90,40\n满意,省局,2025-03,90,10\n",
    "requirements": "requirement_id,user,variable,valid_from\nR,用户,PRS,2020-01-01\n",
}
HEAD = "name,wigosid,variable,date,center,"
MONITORED = {
    "availability": f"{HEAD}#received,#expected\n"
    "A,0-20000-0-50001,pressure,2025-03-01,DWD,20,24\n"
    "A,0-20000-0-50001,pressure,2025-03-31,DWD,24,24\n"
    "B,0-20000-0-50002,pressure,2025-03-02,DWD,12,24\n"
    "B,0-20000-0-50002,temperature,2025-03-02,ECMWF,24,24\n"
    "C,0-20000-0-50003,pressure,2025-03-02,DWD,0,0\n"
    "A,0-20000-0-50001,pressure,2025-03,DWD,700,744\n"
    "A,0-20000-0-50001,pressure,2025-04-01,DWD,1,24\n",
    "timeliness": f"{HEAD}timeliness (sec)\n"
    "A,0-20000-0-50001,pressure,2025-03-01,DWD,7200\n"
    "B,0-20000-0-50002,pressure,2025-03-01,DWD,7200.5\n"
    "B,0-20000-0-50002,pressure,2025-03-02,DWD,\n",
}
FLAGS = ("0", "1", "3", "9", "009", "7", "8", None, "2")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("rates")
    with loaded(folder, written(folder, TABLES | MONITORED)) as opened:
        values(opened.home)
        yield opened


def values(home: Path) -> None:
    """Of 50001 an hour in March missing, of 50002 half of April, of 50004 a few with no interval.

    The first hour of March at +08:00 is 16 UTC of the day before. Of 50003 there are flags.
    """
    march, april = (datetime(2025, m, n, 16, tzinfo=UTC) for m, n in ((2, 28), (3, 31)))
    rows = [("50001", "PRS", march + timedelta(hours=n), 900.0, "0") for n in range(743)]
    rows += [("50002", "PRS", april + timedelta(hours=n), 900.0, None) for n in range(360)]
    rows += [("50004", "PRS", march + timedelta(hours=n), 900.0, None) for n in range(5)]
    rows += [
        ("50003", "TEM", march + timedelta(hours=n), None if flag in ("7", "8") else 1.0, flag)
        for n, flag in enumerate(FLAGS)
    ]
    station, variable, time, value, flag = map(list, zip(*rows, strict=True))
    with write_lake(home, "surface", "a" * 64, "test@1") as writer:
        writer.write({"station": station, "variable": variable, "time": time, "value": value,
                      "flag": flag})  # fmt: skip


def rows(workspace: Workspace, as_of: str = "2025-04-10", **params: str) -> list[RateRow]:
    found = run(workspace, "rates", params, as_of=as_of).rows
    return [row for row in found if isinstance(row, RateRow)]


def figures(found: list[RateRow]) -> dict[tuple[str, str], tuple[object, ...]]:
    """By group and source numerator, denominator, rate, state and reason."""
    return {
        (row.group_name, row.counted_from): (
            row.numerator, row.denominator, row.value, row.state, row.reason
        )
        for row in found
    }  # fmt: skip


def test_availability_of_each_source_by_itself(workspace: Workspace) -> None:
    found = figures(rows(workspace, rate="availability", **MARCH))

    daily, monthly, other = "WDQMS/DWD/daily", "WDQMS/DWD/monthly", "WDQMS/ECMWF/daily"
    assert found["甲旗局", daily] == (44, 48, 91.67, "no_target", "")
    assert found["甲局", daily] == (56, 72, 77.78, "missed", "")
    assert found["省局", daily] == (56, 72, 77.78, "missed", "")
    assert found["省局", monthly] == (700, 744, 94.09, "met", "")
    assert found["甲局", other] == (24, 24, 100.0, "met", "")
    assert found["乙局", daily] == (None, None, None, "no_value", "nothing_expected")
    assert found["丙局", daily] == (None, None, None, "no_value", "no_values")


def test_availability_in_the_lake_by_the_interval_that_is_stated(workspace: Workspace) -> None:
    """March has 744 hours; the interval of the backup and one in words count for nothing."""
    found = figures(rows(workspace, rate="availability", **MARCH))

    assert found["甲旗局", "lake/surface"] == (743, 744, 99.87, "no_target", "")
    assert found["丙局", "lake/surface"] == (None, None, None, "no_value", "interval_not_stated")
    assert found["乙局", "lake/surface"][4] == "interval_not_stated"


def test_a_station_counts_for_whoever_operates_it_then(workspace: Workspace) -> None:
    april = {"from": "2025-04-01", "to": "2025-04-30"}
    found = figures(rows(workspace, "2025-05-02", rate="availability", **april))

    assert found["乙局", "lake/surface"] == (360, 720, 50.0, "no_target", "")
    assert found["甲局", "lake/surface"][4] == "no_values"


def test_series_of_which_nothing_came(home) -> None:
    """It points to the dataset and states its interval, so that nothing is 0 of what is due."""
    home.says(
        Claim("Series", "series:S|PRS", None, {"variable": "PRS", "pointer": "lake/surface"}),
        Claim("Deployment", "deployment:D", None, {"variable": "PRS"}),
        Claim("AT_STATION", "deployment:D", "station:S"),
        Claim("HAS_STATE", "deployment:D", "state:D|reporting_interval|x|东"),
        Claim(
            "State", "state:D|reporting_interval|x|东", None,
            {"element": "deployment:D", "property": "reporting_interval", "value": "P1D"},
        ),
        Claim("OPERATED_BY", "station:S", "unit:U"),
    )  # fmt: skip
    with write_lake(home.workspace.home, "surface", "a" * 64, "test@1") as writer:
        writer.write({"station": ["T"], "variable": ["PRS"],
                      "time": [datetime(2025, 3, 3, tzinfo=UTC)], "value": [1.0]})  # fmt: skip
    found = home.ask("rates", as_of="2025-04-02", rate="availability", unit="unit:U").rows

    assert [(r.period, r.numerator, r.denominator, r.value) for r in found] == [
        ("2025-03", 0, 31, 0.0)
    ]


def test_correctness_counts_what_was_checked(workspace: Workspace) -> None:
    """Of 50003: 0, 3 and 009 (by the province) good, 1 and 2 bad; 9 and no code not checked."""
    found = rows(workspace, rate="correctness", **MARCH)

    by = figures(found)
    assert by["乙局", "lake/surface"] == (3, 5, 60.0, "no_target", "")
    assert by["丙局", "lake/surface"] == (None, None, None, "no_value", "not_checked")
    assert by["甲旗局", "lake/surface"] == (743, 743, 100.0, "no_target", "")
    assert {r.group_name: r.unknown for r in found}["乙局"] == 2


def test_timeliness_is_a_share_of_results(workspace: Workspace) -> None:
    every = {r.group_name: r for r in rows(workspace, rate="timeliness", **MARCH)}
    pressure = {
        r.group_name: r
        for r in rows(workspace, rate="timeliness", variable="WDQMS/pressure", **MARCH)
    }

    assert (every["省局"].numerator, every["省局"].denominator) == (1, 2)
    assert (every["省局"].value, every["省局"].unknown, every["省局"].target) == (50.0, 1, None)
    assert pressure["省局"].state == "no_target"  # that code is none of the requirement's
    assert "不是逐份统计" in every["省局"].detail_zh
    asked = {"rate": "timeliness", "variable": "PRS", "unit": "省局", **MARCH}
    assert [(r.target, r.reason) for r in rows(workspace, **asked)] == [(40, "no_arrival_times")]


def test_calibration_at_the_time_asked_about(workspace: Workspace) -> None:
    """Of six in use one is valid; without a record or a validity it is not known."""
    found = rows(workspace, rate="calibration")
    by = {r.group_name: r for r in found}

    assert (by["省局"].numerator, by["省局"].denominator, by["省局"].unknown) == (1, 6, 3)
    assert (by["省局"].value, by["省局"].state, by["省局"].period) == (
        16.67,
        "missed",
        "2025-04-10",
    )
    assert (by["乙局"].numerator, by["乙局"].denominator, by["乙局"].value) == (0, 3, 0.0)
    assert (by["丙局"].value, by["丙局"].reason) == (None, "no_calibrations")
    assert (by[""].value, by[""].reason) == (None, "no_instruments")
    earlier = {r.group_name: r for r in rows(workspace, "2024-01-01", rate="calibration")}
    assert (earlier["甲局"].numerator, earlier["甲局"].denominator) == (1, 3)


@pytest.mark.parametrize("given", [MARCH, {"to": "2025-03-31"}, {"length": "year"}])
@pytest.mark.parametrize("rate", [{"rate": "calibration"}, {}])
def test_days_that_calibration_does_not_take_are_told(
    workspace: Workspace, given: dict[str, str], rate: dict[str, str]
) -> None:
    asked = run(workspace, "rates", {**rate, **given}, as_of="2025-06-01")
    plain = run(workspace, "rates", rate, as_of="2025-06-01")

    assert asked.notices == (AT_ONCE,)
    assert plain.notices == run(workspace, "rates", {"rate": "correctness", **given}).notices == ()
    assert [r for r in asked.rows if r.rate == "calibration"] == [
        r for r in plain.rows if r.rate == "calibration"
    ]
    assert spoken(AT_ONCE, "zh").isascii() is False
    assert spoken(AT_ONCE, "en").isascii()


def test_by_level_and_by_class(workspace: Workspace) -> None:
    level = {r.group: r for r in rows(workspace, rate="correctness", by="level", **MARCH)}
    classes = {r.group: r for r in rows(workspace, rate="correctness", by="class", **MARCH)}

    assert {name: (r.numerator, r.stations) for name, r in level.items()} == {
        "": (None, 1), "banner": (743, 1), "league": (3, 3),
    }  # fmt: skip
    assert {name: (r.numerator, r.stations) for name, r in classes.items()} == {
        "": (None, 1), "一般站": (3, 2), "基本站": (743, 2),
    }  # fmt: skip


def test_without_days_the_last_period_that_is_over(workspace: Workspace) -> None:
    assert {r.period for r in rows(workspace, rate="correctness")} == {"2025-03"}
    assert {r.period for r in rows(workspace, "2025-04-01", rate="correctness")} == {"2025-03"}
    before = rows(workspace, "2025-03-31", rate="correctness")
    assert {(r.period, r.reason) for r in before} == {("2025-02", "no_lake")}
    assert rows(workspace, rate="correctness", **{"from": "2025-04-01"}) == []


def test_the_ends_of_time(workspace: Workspace) -> None:
    assert {r.rate for r in rows(workspace, "0001-01-01")} == {"calibration"}
    assert {r.reason for r in rows(workspace, "9999-12-30", rate="correctness")} == {"no_lake"}


@pytest.mark.parametrize(
    "given",
    [
        {"rate": "到报"},
        {"by": "station"},
        {"length": "week"},
        {"from": "2025-13-01"},
        {"from": "2025-03-02", "to": "2025-03-01"},
        {"from": "1900-01-01", "to": "2025-01-01"},
    ],
)
def test_bad_input(workspace: Workspace, given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        rows(workspace, **given)
