"""What a real answer of CIMISS/MUSIC says, read from the file by eye."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import Claim, Rejected
from loaders.cimiss_music import LOADER
from loaders.observations import Observation
from loaders.protocol import RawRow, SourceFile
from ontology.derive import claim_problem

FILE = "cimiss_music_xml/SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml"
THEN = datetime(2018, 9, 1, 16, tzinfo=UTC)
BEGIN = "0001-01-01T00%3A00%3A00Z"
Said = dict[str, tuple[RawRow, tuple[Claim, ...], tuple[Observation, ...]]]

# Number: latitude, longitude, altitude, sensor altitude, level, pressure, its code; "" is missing.
STATIONS = {
    "56076": ("33.85", "102.6333", "3429", "3430.5", "", 674.7, "0"),
    "C4002": ("40.6644", "109.6661", "1052", "1053", "16", 890.2, "0"),
    "I5904": ("31.0231", "118.4314", "9", "", "14", None, "7"),
    "V8552": ("34.55", "109.2975", "357", "358", "16", 965.8, "0"),
    "G8262": ("22.8133", "112.4264", "49", "", "14", None, "7"),
    "F8128": ("26.8458", "116.7783", "343", "343", "14", 970.6, "0"),
    "I7152": ("30.7728", "117.3278", "28.3", "28.3", "14", 1005.9, "0"),
    "K6060": ("29.1036", "119.8056", "58", "", "14", None, "7"),
    "P4130": ("27.4056", "110.4781", "200", "", "14", None, "7"),
    "C2002": ("43.2972", "116.1158", "1284", "1285", "16", 860.0, "0"),
    "B3689": ("40.2278", "119.22", "300", "", "14", None, "7"),
    "K2628": ("30.1492", "121.1961", "5", "0", "14", None, "7"),
    "V0410": ("34.9769", "108.5269", "1193", "", "14", None, "7"),
    "V8283": ("34.2217", "108.5681", "394.5", "394.5", "14", 959.8, "0"),
    "K4019": ("29.9078", "120.4844", "59", "", "14", None, "7"),
    "W8120": ("36.0133", "108.1183", "1129", "0", "14", 876.3, "2"),
    "K1675": ("29.6344", "119.5692", "95", "", "14", None, "7"),
    "V6005": ("33.2", "106.9833", "818", "819", "16", 916.1, "0"),
    "I6672": ("30.7747", "116.1697", "526.4", "", "14", None, "7"),
    "Q4008": ("30.7667", "111.25", "212", "", "14", None, "7"),
    "A8290": ("29.3111", "106.0942", "404", "", "14", None, "7"),
    "A8279": ("29.4319", "105.4728", "369", "", "14", None, "7"),
}


@pytest.fixture(scope="module")
def said(shared: Path) -> Said:
    """Row, claims and values by station number; none is rejected."""
    source = SourceFile(shared / "data" / FILE, "cimiss")
    found: Said = {}
    for row in LOADER.read(source):
        assert isinstance(row, RawRow)
        claims = tuple(c for c in LOADER.claims(row, source) if not isinstance(c, Rejected))
        found[row.fields["Station_Id_C"]] = (row, claims, tuple(LOADER.observations(row, source)))
    return found


def test_the_answer_has_22_records_of_22_stations(said: Said) -> None:
    claims = [claim for _, claims, _ in said.values() for claim in claims]

    assert list(said) == list(STATIONS)
    assert Counter(c.kind for c in claims)["Location"] == 22
    assert {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for c in claims
    } == {None}


def test_every_station_stands_where_the_answer_says(said: Said) -> None:
    names = ("latitude", "longitude", "elevation_m", "barometer_elevation_m")
    read = {}
    for number, (_, claims, values) in said.items():
        [place] = [c.properties for c in claims if c.kind == "Location"]
        levels = [c.properties["value"] for c in claims if c.kind == "State"
                  and c.properties["property"] == "station_level_code"]  # fmt: skip
        [pressure] = [v for v in values if v.variable == "PRS"]
        position = tuple(place.get(name, "") for name in names)
        read[number] = (*position, "".join(map(str, levels)), pressure.value, pressure.flag)

    assert read == STATIONS


def test_a_sensor_altitude_of_zero_is_kept_as_it_is_stated(said: Said) -> None:
    row, claims, values = said["W8120"]
    [station] = [c for c in claims if c.kind == "Station"]
    [place] = [c for c in claims if c.kind == "Location"]
    [pressure] = [v for v in values if v.variable == "PRS"]

    assert (row.place.line, row.identity) == (18, "record|W8120|2018-9-1-16-0")
    assert station.properties == {"name": "东关", "province": "甘肃省", "begin_known": False}
    assert place == Claim(
        "Location", f"location:W8120|cimiss|{BEGIN}", None,
        {"latitude": "36.0133", "longitude": "108.1183", "elevation_m": "1129",
         "barometer_elevation_m": "0", "snapshot_on": "2018-09-01T00:00:00Z",
         "begin_known": False},
    )  # fmt: skip
    assert pressure == Observation("W8120", "PRS", THEN, 876.3, "876.3", "2")


def test_a_row_is_cited_as_it_stands(said: Said, shared: Path) -> None:
    place = said["W8120"][0].place
    assert place.offset is not None
    assert place.length is not None
    raw = (shared / "data" / FILE).read_bytes()[place.offset : place.offset + place.length]

    assert raw.startswith('<R Station_Name="东关" '.encode())
    assert raw.endswith(b'Q_GST_40Cm="7"/>')


def test_what_need_not_be_observed_is_null_with_that_reason(said: Said) -> None:
    values = [value for _, _, values in said.values() for value in values]

    assert len(values) == 22 * 12
    assert {v.time for v in values} == {THEN}
    assert Counter((v.nil_reason, v.flag) for v in values) == {
        (None, "0"): 80, (None, "2"): 1, ("inapplicable", "7"): 183,
    }  # fmt: skip
    assert {v.raw for v in values if v.nil_reason} == {"999999"}
    assert {v.value for v in values if v.nil_reason} == {None}


def test_series_are_what_the_stations_observe(said: Said) -> None:
    def series(number: str) -> list[str]:
        return [c.subject for c in said[number][1] if c.kind == "Series"]

    assert len([c for _, cs, _ in said.values() for c in cs if c.kind == "Series"]) == 81
    assert series("I5904") == [
        f"series:I5904|{code}" for code in ("TEM", "WIN_D_Avg_1mi", "WIN_S_Avg_1mi")
    ]
    assert len(series("56076")) == 12
    pointers = {c.properties["pointer"] for _, cs, _ in said.values() for c in cs
                if c.kind == "Series"}  # fmt: skip
    assert pointers == {"lake/cimiss_surface_minute"}


def test_why_a_sensor_altitude_is_missing(said: Said) -> None:
    def missing(number: str) -> list[tuple[object, object]]:
        states = [c.properties for c in said[number][1] if c.kind == "State"]
        return [(s["property"], s["value"]) for s in states
                if str(s["property"]).startswith("nil:")]  # fmt: skip

    assert missing("A8290") == [("nil:barometer_elevation_m", "inapplicable")]
    assert missing("W8120") == []


def test_the_loader_knows_its_file_by_content_alone(shared: Path) -> None:
    data = shared / "data"
    files = [path for path in data.rglob("*") if path.is_file()]

    accepted = [p for p in files if LOADER.accepts(Path("renamed.txt"), p.read_bytes()[:65536])]

    assert [str(path.relative_to(data)) for path in accepted] == [FILE]
