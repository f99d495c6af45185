"""Where a chain breaks first, of which league it is, and that every break is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, InvalidValueError
from queries.broken_chains import BrokenRow

Chain = Callable[..., dict[str, Claim]]


def chains(result) -> list[tuple[str, str, str]]:
    return [(r.link, r.subject, r.league) for r in result.rows if r.part == "chain"]


def counts(result) -> list[tuple[str, str, int | None]]:
    return [(r.league, r.link, r.chains) for r in result.rows if r.part == "count"]


def test_a_whole_chain_is_not_listed(home, chain: Chain) -> None:
    home.says(*chain().values())

    found = home.ask("broken-chains", as_of="2018-06-03")

    assert found.rows == ()
    assert found.summary == ("没有断的溯源链", "no chain breaks")


@pytest.mark.parametrize(
    ("missing", "link"),
    [
        ("uses", "instrument"),
        ("instrument", "serial"),
        ("has_calibration", "calibration"),
        ("documented_by", "certificate"),
        ("used_standard", "standard"),
    ],
)
def test_it_breaks_at_the_first_link_that_nobody_states(
    home, chain: Chain, missing: str, link: str
) -> None:
    home.says(*chain(**{missing: None}).values())

    found = home.ask("broken-chains", as_of="2018-06-03")

    assert chains(found) == [(link, "deployment:D1", "not_stated")]
    assert counts(found) == [("not_stated", link, 1)]
    (listed,) = [row for row in found.rows if row.part == "chain"]
    assert (listed.station_name, listed.variable) == ("呼和浩特", "气温")
    assert listed.instrument == ("" if link == "instrument" else "instrument:I1")
    assert all(row.claims for row in found.rows)


def test_before_it_was_calibrated_it_breaks_there(home, chain: Chain) -> None:
    home.says(*chain().values())

    assert [c[0] for c in chains(home.ask("broken-chains", as_of="2012-01-01"))] == ["calibration"]


def test_a_station_without_a_deployment_breaks_there_in_its_league(home) -> None:
    home.says(
        Claim("Station", "station:1", None, {"name": "甲"}),
        Claim("IN_AREA", "station:1", "admin_area:150105", {}),
        Claim("AdminArea", "admin_area:150100", None, {"name": "呼和浩特市"}),
        Claim("Station", "station:2", None, {"name": "乙"}),
        Claim("IN_AREA", "station:2", "admin_area:150105", {}),
        Claim("IN_AREA", "station:2", "admin_area:150205", {}),
        Claim("Station", "station:3", None, {"name": "丙"}),
    )

    found = home.ask("broken-chains")

    assert counts(found) == [
        ("150100", "deployment", 1),
        ("ambiguous", "deployment", 1),
        ("not_stated", "deployment", 1),
    ]
    first = next(r for r in found.rows if isinstance(r, BrokenRow) and r.part == "chain")
    assert (first.station, first.station_name, first.league_name) == (
        "station:1", "甲", "呼和浩特市",
    )  # fmt: skip
    assert counts(home.ask("broken-chains", league="150100")) == [("150100", "deployment", 1)]
    assert home.ask("broken-chains", link="serial").rows == ()


def test_a_link_that_is_none_is_told(home) -> None:
    home.says(Claim("Station", "station:1", None, {"name": "甲"}))

    with pytest.raises(InvalidValueError, match="calibration"):
        home.ask("broken-chains", link="complete")
