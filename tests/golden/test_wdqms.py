"""What synthetic files in the published format of WDQMS say, worked out by hand."""

from collections import Counter
from pathlib import Path

import pytest

from graph import Claim, Rejected, Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.protocol import RawRow, SourceFile
from loaders.registry import loader_for
from loaders.wdqms import LOADER
from ontology.derive import claim_problem

FOLDER = Path(__file__).with_name("wdqms")
FILES = sorted(path.name for path in FOLDER.glob("*.csv"))
SIX = ("2024-05-01T15:00:00Z", "2024-05-01T21:00:00Z")
DAY = ("2024-04-30T21:00:00Z", "2024-05-01T21:00:00Z")
# Station, kind, what was checked, value, certainty.
ISSUES = {
    "availability_six_hour.csv": {
        ("53149", "availability", "Availability issues (≥ 30%)", "50.00", "stated"),
        ("52378", "availability", "Not received in period", "0.00", "stated"),
        ("0-156-10000-51056", "metadata", "More than 100%", "", "stated"),
        ("52495", "metadata", "No match in OSCAR/Surface", "", "stated"),
        ("52267", "availability", "Availability issues (< 30%)", "16.67", "stated"),
    },
    "availability_gbon_monthly.csv": {
        ("53149", "availability", "received < 80 %", "79.97", "inferred"),
    },
    "quality_daily.csv": {("52378", "quality", "> 10 hPa", "11.42", "stated")},
    "timeliness_daily.csv": {
        ("52378", "timeliness", "mean timeliness > 7200 s", "9050.0", "inferred"),
        ("53149", "timeliness", "received before the time of observation", "2", "inferred"),
    },
    "report_synop.csv": {
        ("52378", "quality", "1 rejected by the assimilation; 1 quality issue", "2", "stated"),
    },
}


def read(name: str, certainty: str | None = None) -> list[Claim]:
    source = SourceFile(FOLDER / name, f"wdqms/{name}", certainty=certainty)
    claims: list[Claim] = []
    for row in LOADER.read(source):
        assert isinstance(row, RawRow), row
        for claim in LOADER.claims(row, source):
            assert not isinstance(claim, Rejected), claim
            claims.append(claim)
    return claims


def of(claims: list[Claim], kind: str) -> list[Claim]:
    return [claim for claim in claims if claim.kind == kind]


def test_every_claim_keeps_the_ontology_and_every_file_is_ours() -> None:
    assert set(FILES) == set(ISSUES)
    for name in FILES:
        assert loader_for(FOLDER / name) is LOADER
        problems = {
            claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
            for c in read(name)
        }
        assert problems == {None}


@pytest.mark.parametrize("name", FILES)
def test_issues(name: str) -> None:
    claims = read(name)
    about = {c.subject: c.object or "" for c in of(claims, "ABOUT")}

    found = {
        (about[c.subject].partition(":")[2].partition("|")[0], c.properties["kind"],
         c.properties["test"], c.properties.get("value", ""), str(c.certainty))
        for c in of(claims, "Issue")
    }  # fmt: skip

    assert found == ISSUES[name]


def test_the_figures_of_a_station_above_target_are_kept_and_are_no_issue() -> None:
    claims = read("availability_six_hour.csv")
    key = "53463|WDQMS/pressure|availability|ECMWF|six_hour|2024-05-01T15%3A00%3A00Z"
    [found] = [c for c in of(claims, "QualityMeasurement") if "53463" in c.subject]

    assert found == Claim(
        "QualityMeasurement", f"quality_measurement:{key}", None,
        {"measure": "availability", "centre": "ECMWF", "period": "six_hour", "began": SIX[0],
         "ended": SIX[1], "received": 6, "expected": 6, "category": "green",
         "explanation": "Normal (≥ 80%)"}, *SIX, certainty="stated",
    )  # fmt: skip
    assert {(c.kind, c.object) for c in claims if c.subject == found.subject} == {
        ("QualityMeasurement", None),
        ("COMPUTED_ON", "series:53463|WDQMS/pressure"),
        ("REPORTED_BY", "unit:ECMWF"),
    }


def test_none_received_is_a_figure_and_a_missing_one_is_none() -> None:
    received = {
        c.subject.partition(":")[2].partition("|")[0]: c.properties.get("received")
        for c in of(read("availability_six_hour.csv"), "QualityMeasurement")
    }
    departures = [
        c.properties.get("mean_departure")
        for c in of(read("quality_daily.csv"), "QualityMeasurement")
    ]

    assert received["52378"] == 0
    assert departures == ["-0.31", "11.42", None]


def test_stations_stand_under_the_keys_of_the_registries() -> None:
    stations = {c.subject: c.properties for c in of(read("availability_six_hour.csv"), "Station")}

    assert set(stations) == {
        "station:53463", "station:53149", "station:52378", "station:0-156-10000-51056",
        "station:52495", "station:52267",
    }  # fmt: skip
    assert stations["station:52267"]["name_en"] == 'EJIN QI, "NEW"'
    assert stations["station:52495"]["wigos_id"] == "0-20000-0-52495"


def test_periods_are_those_of_the_user_guide() -> None:
    periods = {
        name: {(c.valid_from, c.valid_to) for c in of(read(name), "QualityMeasurement")}
        for name in FILES
    }

    assert periods == {
        "availability_six_hour.csv": {SIX},
        "availability_gbon_monthly.csv": {("2024-04-30T21:00:00Z", "2024-05-31T21:00:00Z")},
        "quality_daily.csv": {DAY},
        "timeliness_daily.csv": {DAY},
        "report_synop.csv": {("2024-04-30T21:00:00Z", "2024-05-01T03:00:00Z")},
    }


def test_an_issue_is_about_the_series_shown_by_the_result_and_reported_by_the_centre() -> None:
    claims = read("availability_six_hour.csv")
    [issue] = [c.subject for c in of(claims, "Issue") if "53149" in c.subject]

    edges = {(c.kind, c.object) for c in claims if c.subject == issue and c.object}

    assert edges == {
        ("ABOUT", "series:53149|WDQMS/pressure"),
        ("REPORTED_BY", "unit:ECMWF"),
        ("SHOWN_BY", "quality_measurement:53149|WDQMS/pressure|availability|ECMWF|six_hour|"
         "2024-05-01T15%3A00%3A00Z"),
    }  # fmt: skip
    assert {c.object for c in of(claims, "REPORTED_BY")} == {
        "unit:ECMWF", "unit:DWD", "unit:JMA", "unit:NCEP",
    }  # fmt: skip


def test_observations_of_a_report_are_counted_and_their_mean_is_inferred() -> None:
    claims = read("report_synop.csv")
    figures = {
        c.subject.partition(":")[2].rpartition("|quality|")[0]: (
            c.properties["received"], c.properties["used"], c.properties["turned_down"],
            c.properties.get("mean_departure"), str(c.certainty),
        )
        for c in of(claims, "QualityMeasurement")
    }  # fmt: skip

    assert figures == {
        "53463|WDQMS/pressure": (2, 2, 0, "-0.2001", "inferred"),
        "53463|WDQMS/temperature": (1, 0, 0, "1.2000", "inferred"),
        "52378|WDQMS/pressure": (2, 0, 2, "12.5000", "inferred"),
    }


def test_a_synthetic_file_says_so_in_every_claim(tmp_path: Path) -> None:
    for name in FILES:
        assert {str(c.certainty) for c in read(name, "synthetic")} == {"synthetic"}


def test_a_folder_is_loaded_and_its_issues_can_be_traced(tmp_path: Path) -> None:
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            plan = make_plan([FOLDER], Declared())
            reports = [
                load_file(workspace.ledger, writer, planned, LoadChoices())
                for planned in plan.files
            ]
        workspace.catch_up()
        with workspace.store.reading() as reader:
            rows = reader.run(
                "MATCH (i:Issue)-[:SHOWN_BY]->(q:QualityMeasurement)-[:COMPUTED_ON]->(s:Series) "
                "MATCH (s)-[:OBSERVED_AT]->(t:Station) "
                "RETURN t.id AS station, i.kind AS kind",
                {},
            )

    assert [(r.read, r.rejected) for r in reports] == [(2, 0), (6, 0), (3, 0), (3, 0), (3, 0)]
    assert Counter(row["kind"] for row in rows) == {
        "availability": 4, "metadata": 2, "quality": 2, "timeliness": 2,
    }  # fmt: skip
