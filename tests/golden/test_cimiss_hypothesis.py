"""The flagged pressure of W8120 traces to its sensor altitude of 0, as a hypothesis.

By hand: the standard atmosphere (ISO 2533) is 884.8 hPa at 1129 m and 1013.25 hPa at 0 m; 876.3 is
8.5 hPa below the one and 137.0 hPa below the other.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.checking import Asked, check_dataset
from dashboard.cli import app
from dashboard.render.layout import arrange
from graph import Settings, Workspace
from graph.ledger import LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from queries import Result, run

FILE = "data/cimiss_music_xml/SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml"
DATASET = "cimiss_surface_minute"
ISSUE = f"issue:{DATASET}/provider/W8120/PRS/2018-09-01T16%3A00%3A00Z"
LOCATION = f"location:W8120|{FILE.removeprefix('data/')}|0001-01-01T00%3A00%3A00Z"


def check(workspace: Workspace) -> tuple[str, ...]:
    """What `suyuan qc` does over the whole of the dataset; what it tells of suspected causes."""
    told = check_dataset(workspace, Asked(DATASET)).notices
    assert sum("--test" in one for one in told) == 1  # the tests against neighbours
    return tuple(one for one in told if "--test" not in one)


@pytest.fixture(scope="module")
def workspace(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("cimiss") / "home"
    with Workspace(Settings(home), create=True) as opened:
        with opened.ledger.writing() as writer:
            [planned] = make_plan([shared / FILE], Declared()).files
            assert load_file(opened.ledger, writer, planned, LoadChoices()).rejected == 0
        check(opened)
        yield opened


def traced(workspace: Workspace, element: str = ISSUE) -> Result[object]:
    return run(workspace, "trace", {"element": element})


def issues(workspace: Workspace) -> set[tuple[str, str]]:
    reader = LedgerReader(workspace.ledger)
    return {(c.subject, str(c.properties["test"])) for c in reader.live_of_kind("Issue")}


def test_two_issues_are_raised(workspace: Workspace) -> None:
    assert issues(workspace) == {
        (ISSUE, "provider"),
        (f"issue:{DATASET}/sensor_altitude/W8120//2018-09-01T00%3A00%3A00Z", "sensor_altitude"),
    }


def test_the_pressure_has_the_sensor_altitude_as_its_suspected_cause(workspace: Workspace) -> None:
    [hop] = [h for h in traced(workspace).rows if h.hop == "suspected_cause"]  # type: ignore[attr-defined]
    facts = dict(hop.facts)  # type: ignore[attr-defined]
    lake = facts.pop("value_in")

    assert (hop.element, hop.state, hop.certainty) == (LOCATION, "conflicting", "inferred")  # type: ignore[attr-defined]
    assert facts == {
        "standing": "path_only",
        "value_hpa": "876.3",
        "elevation_m": "1129",
        "sensor_altitude_m": "0",
        "standard_at_elevation_hpa": "884.8",
        "difference_at_elevation_hpa": "-8.5",
        "tolerance_at_elevation_hpa": "44.2",
        "standard_at_sensor_hpa": "1013.2",
        "difference_at_sensor_hpa": "-137.0",
        "tolerance_at_sensor_hpa": "50.7",
    }
    assert lake.startswith(f"lake/{DATASET}/date=2018-09-01/")


def test_the_evidence_is_the_record_itself(workspace: Workspace, shared: Path) -> None:
    result = traced(workspace)
    [hop] = [h for h in result.rows if h.hop == "suspected_cause"]  # type: ignore[attr-defined]
    cited = [result.claims[short] for short in hop.claims]  # type: ignore[attr-defined]
    [place] = [c for c in cited if c.element == LOCATION]

    assert {c.element for c in cited} >= {LOCATION, ISSUE}
    assert "barometer_elevation_m=0" in place.says
    assert place.line == 18
    assert place.excerpt is not None
    assert 'PRS_Sensor_Alti="0"' in place.excerpt
    assert place.excerpt[:60] in (shared / FILE).read_text(encoding="utf-8")


def test_the_command_shows_it_as_a_hypothesis_and_never_as_proved(workspace: Workspace) -> None:
    done = CliRunner().invoke(app, ["trace", ISSUE, "--home", str(workspace.home)])
    flat = "".join(done.output.split())

    assert done.exit_code == 0, done.output
    assert "起因假设" in flat
    assert "假设（只有路径）" in flat
    assert "路径与缺陷俱在" not in flat


def test_it_is_drawn_beside_the_issue(workspace: Workspace) -> None:
    boxes = arrange(traced(workspace).rows).boxes  # type: ignore[arg-type]
    left = {box.hop.hop: box.x for box in boxes}

    assert left["issue"] < left["suspected_cause"] == left["series"] < left["station"]


def test_the_same_again_writes_nothing_and_a_mended_altitude_takes_it_back(
    shared: Path, tmp_path: Path
) -> None:
    original = (shared / FILE).read_text(encoding="utf-8")
    path = tmp_path / "answer.xml"
    path.write_text(original, encoding="utf-8")
    with Workspace(Settings(tmp_path / "home"), create=True) as opened:
        load(opened, path)
        assert ["1 new" in told for told in check(opened)] == [True]
        head = str(opened.ledger.head())
        assert check(opened) == ()
        again = str(opened.ledger.head())
        mended = original.replace('Alti="1129" PRS_Sensor_Alti="0"',
                                  'Alti="1129" PRS_Sensor_Alti="1130"')  # fmt: skip
        assert mended != original
        path.write_text(mended, encoding="utf-8")
        load(opened, path)
        assert ["1 taken back" in told for told in check(opened)] == [True]
        hops = {h.hop for h in traced(opened).rows}  # type: ignore[attr-defined]

    assert again == head
    assert "suspected_cause" not in hops
    assert "issue" in hops  # the provider's code still stands


def load(workspace: Workspace, path: Path) -> None:
    with workspace.ledger.writing() as writer:
        [planned] = make_plan([path], Declared(source="cimiss")).files
        load_file(workspace.ledger, writer, planned, LoadChoices(allow_retract=True))
