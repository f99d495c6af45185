"""Claims in RDF: each is a named graph of what it says, and of that graph it is told who says so.

In the graph `urn:suyuan:claim:HASH` stands the node with its kind, id and properties, or the edge.
In the default graph stand the period, certainty and source of that claim, the properties of an
edge, when it was recorded and retracted, and each place where it was read (PROV-O). The terms are
those of docs/reference/standards/ontology.ttl; numbers keep the digits of their source.

Claims stand in the order of their hashes, the lines of one in order: what a ledger holds gives the
same bytes on every day. Nothing is left out but the words of the sources, which the originals keep.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache

from graph import PropertyValue
from graph.ledger import Ledger, LedgerReader, Occurrence, StoredClaim
from ontology import (
    EDGE_KINDS,
    NAMESPACE,
    NODE_KINDS,
    DataType,
    claim_iri,
    element_iri,
    expanded,
    original_iri,
    property_iri,
    source_iri,
)

Statement = tuple[str, str, str]
Block = tuple[str, str]
_RUN = 50_000
"""Claims that are sorted at once; more are merged from temporary files."""
_ESCAPES = str.maketrans(
    {
        **{chr(n): f"\\u{n:04X}" for n in (*range(0x20), 0x7F)},
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_TYPE = f"<{expanded('rdf:type')}>"
_LABEL = f"<{expanded('rdfs:label')}>"
_FIRST, _REST, _NIL = (f"<{expanded(f'rdf:{name}')}>" for name in ("first", "rest", "nil"))


def nquads(ledger: Ledger, source_id: str | None = None) -> Iterator[str]:
    """All claims as N-Quads, the lines of one claim at a time."""
    return _exported(ledger, source_id, _as_nquads)


def trig(ledger: Ledger, source_id: str | None = None) -> Iterator[str]:
    """All claims as TriG, one claim at a time."""
    return _exported(ledger, source_id, _as_trig)


def _exported(
    ledger: Ledger,
    source_id: str | None,
    form: Callable[[str, list[Statement], list[Statement]], str],
) -> Iterator[str]:
    """The text of each claim in order; before the first stand the sources and originals."""
    described: set[Statement] = set()

    def blocks() -> Iterator[Block]:
        for stored in LedgerReader(ledger).every_claim(source_id):
            graph = claim_iri(stored.claim_id.hex())
            said, about = _said(stored, graph), _about(stored, graph)
            described.update(_described(stored))
            yield graph, form(graph, sorted(said), sorted(about))

    texts = _in_order(blocks())
    for first in texts:
        yield "\n".join([*map(_line, sorted(described)), first])
        break
    yield from texts


def _in_order(blocks: Iterable[Block]) -> Iterator[str]:
    """The texts in the order of their graphs, in little memory."""
    runs: list[Iterable[Block]] = []
    kept: list[Block] = []
    with ExitStack() as stack:
        for block in blocks:
            kept.append(block)
            if len(kept) == _RUN:
                file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
                file.writelines(json.dumps(one) + "\n" for one in sorted(kept))
                file.seek(0)
                runs.append((graph, text) for graph, text in map(json.loads, file))
                kept = []
        yield from (text for _, text in heapq.merge(*runs, sorted(kept)))


def _as_nquads(graph: str, said: list[Statement], about: list[Statement]) -> str:
    return "\n".join(
        [*(f"{' '.join(statement)} <{graph}> ." for statement in said), *map(_line, about)]
    )


def _as_trig(graph: str, said: list[Statement], about: list[Statement]) -> str:
    return "\n".join([f"<{graph}> {{", *map(_line, said), "}", *map(_line, about)])


def _line(statement: Statement) -> str:
    return f"{' '.join(statement)} ."


def _said(stored: StoredClaim, graph: str) -> list[Statement]:
    """What the claim says: a node with its properties, or an edge."""
    claim = stored.claim
    subject = f"<{element_iri(claim.subject)}>"
    if claim.object is not None:
        return [(subject, f"<{NAMESPACE}{claim.kind}>", f"<{element_iri(claim.object)}>")]
    return [
        (subject, _TYPE, f"<{NAMESPACE}{claim.kind}>"),
        (subject, f"<{NAMESPACE}id>", literal(claim.subject)),
        *_properties(stored, subject, graph),
    ]


def _about(stored: StoredClaim, graph: str) -> list[Statement]:
    """Of the claim: when what it says holds, who says so, where, and since when it is known."""
    claim, node = stored.claim, f"<{graph}>"
    found = [
        (node, _TYPE, f"<{NAMESPACE}Claim>"),
        (node, f"<{NAMESPACE}valid_from>", literal(claim.valid_from, "dateTime")),
        (node, f"<{NAMESPACE}valid_to>", literal(claim.valid_to, "dateTime")),
        (node, f"<{NAMESPACE}certainty>", literal(str(claim.certainty))),
        (node, _prov("wasAttributedTo"), f"<{source_iri(stored.source_id)}>"),
        (node, _prov("generatedAtTime"), literal(stored.recorded_at, "dateTime")),
    ]
    if stored.retracted_at is not None:
        found.append((node, _prov("invalidatedAtTime"), literal(stored.retracted_at, "dateTime")))
    if stored.reason is not None:
        found.append((node, f"<{NAMESPACE}retraction_reason>", literal(stored.reason)))
    if claim.object is not None:
        found += _properties(stored, node, graph)
    for number, occurrence in enumerate(sorted(set(stored.occurrences), key=_read_order)):
        found += _reading(node, f"<{graph}:read:{number}>", occurrence)
    return found


def _read_order(occurrence: Occurrence) -> tuple[str, ...]:
    place = occurrence.place
    found = (place.line, place.column, place.offset, place.length)
    numbers = tuple("" if n is None else f"{n:020d}" for n in found)
    return (occurrence.sha256.hex(), occurrence.file_name, *numbers, place.locator)


def _reading(claim: str, node: str, occurrence: Occurrence) -> Iterator[Statement]:
    """One place where the claim was read, by a loader, in an original."""
    original = f"<{original_iri(occurrence.sha256.hex())}>"
    yield claim, _prov("wasDerivedFrom"), original
    yield claim, _prov("qualifiedDerivation"), node
    yield node, _TYPE, _prov("Derivation")
    yield node, _prov("entity"), original
    yield node, f"<{NAMESPACE}loader>", literal(occurrence.loader)
    place = occurrence.place
    for name in ("line", "column", "offset", "length"):
        value = getattr(place, name)
        if value is not None:
            yield node, f"<{NAMESPACE}{name}>", literal(str(value), "integer")
    if place.locator:
        yield node, f"<{NAMESPACE}locator>", literal(place.locator)


def _described(stored: StoredClaim) -> Iterator[Statement]:
    """The source of a claim and the originals it was read in."""
    source = f"<{source_iri(stored.source_id)}>"
    yield source, _TYPE, _prov("Agent")
    yield source, _LABEL, literal(stored.source_id)
    yield source, f"<{NAMESPACE}family>", literal(stored.family)
    for occurrence in stored.occurrences:
        original = f"<{original_iri(occurrence.sha256.hex())}>"
        yield original, _TYPE, _prov("Entity")
        yield original, _LABEL, literal(occurrence.file_name)


def _properties(stored: StoredClaim, subject: str, graph: str) -> Iterator[Statement]:
    claim = stored.claim
    for name, value in claim.properties.items():
        predicate = f"<{property_iri(name)}>"
        if isinstance(value, tuple):
            cells = [f"_:c{graph[-64:]}p{name.encode().hex()}n{n}" for n in range(len(value))]
            yield subject, predicate, cells[0] if cells else _NIL
            for cell, member, rest in zip(cells, value, [*cells, _NIL][1:], strict=True):
                yield cell, _FIRST, literal(member)
                yield cell, _REST, rest
        else:
            yield subject, predicate, _value(value, _declared(claim.kind, name))


def _value(value: PropertyValue, declared: DataType | None) -> str:
    if isinstance(value, bool):
        return literal(str(value).lower(), "boolean")
    text = str(value)
    if isinstance(value, int):
        return literal(text, "integer")
    if declared is DataType.NUMBER:
        return literal(text, "double" if "e" in text.lower() else "decimal")
    return literal(text, "dateTime" if declared is DataType.TIME else None)


@lru_cache(maxsize=8192)
def _declared(kind: str, name: str) -> DataType | None:
    element = NODE_KINDS.get(kind) or EDGE_KINDS.get(kind)
    properties = () if element is None else element.properties
    return next((found.datatype for found in properties if found.name == name), None)


def literal(text: str, datatype: str | None = None) -> str:
    """A literal of N-Quads, of a type of XML Schema or a plain string."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return quoted if datatype is None else f"{quoted}^^<{expanded(f'xsd:{datatype}')}>"


def _prov(name: str) -> str:
    return f"<{expanded(f'prov:{name}')}>"
