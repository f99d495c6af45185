"""`causes` on small networks made by hand: names, proofs, what is explained away, and bad input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from graph import Claim, InvalidValueError, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from ontology import valid_time
from queries import Result
from queries.ask import Ask
from queries.causes import CauseRow
from queries.causes.asked import Symptom, evenly
from queries.causes.behind import Behind, in_use
from queries.causes.candidates import Catalogue, all_codes
from queries.causes.comparison import wanted_moments
from queries.causes.records import Records, read_chains, read_deployments, read_equipment
from queries.causes.roster import Placed, Roster, drawn, peers_each

SINCE = {"valid_from": "2009-12-31T16:00:00Z"}


def day(text: str) -> str:
    return valid_time(text)


@dataclass(frozen=True)
class Station:
    """A station of one variable; what stands behind its instrument, and when it had an issue."""

    number: int
    league: str = "东盟"
    batch: str = "B1"
    standard: str = "M1"
    issue: str = ""
    visited: str = ""


def claims_of(station: Station) -> Iterator[Claim]:
    n = station.number
    place, deployment, instrument = f"station:S{n}", f"deployment:D{n}", f"instrument:I{n}"
    check, on = f"calibration:C{n}", {"valid_from": day("2018-02-01")}
    yield Claim("Station", place, None, {"name": f"站{n}"})
    yield Claim("OPERATED_BY", place, f"unit:{station.league}", **SINCE)
    yield Claim("Deployment", deployment, None, {"variable": "气温", "role": "primary"}, **SINCE)
    yield Claim("AT_STATION", deployment, place, **SINCE)
    yield Claim("USES", deployment, instrument, **SINCE)
    yield Claim("OF_BATCH", instrument, f"batch:M|{station.batch}")
    yield Claim("HAS_CALIBRATION", instrument, check, **on)
    yield Claim("Calibration", check, None, {"result": "inCalibration"}, **on)
    yield Claim("USED_STANDARD", check, f"measurement_standard:{station.standard}", **on)
    if station.visited:
        visit = f"maintenance:V{n}"
        then = {"valid_from": day(station.visited), "valid_to": day("2018-12-31")}
        yield Claim("Maintenance", visit, None, {"event_type": "maintenance"}, **then)
        yield Claim("AFFECTED", visit, place, **then)
    if station.issue:
        yield from issue_claims(n, station.issue)


def issue_claims(n: int, began: str) -> Iterator[Claim]:
    issue, series, since = f"issue:P{n}", f"series:S{n}|气温", {"valid_from": day(began)}
    yield Claim("Issue", issue, None, {"kind": "quality", "began": day(began)}, **since)
    yield Claim("ABOUT", issue, series, **since)
    yield Claim("OBSERVED_AT", series, f"station:S{n}")
    yield Claim("OF_VARIABLE", series, "variable:气温")


def standard_check(standard: str, on: str, result: str) -> list[Claim]:
    check, since = f"calibration:{standard}-{on}", {"valid_from": day(on)}
    return [
        Claim("HAS_CALIBRATION", f"measurement_standard:{standard}", check, **since),
        Claim("Calibration", check, None, {"result": result}, **since),
    ]


def network(*changed: Station, count: int = 60) -> list[Station]:
    """So many stations, some of them as given."""
    by_number = {s.number: s for s in changed}
    return [by_number.get(n, Station(n)) for n in range(1, count + 1)]


def said(stations: list[Station], *more: Claim) -> list[Claim]:
    return [*(c for s in stations for c in claims_of(s)), *more]


def rows_of(result: Result[object]) -> dict[str, CauseRow]:
    return {r.element: r for r in result.rows if isinstance(r, CauseRow)}


def named(result: Result[object]) -> list[str]:
    return [r.element for r in result.rows if isinstance(r, CauseRow) and r.named]


NOW = "2018-09-01"
DATES = [f"2018-0{month}-{d:02d}" for month in (3, 4, 5, 6, 7, 8) for d in (3, 19)]


# What is named


def bad_batch() -> list[Station]:
    """Twelve of twenty instruments of a batch, spread over time, and two others."""
    bad = [Station(n, batch="B2", issue=DATES[n - 1]) for n in range(1, 13)]
    good = [Station(n, batch="B2") for n in range(13, 21)]
    others = [Station(n, issue=DATES[n - 30]) for n in (30, 35)]
    return network(*bad, *good, *others)


def test_what_the_issues_share_and_others_do_not_is_named(home) -> None:
    home.says(*said(bad_batch()))

    result = home.ask("causes", as_of=NOW)

    assert named(result) == ["batch:M|B2"]
    row = rows_of(result)["batch:M|B2"]
    assert (row.rank, row.cause_class, row.support, row.issues_asked) == (1, "料", 12, 14)
    assert (row.sharing, row.fine) == (20, 8)
    assert row.fine_stations == tuple(f"station:S{n}" for n in range(13, 21))
    assert row.q <= 0.05 < 1 < row.lift
    assert row.path[0].startswith("issue:P")
    assert row.path[-1] == "batch:M|B2"
    assert row.proof == "path_only", "no source says that anything is wrong with the batch"


def test_the_league_that_bought_the_batch_is_not_named(home) -> None:
    """Nine in ten of the batch went to one league, whose other stations are fine."""
    stations = [replace(s, league="西盟" if s.number in (*range(1, 19), 40, 41, 42, 43) else "东盟")
                for s in bad_batch()]  # fmt: skip
    home.says(*said(stations))

    result = home.ask("causes", as_of=NOW)

    assert named(result) == ["batch:M|B2"]
    league = rows_of(result)["unit:西盟"]
    assert league.p_alone < 1e-3 < 0.05 < league.p, "by itself it looks guilty"
    assert league.explained_by == "batch:M|B2"


def test_a_second_cause_is_found_behind_the_first(home) -> None:
    first = [Station(n, batch="B2", issue=DATES[n - 1]) for n in range(1, 13)]
    second = [Station(n, standard="M2", issue=DATES[n - 21]) for n in range(21, 31)]
    home.says(*said(network(*first, *second, count=90)))

    result = home.ask("causes", as_of=NOW)

    assert set(named(result)) == {"batch:M|B2", "measurement_standard:M2"}


def test_chance_names_nothing(home) -> None:
    """Twelve issues at random among two batches and two leagues."""
    stations = [
        Station(n, batch=f"B{n % 2}", league="东盟" if n % 3 else "西盟",
                issue=DATES[n // 5 - 1] if n % 5 == 0 else "")
        for n in range(1, 61)
    ]  # fmt: skip
    home.says(*said(stations))

    assert named(home.ask("causes", as_of=NOW)) == []


def test_elements_that_cannot_be_told_apart_are_one_row(home) -> None:
    stations = [replace(s, standard="M2" if s.batch == "B2" else "M1") for s in bad_batch()]
    home.says(*said(stations))

    result = home.ask("causes", as_of=NOW)

    (row,) = (r for r in rows_of(result).values() if r.named)
    assert {row.element, *row.alike} == {"batch:M|B2", "measurement_standard:M2"}


def test_issues_of_one_month_are_told_of(home) -> None:
    many = [Station(n, issue="2018-05-10") for n in range(1, 9)]
    few = [Station(n, issue=d) for n, d in ((20, "2017-01-04"), (21, "2018-08-19"))]
    home.says(*said(network(*many, *few)))

    row = rows_of(home.ask("causes", as_of=NOW))["2018-05"]

    assert row.named
    assert (row.role, row.support, row.proof) == ("time_window", 8, "unproven")
    assert row.claims


# What is proved


def bad_standard(*checks: tuple[str, str]) -> list[Claim]:
    bad = [Station(n, standard="M2", issue=DATES[n - 1]) for n in range(1, 13)]
    good = [Station(n, standard="M2") for n in range(13, 21)]
    papers = [c for on, result in checks for c in standard_check("M2", on, result)]
    return said(network(*bad, *good), *papers)


@pytest.mark.parametrize(
    ("checks", "proof", "defect"),
    [
        ((), "path_only", ""),
        ((("2017-01-10", "inCalibration"),), "path_only", ""),
        ((("2017-01-10", "outOfCalibration"),), "proven_path", "failed"),
        ((("2017-01-10", "inCalibration"), ("2019-01-10", "outOfCalibration")),
         "proven_path", "suspect"),
        ((("2016-01-10", "outOfCalibration"), ("2017-01-10", "recalibrated")), "path_only", ""),
        ((("2017-01-10", "inCalibration"), ("2018-12-01", "inCalibration")), "path_only", ""),
    ],
)  # fmt: skip
def test_only_a_path_and_a_claimed_defect_prove(home, checks, proof: str, defect: str) -> None:
    """A defect mended before the standard was used, or claimed by nobody, proves nothing."""
    home.says(*bad_standard(*checks))

    row = rows_of(home.ask("causes", as_of=NOW))["measurement_standard:M2"]

    assert (row.named, row.proof, row.defect) == (True, proof, defect)


def test_a_defect_of_an_innocent_proves_nothing(home) -> None:
    """A standard that failed stands behind two of the issues of a bad batch."""
    stations = [replace(s, standard="M3") if s.number in (3, 4, 50, 51, 52) else s
                for s in bad_batch()]  # fmt: skip
    home.says(*said(stations, *standard_check("M3", "2017-01-10", "outOfCalibration")))

    result = home.ask("causes", as_of=NOW)

    row = rows_of(result)["measurement_standard:M3"]
    assert (row.named, row.proof, row.defect, row.defective) == (False, "unproven", "failed", 2)


def test_one_issue_is_proved_by_path_and_defect_alone(home) -> None:
    """Nothing can be counted: every candidate is told, none named."""
    home.says(*bad_standard(("2017-01-10", "outOfCalibration")))

    result = home.ask("causes", as_of=NOW, issues="P1")

    rows = rows_of(result)
    assert named(result) == []
    assert rows["measurement_standard:M2"].proof == "proven_path"
    assert rows["batch:M|B1"].proof == "path_only"
    assert {r.issues for r in rows.values()} == {("issue:P1",)}


def test_a_visit_after_the_issue_is_no_candidate(home) -> None:
    home.says(
        *said(
            network(
                Station(1, issue="2018-05-10", visited="2018-05-01"),
                Station(2, issue="2018-05-10", visited="2018-05-11"),
            )
        )
    )

    before = rows_of(home.ask("causes", as_of=NOW, issues="P1"))
    after = rows_of(home.ask("causes", as_of=NOW, issues="P2"))

    assert before["maintenance:V1"].defect == "maintained"
    assert "maintenance:V2" not in after


def test_confirmed_causes_of_the_past_raise_the_score(home) -> None:
    home.says(*said(bad_batch()))
    before = rows_of(home.ask("causes", as_of=NOW))["batch:M|B2"]
    confirmed = [
        Claim("CAUSED_BY", f"incident:E{n}", "batch:M|B2", valid_from=day("2017-01-01"))
        for n in range(9)
    ]
    home.says(*confirmed, source="西")

    after = rows_of(home.ask("causes", as_of=NOW))["batch:M|B2"]

    assert (before.confirmed, after.confirmed) == (0, 9)
    assert after.score == pytest.approx(before.score + 1)
    assert (after.p, after.q) == (before.p, before.q), "chance is not changed by it"


# Bad input


def test_nothing_open_is_no_row(home) -> None:
    home.says(*said(network(count=3)))

    result = home.ask("causes", as_of=NOW)

    assert result.rows == ()
    assert result.summary[0].startswith("没有")


def test_a_list_without_an_issue_is_refused(home) -> None:
    home.says(*said(bad_batch()))

    with pytest.raises(InvalidValueError):
        home.ask("causes", issues=" ; ;")


def test_an_unknown_issue_names_the_nearest(home) -> None:
    home.says(*said(bad_batch()))

    with pytest.raises(UnknownElementError) as error:
        home.ask("causes", issues="P1;P1000")

    assert "issue:P1" in "".join(error.value.nearest)


def test_an_issue_of_no_place_takes_no_part(home) -> None:
    home.says(
        *said(bad_batch()),
        Claim("Issue", "issue:lost", None, {"kind": "quality", "began": day("2018-05-01")}),
    )

    assert home.ask("causes", as_of=NOW, issues="lost").rows == ()


def test_a_circle_of_standards_ends(home) -> None:
    circle = [
        Claim("USED_STANDARD", f"calibration:{a}-2017-01-10", f"measurement_standard:{b}",
              valid_from=day("2017-01-10"))
        for a, b in (("M2", "M7"), ("M7", "M2"), ("M7", "M7"))
    ]  # fmt: skip
    home.says(
        *bad_standard(("2017-01-10", "inCalibration")),
        *standard_check("M7", "2017-01-10", "inCalibration"),
        *circle,
    )

    rows = rows_of(home.ask("causes", as_of=NOW))

    both = rows["measurement_standard:M2"]
    assert "measurement_standard:M7" in {both.element, *both.alike}


def test_so_many_issues_are_spread_evenly() -> None:
    assert list(evenly(range(10), 3)) == [0, 3, 6]
    assert list(evenly(range(3), 10)) == [0, 1, 2]
    assert peers_each(10) == 2400
    assert peers_each(1_000_000) == 10


# The two ways to look at what stands behind an instrument


def test_numbers_are_those_of_the_links(home) -> None:
    """Peers are looked at without links; both ways must see the same elements and defects."""
    home.says(*bad_standard(("2017-01-10", "outOfCalibration")), *standard_check("M1", "2016-01-01",
              "inCalibration"))  # fmt: skip
    workspace: Workspace = home.workspace
    moment = day("2018-06-01")
    with workspace.store.reading() as reader:
        ask = Ask(
            {}, LedgerReader(workspace.ledger, workspace.ledger.head().position), reader, None
        )
        deployments = read_deployments(ask)
        stations = sorted(deployments)
        symptom = Symptom("issue:X", "", "气温", None, moment, "", ())
        lots = drawn(Roster(Placed.of(stations, deployments), 100), [symptom])
        records = Records()
        deployments = {d for _, d in lots[0].peers}
        read_equipment(ask, stations, deployments, records, deployments, stations)
        read_chains(ask, wanted_moments(records, lots), records)
    behind = Behind(records, Catalogue())

    compared = 0
    for station, deployment in lots[0].peers:
        uses = in_use(records.uses[deployment], moment)
        links = [behind.instrument(use, moment) for use in uses]
        compared += len(uses)
        parts = behind.peer_codes(uses, station, moment)
        assert frozenset().union(*parts) == all_codes(links + behind.station(station, moment))
        assert sum(map(len, parts)) == len(frozenset().union(*parts))
    assert compared == 60
