"""One measured step of the lake in a process of its own: prints a JSON line.

Run as `python lake_steps.py write|read HOME STATIONS` with the project importable. All values are
synthetic: a day of hourly values of 15 elements at so many stations.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.lake import Selection, open_lake, verify_lake, write_lake

DATASET = "synthetic_surface_hourly"
ELEMENTS = (
    "PRS", "PRS_Sea", "TEM", "TEM_Max", "TEM_Min", "RHU", "VAP", "PRE_1h", "PRE_24h",
    "WIN_S_Avg_10mi", "WIN_D_Avg_10mi", "WIN_S_Max", "VIS", "GST", "SSH",
)  # fmt: skip
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
PRINTED = 20_000  # values of a tenth each
FLAGS = ("0", "1", "2", "8")


def station(number: int) -> str:
    """The id of a station that does not exist."""
    return f"S{number:06d}"


def hours(stations: int) -> Iterator[pa.Table]:
    """The day, hour by hour, as a loader would hand it over: columns, times as they come in."""
    draw = np.random.default_rng(1)
    rows = stations * len(ELEMENTS)
    names = pa.array([station(i) for i in range(stations)])
    places = pa.DictionaryArray.from_arrays(
        np.repeat(np.arange(stations, dtype=np.int32), 15), names
    )
    elements = pa.DictionaryArray.from_arrays(
        np.tile(np.arange(15, dtype=np.int32), stations), pa.array(ELEMENTS)
    )
    printed = pa.array([f"{i / 10:.1f}" for i in range(PRINTED)] + ["///"])
    base = draw.integers(500, PRINTED - 500, rows)
    for hour in range(24):
        tenths = base + draw.integers(-60, 60, rows)
        missing = draw.random(rows) < 0.015
        flags = np.where(missing, 3, draw.choice(3, rows, p=(0.97, 0.02, 0.01))).astype(np.int32)
        raw = np.where(missing, PRINTED, tenths).astype(np.int32)
        reasons = pa.array(np.zeros(rows, np.int32), mask=~missing)
        yield pa.table(
            {
                "station": places,
                "variable": elements,
                "time": pa.array([BEGIN + timedelta(hours=hour)], pa.timestamp("us", "UTC")).take(
                    pa.array(np.zeros(rows, np.int32))
                ),
                "value": pa.array(tenths / 10, mask=missing),
                "raw": pa.DictionaryArray.from_arrays(raw, printed),
                "flag": pa.DictionaryArray.from_arrays(flags, pa.array(FLAGS)),
                "nil_reason": pa.DictionaryArray.from_arrays(reasons, pa.array(["missing"])),
            }
        )


def write(home: Path, stations: int) -> dict[str, float]:
    """Write the day; generating it is timed apart."""
    generating, started = 0.0, time.perf_counter()
    with write_lake(home, DATASET, "0" * 64, "bench@1") as writer:
        day = hours(stations)
        while True:
            begin = time.perf_counter()
            table = next(day, None)
            generating += time.perf_counter() - begin
            if table is None:
                break
            writer.write(table)
    seconds = time.perf_counter() - started
    assert writer.load is not None
    (file,) = writer.load.files
    return {
        "seconds": seconds - generating,
        "generating": generating,
        "rows": file.rows,
        "bytes": file.size,
        "row_groups": file.row_groups,
    }


def again(home: Path, stations: int) -> dict[str, float]:
    """Offer the same original once more."""
    started = time.perf_counter()
    with write_lake(home, DATASET, "0" * 64, "bench@1") as writer:
        assert writer.known
    return {"seconds": time.perf_counter() - started}


def read(home: Path, stations: int) -> dict[str, float]:
    """Station-days at random, citations, the aggregate of the day, one element of it, verify."""
    lake, draw, end = open_lake(home), random.Random(3), BEGIN + timedelta(days=1)
    opened = time.perf_counter()
    lake.window(Selection(DATASET, (station(0),), begin=BEGIN, end=end))
    figures = {"first_ms": (time.perf_counter() - opened) * 1000}
    windows, cites, busy = [], [], time.process_time()
    for _ in range(200):
        name = station(draw.randrange(stations))
        begin = time.perf_counter()
        found = lake.window(Selection(DATASET, (name,), begin=BEGIN, end=end))
        middle = time.perf_counter()
        citation = lake.cite(DATASET, (name, "TEM", BEGIN + timedelta(hours=6)))
        cites.append((time.perf_counter() - middle) * 1000)
        windows.append((middle - begin) * 1000)
        assert len(found) == 360
        assert citation is not None
    for name, times in (("window", sorted(windows)), ("cite", sorted(cites))):
        figures |= {f"{name}_p50": times[100], f"{name}_p99": times[197]}
    figures["both_processor"] = (time.process_time() - busy) / 200 * 1000
    day = Selection(DATASET, begin=BEGIN, end=end)
    begin, busy = time.perf_counter(), time.process_time()
    figures["groups"] = sum(batch.num_rows for batch in lake.aggregate(day))
    figures["aggregate"] = time.perf_counter() - begin
    figures["aggregate_processor"] = time.process_time() - busy
    begin = time.perf_counter()
    one = Selection(DATASET, variables=("TEM",), begin=BEGIN, end=end)
    figures["scanned"] = sum(
        batch.num_rows for batch in lake.scan(one, ("station", "time", "value"))
    )
    figures["scan"] = time.perf_counter() - begin
    begin = time.perf_counter()
    assert verify_lake(home).ok
    return {**figures, "verify": time.perf_counter() - begin}


def main() -> None:
    """Run the step named on the command line."""
    step, home, stations = sys.argv[1:]
    figures = {"write": write, "again": again, "read": read}[step](Path(home), int(stations))
    own = resource.getrusage(resource.RUSAGE_SELF)
    figures["processor"] = own.ru_utime + own.ru_stime
    print(json.dumps({**figures, "mib": own.ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
