"""SHACL: what is as declared conforms, and what is not is found by the shape that says so."""

import re

import pytest
from pyshacl import validate
from pyshacl.entrypoints import meta_validate
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import EDGE_KINDS, NODE_KINDS, make_id
from ontology.export import shapes_at_a_time_turtle, shapes_turtle
from ontology.export.shapes import id_pattern
from ontology.model import Cardinality, NodeKind
from tests.unit.ontology.probe import PROBE

OURS = "urn:suyuan:"


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    """Both files of shapes, parsed."""
    texts = {"shapes.ttl": shapes_turtle(), "shapes-at-a-time.ttl": shapes_at_a_time_turtle()}
    return {name: Graph().parse(data=text, format="turtle") for name, text in texts.items()}


def reachable(graph: Graph, names: set[str]) -> Graph:
    """The shapes of these names with all they are made of."""
    found = Graph()
    waiting: list[Node] = [URIRef(f"urn:suyuan:shape:{name}") for name in names]
    while waiting:
        node = waiting.pop()
        for triple in graph.triples((node, None, None)):
            if triple not in found:
                found.add(triple)
                waiting.append(triple[2])
    return found


def meta_findings(shapes: Graph) -> str:
    """What SHACL for SHACL says of shapes; nothing where they are shapes."""
    conforms, _, text = meta_validate(shapes, inference=None)
    return "" if conforms else str(text)


# Between them these have all that a shape of ours is made of: the whole takes half a minute.
MADE_OF = {
    "Element",
    "State",
    "Deployment",
    "Observation",
    "USES.source",
    "ABOUT.target",
    "Edge",
    "ALIAS_OF.target",
    "Claim",
}


def test_shapes_are_shapes(graphs: dict[str, Graph]) -> None:
    shapes = reachable(graphs["shapes.ttl"], MADE_OF)
    shapes += reachable(graphs["shapes-at-a-time.ttl"], {"Batch.at-a-time", "USES.at-a-time"})

    used = {p for graph in graphs.values() for p in graph.predicates() if p in SH}
    assert used == {p for p in shapes.predicates() if p in SH}
    assert meta_findings(shapes) == ""


def test_what_is_no_shape_is_found(graphs: dict[str, Graph]) -> None:
    shapes = reachable(graphs["shapes.ttl"], {"USES.source"})
    shapes.add((URIRef("urn:suyuan:shape:USES.source"), SH.minCount, Literal("many")))

    assert meta_findings(shapes) != ""


@pytest.mark.torture
@pytest.mark.parametrize("name", ["shapes.ttl", "shapes-at-a-time.ttl"])
def test_all_shapes_are_shapes(graphs: dict[str, Graph], name: str) -> None:
    assert meta_findings(graphs[name]) == ""


@pytest.fixture(scope="module")
def of_the_probe(graphs: dict[str, Graph]) -> Graph:
    """The shapes of the kinds and edges in the probe: all of them take long to read."""
    kinds = {"Element", "Claim", "Station", "Location", "Deployment", "Issue", "State", "Clause"}
    ends = {
        f"{edge}.{end}" for edge in ("LOCATED_AT", "AT_STATION") for end in ("source", "target")
    }
    return reachable(graphs["shapes.ttl"], kinds | ends)


# What is changed in the probe, and the shapes that then speak.
BROKEN = {
    "kind": (
        "a s:Station ;",
        "a s:Stations ;",
        {"Element.kind", "AT_STATION.target", "LOCATED_AT.source"},
    ),
    "two kinds": ("a s:Station ;", "a s:Station , s:Clause ;", {"Element.kind", "Clause.id"}),
    "id": ('"station:1"', '"station:1|2"', {"Station.id"}),
    "key": ('"location:1|s|0"', '"location:1|s"', {"Location.id"}),
    "text": ('s:name "甲"', "s:name 12", {"Station.name"}),
    "texts": ('( "乙" "丙" )', '( "乙" 3 )', {"Station.other_names"}),
    "number": ("s:elevation_m 1063.0", 's:elevation_m "1063"', {"Location.elevation_m"}),
    "time": ("1951-01-01T00:00:00Z", "1951-01-01T08:00:00+08:00", {"Station.first_record"}),
    "code": ('s:role "primary"', 's:role "first"', {"Deployment.role"}),
    "of the kind": ("s:value 3.5", 's:value "3.5"', {"Issue.value"}),
    "end": (
        "s:AT_STATION <urn:suyuan:element:station:1>",
        "s:AT_STATION <urn:suyuan:element:issue:I>",
        {"AT_STATION.target"},
    ),
    "dangling": (
        "s:AT_STATION <urn:suyuan:element:station:1>",
        "s:AT_STATION <urn:suyuan:element:station:2>",
        {"AT_STATION.target"},
    ),
    "interval": ("9999-12-31", "2018-01-01", {"Claim.valid_from"}),
    "certainty": ('"stated"', '"sure"', {"Claim.certainty"}),
}


def findings(data: str, shapes: Graph) -> set[str]:
    """The names of the shapes that the data break."""
    graph = Graph().parse(data=data, format="turtle")
    _, report, _ = validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = set(report.objects(None, SH.sourceShape))
    return {str(shape).removeprefix("urn:suyuan:shape:") for shape in found}


def test_what_is_as_declared_conforms(graphs: dict[str, Graph]) -> None:
    assert findings(PROBE, graphs["shapes.ttl"]) == set()
    assert findings(PROBE, graphs["shapes-at-a-time.ttl"]) == set()


@pytest.mark.parametrize("name", list(BROKEN))
def test_what_is_not_as_declared_is_found(of_the_probe: Graph, name: str) -> None:
    old, new, shapes = BROKEN[name]
    assert PROBE.count(old) == 1

    assert findings(PROBE.replace(old, new), of_the_probe) == shapes


def test_two_at_a_time_are_found(graphs: dict[str, Graph]) -> None:
    two = PROBE.replace('s:name "甲"', 's:name "甲", "乙"').replace(
        "s:AT_STATION <", "s:AT_STATION <urn:suyuan:element:station:2>, <"
    )

    assert findings(two, graphs["shapes-at-a-time.ttl"]) == {
        "Station.name.at-a-time",
        "AT_STATION.target.at-a-time",
    }
    one = [e.type for e in EDGE_KINDS.values() if e.cardinality is Cardinality.ONE]
    targets = set(graphs["shapes-at-a-time.ttl"].objects(None, SH.targetSubjectsOf))
    assert targets == {URIRef(OURS + name) for name in one}


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
def test_ids_of_a_kind_fit_its_pattern(kind: NodeKind) -> None:
    pattern = id_pattern(kind)

    assert re.match(pattern, make_id(kind, *(f"{part} |:@%" for part in kind.key)))
    assert not re.match(pattern, f"{kind.prefix}:")
    assert not re.match(pattern, make_id(kind, *kind.key) + kind.key_separator + "more")
