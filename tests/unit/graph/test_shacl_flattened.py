"""Shapes whose targets are passed down find what they found before, whatever uses them."""

from __future__ import annotations

import pytest
from pyshacl import validate
from rdflib import SH, Graph

from graph.rdf_view.shacl import flattened

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <urn:suyuan:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
<urn:1> a s:Station ; s:name "甲"^^xsd:string ; s:AT <urn:3> .
<urn:2> a s:Station ; s:name 1 , 2 ; s:other "x"^^xsd:string .
<urn:3> a s:Unit ; s:name "a"^^xsd:string ; s:AT <urn:1> .
"""
SHAPES = {
    "by class": """
        <urn:A> a sh:NodeShape ; sh:targetClass s:Station , s:Unit ; sh:property <urn:A1> ,
            [ sh:path s:other ; sh:minCount 1 ] .
        <urn:A1> sh:path s:name ; sh:datatype xsd:string ; sh:maxCount 1 ; sh:in ( "甲" "乙" ) .""",
    "by edges and nodes": """
        <urn:A> a sh:NodeShape ; sh:targetSubjectsOf s:AT ; sh:targetNode <urn:2> , <urn:9> ;
            sh:property <urn:A1> . <urn:A1> sh:path s:other ; sh:minCount 1 .
        <urn:B> a sh:NodeShape ; sh:targetObjectsOf s:AT ; sh:property <urn:A1> .""",
    "used by another": """
        <urn:A> a sh:NodeShape ; sh:targetClass s:Station ; sh:property <urn:A1> .
        <urn:A1> sh:path s:other ; sh:minCount 1 .
        <urn:B> a sh:NodeShape ; sh:targetClass s:Unit ;
            sh:property [ sh:path s:AT ; sh:node <urn:A> ] .""",
    "closed": """
        <urn:A> a sh:NodeShape ; sh:targetClass s:Station ; sh:closed true ; sh:property <urn:A1> .
        <urn:A1> sh:path s:name ; sh:maxCount 1 .""",
    "off": """
        <urn:A> a sh:NodeShape ; sh:targetClass s:Station ; sh:deactivated true ;
            sh:property <urn:A1> . <urn:A1> sh:path s:name ; sh:maxCount 1 .""",
    "class and shape": """
        s:Station a rdfs:Class , sh:NodeShape ; sh:targetClass s:Unit ; sh:property <urn:A1> .
        <urn:A1> sh:path s:name ; sh:datatype xsd:string .""",
}


def results(data: Graph, shapes: Graph) -> set[tuple[str, ...]]:
    _, report, _ = validate(data, shacl_graph=shapes)
    told = ("focusNode", "resultPath", "value", "sourceConstraintComponent")
    return {
        tuple(str(report.value(result, SH[name])) for name in told)
        for result in report.objects(None, SH.result)
    }


@pytest.mark.parametrize("name", SHAPES)
def test_results_are_the_same(name: str) -> None:
    data = Graph().parse(data=PREFIXES + DATA, format="turtle")
    shapes = Graph().parse(data=PREFIXES + SHAPES[name], format="turtle")
    typed = Graph()
    for triple in flattened(shapes):
        typed.add(triple)
    plain = Graph().parse(data=(PREFIXES + DATA).replace("^^xsd:string", ""), format="turtle")

    found = results(plain, shapes)

    assert results(data, typed) == found
    assert bool(found) == (name != "off")
