"""The generated write Cypher, run in the embedded engine for every kind and every edge."""

import re
from collections.abc import Iterator, Sequence

import kglite
import pytest

from ontology import ANY, EDGE_KINDS, NODE_KINDS, DataType, EdgeKind, NodeKind, Property, make_id
from ontology.derive import (
    WriteCypher,
    constraint_texts,
    edge_cypher,
    node_cypher,
    stub_cypher,
)

BEGIN, END = "2018-06-02T16:00:00Z", "9999-12-31T00:00:00Z"
VALUES: dict[DataType, object] = {
    DataType.TEXT: "文'\"`",
    DataType.NUMBER: 1.5,
    DataType.INTEGER: 3,
    DataType.BOOLEAN: True,
    DataType.TIME: BEGIN,
    DataType.TEXTS: ["甲", "乙"],
}
KEPT = {"valid_from": BEGIN, "valid_to": END, "certainty": "stated", "claims": ["a"], "n_claims": 1}

kinds = pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
edges = pytest.mark.parametrize("edge", EDGE_KINDS.values(), ids=list(EDGE_KINDS))


class Graph:
    """A tiny graph of the embedded engine."""

    def __init__(self) -> None:
        kglite.set_query_warning_policy("silent")
        self._graph = kglite.KnowledgeGraph()

    def write(self, cypher: str, **parameters: object) -> None:
        with self._graph.begin() as transaction:
            transaction.cypher(cypher, params=parameters)

    def read(self, cypher: str, **parameters: object) -> list[dict[str, object]]:
        return list(self._graph.cypher(cypher, params=parameters))

    def node(self, label: str, node_id: str, names: Sequence[str]) -> list[dict[str, object]]:
        wanted = ", ".join(f"n.{name} AS {name}" for name in names)
        return self.read(f"MATCH (n:{label} {{id: $id}}) RETURN {wanted}", id=node_id)

    def edge(self, pattern: str, names: Sequence[str]) -> list[dict[str, object]]:
        wanted = ", ".join(f"r.{name} AS {name}" for name in names)
        return self.read(f"MATCH {pattern} RETURN {wanted}")

    def count(self, pattern: str) -> object:
        return self.read(f"MATCH {pattern} RETURN count(*) AS n")[0]["n"]


@pytest.fixture
def graph() -> Graph:
    return Graph()


def values(properties: Sequence[Property]) -> dict[str, object]:
    return {p.name: VALUES[p.datatype] for p in properties} | KEPT


def an_id(kind: NodeKind, name: str = "甲") -> str:
    return make_id(kind, *(f"{name}{i}" for i, _ in enumerate(kind.key)))


def end_pairs(edge: EdgeKind) -> Iterator[tuple[str, str]]:
    """All ends that an edge admits; where both are open, ends of the same kind."""
    for source in NODE_KINDS if edge.sources == (ANY,) else edge.sources:
        if edge.sources == edge.targets == (ANY,):
            yield source, source
            continue
        for target in NODE_KINDS if edge.targets == (ANY,) else edge.targets:
            yield source, target


# The texts


def test_texts_of_a_node_kind() -> None:
    assert node_cypher("Station") == WriteCypher(
        upsert="UNWIND $rows AS row MERGE (n:Station {id: row.id}) SET n = row.p",
        remove="UNWIND $ids AS id MATCH (n:Station {id: id}) DETACH DELETE n",
    )
    assert stub_cypher("Station") == WriteCypher(
        upsert="UNWIND $ids AS id MERGE (n:Station {id: id}) "
        "ON CREATE SET n = {id: id, stub: true}",
        remove="UNWIND $ids AS id MATCH (n:Station {id: id}) "
        "WHERE n.stub = true AND NOT EXISTS { MATCH (n)-[]-() } DELETE n",
    )


def test_texts_of_an_edge_kind() -> None:
    assert edge_cypher("AT_STATION", "Deployment", "Station") == WriteCypher(
        upsert="UNWIND $rows AS row MATCH (a:Deployment {id: row.s}) MATCH (b:Station {id: row.t}) "
        "MERGE (a)-[r:AT_STATION {valid_from: row.f}]->(b) SET r = row.p",
        remove="UNWIND $rows AS row MATCH (a:Deployment {id: row.s})-[r:AT_STATION "
        "{valid_from: row.f}]->(b:Station {id: row.t}) DELETE r",
    )


def test_constraints() -> None:
    texts = constraint_texts()

    assert len(set(texts)) == len(NODE_KINDS)
    assert re.search(r"['\"`\d$]", "".join(texts)) is None
    assert (
        "CREATE CONSTRAINT measurement_standard_id IF NOT EXISTS FOR (n:MeasurementStandard) "
        "REQUIRE n.id IS UNIQUE"
    ) in texts


@kinds
def test_texts_of_a_kind_hold_no_value(kind: NodeKind) -> None:
    check_without_values(node_cypher(kind.label), stub_cypher(kind.label))


@edges
def test_texts_of_an_edge_hold_no_value(edge: EdgeKind) -> None:
    check_without_values(*(edge_cypher(edge.type, *pair) for pair in end_pairs(edge)))


def check_without_values(*written: WriteCypher) -> None:
    for text in (text for texts in written for text in (texts.upsert, texts.remove)):
        assert re.search(r"['\"`\d]", text) is None
        assert text.isascii()
        assert set(re.findall(r"\$\w+", text)) in ({"$rows"}, {"$ids"})


def test_undeclared_names_get_no_text() -> None:
    with pytest.raises(KeyError):
        node_cypher("Station) DETACH DELETE (n")
    with pytest.raises(KeyError):
        edge_cypher("NO_SUCH", "Station", "Unit")
    with pytest.raises(KeyError):
        edge_cypher("USES", "Station", "NoSuch")


# Nodes in the engine


@kinds
def test_node_is_written_once_and_every_property_comes_back(kind: NodeKind, graph: Graph) -> None:
    node_id, written = an_id(kind), values(kind.properties)
    rows = [{"id": node_id, "p": {"id": node_id, **written}}]

    graph.write(node_cypher(kind.label).upsert, rows=rows)
    once = graph.node(kind.label, node_id, ["id", *written])
    graph.write(node_cypher(kind.label).upsert, rows=rows)

    assert once == [{"id": node_id, **written}]
    assert graph.node(kind.label, node_id, ["id", *written]) == once
    assert graph.count("(n)") == 1


@kinds
def test_new_node_has_nothing_that_is_not_said(kind: NodeKind, graph: Graph) -> None:
    """The embedded engine gives a node without properties a name of its own."""
    node_id, stub_id = an_id(kind), an_id(kind, "乙")
    names = list(dict.fromkeys(["id", "name", "stub", *values(kind.properties)]))

    graph.write(
        node_cypher(kind.label).upsert, rows=[{"id": node_id, "p": {"id": node_id, **KEPT}}]
    )
    graph.write(stub_cypher(kind.label).upsert, ids=[stub_id])

    assert said(graph.node(kind.label, node_id, names)) == {"id": node_id, **KEPT}
    assert said(graph.node(kind.label, stub_id, names)) == {"id": stub_id, "stub": True}


def said(found: list[dict[str, object]]) -> dict[str, object]:
    (row,) = found
    return {name: value for name, value in row.items() if value is not None}


@kinds
def test_node_keeps_nothing_that_is_no_longer_said(kind: NodeKind, graph: Graph) -> None:
    node_id, written = an_id(kind), values(kind.properties)
    upsert = node_cypher(kind.label).upsert
    graph.write(upsert, rows=[{"id": node_id, "p": {"id": node_id, **written}}])

    graph.write(upsert, rows=[{"id": node_id, "p": {"id": node_id, **KEPT}}])

    assert said(graph.node(kind.label, node_id, ["id", *written])) == {"id": node_id, **KEPT}


@kinds
def test_node_is_removed_with_its_edges_alone(kind: NodeKind, graph: Graph) -> None:
    node_id, other = an_id(kind), an_id(kind, "乙")
    rows = [{"id": i, "p": {"id": i}} for i in (node_id, other)]
    graph.write(node_cypher(kind.label).upsert, rows=rows)
    alias = [{"s": node_id, "t": other, "f": BEGIN, "p": KEPT}]
    graph.write(edge_cypher("ALIAS_OF", kind.label, kind.label).upsert, rows=alias)

    graph.write(node_cypher(kind.label).remove, ids=[node_id])

    assert graph.read("MATCH (n) RETURN n.id AS id") == [{"id": other}]
    assert graph.count("()-[r]->()") == 0


@kinds
def test_stub_gives_way_and_goes_when_nothing_needs_it(kind: NodeKind, graph: Graph) -> None:
    described, needed, loose = (an_id(kind, name) for name in "甲乙丙")
    texts = stub_cypher(kind.label)
    row = {"id": described, "p": {"id": described, **KEPT}}
    graph.write(node_cypher(kind.label).upsert, rows=[row])
    graph.write(texts.upsert, ids=[described, needed, loose])
    graph.write(texts.upsert, ids=[described, needed, loose])
    alias = [{"s": described, "t": needed, "f": BEGIN, "p": KEPT}]
    graph.write(edge_cypher("ALIAS_OF", kind.label, kind.label).upsert, rows=alias)

    graph.write(texts.remove, ids=[described, needed, loose])

    found = graph.read(f"MATCH (n:{kind.label}) RETURN n.id AS id, n.stub AS stub ORDER BY n.id")
    assert sorted((str(row["id"]), row["stub"]) for row in found) == sorted(
        [(described, None), (needed, True)]
    )


# Edges in the engine


@edges
def test_edge_is_written_once_and_every_property_comes_back(edge: EdgeKind, graph: Graph) -> None:
    written = values(edge.properties)
    for source, target in end_pairs(edge):
        pattern = write_ends(graph, edge, source, target)
        rows = [edge_row(source, target, BEGIN, written)]

        graph.write(edge_cypher(edge.type, source, target).upsert, rows=rows)
        once = graph.edge(pattern, list(written))
        graph.write(edge_cypher(edge.type, source, target).upsert, rows=rows)

        assert once == [written], (source, target)
        assert graph.edge(pattern, list(written)) == once, (source, target)


@edges
def test_edge_of_each_period_stands_and_falls_alone(edge: EdgeKind, graph: Graph) -> None:
    later = "2020-01-01T00:00:00Z"
    for source, target in end_pairs(edge):
        pattern = write_ends(graph, edge, source, target)
        texts = edge_cypher(edge.type, source, target)
        rows = [edge_row(source, target, begin, KEPT) for begin in (BEGIN, later)]
        graph.write(texts.upsert, rows=rows)
        both = {row["valid_from"] for row in graph.edge(pattern, ["valid_from"])}

        graph.write(texts.remove, rows=rows[:1])

        assert both == {BEGIN, later}, (source, target)
        assert graph.edge(pattern, ["valid_from"]) == [{"valid_from": later}], (source, target)


@edges
def test_edge_keeps_nothing_that_is_no_longer_said(edge: EdgeKind, graph: Graph) -> None:
    source, target = next(end_pairs(edge))
    pattern = write_ends(graph, edge, source, target)
    texts = edge_cypher(edge.type, source, target)
    written = {"how": "…", "obligation": "M", **KEPT}
    graph.write(texts.upsert, rows=[edge_row(source, target, BEGIN, written)])

    graph.write(texts.upsert, rows=[edge_row(source, target, BEGIN, KEPT)])

    assert said(graph.edge(pattern, list(written))) == KEPT


def write_ends(graph: Graph, edge: EdgeKind, source: str, target: str) -> str:
    """Two nodes for an edge, and the pattern that finds the edges between them."""
    for label, node_id in zip((source, target), ends(source, target), strict=True):
        rows = [{"id": node_id, "p": {"id": node_id}}]
        graph.write(node_cypher(label).upsert, rows=rows)
    left, right = ends(source, target)
    return f"(a:{source} {{id: '{left}'}})-[r:{edge.type}]->(b:{target} {{id: '{right}'}})"


def ends(source: str, target: str) -> tuple[str, str]:
    return an_id(NODE_KINDS[source], "始"), an_id(NODE_KINDS[target], "终")


def edge_row(
    source: str, target: str, begin: str, properties: dict[str, object]
) -> dict[str, object]:
    left, right = ends(source, target)
    return {"s": left, "t": right, "f": begin, "p": {**properties, "valid_from": begin}}
