"""The OWL 2 ontology: a class for each kind, properties for edges and values, alignments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from ontology.alignments import Relation, alignments_of
from ontology.export.writing import OURS, Draft, iri
from ontology.iris import ONTOLOGY, edge_class_iri, property_iri
from ontology.model import ANY, DataType, EdgeKind, NodeKind, Property
from ontology.registry import EDGE_KINDS, NODE_KINDS

_Uses = dict[str, list[tuple[str, Property]]]
_SAYING = ("Claim", "Edge")
"""What the properties of an edge are told of."""
_WMDR_ELEMENT = re.compile(r"\d{1,2}-\d\d(-\d\d)?\Z")
_RANGES: Mapping[DataType, Node] = MappingProxyType(
    {
        DataType.TEXT: XSD.string,
        DataType.NUMBER: OURS.Number,
        DataType.INTEGER: XSD.integer,
        DataType.BOOLEAN: XSD.boolean,
        DataType.TIME: XSD.dateTime,
        DataType.TEXTS: RDF.List,
    }
)


def ontology_turtle() -> str:
    """The ontology as Turtle."""
    draft = Draft()
    _frame(draft)
    uses = _uses()
    for kind in NODE_KINDS.values():
        _class(draft, kind, uses)
    for edge in EDGE_KINDS.values():
        _edge(draft, edge)
    for name, found in uses.items():
        _value(draft, name, found)
    return draft.turtle()


def source_of(term: str) -> Literal:
    """A declared term as the text of a source; a bare number is an element of WMO-No. 1192.

    >>> str(source_of("3-07"))
    'WMO-No. 1192, 3-07'
    """
    return Literal(f"WMO-No. 1192, {term}" if _WMDR_ELEMENT.match(term) else term)


def align(draft: Draft, node: URIRef, subject: str, sub: str) -> None:
    """State what a term of ours is elsewhere; `sub` is what `Relation.SUB` stands for."""
    for found in alignments_of(subject):
        if found.relation is Relation.XML:
            draft.say(node, "suyuan:xml_name", Literal(found.qualified_name))
        else:
            close = found.relation is Relation.CLOSE
            draft.say(node, "skos:closeMatch" if close else sub, iri(found.term))
        draft.say(node, "dcterms:source", Literal(found.source))


def _frame(draft: Draft) -> None:
    """The ontology itself and what every kind and claim has in common."""
    ontology = URIRef(ONTOLOGY)
    draft.say(ontology, "rdf:type", iri("owl:Ontology"))
    draft.titles(ontology, "溯源：气象质量管理", "Suyuan: meteorological quality management")
    for name, zh, en, meaning in (
        ("Element", "元素", "element", "What a claim may be about: a node of the graph."),
        (
            "Claim",
            "断言",
            "claim",
            "What one source says of one element over one period. In a data set it is the name of "
            "a graph that holds what is said.",
        ),
        (
            "Edge",
            "边",
            "edge",
            "An edge with its period and properties, as all claims of it give. In a data set it is "
            "the name of a graph that holds it alone.",
        ),
    ):
        _term(draft, OURS[name], "owl:Class", (zh, en), meaning)
    draft.say(OURS.Claim, "rdfs:subClassOf", iri("prov:Entity"))
    draft.say(OURS.Edge, "rdfs:subClassOf", iri("prov:Entity"))
    for others in (OURS.Claim, OURS.Edge):
        draft.say(OURS.Element, "owl:disjointWith", others)
    _term(
        draft,
        OURS.id,
        "owl:DatatypeProperty",
        ("标识", "id"),
        "The id of an element: kind:key, as everywhere in the system.",
    )
    draft.say(OURS.id, "rdfs:domain", OURS.Element)
    draft.say(OURS.id, "rdfs:range", XSD.string)
    for name, datatype, zh, en, meaning in _OF_CLAIMS:
        _term(draft, OURS[name], "owl:DatatypeProperty", (zh, en), meaning)
        draft.say(OURS[name], "rdfs:domain", _any_of_ours(draft, "Claim", "Edge", "Element"))
        draft.say(OURS[name], "rdfs:range", datatype)
    for name, datatype, zh, en, meaning in _OF_READINGS:
        _term(draft, OURS[name], "owl:DatatypeProperty", (zh, en), meaning)
        draft.say(OURS[name], "rdfs:range", datatype)
    _term(
        draft,
        OURS.says,
        "owl:ObjectProperty",
        ("陈述", "says"),
        "A statement that a claim makes, as an rdf:Statement, where there are no named graphs.",
    )
    draft.say(OURS.says, "rdfs:domain", OURS.Claim)
    draft.say(OURS.says, "rdfs:range", iri("rdf:Statement"))
    _term(
        draft,
        OURS.xml_name,
        "owl:AnnotationProperty",
        ("XML 名", "name in XML"),
        "The element of a format without IRIs that holds the same: {namespace}name.",
    )
    draft.say(OURS.Number, "rdf:type", iri("rdfs:Datatype"))
    draft.titles(OURS.Number, "数", "number")
    union = draft.blank()
    draft.say(union, "rdf:type", iri("rdfs:Datatype"))
    draft.say(union, "owl:unionOf", draft.listed([XSD.decimal, XSD.double]))
    draft.say(OURS.Number, "owl:equivalentClass", union)
    kinds = draft.blank()
    draft.say(kinds, "rdf:type", iri("owl:AllDisjointClasses"))
    draft.say(kinds, "owl:members", draft.listed(OURS[label] for label in sorted(NODE_KINDS)))


def _any_of_ours(draft: Draft, *names: str) -> Node:
    union = draft.blank()
    draft.say(union, "rdf:type", iri("owl:Class"))
    draft.say(union, "owl:unionOf", draft.listed(OURS[name] for name in names))
    return union


_OF_CLAIMS = (
    ("valid_from", XSD.dateTime, "有效起", "valid from", "When what is said began to hold."),
    ("valid_to", XSD.dateTime, "有效止", "valid to", "When what is said ceased to hold."),
    ("certainty", XSD.string, "确定程度", "certainty", "How the source stands behind the claim."),
    ("retraction_reason", XSD.string, "撤回理由", "reason of retraction", "Why a claim went."),
    ("n_claims", XSD.integer, "断言数", "number of claims", "How many live claims say it."),
    ("stub", XSD.boolean, "占位", "stub", "Whether nobody describes the node."),
)
# Of a source, and of one place where a claim was read (a prov:Derivation).
_OF_READINGS = (
    (
        "family",
        XSD.string,
        "来源类别",
        "family",
        "By which a source is preferred.",
    ),
    ("loader", XSD.string, "加载器", "loader", "The loader that read a claim."),
    ("line", XSD.integer, "行", "line", "The line of a text, from 1."),
    ("column", XSD.integer, "列", "column", "The code point in its line, from 0."),
    ("offset", XSD.integer, "偏移", "offset", "The first byte in the original, from 0."),
    ("length", XSD.integer, "长度", "length", "The number of bytes."),
    ("locator", XSD.string, "位置", "locator", "The place in an original without lines."),
)


def _term(
    draft: Draft, node: URIRef, of_type: str, titles: tuple[str, str], meaning: str | None = None
) -> None:
    draft.say(node, "rdf:type", iri(of_type))
    draft.titles(node, *titles)
    draft.say(node, "rdfs:isDefinedBy", URIRef(ONTOLOGY))
    if meaning:
        draft.say(node, "skos:definition", Literal(meaning, "en"))


def _class(draft: Draft, kind: NodeKind, uses: _Uses) -> None:
    node = OURS[kind.label]
    _term(draft, node, "owl:Class", (kind.title_zh, kind.title_en), kind.description)
    draft.say(node, "rdfs:subClassOf", OURS.Element)
    draft.say(node, "dcterms:source", Literal(kind.term))
    align(draft, node, kind.label, "rdfs:subClassOf")
    for declared in kind.properties:
        if len({found.datatype for _, found in uses[declared.name]}) == 1:
            continue  # its range says it
        restriction = draft.blank()
        draft.say(restriction, "rdf:type", iri("owl:Restriction"))
        draft.say(restriction, "owl:onProperty", URIRef(property_iri(declared.name)))
        draft.say(restriction, "owl:allValuesFrom", _RANGES[declared.datatype])
        draft.say(node, "rdfs:subClassOf", restriction)


def _edge(draft: Draft, edge: EdgeKind) -> None:
    node = OURS[edge.type]
    _term(draft, node, "owl:ObjectProperty", (edge.title_zh, edge.title_en), edge.description)
    draft.say(node, "rdfs:domain", _any_of(draft, edge.sources))
    draft.say(node, "rdfs:range", _any_of(draft, edge.targets))
    if edge.term:
        draft.say(node, "dcterms:source", source_of(edge.term))
    align(draft, node, edge.type, "rdfs:subPropertyOf")
    if edge.properties:
        own = URIRef(edge_class_iri(edge.type))
        _term(draft, own, "owl:Class", (edge.title_zh, edge.title_en))
        draft.say(own, "rdfs:subClassOf", OURS.Edge)


def _any_of(draft: Draft, labels: Iterable[str]) -> Node:
    """The class of what has one of these labels."""
    classes = [OURS.Element if label == ANY else OURS[label] for label in dict.fromkeys(labels)]
    if len(classes) == 1:
        return classes[0]
    union = draft.blank()
    draft.say(union, "rdf:type", iri("owl:Class"))
    draft.say(union, "owl:unionOf", draft.listed(classes))
    return union


def _uses() -> _Uses:
    """All declarations of each name of a property: kind or edge, and what it declares."""
    uses: _Uses = defaultdict(list)
    for kind in NODE_KINDS.values():
        for declared in kind.properties:
            uses[declared.name].append((kind.label, declared))
    for edge in EDGE_KINDS.values():
        for declared in edge.properties:
            uses[declared.name].append((edge.type, declared))
    return uses


def _value(draft: Draft, name: str, uses: list[tuple[str, Property]]) -> None:
    """A property of values. Its meaning in one kind alone is told by the shape of that use."""
    node = URIRef(property_iri(name))
    datatypes = {declared.datatype for _, declared in uses}
    listed = DataType.TEXTS in datatypes
    draft.say(node, "rdf:type", iri("rdf:Property" if listed else "owl:DatatypeProperty"))
    draft.say(node, "rdfs:isDefinedBy", URIRef(ONTOLOGY))
    for _, declared in uses:
        draft.titles(node, declared.title_zh, declared.title_en)
    owners = [o for owner, _ in uses for o in ((owner,) if owner in NODE_KINDS else _SAYING)]
    draft.say(node, "rdfs:domain", _any_of(draft, owners))
    if len(datatypes) == 1:
        draft.say(node, "rdfs:range", _RANGES[datatypes.pop()])
    terms = {declared.term for _, declared in uses}
    if len(terms) == 1 and (term := terms.pop()):
        draft.say(node, "dcterms:source", source_of(term))
    if len(uses) == 1:
        align(draft, node, f"{uses[0][0]}.{name}", "rdfs:subPropertyOf")
