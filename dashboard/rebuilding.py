"""Rebuilding the graph from the ledger: the store itself, or a snapshot of a recorded time."""

from __future__ import annotations

from dataclasses import dataclass

from graph import InvalidValueError, Workspace
from graph.projection import snapshot_store
from graph.store import GraphStore
from ontology import NODE_KINDS, TimeError, known_at_time


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was written: the store, how far it reaches in the ledger, and how much it holds.

    `known_at`: recorded time of a snapshot, None for the store itself.
    """

    store: str
    position: int
    known_at: str | None
    nodes: int
    edges: int
    ledger_head: str


def rebuild_store(workspace: Workspace) -> Rebuilt:
    """Empty the store and project the whole ledger again."""
    workspace.rebuild()
    return _rebuilt(workspace, workspace.store, None)


def write_snapshot(workspace: Workspace, known_at: str) -> Rebuilt:
    """A graph of what was known at a recorded time, kept beside the ledger.

    Raises `InvalidValueError` for a text that is no time.
    """
    try:
        known = known_at_time(known_at)
    except TimeError as error:
        raise InvalidValueError("--known-at", known_at, str(error), "YYYY-MM-DD") from error
    store = snapshot_store(workspace.ledger, workspace.ledger.position_at(known))
    try:
        return _rebuilt(workspace, store, known)
    finally:
        store.close()


def _rebuilt(workspace: Workspace, store: GraphStore, known_at: str | None) -> Rebuilt:
    at = store.position()
    with store.reading() as graph:
        nodes = sum(
            int(str(graph.run(f"MATCH (n:{label}) RETURN count(n) AS n", {})[0]["n"]))
            for label in NODE_KINDS
        )
        edges = int(str(graph.run("MATCH ()-[r]->() RETURN count(r) AS n", {})[0]["n"]))
    return Rebuilt(
        store.uri, at.position if at else 0, known_at, nodes, edges, str(workspace.ledger.head())
    )
