"""What three real registries say of the stations of Inner Mongolia, read from the files by eye."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.cma_relocations import LOADER as RELOCATIONS
from loaders.cma_station_list import LOADER as STATION_LIST
from loaders.meteostat import LOADER as METEOSTAT
from loaders.protocol import Loader, RawRow, SourceFile
from ontology import BEGINNING, OPEN_END, valid_time
from ontology.derive import claim_problem

LIST_FILE = "cma_station_tidymet/inner_mongolia_stations_2016.csv"
RELOCATIONS_FILE = "cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv"
DIVIDED_FILE = "cma_station_tidymet/inner_mongolia_relocations_195101_202003.csv"
METEOSTAT_FILE = "meteostat_stations/inner_mongolia_stations.json"


@dataclass(frozen=True)
class Reading:
    """A file as its loader reads it: rows, each with its claims."""

    source: SourceFile
    rows: tuple[tuple[RawRow, tuple[Claim, ...]], ...]
    rejected: tuple[Rejected, ...]

    @property
    def claims(self) -> list[Claim]:
        return [claim for _, claims in self.rows for claim in claims]

    def of(self, number: str) -> list[tuple[RawRow, tuple[Claim, ...]]]:
        """The rows of one station."""
        return [pair for pair in self.rows if pair[0].identity.split("|")[1] == number]

    def excerpt(self, row: RawRow) -> str:
        offset, length = row.place.offset, row.place.length
        assert offset is not None
        assert length is not None
        return self.source.path.read_bytes()[offset : offset + length].decode()


def read(loader: Loader, path: Path, name: str) -> Reading:
    source = SourceFile(path, name, loader.snapshot)
    rows: list[tuple[RawRow, tuple[Claim, ...]]] = []
    rejected: list[Rejected] = []
    for row in loader.read(source):
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        said = tuple(loader.claims(row, source))
        wrong = [claim for claim in said if isinstance(claim, Rejected)]
        rejected += wrong
        if not wrong:
            rows.append((row, tuple(claim for claim in said if isinstance(claim, Claim))))
    return Reading(source, tuple(rows), tuple(rejected))


@pytest.fixture(scope="module")
def listed(shared: Path) -> Reading:
    return read(STATION_LIST, shared / "data" / LIST_FILE, "cma/list")


@pytest.fixture(scope="module")
def history(shared: Path) -> Reading:
    return read(RELOCATIONS, shared / "data" / RELOCATIONS_FILE, "cma/history")


@pytest.fixture(scope="module")
def foreign(shared: Path) -> Reading:
    return read(METEOSTAT, shared / "data" / METEOSTAT_FILE, "meteostat")


def kinds(claims: Iterable[Claim]) -> Counter[str]:
    return Counter(claim.kind for claim in claims)


def locations(pairs: Iterable[tuple[RawRow, tuple[Claim, ...]]]) -> list[tuple[RawRow, Claim]]:
    return [(row, claim) for row, said in pairs for claim in said if claim.kind == "Location"]


def position(claim: Claim) -> tuple[float, float]:
    return float(str(claim.properties["latitude"])), float(str(claim.properties["longitude"]))


def minutes(claim: Claim) -> tuple[int, int]:
    latitude, longitude = position(claim)
    return round(latitude * 60), round(longitude * 60)


def elevation(claim: Claim) -> float:
    return float(str(claim.properties["elevation_m"]))


def kilometres(one: Claim, other: Claim) -> float:
    (a, b), (c, d) = position(one), position(other)
    north, east = math.radians(c - a), math.radians(d - b)
    chord = math.sin(north / 2) ** 2
    chord += math.cos(math.radians(a)) * math.cos(math.radians(c)) * math.sin(east / 2) ** 2
    return 12_742 * math.asin(math.sqrt(chord))


def by_station(reading: Reading) -> dict[str, list[tuple[RawRow, Claim]]]:
    stations: dict[str, list[tuple[RawRow, Claim]]] = defaultdict(list)
    for row, claim in locations(reading.rows):
        stations[row.identity.split("|")[1]].append((row, claim))
    return stations


# All three


@pytest.mark.parametrize("name", ["listed", "history", "foreign"])
def test_nothing_is_rejected_and_every_claim_keeps_the_ontology(
    name: str, request: pytest.FixtureRequest
) -> None:
    reading: Reading = request.getfixturevalue(name)

    problems = {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for c in reading.claims
    }

    assert reading.rejected == ()
    assert problems == {None}
    assert {str(c.certainty) for c in reading.claims} == {"stated"}
    identities = [row.identity for row, _ in reading.rows]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize(
    ("loader", "accepted"),
    [
        (STATION_LIST, {LIST_FILE}),
        (RELOCATIONS, {RELOCATIONS_FILE, DIVIDED_FILE}),
        (METEOSTAT, {METEOSTAT_FILE}),
    ],
    ids=["list", "relocations", "meteostat"],
)
def test_a_loader_knows_its_files_by_content_alone(
    shared: Path, loader: Loader, accepted: set[str]
) -> None:
    data = shared / "data"
    files = [path for path in sorted(data.rglob("*")) if path.is_file()]

    found = {
        str(path.relative_to(data))
        for path in files
        if loader.accepts(Path("renamed.txt"), path.read_bytes()[:65536])
    }

    assert found == accepted


# The list of 2016


def test_the_list_has_119_stations(listed: Reading) -> None:
    classes = Counter(c.properties["value"] for c in listed.claims if c.kind == "State")

    assert len(listed.rows) == 119
    assert kinds(listed.claims) == dict.fromkeys(
        ["Station", "State", "HAS_STATE", "Location", "LOCATED_AT"], 119
    )
    assert classes == {"一般站": 70, "基本站": 29, "基准站": 20}
    assert {(c.valid_from, c.valid_to) for c in listed.claims} == {(BEGINNING, OPEN_END)}
    assert {c.properties["begin_known"] for c in listed.claims} == {False}


def test_the_list_on_hohhot_in_full(listed: Reading) -> None:
    [(row, claims)] = listed.of("53463")
    begin = "0001-01-01T00%3A00%3A00Z"
    state = f"state:station%3A53463|class|{begin}|cma/list"
    location = f"location:53463|cma/list|{begin}"

    assert (row.place.line, row.place.column, row.identity) == (62, 0, "station|53463")
    assert listed.excerpt(row) == "1396,内蒙古,53463,呼和浩特,基本站,4051,11134,1153.5,1154.4,"
    assert claims == (
        Claim("Station", "station:53463", None,
              {"name": "呼和浩特", "province": "内蒙古", "begin_known": False}),
        Claim("State", state, None,
              {"element": "station:53463", "property": "class", "value": "基本站",
               "begin_known": False}),
        Claim("HAS_STATE", "station:53463", state, {"begin_known": False}),
        Claim("Location", location, None,
              {"latitude": "40.8500", "longitude": "111.5667", "elevation_m": "1153.5",
               "barometer_elevation_m": "1154.4", "resolution_deg": "0.0167",
               "snapshot_on": "2016-12-30T16:00:00Z", "begin_known": False}),
        Claim("LOCATED_AT", "station:53463", location, {"begin_known": False}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "line", "name", "station_class", "expected"),
    [
        ("52495", 30, "巴彦诺尔公", "基准站", ("40.1667", "104.8000", "1323.9", "1325.0")),
        ("53068", 34, "二连浩特", "基准站", ("43.6333", "111.9333", "963.1", "964.6")),
        ("50431", 3, "根河市", "一般站", ("50.7833", "121.5167", "717", "718.3")),
    ],
)
def test_the_list_on_a_station(
    listed: Reading, number: str, line: int, name: str, station_class: str,
    expected: tuple[str, ...],
) -> None:  # fmt: skip
    [(row, claims)] = listed.of(number)
    said = {claim.kind: claim.properties for claim in claims}
    columns = ("latitude", "longitude", "elevation_m", "barometer_elevation_m")

    assert row.place.line == line
    assert (said["Station"]["name"], said["State"]["value"]) == (name, station_class)
    assert tuple(said["Location"][column] for column in columns) == expected


def test_the_list_has_four_notes(listed: Reading) -> None:
    notes = {
        (row.fields["station_id"], claim.properties["note"])
        for row, claim in locations(listed.rows)
        if "note" in claim.properties
    }

    assert notes == {
        ("50924", "站类调整为一般站"), ("53192", "新址启用"), ("53467", "新址启用"),
        ("52378", "不参加考核"),
    }  # fmt: skip


def test_csv_places_span_their_lines(listed: Reading, history: Reading) -> None:
    for reading in (listed, history):
        lines = reading.source.path.read_text(encoding="utf-8").splitlines()

        assert [reading.excerpt(row) for row, _ in reading.rows] == lines[1:]
        assert [row.place.line for row, _ in reading.rows] == list(range(2, len(lines) + 1))


# The relocation records


def test_the_records_have_511_positions_of_119_stations(history: Reading) -> None:
    assert len(history.rows) == 511
    assert kinds(history.claims) == {"Station": 119, "Location": 511, "LOCATED_AT": 511}
    assert len({c.element for c in history.claims}) == 119 + 511 + 511


def test_the_records_on_hohhot_in_full(history: Reading) -> None:
    def at(begin: str, end: str, **position: str) -> tuple[Claim, Claim]:
        location = f"location:53463|cma/history|{begin.replace(':', '%3A')}"
        properties = {**position, "resolution_deg": "0.0167"}
        return (
            Claim("Location", location, None, properties, begin, end),
            Claim("LOCATED_AT", "station:53463", location, {}, begin, end),
        )

    first, second, third = history.of("53463")
    old = {"latitude": "40.8167", "longitude": "111.6833"}

    assert [(row.place.line, row.identity) for row, _ in (first, second, third)] == [
        (254, "relocation|53463|1951-02-01"),
        (255, "relocation|53463|1956-01-01"),
        (256, "relocation|53463|2013-01-01"),
    ]
    assert first[1] == (
        Claim("Station", "station:53463", None,
              {"first_record": "1951-01-31T16:00:00Z", "begin_known": False}),
        *at("1951-01-31T16:00:00Z", "1955-12-31T16:00:00Z", elevation_m="1062.2", **old),
    )  # fmt: skip
    assert second[1] == at(
        "1955-12-31T16:00:00Z", "2012-12-31T16:00:00Z", elevation_m="1063.0", **old
    )
    assert third[1] == at(
        "2012-12-31T16:00:00Z", OPEN_END, elevation_m="1153.5",
        latitude="40.8500", longitude="111.5667",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "52495",
            [
                (102, "1957-04-01", "1964-04-01", "40.4667", "104.5833", "1328.1"),
                (103, "1964-04-01", "1971-01-01", "40.5167", "104.6500", "1328.1"),
                (104, "1971-01-01", "1993-01-01", "40.7500", "104.5000", "1328.1"),
                (105, "1993-01-01", "", "40.1667", "104.8000", "1323.9"),
            ],
        ),
        (
            "53068",
            [
                (117, "1955-10-01", "1964-01-01", "44.2167", "111.5333", "964.8"),
                (118, "1964-01-01", "1965-02-01", "43.7333", "112.0000", "964.8"),
                (119, "1965-02-01", "1975-01-01", "43.6500", "112.0000", "964.8"),
                (120, "1975-01-01", "1982-06-01", "43.6500", "112.0000", "964.7"),
                (121, "1982-06-01", "2012-01-01", "43.6500", "111.9667", "964.7"),
                (122, "2012-01-01", "2014-01-01", "43.6167", "111.9333", "963.1"),
                (123, "2014-01-01", "2014-09-01", "43.6333", "111.9333", "963.1"),
                (124, "2014-09-01", "2016-02-01", "43.6167", "111.9333", "963.1"),
                (125, "2016-02-01", "2016-03-01", "43.6333", "111.9333", "963.1"),
                (126, "2016-03-01", "2017-02-01", "43.6167", "111.9333", "963.1"),
                (127, "2017-02-01", "", "43.6333", "111.9333", "963.1"),
            ],
        ),
    ],
)
def test_the_records_on_a_station(
    history: Reading, number: str, expected: list[tuple[int, str, str, str, str, str]]
) -> None:
    pairs = history.of(number)
    columns = ("latitude", "longitude", "elevation_m")
    found = [
        (row.place.line, claim.valid_from, claim.valid_to,
         *(claim.properties[column] for column in columns))
        for row, claim in locations(pairs)
    ]  # fmt: skip
    edges = [c for _, said in pairs for c in said if c.kind == "LOCATED_AT"]

    assert found == [
        (line, valid_time(begin), valid_time(end) if end else OPEN_END, *rest)
        for line, begin, end, *rest in expected
    ]
    assert [(e.valid_from, e.valid_to) for e in edges] == [(f[1], f[2]) for f in found]


def test_only_the_last_period_of_each_station_is_open(history: Reading) -> None:
    stations = by_station(history)

    assert len(stations) == 119
    for periods in stations.values():
        ends = [claim.valid_to == OPEN_END for _, claim in periods]
        assert ends == [False] * (len(periods) - 1) + [True]


def test_two_stations_were_nowhere_for_a_while(history: Reading) -> None:
    gaps = {
        (number, earlier.valid_to, later.valid_from)
        for number, periods in by_station(history).items()
        for (_, earlier), (_, later) in pairwise(periods)
        if earlier.valid_to != later.valid_from
    }

    assert gaps == {
        ("53446", valid_time("1954-01-01"), valid_time("1954-03-01")),
        ("53505", valid_time("1971-07-01"), valid_time("1980-08-01")),
    }


def test_a_first_record_is_said_once_a_station(history: Reading) -> None:
    said = Counter(c.subject for c in history.claims if c.kind == "Station")
    first = {c.subject: c.properties["first_record"] for c in history.claims if c.kind == "Station"}

    assert set(said.values()) == {1}
    assert first["station:52495"] == valid_time("1957-04-01")
    assert min(map(str, first.values())) == valid_time("1951-01-01")
    # tag 1 stands twice at these stations, the first record does not
    assert {f"station:{number}" for number in ("50431", "50632", "50937")} <= set(said)


def wanderings(history: Reading) -> dict[str, list[tuple[int | None, int, int, bool]]]:
    """Stays a minute away with return: line, minutes north and east, whether the height changed."""
    found = defaultdict(list)
    for number, periods in by_station(history).items():
        for (_, before), (row, away), (_, after) in zip(
            periods, periods[1:], periods[2:], strict=False
        ):
            north, east = (a - b for a, b in zip(minutes(away), minutes(before), strict=True))
            if minutes(before) == minutes(after) and max(abs(north), abs(east)) == 1:
                heights = {elevation(claim) for claim in (before, away, after)}
                found[number].append((row.place.line, north, east, len(heights) > 1))
    return dict(found)


def test_six_stations_wander_one_minute_of_one_coordinate(history: Reading) -> None:
    """Rounding, not moves: they stay separate Locations here."""
    found = wanderings(history)

    one_coordinate = {n for n, stays in found.items() if all(abs(s[1] * s[2]) == 0 for s in stays)}
    assert one_coordinate == {"53068", "53385", "53562", "53602", "54208", "54234"}
    assert [stay[0] for stay in found["53068"]] == [123, 124, 125, 126]
    assert not any(changed for n in one_coordinate for *_, changed in found[n])
    # two more left by a minute of both coordinates and returned; one changed its height as well
    assert {n: found[n] for n in found.keys() - one_coordinate} == {
        "52378": [(100, 1, 1, False)],
        "53533": [(342, -1, -1, True)],
    }


def test_jumps_beyond_130_km(history: Reading) -> None:
    """Two are a wrong digit there and back: 112°42′ for 118°42′, 111°38′ for 113°38′."""
    jumps = {
        (number, row.place.line, round(kilometres(before, after)))
        for number, periods in by_station(history).items()
        for (_, before), (row, after) in pairwise(periods)
        if kilometres(before, after) > 130
    }

    assert jumps == {
        ("54313", 505, 496), ("54313", 506, 496),
        ("53195", 144, 167), ("53195", 145, 160),
        ("52607", 116, 202), ("53505", 321, 133),
    }  # fmt: skip


def test_the_edition_with_divided_heights_is_refused(shared: Path) -> None:
    path = shared / "data" / DIVIDED_FILE

    with pytest.raises(SourceError, match="divided by ten: 496 of 593") as caught:
        list(RELOCATIONS.read(SourceFile(path, "cma/history")))

    assert "1951-2018" in str(caught.value)


def test_list_and_records_agree_on_the_snapshot_day(listed: Reading, history: Reading) -> None:
    """But for one minute of latitude at three of the wanderers."""
    stations = by_station(history)
    differing = {}
    for row, claim in locations(listed.rows):
        day = str(claim.properties["snapshot_on"])
        [valid] = [
            (r.place.line, c)
            for r, c in stations[row.fields["station_id"]]
            if c.valid_from <= day < c.valid_to
        ]
        assert elevation(claim) == elevation(valid[1])
        if minutes(claim) != minutes(valid[1]):
            north, east = (a - b for a, b in zip(minutes(claim), minutes(valid[1]), strict=True))
            differing[row.fields["station_id"]] = (valid[0], north, east)

    assert differing == {"53068": (126, 1, 0), "53385": (223, -1, 0), "54208": (465, -1, 0)}


# Meteostat


def test_meteostat_has_57_entries(foreign: Reading) -> None:
    active = Counter(c.properties["value"] for c in foreign.claims if c.kind == "State")

    assert len(foreign.rows) == 57
    assert kinds(foreign.claims) == dict.fromkeys(
        ["Station", "State", "HAS_STATE", "Location", "LOCATED_AT"], 57
    )
    assert active == {"true": 26, "false": 31}
    assert {c.properties["begin_known"] for c in foreign.claims} == {False}
    assert {c.properties["snapshot_on"] for _, c in locations(foreign.rows)} == {
        "2025-12-31T16:00:00Z"
    }


def test_meteostat_on_hohhot_in_full(foreign: Reading) -> None:
    [(row, claims)] = foreign.of("53463")
    begin = "0001-01-01T00%3A00%3A00Z"
    state = f"state:station%3A53463|meteostat_active|{begin}|meteostat"
    location = f"location:53463|meteostat|{begin}"

    assert (row.place.line, row.place.column, row.place.locator) == (647, 1, "json:/35")
    assert row.identity == "station|53463"
    assert claims == (
        Claim("Station", "station:53463", None,
              {"name_en": "Hohhot", "wigos_id": "0-20000-0-53463", "begin_known": False}),
        Claim("Location", location, None,
              {"latitude": "40.8167", "longitude": "111.6833", "elevation_m": "1065",
               "snapshot_on": "2025-12-31T16:00:00Z", "begin_known": False}),
        Claim("LOCATED_AT", "station:53463", location, {"begin_known": False}),
        Claim("State", state, None,
              {"element": "station:53463", "property": "meteostat_active", "value": "true",
               "begin_known": False}),
        Claim("HAS_STATE", "station:53463", state, {"begin_known": False}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "index", "expected"),
    [
        ("52495", 17, ("40.75", "104.5", "1329")),
        ("53068", 21, ("43.65", "112", "966")),
        ("52343", 15, ("41.95", "100", "948")),
    ],
)
def test_meteostat_on_a_station(
    foreign: Reading, number: str, index: int, expected: tuple[str, ...]
) -> None:
    [(row, claims)] = foreign.of(number)
    said = next(claim for claim in claims if claim.kind == "Location").properties

    assert row.place.locator == f"json:/{index}"
    assert tuple(said[c] for c in ("latitude", "longitude", "elevation_m")) == expected


def test_meteostat_places_span_their_entries(foreign: Reading) -> None:
    """Beyond an entry with a typographic apostrophe, bytes and code points are no longer equal."""
    text = foreign.source.path.read_text(encoding="utf-8")
    entries, lines = json.loads(text), text.split("\n")

    assert len(text) < foreign.source.path.stat().st_size
    for (row, _), entry in zip(foreign.rows, entries, strict=True):
        assert json.loads(foreign.excerpt(row)) == entry
        assert row.place.line is not None
        assert lines[row.place.line - 1][row.place.column :] == "{"


def test_meteostat_against_the_list(listed: Reading, history: Reading, foreign: Reading) -> None:
    """Of 42 common stations 21 differ by more than 2 km, 12 by more than 5 km.

    A former row explains a position when it is within 2 km and 20 m of it; where several do, the
    nearest height decides. Eight have none.
    """
    current = {row.fields["station_id"]: claim for row, claim in locations(listed.rows)}
    former = by_station(history)
    distances = {}
    explained: dict[str, int | None] = {}
    for row, claim in locations(foreign.rows):
        number = row.fields["id"]
        if number not in current:
            continue
        distances[number] = kilometres(claim, current[number])
        if distances[number] <= 2:
            continue
        fitting = [
            (abs(elevation(c) - elevation(claim)), r.place.line)
            for r, c in former[number]
            if c.valid_to != OPEN_END
            and kilometres(c, claim) < 2
            and abs(elevation(c) - elevation(claim)) <= 20
        ]
        explained[number] = min(fitting)[1] if fitting else None

    assert len(distances) == 42
    assert sum(distance > 5 for distance in distances.values()) == 12
    assert round(distances["52495"]) == 70
    assert {number: line for number, line in explained.items() if line} == {
        "50527": 33, "52495": 104, "53068": 119, "53192": 138, "53231": 147, "53463": 255,
        "53513": 329, "53529": 337, "54012": 390, "54102": 417, "54115": 427, "54213": 467,
        "54218": 474,
    }  # fmt: skip
    assert {number for number, line in explained.items() if line is None} == {
        "50425", "50434", "50514", "50834", "52576", "53362", "53602", "54134",
    }  # fmt: skip
