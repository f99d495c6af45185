"""What happened in order of time, and what differs between two times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

import queries.timeline as timeline_question
from graph import Claim, InvalidValueError, UnknownElementError
from ontology import OPEN_END, valid_time

Chain = Callable[..., dict[str, Claim]]
STATE = "state:station%3A1|class|2010|东"


def told(result) -> list[tuple[str, str, str, str]]:
    return [(r.when[:10], r.change, r.type, r.value or r.other) for r in result.rows]


@pytest.fixture
def moved(home):
    """A station whose class and operator changed in 2015."""
    first, second = valid_time("2010-01-01"), valid_time("2015-01-01")
    home.says(
        Claim("Station", "station:1", None, {"name": "甲"}),
        Claim("HAS_STATE", "station:1", STATE, {}, first, second),
        Claim("State", STATE, None, {"property": "class", "value": "一般站"}, first, second),
        Claim("OPERATED_BY", "station:1", "unit:旧局", {}, first, second),
        Claim("OPERATED_BY", "station:1", "unit:新局", {}, second, OPEN_END),
    )
    return home


def test_links_and_states_begin_and_end(moved) -> None:
    found = moved.ask("timeline", element="station:1", as_of="2012-01-01")

    assert told(found) == [
        ("2009-12-31", "begins", "OPERATED_BY", "unit:旧局"),
        ("2009-12-31", "begins", "class", "一般站"),
        ("2014-12-31", "begins", "OPERATED_BY", "unit:新局"),
        ("2014-12-31", "ends", "OPERATED_BY", "unit:旧局"),
        ("2014-12-31", "ends", "class", "一般站"),
    ]
    assert found.summary[0] == "5 件事，其中 3 件未到"
    assert all(r.claims for r in found.rows)


def test_around_an_instrument_its_calibrations_fall_due(home, chain: Chain) -> None:
    home.says(*chain().values())

    alone = home.ask("timeline", element="instrument:I1")
    around = home.ask("timeline", element="instrument:I1", around="yes")

    assert [r.type for r in alone.rows] == ["USES", "HAS_CALIBRATION"]
    assert ("2020-02-29", "at", "valid_until") in [
        (r.when[:10], r.change, r.type) for r in around.rows
    ]


def test_the_events_of_a_hub_that_are_not_shown_are_counted(
    home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_question, "LINKS", 3)
    begin = valid_time("2010-01-01")
    home.says(
        *(Claim("OPERATED_BY", f"station:{i}", "unit:大局", valid_from=begin) for i in range(8))
    )

    found = home.ask("timeline", element="unit:大局")

    assert (len(found.rows), found.truncated) == (3, 5)


def changes(result) -> list[tuple[str, str, str]]:
    return [(r.change, r.of_kind, r.says or r.other) for r in result.rows if r.part != "count"]


def test_what_was_true_on_two_dates(moved) -> None:
    dates = {"from": "2012-01-01", "to": "2016-01-01"}

    expected = [
        ("removed", "class", "一般站"),
        ("removed", "OPERATED_BY", "unit:旧局"),
        ("added", "OPERATED_BY", "unit:新局"),
    ]
    assert changes(moved.ask("diff", element="station:1", **dates)) == expected
    whole = moved.ask("diff", **dates)
    assert changes(whole) == expected
    assert [(r.change, r.of_kind, r.number) for r in whole.rows if r.part == "count"] == [
        ("removed", "HAS_STATE", 1),
        ("removed", "OPERATED_BY", 1),
        ("added", "OPERATED_BY", 1),
    ]
    assert whole.summary[0] == "多了 1 条，少了 2 条"
    back = moved.ask("diff", element="unit:旧局", **{"from": "2016-01-01", "to": "2012-01-01"})
    assert changes(back) == [("added", "OPERATED_BY", "unit:旧局")]


def test_around_a_deployment_on_two_dates(home, chain: Chain) -> None:
    """Its instrument was calibrated anew; that the station has a new operator is around it too."""
    first, second = valid_time("2017-01-01"), valid_time("2019-01-01")
    until = {"valid_from": valid_time("2010-01-01"), "valid_to": second}
    home.says(
        *chain(
            operated_by=Claim("OPERATED_BY", "station:53463", "unit:旧局", **until),
            next=Claim("OPERATED_BY", "station:53463", "unit:新局", {}, second, OPEN_END),
        ).values()
    )
    dates = {"from": first[:10], "to": "2019-06-01"}

    alone = home.ask("diff", element="deployment:D1", **dates)
    around = home.ask("diff", element="deployment:D1", around="yes", **dates)

    assert changes(alone) == []
    assert changes(around) == [
        ("removed", "OPERATED_BY", "unit:旧局"),
        ("added", "HAS_CALIBRATION", "calibration:C1"),
        ("added", "OPERATED_BY", "unit:新局"),
    ]
    assert all(r.claims for r in around.rows)
    known = home.ask("diff", element="deployment:D1", around="yes", known_at="2100-01-01", **dates)
    assert known.rows == around.rows


def test_around_a_station_as_it_was_known(home) -> None:
    placed = Claim("AT_STATION", "deployment:D", "station:1")
    home.says(placed, Claim("Deployment", "deployment:D", None, {"variable": "气温"}))
    between = datetime.now(UTC).isoformat()
    home.says(placed, Claim("Deployment", "deployment:D", None, {"variable": "气压"}))

    assert changes(home.ask("diff", element="station:1", known_from=between)) == []
    assert changes(home.ask("diff", element="station:1", known_from=between, around="yes")) == [
        ("removed", "Deployment", "variable=气温"),
        ("added", "Deployment", "variable=气压"),
    ]


def test_of_much_that_is_around_the_first_are_listed_and_the_others_counted(home) -> None:
    begin, end = valid_time("2010-01-01"), valid_time("2015-01-01")
    home.says(
        *(Claim("OPERATED_BY", f"station:{i}", "unit:大局") for i in range(30)),
        *(Claim("IN_AREA", f"station:{i}", "admin_area:150000", {}, begin, end) for i in range(30)),
    )

    found = home.ask("diff", element="unit:大局", around="yes", **{"from": "2014-01-01"})
    assert (len(found.rows), found.truncated) == (20, 10)
    told = home.ask("diff", element="unit:大局", around="yes", known_from="1990-01-01")
    assert (len(told.rows), told.truncated) == (20, 10)


def test_what_we_knew_at_two_times(home) -> None:
    def station(name: str, number: int = 1) -> Claim:
        return Claim("Station", f"station:{number}", None, {"name": name})

    home.says(station("甲"), station("乙", 2))
    between = datetime.now(UTC).isoformat()
    home.says(station("丙"), station("乙", 2))

    one = home.ask("diff", element="station:1", known_from=between)
    assert changes(one) == [("removed", "Station", "name=甲"), ("added", "Station", "name=丙")]
    assert changes(home.ask("diff", known_from=between)) == changes(one)
    assert changes(home.ask("diff", element="station:2", known_from=between)) == []
    assert all(r.claims[0] in one.claims for r in one.rows)
    first = home.ask("diff", known_from="1990-01-01", known_to=between)
    assert [r.number for r in first.rows if r.part == "count"] == [2]


def test_of_many_differences_the_first_are_listed_and_all_are_counted(home) -> None:
    home.says(
        *(Claim("IN_AREA", f"station:{i}", "admin_area:150000",
                valid_from=valid_time("2015-01-01")) for i in range(50))
    )  # fmt: skip

    for given in ({"from": "2014-01-01"}, {"known_from": "1990-01-01"}):
        found = home.ask("diff", **given)
        assert [r.number for r in found.rows if r.part == "count"] == [50]
        assert (len(found.rows), found.truncated) == (21, 30)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"from": "2010-01-01", "known_from": "2010-01-01"},
        {"from": "then"},
        {"known_from": "2020-01-01", "known_to": "2019-01-01"},
        {"from": "2010-01-01", "around": "yes"},
        {"from": "2010-01-01", "around": "perhaps"},
    ],
)
def test_bad_times(moved, given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        moved.ask("diff", **given)


@pytest.mark.parametrize("given", [{"from": "2010-01-01"}, {"known_from": "2010-01-01"}])
def test_an_unknown_element_names_the_nearest(moved, given: dict[str, str]) -> None:
    with pytest.raises(UnknownElementError, match="station:1"):
        moved.ask("diff", element="station:11", **given)
    with pytest.raises(UnknownElementError):
        moved.ask("timeline", element="station:11")
    with pytest.raises(UnknownElementError):
        moved.ask("timeline", element="nonsense")
