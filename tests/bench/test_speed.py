"""Speed and memory of the foundation: `make bench` prints the table that docs/reference keeps."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from loaders.sample import write_province

pytestmark = pytest.mark.bench
STEPS = Path(__file__).with_name("steps.py")
STATIONS = 2000


def step(root: Path, name: str, *arguments: object) -> dict[str, float]:
    """Run one step in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(STEPS), name, *map(str, arguments)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def machine() -> str:
    """What the figures were taken on."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"kglite {version('kglite')}, suyuan {version('suyuan')}"
    )


def help_seconds() -> float:
    """Median wall time of `suyuan --help` over nine runs."""
    command = [str(Path(sys.executable).with_name("suyuan")), "--help"]
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def test_foundation(root: Path, tmp_path: Path) -> None:
    """Load, load again, load 1 % changed, trace; memory at 10⁵ and 10⁶ claims."""
    big, small = tmp_path / "big", tmp_path / "small"
    write_province(big, seed=1, stations=STATIONS)
    write_province(small, seed=1, stations=119)
    home = tmp_path / "home"
    flat = [
        step(root, "ledger", tmp_path / f"flat{i}", folder) for i, folder in enumerate((small, big))
    ]
    first = step(root, "load", home, big)
    again = step(root, "load", home, big)
    rows = step(root, "change", big, 0.01)["rows"]
    changed = step(root, "load", home, big)
    traced = step(root, "trace", home, 1000)
    lines = [
        (
            "file → ledger → embedded graph",
            f"{first['claims'] / first['seconds']:,.0f} claims/s",
            "≥ 12,000",
            f"{first['claims']:,.0f} claims in {first['seconds']:.1f} s",
        ),
        ("file → ledger alone", f"{flat[1]['claims'] / flat[1]['seconds']:,.0f} claims/s", "", ""),
        (
            "loader and ledger, peak memory",
            f"{flat[1]['mib'] / flat[0]['mib']:.2f} ×",
            "flat",
            f"{flat[0]['mib']:.0f} MiB at {flat[0]['claims']:,.0f} claims, {flat[1]['mib']:.0f} MiB"
            f" at {flat[1]['claims']:,.0f}",
        ),
        (
            "with the embedded store, peak memory",
            f"{first['child_mib'] / 1024:.2f} GiB",
            "≤ 1.5 GiB at 10⁶",
            f"larger of loader and follower, at {first['claims']:,.0f} claims",
        ),
        (
            "the same files again",
            f"{again['seconds'] / first['seconds']:.2%}",
            "≤ 1 % + 0.5 s",
            f"{again['seconds']:.2f} s",
        ),
        (
            f"1 % changed ({rows:,.0f} rows)",
            f"{changed['seconds'] / first['seconds']:.1%}",
            "≤ 10 % + 0.5 s",
            f"{changed['seconds']:.2f} s, {changed['claims']:,.0f} claims written, "
            f"{changed['retracted']:,.0f} retracted",
        ),
        (
            "trace with evidence, p50",
            f"{traced['p50_ms']:.2f} ms",
            "< 5 ms",
            f"{traced['traces']:,.0f} issues, warm",
        ),
        ("trace with evidence, p99", f"{traced['p99_ms']:.2f} ms", "< 30 ms", ""),
        ("suyuan --help", f"{help_seconds():.2f} s", "< 0.3 s", "median of 9"),
    ]
    print(f"\n{machine()}; sample of {STATIONS:,} stations\n")
    print("| what | figure | goal | of |\n|---|---|---|---|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    assert first["claims"] > 1_000_000
    assert again["claims"] == 0
    assert changed["claims"] > 0
