"""What the SYNOP messages of 2018-11-02 say of stations of Inner Mongolia, against the registries.

What must be raised is read here independently: messages by pdbufr, registries by csv.
"""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

import pdbufr
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Claim, Settings, Workspace
from graph.lake import Selection, open_lake
from loaders import Declared, LoadChoices, LoadReport, check_file, load_file, make_plan
from loaders.protocol import RawRow, SourceFile
from loaders.synop_bufr import LOADER

FILE = "ecmwf_pdbufr/synop_inner_mongolia_part.bufr"
RECORDS = "cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv"
LIST = "cma_station_tidymet/inner_mongolia_stations_2016.csv"
DAY = "2018-11-02"
EARTH_KM = 6371.0088
TOO_FAR_KM, TOO_HIGH_M = 2.0, 20.0


@dataclass(frozen=True)
class Spot:
    """A place of a station; of a record also its line and the days it was taken and left."""

    latitude: float
    longitude: float
    height: float
    line: int = 0
    first: str = ""
    last: str = ""

    def apart(self, other: Spot) -> tuple[float, float]:
        a, b = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(self.longitude - other.longitude)
        h = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(h)), abs(self.height - other.height)

    def is_elsewhere(self, other: Spot) -> bool:
        far, high = self.apart(other)
        return far > TOO_FAR_KM or high > TOO_HIGH_M


def minutes(text: str) -> float:
    return int(text[:-2]) + int(text[-2:]) / 60


def transmitted(path: Path) -> dict[str, Spot]:
    columns = ("blockNumber", "stationNumber", "latitude", "longitude", "heightOfStation")
    frame = pdbufr.read_bufr(str(path), columns=columns)
    return {
        f"{row.blockNumber:02d}{row.stationNumber:03d}": Spot(
            row.latitude, row.longitude, row.heightOfStation
        )
        for row in frame.itertuples()
    }


def recorded(path: Path) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    with path.open(encoding="utf-8") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            spot = Spot(
                minutes(row["lat"]), minutes(row["lon"]), float(row["alt"]), line,
                row["period_date_begin"], row["period_date_end"],
            )  # fmt: skip
            found.setdefault(row["site"], []).append(spot)
    return found


def listed(path: Path) -> dict[str, Spot]:
    with path.open(encoding="utf-8") as stream:
        return {
            row["station_id"]: Spot(
                minutes(row["lat_ddmm"]), minutes(row["lon_dddmm"]), float(row["elev_m"])
            )
            for row in csv.DictReader(stream)
        }


def must_be_raised(data: Path) -> dict[str, tuple[float, set[int]]]:
    """Station to kilometres and the lines of records that explain it, none for "unexplained"."""
    records, registry = recorded(data / RECORDS), listed(data / LIST)
    found = {}
    for number, spot in transmitted(data / FILE).items():
        [then] = [r for r in records[number] if r.first <= DAY <= r.last]
        assert not then.is_elsewhere(registry[number]), "the two registries agree on these stations"
        if spot.is_elsewhere(then):
            former = {
                r.line for r in records[number]
                if r.last < then.first and not r.is_elsewhere(spot)
            }  # fmt: skip
            found[number] = (spot.apart(then)[0], former)
    return found


def test_what_must_be_raised_is_what_domain_experts_know(shared: Path) -> None:
    """52495: the place left on 1993-01-01; 53068: that of 1965 to 1982; 53463 moved with it."""
    found = must_be_raised(shared / "data")

    assert set(found) == {"52495", "53068"}
    assert {number: lines for number, (_, lines) in found.items()} == {
        "52495": {104}, "53068": {119, 120},
    }  # fmt: skip
    assert found["52495"][0] == pytest.approx(69.65, abs=0.01)
    assert found["53068"][0] == pytest.approx(5.68, abs=0.01)


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with both national registries and the messages."""
    folder = tmp_path_factory.mktemp("synop") / "home"
    with Workspace(Settings(folder), create=True) as workspace:
        for name in (LIST, RECORDS, FILE):
            assert loaded(workspace, shared / "data" / name).rejected == 0
        workspace.catch_up()
    return folder


def loaded(workspace: Workspace, path: Path) -> LoadReport:
    [planned] = make_plan([path], Declared()).files
    with workspace.ledger.writing() as writer:
        return load_file(workspace.ledger, writer, planned, LoadChoices())


def asked(home: Path, *words: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, [*words, "--home", str(home), "--json"])
    assert done.exit_code in {0, 1}, done.output
    rows: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return rows


@pytest.mark.parametrize("when", [(), ("--as-of", DAY), ("--as-of", "1980-01-01")])
def test_conflicts_raise_exactly_these_each_with_the_record_that_explains_it(
    home: Path, shared: Path, when: tuple[str, ...]
) -> None:
    rows = asked(home, "ask", "conflicts", *when)
    raised = [row for row in rows if row["kind"] == "position" and "bufr" in str(row["second"])]

    expected = must_be_raised(shared / "data")
    assert {str(row["subject"]).removeprefix("station:") for row in raised} == set(expected)
    assert len(raised) == len(expected)
    for row in raised:
        distance, lines = expected[str(row["subject"]).removeprefix("station:")]
        assert row["distance_km"] == pytest.approx(distance, abs=0.05)
        assert row["explanation"] == "former position"
        assert row["former_line"] in lines
        assert row["day"] == DAY
        assert "relocations" in str(row["preferred"])


def test_a_position_that_no_record_explains_is_unexplained(
    home: Path, shared: Path, tmp_path: Path
) -> None:
    """The same messages against the list of 2016 alone: nothing tells where a station was."""
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        for name in (LIST, FILE):
            loaded(workspace, shared / "data" / name)
        workspace.catch_up()

    rows = asked(tmp_path / "home", "ask", "conflicts")

    found = {(row["subject"], row["explanation"]) for row in rows if row["kind"] == "position"}
    assert found == {("station:52495", "unexplained"), ("station:53068", "unexplained")}


def test_a_trace_of_the_station_shows_it_at_the_hour_of_the_message(home: Path) -> None:
    rows = asked(home, "trace", "station:52495", "--as-of", "2018-11-02T12:00:00Z")

    positions = [row for row in rows if row["hop"] == "position"]
    assert [row["state"] for row in positions] == ["ok", "conflicting"]


VARIABLES = {
    "nonCoordinatePressure": "bufr4/b/10/004",
    "pressureReducedToMeanSeaLevel": "bufr4/b/10/051",
    "3HourPressureChange": "bufr4/b/10/061",
    "windDirectionAt10M": "bufr4/b/11/001",
    "windSpeedAt10M": "bufr4/b/11/002",
    "airTemperatureAt2M": "bufr4/b/12/101",
    "dewpointTemperatureAt2M": "bufr4/b/12/103",
    "relativeHumidity": "bufr4/b/13/003",
    "horizontalVisibility": "bufr4/b/20/001",
    "totalPrecipitationPast6Hours": "bufr4/b/13/021",
    "totalSnowDepth": "bufr4/b/13/013",
    "maximumTemperatureAt2MPast24Hours": "bufr4/b/12/016",
    "totalSunshine": "bufr4/b/14/031",
}


def read_by_pdbufr(shared: Path) -> dict[tuple[str, str], float | None]:
    """Values by station and code; None where the message has none."""
    columns = ("blockNumber", "stationNumber", "data_datetime")
    expected: dict[tuple[str, str], float | None] = {}
    for key, code in VARIABLES.items():
        frame = pdbufr.read_bufr(
            str(shared / "data" / FILE), columns=(*columns, key), required_columns=columns
        )
        for row in frame.to_dict("records"):
            if key in row:
                number = f"{row['blockNumber']:02d}{row['stationNumber']:03d}"
                value = None if row[key] is None or math.isnan(row[key]) else float(row[key])
                expected.setdefault((number, code), value)
    return expected


def test_the_lake_has_what_pdbufr_reads(home: Path, shared: Path) -> None:
    expected = read_by_pdbufr(shared)
    with open_lake(home) as lake:
        found = {
            (r.station, r.variable): r
            for r in lake.window(Selection("synop_bufr"))
            if r.variable in VARIABLES.values()
        }

    assert {r.time.isoformat() for r in found.values()} == {"2018-11-02T12:00:00+00:00"}
    assert found.keys() == expected.keys()
    assert len(found) == 17 * len(VARIABLES)
    for key, value in expected.items():
        assert found[key].value == (None if value is None else pytest.approx(value, abs=1e-9))
        assert found[key].nil_reason == (None if value is not None else "missing")
    absent = {s for (s, v), r in found.items() if v == "bufr4/b/10/004" and r.value is None}
    assert absent == {"53480"}
    # confidence in percent that the centre gives, by eye from bufr_dump
    assert (found["53463", "bufr4/b/12/101"].value, found["53463", "bufr4/b/12/101"].flag) == (
        281.1,
        "80",
    )


def test_claims_of_a_station_in_full(shared: Path) -> None:
    source = SourceFile(shared / "data" / FILE, "synop")
    rows = [row for row in LOADER.read(source) if isinstance(row, RawRow)]
    said = [c for c in LOADER.claims(rows[0], source) if isinstance(c, Claim)]
    time, second = "2018-11-02T12:00:00Z", "2018-11-02T12:00:01Z"
    location = "location:53463|synop|2018-11-02T12%3A00%3A00Z"

    assert [(r.place.offset, r.place.length, r.place.locator) for r in rows[:3]] == [
        (0, 220, "message=1;subset=1"),
        (220, 212, "message=2;subset=1"),
        (432, 220, "message=3;subset=1"),
    ]
    assert rows[0].identity == "synop|53463|2018-11-02T12:00:00Z|bufr4/b/10/004"
    assert said[:3] == [
        Claim("Station", "station:53463", None,
              {"wigos_id": "0-20000-0-53463", "begin_known": False}),
        Claim("Location", location, None,
              {"latitude": "40.85", "longitude": "111.57", "elevation_m": "1154",
               "snapshot_on": time}, time, second),
        Claim("LOCATED_AT", "station:53463", location, {}, time, second),
    ]  # fmt: skip
    series = "series:53463|bufr4/b/12/101"
    assert [c for c in said if c.subject == series] == [
        Claim("Series", series, None,
              {"variable": "bufr4/b/12/101", "pointer": "lake/synop_bufr", "begin_known": False}),
        Claim("OBSERVED_AT", series, "station:53463", {"begin_known": False}),
        Claim("OF_VARIABLE", series, "variable:bufr4/b/12/101", {"begin_known": False}),
    ]  # fmt: skip
    assert [c.properties for c in said if c.subject == "variable:bufr4/b/12/101"] == [
        {"name": "气温", "name_en": "air temperature", "unit": "K",
         "uri": "http://codes.wmo.int/bufr4/b/12/101", "begin_known": False},
    ]  # fmt: skip
    # the second message of the station has further variables, the station and its place are said
    more = {c.kind for c in LOADER.claims(rows[1], source) if isinstance(c, Claim)}
    assert more == {"Variable", "Series", "OBSERVED_AT", "OF_VARIABLE"}


def test_the_file_again_writes_nothing_and_a_dry_run_neither(shared: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    [planned] = make_plan([shared / "data" / FILE], Declared()).files
    dry = check_file(planned)
    assert not home.exists()
    with Workspace(Settings(home), create=True) as workspace:
        first = loaded(workspace, shared / "data" / FILE)
        files = sorted((home / "lake").rglob("*.parquet"))
        again = loaded(workspace, shared / "data" / FILE)

    assert (dry.read, dry.accepted, dry.asserted, dry.values) == (
        first.read, first.accepted, first.asserted, first.values,
    )  # fmt: skip
    assert (first.read, first.rejected, first.values) == (34, 0, 833)
    assert again.unchanged
    assert sorted((home / "lake").rglob("*.parquet")) == files


def test_the_loader_knows_its_file_by_content_alone(shared: Path) -> None:
    data = shared / "data"
    files = [path for path in data.rglob("*") if path.is_file()]

    accepted = [p for p in files if LOADER.accepts(Path("renamed.txt"), p.read_bytes()[:65536])]

    assert [str(path.relative_to(data)) for path in accepted] == [FILE]


SPANS = {
    "airTemperatureAt2M": (193.15, 333.15), "dewpointTemperatureAt2M": (193.15, 308.15),
    "nonCoordinatePressure": (50_000, 110_000), "pressureReducedToMeanSeaLevel": (84_600, 110_000),
    "relativeHumidity": (0, 100), "windSpeedAt10M": (0, 75), "windDirectionAt10M": (0, 360),
    "horizontalVisibility": (0, 160_934),
}  # fmt: skip
"""What docs/reference/quality.md says a variable can be, in kelvin and pascal."""


def test_quality_control_knows_the_codes_and_units_of_the_messages(
    home: Path, shared: Path
) -> None:
    """Thresholds are stated for the codes of MUSIC, in degrees Celsius and hectopascal."""
    spans = {VARIABLES[key]: span for key, span in SPANS.items()}
    expected = [
        (spans[code], value)
        for (_, code), value in read_by_pdbufr(shared).items()
        if code in spans and value is not None
    ]
    arguments = ["qc", "synop_bufr", "--test", "gross_range", "--dry-run"]
    done = CliRunner().invoke(app, [*arguments, "--home", str(home), "--json"])
    [test] = json.loads(done.stdout)["tests"]

    assert len(expected) > 100
    assert test["checked"] == len(expected)
    assert test["flagged"] == sum(not low <= v <= high for (low, high), v in expected) == 0
    assert not set(test["not_checked"]) & spans.keys()
