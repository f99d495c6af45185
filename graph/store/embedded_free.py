"""Users' own queries on the embedded engine: in a process of its own that is thrown away.

The engine has no plan to check and no access mode, reads any file that LOAD CSV names, and takes
the whole process with it when memory runs out (measured on 0.21.2). So a copy of the graph goes to
a child process which may open no file, has little memory, and is killed at the deadline: whatever
a text does there, nothing comes back but rows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import orjson

from graph.errors import RefusedQueryError
from graph.store.read_only import FreeRows, Limits, checked_text

START_S = 60.0  # for the child to start and to read the graph
GRACE_S = 1.0  # after the engine's own deadline the child is killed
READY = b"ready\n"
TOO_LONG = (
    "超过时限，已停 / stopped: it took longer than allowed",
    "缩小范围，或 --timeout（最多 60 秒）/ ask less, or --timeout (at most 60 s)",
)
NOT_STARTED = (
    "运行查询的进程没能启动 / the process for queries did not start",
    "内存够吗；suyuan rebuild / is there memory enough; suyuan rebuild",
)
BROKE_OFF = (
    "引擎中途停了，多半是内存不够 / the engine broke off, most often for lack of memory",
    "缩小范围，少收集 / ask less, collect less",
)
_ROOT = Path(__file__).resolve().parents[2]


def free_rows(
    graph: bytes, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> FreeRows:
    """Rows of a reading query over a copy of the graph.

    Raises `RefusedQueryError` for one that does not pass, is stopped, or breaks the engine.
    """
    text = checked_text(cypher, parameters)
    asked = orjson.dumps({"cypher": text, "parameters": dict(parameters), "limits": asdict(limits)})
    with _child() as child:
        assert child.stdin is not None
        assert child.stdout is not None
        with _killed_after(child, START_S):
            with suppress(BrokenPipeError):
                child.stdin.write(b"%d %d\n" % (len(asked), len(graph)) + asked + graph)
                child.stdin.close()
            ready = child.stdout.read(len(READY))
        if ready != READY:
            raise RefusedQueryError(*NOT_STARTED)
        with _killed_after(child, limits.seconds + GRACE_S) as late:
            answer = child.stdout.read(3 * limits.value_bytes + 65536)
    return _rows(answer, late=late.is_set())


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "graph.store.free_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            with suppress(BrokenPipeError):
                assert stream is not None
                stream.close()


@contextmanager
def _killed_after(child: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill a child that is not done by then; the event tells whether it was."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _rows(answer: bytes, *, late: bool) -> FreeRows:
    try:
        said = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise RefusedQueryError(*(TOO_LONG if late else BROKE_OFF)) from None
    if "refused" in said:
        raise RefusedQueryError(*said["refused"])
    return FreeRows(
        tuple(said["columns"]), tuple(tuple(row) for row in said["rows"]), said["truncated"]
    )
