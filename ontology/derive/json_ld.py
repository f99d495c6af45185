"""The JSON-LD 1.1 context: an element as a plain JSON object, read as RDF.

An element's `@id` is `suyuan:element:KIND:KEY` (see `ontology.iris.element_iri`), its `@type` the
label of its kind. Properties and edges keep their names; a number is a string, with the digits of
its source. A name whose datatype depends on the kind is declared within that kind.
"""

from __future__ import annotations

from collections import defaultdict

from ontology.iris import NAMESPACE, PREFIXES, property_iri
from ontology.model import DataType, Property
from ontology.registry import EDGE_KINDS, NODE_KINDS

Context = dict[str, "str | Context"]
_TYPES = {
    DataType.NUMBER: "xsd:decimal",
    DataType.INTEGER: "xsd:integer",
    DataType.BOOLEAN: "xsd:boolean",
    DataType.TIME: "xsd:dateTime",
}
_PREFIXES = ("prov", "suyuan", "xsd")


def json_ld_context() -> dict[str, Context]:
    """The document `{"@context": …}`."""
    context: Context = {prefix: PREFIXES[prefix] for prefix in _PREFIXES}
    datatypes = _datatypes()
    context["id"] = f"{NAMESPACE}id"
    for time in ("valid_from", "valid_to"):
        context[time] = {"@id": NAMESPACE + time, "@type": "xsd:dateTime"}
    context["certainty"] = f"{NAMESPACE}certainty"
    for kind in NODE_KINDS.values():
        own: Context = {
            declared.name: _term(declared)
            for declared in kind.properties
            if len(datatypes[declared.name]) > 1
        }
        here: Context = {"@id": NAMESPACE + kind.label}
        if own:
            here["@context"] = own
        context[kind.label] = here
    for edge in EDGE_KINDS.values():
        context[edge.type] = {"@id": NAMESPACE + edge.type, "@type": "@id"}
    for declared in _declared():
        if len(datatypes[declared.name]) == 1:
            context[declared.name] = _term(declared)
    return {"@context": context}


def _declared() -> list[Property]:
    of_nodes = [declared for kind in NODE_KINDS.values() for declared in kind.properties]
    return of_nodes + [declared for edge in EDGE_KINDS.values() for declared in edge.properties]


def _datatypes() -> dict[str, set[DataType]]:
    """The datatypes that each name of a property is declared with."""
    found: dict[str, set[DataType]] = defaultdict(set)
    for declared in _declared():
        found[declared.name].add(declared.datatype)
    return found


def _term(declared: Property) -> Context:
    term: Context = {"@id": property_iri(declared.name)}
    if declared.datatype is DataType.TEXTS:
        return term | {"@container": "@list"}
    coerced = _TYPES.get(declared.datatype)
    return term if coerced is None else term | {"@type": coerced}
