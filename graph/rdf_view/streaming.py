"""The graph as N-Quads: as it stands at one time, and with what stood before and will stand.

In the default graph stand all nodes with their kind and properties, and of the edges those that
hold at the moment. Every edge, whenever it holds, stands in a graph of its own, named
`urn:suyuan:edge:`, of which the default graph tells the type `suyuan:Edge`, the period, the
certainty and the properties. Of nodes and edges it tells the first eight claims they rest on
(`prov:wasDerivedFrom`). The terms are those of docs/reference/standards/ontology.ttl.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from graph.rdf_view.terms import TYPE, Statement, moment, stated, value
from graph.store.protocol import Reader
from ontology import (
    BEGINNING,
    EDGE_KINDS,
    NAMESPACE,
    NODE_KINDS,
    OPEN_END,
    claim_iri,
    edge_class_iri,
    edge_iri,
    element_iri,
    expanded,
    literal,
)

BATCH = 10_000
"""Nodes that are read at once, with all edges that begin at them."""
_OWN = frozenset({"id", "type", "title", "labels", "keys", "claims"})
"""What a store answers for every element, and what is told in another way."""
_DERIVED = f"<{expanded('prov:wasDerivedFrom')}>"
_EDGE = f"<{NAMESPACE}Edge>"
_WITH_PROPERTIES = frozenset(kind.type for kind in EDGE_KINDS.values() if kind.properties)
_TIMES = ("valid_from", "valid_to")


@dataclass(slots=True)
class Streamed:
    """A view as it is read from a store. `moment`: the valid time of the default graph.

    After the reading, `since` and `until` say between which moments it would have been the same,
    and `nodes`, `edges`, `standing` how many there are and how many edges hold at the moment.
    """

    reader: Reader
    moment: str
    batch: int = BATCH
    since: str = BEGINNING
    until: str = OPEN_END
    nodes: int = 0
    edges: int = 0
    standing: int = 0

    def lines(self) -> Iterator[str]:
        """The lines of one node with the edges that begin at it, a batch of nodes at a time."""
        for label in NODE_KINDS:
            after = ""
            while rows := self._nodes(label, after):
                yield from self._told(label, rows)
                after = str(rows[-1]["id"])
                if len(rows) < self.batch:
                    break

    def _nodes(self, label: str, after: str) -> list[dict[str, object]]:
        return self.reader.run(
            f"MATCH (n:{label}) WHERE n.id > $after "
            "RETURN n.id AS id, properties(n) AS properties ORDER BY id LIMIT $limit",
            {"after": after, "limit": self.batch},
        )

    def _told(self, label: str, rows: list[dict[str, object]]) -> Iterator[str]:
        for row in rows:
            properties = row["properties"]
            assert isinstance(properties, Mapping)
            yield from map(_line, node_statements(label, str(row["id"]), properties))
        self.nodes += len(rows)
        edges = self.reader.run(
            f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) "
            "RETURN a.id AS source, type(r) AS type, b.id AS target, properties(r) AS properties",
            {"ids": [str(row["id"]) for row in rows]},
        )
        self.edges += len(edges)
        for edge in edges:
            yield from self._edge(edge)

    def _edge(self, row: dict[str, object]) -> Iterator[str]:
        properties = row["properties"]
        assert isinstance(properties, Mapping)
        begin, end = (str(properties.get(name) or "") for name in _TIMES)
        for boundary in (begin, end):
            if boundary <= self.moment:
                self.since = max(self.since, boundary)
            else:
                self.until = min(self.until, boundary)
        kind = str(row["type"])
        source, target = str(row["source"]), str(row["target"])
        said = f"<{element_iri(source)}> <{NAMESPACE}{kind}> <{element_iri(target)}>"
        name = edge_iri(kind, source, target, begin)
        yield f"{said} <{name}> ."
        if begin <= self.moment < end:
            self.standing += 1
            yield f"{said} ."
        yield from map(_line, _about_edge(kind, name, properties))


def node_statements(
    label: str, node_id: str, properties: Mapping[str, object]
) -> Iterator[Statement]:
    """What stands of a node in the default graph."""
    subject = f"<{element_iri(node_id)}>"
    yield subject, TYPE, f"<{NAMESPACE}{label}>"
    yield subject, f"<{NAMESPACE}id>", literal(node_id)
    yield from _properties(label, subject, f"n{_digest(node_id)}", properties)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]


def _about_edge(kind: str, name: str, properties: Mapping[str, object]) -> Iterator[Statement]:
    subject = f"<{name}>"
    yield subject, TYPE, _EDGE
    if kind in _WITH_PROPERTIES:
        yield subject, TYPE, f"<{edge_class_iri(kind)}>"
    yield from _properties(kind, subject, f"e{name.rpartition('.')[2]}", properties)


def _properties(
    kind: str, subject: str, cell: str, properties: Mapping[str, object]
) -> Iterator[Statement]:
    for name, given in properties.items():
        if given is None or name in _OWN:
            continue
        if name in _TIMES:
            yield subject, f"<{NAMESPACE}{name}>", moment(str(given))
        elif name in ("certainty", "n_claims", "stub"):
            yield subject, f"<{NAMESPACE}{name}>", value(given, None)
        else:
            yield from stated(subject, cell, kind, name, given)
    for claim in _claims(properties):
        yield subject, _DERIVED, f"<{claim_iri(claim)}>"


def _claims(properties: Mapping[str, object]) -> list[str]:
    claims = properties.get("claims")
    return [str(claim) for claim in claims] if isinstance(claims, (list, tuple)) else []


def _line(statement: Statement) -> str:
    return f"{' '.join(statement)} ."
