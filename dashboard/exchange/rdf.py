"""The graph in Turtle and JSON-LD: nodes, and edges with their properties.

A node has its kind, id and properties. An edge is a thing of its own, `suyuan:Edge`, with subject,
predicate and object (RDF reification), period and properties, whenever it holds; and what holds
today is also said plainly, as one statement. Both forms say the same statements.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import IO, NamedTuple

from dashboard.turtle import prefixes, short
from graph.element import Element, GraphValue
from graph.ledger import LedgerReader
from graph.projection import stream_elements, stream_nodes
from ontology import (
    EDGE_KINDS,
    NAMESPACE,
    PLAIN,
    PREFIXES,
    claim_iri,
    edge_class_iri,
    edge_iri,
    element_iri,
    expanded,
    format_valid,
    literal,
    literal_type,
    property_iri,
)

_TIMES = ("valid_from", "valid_to")
_OWN = (*_TIMES, "certainty", "n_claims", "stub")
_TYPE, _DERIVED = expanded("rdf:type"), expanded("prov:wasDerivedFrom")
_ENDS = tuple(expanded(f"rdf:{name}") for name in ("subject", "predicate", "object"))
_CONTEXT = {name: PREFIXES[name] for name in ("prov", "rdf", "suyuan", "xsd")}
_IRI, _LIST = "iri", "list"


class _Told(NamedTuple):
    """One thing told: predicate, datatype (or `iri`, `list`) and the value or the texts."""

    predicate: str
    datatype: str
    value: str | list[str]


_About = tuple[str, list[_Told]]


def write_turtle(reader: LedgerReader, stream: IO[str]) -> dict[str, int]:
    """Write the graph at the reader's position; returns how many nodes and edges."""
    counts = {"nodes": 0, "edges": 0}
    stream.write(prefixes())
    for subject, told in _everything(reader, counts):
        first, *rest = [f"{short(f'<{one.predicate}>')} {_turtle_object(one)}" for one in told]
        stream.write(" ;\n ".join([f"{short(f'<{subject}>')} {first}", *rest]) + " .\n")
    return counts


def write_json_ld(reader: LedgerReader, stream: IO[str]) -> dict[str, int]:
    """The same as JSON-LD 1.1."""
    counts = {"nodes": 0, "edges": 0}
    stream.write('{"@context": ' + json.dumps(_CONTEXT) + ', "@graph": [')
    mark = "\n"
    for subject, told in _everything(reader, counts):
        stream.write(mark + json.dumps(_json_object(subject, told), ensure_ascii=False))
        mark = ",\n"
    stream.write("\n]}\n")
    return counts


def _everything(reader: LedgerReader, counts: dict[str, int]) -> Iterator[_About]:
    now = format_valid(datetime.now(UTC))
    for element in chain(stream_nodes(reader), stream_elements(reader, edges=True)):
        if element.object is None:
            counts["nodes"] += 1
            yield element_iri(element.subject), _node(element)
            continue
        counts["edges"] += 1
        source, target = element_iri(element.subject), element_iri(element.object)
        name = edge_iri(element.kind, element.subject, element.object, element.valid_from)
        kind = NAMESPACE + element.kind
        ends = (_Told(p, _IRI, end) for p, end in zip(_ENDS, (source, kind, target), strict=True))
        yield name, [*_kinds(element.kind), *ends, *_properties(element)]
        if element.valid_from <= now < str(element.properties["valid_to"]):
            yield source, [_Told(kind, _IRI, target)]


def _kinds(kind: str) -> Iterator[_Told]:
    """An edge is of the class of all edges, and of that of its type where that has properties."""
    yield _Told(_TYPE, _IRI, f"{NAMESPACE}Edge")
    if EDGE_KINDS[kind].properties:
        yield _Told(_TYPE, _IRI, edge_class_iri(kind))


def _node(node: Element) -> list[_Told]:
    return [
        _Told(_TYPE, _IRI, NAMESPACE + node.kind),
        _Told(f"{NAMESPACE}id", PLAIN, node.subject),
        *_properties(node),
    ]


def _properties(element: Element) -> Iterator[_Told]:
    for name, value in element.properties.items():
        if name == "claims":
            continue
        predicate = NAMESPACE + name if name in _OWN else property_iri(name)
        if isinstance(value, list):
            yield _Told(predicate, _LIST, value)
        else:
            yield _Told(predicate, *_term(element.kind, name, value))
    claims = element.properties.get("claims", [])
    for claim in claims if isinstance(claims, list) else []:
        yield _Told(_DERIVED, _IRI, claim_iri(claim))


def _term(kind: str, name: str, value: GraphValue) -> tuple[str, str]:
    if isinstance(value, float) and math.isinf(value):
        return "double", "INF" if value > 0 else "-INF"
    if isinstance(value, bool):
        return "boolean", str(value).lower()
    return ("dateTime" if name in _TIMES else literal_type(kind, name, value)), str(value)


def _turtle_object(one: _Told) -> str:
    if isinstance(one.value, list):
        return f"( {' '.join(map(literal, one.value))} )" if one.value else "()"
    if one.datatype == _IRI:
        return short(f"<{one.value}>")
    quoted = literal(one.value)
    return quoted if one.datatype == PLAIN else f"{quoted}^^xsd:{one.datatype}"


def _json_object(subject: str, told: list[_Told]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for one in told:
        if one.predicate != _TYPE:
            found.setdefault(_compact(one.predicate), []).append(_json_value(one))
    kinds = [_compact(str(one.value)) for one in told if one.predicate == _TYPE]
    return {"@id": _compact(subject), **({"@type": kinds} if kinds else {}), **found}


def _json_value(one: _Told) -> dict[str, object]:
    if isinstance(one.value, list):
        return {"@list": one.value}
    if one.datatype == _IRI:
        return {"@id": _compact(one.value)}
    if one.datatype == PLAIN:
        return {"@value": one.value}
    return {"@value": one.value, "@type": f"xsd:{one.datatype}"}


def _compact(iri: str) -> str:
    """An IRI with one of the prefixes of the context."""
    for prefix, namespace in _CONTEXT.items():
        if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
