"""What stations and instruments went through, as their timelines tell it."""

from __future__ import annotations

from collections.abc import Callable

from graph import Claim
from ontology import NODE_KINDS, make_id, valid_time

Chain = Callable[..., dict[str, Claim]]


def stage(state: str, day: str) -> list[Claim]:
    begin = valid_time(day)
    element = make_id(NODE_KINDS["EquipmentState"], "I1", state, begin)
    return [
        Claim("EquipmentState", element, None, {"state": state, "begin": begin}, begin),
        Claim("OF_INSTRUMENT", element, "instrument:I1", {}, begin),
        Claim("CARRIED_OUT_BY", element, "unit:计量检定所", {}, begin),
    ]


def test_the_timeline_of_an_instrument_tells_its_life(home, chain: Chain) -> None:
    home.says(*chain().values(), *stage("purchased", "2009-03-01"), *stage("retired", "2020-05-01"))

    found = [r for r in home.ask("timeline", element="instrument:I1").rows if "state" in r.other]

    assert [(r.when, r.change, r.type, r.name) for r in found] == [
        (
            valid_time("2009-03-01"),
            "begins",
            "OF_INSTRUMENT",
            "I1 · purchased · 2009-02-28T16:00:00Z",
        ),
        (
            valid_time("2020-05-01"),
            "begins",
            "OF_INSTRUMENT",
            "I1 · retired · 2020-04-30T16:00:00Z",
        ),
    ]


def test_the_timeline_of_a_station_tells_surveys_and_changes(home, chain: Chain) -> None:
    surveyed, effective = valid_time("2012-06-01"), valid_time("2013-01-01")
    survey = make_id(NODE_KINDS["EnvironmentSurvey"], "53463", surveyed, "135")
    home.says(
        *chain().values(),
        Claim("EnvironmentSurvey", survey, None, {"result": "楼房"}, surveyed),
        Claim("OF_STATION", survey, "station:53463", {}, surveyed),
        Claim("StationChange", "station_change:B1", None, {"approved": surveyed}, effective),
        Claim("OF_STATION", "station_change:B1", "station:53463", {}, effective),
    )

    alone = home.ask("timeline", element="station:53463")
    around = home.ask("timeline", element="station:53463", around="yes")

    found = [(r.when, r.other) for r in alone.rows if r.type == "OF_STATION"]
    assert found == [(surveyed, survey), (effective, "station_change:B1")]
    assert (surveyed, "at", "approved", "station_change:B1") in [
        (r.when, r.change, r.type, r.element) for r in around.rows
    ]


def test_a_survey_or_a_change_is_no_suspected_cause(home, chain: Chain) -> None:
    home.says(*chain().values())
    without = home.ask("causes", issues="issue:P1")
    day = valid_time("2018-05-01")
    survey = make_id(NODE_KINDS["EnvironmentSurvey"], "53463", day, "all")
    home.says(
        *chain().values(),
        Claim("EnvironmentSurvey", survey, None, {"result": "楼房"}, day),
        Claim("OF_STATION", survey, "station:53463", {}, day),
    )

    assert without.rows
    assert home.ask("causes", issues="issue:P1").rows == without.rows
