"""The rules of edges, in portable Cypher: between which kinds they run, and how many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.store import Reader
from graph.store.protocol import Row
from ontology import ANY, EDGE_KINDS, NODE_KINDS, EdgeKind
from ontology.model import Cardinality
from queries.check.model import AT_A_TIME, Found

_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
KINDS = (
    f"MATCH (a)-[r]->(b) WHERE {_HOLDS} RETURN type(r) AS type, labels(a) AS source_labels, "
    "labels(b) AS target_labels, count(*) AS edges"
)
"""All types at once: a pattern whose nodes are of no named kind is a walk of all nodes."""
ENDS = (
    f"MATCH (a)-[r:{{type}}]->(b) WHERE {_HOLDS} RETURN DISTINCT a.id AS source, "
    "labels(a) AS source_labels, b.id AS target, labels(b) AS target_labels"
)
TARGETS = (
    f"MATCH (a:{{label}})-[r:{{type}}]->(b) WHERE {_HOLDS} WITH a.id AS source, "
    "count(DISTINCT b.id) AS targets WHERE targets > $one "
    "RETURN source AS source, targets AS targets"
)
ANY_TARGETS = TARGETS.replace("a:{label}", "a")


def broken_relations(reader: Reader, moment: str) -> Iterator[Found]:
    """Every node at a wrong end of an edge, or with two targets where one may be, at a moment."""
    pairs: dict[str, list[Row]] = {}
    for row in reader.run(KINDS, {"t": moment}):
        pairs.setdefault(str(row["type"]), []).append(row)
    for edge in EDGE_KINDS.values():
        there = pairs.get(edge.type, [])
        if (edge.sources, edge.targets) != ((ANY,), (ANY,)):
            yield from _ends(reader, edge, there, moment)
        if edge.cardinality is Cardinality.ONE:
            for text in sorted({_targets(pair["source_labels"]) for pair in there}):
                for row in reader.run(text.format(type=edge.type), {"t": moment, "one": 1}):
                    yield Found(str(row["source"]), f"{edge.type}.target{AT_A_TIME}")


def _targets(found: object) -> str:
    """How nodes of these labels are asked for their targets: by the label, if it is one of ours."""
    label = found[0] if isinstance(found, list) and len(found) == 1 else None
    return TARGETS.format(label=label, type="{type}") if label in NODE_KINDS else ANY_TARGETS


def _ends(reader: Reader, edge: EdgeKind, pairs: Iterable[Row], moment: str) -> Iterator[Found]:
    given = {"t": moment}
    ends = (("source", edge.sources), ("target", edge.targets))
    if all(_admitted(pair[f"{end}_labels"], labels) for pair in pairs for end, labels in ends):
        return
    found = {
        Found(str(row[end]), f"{edge.type}.{end}")
        for row in reader.run(ENDS.format(type=edge.type), given)
        for end, labels in ends
        if not _admitted(row[f"{end}_labels"], labels)
    }
    yield from found


def _admitted(found: object, labels: tuple[str, ...]) -> bool:
    assert isinstance(found, list)
    return labels == (ANY,) or bool(set(found) & set(labels))
