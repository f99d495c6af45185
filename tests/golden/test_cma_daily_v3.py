"""What the daily values of 1951 say, read from the file by eye and counted with awk."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph import Claim, Rejected
from loaders.cma_daily_v3 import LOADER
from loaders.observations import Observation
from loaders.protocol import RawRow, SourceFile
from ontology.derive import claim_problem

FILE = "cma_station_tidymet/surf_cli_chn_mul_day_v3_1951_inner_mongolia.csv"
Values = dict[tuple[str, str], dict[str, Observation]]
Read = tuple[list[RawRow], list[Claim], Values]


@pytest.fixture(scope="module")
def read(shared: Path) -> Read:
    """Rows, claims, and values by station and day; none is rejected."""
    source = SourceFile(shared / "data" / FILE, "v3")
    rows: list[RawRow] = []
    claims: list[Claim] = []
    values: Values = {}
    for row in LOADER.read(source):
        assert isinstance(row, RawRow)
        rows.append(row)
        claims += [c for c in LOADER.claims(row, source) if not isinstance(c, Rejected)]
        for one in LOADER.observations(row, source):
            values.setdefault((one.station, str(one.local_day)), {})[one.variable] = one
    return rows, claims, values


def test_every_row_is_read_in_order(read: Read) -> None:
    rows, claims, values = read

    assert [row.place.line for row in rows] == list(range(2, 2099))
    assert len(values) == 2097
    assert {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for c in claims
    } == {None}


def test_where_the_stations_stood_and_one_that_moved(read: Read) -> None:
    places = [
        (c.subject.split("|")[0], *(c.properties[n] for n in ("latitude", "longitude",
         "elevation_m")), c.valid_from, c.valid_to)
        for c in read[1] if c.kind == "Location"
    ]  # fmt: skip
    begin, end = "1950-12-31T16:00:00Z", "1951-10-31T16:00:00Z"

    assert places == [
        ("location:50527", "49.2167", "119.7500", "676.6", begin, end),
        ("location:50632", "48.7667", "121.9167", "738.7", begin, end),
        ("location:50838", "46.2167", "122.0500", "273.4", begin, end),
        ("location:53446", "40.8333", "109.8333", "1016.0", begin, end),
        ("location:53463", "40.8167", "111.6833", "1062.2", "1951-01-31T16:00:00Z", end),
        ("location:54135", "43.6667", "122.2500", "178.2", begin, "1951-05-31T16:00:00Z"),
        ("location:54135", "43.6000", "122.2667", "178.2", "1951-05-31T16:00:00Z", end),
        ("location:54218", "42.2667", "118.9000", "571.3", begin, end),
    ]


def test_the_first_row_in_full(read: Read) -> None:
    day = read[2]["50527", "1951-01-01"]
    moment = datetime(1951, 1, 1, 12, tzinfo=UTC)  # 20 o'clock Beijing time

    assert {(v.time, v.local_day) for v in day.values()} == {(moment, date(1951, 1, 1))}
    assert {code: (v.value, v.raw, v.flag, v.nil_reason) for code, v in day.items()} == {
        "EVP": (0.2, "2", "0", None),
        "EVP_Big": (None, None, "8", "missing"),
        "GST_Avg": (None, None, "8", "missing"),
        "GST_Max": (None, None, "8", "missing"),
        "GST_Min": (None, None, "8", "missing"),
        "PRE_Time_2020": (0.0, "0", "0", None),
        "PRS_Avg": (945.2, "9452", "0", None),
        "PRS_Max": (946.3, "9463", "0", None),
        "PRS_Min": (943.8, "9438", "0", None),
        "RHU_Avg": (50.0, "50", "0", None),
        "RHU_Min": (33.0, "33", "0", None),
        "SSH": (7.4, "74", "0", None),
        "TEM_Avg": (None, None, "8", "missing"),
        "TEM_Max": (-32.7, "-327", "0", None),
        "TEM_Min": (-43.6, "-436", "0", None),
        "WIN_S_Avg": (1.4, "14", "0", None),
        "WIN_S_Max": (3.3, "33", "0", None),
    }


@pytest.mark.parametrize(
    ("station", "day", "raw", "value", "reason"),
    [
        ("54218", "1951-10-31", "32700", None, "BelowDetectionRange"),  # a trace
        ("54135", "1951-04-22", "30007", 0.7, None),  # snow
        ("50527", "1951-02-07", "31001", 0.1, None),  # rain and snow
        ("54135", "1951-10-04", "32002", 0.2, None),  # fog, dew or frost
        ("54135", "1951-06-02", "235", 23.5, None),
    ],
)
def test_precipitation_that_is_marked(
    read: Read, station: str, day: str, raw: str, value: float | None, reason: str | None
) -> None:
    found = read[2][station, day]["PRE_Time_2020"]

    assert (found.raw, found.value, found.nil_reason, found.flag) == (raw, value, reason, "0")


def test_a_suspect_pressure_keeps_its_code(read: Read) -> None:
    day = read[2]["50527", "1951-05-02"]

    assert [(v.value, v.flag) for code, v in day.items() if code.startswith("PRS")] == [
        (917.2, "1"), (925.1, "0"), (911.5, "1"),
    ]  # fmt: skip


def test_what_is_missing_and_marked_is_counted(read: Read) -> None:
    values = [value for day in read[2].values() for value in day.values()]
    rain = [v for v in values if v.variable == "PRE_Time_2020"]

    assert Counter(v.nil_reason for v in values) == {
        None: 24409, "missing": 10979, "BelowDetectionRange": 261,
    }  # fmt: skip
    assert Counter((v.raw or "")[:2] for v in rain if len(v.raw or "") == 5) == {
        "30": 11, "31": 81, "32": 3 + 261,
    }  # fmt: skip
    assert max(v.value for v in rain if v.value is not None) < 100  # mm; no mark is left in one


def test_the_loader_knows_its_file_by_content_alone(shared: Path) -> None:
    data = shared / "data"
    files = [path for path in data.rglob("*") if path.is_file()]

    accepted = [p for p in files if LOADER.accepts(Path("renamed.txt"), p.read_bytes()[:65536])]

    assert [str(path.relative_to(data)) for path in accepted] == [FILE]
