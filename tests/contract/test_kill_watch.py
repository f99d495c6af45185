"""Kill -9 while a folder is watched: nothing is lost or doubled, and the order is kept."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

import loaders.pipeline as pipeline
from dashboard.arriving import Folder
from dashboard.watching import Happening, Manner, Watch
from graph import Settings, Workspace
from graph.ledger import Ledger
from tests.faults.kills import PROCESSES, SEED, State, state, verified
from tests.faults.tables import SMALL, write_tables
from tests.faults.tally import Tally
from tests.torture_page import TORTURE

WHAT = "看守文件夹 / watching a folder"
ORDER = ("units", "stations", "deployments")
SETTLE, EVERY = 0.02, 0.01


def watch(home: Path, inbox: Path, teller: Connection) -> None:
    """What the process does that is killed; batches are small, so that a file is several."""
    pipeline.BATCH = 60

    def tell(happening: Happening) -> None:
        teller.send((happening.what, Path(happening.path).name))

    with Workspace(Settings(home), create=True) as workspace:
        Watch(workspace, Folder(inbox, SETTLE), Manner(EVERY, 5, once=True), tell).run()


@dataclass(frozen=True)
class Run:
    """Whether it was killed, the files it told as loaded, in order, and its seconds of watching."""

    killed: bool
    loaded: list[str]
    seconds: float

    def stage(self, version: str) -> str:
        """What it was at when it was killed; `end`: it had ended before."""
        if not self.killed:
            return "end"
        if len(self.loaded) == len(ORDER):
            return "project"
        return f"load {version}/{ORDER[len(self.loaded)]}.csv"


def run(home: Path, inbox: Path, kill_after: float | None = None) -> Run:
    """Watch in a process of its own, and perhaps kill it so long after it has begun."""
    listener, teller = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=watch, args=(home, inbox, teller))
    process.start()
    teller.close()
    told: list[tuple[str, str]] = []
    began, until = time.monotonic(), None
    while True:
        try:
            if until is not None and not listener.poll(max(0.0, until - time.monotonic())):
                process.kill()
                until = None
            told.append(listener.recv())
        except EOFError:
            break
        if told[-1][0] == "started":
            began = time.monotonic()
            until = None if kill_after is None else began + kill_after
    seconds = time.monotonic() - began
    process.join()
    files = [name for what, name in told if what in ("loaded", "rejected")]
    return Run(process.exitcode != 0, files, seconds)


def deliver(tables: Path, inbox: Path, version: str, begin: int) -> None:
    """Put a version of the tables into the folder, changed in the order of ORDER."""
    inbox.mkdir(exist_ok=True)
    for number, name in enumerate(ORDER):
        part = inbox / f"{name}.csv.part"
        shutil.copyfile(tables / version / f"{name}.csv", part)
        os.utime(part, (begin + number, begin + number))
        part.rename(inbox / f"{name}.csv")


def loaded(home: Path) -> list[str]:
    """The files of the loads that have closed, in the order of the ledger."""
    with Ledger(home) as ledger:
        rows = ledger.connection.execute(
            "SELECT s.source_id FROM loads l JOIN sources s USING(source_no) JOIN blocks b "
            "ON b.load_no=l.load_no AND b.kind='close' ORDER BY b.block_no"
        )
        return [source.rpartition("/")[2] for (source,) in rows if source.endswith(".csv")]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder, SMALL)
    return folder


@pytest.fixture(scope="module")
def undisturbed(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, float]:
    """How it must end, and how long one version takes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for version in ("first", "second"):
        deliver(tables, folder / "inbox", version, 100 if version == "first" else 200)
        last = run(folder / "home", folder / "inbox")
        assert not last.killed
    return state(Settings(folder / "home")), last.seconds


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.torture)])
def test_killed_at_any_moment_it_ends_the_same(
    kills: int,
    tables: Path,
    undisturbed: tuple[State, float],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    expected, lasting = undisturbed
    random, tally = Random(SEED), Tally()
    for number in range(kills):
        folder = tmp_path / str(number)
        folder.mkdir()
        home, inbox = folder / "home", folder / "inbox"
        for version in ("first", "second"):
            deliver(tables, inbox, version, 100 if version == "first" else 200)
            if version == ("first", "second")[number % 2]:
                cut = run(home, inbox, random.uniform(0, lasting))
                tally.unfinished += cut.killed
                tally.stages[cut.stage(version)] += 1
                if (home / "ledger.sqlite").exists():
                    verified(home, None)
                assert cut.loaded == [f"{name}.csv" for name in ORDER][: len(cut.loaded)]
            rest = run(home, inbox)
            assert not rest.killed
            if version != ("first", "second")[number % 2]:
                lasting = rest.seconds  # as of the last whole run, machines being busy
        assert not verified(home, None)
        assert loaded(home) == [f"{name}.csv" for name in ORDER] * 2
        found = state(Settings(home))
        assert found.claims == expected.claims
        assert found.live == expected.live
        assert found.digest == expected.digest
        tally.trials += 1
        tally.equal += 1
        shutil.rmtree(folder)
    record_property(TORTURE, tally.row(WHAT))
    assert tally.unfinished >= kills / 4
