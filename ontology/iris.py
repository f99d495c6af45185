"""IRIs: how kinds, edges, properties, codes, elements and claims are named outside the graph.

All of ours are below `urn:suyuan:`: we own no domain, and a name that resolves nowhere must not
look as if it did. A kind, an edge and a declared property keep their own names, so that what is
read in RDF is found again in Cypher.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote, unquote

from ontology.registry import EDGE_KINDS, NODE_KINDS

NAMESPACE = "urn:suyuan:"
ONTOLOGY = f"{NAMESPACE}ontology"
# Vocabularies with a namespace of IRIs. WMDR 1.0, the DCC and D-SI are XML only: their names are
# given as qualified names (see `ontology.alignments`), never as IRIs that nobody published.
PREFIXES = {
    "code": f"{NAMESPACE}code:",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": f"{NAMESPACE}shape:",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "ssn": "http://www.w3.org/ns/ssn/",
    "suyuan": NAMESPACE,
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DECLARED = frozenset(
    {found.name for kind in NODE_KINDS.values() for found in kind.properties}
    | {found.name for edge in EDGE_KINDS.values() for found in edge.properties}
)
_ELEMENT = f"{NAMESPACE}element:"
_CLAIM = f"{NAMESPACE}claim:"
_SAFE = ":@/"
_PLAIN_ID = re.compile(rf"[A-Za-z0-9_.~{_SAFE}-]*+\Z")  # what `quote` leaves as it is


def expanded(curie: str) -> str:
    """The IRI of a name with a prefix of `PREFIXES`.

    >>> expanded("sosa:Platform")
    'http://www.w3.org/ns/sosa/Platform'
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def property_iri(name: str) -> str:
    """The IRI of a property; one that only a source knows stands below `property:`.

    >>> property_iri("elevation_m"), property_iri("备注 1")
    ('urn:suyuan:elevation_m', 'urn:suyuan:property:%E5%A4%87%E6%B3%A8%201')
    """
    if name in _DECLARED:
        return NAMESPACE + name
    return f"{NAMESPACE}property:{quote(name, safe='')}"


def property_name(iri: str) -> str | None:
    """The property that an IRI of `property_iri` names, or None for any other IRI.

    >>> property_name("urn:suyuan:elevation_m"), property_name("urn:suyuan:property:elevation_m")
    ('elevation_m', None)
    """
    name = iri.removeprefix(NAMESPACE)
    if name in _DECLARED:
        return name
    found = unquote(name.removeprefix("property:"))
    return found if found not in _DECLARED and property_iri(found) == iri else None


def element_iri(node_id: str) -> str:
    """The IRI of a node, from which `element_id` gives the id again.

    >>> element_iri("location:53463|cma%3A1|2013")
    'urn:suyuan:element:location:53463%7Ccma%253A1%7C2013'
    """
    return _ELEMENT + (node_id if _PLAIN_ID.match(node_id) else quote(node_id, safe=_SAFE))


def element_id(iri: str) -> str | None:
    """The id of the node that an IRI of ours names, or None for any other IRI.

    >>> element_id("urn:suyuan:element:location:53463%7Ccma%253A1%7C2013")
    'location:53463|cma%3A1|2013'
    """
    return unquote(iri.removeprefix(_ELEMENT)) if iri.startswith(_ELEMENT) else None


def edge_iri(kind: str, source: str, target: str, valid_from: str) -> str:
    """The IRI of an edge, by its type, its ends and when it begins.

    >>> edge_iri("LOCATED_AT", "station:1", "location:1|a|0", "0001-01-01T00:00:00Z")
    'urn:suyuan:edge:LOCATED_AT.0618348024226bff9534f77a'
    """
    digest = sha256(f"{source} {target} {valid_from}".encode()).hexdigest()
    return f"{NAMESPACE}edge:{kind}.{digest[:24]}"


def code_iri(list_name: str, code: str | None = None) -> str:
    """The IRI of a code list, or of one of its codes.

    >>> code_iri("hop_state", "failed")
    'urn:suyuan:code:hop_state.failed'
    """
    scheme = PREFIXES["code"] + list_name
    return scheme if code is None else f"{scheme}.{quote(code, safe='')}"


def edge_class_iri(kind: str) -> str:
    """The IRI of the class of the edges of a type that has properties.

    >>> edge_class_iri("CITES")
    'urn:suyuan:Edge.CITES'
    """
    return f"{NAMESPACE}Edge.{kind}"


def shape_iri(name: str) -> str:
    """The IRI of a shape, such as that of `Station.name`."""
    return PREFIXES["shape"] + name


def claim_iri(claim: str) -> str:
    """The IRI of a claim, and of the graph of what it says, by its hash or its short id."""
    return _CLAIM + claim


def reading_iri(claim: str, number: int) -> str:
    """The IRI of one place where a claim was read, below that of the claim."""
    return f"{claim_iri(claim)}:read:{number}"


def list_iri(claim: str, name: str, number: int) -> str:
    """The IRI of one cell of the list of texts that a claim gives for a property.

    A blank node would do in one file, but every tool is free to give it another name.
    """
    return f"{claim_iri(claim)}:list:{quote(name, safe='')}:{number}"


def saying_iri(claim: str, number: int) -> str:
    """The IRI of one statement that a claim makes, below the IRI of the claim.

    For forms without named graphs, where what a claim says is told as `rdf:Statement`s.
    """
    return f"{claim}:says:{number}"


def claim_of(iri: str) -> str | None:
    """The hash of the claim that an IRI names or stands below, or None for any other IRI.

    >>> claim_of("urn:suyuan:claim:ab:read:0")
    'ab'
    """
    if not iri.startswith(_CLAIM):
        return None
    return iri[len(_CLAIM) :].partition(":")[0]


def source_iri(source_id: str) -> str:
    """The IRI of a source.

    >>> source_iri("sample/stations.csv")
    'urn:suyuan:source:sample%2Fstations.csv'
    """
    return f"{NAMESPACE}source:{quote(source_id, safe='')}"


def original_iri(sha256: str) -> str:
    """The IRI of the bytes of a file, by their hash."""
    return f"urn:sha256:{sha256}"
