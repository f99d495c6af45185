"""Users' own queries on the embedded engine: in a process of its own that is thrown away.

The engine has no plan to check and no access mode, reads any file that LOAD CSV names, and takes
the whole process with it when memory runs out (measured on 0.21.2). So a copy of the graph goes to
a child process which may open no file, has little memory, and is killed at the deadline: whatever
a text does there, nothing comes back but rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict

import orjson

from graph.confined import child, killed_after
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
CHILD = "graph.store.free_child"


def free_rows(
    graph: bytes, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> FreeRows:
    """Rows of a reading query over a copy of the graph.

    Raises `RefusedQueryError` for one that does not pass, is stopped, or breaks the engine.
    """
    text = checked_text(cypher, parameters)
    asked = orjson.dumps({"cypher": text, "parameters": dict(parameters), "limits": asdict(limits)})
    with child(CHILD) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with killed_after(process, START_S):
            with suppress(BrokenPipeError):
                process.stdin.write(b"%d %d\n" % (len(asked), len(graph)) + asked + graph)
                process.stdin.close()
            ready = process.stdout.read(len(READY))
        if ready != READY:
            raise RefusedQueryError(*NOT_STARTED)
        with killed_after(process, limits.seconds + GRACE_S) as late:
            answer = process.stdout.read(3 * limits.value_bytes + 65536)
    return _rows(answer, late=late.is_set())


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
