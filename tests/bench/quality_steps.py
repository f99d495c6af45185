"""A day of the network written, checked, joined to episodes and linked: prints a JSON line.

Run as `python quality_steps.py HOME STATIONS` with the project importable. All values are
synthetic: hourly values of 15 elements, quiet but for planted faults, each of one element of one
station in a hundred: codes of the provider, values out of range, a stuck sensor, and gaps.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.lake import open_lake, write_lake
from graph.ledger import Ledger, LedgerReader
from loaders.quality_control.protocol import Context
from loaders.quality_control.registry import tests
from loaders.quality_control.run import Request, check, write
from loaders.quality_control.thresholds import load

DATASET = "synthetic_quality_day"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
NEIGHBOUR_TESTS = ("buddy", "spatial")
# element: middle, spread of stations, amplitude of the day, in tenths
ELEMENTS = {
    "PRS": (9000, 800, 20), "PRS_Sea": (10200, 100, 20), "TEM": (-50, 150, 60),
    "TEM_Max": (-20, 150, 60), "TEM_Min": (-80, 150, 60), "RHU": (550, 200, 100),
    "VAP": (40, 20, 5), "PRE_1h": (5, 4, 3), "PRE_24h": (50, 40, 10),
    "WIN_S_Avg_10mi": (60, 20, 25), "WIN_D_Avg_10mi": (1800, 900, 300),
    "WIN_S_Max": (120, 40, 30), "VIS": (90000, 9000, 3000), "GST": (-60, 150, 80),
    "SSH": (40, 20, 10),
}  # fmt: skip
HIGHEST = 120_000
FLAGS = ("0", "1", "2", "8")
FAULTS = 4


def hours(stations: int) -> Iterator[pa.Table]:
    """The day, hour by hour."""
    draw = np.random.default_rng(7)
    rows = stations * len(ELEMENTS)
    names = pa.array([f"S{i:06d}" for i in range(stations)])
    places = pa.DictionaryArray.from_arrays(
        np.repeat(np.arange(stations, dtype=np.int32), 15), names
    )
    elements = pa.DictionaryArray.from_arrays(
        np.tile(np.arange(15, dtype=np.int32), stations), pa.array(list(ELEMENTS))
    )
    printed = pa.array([f"{i / 10:.1f}" for i in range(-1000, HIGHEST)] + ["///"])
    middle, spread, swing = (
        np.tile(column, stations) for column in zip(*ELEMENTS.values(), strict=True)
    )
    base = middle + (spread * draw.uniform(-1, 1, rows)).astype(np.int64)
    faulty = np.where(draw.random(rows) < 0.01, draw.integers(1, FAULTS + 1, rows), 0)
    since, until = draw.integers(1, 10, rows), draw.integers(12, 24, rows)
    for hour in range(24):
        wave = np.sin((hour - 8) / 24 * 2 * np.pi)
        tenths = base + (swing * wave).astype(np.int64) + draw.integers(-2, 3, rows)
        now = (faulty > 0) & (since <= hour) & (hour < until)
        tenths[now & (faulty == 2)] = -990
        stuck = faulty == 3
        tenths[stuck] = base[stuck]
        np.clip(tenths, -999, HIGHEST - 1, out=tenths)
        missing = now & (faulty == 4)
        flags = np.zeros(rows, np.int32)
        flags[now & (faulty == 1)] = 1 + hour % 2
        flags[missing] = 3
        raw = np.where(missing, len(printed) - 1, tenths + 1000).astype(np.int32)
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
                "nil_reason": pa.DictionaryArray.from_arrays(
                    pa.array(np.zeros(rows, np.int32), mask=~missing), pa.array(["missing"])
                ),
            }
        )


def run(home: Path, stations: int) -> dict[str, float]:
    """Write, check and link; generating is timed apart."""
    figures: dict[str, float] = {"generating": 0.0}
    started = time.perf_counter()
    with write_lake(home, DATASET, "0" * 64, "bench@1") as writer:
        day = hours(stations)
        while True:
            begin = time.perf_counter()
            table = next(day, None)
            figures["generating"] += time.perf_counter() - begin
            if table is None:
                break
            writer.write(table)
    figures["written"] = time.perf_counter() - started - figures["generating"]
    begin = time.perf_counter()
    request = Request(
        [test for name, test in tests().items() if name not in NEIGHBOUR_TESTS],
        certainty="synthetic",
    )
    with Ledger(home) as ledger, open_lake(home) as lake, ledger.writing() as writing:
        context = Context(DATASET, home, lake, LedgerReader(ledger), load())
        outcome = check(ledger, context, request)
        figures["checked"] = time.perf_counter() - begin
        begin = time.perf_counter()
        write(ledger, writing, context, request, outcome)
        figures["linked"] = time.perf_counter() - begin
        begin = time.perf_counter()
        context = Context(
            DATASET, home, lake, LedgerReader(ledger), load(), BEGIN, BEGIN + timedelta(days=1)
        )
        again = check(ledger, context, request)
        figures["again"] = time.perf_counter() - begin
    figures["values"] = outcome.values
    figures["flagged"] = sum(report.flagged for report in outcome.reports)
    figures["episodes"] = sum(report.episodes for report in outcome.reports)
    figures["claims"] = sum(report.claims for report in outcome.reports)
    figures["changed_again"] = sum(len(changed) for changed in again.changed.values())
    figures["seconds"] = figures["written"] + figures["checked"] + figures["linked"]
    return figures


def main() -> None:
    """Print the figures."""
    figures = run(Path(sys.argv[1]), int(sys.argv[2]))
    own = resource.getrusage(resource.RUSAGE_SELF)
    figures |= {"processor": own.ru_utime + own.ru_stime, "mib": own.ru_maxrss / 1024}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
