"""Speed and memory of the lake: a day of the national network, written and read."""

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
STEPS = Path(__file__).with_name("lake_steps.py")
# Fewer stations are to try it out; their figures say nothing.
STATIONS = int(os.environ.get("SUYUAN_BENCH_STATIONS") or 76_000)


def step(root: Path, name: str, home: Path) -> dict[str, float]:
    """Run one step in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(STEPS), name, str(home), str(STATIONS)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def test_lake(root: Path, tmp_path: Path) -> None:
    """Write a day, offer it again, read station-days, citations, the aggregate; verify."""
    written = step(root, "write", tmp_path)
    again = step(root, "again", tmp_path)
    read = step(root, "read", tmp_path)
    rows = written["rows"]
    lines = [
        (
            "a day into the lake",
            f"{written['seconds']:.1f} s",
            "< 60 s",
            f"{rows:,.0f} synthetic values, {rows / written['seconds']:,.0f} values/s; "
            f"generating them {written['generating']:.1f} s",
        ),
        (
            "… processor time",
            f"{written['processor']:.1f} s",
            "",
            "all cores together, generating included",
        ),
        ("… peak memory", f"{written['mib'] / 1024:.2f} GiB", "< 2 GiB", "generating included"),
        (
            "… on the disk",
            f"{written['bytes'] / 2**20:.0f} MiB",
            "",
            f"{written['bytes'] / rows:.2f} bytes a value, {written['row_groups']:.0f} row groups",
        ),
        ("the same original again", f"{again['seconds'] * 1000:.0f} ms", "", "nothing written"),
        ("a station's day, p50", f"{read['window_p50']:.1f} ms", "< 20 ms", "360 values, warm"),
        (
            "a station's day, p99",
            f"{read['window_p99']:.1f} ms",
            "",
            f"cold {read['first_ms']:.0f}",
        ),
        ("citing a value, p50", f"{read['cite_p50']:.1f} ms", "", f"p99 {read['cite_p99']:.1f} ms"),
        (
            "… both, processor time",
            f"{read['both_processor']:.1f} ms",
            "",
            "a station's day and a citation, mean",
        ),
        (
            "aggregate of the day",
            f"{read['aggregate']:.1f} s",
            "",
            f"{read['groups']:,.0f} rows; processor time {read['aggregate_processor']:.1f} s",
        ),
        ("one element of the day", f"{read['scan']:.1f} s", "", f"{read['scanned']:,.0f} values"),
        ("verify", f"{read['verify']:.2f} s", "", "every byte hashed"),
        ("reading, peak memory", f"{read['mib'] / 1024:.2f} GiB", "< 2 GiB", ""),
    ]
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"duckdb {version('duckdb')}, pyarrow {version('pyarrow')}; {STATIONS:,} stations, "
        f"load average {os.getloadavg()[0]:.1f}\n"
    )
    print("| what | figure | goal | of |\n|---|---|---|---|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    assert rows == STATIONS * 24 * 15
    assert read["groups"] == STATIONS * 15
