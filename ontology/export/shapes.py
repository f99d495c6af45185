"""SHACL shapes: what `ontology.derive.validation` refuses of a claim, for any tool that reads RDF.

`shapes` hold of every view of the graph, of all claims at once too: ids, kinds, datatypes, codes,
ends of edges. `shapes_at_a_time` hold of what stands at one time, as the projection shows it: one
value of a property, one target of an edge of cardinality one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.codes import ALL_CODES
from ontology.export.vocabulary import align, source_of
from ontology.export.writing import OURS, Draft, iri
from ontology.iris import ONTOLOGY, code_iri, edge_class_iri, property_iri, shape_iri
from ontology.model import ANY, Cardinality, DataType, EdgeKind, NodeKind, Property
from ontology.registry import EDGE_KINDS, NODE_KINDS

_DATATYPES: Mapping[DataType, Node] = MappingProxyType(
    {
        DataType.TEXT: XSD.string,
        DataType.TEXTS: XSD.string,
        DataType.INTEGER: XSD.integer,
        DataType.BOOLEAN: XSD.boolean,
        DataType.TIME: XSD.dateTime,
    }
)
# A key part as `ontology.ids` writes it: these characters are escaped within it.
_PART = "[^|:@]+"


def shapes_turtle() -> str:
    """The shapes that hold of every view, as Turtle."""
    draft = Draft()
    _element(draft)
    _claim(draft)
    _edge(draft)
    for kind in NODE_KINDS.values():
        _kind(draft, kind)
    for edge in EDGE_KINDS.values():
        _ends(draft, edge)
    return draft.turtle()


def shapes_at_a_time_turtle() -> str:
    """The shapes that hold of what stands at one time, as Turtle."""
    draft = Draft()
    for kind in NODE_KINDS.values():
        if kind.properties:
            shape = _node_shape(draft, f"{kind.label}.at-a-time", (kind.title_zh, kind.title_en))
            draft.say(shape, "sh:targetClass", OURS[kind.label])
            for declared in kind.properties:
                path = URIRef(property_iri(declared.name))
                name = f"{kind.label}.{declared.name}.at-a-time"
                message = (
                    f"{declared.title_zh}：同一时刻至多一个值",
                    f"{declared.title_en}: at most one value at a time",
                )
                _at_most_one(draft, shape, name, path, message)
    for edge in EDGE_KINDS.values():
        if edge.cardinality is Cardinality.ONE:
            shape = _node_shape(draft, f"{edge.type}.at-a-time", (edge.title_zh, edge.title_en))
            draft.say(shape, "sh:targetSubjectsOf", OURS[edge.type])
            message = (
                f"{edge.type}：同一时刻至多一个终点",
                f"{edge.type}: at most one target at a time",
            )
            _at_most_one(draft, shape, f"{edge.type}.target.at-a-time", OURS[edge.type], message)
    return draft.turtle()


def shapes_graph() -> Graph:
    """Both together, parsed: what a graph as it stands at one time must be."""
    graph = Graph()
    for text in (shapes_turtle(), shapes_at_a_time_turtle()):
        graph.parse(data=text, format="turtle")
    return graph


def id_pattern(kind: NodeKind) -> str:
    r"""The regular expression of the ids of a kind.

    >>> from ontology.registry import NODE_KINDS
    >>> id_pattern(NODE_KINDS["Clause"])
    '^clause:[^|:@]+\\|[^|:@]+$'
    """
    return f"^{kind.prefix}:{re.escape(kind.key_separator).join([_PART] * len(kind.key))}$"


def _node_shape(draft: Draft, name: str, titles: tuple[str, str]) -> URIRef:
    shape = URIRef(shape_iri(name))
    draft.say(shape, "rdf:type", iri("sh:NodeShape"))
    draft.titles(shape, *titles)
    draft.say(shape, "rdfs:isDefinedBy", URIRef(ONTOLOGY))
    return shape


def _property_shape(
    draft: Draft, shape: URIRef, name: str, path: Node, message: tuple[str, str]
) -> URIRef:
    found = URIRef(shape_iri(name))
    draft.say(shape, "sh:property", found)
    draft.say(found, "rdf:type", iri("sh:PropertyShape"))
    draft.say(found, "sh:path", path)
    draft.titles(found, *message, "sh:message")
    return found


def _at_most_one(
    draft: Draft, shape: URIRef, name: str, path: Node, message: tuple[str, str]
) -> None:
    draft.say(_property_shape(draft, shape, name, path, message), "sh:maxCount", Literal(1))


def _element(draft: Draft) -> None:
    """An element has one id and one kind."""
    shape = _node_shape(draft, "Element", ("元素", "element"))
    draft.say(shape, "sh:targetSubjectsOf", OURS.id)
    draft.say(shape, "sh:nodeKind", SH.IRI)
    message = ("一个节点只有一个已声明的种类", "a node is of one declared kind")
    kinds = _property_shape(draft, shape, "Element.kind", RDF.type, message)
    draft.say(kinds, "sh:minCount", Literal(1))
    draft.say(kinds, "sh:maxCount", Literal(1))
    draft.say(kinds, "sh:in", draft.listed(OURS[label] for label in NODE_KINDS))


def _claim(draft: Draft) -> None:
    """A claim says when it holds and how its source stands behind it."""
    shape = _node_shape(draft, "Claim", ("断言", "claim"))
    draft.say(shape, "sh:targetClass", OURS.Claim)
    draft.say(shape, "sh:nodeKind", SH.IRI)
    for name, zh, en in (("valid_from", "有效起", "begin"), ("valid_to", "有效止", "end")):
        message = (f"{zh}须为 UTC 时刻", f"the {en} of a claim is a time in UTC")
        found = _property_shape(draft, shape, f"Claim.{name}", OURS[name], message)
        _once(draft, found)
        _time(draft, found)
    draft.say(URIRef(shape_iri("Claim.valid_from")), "sh:lessThan", OURS.valid_to)
    message = ("确定程度须为代码表中的代码", "the certainty is a code of its list")
    found = _property_shape(draft, shape, "Claim.certainty", OURS.certainty, message)
    _once(draft, found)
    _codes(draft, found, "certainty")
    for edge in EDGE_KINDS.values():
        for declared in edge.properties:
            _value(draft, shape, edge.type, declared)


def _edge(draft: Draft) -> None:
    """An edge, which is made of claims, says the same; its properties are those of its type."""
    shape = _node_shape(draft, "Edge", ("边", "edge"))
    draft.say(shape, "sh:targetClass", OURS.Edge)
    draft.say(shape, "sh:nodeKind", SH.IRI)
    for name in ("valid_from", "valid_to", "certainty"):
        draft.say(shape, "sh:property", URIRef(shape_iri(f"Claim.{name}")))
    for edge in EDGE_KINDS.values():
        if not edge.properties:
            continue
        name = f"{edge.type}.properties"
        own = _node_shape(draft, name, (edge.title_zh, edge.title_en))
        draft.say(own, "sh:targetClass", URIRef(edge_class_iri(edge.type)))
        for declared in edge.properties:
            whole = (".list",) if declared.datatype is DataType.TEXTS else ()
            for part in ("", *whole):
                named = URIRef(shape_iri(f"{edge.type}.{declared.name}{part}"))
                draft.say(own, "sh:property", named)


def _once(draft: Draft, shape: URIRef) -> None:
    draft.say(shape, "sh:minCount", Literal(1))
    draft.say(shape, "sh:maxCount", Literal(1))


def _time(draft: Draft, shape: URIRef) -> None:
    draft.say(shape, "sh:datatype", XSD.dateTime)
    # rdflib, on which pyshacl stands, reads Z as +00:00.
    draft.say(shape, "sh:pattern", Literal(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)$"))


def _codes(draft: Draft, shape: URIRef, codes: str) -> None:
    draft.say(shape, "sh:in", draft.listed(Literal(code) for code in ALL_CODES[codes].codes))
    draft.say(shape, "rdfs:seeAlso", URIRef(code_iri(codes)))


def _kind(draft: Draft, kind: NodeKind) -> None:
    shape = _node_shape(draft, kind.label, (kind.title_zh, kind.title_en))
    draft.say(shape, "sh:targetClass", OURS[kind.label])
    key = kind.key_separator.join(kind.key)
    message = (f"标识须为 {kind.prefix}:{key}", f"the id is {kind.prefix}:{key}")
    found = _property_shape(draft, shape, f"{kind.label}.id", OURS.id, message)
    _once(draft, found)
    draft.say(found, "sh:datatype", XSD.string)
    draft.say(found, "sh:pattern", Literal(id_pattern(kind)))
    for declared in kind.properties:
        _value(draft, shape, kind.label, declared)


def _value(draft: Draft, shape: URIRef, owner: str, declared: Property) -> None:
    """What the values of a property may be; a list has texts as members."""
    path: Node = URIRef(property_iri(declared.name))
    if declared.datatype is DataType.TEXTS:
        message = (f"{declared.title_zh}：应为列表", f"{declared.title_en}: expected a list")
        whole = _property_shape(draft, shape, f"{owner}.{declared.name}.list", path, message)
        draft.say(whole, "sh:nodeKind", SH.BlankNodeOrIRI)
        path = _members(draft, path)
    expected = f" {declared.codes}" if declared.codes else ""
    message = (
        f"{declared.title_zh}：应为 {declared.datatype}{expected}",
        f"{declared.title_en}: expected {declared.datatype}{expected}",
    )
    found = _property_shape(draft, shape, f"{owner}.{declared.name}", path, message)
    draft.titles(found, declared.title_zh, declared.title_en, "sh:name")
    if declared.term:
        draft.say(found, "dcterms:source", source_of(declared.term))
    if declared.unit:
        draft.say(found, "qudt:ucumCode", Literal(declared.unit))
    align(draft, found, f"{owner}.{declared.name}", "skos:closeMatch")
    if declared.datatype is DataType.TIME:
        _time(draft, found)
    elif declared.datatype is DataType.NUMBER:
        # A number is xsd:decimal or xsd:double: what can be compared with one. One constraint takes
        # a tenth of the time of sh:or between two.
        draft.say(found, "sh:minInclusive", Literal("-1.7976931348623157e308", datatype=XSD.double))
    else:
        draft.say(found, "sh:datatype", _DATATYPES[declared.datatype])
    if declared.codes:
        _codes(draft, found, declared.codes)


def _members(draft: Draft, path: Node) -> Node:
    """The path to the members of a list."""
    rest = draft.blank()
    draft.say(rest, "sh:zeroOrMorePath", RDF.rest)
    return draft.listed([path, rest, RDF.first])


def _ends(draft: Draft, edge: EdgeKind) -> None:
    """An edge runs between elements of the kinds it admits."""
    for end, target, labels, zh, en in (
        ("source", "sh:targetSubjectsOf", edge.sources, "起点", "starts"),
        ("target", "sh:targetObjectsOf", edge.targets, "终点", "ends"),
    ):
        shape = _node_shape(
            draft, f"{edge.type}.{end}", (f"{edge.title_zh}：{zh}", f"{edge.title_en}: {end}")
        )
        draft.say(shape, target, OURS[edge.type])
        draft.say(shape, "sh:nodeKind", SH.IRI)
        draft.titles(
            shape,
            f"{edge.type} 的{zh}应合于 {edge.pattern}",
            f"{edge.type} {en} as in {edge.pattern}",
            "sh:message",
        )
        if labels == (ANY,):
            continue
        if len(labels) == 1:
            draft.say(shape, "sh:class", OURS[labels[0]])
        else:
            choices = []
            for label in labels:
                choice = draft.blank()
                draft.say(choice, "sh:class", OURS[label])
                choices.append(choice)
            draft.say(shape, "sh:or", draft.listed(choices))
