"""Conflicts, orphans, who is responsible, and history: one small case for each rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim
from ontology import valid_time
from queries.neighbourhood import SHOWN

day = valid_time
Chain = Callable[..., dict[str, Claim]]


def at(deployment: str, begin: str, end: str, certainty: str = "stated") -> list[Claim]:
    """A primary deployment for 气温 at one station, with the one instrument."""
    during = (day(begin), day(end))
    node = f"deployment:{deployment}"
    return [
        Claim("Deployment", node, None, {"variable": "气温", "role": "primary"}),
        Claim("AT_STATION", node, "station:1", {}, *during, certainty),
        Claim("USES", node, "instrument:I1", {}, *during, certainty),
    ]


def found(home, **params: str) -> list[tuple[str, str, str, str, str]]:
    rows = home.ask("conflicts", **params).rows
    return [(r.kind, r.first, r.second, r.valid_from, r.valid_to) for r in rows]


# conflicts


def test_deployments_that_meet_are_found_once_with_the_time_they_share(home) -> None:
    home.says(*at("D1", "2010-01-01", "2015-01-01"), *at("D2", "2014-01-01", "2018-01-01"))
    pair = ("deployment:D1", "deployment:D2", day("2014-01-01"), day("2015-01-01"))

    assert found(home) == [("overlap", *pair), ("doubled", *pair)]
    assert found(home, station="station:1") == found(home)


def test_deployments_that_follow_each_other_do_not_meet(home) -> None:
    home.says(*at("D1", "2010-01-01", "2015-01-01"), *at("D2", "2015-01-01", "2018-01-01"))

    assert found(home) == []


def test_two_stays_of_each_that_cross_are_two_findings(home) -> None:
    """D1 early meets D2 late and D1 late meets D2 early: neither hides the other."""
    home.says(
        Claim("USES", "deployment:D1", "instrument:I1", {}, day("2010-01-01"), day("2013-01-01")),
        Claim("USES", "deployment:D1", "instrument:I1", {}, day("2011-01-01"), day("2018-01-01")),
        Claim("USES", "deployment:D2", "instrument:I1", {}, day("2010-01-01"), day("2012-01-01")),
        Claim("USES", "deployment:D2", "instrument:I1", {}, day("2011-01-01"), day("2014-01-01")),
    )

    assert len(found(home)) == 4


def test_a_finding_is_as_certain_as_the_less_certain_of_the_two(home) -> None:
    home.says(
        *at("D1", "2010-01-01", "2015-01-01"),
        *at("D2", "2014-01-01", "2018-01-01", "synthetic"),
    )

    assert {r.certainty for r in home.ask("conflicts").rows} == {"synthetic"}
    assert {r.certainty for r in home.ask("conflicts", station="1").rows} == {"synthetic"}


def test_an_overlap_with_another_station_is_shown_at_both(home) -> None:
    other = at("D2", "2014-01-01", "2018-01-01")
    other[1] = Claim("AT_STATION", "deployment:D2", "station:2", {}, *(
        day("2014-01-01"), day("2018-01-01")))  # fmt: skip
    home.says(*at("D1", "2010-01-01", "2015-01-01"), *other)

    one, two = found(home, station="station:1"), found(home, station="station:2")

    assert [kind for kind, *_ in one] == ["overlap"]
    assert one == two


def test_a_former_position_is_named_with_its_line(home) -> None:
    home.says(
        Claim("Location", "location:1|沿革|a", None, {"latitude": "41", "longitude": "110"},
              day("1960-01-01"), day("1993-01-01")),
        Claim("LOCATED_AT", "station:1", "location:1|沿革|a", {}, day("1960-01-01"),
              day("1993-01-01")),
        Claim("Location", "location:1|沿革|b", None, {"latitude": "40", "longitude": "110"},
              day("1993-01-01")),
        Claim("LOCATED_AT", "station:1", "location:1|沿革|b", {}, day("1993-01-01")),
        source="沿革", family="station_history",
    )  # fmt: skip
    home.says(
        Claim("Location", "location:1|电报|x", None, {"latitude": "41", "longitude": "110"}),
        Claim("LOCATED_AT", "station:1", "location:1|电报|x"),
        source="电报", family="observation",
    )  # fmt: skip

    move, row = sorted(home.ask("conflicts").rows, key=lambda r: r.kind)

    assert (move.kind, move.explanation) == ("jump", "too far for one move")
    assert (row.explanation, row.explained_by) == ("former position", "location:1|沿革|a")
    assert (row.left_on, row.former_line, row.distance_km) == ("1993-01-01", 1, 111.2)


# orphans


def test_a_stub_names_who_refers_to_it_at_the_time(home) -> None:
    home.says(
        Claim("OPERATED_BY", "station:1", "unit:甲", {}, day("2010-01-01"), day("2015-01-01")),
        Claim("Station", "station:1", None, {"name": "一"}),
    )

    (row,) = home.ask("orphans", as_of="2012-01-01").rows

    assert (row.element, row.trouble, row.references) == ("unit:甲", "stub", 1)
    assert (row.by, row.via) == ("station:1", "OPERATED_BY")
    assert home.ask("orphans", as_of="2016-01-01").rows == ()


def test_a_node_that_nothing_is_joined_to(home) -> None:
    home.says(Claim("Unit", "unit:甲", None, {"name": "甲"}))

    (row,) = home.ask("orphans").rows

    assert (row.element, row.trouble) == ("unit:甲", "unconnected")
    assert home.ask("orphans", kind="Station").rows == ()
    assert home.ask("orphans", kind="Unit").rows == (row,)


# responsible


def roles(home, element: str, as_of: str = "2018-06-03") -> list[tuple[str, int, str]]:
    rows = home.ask("responsible", element=element, as_of=as_of).rows
    return [(r.role, r.escalation, r.unit.partition(":")[2]) for r in rows]


OPERATOR = [("OPERATED_BY", 0, "呼和浩特市气象局"), ("PART_OF", 1, "内蒙古自治区气象局")]


@pytest.mark.parametrize("element", ["station:53463", "issue:P1", "instrument:I1", "deployment:D1"])
def test_whoever_runs_the_station_answers_for_what_is_there(
    home, chain: Chain, element: str
) -> None:
    home.says(*chain().values())

    assert roles(home, element) == OPERATOR
    assert roles(home, element, "2009-01-01") == []


def test_an_issue_about_a_deployment_has_its_station_too(home, chain: Chain) -> None:
    home.says(*chain(about=Claim("ABOUT", "issue:P1", "deployment:D1")).values())

    assert roles(home, "issue:P1") == OPERATOR


def test_an_incident_has_whom_it_is_assigned_to_and_its_station(home, chain: Chain) -> None:
    incident = "incident:E1"
    home.says(
        *chain().values(),
        Claim("RAISED_FROM", incident, "issue:P1"),
        Claim("ASSIGNED_TO", incident, "unit:监控室"),
    )

    assert roles(home, incident)[:2] == [("ASSIGNED_TO", 0, "监控室"), OPERATOR[0]]


def test_a_unit_has_those_above_it_and_a_level(home, chain: Chain) -> None:
    state, during = (
        "state:unit%3A内蒙古自治区气象局|level|2010|东",
        (day("2010-01-01"), day("2019-01-01")),
    )
    said = {"property": "level", "value": "region"}
    level = [
        Claim("HAS_STATE", "unit:内蒙古自治区气象局", state, {}, *during),
        Claim("State", state, None, said, *during),
    ]
    home.says(*chain().values(), *level)

    (row,) = home.ask("responsible", element="unit:呼和浩特市气象局", as_of="2018-06-03").rows

    assert (row.role, row.escalation, row.level) == ("PART_OF", 1, "region")
    (later,) = home.ask("responsible", element="unit:呼和浩特市气象局", as_of="2019-01-01").rows
    assert later.level == ""


# show


def test_show_gives_the_latest_edges_of_a_hub_and_counts_the_others(home) -> None:
    days = [day(f"{1970 + number}-01-01") for number in range(SHOWN + 3)]
    home.says(
        *(Claim("OPERATED_BY", f"station:{n:02}", "unit:甲", {}, d) for n, d in enumerate(days)),
        Claim("PART_OF", "unit:甲", "unit:乙"),
    )

    rows = home.ask("show", element="unit:甲").rows

    operated = [r for r in rows if r.type == "OPERATED_BY"]
    assert [r.other for r in operated] == [f"station:{n:02}" for n in range(SHOWN + 2, 2, -1)]
    assert [r.hidden for r in operated] == [0] * (SHOWN - 1) + [3]
    assert [(r.part, r.other, r.hidden) for r in rows if r.type == "PART_OF"] == [
        ("out", "unit:乙", 0)
    ]


def test_show_gives_every_digit_of_a_number(home) -> None:
    said = {"latitude": "40.8167", "longitude": "111.68333", "elevation_m": "1063.0"}
    home.says(Claim("Location", "location:1|东|a", None, said))

    shown = {r.type: r.value for r in home.ask("show", element="location:1|东|a").rows}

    assert (shown["latitude"], shown["longitude"]) == ("40.8167", "111.68333")
    assert shown["elevation_m"] == "1063"


def test_show_says_whose_state_a_state_is(home) -> None:
    state = "state:station%3A1|status|2010|东"
    home.says(
        Claim("State", state, None, {"property": "status", "value": "open"}),
        Claim("HAS_STATE", "station:1", state),
    )

    assert [(r.part, r.type, r.value) for r in home.ask("show", element="station:1").rows] == [
        ("property", "stub", "true"),
        ("state", "status", "open"),
    ]
    assert ("in", "HAS_STATE", "station:1") in {
        (r.part, r.type, r.other) for r in home.ask("show", element=state).rows
    }


def test_orphans_are_told_in_a_sentence(home) -> None:
    assert home.ask("orphans").summary == (
        "没有只被引用的对象，也没有不相连的",
        "nothing is only referred to, nothing is joined to nothing",
    )
    home.says(
        Claim("OPERATED_BY", "station:1", "unit:甲"),
        Claim("Station", "station:2", None, {"name": "站"}),
    )

    assert home.ask("orphans").summary == (
        "2 种 3 个对象：只被引用 2，没有联系 1",
        "3 of 2 kinds: 2 only referred to, 1 joined to nothing",
    )
    assert home.ask("orphans", kind="Unit").summary[1] == (
        "1 of 1 kind: 1 only referred to, 0 joined to nothing"
    )


# history


def test_history_has_states_once_and_what_was_retracted(home) -> None:
    state = "state:station%3A1|status|2010|东"
    node = Claim("State", state, None, {"property": "status", "value": "open"}, day("2010-01-01"))
    first = Claim("HAS_STATE", "station:1", state, {}, day("2010-01-01"))
    ended = Claim("HAS_STATE", "station:1", state, {}, day("2010-01-01"), day("2018-01-01"))
    home.says(node, first)
    home.says(node, ended)

    told = home.ask("history", element="station:1", as_of="2019-01-01")
    rows = told.rows

    assert told.summary == (
        "1 个来源的 3 条断言：有效 2（其中此时生效 1），已撤回 1",
        "3 claims of 1 source: 2 stand (1 in force at that time), 1 retracted",
    )
    assert [(r.kind, r.state, r.in_force) for r in rows] == [
        ("State", "live", True),
        ("HAS_STATE", "retracted", True),
        ("HAS_STATE", "live", False),
    ]
    assert rows[1].reason == "absent"
    assert rows[1].retracted_at > rows[1].recorded_at
