"""Users' own queries on the embedded engine: in a process of its own that is thrown away.

The engine has no plan to check and no access mode, reads any file that LOAD CSV names, and takes
the whole process with it when memory runs out (measured on 0.21.2). So a copy of the graph goes to
a child process which may open no file, has little memory, and is killed at the deadline: whatever
a text does there, nothing comes back but rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import orjson

from graph.confined import answered
from graph.store.read_only import FreeRows, Limits, checked_text

CHILD = "graph.store.free_child"
GRACE_S = 1.0  # after the engine's own deadline the child is killed
MENDED_BY = "内存够吗；suyuan rebuild / is there memory enough; suyuan rebuild"


def free_rows(
    graph: bytes, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> FreeRows:
    """Rows of a reading query over a copy of the graph.

    Raises `RefusedQueryError` for one that does not pass, is stopped, or breaks the engine.
    """
    text = checked_text(cypher, parameters)
    asked = orjson.dumps({"cypher": text, "parameters": dict(parameters), "limits": asdict(limits)})
    said = answered(
        CHILD,
        b"%d %d\n" % (len(asked), len(graph)) + asked + graph,
        seconds=limits.seconds + GRACE_S,
        most=limits.answer_bytes,
        mended_by=MENDED_BY,
    )
    rows = tuple(tuple(row) for row in said["rows"])
    return FreeRows(tuple(said["columns"]), rows, said["truncated"])
