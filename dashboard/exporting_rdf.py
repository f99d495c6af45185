"""Claims in RDF: each is a named graph of what it says, and of that graph it is told who says so.

In the graph `urn:suyuan:claim:HASH` stands the node with its kind, id and properties, or the edge.
In the default graph stand the period, certainty and source of that claim, the properties of an
edge, when it was recorded and retracted, and each place where it was read (PROV-O). The terms are
those of docs/reference/standards/ontology.ttl; numbers keep the digits of their source.

How a claim is written in each form: `claim_forms`. Claims stand in the order of their hashes, the
lines of one in order: what a ledger holds gives the same bytes on every day. Nothing is left out
but the words of the sources, which the originals keep. Of a claim that came from another ledger its
origin there is told, so that a file that is imported and exported again is the same file
(`loaders.claims_rdf` reads it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from dashboard.claim_forms import ClaimForm
from dashboard.claim_order import Block, in_order
from dashboard.claim_patterns import Patterns
from dashboard.turtle import Statement
from graph.ledger import (
    Ledger,
    LedgerReader,
    Occurrence,
    Origin,
    StoredClaim,
    origin_of,
    reading_order,
)
from ontology import (
    NAMESPACE,
    PLAIN,
    claim_iri,
    element_iri,
    expanded,
    list_iri,
    literal,
    literal_type,
    original_iri,
    property_iri,
    reading_iri,
    source_iri,
)

_TYPE = f"<{expanded('rdf:type')}>"
_LABEL = f"<{expanded('rdfs:label')}>"
_FIRST, _REST, _NIL = (f"<{expanded(f'rdf:{name}')}>" for name in ("first", "rest", "nil"))


def claims_in(form: ClaimForm, ledger: Ledger, source_id: str | None = None) -> Iterator[str]:
    """The text of each claim in order; before the first stand the sources and originals."""
    families: dict[str, str] = {}
    names: dict[bytes, str] = {}
    patterns = Patterns(lambda *claim: _pattern_text(form, *claim), form.word, form.quoted)

    def blocks() -> Iterator[Block]:
        for stored in LedgerReader(ledger).every_claim(source_id):
            origin = origin_of(stored)
            families[stored.source_id] = stored.family
            for one in origin.readings:
                names[one.sha256] = min(names.get(one.sha256, one.file_name), one.file_name)
            text = patterns.text(stored, origin)
            yield stored.claim_id.hex(), _text(form, stored, origin) if text is None else text

    texts = in_order(blocks())
    last = next(texts, None)
    if last is None:
        if form.end:  # what the head opens is closed, whatever is in it
            yield form.head.removesuffix("\n") + form.end
        return
    about = form.text("", [], sorted(_described(families, names)))
    last = f"{form.head}{about}{form.between}\n{last}"
    for text in texts:
        yield last + form.between
        last = text
    yield last + form.end


def _text(form: ClaimForm, stored: StoredClaim, origin: Origin) -> str:
    """A claim, whatever it is like."""
    graph = claim_iri(stored.claim_id.hex())
    return form.text(graph, sorted(_said(stored)), sorted(_about(stored, origin)))


def _pattern_text(form: ClaimForm, stored: StoredClaim, origin: Origin) -> str | None:
    """The same, where the order of the statements is that of all claims of the shape."""
    both = (_said(stored), _about(stored, origin))
    if any(len({one[:2] for one in found}) < len(found) for found in both):
        return None
    return _text(form, stored, origin)


def _said(stored: StoredClaim) -> list[Statement]:
    """What the claim says: a node with its properties, or an edge."""
    claim = stored.claim
    subject = f"<{element_iri(claim.subject)}>"
    if claim.object is not None:
        return [(subject, f"<{NAMESPACE}{claim.kind}>", f"<{element_iri(claim.object)}>")]
    return [
        (subject, _TYPE, f"<{NAMESPACE}{claim.kind}>"),
        (subject, f"<{NAMESPACE}id>", literal(claim.subject)),
        *_properties(stored, subject),
    ]


def _about(stored: StoredClaim, origin: Origin) -> list[Statement]:
    """Of the claim: when what it says holds, who says so, where, and since when it is known."""
    claim, digest = stored.claim, stored.claim_id.hex()
    node = f"<{claim_iri(digest)}>"
    found = [
        (node, _TYPE, f"<{NAMESPACE}Claim>"),
        (node, f"<{NAMESPACE}valid_from>", literal(claim.valid_from, "dateTime")),
        (node, f"<{NAMESPACE}valid_to>", literal(claim.valid_to, "dateTime")),
        (node, f"<{NAMESPACE}certainty>", literal(str(claim.certainty))),
        (node, _prov("wasAttributedTo"), f"<{source_iri(stored.source_id)}>"),
        (node, _prov("generatedAtTime"), literal(origin.recorded_at, "dateTime")),
    ]
    if origin.retracted_at is not None:
        found.append((node, _prov("invalidatedAtTime"), literal(origin.retracted_at, "dateTime")))
    if origin.reason is not None:
        found.append((node, f"<{NAMESPACE}retraction_reason>", literal(origin.reason)))
    if claim.object is not None:
        found += _properties(stored, node)
    readings = {reading_order(one): one for one in origin.readings}
    for number, order in enumerate(sorted(readings)):
        found += _reading(node, f"<{reading_iri(digest, number)}>", readings[order])
    # One original may be read in several places, but is told once.
    return list(dict.fromkeys(found))


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


def _described(families: Mapping[str, str], names: Mapping[bytes, str]) -> Iterator[Statement]:
    """The sources with their families, and the originals with the names of their files."""
    for source_id, family in families.items():
        source = f"<{source_iri(source_id)}>"
        yield source, _TYPE, _prov("Agent")
        yield source, _LABEL, literal(source_id)
        yield source, f"<{NAMESPACE}family>", literal(family)
    for digest, name in names.items():
        original = f"<{original_iri(digest.hex())}>"
        yield original, _TYPE, _prov("Entity")
        yield original, _LABEL, literal(name)


def _properties(stored: StoredClaim, subject: str) -> Iterator[Statement]:
    claim, digest = stored.claim, stored.claim_id.hex()
    for name, value in claim.properties.items():
        predicate = f"<{property_iri(name)}>"
        if isinstance(value, tuple):
            cells = [f"<{list_iri(digest, name, n)}>" for n in range(len(value))]
            yield subject, predicate, cells[0] if cells else _NIL
            for cell, member, rest in zip(cells, value, [*cells, _NIL][1:], strict=True):
                yield cell, _FIRST, literal(member)
                yield cell, _REST, rest
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            datatype = literal_type(claim.kind, name, value)
            yield subject, predicate, literal(text, None if datatype == PLAIN else datatype)


@lru_cache(maxsize=64)
def _prov(name: str) -> str:
    return f"<{expanded(f'prov:{name}')}>"
