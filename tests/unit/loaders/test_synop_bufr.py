"""What the loader of SYNOP messages makes of templates, corrections, and damaged messages.

The messages here are synthetic: coded by ecCodes for these tests, or damaged copies of real ones.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from random import Random

import eccodes
import pytest

from graph import Claim, Rejected, Settings, SourceError, Workspace
from graph.lake import Selection, open_lake
from loaders import Declared, LoadChoices, load_file, make_plan, synop_bufr
from loaders.observations import Observation
from loaders.protocol import RawRow, SourceFile
from loaders.synop_bufr import LOADER
from tests.faults.mutations import flip_bits, read_damaged
from tests.unit.loaders.bufr_messages import (
    REAL,
    SHORT,
    STATION,
    bulletin,
    cut,
    full,
    message,
    of_wigos_station,
    several,
    short,
)

MANY = 1000


def rows(path: Path, raw: bytes) -> list[RawRow | Rejected]:
    path.write_bytes(raw)
    return list(LOADER.read(SourceFile(path, "synop")))


def values(row: RawRow | Rejected) -> dict[str, Observation]:
    assert isinstance(row, RawRow), row
    return {o.variable: o for o in LOADER.observations(row, SourceFile(Path(), "synop"))}


def claims(row: RawRow | Rejected) -> list[Claim]:
    assert isinstance(row, RawRow), row
    return [c for c in LOADER.claims(row, SourceFile(Path(), "synop")) if isinstance(c, Claim)]


def rules(found: Sequence[RawRow | Rejected]) -> list[str]:
    return [one.rule if isinstance(one, Rejected) else "" for one in found]


@pytest.fixture(scope="module")
def real(shared: Path) -> list[bytes]:
    """The messages of the real file."""
    return cut((shared / REAL).read_bytes())


# Templates


def test_a_position_with_the_height_of_the_barometer(tmp_path: Path) -> None:
    [row] = rows(tmp_path / "t", short())
    [location] = [c for c in claims(row) if c.kind == "Location"]

    assert location.properties == {
        "latitude": "40.85", "longitude": "111.57", "elevation_m": "1153.5",
        "barometer_elevation_m": "1154.4", "snapshot_on": "2018-11-02T12:00:00Z",
    }  # fmt: skip
    assert (location.valid_from, location.valid_to) == (
        "2018-11-02T12:00:00Z",
        "2018-11-02T12:00:01Z",
    )


def test_missing_values_are_null_with_their_reason(tmp_path: Path) -> None:
    [row] = rows(tmp_path / "t", short(-1e100, heightOfBarometerAboveMeanSeaLevel=-1e100))
    [value] = values(row).values()
    [location] = [c for c in claims(row) if c.kind == "Location"]

    assert (value.value, value.nil_reason) == (None, "missing")
    assert "barometer_elevation_m" not in location.properties


def test_periods_and_heights_make_the_variables_of_a_full_template(tmp_path: Path) -> None:
    """307080: what is given apart (period, height of the sensor) says which variable it is."""
    [row] = rows(tmp_path / "t", full())
    found = {code: o.value for code, o in values(row).items() if o.value is not None}
    heights = {
        str(c.properties["element"]).partition("|")[2]: c.properties["value"]
        for c in claims(row)
        if c.kind == "State"
    }

    assert found == {
        "bufr4/b/12/101": 281.1, "bufr4/b/14/031/PT24H": 540, "bufr4/b/14/031/PT1H": 30,
        "bufr4/b/13/021": 1.2, "bufr4/b/13/019": 0.2, "bufr4/b/12/014": 285.0,
        "bufr4/b/12/017": 270.1, "bufr4/b/11/002": 3.1, "bufr4/b/11/041/PT10M": 5.0,
        "bufr4/b/11/041/PT1H": 7.5, "bufr4/b/20/011": 3, "bufr4/b/20/011#2": 4,
        "bufr4/b/20/011#3": 5,
    }  # fmt: skip
    assert read_damaged(LOADER, tmp_path / "t").accepted == 1  # what is claimed is admitted
    assert heights["bufr4/b/12/101"] == "1.50"
    assert heights["bufr4/b/13/021"] == "0.70"
    assert heights["bufr4/b/11/002"] == "10.50"


@pytest.mark.parametrize("compressed", [False, True])
def test_every_subset_is_a_row(tmp_path: Path, compressed: bool) -> None:
    found = rows(tmp_path / "t", short(250.0) + several(compressed=compressed))

    assert [(str(r.place), v.station, v.value) for r in found for v in values(r).values()] == [
        ("message=1;subset=1", "53463", 250.0),
        ("message=2;subset=1", "53463", 281.1),
        ("message=2;subset=2", "53068", 282.4),
        ("message=2;subset=3", "53513", None),
    ]


def test_a_station_without_a_number_is_known_by_its_wigos_identifier(tmp_path: Path) -> None:
    [row] = rows(tmp_path / "t", of_wigos_station())

    assert claims(row)[0].subject == "station:0-156-10000-51056"
    assert claims(row)[0].properties["wigos_id"] == "0-156-10000-51056"


# Order of messages


def test_a_file_says_a_station_and_its_place_once_and_again_when_it_moves(tmp_path: Path) -> None:
    found = rows(
        tmp_path / "t", short() + short(hour=15) + short(hour=18, latitude=40.9) + short(hour=21)
    )
    kinds = [[c.kind for c in claims(row) if c.kind in {"Station", "Location"}] for row in found]

    assert kinds == [["Station", "Location"], [], ["Location"], ["Location"]]
    assert sum(c.kind == "Series" for row in found for c in claims(row)) == 1


def test_a_correction_replaces_and_a_late_original_is_superseded(tmp_path: Path) -> None:
    found = rows(tmp_path / "t", short(281.1) + short(281.5, update=1) + short(281.1))

    assert rules(found) == ["", "", "superseded"]
    assert [o.value for row in found[:2] for o in values(row).values()] == [281.1, 281.5]
    assert found[0].identity == found[1].identity == found[2].identity


def test_a_correction_in_a_later_file_is_a_new_version_in_the_lake(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Workspace(Settings(home), create=True) as workspace, workspace.ledger.writing() as writer:
        for name, raw in (("12.bufr", short(281.1)), ("12c.bufr", short(281.5, update=1))):
            (tmp_path / name).write_bytes(raw)
            [planned] = make_plan([tmp_path / name], Declared()).files
            assert load_file(workspace.ledger, writer, planned, LoadChoices()).values == 1
    with open_lake(home) as lake:
        [reading] = lake.window(Selection("synop_bufr"))

    assert (reading.value, reading.version) == (281.5, 2)


def test_the_heading_of_a_bulletin_says_correction_and_is_no_garbage(tmp_path: Path) -> None:
    original, corrected = bulletin(short(281.1)), bulletin(short(281.5), "CCA")

    assert rules(rows(tmp_path / "t", original + corrected)) == ["", ""]
    assert rules(rows(tmp_path / "t", corrected + original)) == ["", "superseded"]


# Faults


def test_what_lies_between_messages_costs_no_message(tmp_path: Path) -> None:
    raw = short() + b"\x00garbage BUFR\x00 7777" + short(hour=15) + b"tail"
    found = rows(tmp_path / "t", raw)
    first = len(short())

    assert rules(found) == ["", "garbage", "truncated", "", "garbage"]
    assert [(f.place.offset, f.place.length) for f in found if isinstance(f, Rejected)] == [
        (first, 9),
        (first + 9, 10),
        (len(raw) - 4, 4),
    ]
    assert all("/" in f.message for f in found if isinstance(f, Rejected))


@pytest.mark.parametrize("lost", [1, 4, 40])
def test_a_message_cut_short_costs_itself_alone(tmp_path: Path, lost: int) -> None:
    found = rows(tmp_path / "t", short() + short(hour=15)[:-lost] + short(hour=18))

    assert rules(found) == ["", "truncated", ""]


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (message(SHORT, STATION, dataCategory=1), "category"),
        (short(stationNumber=eccodes.CODES_MISSING_LONG), "required"),
        (short(month=eccodes.CODES_MISSING_LONG), "required"),
        (short(day=31), "time"),
        (short(latitude=110.5), "range"),
        (short(heightOfStationGroundAboveMeanSeaLevel=12_000.0), "height"),
    ],
    ids=["category", "station", "month", "day", "latitude", "height"],
)
def test_a_message_that_breaks_a_rule_is_rejected(tmp_path: Path, raw: bytes, rule: str) -> None:
    found = rows(tmp_path / "t", raw + short())

    assert rules(found) == [rule, ""]


def test_unknown_descriptors_and_tables_are_rejected(tmp_path: Path) -> None:
    raw = short()
    unknown = raw.replace(bytes((0x0C, 0x65)), bytes((0x0C, 0xFE)), 1)  # 0 12 101 as 0 12 254
    assert unknown != raw

    found = rows(tmp_path / "t", unknown + raw)

    assert rules(found) == ["undecodable", ""]
    assert isinstance(found[0], Rejected)
    assert "eccodes" in found[0].message.lower()


def test_a_message_without_coordinates_brings_values_and_no_position(tmp_path: Path) -> None:
    [row] = rows(tmp_path / "t", short(latitude=-1e100))

    assert not [c for c in claims(row) if c.kind in {"Location", "LOCATED_AT"}]
    assert len(values(row)) == 1


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path / "t", b"") == []
    assert not LOADER.accepts(tmp_path / "t", b"")
    assert not LOADER.accepts(tmp_path / "t", b"the word BUFR in a text, and nothing more of it")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check the file"):
        list(LOADER.read(SourceFile(tmp_path / "absent", "synop")))


@pytest.fixture(scope="module")
def crashing(real: list[bytes]) -> bytes:
    """A damaged message that brings a process down which decodes it with ecCodes."""
    code = (
        "import sys, eccodes\nh = eccodes.codes_new_from_message(sys.stdin.buffer.read())\n"
        "eccodes.codes_set(h, 'unpack', 1)\n"
    )
    for seed in range(285, 2000):  # 285 brings ecCodes 2.50 down
        random = Random(seed)
        raw = bytearray(random.choice(real))
        for _ in range(random.choice((1, 1, 2, 3, 5, 20))):
            at = random.randrange(7, len(raw) - 4)
            raw[at] ^= 1 << random.randrange(8)
        done = subprocess.run(
            [sys.executable, "-c", code], input=bytes(raw), capture_output=True, check=False
        )
        if done.returncode < 0:
            return bytes(raw)
    pytest.skip("no damage found that this ecCodes does not survive")


def test_a_message_that_crashes_the_decoder_is_rejected_and_reading_goes_on(
    tmp_path: Path, real: list[bytes], crashing: bytes
) -> None:
    damaged = real[0] + crashing + real[2] + crashing + crashing + real[4]
    found = rows(tmp_path / "t", damaged)

    assert rules(found) == ["", "undecodable", "", "undecodable", "undecodable", ""]
    assert isinstance(found[1], Rejected)
    assert "crash" in found[1].value


def test_a_crash_between_a_correction_and_its_late_original_changes_nothing(
    tmp_path: Path, crashing: bytes
) -> None:
    found = rows(tmp_path / "t", short(281.5, update=1) + crashing + short(281.1))

    assert rules(found) == ["", "undecodable", "superseded"]


def test_a_reader_that_stops_early_leaves_no_process_behind(
    tmp_path: Path, real: list[bytes]
) -> None:
    path = tmp_path / "t"
    path.write_bytes(b"".join(real) * 50)
    before = threading.active_count()

    reading = LOADER.read(SourceFile(path, "synop"))
    next(reading)
    reading.close()

    assert threading.active_count() == before
    assert synop_bufr.LOADER is LOADER


# Damage at large


@pytest.mark.parametrize(
    "count", [15, pytest.param(MANY, marks=pytest.mark.torture)], ids=["few", "many"]
)
def test_flipped_bits_cost_the_messages_they_are_in(
    tmp_path: Path, shared: Path, count: int
) -> None:
    """All but the one to twenty messages that are damaged load, crashes of the decoder or not."""
    raw, path = (shared / REAL).read_bytes(), tmp_path / "flipped.bufr"
    for number in range(count):
        path.write_bytes(flip_bits(raw, Random(f"flip/{number}")))
        outcome = read_damaged(LOADER, path)

        assert outcome.accepted >= 34 - 21
