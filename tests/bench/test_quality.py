"""Speed and memory of quality control: a day of the national network, written to linked issues."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
STEPS = Path(__file__).with_name("quality_steps.py")
# Fewer stations are to try it out; their figures say nothing.
STATIONS = int(os.environ.get("SUYUAN_BENCH_STATIONS") or 76_000)


def test_quality(root: Path, tmp_path: Path) -> None:
    """Write a day, check it, link the episodes, check it again."""
    done = subprocess.run(
        [sys.executable, str(STEPS), str(tmp_path), str(STATIONS)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    values = found["values"]
    lines = [
        ("a day written, checked, linked", f"{found['seconds']:.1f} s", "< 120 s",
         f"{values:,.0f} synthetic values; generating them {found['generating']:.1f} s more"),
        ("… into the lake", f"{found['written']:.1f} s", "",
         f"{values / found['written']:,.0f} values/s"),
        ("… checked and joined", f"{found['checked']:.1f} s", "",
         f"{found['flagged']:,.0f} flags, {found['episodes']:,.0f} episodes"),
        ("… into the ledger", f"{found['linked']:.1f} s", "", f"{found['claims']:,.0f} claims"),
        ("checked again", f"{found['again']:.1f} s", "", f"{found['changed_again']:.0f} changes"),
        ("processor time", f"{found['processor']:.1f} s", "", "generating included"),
        ("peak memory", f"{found['mib'] / 1024:.2f} GiB", "< 4 GiB", ""),
    ]  # fmt: skip
    print(f"\n{os.cpu_count()} cores, {STATIONS:,} stations, load {os.getloadavg()[0]:.1f}\n")
    print("| what | figure | goal | of |\n|---|---|---|---|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    assert values == STATIONS * 24 * 15
    assert found["episodes"] > 0
    assert found["changed_again"] == 0
