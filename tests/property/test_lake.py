"""Whatever was loaded, late, corrected or twice: the engine answers as the naive reading does."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.lake.parquet as parquet
import graph.lake.runs as runs
from graph.lake import Grouping, Selection, open_lake, verify_lake, write_lake
from graph.lake.protocol import COLUMNS
from tests.oracle import lake as oracle

BEGIN = datetime(2026, 1, 1, 20, tzinfo=UTC)
STATIONS = ("53463", "呼和浩特", "W8120")
VARIABLES = ("PRS", "TEM")
TIMES = tuple(BEGIN + timedelta(minutes=90 * i) for i in range(5))  # two UTC days
VALUES = st.none() | st.integers(-400, 400).map(lambda i: i / 10)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(STATIONS),
        st.sampled_from(VARIABLES),
        st.sampled_from(TIMES),
        VALUES,
        st.sampled_from((None, "0", "1", "9")),
        st.sampled_from((None, date(2026, 1, 2))),
    ),
    max_size=16,
)
SOME = st.lists(st.sampled_from(STATIONS), max_size=3, unique=True).map(tuple)
MOMENT = st.none() | st.sampled_from((*TIMES, BEGIN + timedelta(hours=4)))
GROUPINGS = st.sampled_from(
    [Grouping(p) for p in ("hour", "day", "month", "year", "whole")]
    + [Grouping("day", timedelta(hours=8)), Grouping("month", timedelta(hours=12))]
)


def columns(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as a loader hands them over: arrays of numpy."""
    stations, variables, times, values, flags, days = zip(*rows, strict=True)
    return {
        "station": np.array(stations),
        "variable": np.array(variables),
        "time": np.array([t.replace(tzinfo=None) for t in times], "datetime64[us]"),
        "local_day": np.array(days, object),
        "value": np.array([np.nan if v is None else v for v in values]),
        "raw": np.array(["///" if v is None else str(v) for v in values], object),
        "flag": np.array(flags, object),
        "nil_reason": np.array(["missing" if v is None else None for v in values], object),
    }


def row_of(row: tuple[Any, ...]) -> dict[str, Any]:
    station, variable, time, value, flag, day = row
    raw, reason = ("///", "missing") if value is None else (str(value), None)
    values = (station, variable, time, day, value, raw, flag, reason)
    return dict(zip(COLUMNS, values, strict=True))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows make several runs, blocks, buckets and row groups."""
    monkeypatch.setattr(runs, "RUN_ROWS", 5)
    monkeypatch.setattr(runs, "BLOCK_ROWS", 2)
    monkeypatch.setattr(runs, "BUCKET_BLOCKS", 2)
    monkeypatch.setattr(parquet, "ROW_GROUP", 4)


@settings(max_examples=60)
@given(
    loads=st.lists(ROWS, min_size=1, max_size=5),
    stations=SOME,
    variables=st.sampled_from(((), ("TEM",))),
    interval=st.tuples(MOMENT, MOMENT),
    known=st.integers(0, 5),
    grouping=GROUPINGS,
)
def test_engine_and_naive_reading_agree(
    workplace: Path,
    loads: list[list[tuple[Any, ...]]],
    stations: tuple[str, ...],
    variables: tuple[str, ...],
    interval: tuple[datetime | None, datetime | None],
    known: int,
    grouping: Grouping,
) -> None:
    home = Path(mkdtemp(dir=workplace))
    recorded, model = [], {}
    for number, rows in enumerate(loads):
        with write_lake(home, "surface", f"{number:064x}", "test@1") as writer:
            for begin in range(0, len(rows), 3):
                writer.write(columns(rows[begin : begin + 3]))
        assert writer.load is not None
        assert writer.load.rows + writer.load.repeated == len(rows)
        recorded.append(writer.load.recorded_at)
        if number <= known or known == 5:
            model |= {tuple(row[:3]): row_of(row) for row in rows}
    as_known = None if known == 5 else recorded[min(known, len(recorded) - 1)]
    selection = Selection("surface", stations, variables, *interval, as_known)

    wanted = oracle.newest(home, "surface", as_known)
    expected = oracle.select(wanted, stations, variables, *interval)
    lake = open_lake(home, threads=1)

    assert {k: {c: r[c] for c in COLUMNS} for k, r in wanted.items()} == model
    given_columns = (*COLUMNS, "version")
    scanned = [row for batch in lake.scan(selection, given_columns) for row in batch.to_pylist()]
    assert scanned == [{c: row[c] for c in given_columns} for row in expected]
    assert {(r.station, r.variable, r.time, r.value) for r in lake.window(selection)} == {
        (r["station"], r["variable"], r["time"], r["value"]) for r in expected
    }
    counted = [row for batch in lake.aggregate(selection, grouping) for row in batch.to_pylist()]
    means = [row.pop("mean") for row in counted]
    naive = oracle.aggregate(expected, grouping.period, grouping.offset)
    assert means == [pytest.approx(row.pop("mean"), abs=1e-9) for row in naive]
    assert counted == naive
    for key in [*wanted, ("none", "PRS", BEGIN)][:4]:
        check_citation(lake, wanted, key, as_known)
    assert verify_lake(home).ok
    lake.close()
    shutil.rmtree(home)


def check_citation(lake: Any, wanted: dict[Any, Any], key: Any, as_known: str | None) -> None:
    """What is cited is the very row group that the naive reading found the value in."""
    citation, row = lake.cite("surface", key, as_known), wanted.get(key)
    if row is None:
        assert citation is None
        return
    assert (citation.file, citation.row_group) == (row["file"], row["row_group"])
    assert (citation.sha256, citation.version) == (row["sha256"], row["version"])
    assert citation.original == row["original"]
