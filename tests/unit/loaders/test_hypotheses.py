"""When a sensor's altitude is suspected, when it explains nothing, and how certain it may be."""

from pathlib import Path

import pytest

from graph import Settings, Workspace
from graph.ledger import LedgerReader
from graph.ledger.reader import LiveClaim
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.hypotheses import derive_hypotheses

ISSUES = "issue_id,kind,station_id,variable,begin,end,value\n"
LOCATIONS = "station_id,latitude,longitude,elevation_m,barometer_elevation_m,valid_from,valid_to\n"


def derived(
    home: Path, folder: Path, issue: str, location: str, certainty: str | None = None
) -> list[LiveClaim]:
    """The suspected causes after the tables are loaded."""
    folder.mkdir(exist_ok=True)
    tables = {"issues.csv": ISSUES + issue + "\n", "locations.csv": LOCATIONS + location + "\n"}
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = [folder / name for name in tables]
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared(certainty=certainty)).files:
                report = load_file(
                    workspace.ledger, writer, planned, LoadChoices(allow_retract=True)
                )
                assert report.rejected == 0, report.first_rejects
            derive_hypotheses(workspace.ledger, writer)
        return list(LedgerReader(workspace.ledger).live_of_kind("SUSPECTED_CAUSE"))


@pytest.mark.parametrize(
    ("value", "heights", "standing"),
    [
        ("876.3", "1129,0", "path_only"),
        ("1010", "5,1129", "path_only"),  # a sensor stated too high
        ("500", "1129,0", "unproven"),  # possible at neither
        ("", "1129,0", "unproven"),  # nothing to compute with
        ("1000", "350,0", None),  # possible at both
        ("876.3", "1129,1130", None),  # the altitudes agree
        ("876.3", "1129,", None),  # none is stated
        ("876.3", ",0", None),
    ],
)
def test_when_a_sensor_altitude_is_suspected(
    tmp_path: Path, value: str, heights: str, standing: str | None
) -> None:
    issue = f"Q1,quality,53463,PRS,2018-09-01,2018-09-02,{value}"
    found = derived(tmp_path / "home", tmp_path, issue, f"53463,40,111,{heights},2010-01-01,")

    assert [claim.properties["standing"] for claim in found] == ([standing] if standing else [])
    if standing:
        [claim] = found
        assert (claim.subject, claim.certainty, claim.family) == ("issue:Q1", "inferred", "derived")
        assert str(claim.object).startswith("location:53463|")
        assert claim.properties["finding"] == "conflicting"


def test_a_pressure_in_pascal_is_computed_in_hectopascal(tmp_path: Path) -> None:
    issue = "Q1,quality,53463,bufr4/b/10/004,2018-09-01,,87630"
    [claim] = derived(tmp_path / "home", tmp_path, issue, "53463,40,111,1129,0,2010-01-01,")

    assert claim.properties["standing"] == "path_only"
    assert "value_hpa=876.3" in tuple(claim.properties["facts"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "issue",
    [
        "Q1,quality,53463,TEM,2018-09-01,,30",  # no pressure
        "Q1,quality,53463,,2018-09-01,,",  # of the station as a whole
        "Q1,availability,53463,PRS,2018-09-01,,",  # nothing wrong with a value
        "Q1,quality,53463,PRS,2009-09-01,,876.3",  # before that was stated
        "Q1,quality,53464,PRS,2018-09-01,,876.3",  # elsewhere
    ],
)
def test_what_is_not_on_the_path_is_not_suspected(tmp_path: Path, issue: str) -> None:
    home = tmp_path / "home"
    assert derived(home, tmp_path, issue, "53463,40,111,1129,0,2010-01-01,") == []


def test_synthetic_data_are_marked(tmp_path: Path) -> None:
    issue, location = "Q1,quality,53463,PRS,2018-09-01,,876.3", "53463,40,111,1129,0,2010-01-01,"
    [claim] = derived(tmp_path / "home", tmp_path, issue, location, "synthetic")

    assert claim.certainty == "synthetic"


def test_what_does_not_follow_any_more_is_taken_back(tmp_path: Path) -> None:
    issue = "Q1,quality,53463,PRS,2018-09-01,,876.3"
    before = derived(tmp_path / "home", tmp_path, issue, "53463,40,111,1129,0,2010-01-01,")
    after = derived(tmp_path / "home", tmp_path, issue, "53463,40,111,1129,1130,2010-01-01,")

    assert (len(before), after) == (1, [])
