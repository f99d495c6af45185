"""Counting by dimension: months at +08:00, shares, what is not stated, and bad input."""

from __future__ import annotations

import pytest

from graph import Claim, InvalidValueError
from queries.pareto import DIMENSIONS


def issue(number: int, began: str, about: str | None = "series:1|气温", **said: str):
    element = f"issue:P{number}"
    claims = [Claim("Issue", element, None, {"began": began, **said}, began)]
    return [*claims, Claim("ABOUT", element, about, {}, began)] if about else claims


@pytest.fixture
def four(home):
    """Two issues either side of midnight of a civil month, one elsewhere, one about nothing."""
    home.says(
        *issue(1, "2018-05-31T15:59:59Z", test="缺测"),
        *issue(2, "2018-05-31T16:00:00Z", test="缺测"),
        *issue(3, "2018-12-31T20:00:00Z", "station:2", test="跳变"),
        *issue(4, "2019-02-28T16:00:00Z", None),
        Claim("OPERATED_BY", "station:1", "unit:甲局"),
    )
    return home


def told(result) -> list[tuple[str, int]]:
    return [(r.value, r.issues) for r in result.rows]


def test_months_begin_at_midnight_in_china(four) -> None:
    assert told(four.ask("pareto", by="month")) == [
        ("2018-05", 1),
        ("2018-06", 1),
        ("2019-01", 1),
        ("2019-03", 1),
    ]


def test_the_most_first_with_shares_and_trend(four) -> None:
    rows = four.ask("pareto", by="test", trend="yes").rows

    assert [(r.rank, r.value, r.share, r.cumulative) for r in rows] == [
        (1, "缺测", 0.5, 0.5),
        (2, "", 0.25, 0.75),
        (3, "跳变", 0.25, 1.0),
    ]
    assert rows[0].months == (("2018-05", 1), ("2018-06", 1))
    assert rows[0].sample == "issue:P1"
    assert rows[0].claims


def test_the_trend_of_what_stands_behind_an_issue(four) -> None:
    """By model of the instrument that observed, and by the kind of the confirmed cause."""
    spring, summer = "2018-03-01T00:00:00Z", "2018-05-31T16:00:00Z"
    four.says(
        Claim("Series", "series:1|气温", None, {"variable": "气温"}),
        Claim("OBSERVED_AT", "series:1|气温", "station:1"),
        Claim("Deployment", "deployment:D", None, {"variable": "气温"}),
        Claim("AT_STATION", "deployment:D", "station:1", {}, spring),
        Claim("USES", "deployment:D", "instrument:旧", {}, spring, summer),
        Claim("USES", "deployment:D", "instrument:新", {}, summer),
        *(Claim("OF_MODEL", f"instrument:{x}", "instrument_model:厂|甲型") for x in "旧新"),
        *(Claim("RAISED_FROM", "incident:N", f"issue:P{n}") for n in (1, 2)),
        Claim("CAUSED_BY", "incident:N", "instrument:旧", {}, summer),
        source="西",
    )
    months = (("2018-05", 1), ("2018-06", 1))

    for dimension, value in (("model", "instrument_model:厂|甲型"), ("cause", "instrument")):
        rows = four.ask("pareto", by=dimension, trend="yes").rows
        assert [(r.value, r.issues, r.share, r.months) for r in rows] == [(value, 2, 0.5, months)]


def test_what_is_not_stated_is_a_row(four) -> None:
    assert told(four.ask("pareto", by="unit")) == [("", 2), ("unit:甲局", 2)]
    assert told(four.ask("pareto", by="station")) == [("station:1", 2), ("", 1), ("station:2", 1)]


def test_a_period_is_of_whole_civil_days_and_ends_at_as_of(four) -> None:
    june = {"by": "test", "from": "2018-06-01", "to": "2018-12-31"}
    assert told(four.ask("pareto", **june)) == [("缺测", 1)]
    assert told(four.ask("pareto", by="station", **{"from": "2018-06-01", "to": "2019-01-01"})) == [
        ("station:1", 1),
        ("station:2", 1),
    ]
    assert told(four.ask("pareto", by="test", as_of="2018-06-01")) == [("缺测", 2)]
    assert four.ask("pareto", by="test", as_of="1900-01-01").summary[0] == "这段时间没有问题"


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_period_that_ends_before_it_begins_is_empty(four, dimension: str) -> None:
    assert four.ask("pareto", by=dimension, **{"from": "2018-12-01", "to": "2018-05-01"}).rows == ()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_without_issues_every_dimension_is_empty(home, dimension: str) -> None:
    home.says(Claim("Station", "station:1", None, {"name": "甲"}))

    assert home.ask("pareto", by=dimension).rows == ()


@pytest.mark.parametrize(
    "given", [{"by": "colour"}, {"by": "month", "trend": "yes"}, {"by": "test", "from": "May"}]
)
def test_bad_input(four, given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        four.ask("pareto", **given)


def test_codes_of_two_providers_for_one_variable_count_as_one_and_others_alone(home) -> None:
    home.says(
        *issue(1, "2018-05-01T00:00:00Z", "series:1|PRS"),
        *issue(2, "2018-05-02T00:00:00Z", "series:2|bufr4/b/10/004"),
        *issue(3, "2018-05-03T00:00:00Z", "series:1|PRS_Sea"),
        *issue(4, "2018-05-04T00:00:00Z", "series:2|bufr4/b/10/051"),
        *issue(5, "2018-05-05T00:00:00Z", "series:2|GST"),
        *issue(6, "2018-05-06T00:00:00Z", "series:2|bufr4/b/10/004"),
    )

    assert told(home.ask("pareto", by="variable")) == [
        ("variable:PRS", 3),
        ("variable:PRS_Sea", 2),
        ("variable:GST", 1),
    ]
