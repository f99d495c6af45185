"""Answers on the real files: what a reader of the sources would say, held by the commands."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan

RELOCATIONS = "inner_mongolia_relocations_195101_201812.csv"
COVERED = {"Y01-01", "Y01-03", "Y02-01", "Y02-02", "Y02-03", "Y02-04", "Y02-05"}


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that holds the real registries and the plan."""
    home = tmp_path_factory.mktemp("real") / "home"
    data = shared / "data"
    paths = [
        data / "cma_station_tidymet" / "inner_mongolia_stations_2016.csv",
        data / "cma_station_tidymet" / RELOCATIONS,
        data / "meteostat_stations",
        next((shared / "seeds").glob("000_*.txt")),
    ]
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                report = load_file(workspace.ledger, writer, planned, LoadChoices())
                assert report.read == report.accepted + report.rejected
                assert report.rejected == 0
        workspace.catch_up()
    return home


def answer(home: Path, *arguments: str) -> dict[str, object]:
    """What a command prints with --json."""
    done = CliRunner().invoke(app, [*arguments, "--home", str(home), "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("station", "distance", "line", "since", "left_on"),
    [
        ("station:52495", 69.6, 104, "1971-01-01", "1993-01-01"),
        ("station:53463", 10.5, 255, "1956-01-01", "2013-01-01"),
    ],
)
def test_a_stale_position_is_traced_to_the_relocation_that_explains_it(
    home: Path, station: str, distance: float, line: int, since: str, left_on: str
) -> None:
    """Both positions, their distance, the row that matches and the day the place was left."""
    found = answer(home, "trace", station)
    positions = [h for h in found["rows"] if h["hop"] == "position"]
    assert [h["state"] for h in positions] == ["ok", "conflicting"]
    facts = dict(positions[1]["facts"])
    assert float(facts["distance_km"]) == distance
    assert int(facts["former_line"]) == line
    assert (facts["former_from"], facts["left_on"]) == (since, left_on)
    cited = [found["claims"][c] for c in positions[1]["claims"]]
    assert {(e["file"], e["line"]) for e in cited} >= {(RELOCATIONS, line)}
    assert all(e["excerpt"] and e["sha256"] for e in cited)
    missing = {h["hop"]: h["term"] for h in found["rows"] if h["state"] == "missing"}
    assert missing == {"operator": "9-01", "deployment": "5-05"}


def test_the_plan_stands_in_the_graph_with_its_places(home: Path) -> None:
    """38 processes, 30 leaves with leads, 15 with related units, 8 interfaces."""
    with Workspace(Settings(home)) as workspace, workspace.store.reading() as reader:
        processes = reader.run(
            "MATCH (p:Process) WHERE p.kind IN ['Y', 'Z', 'G'] "
            "RETURN p.id AS id, p.leaf AS leaf, p.claims AS claims",
            {},
        )
        led = reader.run("MATCH (p:Process)-[:LED_BY]->(u:Unit) RETURN DISTINCT p.id AS id", {})
        related = reader.run(
            "MATCH (p:Process)-[:RELATED_UNIT]->(u) RETURN DISTINCT p.id AS id", {}
        )
        interfaces = reader.run("MATCH (i:Interface) RETURN i.id AS id, i.claims AS claims", {})
    leaves = {p["id"] for p in processes if p["leaf"]}
    assert (len(processes), len(leaves), len(interfaces)) == (38, 30, 8)
    assert {r["id"] for r in led} >= leaves
    assert len({r["id"] for r in related}) == 15
    found = answer(home, "ask", "coverage")
    assert all(found["claims"][c]["line"] for row in found["rows"] for c in row["claims"])
    assert all(row["claims"] for row in found["rows"])


def test_coverage_says_what_no_source_states(home: Path) -> None:
    """Seven processes are covered towards the nation; every other cell is not stated."""
    rows = answer(home, "ask", "coverage")["rows"]
    assert len(rows) == 90
    covered = {(r["code"], r["upper"], r["lower"]) for r in rows if r["state"] == "covered"}
    assert covered == {(code, "national", "region") for code in COVERED}
    assert {r["state"] for r in rows if (r["code"], r["upper"], r["lower"]) not in covered} == {
        "not_stated"
    }


def test_wandering_and_wrong_digits_are_told_from_moves(home: Path) -> None:
    """53068 and five others wander by one arc minute; 54313 was once 496 km away."""
    rows = answer(home, "ask", "conflicts")["rows"]
    rounding = {r["subject"] for r in rows if r["kind"] == "rounding"}
    assert rounding == {f"station:{n}" for n in (53068, 53385, 53562, 53602, 54208, 54234)}
    digits = [r for r in rows if r["cause"] == "wrong_digit"]
    assert {r["subject"] for r in digits} >= {"station:54313", "station:53195"}
    assert max(r["distance_km"] for r in digits) == pytest.approx(496, abs=1)
    unexplained = {r["subject"] for r in rows if r["explanation"] == "unexplained"}
    assert unexplained == {
        f"station:{n}" for n in (50425, 50434, 50514, 50834, 52576, 53362, 53602, 54134)
    }
