"""The shortest way: hubs, time, ties, and what cannot be found."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

import queries.path as path_question
from graph import Claim, InvalidValueError, UnknownElementError
from ontology import valid_time

Chain = Callable[..., dict[str, Claim]]


def way(result: object) -> list[str]:
    return [r.element for r in result.rows if r.part != "none"]


def test_an_issue_leads_to_the_standard_it_rests_on(home, chain: Chain) -> None:
    home.says(*chain().values())

    found = home.ask("path", ever="yes", **{"from": "issue:P1", "to": "measurement_standard:M1"})

    assert way(found) == [
        "issue:P1", "series:53463|气温", "station:53463", "deployment:D1", "instrument:I1",
        "calibration:C1", "measurement_standard:M1",
    ]  # fmt: skip
    assert [(r.type, r.direction) for r in found.rows[1:4]] == [
        ("ABOUT", "out"),
        ("OBSERVED_AT", "out"),
        ("AT_STATION", "in"),
    ]
    assert all(r.claims for r in found.rows)
    assert found.summary[0].startswith("6 步：P1 →ABOUT→ ")


def test_only_links_in_force_count(home) -> None:
    home.says(
        Claim(
            "PART_OF", "unit:甲", "unit:乙", {}, valid_time("2010-01-01"), valid_time("2015-01-01")
        )
    )
    ends = {"from": "unit:甲", "to": "unit:乙"}

    assert way(home.ask("path", as_of="2012-01-01", **ends)) == ["unit:甲", "unit:乙"]
    later = home.ask("path", as_of="2016-01-01", **ends)
    assert [r.part for r in later.rows] == ["start", "none"]
    assert "ever=yes" in later.summary[0]
    assert way(home.ask("path", as_of="1900-01-01", ever="yes", **ends)) == ["unit:甲", "unit:乙"]


def test_a_hub_is_no_way_through_and_is_named(home) -> None:
    """Two stations of one large unit are nothing to each other; as an end the unit may be large."""
    home.says(*(Claim("OPERATED_BY", f"station:{i}", "unit:大局") for i in range(12)))
    ends = {"from": "station:1", "to": "station:2"}

    assert way(home.ask("path", **ends)) == ["station:1", "unit:大局", "station:2"]
    found = home.ask("path", hub="10", **ends)
    assert [r.part for r in found.rows] == ["start", "none"]
    assert "unit:大局（12）" in found.rows[0].detail_zh
    assert way(home.ask("path", hub="10", **{**ends, "to": "unit:大局"})) == [
        "station:1",
        "unit:大局",
    ]


def test_of_equal_ways_the_first_by_id(home) -> None:
    home.says(
        *(Claim("PART_OF", "unit:甲", f"unit:{m}") for m in "己丁丙"),
        *(Claim("PART_OF", f"unit:{m}", "unit:末") for m in "己丁丙"),
    )

    assert way(home.ask("path", **{"from": "unit:甲", "to": "unit:末"}))[1] == "unit:丁"
    assert way(home.ask("path", **{"from": "unit:末", "to": "unit:甲"}))[1] == "unit:丁"


def test_a_unit_that_is_its_own_superior_and_one_end_twice(home) -> None:
    home.says(Claim("PART_OF", "unit:甲", "unit:甲"), Claim("PART_OF", "unit:甲", "unit:乙"))

    assert way(home.ask("path", **{"from": "unit:甲", "to": "unit:甲"})) == ["unit:甲"]
    assert way(home.ask("path", **{"from": "unit:乙", "to": "unit:甲"})) == ["unit:乙", "unit:甲"]


def test_it_stops_at_its_bounds_and_says_so(home, monkeypatch: pytest.MonkeyPatch) -> None:
    line = [f"unit:{i:02d}" for i in range(12)]
    home.says(*(Claim("PART_OF", a, b) for a, b in pairwise(line)))

    assert len(way(home.ask("path", **{"from": line[0], "to": line[8]}))) == 9
    far = home.ask("path", **{"from": line[0], "to": line[9]})
    assert (far.rows[-1].part, far.truncated) == ("none", 0)
    assert "8 步之内没有路径" in far.summary[0]
    monkeypatch.setattr(path_question, "VISITED", 4)
    cut = home.ask("path", **{"from": line[0], "to": line[8]})
    assert (cut.rows[-1].part, cut.truncated) == ("none", 1)
    assert "看过 4 个对象后停止" in cut.summary[0]


def test_bad_input(home, chain: Chain) -> None:
    home.says(*chain().values())

    with pytest.raises(UnknownElementError, match="station:53463"):
        home.ask("path", **{"from": "station:53464", "to": "unit:计量检定所"})
    with pytest.raises(UnknownElementError):
        home.ask("path", **{"from": "station:53463", "to": "nonsense"})
    with pytest.raises(InvalidValueError, match="hub"):
        home.ask("path", hub="many", **{"from": "station:53463", "to": "instrument:I1"})
    with pytest.raises(InvalidValueError, match="to"):
        home.ask("path", **{"from": "station:53463"})
