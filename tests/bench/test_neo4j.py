"""Neo4j beside the other ways to fill it and to ask it: `make bench-neo4j` prints the table.

All in one run and on one server, so that the ratios hold wherever it is run. SUYUAN_BENCH_STATIONS
makes it smaller, to try it out; figures of a server that has done little yet say nothing.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import pytest

from graph.server import LocalServer, Sizing, find_java, local_server
from graph.server.versions import DEFAULT_VERSION, release
from loaders.sample import write_province

pytestmark = pytest.mark.bench_neo4j
HERE = Path(__file__).parent
FULL = 1_050  # stations: 200,000 nodes, 520,000 edges
STATIONS = int(os.environ.get("SUYUAN_BENCH_STATIONS") or FULL)
BULK_STATIONS = STATIONS * 10 // 7  # a million elements
WAYS = ("bare-10000", "ours", "py2neo", "end-to-end", "graphio", "bare-20000")
WARM_STATIONS = 60
ROUNDS = 2
SIZING = Sizing()
Figures = dict[str, float]


@dataclass(slots=True)
class Bench:
    """A folder for what is made, a server, and steps that are told where it is."""

    root: Path
    folder: Path
    server: LocalServer
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def environment(self) -> dict[str, str]:
        """Where the server is, as every process of ours is told."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SUYUAN_")}
        return {
            **kept,
            "PYTHONPATH": str(self.root),
            "SUYUAN_STORE": self.server.uri,
            "SUYUAN_NEO4J_USER": self.server.login.user,
            "SUYUAN_NEO4J_PASSWORD": self.server.login.password,
        }

    def step(self, name: str, *arguments: object, script: str = "neo4j_steps.py") -> Figures:
        """Run one step in a process of its own."""
        command = [sys.executable, str(HERE / script), name, *map(str, arguments)]
        figures: Figures = json.loads(self._printed(command).strip().splitlines()[-1])
        return figures

    def project(self, home: Path, *options: str) -> Figures:
        """`suyuan project`, as a person would run it; its whole process is timed."""
        suyuan = str(Path(sys.executable).with_name("suyuan"))
        command = [suyuan, "project", "--home", str(home), "--json", *options]
        started = time.perf_counter()
        said = json.loads(self._printed(command))
        seconds = time.perf_counter() - started
        return {
            "seconds": seconds,
            "nodes": said["nodes"],
            "edges": said["edges"],
            **said["stages"],
        }

    def _printed(self, command: list[str]) -> str:
        done = subprocess.run(
            command, text=True, capture_output=True, env=self.environment, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def empty(self) -> None:
        """Stop the server and take its database away: it has never held anything then."""
        self.server.stop()
        for part in ("databases", "transactions"):
            shutil.rmtree(self.server.home / "data" / part / "neo4j")

    def rate(self, name: str, elements: float) -> float:
        """Elements a second of a way: the median of its rounds."""
        return elements / statistics.median(self.seconds[name])

    def taken(self, name: str) -> str:
        """How long each round of a way took."""
        return "; ".join(f"{s:.1f} s" for s in self.seconds[name])


@pytest.fixture
def bench(root: Path, tmp_path: Path) -> Iterator[Bench]:
    """A server of its own, sized as `suyuan neo4j up` does; it is the one of the home `big`."""
    home = tmp_path / "big" / "neo4j" / DEFAULT_VERSION
    try:
        with local_server(DEFAULT_VERSION, home, sizing=SIZING) as server:
            yield Bench(root, tmp_path, server)
    finally:
        for made in tmp_path.iterdir():  # gigabytes, which pytest would keep for three runs
            shutil.rmtree(made) if made.is_dir() else made.unlink()


def test_neo4j(bench: Bench) -> None:
    """Fill it in every way, in turns and more than once; ask it; import into it."""
    begun, (_, load, _) = time.perf_counter(), os.getloadavg()
    lines = [*_filled(bench), *_big(bench)]
    print(f"\n{_machine(load)}\n")
    print("| what | figure | goal | of |\n|---|---|---|---|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print(f"\n{(time.perf_counter() - begun) / 60:.1f} minutes in all")


Lines = list[tuple[str, str, str, str]]


def _filled(bench: Bench) -> Lines:
    """Every way to fill it, against each other, from the same claims."""
    little = bench.folder / "little"
    _prepared(bench, little, min(WARM_STATIONS, STATIONS))
    for way in WAYS:  # not counted: a server that has done and planned nothing yet is slow
        bench.step("wipe")
        _run(bench, way, little)
    there = _prepared(bench, bench.folder / "much", STATIONS)
    whole = {"nodes": there["nodes"], "edges": there["edges"]}
    for number in range(ROUNDS):
        for way in WAYS if number % 2 == 0 else reversed(WAYS):
            bench.step("wipe")
            bench.seconds[way].append(_run(bench, way, bench.folder / "much"))
            held = {**whole, "edges": there["joined"]} if way == "graphio" else whole
            assert bench.step("count") == held, way
    if STATIONS >= FULL:
        assert there["nodes"] >= 200_000
        assert there["edges"] >= 300_000
    return _lines(bench, there)


def _prepared(bench: Bench, at: Path, stations: int) -> Figures:
    """A province, its ledger, and the rows of that: how many claims, nodes and edges."""
    write_province(at / "province", seed=1, stations=stations)
    loaded = bench.step("ledger", at / "ledger", at / "province", script="steps.py")
    return {**bench.step("rows", at / "ledger", at / "rows"), "claims": loaded["claims"]}


def _run(bench: Bench, way: str, at: Path) -> float:
    """The seconds that a way took."""
    if way == "ours":
        return bench.step("project", at / "ledger")["seconds"]
    if way == "end-to-end":
        fresh = Path(mkdtemp(dir=at))
        return bench.step("load", fresh, at / "province", script="steps.py")["seconds"]
    return bench.step("way", way, at / "rows")["seconds"]


def _lines(bench: Bench, there: Figures) -> Lines:
    elements = there["nodes"] + there["edges"]
    rates = {way: bench.rate(way, elements) for way in WAYS}
    bare = max(rates["bare-10000"], rates["bare-20000"])
    shown = {
        "bare-10000": "bare UNWIND MERGE, official driver, batches of 10,000",
        "bare-20000": "bare UNWIND MERGE, official driver, batches of 20,000",
        "py2neo": "py2neo.bulk, batches of 10,000",
        "graphio": "graphio, batches of 10,000",
        "ours": "projection from the ledger",
        "end-to-end": "files → validation → ledger → Neo4j (`suyuan load`)",
    }
    of = f"{there['nodes']:,.0f} nodes, {there['edges']:,.0f} edges, {there['claims']:,.0f} claims"
    parallel = (
        f"graphio knows no key of an edge: parallel ones became one, {there['joined']:,.0f} "
        f"of {there['edges']:,.0f} are left"
    )
    return [
        *(
            (text, f"{rates[way]:,.0f} elements/s", "", f"{bench.taken(way)}; {of}")
            for way, text in shown.items()
        ),
        ("projection ÷ faster bare way", f"{rates['ours'] / bare:.0%}", "≥ 60 %", ""),
        (
            "projection ÷ py2neo.bulk",
            f"{rates['ours'] / rates['py2neo']:.2f} ×",
            "≥ 1 ×",
            "its rows lie ready in memory; ours are read from the ledger meanwhile",
        ),
        (
            "projection ÷ graphio",
            f"{rates['ours'] / rates['graphio']:.2f} ×",
            "≥ 1 ×",
            parallel,
        ),
        ("end to end ÷ faster bare way", f"{rates['end-to-end'] / bare:.0%}", "≥ 35 %", ""),
    ]


def _big(bench: Bench) -> Lines:
    """Step by step against an import, on more; questions in between, when it is warm."""
    province, home = bench.folder / "more", bench.folder / "big"
    write_province(province, seed=1, stations=BULK_STATIONS)
    bench.step("ledger", home, province, script="steps.py")
    bench.step("wipe")
    steady = bench.project(home)
    asked = _asked(bench, home)
    bench.empty()
    bulk = bench.project(home, "--bulk")
    elements = bulk["nodes"] + bulk["edges"]
    held = {"nodes": bulk["nodes"], "edges": bulk["edges"]}
    assert {"nodes": steady["nodes"], "edges": steady["edges"]} == held
    assert bench.step("count") == held
    if STATIONS >= FULL:
        assert elements >= 1_000_000
    of = f"{bulk['nodes']:,.0f} nodes, {bulk['edges']:,.0f} edges"
    shown = (("`suyuan project`", steady), ("`suyuan project --bulk`", bulk))
    return [
        *(
            (text, f"{elements / f['seconds']:,.0f} elements/s", "", f"{f['seconds']:.1f} s; {of}")
            for text, f in shown
        ),
        (
            "bulk ÷ step by step",
            f"{steady['seconds'] / bulk['seconds']:.2f} ×",
            "≥ 1.5 ×",
            f"into an empty stopped database: files written {bulk['writing']:.1f} s, imported "
            f"{bulk['importing']:.1f} s, server started, constraints, counts "
            f"{bulk['checking']:.1f} s",
        ),
        *asked,
    ]


def _asked(bench: Bench, home: Path) -> Lines:
    traced = bench.step("trace", home, 600)
    lines = [
        (
            "trace with evidence ÷ `RETURN 1`, p50",
            f"{traced['p50_ms'] / traced['bare_p50_ms']:.1f} ×",
            "≤ 8 ×",
            f"{traced['p50_ms']:.2f} ms (p99 {traced['p99_ms']:.2f} ms) ÷ "
            f"{traced['bare_p50_ms']:.2f} ms; {traced['asked']:,.0f} issues, warm",
        )
    ]
    for owner, name, count in (
        ("Instrument", "an instrument's", 200),
        ("MeasurementStandard", "a standard's", 20),
    ):
        f = bench.step("impact", home, owner, count)
        lines.append((
            f"impact of {name} calibration ÷ its bare Cypher, p50",
            f"{f['p50_ms'] / f['bare_p50_ms']:.1f} ×",
            "≤ 3 ×",
            f"{f['p50_ms']:.2f} ms ÷ {f['bare_p50_ms']:.2f} ms; {f['asked']:,.0f} calibrations, "
            f"median {f['rows']:,.0f} rows, {f['issues']:,.0f} issues in all; no question of ours "
            "goes down from a calibration yet: one of the bench, with evidence",
        ))  # fmt: skip
        assert f["issues"] > 0
    assert traced["asked"] >= (500 if STATIONS >= FULL else 1)
    return lines


def _machine(load: float) -> str:
    """What the figures were taken on, and with what."""
    packages = ("neo4j", "neo4j-rust-ext", "py2neo", "graphio", "suyuan")
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()}, "
        f"load average before {load:.1f}, Python {platform.python_version()}, "
        f"Java {find_java(release(DEFAULT_VERSION)).major}, Neo4j {DEFAULT_VERSION} "
        f"(heap {SIZING.heap}, page cache {SIZING.page_cache}), "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + f"; samples of {STATIONS:,} and {BULK_STATIONS:,} stations, {ROUNDS} rounds, medians"
    )
