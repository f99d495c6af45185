"""The process that runs a user's query on the embedded engine: what it can no longer do.

The texts here are sent past all checks, straight to the process.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import kglite
import orjson
import pytest

from graph.confined import READY
from graph.store import Limits

CANARY = "canary-2f9c41"
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of processes differ elsewhere")


@pytest.fixture(scope="module")
def graph() -> bytes:
    made = kglite.KnowledgeGraph()
    made.cypher("UNWIND range(1, 300) AS i CREATE (:Station {id: 'station:' + i, v: i})")
    return made.to_bytes()


def run(graph: bytes, text: str, limits: Limits | None = None) -> tuple[int, bytes]:
    """Exit code and answer of the process."""
    asked = orjson.dumps({"cypher": text, "parameters": {}, "limits": asdict(limits or Limits())})
    done = subprocess.run(
        [sys.executable, "-m", "graph.store.free_child"],
        input=b"%d %d\n" % (len(asked), len(graph)) + asked + graph,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith(READY)
    return done.returncode, done.stdout.removeprefix(READY)


def test_it_answers(graph: bytes) -> None:
    code, answer = run(graph, "MATCH (s:Station) RETURN count(s) AS c, max(s.v) AS m")

    assert code == 0
    assert orjson.loads(answer) == {"columns": ["c", "m"], "rows": [[300, 300]], "truncated": False}


@linux
@pytest.mark.parametrize("scheme", ["", "file://"])
def test_it_opens_no_file(graph: bytes, tmp_path: Path, scheme: str) -> None:
    path = tmp_path / "canary.csv"
    path.write_text(f"{CANARY},1\n", encoding="utf-8")

    _, answer = run(graph, f"LOAD CSV FROM '{scheme}{path}' AS row RETURN row")

    assert "Too many open files" in orjson.loads(answer)["refused"][0]
    assert CANARY.encode() not in answer


def test_it_changes_nothing(graph: bytes) -> None:
    for text in (
        "CREATE (n:Evil)",
        "MATCH (n) DETACH DELETE n",
        "CALL db.cdc.enable({capacity: 9})",
    ):
        _, answer = run(graph, text)

        assert "immutable" in orjson.loads(answer)["refused"][0]


@linux
def test_lack_of_memory_ends_it_and_nothing_else(graph: bytes) -> None:
    text = "RETURN size(reduce(s = 'a', x IN range(1, 60) | s + s)) AS c"

    code, answer = run(graph, text, Limits(memory=64 * 1024 * 1024))

    assert code != 0 or "refused" in orjson.loads(answer)


def test_it_ends_in_time(graph: bytes) -> None:
    text = "MATCH (a), (b), (c), (d) WHERE a.v + b.v + c.v + d.v = 0 RETURN count(*) AS c"

    _, answer = run(graph, text, Limits(seconds=0.5))

    assert "longer than allowed" in orjson.loads(answer)["refused"][0]
