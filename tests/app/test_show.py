"""`show`: everything about one element, and exactly how much is not shown."""

from __future__ import annotations

import pytest

from queries.neighbourhood import SHOWN


def test_all_parts_of_a_station(run, read, home) -> None:
    rows = read("show", "50425", "--home", home)["rows"]

    assert {r["part"] for r in rows} == {"property", "state", "out", "in"}
    by_type = {(r["part"], r["type"]): r for r in rows}
    assert by_type["property", "name"]["value"] == "额尔古纳市"
    assert ("out", "OPERATED_BY") in by_type
    assert ("in", "AT_STATION") in by_type
    assert ("out", "HAS_STATE") not in by_type
    text = run("show", "50425", "--home", home).stdout
    for word in ("属性", "历次状态", "出边", "入边", "证据", "real-stations:"):
        assert word in text


def test_what_is_not_shown_of_a_hub_is_counted(run, read, home) -> None:
    unit = "unit:内蒙古自治区大气探测技术保障中心"
    rows = [r for r in read("show", unit, "--home", home)["rows"] if r["type"] == "PERFORMED_BY"]

    listed = read("ask", "show", f"element={unit}", "--home", home)["executed"]

    assert len(rows) == SHOWN
    assert [r["hidden"] for r in rows[:-1]] == [0] * (SHOWN - 1)
    assert rows[-1]["hidden"] > 0
    assert any(e["parameters"].get("limit") == SHOWN for e in listed)
    assert f"({SHOWN + rows[-1]['hidden']:,})" in run("show", unit, "--home", home).stdout


def test_states_stand_in_order_of_time(read, home) -> None:
    rows = [r for r in read("show", "50425", "--home", home)["rows"] if r["part"] == "state"]

    keys = [(r["type"], r["valid_from"]) for r in rows]
    assert keys == sorted(keys)
    assert all(r["claims"] for r in rows)


def test_properties_no_table_knows_are_shown(run, read, table, tmp_path) -> None:
    home = tmp_path / "home"
    run("load", table("stations", "station_id,name_zh,colour\n1,甲,red\n"), "--home", home)

    assert "red" in {r["value"] for r in read("show", "1", "--home", home)["rows"]}


def test_as_known_before_there_is_nothing(refusal, home) -> None:
    error = refusal("show", "station:50425", "--home", home, "--known-at", "2000-01-01")

    assert error["type"] == "UnknownElementError"


def test_as_known_now_is_the_same(read, home) -> None:
    now = read("show", "50425", "--home", home)
    known = read("show", "50425", "--home", home, "--known-at", "2999-01-01")

    assert known["rows"] == now["rows"]


@pytest.mark.parametrize("asked", ["station:5042", "nothing:1", "5042"])
def test_an_unknown_element_is_refused(refusal, home, asked) -> None:
    error = refusal("show", asked, "--home", home)

    assert error["type"] == "UnknownElementError"
    if asked != "nothing:1":
        assert "station:50425" in error["nearest"]


def test_a_synthetic_node_says_so(run, home) -> None:
    text = run("show", "instrument:SYN-INS-50425-PRS-2", "--home", home, "--en").stdout

    assert "SYNTHETIC" in text
    assert "edges in" in text
