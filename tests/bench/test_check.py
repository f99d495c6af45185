"""How long `suyuan check` takes on a large sample: every shape, and every coverage rule."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from graph import Settings, Workspace
from loaders.sample import write_province

pytestmark = pytest.mark.bench
STATIONS = 2000
GOAL = 30.0
_COUNTS = {
    "nodes": "MATCH (n) RETURN count(n) AS number",
    "edges": "MATCH ()-[r]->() RETURN count(r) AS number",
}


def suyuan(root: Path, *arguments: object) -> tuple[int, str]:
    """Run the command in a process of its own; its exit code, and what it printed."""
    command = [str(Path(sys.executable).with_name("suyuan")), *map(str, arguments)]
    told = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=told)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def processor() -> float:
    """Seconds of processor of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_check_of_a_large_sample(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write_province(tmp_path / "tables", seed=1, stations=STATIONS)
    suyuan(root, "load", tmp_path / "tables", "--home", home, "--json")
    with Workspace(Settings(home)) as workspace, workspace.store.reading() as reader:
        counts = {name: int(str(reader.run(q, {})[0]["number"])) for name, q in _COUNTS.items()}
    print(
        f"\n{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {os.cpu_count()} cores, "
        f"{platform.machine()}, load average {os.getloadavg()[0]:.1f}, Python "
        f"{platform.python_version()}, kglite {version('kglite')}, suyuan {version('suyuan')}; "
        f"{STATIONS:,} stations, {counts['nodes']:,} nodes, {counts['edges']:,} edges\n\n"
        "| what | seconds | goal | processor | findings |\n|---|---|---|---|---|"
    )
    taken = {}
    for what, options in (("all shapes", ()), ("coverage rules", ("--coverage",))):
        begun, used = time.perf_counter(), processor()
        code, printed = suyuan(root, "check", "--home", home, "--json", *options)
        taken[what] = time.perf_counter() - begun
        found = len(json.loads(printed)["findings"])
        assert code == int(found > 0)
        goal = f"≤ {GOAL:.0f}" if not options else ""
        spent = processor() - used
        print(f"| {what} | {taken[what]:.1f} | {goal} | {spent:.1f} | {found:,} |")
    assert taken["all shapes"] <= GOAL, "the whole command, the opening of the store included"
