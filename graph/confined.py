"""A process that runs one query of a user and ends: what it is started with, and what it loses.

Whatever a text does there, nothing comes back but rows: the process can open no file and no
connection once it is ready, has little memory, and is killed at the deadline.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson

from graph.errors import RefusedQueryError

PAGE = 4096
START_S = 60.0  # for the child to start and to read what it asks
READY = b"ready\n"
TOO_LONG = (
    "超过时限，已停 / stopped: it took longer than allowed",
    "缩小范围，或 --timeout（最多 60 秒）/ ask less, or --timeout (at most 60 s)",
)
BROKE_OFF = (
    "引擎中途停了，多半是内存不够 / the engine broke off, most often for lack of memory",
    "缩小范围，少收集 / ask less, collect less",
)
NOT_STARTED = "运行查询的进程没能启动 / the process for queries did not start"
_ROOT = Path(__file__).resolve().parents[1]


def answered(
    module: str, asked: bytes, *, seconds: float, most: int, mended_by: str
) -> dict[str, Any]:
    """What a child process answers: it reads `asked`, says `READY`, and writes one JSON object.

    seconds: from then on until it is killed. most: bytes of an answer that are read. mended_by: the
    remedy where it does not start. Raises `RefusedQueryError` where it does not start or answer, or
    answers with the rule and remedy under "refused".
    """
    with _child(module) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with _killed_after(process, START_S):
            with suppress(BrokenPipeError):
                process.stdin.write(asked)
                process.stdin.close()
            ready = process.stdout.read(len(READY))
        if ready != READY:
            raise RefusedQueryError(NOT_STARTED, mended_by)
        with _killed_after(process, seconds) as late:
            answer = process.stdout.read(most)
    try:
        said: dict[str, Any] = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise RefusedQueryError(*(TOO_LONG if late.is_set() else BROKE_OFF)) from None
    if "refused" in said:
        raise RefusedQueryError(*said["refused"])
    return said


@contextmanager
def _child(module: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs a module of ours; it is gone when the context ends."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()
        for stream in (started.stdin, started.stdout):
            with suppress(BrokenPipeError):
                assert stream is not None
                stream.close()


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill a process that is not done by then; the event tells whether it was."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def confine(seconds: float, memory: int) -> None:
    """Take from this process what a query does not need; `memory`: bytes it may still take.

    Where the system has no such limits (Windows), the deadline of the parent is what remains.
    """
    try:
        import resource
    except ImportError:
        return
    _limit(resource.RLIMIT_AS, _size() + memory)
    _limit(resource.RLIMIT_CPU, math.ceil(seconds) + 2)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what: int, most: int) -> None:
    import resource

    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):  # more than it already has, or unknown to this system
        return


def _size() -> int:
    """Bytes of address space in use; on a system without /proc, twice what a large graph takes."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * PAGE
    except OSError:
        return 2 * 1024**3
