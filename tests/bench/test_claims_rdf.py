"""Speed and memory of claims in RDF: a million edges to TriG and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
STEPS = Path(__file__).with_name("rdf_steps.py")
FEW, MANY = 100_000, 1_000_000
GOAL_SECONDS, GOAL_MIB = 120, 3 * 1024


def step(root: Path, *arguments: object) -> dict[str, float]:
    """Run one step in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(STEPS), *map(str, arguments)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def test_a_million_edges_to_trig_and_back(root: Path, tmp_path: Path) -> None:
    print("\n| edges | step | seconds | of CPU | peak MiB |\n|---|---|---|---|---|")
    peaks = {}
    for count in (FEW, MANY):
        home, copy, path = (tmp_path / f"{name}{count}" for name in ("home", "copy", "claims"))
        path = path.with_suffix(".trig")
        step(root, "fill", home, count)
        out = step(root, "export", home, path)
        back = step(root, "import", copy, path)
        assert back["claims"] == out["claims"] == count
        assert back["rejected"] == 0
        for name, one in (("export", out), ("import", back)):
            peaks[name, count] = one["mib"]
            figures = f"{one['seconds']:.1f} | {one['cpu']:.1f} | {one['mib']:.0f}"
            print(f"| {count:,} | {name} | {figures} |")
        total = out["seconds"] + back["seconds"]
        print(f"| {count:,} | both (goal {GOAL_SECONDS} at {MANY:,}) | {total:.1f} | | |")
    assert max(peaks.values()) < GOAL_MIB
    for name in ("export", "import"):  # flat: ten times the edges are not ten times the memory
        assert peaks[name, MANY] < 2.5 * peaks[name, FEW]
