"""The process that decodes: kept from file to file, replaced when it dies, gone with its user."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import orjson
import pytest

from loaders.protocol import SourceFile
from loaders.synop_bufr import LOADER
from loaders.synop_bufr.process import END_OF_FILE, DecodingProcess, end_kept, give_back, take
from tests.faults.processes import descendants, state
from tests.unit.loaders.bufr_messages import SHORT, STATION, message, short

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
PATIENCE_S = 30.0
READ = """
import os, signal, sys
from pathlib import Path
from loaders.protocol import SourceFile
from loaders.synop_bufr import LOADER
from loaders.synop_bufr.process import take, give_back
assert len(list(LOADER.read(SourceFile(Path(sys.argv[1]), "one")))) == 1
process = take()
give_back(process)
print(process.number, flush=True)
os.kill(os.getpid(), int(sys.argv[2])) if int(sys.argv[2]) else None
"""


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def ended(process: int) -> bool:
    return state(process) in ("", "Z")


def decoded(process: DecodingProcess, one: bytes) -> dict[str, Any]:
    process.send(one)
    found: dict[str, Any] = orjson.loads(process.receive() or b"{}")
    return found


def waiting_fork(process: DecodingProcess) -> int:
    """The fork that decodes, when it waits for a message."""
    until(lambda: [state(one) for one in descendants(process.number)] == ["S"])
    return descendants(process.number)[0]


def read(folder: Path, raw: bytes) -> int:
    """Reads a file, and returns the number of the process that is kept then."""
    (folder / "t").write_bytes(raw)
    assert len(list(LOADER.read(SourceFile(folder / "t", "one")))) == 1
    process = take()
    give_back(process)
    return process.number


def test_files_are_read_by_one_process_and_each_by_a_fork_of_its_own(tmp_path: Path) -> None:
    process = take()
    forks = []
    for _ in range(3):
        assert decoded(process, short()).keys() == {"layouts", "subsets", "values", "texts"}
        forks.append(waiting_fork(process))
        process.send(END_OF_FILE)
        assert process.receive() == END_OF_FILE
    give_back(process)

    assert len(set(forks)) == 3
    assert [read(tmp_path, short()), read(tmp_path, short(hour=15))] == [process.number] * 2


def test_a_fork_that_dies_between_messages_costs_no_message() -> None:
    process = take()
    first = decoded(process, short(281.1))
    fork = waiting_fork(process)
    os.kill(fork, signal.SIGSEGV)
    until(lambda: ended(fork))

    second = decoded(process, short(250.0))
    process.close()

    assert [found["values"][-1] for found in (first, second)] == pytest.approx([281.1, 250.0])


def test_a_process_that_died_while_it_was_kept_is_replaced(tmp_path: Path) -> None:
    before = read(tmp_path, short())
    os.kill(before, signal.SIGKILL)
    until(lambda: ended(before))

    assert read(tmp_path, short()) != before


def other_than(kept: int, teller: Connection) -> None:
    process = take()
    teller.send((process.number != kept, decoded(process, short())))
    process.close()


def test_a_forked_process_starts_one_of_its_own(tmp_path: Path) -> None:
    kept = read(tmp_path, short())
    listener, teller = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=other_than, args=(kept, teller))
    child.start()
    other, reply = listener.recv()
    child.join()

    assert other
    assert reply["values"]
    assert read(tmp_path, short()) == kept


def test_a_reader_that_stops_amid_large_messages_is_not_held_up(tmp_path: Path) -> None:
    """Both pipes are full then: of messages that nobody decodes, of replies that nobody reads."""
    subsets = 300
    large = message(
        SHORT,
        {f"#{n}#{key}": STATION[key] for n in range(1, subsets + 1) for key in STATION},
        numberOfSubsets=subsets,
    )
    (tmp_path / "t").write_bytes(large * 300)
    end_kept()
    before = set(descendants(os.getpid()))
    reading = LOADER.read(SourceFile(tmp_path / "t", "large"))
    next(reading)
    for _ in range(10):
        until(lambda: {state(one) for one in descendants(os.getpid())} == {"S"})
        time.sleep(0.02)
    found = set(descendants(os.getpid())) - before

    reading.close()

    assert found
    until(lambda: all(ended(one) for one in found))


@pytest.mark.parametrize("by", [0, signal.SIGKILL], ids=["by itself", "killed"])
def test_the_process_ends_with_its_user(tmp_path: Path, root: Path, by: int) -> None:
    (tmp_path / "t").write_bytes(short())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / "t"), str(int(by))],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -by, done.stderr
    until(lambda: ended(int(done.stdout)))
