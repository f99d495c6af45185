"""Rows of claims, of a table or of GraphML, as the statements that an export in RDF has of them.

So a row is held to the very rules of a claim in RDF, and is proved by its hash. A row tells its
source and originals too: they are to be the same in all rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph import Place, PropertyValue
from graph.ledger import ToldClaim, ToldReading
from loaders.claims_rdf.grouping import Group
from loaders.claims_rdf.rules import RefusalError, names_people
from loaders.claims_rdf.statements import IRI, TEXT, Statement
from loaders.claims_rdf.stating import Described
from ontology import (
    LIST,
    NAMESPACE,
    PLAIN,
    claim_iri,
    element_iri,
    expanded,
    list_iri,
    literal_type,
    original_iri,
    property_iri,
    source_iri,
)

_TYPE, _LABEL = expanded("rdf:type"), expanded("rdfs:label")
_FIRST, _REST, _NIL = (expanded(f"rdf:{name}") for name in ("first", "rest", "nil"))
_BY, _SINCE, _UNTIL = (
    expanded(f"prov:{name}") for name in ("wasAttributedTo", "generatedAtTime", "invalidatedAtTime")
)
_ORIGINAL, _READING = expanded("prov:wasDerivedFrom"), expanded("prov:qualifiedDerivation")
_ENTITY = expanded("prov:entity")
_NUMBERS = ("line", "column", "offset", "length")


def group_of(told: ToldClaim, place: Place) -> Group:
    """The statements about the claim of a row. Raises `RefusalError` where a value is missing."""
    group = Group("", told.claim or "", place, [])
    group.statements.extend(_statements(told, place.line or 0, claim_iri(group.claim)))
    return group


def describe(told: ToldClaim, place: Place, described: Described) -> None:
    """Take what a row tells of its source and originals.

    Raises `RefusalError` for what none may be, or where another row tells otherwise.
    """
    line = place.line or 0
    if told.source is None or told.family is None:
        raise RefusalError(line, "source", told.source or "", "missing")
    iri = source_iri(told.source)
    known = described.sources.get(iri)
    if known is None:
        agent = Statement(line, iri, _TYPE, IRI, expanded("prov:Agent"), None)
        named = _text(agent, _LABEL, told.source)
        family = _text(agent, f"{NAMESPACE}family", told.family)
        described.take(Group(iri, "", place, [agent, named, family]))
    elif known[1] != told.family:
        raise RefusalError(line, "family", told.family, "twice")
    for one in told.readings:
        _describe(one, line, place, described)


def _describe(one: ToldReading, line: int, place: Place, described: Described) -> None:
    if one.sha256 is None or one.file is None:
        raise RefusalError(line, "place", one.sha256 or "", "missing")
    iri = original_iri(one.sha256)
    known = described.originals.get(iri)
    if known is None:
        entity = Statement(line, iri, _TYPE, IRI, expanded("prov:Entity"), None)
        described.take(Group(iri, "", place, [entity, _text(entity, _LABEL, one.file)]))
    elif known != one.file:
        raise RefusalError(line, "file", one.file, "twice")


def _text(statement: Statement, predicate: str, text: str) -> Statement:
    """A text told of the same subject."""
    return statement._replace(predicate=predicate, datatype=TEXT, value=text)


def _statements(told: ToldClaim, line: int, own: str) -> Iterator[Statement]:
    subject = element_iri(told.subject or "")
    if told.object is not None:
        kind, end = NAMESPACE + (told.kind or ""), element_iri(told.object)
        yield Statement(line, subject, kind, IRI, end, own)
        owner: str = own
        graph: str | None = None
    else:
        yield Statement(line, subject, _TYPE, IRI, NAMESPACE + (told.kind or ""), own)
        yield Statement(line, subject, f"{NAMESPACE}id", TEXT, told.subject or "", own)
        owner, graph = subject, own
    for name, value in told.properties:
        yield from _property(told, Statement(line, owner, name, TEXT, "", graph), value)
    yield Statement(line, own, _TYPE, IRI, f"{NAMESPACE}Claim", None)
    for predicate, datatype, text in (
        (f"{NAMESPACE}valid_from", "dateTime", told.valid_from),
        (f"{NAMESPACE}valid_to", "dateTime", told.valid_to),
        (f"{NAMESPACE}certainty", TEXT, told.certainty),
        (_BY, IRI, None if told.source is None else source_iri(told.source)),
        (_SINCE, "dateTime", told.recorded_at),
        (_UNTIL, "dateTime", told.retracted_at),
        (f"{NAMESPACE}retraction_reason", TEXT, told.reason),
    ):
        if text is not None:
            yield Statement(line, own, predicate, datatype, text, None)
    for number, one in enumerate(told.readings):
        # The order of names is that of the readings, of ten too.
        yield from _reading(one, line, own, f"{own}:read:{number:09d}")


def _property(
    told: ToldClaim, empty: Statement, value: PropertyValue | None
) -> Iterator[Statement]:
    """One property; `empty`: the statement without what is said, its predicate the bare name."""
    name = empty.predicate
    if value is None:
        raise RefusalError(empty.line, name, "", "missing")
    predicate = name if names_people(name) else property_iri(name)
    datatype = literal_type(told.kind or "", name, value)
    if isinstance(value, tuple):
        cells = [list_iri(told.claim or "", name, n) for n in range(len(value))]
        ends = [*cells, _NIL]
        yield empty._replace(predicate=predicate, datatype=IRI, value=ends[0])
        for cell, text, rest in zip(cells, value, ends[1:], strict=True):
            yield empty._replace(subject=cell, predicate=_FIRST, value=text)
            yield empty._replace(subject=cell, predicate=_REST, datatype=IRI, value=rest)
        return
    text = str(value).lower() if isinstance(value, bool) else str(value)
    kind = TEXT if datatype in (PLAIN, LIST) else datatype
    yield empty._replace(predicate=predicate, datatype=kind, value=text)


def _reading(one: ToldReading, line: int, own: str, node: str) -> Iterator[Statement]:
    original = original_iri(one.sha256 or "")
    yield Statement(line, own, _ORIGINAL, IRI, original, None)
    yield Statement(line, own, _READING, IRI, node, None)
    yield Statement(line, node, _TYPE, IRI, expanded("prov:Derivation"), None)
    yield Statement(line, node, _ENTITY, IRI, original, None)
    if one.loader is not None:
        yield Statement(line, node, f"{NAMESPACE}loader", TEXT, one.loader, None)
    for name, number in zip(_NUMBERS, one.numbers, strict=True):
        if number is not None:
            yield Statement(line, node, NAMESPACE + name, "integer", str(number), None)
    if one.locator:
        yield Statement(line, node, f"{NAMESPACE}locator", TEXT, one.locator, None)
