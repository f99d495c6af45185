"""What NOAA's station history says of the stations of Inner Mongolia, read from the file by eye."""

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Claim, Rejected, Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.isd_history import LOADER
from loaders.protocol import RawRow, SourceFile
from ontology import BEGINNING, OPEN_END
from ontology.derive import claim_problem

FILE = "noaa_isd_history/isd_history_inner_mongolia.csv"
SNAPSHOT = "2019-09-30T16:00:00Z"
Rows = dict[str, tuple[RawRow, tuple[Claim, ...]]]


@pytest.fixture(scope="module")
def rows(shared: Path) -> Rows:
    """Rows and claims by USAF number; none is rejected."""
    source = SourceFile(shared / "data" / FILE, "isd", LOADER.snapshot)
    found: Rows = {}
    for row in LOADER.read(source):
        assert isinstance(row, RawRow)
        said = tuple(LOADER.claims(row, source))
        claims = tuple(claim for claim in said if not isinstance(claim, Rejected))
        assert claims == said
        found[row.fields["USAF"]] = (row, claims)
    return found


def position(rows: Rows, usaf: str) -> tuple[object, ...]:
    [said] = [c.properties for c in rows[usaf][1] if c.kind == "Location"]
    names = ("latitude", "longitude", "elevation_m", "data_first_day", "data_last_day")
    return tuple(said[name] for name in names)


def test_the_list_has_48_stations_all_inferred_and_undated(rows: Rows) -> None:
    claims = [claim for _, said in rows.values() for claim in said]

    assert len(rows) == 48
    assert Counter(c.kind for c in claims) == {"Station": 48, "Location": 48, "LOCATED_AT": 48}
    assert {str(c.certainty) for c in claims} == {"inferred"}
    assert {(c.valid_from, c.valid_to) for c in claims} == {(BEGINNING, OPEN_END)}
    assert {c.properties["begin_known"] for c in claims} == {False}
    assert {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for c in claims
    } == {None}


def test_the_list_on_the_airport_of_hohhot_in_full(rows: Rows, shared: Path) -> None:
    row, claims = rows["534630"]
    location = "location:53463|isd|0001-01-01T00%3A00%3A00Z"
    offset, length = row.place.offset, row.place.length
    assert offset is not None
    assert length is not None

    assert (row.place.line, row.place.column, row.identity) == (31, 0, "station|534630-99999")
    assert (shared / "data" / FILE).read_bytes()[offset : offset + length] == (
        b"534630,99999,BAITA,CH,,ZBHH,+40.851,+111.824,+1083.9,19560820,20191029"
    )
    assert claims == (
        Claim("Station", "station:53463", None,
              {"name_en": "BAITA", "wigos_id": "0-20000-0-53463", "begin_known": False},
              certainty="inferred"),
        Claim("Location", location, None,
              {"latitude": "40.851", "longitude": "111.824", "elevation_m": "1083.9",
               "data_first_day": "1956-08-20T00:00:00Z", "data_last_day": "2019-10-29T00:00:00Z",
               "registry_key": "534630-99999", "note": "ICAO ZBHH", "snapshot_on": SNAPSHOT,
               "begin_known": False}, certainty="inferred"),
        Claim("LOCATED_AT", "station:53463", location, {"begin_known": False},
              certainty="inferred"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("usaf", "line", "expected"),
    [
        ("504250", 2, ("50.500", "120.067", "671.0", "1957-06-01", "2004-08-09")),
        ("522670", 14, ("41.950", "101.067", "941.0", "1960-03-01", "2019-10-29")),
        ("535330", 36, ("39.850", "108.733", "1450.0", "1973-10-04", "2013-05-27")),
        ("542260", 49, ("42.333", "120.700", "401.0", "1957-06-01", "2019-10-29")),
    ],
)
def test_the_list_on_a_station(rows: Rows, usaf: str, line: int, expected: tuple[str, ...]) -> None:
    *place, first, last = expected

    assert rows[usaf][0].place.line == line
    assert position(rows, usaf) == (*place, f"{first}T00:00:00Z", f"{last}T00:00:00Z")


def test_two_airports_have_a_code(rows: Rows) -> None:
    notes = {
        (usaf, claim.properties["note"])
        for usaf, (_, said) in rows.items()
        for claim in said
        if "note" in claim.properties
    }

    assert notes == {("534460", "ICAO ZBOW"), ("534630", "ICAO ZBHH")}


def test_the_loader_knows_its_file_by_content_alone(shared: Path) -> None:
    data = shared / "data"
    files = [path for path in data.rglob("*") if path.is_file()]

    accepted = [p for p in files if LOADER.accepts(Path("renamed.txt"), p.read_bytes()[:65536])]

    assert [str(path.relative_to(data)) for path in accepted] == [FILE]


@pytest.mark.parametrize(
    ("station", "distance", "height", "explanation", "line"),
    [
        # 40°51′ 111°34′ 1153.5 m in the list of 2016, the airport in this one
        ("station:53463", 21.65, 69.6, "another site under the number", None),
        # the place left on 1993-01-01
        ("station:52495", 69.62, 5.1, "former position", 104),
    ],
)
def test_conflicts_show_where_it_disagrees_with_the_national_registries(
    shared: Path, tmp_path: Path, station: str, distance: float, height: float,
    explanation: str, line: int | None,
) -> None:  # fmt: skip
    data, home = shared / "data", tmp_path / "home"
    cma = data / "cma_station_tidymet"
    paths = [
        cma / "inner_mongolia_stations_2016.csv",
        cma / "inner_mongolia_relocations_195101_201812.csv",
        data / FILE,
    ]
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                assert load_file(workspace.ledger, writer, planned, LoadChoices()).rejected == 0
        workspace.catch_up()

    done = CliRunner().invoke(
        app, ["ask", "conflicts", f"station={station}", "--home", str(home), "--json"]
    )

    assert done.exit_code == 0, done.output
    [row] = [r for r in json.loads(done.stdout)["rows"] if "isd_history" in r["second"]]
    assert (row["kind"], row["subject"], row["certainty"]) == ("position", station, "inferred")
    assert row["distance_km"] == pytest.approx(distance, abs=0.05)
    assert row["height_difference_m"] == height
    assert (row["explanation"], row["former_line"]) == (explanation, line)
    assert row["day"] == "2019-10-01"
