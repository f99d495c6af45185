"""One measured step of `make bench-neo4j` in a process of its own: prints a JSON line.

Run as `python neo4j_steps.py STEP ARGUMENT …` with the project importable. Where the server is
and who asks it: SUYUAN_STORE and SUYUAN_NEO4J_*, as for the command `suyuan` itself.
"""

import gc
import json
import os
import sys
import time
from pathlib import Path

from neo4j import ManagedTransaction
from neo4j_asks import impact, trace
from neo4j_ways import DATABASE, WAYS, driver_of, prepare, prepared

from graph.ledger import Ledger
from graph.projection import Projector
from graph.settings import Login
from graph.store import open_store

# Edges first: a hub takes all of its own with it, more than one transaction may hold.
WIPING = (
    "MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r RETURN count(*)",
    "MATCH (n) WITH n LIMIT 20000 DELETE n RETURN count(*)",
)
URI, LOGIN = os.environ.get("SUYUAN_STORE", ""), Login.from_env()


def rows(home: str, path: str) -> dict[str, float]:
    """Prepare the rows of a ledger. `joined`: pairs of nodes, parallel edges counted once."""
    found = prepare(Path(home), Path(path))
    nodes, edges = found.count
    joined = sum(len({(s, t) for s, t, _ in some}) for some in found.edges.values())
    return {"nodes": nodes, "edges": edges, "joined": joined}


def wipe() -> dict[str, float]:
    """An empty database with our constraints, as every way finds it, whoever filled it."""
    with driver_of(URI, LOGIN) as driver, driver.session(database=DATABASE) as session:
        for text in WIPING:
            while session.execute_write(_removed, text):
                pass
    store = open_store(URI, login=LOGIN)
    store.ensure_schema()
    store.close()
    return {}


def _removed(transaction: ManagedTransaction, text: str) -> int:
    return int(transaction.run(text).single(strict=True)[0])


def way(name: str, path: str) -> dict[str, float]:
    """Bring prepared rows into the server without us."""
    found = prepared(Path(path))
    run = WAYS[name](found, URI, LOGIN)
    gc.collect()
    gc.freeze()  # what was prepared is no concern of the collector while it is sent
    started = time.perf_counter()
    run()
    return {"seconds": time.perf_counter() - started}


def project(home: str) -> dict[str, float]:
    """Project a ledger into the server: claim ids, valid time and position."""
    started = time.perf_counter()
    with Ledger(Path(home), create=False) as ledger:
        store = open_store(URI, login=LOGIN)
        Projector(ledger, store).run()
        seconds = time.perf_counter() - started
        store.close()
    return {"seconds": seconds}


def count() -> dict[str, float]:
    """What the server holds, the position aside."""
    with driver_of(URI, LOGIN) as driver, driver.session(database=DATABASE) as session:
        nodes = session.run("MATCH (n) RETURN count(n)").single(strict=True)[0]
        marks = session.run("MATCH (n:LedgerPosition) RETURN count(n)").single(strict=True)[0]
        edges = session.run("MATCH ()-[r]->() RETURN count(r)").single(strict=True)[0]
    return {"nodes": nodes - marks, "edges": edges}


STEPS = {f.__name__: f for f in (rows, wipe, way, project, count, trace, impact)}

if __name__ == "__main__":
    step, *given = sys.argv[1:]
    print(json.dumps(STEPS[step](*given)))
