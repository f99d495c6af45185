"""How quick the lists of the management loop are at 100,000 incidents and actions (`make bench`).

SUYUAN_BENCH_LOOP makes it smaller, to try it out; SUYUAN_BENCH_LOOP_HOME names a folder in which
the loaded tables are kept, and found again.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THINGS = int(os.environ.get("SUYUAN_BENCH_LOOP") or 100_000)
STATIONS = 120
GOAL = 0.5
DAY = "2025-12-31"


@pytest.fixture
def loop(root: Path, tmp_path: Path) -> Path:
    """The home of a management system after three busy years."""
    kept = os.environ.get("SUYUAN_BENCH_LOOP_HOME")
    folder = (Path(kept) if kept else tmp_path) / f"loop-{THINGS}"
    home, done = folder / "home", folder / "loaded"
    if not done.exists():
        _python(root, "loop_tables.py", folder / "tables", STATIONS, THINGS)
        _python(root, "steps.py", "ledger", home, folder / "tables")
        done.touch()
    return home


def _python(root: Path, script: str, *arguments: object) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.bench
def test_lists_of_the_loop(root: Path, loop: Path) -> None:
    """Every list whole, for one unit, and as the page asks and draws it."""
    measured = _python(root, "loop_steps.py", loop, DAY)
    figures, counts = measured["figures"], measured["counts"]
    assert isinstance(figures, list)
    assert isinstance(counts, dict)
    size = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()}, "
        f"load average {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, "
        f"kglite {version('kglite')}; {size}; asking process at most "
        f"{float(str(measured['mib'])):,.0f} MiB\n"
    )
    print("| what | median | processor | first time | of |")
    print("|---|---|---|---|---|")
    for f in figures:
        took = " | ".join(f"{f[name]:.2f} s" for name in ("median", "processor", "first"))
        print(f"| {f['name']} | {took} | {f['of']} |")
    assert counts["Incident"] + counts["CorrectiveAction"] >= THINGS
    slow = {f["name"]: f["processor"] for f in figures if f["processor"] > GOAL}
    assert not slow
