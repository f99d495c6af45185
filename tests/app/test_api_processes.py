"""The interface answered by several processes: the same answers, the same rights, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.api import application as alone
from dashboard.api import processes
from dashboard.api.processes import Asked, Processes
from graph import Settings, StoreError
from queries import Asker
from tests.app.marked import SEEN, leaked, write_tables

ADDRESSES = (
    "/openapi.json",
    "/health",
    "/v1/questions",
    "/v1/questions/trace/answer?element=issue:DEMO-0001",
    "/v1/questions/trace/answer?element=issue:DEMO-0001&as_of=2019-01-01",
    "/v1/questions/stations/answer",
    "/v1/questions/trace/answer?element=issue:NONE",
    "/v1/questions/trace/answer?element=a&element=b",
    "/v1/questions/nonsense/answer",
    "/v1/elements/document:QX/T-SYN-101",
    "/v1/elements/document:QX%2FT-SYN-101",
    "/v1/claims/0000000000000000",
    "/v1/meaning?sentence=DEMO-0001谁负责？",
    "/v1/sparql?query=ASK%20%7B%20%3Fs%20a%20%3AStation%20%7D&as_of=2026-01-01",
    "/v1/sparql?query=DROP%20ALL",
    "/nothing",
)
TIMED = ("elapsed", "executed")
"""What differs from one run to the next."""


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    app = processes.application(Settings.from_env(home=home), Asker(), 2)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_answers_as_one_process_does(client: TestClient, home: Path, address: str) -> None:
    app = alone.application(Settings.from_env(home=home), Asker())
    with TestClient(app, raise_server_exceptions=False) as other:
        expected, got = other.get(address), client.get(address)

    assert (got.status_code, got.headers["content-type"]) == (
        expected.status_code,
        expected.headers["content-type"],
    )
    assert _untimed(got.json()) == _untimed(expected.json())


def _untimed(told: Any) -> Any:
    return {k: v for k, v in told.items() if k not in TIMED} if isinstance(told, dict) else told


def test_many_ask_at_once_and_each_gets_its_own_answer(client: TestClient) -> None:
    days = [f"2019-01-{day:02}" for day in range(1, 29)]

    def asked(day: str) -> str:
        given = {"element": "issue:DEMO-0001", "as_of": day}
        return str(client.get("/v1/questions/trace/answer", params=given).json()["as_of"])

    with ThreadPoolExecutor(8) as askers:
        found = list(askers.map(asked, days))

    # The days are those of Beijing, their beginning is told in UTC.
    assert len(set(found)) == len(days)
    assert sorted(found) == found


def test_none_is_given_what_another_may_see(run: Any, province: Path, tmp_path: Path) -> None:
    """Class by class of one home, whoever asked before: what is kept is kept for one asker."""
    run("load", province, "--home", tmp_path / "home")
    run("load", write_tables(tmp_path / "tables"), "--home", tmp_path / "home")
    settings = Settings.from_env(home=tmp_path / "home")
    address = "/v1/questions/search/answer?text=系统&kind=System"
    told = {}
    for code in ("internal", *SEEN):
        app = processes.application(settings, Asker(user_class=code), 1)
        with TestClient(app) as client:
            told[code] = [client.get(address).text for _ in range(2)]

    for code, texts in told.items():
        assert texts[0] == texts[1]
        assert leaked(texts[0], code) == []
    assert len({texts[0] for texts in told.values()}) > 2


def test_a_process_that_dies_is_replaced(home: Path) -> None:
    ours = Processes(Settings.from_env(home=home), Asker(), 1)
    ours.begin()
    asked = Asked("/v1/questions", {}, b"")
    try:
        before = ours.told(asked)
        one = ours._idle.get()
        assert one.process.pid is not None
        os.kill(one.process.pid, signal.SIGKILL)
        one.process.join()
        ours._idle.put(one)
        with pytest.raises(StoreError, match="再问"):
            ours.told(asked)
        after = ours.told(asked)
    finally:
        ours.end()

    assert (before.status, after.body) == (200, before.body)


def test_all_end_with_the_one_that_hears(root: Path, home: Path, tmp_path: Path) -> None:
    """On Ctrl+C, and also where it is killed: an orphan would hold a copy of the graph."""
    for sent in (signal.SIGINT, signal.SIGKILL):
        log = tmp_path / f"{sent}.log"
        command = [sys.executable, "-c", "from dashboard.cli import main; main()", "api"]
        with log.open("wb") as told:
            server = subprocess.Popen(
                [*command, "--home", str(home), "--port", "0", "--processes", "2"],
                stderr=told,
                env={**os.environ, "PYTHONPATH": str(root)},
            )
        try:
            children = _until(_children, server.pid, 3)
        finally:
            server.send_signal(sent)
            server.wait(30)
        for child in children:
            _until(_runs, child, 0)


def _until(look: Callable[[int], list[int]], pid: int, number: int) -> list[int]:
    """What is seen of a process once there is so much of it."""
    for _ in range(300):
        if len(found := look(pid)) == number:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{pid}: {look(pid)}")


def _children(pid: int) -> list[int]:
    """Two that answer and the one in which `multiprocessing` tracks resources."""
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in tasks.read_text().split()] if tasks.exists() else []


def _runs(pid: int) -> list[int]:
    """The process, if it runs."""
    state = Path(f"/proc/{pid}/stat")
    ended = not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"
    return [] if ended else [pid]
