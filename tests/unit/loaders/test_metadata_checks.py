"""What the tests of stated metadata find in small networks, and what they leave alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from graph import Settings, Workspace
from graph.lake import open_lake
from graph.ledger import LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.quality_control import thresholds
from loaders.quality_control.flags import Flag
from loaders.quality_control.metadata import TESTS
from loaders.quality_control.metadata.limits import limit
from loaders.quality_control.model import RANKS
from loaders.quality_control.protocol import Context, FlagTest
from loaders.quality_control.registry import tests as all_tests
from ontology import HOP_STATES
from ontology.rules import HEIGHT_TOLERANCE_M, POSITION_TOLERANCE_KM

DATASET = "cimiss_surface_minute"
BY_NAME = {test.name: test for test in TESTS}
RECORD = {
    "Station_Id_C": "53463", "Lat": "40.85", "Lon": "111.5667", "Alti": "1153.5",
    "PRS_Sensor_Alti": "1154", "Station_levl": "11", "Year": "2018", "Mon": "9", "Day": "1",
    "Hour": "16", "Min": "0", "PRS": "880.1", "Q_PRS": "0", "TEM": "17.5", "Q_TEM": "0",
}  # fmt: skip
STATIONS = "station_id,name_zh,class\n53463,呼和浩特,基准站\n"
HERE = "53463,40.85,111.5667,1153.5,1154,2013-01-01,\n"
FORMER = "53463,40.8167,111.6833,1063,1065,1951-01-01,2012-12-31\n"
LOCATIONS = "station_id,latitude,longitude,elevation_m,barometer_elevation_m,valid_from,valid_to\n"
Records = Iterable[dict[str, str]]


def write(folder: Path, records: Records, locations: str, stations: str = STATIONS) -> list[Path]:
    folder.mkdir(exist_ok=True)
    rows = (" ".join(f'{k}="{v}"' for k, v in {**RECORD, **r}.items()) for r in records)
    answer = "<DS>" + "\n".join(f"<R {row}/>" for row in rows) + "</DS>"
    files = {"answer.xml": answer, "stations.csv": stations, "locations.csv": locations}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


@contextmanager
def context(
    tmp_path: Path, records: Records, locations: str = LOCATIONS + FORMER + HERE,
    begin: datetime | None = None, stations: tuple[str, ...] = (),
) -> Iterator[Context]:  # fmt: skip
    home = tmp_path / "home"
    paths = write(tmp_path / "files", records, locations)
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                report = load_file(workspace.ledger, writer, planned, LoadChoices())
                assert report.rejected == 0, report.first_rejects
        with open_lake(home) as lake:
            reader = LedgerReader(workspace.ledger)
            yield Context(DATASET, home, lake, reader, thresholds.load(), begin, None, stations)


def flags(test: str, context: Context) -> list[Flag]:
    """What a test finds; the value of a flag is a number, or an issue could not have it."""
    found = list(BY_NAME[test].flags(context))
    assert all(flag.value is None or Decimal(flag.value).is_finite() for flag in found)
    assert {flag.severity for flag in found} <= set(RANKS)
    return found


def values(found: Iterable[Flag]) -> list[tuple[str, str | None]]:
    return [(flag.station, flag.value) for flag in found]


def test_all_are_found_by_walking() -> None:
    assert set(BY_NAME) == {
        "position", "identity", "elevation", "barometer_elevation", "sensor_altitude",
        "station_class", "expected_element", "pressure_height",
    }  # fmt: skip
    assert set(BY_NAME) <= set(all_tests())
    assert all(isinstance(test, FlagTest) for test in TESTS)


def test_limits_that_the_ontology_has_are_the_same() -> None:
    assert limit("position", "distance") == POSITION_TOLERANCE_KM
    for test in ("elevation", "barometer_elevation", "sensor_altitude"):
        assert limit(test, "difference") == HEIGHT_TOLERANCE_M
    assert "conflicting" in HOP_STATES


def test_what_agrees_with_the_registry_raises_nothing(tmp_path: Path) -> None:
    with context(tmp_path, [{}]) as looked:
        assert {name: flags(name, looked) for name in BY_NAME} == {name: [] for name in BY_NAME}


@pytest.mark.parametrize(
    ("place", "test", "explained"),
    [
        ({"Lat": "40.865"}, None, ""),  # 1.7 km
        ({"Lat": "40.87"}, "position", "没有旧址可以解释"),  # 2.2 km
        ({"Lat": "40.8167", "Lon": "111.6833"}, "position", "2013-01-01 已离开的旧址"),
        ({"Lat": "40.851", "Lon": "111.824"}, "identity", "没有旧址可以解释"),  # the airport
    ],
)
def test_a_position_elsewhere(
    tmp_path: Path, place: dict[str, str], test: str | None, explained: str
) -> None:
    with context(tmp_path, [place]) as looked:
        found = {name: flags(name, looked) for name in ("position", "identity")}
        claims = {claim.short for claim in looked.reader.live_of_kind("Location")}

    assert {name for name, raised in found.items() if raised} == ({test} if test else set())
    if test:
        [flag] = found[test]
        assert (flag.station, flag.variable, flag.time) == ("53463", "", "2018-09-01T00:00:00Z")
        assert flag.evidence in claims
        assert explained in flag.detail


def test_only_the_registry_of_the_day_counts(tmp_path: Path) -> None:
    old = {"Lat": "40.8167", "Lon": "111.6833", "Alti": "1063", "PRS_Sensor_Alti": "1065",
           "Year": "2005"}  # fmt: skip
    with context(tmp_path, [old]) as looked:
        assert [flags(name, looked) for name in ("position", "elevation")] == [[], []]


def test_a_list_of_one_day_speaks_for_the_years_around_it(tmp_path: Path) -> None:
    records = [
        {"Lat": "40.9"},
        {"Lat": "40.9", "Min": "1", "Year": "2010", "Station_Id_C": "53464"},
    ]
    paths = write(tmp_path / "files", records, LOCATIONS)
    header = "province,station_id,name,station_class,lat_ddmm,lon_dddmm,elev_m,barometer_elev_m"
    rows = (f"内蒙古,{number},站,基准站,4051,11134,1153.5,1154" for number in (53463, 53464))
    listed = tmp_path / "files" / "list.csv"
    listed.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    home = tmp_path / "home"
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([*paths, listed], Declared()).files:
                assert load_file(workspace.ledger, writer, planned, LoadChoices()).rejected == 0
        with open_lake(home) as lake:
            reader = LedgerReader(workspace.ledger)
            found = flags("position", Context(DATASET, home, lake, reader, thresholds.load()))

    assert [(flag.station, flag.time[:4]) for flag in found] == [("53463", "2018")]


@pytest.mark.parametrize(
    ("heights", "test"),
    [
        ({"Alti": "1173"}, None),
        ({"Alti": "1174"}, "elevation"),
        ({"PRS_Sensor_Alti": "1175"}, "barometer_elevation"),
        ({"PRS_Sensor_Alti": "1173"}, None),
    ],
)
def test_a_height_that_is_not_the_registered_one(
    tmp_path: Path, heights: dict[str, str], test: str | None
) -> None:
    names = ("elevation", "barometer_elevation", "sensor_altitude")
    with context(tmp_path, [heights]) as looked:
        raised = {name for name in names if flags(name, looked)}

    assert raised == ({test} if test else set())


def test_a_sensor_at_sea_level_that_is_not(tmp_path: Path) -> None:
    records = [
        {"Station_Id_C": "W8120", "Alti": "1129", "PRS_Sensor_Alti": "0"},
        {"Station_Id_C": "W8121", "Alti": "5", "PRS_Sensor_Alti": "0"},
        {"Station_Id_C": "W8122", "Alti": "-154", "PRS_Sensor_Alti": "0.0"},
        {"Station_Id_C": "W8123", "Alti": "1129", "PRS_Sensor_Alti": "999999"},
        {"Station_Id_C": "W8124", "Alti": "999999", "PRS_Sensor_Alti": "0"},
    ]
    with context(tmp_path, records, LOCATIONS) as looked:
        found = flags("sensor_altitude", looked)

    assert values(found) == [("W8120", "0"), ("W8122", "0")]
    assert "1129 m" in found[0].detail
    assert found[0].severity == "major"


@pytest.mark.parametrize(
    ("code", "raised"),
    [("11", 0), ("011", 0), ("12", 1), ("012", 1), ("14", 0), ("999999", 0)],
)
def test_a_level_code_of_another_class(tmp_path: Path, code: str, raised: int) -> None:
    with context(tmp_path, [{"Station_levl": code}]) as looked:
        found = flags("station_class", looked)

    assert len(found) == raised
    assert all(f"代码 {code} 是基本站，登记为基准站" in flag.detail for flag in found)


def test_an_element_that_came_before_and_does_not_any_more(tmp_path: Path) -> None:
    begin = datetime(2018, 9, 1, 16, 1, tzinfo=UTC)
    later = {"Min": "1", "PRS": "999999", "Q_PRS": "8"}
    records = [
        {}, later,
        {"Station_Id_C": "W8120"}, {"Station_Id_C": "W8120", "Min": "1"},
        {"Station_Id_C": "W8121"}, {"Station_Id_C": "W8121", **later, "Q_PRS": "7"},
        {"Station_Id_C": "W8122"},  # which says nothing at all any more: not for this test
    ]  # fmt: skip
    with context(tmp_path, records, begin=begin) as looked:
        found = flags("expected_element", looked)
        series = {c.short: c.subject for c in looked.reader.live_of_kind("Series")}

    assert [(f.station, f.variable, f.time) for f in found] == [
        ("53463", "PRS", "2018-09-01T16:01:00Z")
    ]
    assert series[found[0].evidence] == "series:53463|PRS"


def test_an_element_that_is_deployed_and_never_came(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    table = "deployment_id,station_id,variable,valid_from,valid_to\n"
    rows = (
        "D1,53463,RHU,2018-01-01,\nD2,53463,WIN,2017-01-01,2018-01-01\nD3,53463,TEM,2018-01-01,\n"
    )
    (folder / "deployments.csv").write_text(table + rows, encoding="utf-8")
    begin = datetime(2018, 9, 1, tzinfo=UTC)
    home = tmp_path / "home"
    paths = [*write(tmp_path / "files", [{}], LOCATIONS + HERE), folder / "deployments.csv"]
    with Workspace(Settings(home), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        with open_lake(home) as lake:
            reader = LedgerReader(workspace.ledger)
            looked = Context(DATASET, home, lake, reader, thresholds.load(), begin)
            found = flags("expected_element", looked)

    assert [(f.station, f.variable, f.time) for f in found] == [
        ("53463", "RHU", "2018-09-01T00:00:00Z")
    ]
    assert "deployment:D1" in found[0].detail


@pytest.mark.parametrize(
    ("height", "pressure", "raised"),
    [
        ("1129", "876.3", False),
        ("0", "876.3", True),
        ("1129", "1013.2", True),
        ("3429", "674.7", False),
        ("999999", "500", False),  # nobody states a height
    ],
)
def test_a_pressure_that_the_height_does_not_admit(
    tmp_path: Path, height: str, pressure: str, raised: bool
) -> None:
    record = {"Station_Id_C": "W8120", "Alti": height, "PRS": pressure}
    with context(tmp_path, [record, {"Station_Id_C": "W8121"}], LOCATIONS) as looked:
        found = flags("pressure_height", looked)

    assert values(found) == ([("W8120", pressure)] if raised else [])
    if raised:
        assert found[0].evidence.startswith(f"lake/{DATASET}/date=2018-09-01/")
        assert "标准大气" in found[0].detail


def test_a_window_and_a_choice_of_stations_hold(tmp_path: Path) -> None:
    records = [
        {"Station_Id_C": "W8120", "Alti": "1129", "PRS_Sensor_Alti": "0"},
        {"Station_Id_C": "W8121", "Alti": "1129", "PRS_Sensor_Alti": "0"},
    ]
    with context(tmp_path, records, LOCATIONS, stations=("W8121",)) as looked:
        assert values(flags("sensor_altitude", looked)) == [("W8121", "0")]
    with context(tmp_path, records, LOCATIONS, datetime(2018, 9, 2, tzinfo=UTC)) as looked:
        assert flags("sensor_altitude", looked) == []


def test_every_check_is_on_the_page_with_its_limit(root: Path) -> None:
    page = (root / "docs/reference/quality.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1]: line for line in page.splitlines() if line.startswith("| `")}

    for name in BY_NAME:
        assert any(f"`{name}`" in row for row in rows), name
    for name, quantity, unit in (
        ("position", "distance", "km"), ("identity", "distance", "km"),
        ("elevation", "difference", "m"), ("sensor_altitude", "difference", "m"),
    ):  # fmt: skip
        [row] = [line for cell, line in rows.items() if f"`{name}`" in cell]
        assert f"| {limit(name, quantity):g} {unit} |" in row
