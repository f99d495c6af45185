"""The process that runs one query of a user on the embedded engine, and ends.

From its standard input: two sizes on a line, then what is asked as JSON, then the graph. To its
standard output: a line when it is ready, then the rows as JSON. Once the graph is in memory no
file can be opened any more, none can grow, and memory and processor time are limited.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from graph.confined import READY, TOO_LONG, confine
from graph.errors import RefusedQueryError
from graph.store.embedded import frozen
from graph.store.free_rows import Gathering
from graph.store.read_only import Limits

TIMED_OUT = "CypherTimeoutError"


def main() -> None:
    """Answer one question."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    asked_size, graph_size = map(int, source.readline().split())
    asked = orjson.loads(source.read(asked_size))
    graph = frozen(source.read(graph_size))
    limits = Limits(**asked["limits"])
    confine(limits.seconds, limits.memory)
    sink.write(READY)
    sink.flush()
    sink.write(orjson.dumps(answer(graph, asked["cypher"], asked["parameters"], limits)))


def answer(
    graph: Any,  # noqa: ANN401 - the engine's own type stays in graph.store.embedded
    cypher: str,
    parameters: Mapping[str, object],
    limits: Limits,
) -> dict[str, object]:
    """Columns and rows, or why there are none."""
    try:
        view = graph.cypher(
            cypher,
            params=dict(parameters),
            timeout_ms=math.ceil(limits.seconds * 1000),
            row_limit=limits.rows + 1,
        )
        gathering = Gathering(tuple(view.columns), limits)
        for row in view:
            if not gathering.take(row[name] for name in view.columns):
                break
    except RefusedQueryError as error:
        return {"refused": [error.rule, error.remedy]}
    except Exception as error:  # noqa: BLE001 - whatever the engine raises is about the query
        return {"refused": _refused(error)}
    rows = gathering.rows()
    return {"columns": rows.columns, "rows": rows.rows, "truncated": rows.truncated}


def _refused(error: Exception) -> tuple[str, str]:
    if type(error).__name__ == TIMED_OUT:
        return TOO_LONG
    said = str(error).partition("\n")[0]
    return (f"引擎不接受 / the engine does not accept it: {said}", "改查询 / mend the query")


if __name__ == "__main__":
    main()
