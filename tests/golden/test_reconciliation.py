"""Reconciling the real registries of Inner Mongolia: answers read from the files by eye.

Each expected cause, line and day was read from the relocation records (2018-12), the list of 2016,
Meteostat and ISD with great-circle distances computed apart from this project.
"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan

RELOCATIONS = "inner_mongolia_relocations_195101_201812.csv"
BOTH = ("meteostat", "isd_history")
# station: line of the former position, the day its place was left, since when the registry is wrong
MOVED = {
    ("50527", "meteostat"): (33, "2011-01-01", "2011-01-01"),
    ("50727", "meteostat"): (58, "2003-01-01", "2003-01-01"),
    ("50838", "isd_history"): (69, "1964-01-01", "1964-01-01"),
    **{("52495", s): (104, "1993-01-01", "1993-01-01") for s in BOTH},
    **{("53068", s): (119, "1982-06-01", "1982-06-01") for s in BOTH},
    ("53192", "meteostat"): (138, "2016-01-01", "2016-01-01"),
    **{("53231", s): (147, "1982-06-01", "1982-06-01") for s in BOTH},
    # the height of 1957-66 is not that of the list, so it contradicted the record already then
    ("53420", "isd_history"): (234, "1966-02-01", "1957-07-01"),
    ("53463", "meteostat"): (255, "2013-01-01", "2013-01-01"),
    **{("53513", s): (329, "1982-06-01", "1982-06-01") for s in BOTH},
    **{("53529", s): (337, "2012-01-01", "2012-01-01") for s in BOTH},
    **{("54012", s): (390, "2007-09-01", "2007-09-01") for s in BOTH},
    ("54102", "meteostat"): (417, "2002-01-01", "2002-01-01"),
    ("54115", "meteostat"): (427, "2013-01-01", "2013-01-01"),
    **{("54213", s): (467, "2003-01-01", "2003-01-01") for s in BOTH},
    ("54218", "meteostat"): (474, "1994-01-01", "1994-01-01"),
}
NOT_UPDATED = {
    ("53502", "isd_history"): (313, ["height"]),  # 1143.0 m of 1955-56 at the place of 1971
    ("53533", "isd_history"): (343, ["place"]),  # 39°51′ left in 2014; 1450 m fits no row
    ("54218", "isd_history"): (475, ["height"]),  # 567 m, 568.0 m before 2006, at the place of 2011
}
AERODROMES = {("53446", "isd_history"), ("53463", "isd_history")}  # ZBOW, ZBHH
UNEXPLAINED = {
    *((n, s) for n in ("50425", "50434", "50514", "50834", "52576", "53362", "53602", "54134")
      for s in BOTH),
    ("53195", "isd_history"),
}  # fmt: skip
WANDERERS = {"53068", "53385", "53562", "53602", "54208", "54234"}
# 113°38′ written 111°38′ in 1992, 118°42′ written 112°42′ in 1971
WRONG_DIGITS = {("53195", "1992-02-01"), ("53195", "1999-01-01"), ("54313", "1971-01-01"),
                ("54313", "1972-01-01")}  # fmt: skip
RECORDED_MOVES = {"50915", "52267", "52378", "52495", "52607", "53068", "53192", "53195", "53505",
                  "53644", "53730"}  # fmt: skip
# pairs of numbers within 2 km and 20 m of each other, and of their nearest positions the distance
ONE_PLACE = {
    ("52267", "52268"): 1.24,
    ("53068", "53073"): 0.0,
    ("53276", "53286"): 0.82,
    ("53391", "53436"): 0.0,
    ("54012", "54016"): 1.45,
    ("54115", "54125"): 1.24,
}

pytestmark = pytest.mark.needs_shared


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds four registries; nothing writes into it."""
    home = tmp_path_factory.mktemp("registries") / "home"
    data = shared / "data"
    paths = [
        data / "cma_station_tidymet" / "inner_mongolia_stations_2016.csv",
        data / "cma_station_tidymet" / RELOCATIONS,
        data / "meteostat_stations",
        data / "noaa_isd_history" / "isd_history_inner_mongolia.csv",
    ]
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                assert load_file(workspace.ledger, writer, planned, LoadChoices()).rejected == 0
        workspace.catch_up()
    return home


@pytest.fixture(scope="module")
def rows(loaded: Path) -> list[dict[str, object]]:
    return told(loaded, "ask", "conflicts")["rows"]


def told(home: Path, *arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(app, [*arguments, "--home", str(home), "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def number(row: dict[str, object]) -> str:
    return str(row["subject"]).partition(":")[2]


def who(row: dict[str, object]) -> tuple[str, str]:
    """The station and which of the two registries differs."""
    (source,) = [s for s in BOTH if s in str(row["second"])]
    return number(row), source


def day(moment: object) -> str:
    """The civil day of a moment that stands at midnight of +08:00."""
    from ontology import civil_day

    return civil_day(str(moment))


def by_cause(rows: list[dict[str, object]], cause: str) -> dict[tuple[str, str], dict[str, object]]:
    return {who(r): r for r in rows if r["kind"] == "position" and r["cause"] == cause}


def test_relocations_explain_what_they_explain_since_the_day_of_the_move(rows) -> None:
    moved = by_cause(rows, "moved")

    assert {
        k: (r["former_line"], r["left_on"], day(r["valid_from"])) for k, r in moved.items()
    } == (MOVED)
    assert {r["valid_to"] for r in moved.values()} == {"9999-12-31T00:00:00Z"}


def test_the_relocation_row_is_among_the_evidence(loaded: Path) -> None:
    found = told(loaded, "ask", "conflicts", "station=52495")
    position = [r for r in found["rows"] if r["kind"] == "position"]

    for row in position:
        cited = {(found["claims"][c]["file"], found["claims"][c]["line"]) for c in row["support"]}
        assert cited == {(RELOCATIONS, 104), (RELOCATIONS, 105)}
        assert set(row["support"]) < set(row["claims"])


def test_part_of_a_former_position_is_not_updated(rows) -> None:
    found = by_cause(rows, "not_updated")

    assert {k: (r["former_line"], r["explains"]) for k, r in found.items()} == NOT_UPDATED


def test_two_registries_give_the_airport_under_the_number(rows) -> None:
    assert set(by_cause(rows, "other_site")) == AERODROMES


def test_the_rest_is_unexplained_and_nothing_is_forced(rows) -> None:
    assert set(by_cause(rows, "unexplained")) == UNEXPLAINED
    positions = [r for r in rows if r["kind"] == "position"]
    assert len(positions) == len(MOVED) + len(NOT_UPDATED) + len(AERODROMES) + len(UNEXPLAINED)
    several = {who(r)[0] for r in positions if len(r["hypotheses"]) > 1}
    assert several == {"53529"}  # also one arc minute off in both coordinates


def test_jumps_and_wanderers_have_their_causes(rows) -> None:
    jumps = [r for r in rows if r["kind"] == "jump"]

    assert {number(r) for r in rows if r["cause"] == "rounding"} == WANDERERS
    digits = {(number(r), day(r["valid_from"])) for r in jumps if r["cause"] == "wrong_digit"}
    assert digits == WRONG_DIGITS
    assert {number(r) for r in jumps if r["cause"] == "moved"} == RECORDED_MOVES
    assert max(r["distance_km"] for r in jumps) == pytest.approx(496, abs=1)
    assert len(jumps) == len(WRONG_DIGITS) + len(RECORDED_MOVES)


def test_identities_to_decide(loaded: Path) -> None:
    rows = told(loaded, "ask", "identity-candidates")["rows"]

    elsewhere = {(r["station"][8:], r["cause"]) for r in rows if r["kind"] == "number_elsewhere"}
    assert elsewhere == {
        *((n, "unexplained") for n, _ in UNEXPLAINED),
        *((n, "other_site") for n, _ in AERODROMES),
    }
    pairs = {
        (r["first"][8:], r["second"][8:]): r["distance_km"]
        for r in rows
        if r["kind"] == "one_place"
    }
    assert pairs == pytest.approx(ONE_PLACE, abs=0.02)
    assert {r["kind"] for r in rows} == {"number_elsewhere", "one_place"}
    assert {r["state"] for r in rows} == {"open"}


def test_all_registries_side_by_side(loaded: Path) -> None:
    """53463: who puts it where, and how far that is from the climate archive's place since 2013."""
    rows = told(loaded, "ask", "station-claims", "station=53463")["rows"]

    def said(name: str) -> list[tuple[object, ...]]:
        now = [r for r in rows if r["property"] == name and r["in_force"]]
        return [(r["value"], r["authority"], r["day"], r["state"], r["difference"]) for r in now]

    assert said("position")[1:] == [
        ("40.8500, 111.5667", 4, "2016-12-31", "agrees", 0.0),
        ("40.8167, 111.6833", 8, "2026-01-01", "differs", 10.49),
        ("40.8510, 111.8240", 8, "2019-10-01", "differs", 21.64),
    ]
    assert [s[0] for s in said("elevation_m")] == ["1153.5", "1153.5", "1065.0", "1083.9"]
    assert [s[4] for s in said("elevation_m")] == [None, 0.0, 88.5, 69.6]
    assert [s[0] for s in said("name_en")] == ["Hohhot", "BAITA"]
    first = next(r for r in rows if r["property"] == "position" and r["state"] == "preferred"
                 and r["in_force"])  # fmt: skip
    assert (first["file"], first["line"], day(first["valid_from"])) == (
        RELOCATIONS, 256, "2013-01-01")  # fmt: skip
    former = [r for r in rows if r["property"] == "position" and not r["in_force"]]
    assert [r["line"] for r in former] == [254, 255]


def test_the_league_is_not_stated_by_these_registries(loaded: Path) -> None:
    (row,) = told(loaded, "ask", "reconciliation-progress")["rows"]

    assert (row["state"], row["league"], row["stations"]) == ("not_stated", "", 134)
    assert (row["conflicts"], row["open"], row["rate"]) == (row["conflicts"], row["conflicts"], 0.0)


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the home to decide in."""
    from shutil import copytree

    return copytree(loaded, tmp_path / "home")


def test_a_verdict_is_shown_counted_and_taken_back(home: Path) -> None:
    def row() -> dict[str, object]:
        found = told(home, "ask", "conflicts", "station=52495")["rows"]
        return next(r for r in found if "|meteostat" in r["second"])

    decided = told(home, "decide", "conflict", str(row()["conflict"]), "forwarded", "--user",
                   "王分析", "--reason", "请名录维护者更正")  # fmt: skip
    judged = row()
    assert (judged["state"], judged["verdicts"]) == ("forwarded", ["forwarded"])
    assert (judged["deciders"], judged["reasons"]) == (["decisions/王分析"], ["请名录维护者更正"])
    assert judged["verdict_claims"] == [decided["claim"]]
    assert judged["decided_on"][0].startswith("20")
    (progress,) = told(home, "ask", "reconciliation-progress")["rows"]
    assert (progress["forwarded"], progress["open"]) == (1, progress["conflicts"] - 1)

    told(home, "decide", "undo", str(decided["claim"]), "--user", "王分析", "--reason", "弄错了")
    assert row()["state"] == "open"
    assert told(home, "verify")["ok"]
