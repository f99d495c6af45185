"""Writing the lake: all of a load or nothing, nothing twice, nothing over anything."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import graph.lake.parquet as parquet
import graph.lake.runs as runs
from graph import InvalidValueError, LakeBusyError, MissingExtraError
from graph.lake import LakeLoad, Selection, open_lake, write_lake
from graph.lake.manifest import Manifest
from tests.oracle import lake as oracle

DAY = np.datetime64("2026-01-01T00", "us")
MOMENT = datetime(2026, 1, 1, 4, tzinfo=UTC)


def values(hours: int = 3, stations: tuple[str, ...] = ("53463",), first: float = 1.0) -> Any:
    """Hourly temperatures."""
    return {
        "station": np.repeat(np.array(stations), hours),
        "variable": "TEM",
        "time": np.tile(DAY + np.arange(hours).astype("timedelta64[h]"), len(stations)),
        "value": np.arange(hours * len(stations)) + first,
    }


def load(home: Path, batch: Any, original: str = "a", reader: str = "test@1") -> LakeLoad:
    with write_lake(home, "surface", original * 64, reader) as writer:
        writer.write(batch)
    assert writer.load is not None
    return writer.load


def files(home: Path) -> set[str]:
    lake = home / "lake"
    return {p.relative_to(lake).as_posix() for p in lake.rglob("*") if p.is_file()}


def test_file_is_where_and_what_the_manifest_says(tmp_path: Path) -> None:
    loaded = load(tmp_path, values())

    (file,) = loaded.files
    path = tmp_path / "lake/surface" / file.name
    assert file.name == f"date=2026-01-01/00000001-{file.sha256[:16]}.parquet"
    assert (file.rows, file.row_groups, file.size) == (3, 1, path.stat().st_size)
    assert (file.begin, file.end) == ("2026-01-01T00:00:00.000000Z", "2026-01-01T02:00:00.000000Z")
    assert (file.first_station, file.last_station) == ("53463", "53463")
    assert (loaded.version, loaded.original, loaded.repeated) == (1, "a" * 64, 0)
    assert files(tmp_path) == {"surface/manifest.jsonl", "surface/.lock", f"surface/{file.name}"}
    assert path.stat().st_mode & 0o222 == 0


def test_file_tells_what_it_is_without_its_manifest(tmp_path: Path) -> None:
    (file,) = load(tmp_path, values()).files

    found = pq.ParquetFile(tmp_path / "lake/surface" / file.name)

    told = json.loads(found.schema_arrow.metadata[b"suyuan"])
    assert told == {
        "dataset": "surface",
        "date": "2026-01-01",
        "original": "a" * 64,
        "reader": "test@1",
        "version": 1,
    }
    group = found.metadata.row_group(0)
    assert [column.column_index for column in group.sorting_columns] == [0, 1, 2]
    assert {group.column(i).compression for i in range(group.num_columns)} == {"ZSTD"}
    assert group.column(0).statistics.max == "53463"
    assert group.column(0).has_offset_index
    assert found.schema_arrow.field("time").type == pa.timestamp("us", "UTC")


def test_all_columns_come_back_as_they_were_given(tmp_path: Path) -> None:
    batch = pa.table(
        {
            "station": ["呼和浩特", "53463"],
            "variable": pa.array(["TEM", "TEM"]).dictionary_encode(),
            "time": pa.array([MOMENT] * 2, pa.timestamp("ms", "Asia/Shanghai")),
            "local_day": [date(2026, 1, 1), None],
            "value": [None, float("nan")],
            "raw": ["32766", None],
            "flag": pa.chunked_array([["8"], [None]]),
            "nil_reason": ["missing", None],
        }
    )

    load(tmp_path, batch)

    second, first = open_lake(tmp_path).window(Selection("surface"))[::-1]
    assert (first.station, first.raw, first.flag, first.value) == ("53463", None, None, None)
    assert first.time == second.time == MOMENT
    assert (second.station, second.local_day) == ("呼和浩特", date(2026, 1, 1))
    assert (second.raw, second.flag, second.nil_reason, second.value) == (
        "32766", "8", "missing", None,
    )  # fmt: skip


def test_same_original_again_writes_nothing(tmp_path: Path) -> None:
    first = load(tmp_path, values())
    before = {name: (tmp_path / "lake" / name).stat().st_mtime_ns for name in files(tmp_path)}
    del before["surface/.lock"]

    with write_lake(tmp_path, "surface", "a" * 64, "test@1") as writer:
        assert writer.known
        writer.write(values(first=9))

    assert writer.load == first
    after = {name: (tmp_path / "lake" / name).stat().st_mtime_ns for name in before}
    assert after == before


@pytest.mark.parametrize(("original", "reader"), [("b", "test@1"), ("a", "test@2")])
def test_another_original_or_reader_is_a_new_version(
    original: str, reader: str, tmp_path: Path
) -> None:
    first = load(tmp_path, values())
    kept = (tmp_path / "lake/surface" / first.files[0].name).read_bytes()

    second = load(tmp_path, values(hours=1, first=9), original, reader)

    assert (second.version, second.rows) == (2, 1)
    assert second.recorded_at > first.recorded_at
    assert (tmp_path / "lake/surface" / first.files[0].name).read_bytes() == kept
    found = open_lake(tmp_path).window(Selection("surface"))
    assert [(r.value, r.version) for r in found] == [(9, 2), (2, 1), (3, 1)]
    known = open_lake(tmp_path).window(Selection("surface", as_known=first.recorded_at))
    assert [(r.value, r.version) for r in known] == [(1, 1), (2, 1), (3, 1)]


def test_of_equal_keys_in_a_load_the_last_counts_and_the_rest_is_told(tmp_path: Path) -> None:
    with write_lake(tmp_path, "surface", "a" * 64, "test@1") as writer:
        writer.write(values(first=1))
        writer.write(values(hours=2, first=7))

    assert writer.load is not None
    assert (writer.load.rows, writer.load.repeated) == (3, 2)
    assert [r.value for r in open_lake(tmp_path).window(Selection("surface"))] == [7, 8, 3]


def test_a_load_without_values_is_a_load(tmp_path: Path) -> None:
    with write_lake(tmp_path, "surface", "a" * 64, "test@1"):
        pass
    with write_lake(tmp_path, "surface", "a" * 64, "test@1") as writer:
        assert writer.known

    assert writer.load is not None
    assert writer.load.files == ()
    assert open_lake(tmp_path).window(Selection("surface")) == ()


def test_an_error_while_reading_leaves_nothing(tmp_path: Path) -> None:
    load(tmp_path, values())
    before = files(tmp_path)

    def failing() -> None:
        with write_lake(tmp_path, "surface", "b" * 64, "test@1") as writer:
            writer.write(values(hours=40))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert files(tmp_path) == before
    assert load(tmp_path, values(), "b").version == 2


@pytest.mark.parametrize("step", ["intend", "append", "write_table"])
def test_an_error_while_closing_leaves_nothing_that_counts(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, values())

    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    where = {"intend": "graph.lake.writing.intend", "append": "graph.lake.manifest.Manifest.append"}
    with monkeypatch.context() as patched:
        patched.setattr(where.get(step, "pyarrow.parquet.ParquetWriter.write_table"), broken)
        with pytest.raises(OSError, match="no space"):
            load(tmp_path, values(first=9), "b")

    assert [r.value for r in open_lake(tmp_path).window(Selection("surface"))] == [1, 2, 3]
    again = load(tmp_path, values(first=9), "b")
    assert again.version == 2
    assert len([name for name in files(tmp_path) if name.endswith(".parquet")]) == 2


def test_one_process_writes_to_a_dataset_and_others_to_other_ones(tmp_path: Path) -> None:
    with write_lake(tmp_path, "surface", "a" * 64, "test@1"):
        with (
            pytest.raises(LakeBusyError, match="surface"),
            write_lake(tmp_path, "surface", "b" * 64, "test@1"),
        ):
            pass
        with write_lake(tmp_path, "radiation", "b" * 64, "test@1") as other:
            other.write(values())

    assert other.load is not None
    assert other.load.version == 1


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "a b", "date=1", "e\u0301"])
def test_what_cannot_name_a_dataset_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="dataset"):
        write_lake(tmp_path, name, "a" * 64, "test@1")


def without(name: str) -> Callable[[Any], Any]:
    return lambda batch: {k: v for k, v in batch.items() if k != name}


def naive_table(batch: Any) -> pa.Table:
    return pa.table({**batch, "variable": ["TEM"] * 3})


@pytest.mark.parametrize(
    ("spoil", "column"),
    [
        (without("value"), "value"),
        (without("station"), "station"),
        (lambda b: {**b, "quality": b["value"]}, "quality"),
        (lambda b: {**b, "value": b["value"][:2]}, "value"),
        (lambda b: {**b, "station": None}, "station"),
        (lambda b: {**b, "time": np.array(["NaT"] * 3, "datetime64[us]")}, "time"),
        (lambda b: {**b, "time": np.array([2**62] * 3).astype("datetime64[us]")}, "time"),
        (lambda b: {**b, "value": np.array(["x"] * 3)}, "value"),
        (naive_table, "time"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_by_its_column(
    spoil: Callable[[Any], Any], column: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        load(tmp_path, spoil(values()))

    assert caught.value.name == column
    assert Manifest(tmp_path / "lake/surface").loads() == []


def test_dictionaries_of_any_make_are_taken(tmp_path: Path) -> None:
    texts = pa.array([None, "0", "0", "1"])
    flags = pa.DictionaryArray.from_arrays(pa.array([0, 2, 1], pa.int8()), texts)
    names = pa.DictionaryArray.from_arrays(pa.array([1, 0, 2]), pa.array(["b", "a", "b"]))
    with write_lake(tmp_path, "surface", "a" * 64, "test@1") as writer:
        writer.write({**values(), "station": names, "flag": flags})
        writer.write({**values(0), "station": names[:0]})

    found = open_lake(tmp_path).window(Selection("surface"))

    assert [(r.station, r.value, r.flag) for r in found] == [
        ("a", 1, None),
        ("b", 2, "0"),
        ("b", 3, "0"),
    ]
    with pytest.raises(InvalidValueError, match="station"):
        load(tmp_path, {**values(), "station": flags}, "b")


def test_many_runs_and_days_end_in_one_file_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "RUN_ROWS", 40)
    monkeypatch.setattr(runs, "BLOCK_ROWS", 8)
    monkeypatch.setattr(runs, "BUCKET_BLOCKS", 3)
    monkeypatch.setattr(parquet, "ROW_GROUP", 30)
    stations = tuple(f"{n:02d}" for n in (7, 3, 9, 1))
    batch = values(72, stations)
    order = np.random.default_rng(5).permutation(72 * 4)

    with write_lake(tmp_path, "surface", "a" * 64, "test@1") as writer:
        for part in np.array_split(order, 9):
            writer.write({k: v if isinstance(v, str) else v[part] for k, v in batch.items()})

    assert writer.load is not None
    assert [(f.date, f.rows) for f in writer.load.files] == [
        (f"2026-01-0{d}", 96) for d in (1, 2, 3)
    ]
    found = oracle.newest(tmp_path, "surface")
    expected = zip(batch["station"], batch["time"].astype(str), batch["value"], strict=True)
    assert {(r["station"], r["time"].strftime("%FT%T.%f"), r["value"]) for r in found.values()} == {
        (str(s), t, v) for s, t, v in expected
    }
    for file in writer.load.files:
        parquet_file = pq.ParquetFile(tmp_path / "lake/surface" / file.name)
        rows = parquet_file.read(["station", "variable", "time"]).to_pylist()
        assert [tuple(r.values()) for r in rows] == sorted(tuple(r.values()) for r in rows)
        groups = [
            set(parquet_file.read_row_group(i, ["station"]).column(0).to_pylist())
            for i in range(parquet_file.num_row_groups)
        ]
        assert groups == [{s} for s in sorted(stations)]  # a station's day is in one row group


def test_a_station_larger_than_a_row_group_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", 10)

    (file,) = load(tmp_path, values(24, ("1", "2"))).files

    metadata = pq.read_metadata(tmp_path / "lake/surface" / file.name)
    sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
    assert sizes == [10, 10, 4, 10, 10, 4]


def test_row_groups_hold_no_texts_but_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", 100)
    stations = tuple(f"{n:05d}" for n in range(2000))

    (file,) = load(tmp_path, values(2, stations)).files

    metadata = pq.read_metadata(tmp_path / "lake/surface" / file.name)
    texts = [metadata.row_group(i).column(0).total_uncompressed_size for i in range(40)]
    assert max(texts) < 50 * 9 + 300


@pytest.mark.parametrize("module", ["duckdb", "pyarrow"])
def test_without_the_extra_it_is_named(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.startswith("graph.lake.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    if module == "pyarrow":
        with pytest.raises(MissingExtraError, match=r"pyarrow.*suyuan\[field\]"):
            write_lake(tmp_path, "surface", "a" * 64, "test@1")

    with pytest.raises(MissingExtraError, match=rf"{module}.*suyuan\[field\]"):
        open_lake(tmp_path)
