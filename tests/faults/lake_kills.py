"""Loads into the lake that are killed, and what must be true of each afterwards.

A trial writes a few loads in a process of its own and kills it: at a random moment, or just before
one of the steps it takes in the file system, so that no gap between two of them is left out.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import numpy as np

import graph.lake.runs as runs
from graph.lake import open_lake, verify_lake, write_lake
from graph.lake.layout import STAGING, present
from graph.lake.manifest import Manifest
from graph.lake.protocol import COLUMNS, Selection
from graph.lake.writing import LakeWriter
from tests.faults.kills import PROCESSES
from tests.faults.tally import Tally

SEED = 53463
DATASET = "surface"
# The third corrects the first, the fourth is the second once more and writes nothing.
ORIGINALS = ("a" * 64, "b" * 64, "c" * 64, "b" * 64, "d" * 64)
STEPS = ("open", "os.rename", "os.chmod", "os.mkdir", "os.remove", "os.rmdir", "os.truncate")
assert LakeWriter  # imported here, so that a process need not


# The process


def columns(number: int) -> dict[str, object]:
    """What a load says: four days of three stations."""
    draw = np.random.default_rng(ord(ORIGINALS[number][0]))
    hours = np.arange(0, 96, 3)
    stations = np.array(["53463", "54511", "W8120"])
    times = np.datetime64("2026-01-01T00", "us") + hours.astype("timedelta64[h]")
    return {
        "station": np.repeat(stations, len(hours)),
        "variable": "TEM",
        "time": np.tile(times, len(stations)),
        "value": draw.integers(-300, 300, len(hours) * len(stations)) / 10,
    }


def main(home: Path, kill_at: int | None, teller: Connection) -> None:
    """Write all loads, telling of each; at a step of that number the process kills itself."""
    runs.RUN_ROWS = 50
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in STEPS and str(home) in str(arguments[0]):
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    teller.send(("begin", 0))
    for number, original in enumerate(ORIGINALS):
        with write_lake(home, DATASET, original, "test@1") as writer:
            writer.write(columns(number))
        teller.send(("done", number))
    teller.send(("steps", steps))


# Runs


@dataclass(frozen=True)
class Run:
    """How many loads were acknowledged, how many steps a whole run takes, and how long."""

    killed: bool
    done: int
    steps: int
    seconds: float


def run(home: Path, kill_at: int | None = None, seconds: float | None = None) -> Run:
    """One process, perhaps killed at a step or after so many seconds."""
    listener, teller = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=main, args=(home, kill_at, teller))
    process.start()
    teller.close()
    done, steps, begin = 0, 0, time.monotonic()
    with listener:
        while True:
            try:
                word, number = listener.recv()
            except EOFError:
                break
            if word == "begin":
                begin = time.monotonic()
                if seconds is not None:
                    time.sleep(seconds)
                    process.kill()
            done += word == "done"
            steps = number if word == "steps" else steps
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return Run(process.exitcode != 0, done, steps, time.monotonic() - begin)


State = tuple[object, ...]


def state(home: Path) -> State:
    """What must be equal however often a load was killed: loads, files, and all that is read."""
    loads = Manifest(home / "lake" / DATASET).loads()
    lake = open_lake(home, threads=1)
    rows = [
        tuple(row.values())
        for batch in lake.scan(Selection(DATASET), (*COLUMNS, "version"))
        for row in batch.to_pylist()
    ]
    lake.close()
    listed = [(load.version, load.original, load.files) for load in loads]
    return tuple(listed), tuple(rows)


def checked(home: Path, acknowledged: int) -> bool:
    """What is left is sound and has all it acknowledged; whether something was left behind."""
    report = verify_lake(home)
    assert report.problems == ()
    folder = home / "lake" / DATASET
    loads = Manifest(folder).loads()
    assert len(loads) >= len(set(ORIGINALS[:acknowledged]))
    originals = [load.original for load in loads]
    assert len(originals) == len(set(originals))
    return bool(report.unfinished) or (folder / STAGING).exists()


def kill_often(kills: int, folder: Path) -> Tally:
    """As many trials: by turns at a step, evenly spread over all, and at a random moment."""
    whole = run(folder / "undisturbed")
    expected = state(folder / "undisturbed")
    assert whole.steps > 60
    tally, random = Tally(), Random(SEED)
    for number in range(kills):
        home = folder / f"home-{number}"
        if number % 4:
            first = run(home, kill_at=1 + number * whole.steps // kills)
        else:
            first = run(home, seconds=random.uniform(0, whole.seconds))
        left = checked(home, first.done)
        stage = f"after load {first.done}" if first.killed else "end"
        run(home)
        assert not checked(home, len(ORIGINALS))
        _count(tally, home, expected)
        tally.trials += 1
        tally.stages[stage] += 1
        tally.unfinished += left
        shutil.rmtree(home)
    return tally


def _count(tally: Tally, home: Path, expected: State) -> None:
    found = state(home)
    rows, wanted = found[1], expected[1]
    assert isinstance(rows, tuple)
    assert isinstance(wanted, tuple)
    tally.equal += found == expected
    tally.lost += len(set(wanted) - set(rows))
    tally.doubled += len(rows) - len(set(rows))
    listed = Manifest(home / "lake" / DATASET).loads()
    names = {file.name for load in listed for file in load.files}
    assert present(home / "lake" / DATASET) == names
