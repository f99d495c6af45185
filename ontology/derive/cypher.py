"""Write and schema Cypher, generated from the declarations and nowhere else.

Every text is portable (Neo4j and the embedded engine), takes `$rows` or `$ids`, and names only
declared labels and types. A node row is `{id, p}`, an edge row `{s, t, f, p}` where `p` holds
all properties (`id` and, on edges, `valid_from` among them): `SET … = row.p` replaces, so that
nothing stays behind that no claim says any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ontology.model import NodeKind
from ontology.registry import EDGE_KINDS, NODE_KINDS


@dataclass(frozen=True, slots=True)
class WriteCypher:
    """Texts that upsert and remove one kind of element."""

    upsert: str
    remove: str


def constraint_texts() -> tuple[str, ...]:
    """One uniqueness constraint on `id` for each label (Neo4j's only one in Community)."""
    return tuple(
        f"CREATE CONSTRAINT {kind.prefix}_id IF NOT EXISTS FOR (n:{kind.label}) "
        "REQUIRE n.id IS UNIQUE"
        for kind in NODE_KINDS.values()
    )


@cache
def node_cypher(label: str) -> WriteCypher:
    """Upsert and removal of nodes of a declared label."""
    kind = _kind(label)
    return WriteCypher(
        f"UNWIND $rows AS row MERGE (n:{kind.label} {{id: row.id}}) SET n = row.p",
        f"UNWIND $ids AS id MATCH (n:{kind.label} {{id: id}}) DETACH DELETE n",
    )


@cache
def stub_cypher(label: str) -> WriteCypher:
    """Creation of ends that nobody describes, and removal of those that no edge needs any more."""
    kind = _kind(label)
    return WriteCypher(
        f"UNWIND $ids AS id MERGE (n:{kind.label} {{id: id}}) "
        "ON CREATE SET n = {id: id, stub: true}",
        f"UNWIND $ids AS id MATCH (n:{kind.label} {{id: id}}) "
        "WHERE n.stub = true AND NOT EXISTS { MATCH (n)-[]-() } DELETE n",
    )


@cache
def edge_cypher(edge_type: str, source: str, target: str) -> WriteCypher:
    """Upsert and removal of edges of a declared type between two declared labels."""
    kind = EDGE_KINDS[edge_type]
    left, right = _kind(source).label, _kind(target).label
    return WriteCypher(
        f"UNWIND $rows AS row MATCH (a:{left} {{id: row.s}}) MATCH (b:{right} {{id: row.t}}) "
        f"MERGE (a)-[r:{kind.type} {{valid_from: row.f}}]->(b) SET r = row.p",
        f"UNWIND $rows AS row MATCH (a:{left} {{id: row.s}})-[r:{kind.type} "
        f"{{valid_from: row.f}}]->(b:{right} {{id: row.t}}) DELETE r",
    )


def _kind(label: str) -> NodeKind:
    return NODE_KINDS[label]
