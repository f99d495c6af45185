"""Reading the lake: what is asked for, as it was known, and where it stands."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import graph.lake.parquet as parquet
from graph import InvalidValueError, LakeDamagedError
from graph.lake import COLUMNS, Grouping, Lake, Selection, Span, open_lake, write_lake
from graph.lake.duck import DuckLake
from graph.lake.layout import file_hash
from graph.lake.planning import at_once, days_of, in_turn

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
STATIONS = tuple(f"{n:05d}" for n in range(53400, 53420))


def write(home: Path, original: str, hours: range, *, first: float = 0.0) -> str:
    """Hourly values of all stations; returns when it was recorded."""
    times = np.datetime64("2026-01-01T00", "us") + np.array(hours).astype("timedelta64[h]")
    rows = len(hours) * len(STATIONS)
    with write_lake(home, "surface", original * 64, "test@1") as writer:
        writer.write(
            {
                "station": np.repeat(np.array(STATIONS), len(hours)),
                "variable": "TEM",
                "time": np.tile(times, len(STATIONS)),
                "value": np.arange(rows) + first,
                "flag": np.array(["0", "1"])[np.arange(rows) % 2],
            }
        )
    assert writer.load is not None
    return writer.load.recorded_at


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DuckLake:
    """Two days in one load, one hour of the first corrected in another."""
    monkeypatch.setattr(parquet, "ROW_GROUP", 100)
    write(tmp_path, "a", range(48))
    write(tmp_path, "b", range(5, 6), first=1000)
    return open_lake(tmp_path)


def test_the_engine_fulfils_the_protocol(lake: DuckLake) -> None:
    one: Lake = lake
    assert next(iter(one.scan(Selection("surface")))).num_rows


def test_values_are_counted_once_in_each_of_many_spans(lake: DuckLake) -> None:
    """Spans may overlap, a corrected value counts once, and one without values is left out."""
    hour = timedelta(hours=1)
    spans = [
        Span("53400", "TEM", BEGIN, BEGIN + 48 * hour),
        Span("53400", "TEM", BEGIN + 5 * hour, BEGIN + 6 * hour),
        Span("53400", "PRS", BEGIN, BEGIN + hour),
        Span("53401", "TEM", datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)),
    ]

    assert lake.count("surface", spans) == {0: 48, 1: 1, 3: 48}
    assert lake.count("surface", []) == {}
    assert lake.count("surface", spans, as_known="2020-01-01T00:00:00.000000Z") == {}
    with pytest.raises(InvalidValueError, match="begin"):
        Span("53400", "TEM", BEGIN.replace(tzinfo=None), BEGIN)


def test_a_station_day_has_its_corrected_value(lake: DuckLake) -> None:
    found = lake.window(
        Selection("surface", ("53402",), begin=BEGIN, end=BEGIN + timedelta(days=1))
    )

    assert [r.time for r in found] == [BEGIN + timedelta(hours=h) for h in range(24)]
    assert {r.time.hour: r.value for r in found if r.version == 2} == {5: 1002}


def test_a_civil_day_spans_two_utc_days(lake: DuckLake) -> None:
    begin = datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=8)))

    found = lake.window(Selection("surface", ("53402",), begin=begin, end=begin + timedelta(1)))

    assert [r.time for r in found] == [BEGIN + timedelta(hours=h) for h in range(16, 40)]


def test_columns_and_types_of_a_scan(lake: DuckLake) -> None:
    plain = [pa.types.is_string, pa.types.is_string, pa.types.is_timestamp, pa.types.is_date32]

    (batch, *_) = lake.scan(Selection("surface"))
    (narrow, *_) = lake.scan(Selection("surface"), ("version", "value"))

    assert tuple(batch.schema.names) == COLUMNS
    assert all(test(t) for test, t in zip(plain, batch.schema.types[:4], strict=True))
    assert batch.schema.field("time").type.tz == "UTC"
    assert narrow.schema.names == ["version", "value"]


def test_a_column_there_is_not_is_refused(lake: DuckLake) -> None:
    with pytest.raises(InvalidValueError, match="raw; drop"):
        list(lake.scan(Selection("surface"), ("raw; drop",)))


@pytest.mark.parametrize("name", ["begin", "end"])
def test_a_time_without_zone_is_refused(name: str, lake: DuckLake) -> None:
    naive = BEGIN.replace(tzinfo=None)
    with pytest.raises(InvalidValueError, match=name):
        Selection("surface", **{name: naive})  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="time"):
        lake.cite("surface", ("53402", "TEM", naive))


def test_an_id_is_a_value_never_a_text_of_the_query(lake: DuckLake) -> None:
    assert lake.window(Selection("surface", ("' OR '1'='1",), ("TEM", "'; --"))) == ()


def test_many_stations_are_found_like_few(lake: DuckLake) -> None:
    others = tuple(f"x{n}" for n in range(800))

    def count(stations: tuple[str, ...]) -> int:
        return sum(b.num_rows for b in lake.scan(Selection("surface", stations)))

    assert count(STATIONS[3:6]) == count(STATIONS[3:6] + others) == 3 * 48


def test_a_dataset_that_is_not_there_is_empty(tmp_path: Path) -> None:
    lake = open_lake(tmp_path)

    assert list(lake.scan(Selection("surface"))) == []
    assert list(lake.aggregate(Selection("surface"))) == []
    assert lake.cite("surface", ("53402", "TEM", BEGIN)) is None


def test_aggregate_of_civil_days(lake: DuckLake) -> None:
    selection = Selection("surface", ("53400",))

    (batch,) = lake.aggregate(selection, Grouping("day", timedelta(hours=8)))

    first, second, third = batch.to_pylist()
    assert first["period"] == BEGIN - timedelta(hours=8)
    assert [first["count"], second["count"], third["count"]] == [16, 24, 8]
    assert (first["minimum"], first["maximum"], first["missing"]) == (0, 1000, 0)
    assert first["mean"] == pytest.approx((sum(range(16)) - 5 + 1000) / 16)
    assert first["flags"] == [("0", 9), ("1", 7)]
    assert batch.schema.field("period").type == pa.timestamp("us", "UTC")


def test_a_citation_leads_to_the_bytes(lake: DuckLake) -> None:
    moment = BEGIN + timedelta(hours=30)

    citation = lake.cite("surface", ("53411", "TEM", moment))

    assert citation is not None
    path = lake.home / "lake" / citation.file
    assert file_hash(path)[0] == citation.sha256
    assert (citation.version, citation.original) == (1, "a" * 64)
    rows = pq.ParquetFile(path).read_row_group(citation.row_group).to_pylist()
    assert ("53411", moment) in {(row["station"], row["time"]) for row in rows}
    assert citation.row_group > 0
    assert str(citation) == (
        f"lake/{citation.file}#row_group={citation.row_group}&sha256={citation.sha256}"
    )


def test_citations_of_a_corrected_value_then_and_now(tmp_path: Path) -> None:
    first = write(tmp_path, "a", range(24))
    second = write(tmp_path, "b", range(3, 9))
    lake, key = open_lake(tmp_path), ("53402", "TEM", BEGIN + timedelta(hours=4))

    before, now = lake.cite("surface", key, first), lake.cite("surface", key)

    assert before is not None
    assert now is not None
    assert (before.version, before.recorded_at, before.original) == (1, first, "a" * 64)
    assert (now.version, now.recorded_at, now.original) == (2, second, "b" * 64)
    assert lake.cite("surface", key, "2020-01-01T00:00:00.000000Z") is None


def test_an_open_lake_sees_later_loads(tmp_path: Path) -> None:
    write(tmp_path, "a", range(2))
    lake, selection = open_lake(tmp_path), Selection("surface", ("53402",))
    assert len(lake.window(selection)) == 2

    write(tmp_path, "b", range(2, 4))

    assert len(lake.window(selection)) == 4


def test_several_threads_read_one_lake(lake: DuckLake) -> None:
    found: list[int] = []

    def read(station: str) -> None:
        found.extend(len(lake.window(Selection("surface", (station,)))) for _ in range(5))

    threads = [threading.Thread(target=read, args=(station,)) for station in STATIONS[:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [48] * 20


def test_two_scans_may_be_open_at_once(lake: DuckLake) -> None:
    one, other = lake.scan(Selection("surface")), lake.scan(Selection("surface", STATIONS[:1]))

    assert next(one).num_rows > next(other).num_rows > 0
    assert sum(b.num_rows for b in one) >= 0


def test_a_file_that_is_no_parquet_is_damage(lake: DuckLake) -> None:
    for path in (lake.home / "lake").rglob("*.parquet"):
        path.chmod(0o644)
        path.write_bytes(b"no parquet at all")

    with pytest.raises(LakeDamagedError):
        lake.window(Selection("surface"))


def test_versions_are_compared_only_where_files_may_share_a_key(tmp_path: Path) -> None:
    write(tmp_path, "a", range(12))
    write(tmp_path, "b", range(12, 24))
    lake = open_lake(tmp_path)
    folder, days = lake._days(Selection("surface"))
    (parts,) = at_once(folder, days)
    assert (len(parts.base), len(parts.paths), parts.single) == (0, 2, True)

    write(tmp_path, "c", range(11, 12))
    write(tmp_path, "d", range(24, 48))
    _, days = lake._days(Selection("surface"))
    plain, layered = at_once(folder, days)
    first, second = in_turn(folder, days, few=False)

    assert (len(plain.base), len(plain.paths), plain.single) == (0, 1, True)
    assert (len(layered.base), len(layered.paths), layered.single) == (2, 1, True)
    assert (first.base, first.paths, first.ordered) == (layered.base, layered.paths, False)
    assert (second.paths, second.ordered) == (plain.paths, True)

    write(tmp_path, "e", range(11, 13))
    _, days = lake._days(Selection("surface"))
    _, layered = at_once(folder, days)
    assert (len(layered.base), len(layered.paths), layered.single) == (2, 2, False)


def test_a_value_corrected_again_and_again_counts_once(tmp_path: Path) -> None:
    recorded = [
        write(tmp_path, original, range(begin, begin + 6), first=number * 1000)
        for number, (original, begin) in enumerate(zip("abcd", (0, 2, 4, 1), strict=True))
    ]
    lake = open_lake(tmp_path)

    def versions(as_known: str | None) -> list[int]:
        selection = Selection("surface", STATIONS[:1], as_known=as_known)
        return [reading.version for reading in lake.window(selection)]

    assert versions(recorded[1]) == [1, 1, 2, 2, 2, 2, 2, 2]
    assert versions(recorded[2]) == [1, 1, 2, 2, 3, 3, 3, 3, 3, 3]
    assert versions(None) == [1, 4, 4, 4, 4, 4, 4, 3, 3, 3]
    (batch,) = lake.aggregate(Selection("surface", STATIONS[:1]))
    assert batch.column("count").to_pylist() == [10]


def test_files_that_cannot_hold_what_is_asked_are_not_opened(tmp_path: Path) -> None:
    write(tmp_path, "a", range(30))
    manifest = open_lake(tmp_path)._manifest("surface")

    def count(selection: Selection) -> int:
        return sum(len(day) for day in days_of(manifest, selection))

    assert count(Selection("surface")) == 2
    assert count(Selection("surface", ("53300",))) == 0
    assert count(Selection("surface", ("53300", "60000"))) == 2
    assert count(Selection("surface", end=BEGIN)) == 0
    assert count(Selection("surface", end=BEGIN + timedelta(seconds=1))) == 1
    assert count(Selection("surface", begin=BEGIN + timedelta(hours=29))) == 1
    assert count(Selection("surface", begin=BEGIN + timedelta(hours=30))) == 0


def test_stations_are_counted_each_value_once(lake: DuckLake) -> None:
    day = Selection("surface", begin=BEGIN, end=BEGIN + timedelta(days=1))

    assert lake.stations(day) == tuple((station, 24) for station in STATIONS)
    assert lake.stations(Selection("surface", ("53402", "53405"))) == (("53402", 48), ("53405", 48))
    assert lake.stations(Selection("surface", ("99999",))) == ()
    assert lake.stations(Selection("nothing")) == ()


def test_many_values_are_cited_as_each_by_itself(lake: DuckLake) -> None:
    columns = ("station", "time", "version", "row")
    rows = [
        row
        for batch in lake.scan(Selection("surface", STATIONS[3:7]), columns)
        for row in batch.to_pylist()
    ]
    places = [(row["time"].date().isoformat(), row["version"], row["row"]) for row in rows]

    found = lake.cited("surface", reversed(places))

    assert len(rows) == 4 * 48
    assert {row["version"] for row in rows} == {1, 2}
    assert list(found) == [
        lake.cite("surface", (row["station"], "TEM", row["time"])) for row in reversed(rows)
    ]
    assert lake.cited("surface", ()) == ()


@pytest.mark.parametrize("place", [("2026-01-01", 9, 0), ("2026-01-01", 1, 10**6)])
def test_a_place_that_is_in_no_file_is_damage(lake: DuckLake, place: tuple[str, int, int]) -> None:
    with pytest.raises(LakeDamagedError):
        lake.cited("surface", [place])
