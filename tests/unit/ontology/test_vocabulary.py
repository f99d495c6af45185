"""The OWL ontology says what is declared and contradicts itself nowhere; the SKOS lists too."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from ontology import (
    ALL_CODES,
    EDGE_KINDS,
    NODE_KINDS,
    SOURCE_FAMILIES,
    CodeList,
    EdgeKind,
    NodeKind,
    make_id,
)
from ontology.alignments import Relation, alignments_of
from ontology.export import codes_turtle, ontology_turtle
from ontology.iris import code_iri, element_iri, expanded

OURS = "urn:suyuan:"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The ontology, parsed."""
    return Graph().parse(data=ontology_turtle(), format="turtle")


@pytest.fixture(scope="module")
def code_lists() -> Graph:
    """The code lists, parsed."""
    return Graph().parse(data=codes_turtle(), format="turtle")


def titles(graph: Graph, node: URIRef, predicate: URIRef = RDFS.label) -> set[tuple[str, str]]:
    return {(str(t), t.language) for t in graph.objects(node, predicate) if isinstance(t, Literal)}


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
def test_kind_is_a_class(ontology: Graph, kind: NodeKind) -> None:
    graph, node = ontology, URIRef(OURS + kind.label)

    assert (node, RDF.type, OWL.Class) in graph
    assert titles(graph, node) == {(kind.title_zh, "zh"), (kind.title_en, "en")}
    assert (node, SKOS.definition, Literal(kind.description, "en")) in graph
    assert (node, DCTERMS.source, Literal(kind.term)) in graph
    for found in alignments_of(kind.label):
        predicate = {Relation.SUB: RDFS.subClassOf, Relation.CLOSE: SKOS.closeMatch}
        if found.relation in predicate:
            assert (node, predicate[found.relation], URIRef(expanded(found.term))) in graph
        else:
            named = URIRef(OURS + "xml_name")
            assert (node, named, Literal(found.qualified_name)) in graph


def ends(graph: Graph, node: URIRef, predicate: URIRef) -> set[str]:
    (found,) = graph.objects(node, predicate)
    union = graph.value(found, OWL.unionOf)
    members = [found] if union is None else graph.collection(union)
    return {str(member).removeprefix(OURS) for member in members}


@pytest.mark.parametrize("edge", EDGE_KINDS.values(), ids=list(EDGE_KINDS))
def test_edge_is_a_property_between_its_kinds(ontology: Graph, edge: EdgeKind) -> None:
    graph, node = ontology, URIRef(OURS + edge.type)

    assert (node, RDF.type, OWL.ObjectProperty) in graph
    assert titles(graph, node) == {(edge.title_zh, "zh"), (edge.title_en, "en")}
    assert ends(graph, node, RDFS.domain) == {s.replace("*", "Element") for s in edge.sources}
    assert ends(graph, node, RDFS.range) == {t.replace("*", "Element") for t in edge.targets}


def test_values_are_properties_with_their_datatypes(ontology: Graph) -> None:
    graph = ontology

    assert ends(graph, URIRef(OURS + "elevation_m"), RDFS.domain) == {"Location"}
    assert ends(graph, URIRef(OURS + "elevation_m"), RDFS.range) == {"Number"}
    assert ends(graph, URIRef(OURS + "wigos_id"), RDFS.range) == {
        "http://www.w3.org/2001/XMLSchema#string"
    }
    assert graph.value(URIRef(OURS + "value"), RDFS.range) is None
    assert {"Station", "Claim"} & ends(graph, URIRef(OURS + "reason"), RDFS.domain) == {"Claim"}


def closed(graph: Graph) -> Graph:
    """The graph with everything that follows from it by OWL RL."""
    from owlrl import DeductiveClosure, OWLRL_Semantics

    whole = Graph()
    for triple in graph:
        whole.add(triple)
    DeductiveClosure(OWLRL_Semantics).expand(whole)
    return whole


def contradictions(graph: Graph) -> list[str]:
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    found = graph.subjects(RDF.type, error)
    return sorted(str(text) for node in found for text in graph.objects(node))


def one_of_each() -> Graph:
    """An element of each kind, and an edge of each type between its first ends."""
    graph = Graph()
    for kind in NODE_KINDS.values():
        node_id = make_id(kind, *kind.key)
        node = URIRef(element_iri(node_id))
        graph.add((node, RDF.type, URIRef(OURS + kind.label)))
        graph.add((node, URIRef(OURS + "id"), Literal(node_id, datatype=XSD.string)))
    for edge in EDGE_KINDS.values():
        source, target = (
            URIRef(element_iri(make_id(kind, *kind.key)))
            for kind in (
                NODE_KINDS["Station" if labels == ("*",) else labels[0]]
                for labels in (edge.sources, edge.targets)
            )
        )
        graph.add((source, URIRef(OURS + edge.type), target))
    return graph


def test_ontology_is_consistent_with_an_element_of_each_kind(ontology: Graph) -> None:
    whole = closed(ontology + one_of_each())
    station = URIRef(element_iri(make_id(NODE_KINDS["Station"], "station_id")))

    assert contradictions(whole) == []
    assert (station, RDF.type, URIRef(expanded("sosa:Platform"))) in whole
    assert (station, RDF.type, URIRef(OURS + "Element")) in whole


def test_an_element_of_two_kinds_is_a_contradiction(ontology: Graph) -> None:
    graph = Graph()
    for triple in ontology:
        if not isinstance(triple[2], Literal):  # titles only cost time here
            graph.add(triple)
    node = URIRef(element_iri("station:1"))
    graph.add((node, RDF.type, URIRef(OURS + "Station")))
    graph.add((node, URIRef(OURS + "IN_SCHEME"), node))

    assert contradictions(closed(graph)) != []


# Code lists


@pytest.mark.parametrize("codes", [*ALL_CODES.values(), SOURCE_FAMILIES], ids=lambda c: c.name)
def test_code_list_is_a_scheme_in_order(code_lists: Graph, codes: CodeList) -> None:
    graph, scheme = code_lists, URIRef(code_iri(codes.name))

    members = graph.collection(graph.value(URIRef(f"{scheme}.order"), SKOS.memberList))
    assert [str(graph.value(m, SKOS.notation)) for m in members] == [str(c) for c in codes.codes]
    for member, code in zip(members, codes.codes, strict=True):
        assert (member, SKOS.inScheme, scheme) in graph
        zh, en = codes.codes[code]
        assert titles(graph, member, SKOS.prefLabel) == {(zh, "zh"), (en, "en")}
