"""How quick the HTTP interface is for twenty clients at once: `make bench` prints it.

The server is the one that `suyuan api` starts, over the sample, with one process that answers and
with two; the clients are a process of their own with twenty connections. The goal is for clients
that ask new questions one after another, each a second on average. Without any pause twenty always
wait in line, and what is timed is the queue: it says how many answers a second there are.
SUYUAN_BENCH_ROUNDS says how often each client asks.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.demonstrating import load_sample, sample_folder
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace

HERE = Path(__file__).parent
CLIENTS = 20
ROUNDS = int(os.environ.get("SUYUAN_BENCH_ROUNDS") or 40)
START = 60.0
GOAL = 0.1
WAYS = (
    ("each a new question a second", 1.0, "new"),
    ("without a pause, also what was asked before", 0.0, "again"),
    ("without a pause, all new", 0.0, "new"),
    ("without a pause, all asked before", 0.0, "kept"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole sample."""
    found = tmp_path_factory.mktemp("http") / "home"
    with Workspace(Settings(found), create=True) as workspace, LoadProgress(quiet=True) as watch:
        load_sample(workspace, sample_folder(found), watch)
    return found


@pytest.fixture(params=[1, 2])
def processes(request: pytest.FixtureRequest) -> int:
    """How many processes answer."""
    return int(request.param)


@pytest.fixture
def address(root: Path, home: Path, tmp_path: Path, processes: int) -> Iterator[str]:
    """Where `suyuan api` serves the home."""
    told = tmp_path / "api.log"
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "api"]
    with told.open("wb") as log:
        server = subprocess.Popen(
            [*command, "--home", str(home), "--port", "0", "--processes", str(processes)],
            stderr=log,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
    try:
        yield _answering(server, told)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START)


def _answering(server: subprocess.Popen[bytes], told: Path) -> str:
    for _ in range(int(START * 10)):
        words = [w for w in told.read_text().split() if w.startswith("http://")]
        if words:
            try:
                with urlopen(words[0].replace("openapi.json", "health"), timeout=2):
                    return words[0].split("/")[2]
            except OSError:
                pass
        assert server.poll() is None, told.read_text()
        time.sleep(0.1)
    raise AssertionError(told.read_text())


@pytest.mark.bench
@pytest.mark.parametrize("way", WAYS, ids=[told for told, _, _ in WAYS])
def test_trace_for_twenty_clients(
    root: Path, address: str, processes: int, way: tuple[str, float, str]
) -> None:
    """The percentiles of `trace`; the goal is for the 95th."""
    told, pause, how = way
    done = subprocess.run(
        [
            sys.executable,
            str(HERE / "http_clients.py"),
            address,
            *map(str, (CLIENTS, ROUNDS, pause, how)),
        ],
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    taken = sorted(found["seconds"])
    p50, p95, p99 = (1000 * taken[int(share * len(taken))] for share in (0.5, 0.95, 0.99))
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()}, "
        f"load average {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, "
        f"kglite {version('kglite')}: {processes} answering, {CLIENTS} clients, {told}: "
        f"{found['answers']} answers, "
        f"{found['answers'] / found['spent']:.0f} a second, {found['bytes'] / 1024:.0f} KiB each; "
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms; "
        f"clients themselves {1000 * found['processor'] / found['answers']:.2f} ms of processor "
        "an answer"
    )
    assert p95 <= 1000 * GOAL or not pause
