"""The real facts of the sample, against the material they were taken from."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from loaders.sample import facts

PLAN = "seeds/000_6c477f918b8ad0b1.txt"
LIST = "data/cma_station_tidymet/inner_mongolia_stations_2016.csv"
CODES = "data/cn_admin_cpca/inner_mongolia_adcodes.csv"
REGISTRY = "data/noaa_isd_history/isd_history_inner_mongolia.csv"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compact(text: str) -> str:
    """The text of the plan without white space, which its tables are full of."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def plan(shared: Path) -> str:
    return compact((shared / PLAN).read_text("utf-8"))


def test_stations_are_those_of_the_list_in_its_order(shared: Path) -> None:
    expected = []
    for row in table(shared / LIST):
        latitude, longitude = (
            f"{int(text[:-2]) + int(text[-2:]) / 60:.4f}"
            for text in (row["lat_ddmm"], row["lon_dddmm"])
        )
        expected.append(
            (row["station_id"], row["name"], row["station_class"], latitude, longitude,
             row["elev_m"], row["barometer_elev_m"])
        )  # fmt: skip

    found = [
        (s.station_id, s.name_zh, s.class_, s.latitude, s.longitude, s.elevation_m,
         s.barometer_elevation_m)
        for s in facts.real_stations()
    ]  # fmt: skip
    assert found == expected
    assert len(found) == 119


def test_degrees_and_minutes_became_degrees() -> None:
    first = facts.real_stations()[0]

    assert (first.station_id, first.latitude, first.longitude) == ("50425", "50.2500", "120.1833")


def test_areas_are_codes_of_six_digits(shared: Path) -> None:
    expected = {
        row["adcode"][:6]: row["name"] for row in table(shared / CODES) if row["name"] != "市辖区"
    }

    assert {a.admin_code: a.name_zh for a in facts.areas().values()} == expected
    assert Counter(a.level for a in facts.areas().values())["league"] == 12


def test_a_station_is_near_the_area_it_is_said_to_be_in(shared: Path) -> None:
    centres = {row["adcode"][:6]: row for row in table(shared / CODES)}

    for station in facts.real_stations():
        if not station.admin_code:
            continue
        centre = centres[station.admin_code]
        north = float(centre["latitude"]) - float(station.latitude)
        east = (float(centre["longitude"]) - float(station.longitude)) * 0.75
        assert (north**2 + east**2) ** 0.5 < 0.25, station.name_zh
        # Shortened or not, the first characters are the area's.
        assert station.name_zh[0] == centre["name"][0]


@pytest.mark.parametrize("name", ["图里河", "呼和浩特郊区站", "河南"])
def test_a_name_that_is_no_area_has_no_code(name: str) -> None:
    (station,) = (s for s in facts.real_stations() if s.name_zh == name)

    assert station.admin_code == ""


def test_wigos_ids_are_inferred_from_a_registry_of_wmo_numbers(shared: Path) -> None:
    listed = {row["USAF"][:5] for row in table(shared / REGISTRY) if row["USAF"].endswith("0")}

    for station in facts.real_stations():
        expected = f"0-20000-0-{station.station_id}" if station.station_id in listed else ""
        assert station.wigos_id == expected


def test_stated_units_are_named_in_the_plan_and_inferred_ones_are_not(plan: str) -> None:
    for unit in facts.units():
        assert (unit.name_zh in plan) == (unit.certainty == facts.STATED), unit.name_zh
        assert unit.unit_id == unit.name_zh
    assert Counter(u.level for u in facts.units()) == {"national": 4, "region": 10, "league": 12}


def test_links_are_inferred_and_about_known_units() -> None:
    known = {u.unit_id for u in facts.units()}

    for link in facts.unit_links():
        assert link.certainty == facts.INFERRED
        assert {link.unit_id, link.part_of} <= known
        assert link.admin_code in {"", *facts.areas()}


def test_processes_are_the_38_of_the_plan_and_8_national_ones(plan: str) -> None:
    found = list(facts.processes())
    region = [p for p in found if p.level == "region"]
    parents = {p.parent for p in region}
    leaves = [p for p in region if (p.code or p.name_zh) not in parents]

    assert Counter(p.level for p in found) == {"region": 38, "national": 8}
    assert len(leaves) == 30
    assert sum(1 for p in leaves if not p.code) == 15
    for process in found:
        assert process.name_zh in plan
        if "-" in process.code or process.code.startswith("Z0"):
            assert f"{process.code}{process.name_zh}" in plan


def test_leads_and_related_units_are_those_printed_beside_the_process(plan: str) -> None:
    """Every coded leaf stands in a table row followed by its leads and then its related units."""
    for process in facts.processes():
        if not process.led_by or not process.code:
            continue
        row = plan[plan.index(f"{process.code}{process.name_zh}") :]
        row = row[len(process.code) :]
        row = re.split(r"[YZ]0\d|（二）|（三）", row)[0]
        row = row.removeprefix(process.name_zh)
        leads = "、".join(process.led_by.split(";"))
        assert row.startswith(leads), process.code
        related = row.removeprefix(leads)
        for unit in process.related_units.split(";"):
            printed = unit.removeprefix("各旗县").removeprefix("各盟市")
            assert printed in related, (process.code, unit)
        assert ("盟市" in related) == ("各盟市气象局" in process.related_units)
        assert ("天气雷达站" in related) == ("天气雷达站" in process.related_units)
        assert ("信息中心" in related) == ("信息中心" in process.related_units)


def test_uncoded_processes_have_the_lead_printed_after_them(plan: str) -> None:
    table_3 = plan[plan.index("表3.") : plan.index("（四）体系文件框架")]

    for process in facts.processes():
        if process.level != "region" or process.code:
            continue
        row = table_3[table_3.index(process.name_zh) + len(process.name_zh) :]
        leads = process.led_by.split(";")
        assert row.startswith(leads[0]), process.name_zh
        assert len(leads) == len(re.split("、", re.split(r"(?<=[处心])(?=[^、])", row)[0]))


def test_interfaces_join_a_national_and_a_regional_process(plan: str) -> None:
    found = list(facts.interfaces())
    known = {(p.code or p.name_zh, p.level): p.name_zh for p in facts.processes()}
    table_4 = plan[plan.index("表4.观测业务") :]

    assert len({i.interface_id for i in found}) == 8
    for interface in found:
        upper = known[interface.upper_process, "national"]
        lower = known[interface.lower_process, "region"]
        assert f"{upper}{lower}" in table_4
        for unit in (*interface.upper_unit.split(";"), *interface.lower_unit.split(";")):
            assert unit in table_4
        assert interface.direction in {"up", "down"}
        assert interface.state == "stated"
    assert len({(i.interface_id, i.direction) for i in found}) == len(found) == 12


def test_where_a_reply_is_expected_the_plan_prints_it() -> None:
    rows = list(facts.interfaces())
    answered = {i.interface_id for i in rows if i.direction == "down"}

    assert {i.interface_id for i in rows if i.reply_expected} == {"T4-1", "T4-3", "T4-6"}
    assert {i.interface_id for i in rows if i.reply_expected} <= answered
