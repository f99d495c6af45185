"""How fast a national network answers: `make bench` prints the table, embedded and on Neo4j.

SUYUAN_BENCH_STATIONS and SUYUAN_BENCH_ISSUES make it smaller, to try it out; SUYUAN_BENCH_NATION
names a folder in which the network is kept, and found again.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

import pytest

from graph.server import Sizing, find_java, local_server
from graph.server.versions import DEFAULT_VERSION, release

HERE = Path(__file__).parent
STATIONS = int(os.environ.get("SUYUAN_BENCH_STATIONS") or 5_000)
ISSUES = int(os.environ.get("SUYUAN_BENCH_ISSUES") or 1_000_000)
SIZING = Sizing()


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, and its goals in seconds, embedded and on a server; None without one."""

    text: str
    embedded: float | None = None
    server: float | None = None


LINES: Mapping[str, Line] = {
    "trace, p50": Line("trace with evidence, p50, each issue for the first time", 0.005, 0.020),
    "trace again, p50": Line("… the same issues once more", 0.005, 0.020),
    "trace of others, p50": Line("… others for the first time, 600 traces later", 0.005, 0.020),
    "causes": Line("causes of 1,000 issues", 2, 2),
    "impact": Line("impact of a national standard", 1, 1),
    "impact since 2009": Line("… taken for unfit since 2009"),
    "coverage": Line("coverage matrix", 0.2, 0.2),
    **{
        f"pareto by {by}": Line(f"Pareto by {by}", 0.5, 3)
        for by in ("test", "month", "variable", "station", "unit", "model", "laboratory")
    },
    "pareto by test and month": Line("… by test, with the trend by month", 0.5, 3),
    "expiring": Line("what falls due within a year"),
    "evidence package": Line("evidence package of 500 elements", 3, 3),
    "verifier": Line("its verifier", 1, 1),
}


@pytest.fixture
def nation(root: Path, tmp_path: Path) -> Iterator[Path]:
    """The home of a national network: its ledger, and its tables beside it."""
    kept = os.environ.get("SUYUAN_BENCH_NATION")
    folder = (Path(kept) if kept else tmp_path) / f"{STATIONS}-{ISSUES}"
    home, done = folder / "home", folder / "loaded"
    if not done.exists():
        rmtree(folder, ignore_errors=True)
        _python(root, "nation.py", folder / "tables", STATIONS, ISSUES)
        _python(root, "steps.py", "ledger", home, folder / "tables")
        done.touch()
    try:
        yield home
    finally:
        if not kept:  # gigabytes, which pytest would keep for three runs
            rmtree(folder)


def _python(root: Path, script: str, *arguments: object, **told: str) -> dict[str, object]:
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SUYUAN_")}
    environment = {**kept, "PYTHONPATH": str(root), **told}
    done = subprocess.run(command, text=True, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.bench
def test_embedded(root: Path, nation: Path) -> None:
    """Every line on the embedded graph."""
    with _timed():
        measured = _python(root, "question_steps.py", nation)
        _print(measured, "embedded", f"kglite {version('kglite')}")


@pytest.mark.bench_neo4j
def test_neo4j(root: Path, nation: Path) -> None:
    """Every line on a server that was filled by an import and has planned nothing yet."""
    at = nation / "neo4j" / DEFAULT_VERSION
    with _timed(), local_server(DEFAULT_VERSION, at, sizing=SIZING) as server:
        told = {
            "SUYUAN_STORE": server.uri,
            "SUYUAN_NEO4J_USER": server.login.user,
            "SUYUAN_NEO4J_PASSWORD": server.login.password,
        }
        server.stop()
        _filled(root, nation, told)
        measured = _python(root, "question_steps.py", nation, **told)
        java = find_java(release(DEFAULT_VERSION)).major
        store = (
            f"Neo4j {DEFAULT_VERSION} (heap {SIZING.heap}, page cache {SIZING.page_cache}), "
            f"Java {java}, neo4j {version('neo4j')}, neo4j-rust-ext {version('neo4j-rust-ext')}"
        )
        _print(measured, "server", store)


def _filled(root: Path, nation: Path, told: Mapping[str, str]) -> None:
    command = [str(Path(sys.executable).with_name("suyuan")), "project", "--home", str(nation)]
    done = subprocess.run(
        [*command, "--bulk", "--overwrite"],
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root), **told},
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def _timed() -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"\n{(time.perf_counter() - begun) / 60:.1f} minutes in all")


def _print(measured: Mapping[str, object], where: str, store: str) -> None:
    """The table, with the machine, the versions and the size of the network."""
    nodes, edges = int(str(measured["nodes"])), int(str(measured["edges"]))
    figures = measured["figures"]
    assert isinstance(figures, list)
    assert [f["name"] for f in figures] == list(LINES)
    load = os.getloadavg()[1]
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()}, "
        f"load average {load:.1f}, Python {platform.python_version()}, {store}, "
        f"suyuan {version('suyuan')}; {STATIONS:,} stations, {nodes:,} nodes, {edges:,} edges, "
        f"{int(str(measured['issues'])):,} issues, {int(str(measured['claims'])):,} entries in the "
        f"ledger; asking process at most {float(str(measured['mib'])):,.0f} MiB\n"
    )
    print("| what | median | goal | first time | processor | texts | of |")
    print("|---|---|---|---|---|---|---|")
    for f in figures:
        line = LINES[f["name"]]
        goal = getattr(line, where)
        cells = (
            line.text,
            _seconds(f["median"]),
            "" if goal is None else f"≤ {_seconds(goal)}",
            _seconds(f["first"]),
            _seconds(f["processor"]) if f["processor"] else "",
            str(f["texts"] or ""),
            f["of"],
        )
        print("| " + " | ".join(cells) + " |")
    if ISSUES >= 1_000_000:
        assert nodes >= 1_000_000
        assert edges >= 4_000_000


def _seconds(value: float) -> str:
    """Seconds as a person reads them."""
    return f"{1000 * value:,.1f} ms" if value < 0.1 else f"{value:.2f} s"
