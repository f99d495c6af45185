"""What a file states, from statements: its sources and originals, and claim by claim.

Every statement must have its place in a claim; what has none is no smaller matter, as it would be
lost. The hash in the name of a claim proves that what it says is what was exported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph import Claim, PropertyValue
from graph.ledger import ImportedClaim, stated_body
from loaders.claims_rdf.grouping import Group
from loaders.claims_rdf.readings import readings
from loaders.claims_rdf.rules import RefusalError, names_people, one_each
from loaders.claims_rdf.statements import IRI, TEXT, Statement
from ontology import (
    EDGE_KINDS,
    LIST,
    NAMESPACE,
    NODE_KINDS,
    PLAIN,
    SOURCE_FAMILIES,
    Certainty,
    claim_iri,
    element_id,
    expanded,
    list_iri,
    literal_type,
    property_name,
    source_iri,
)
from ontology.derive import claim_problem

_TYPE, _LABEL = expanded("rdf:type"), expanded("rdfs:label")
_FIRST, _REST, _NIL = (expanded(f"rdf:{name}") for name in ("first", "rest", "nil"))
_BY, SINCE, UNTIL = (
    expanded(f"prov:{name}") for name in ("wasAttributedTo", "generatedAtTime", "invalidatedAtTime")
)
_ORIGINALS, _READINGS = expanded("prov:wasDerivedFrom"), expanded("prov:qualifiedDerivation")
FROM, TO = f"{NAMESPACE}valid_from", f"{NAMESPACE}valid_to"
CERTAINTY, REASON = f"{NAMESPACE}certainty", f"{NAMESPACE}retraction_reason"
ID, _FAMILY, _CLAIM = f"{NAMESPACE}id", f"{NAMESPACE}family", f"{NAMESPACE}Claim"
_NEEDED = {
    _TYPE: IRI,
    _BY: IRI,
    SINCE: "dateTime",
    FROM: "dateTime",
    TO: "dateTime",
    CERTAINTY: TEXT,
}
_TOLD = {**_NEEDED, UNTIL: "dateTime", REASON: TEXT}
_OF_SOURCE, _OF_ORIGINAL = {_TYPE: IRI, _LABEL: TEXT, _FAMILY: TEXT}, {_TYPE: IRI, _LABEL: TEXT}
_OF_NODE, _OF_CELL = {_TYPE: IRI, ID: TEXT}, {_FIRST: TEXT, _REST: IRI}
CERTAINTIES = frozenset(map(str, Certainty))
_ORIGINAL = re.compile(r"urn:sha256:[0-9a-f]{64}\Z")
RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z")
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_PERSON = re.compile(r"person:[0-9a-f]{32}\Z")
_MOST_DESCRIBED = 1_000_000


@dataclass(slots=True)
class Described:
    """Sources by IRI with id and family, and originals by IRI with the names of their files."""

    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)

    def take(self, group: Group) -> None:
        """What a group of statements says of a source or an original.

        Raises `RefusalError` for anything else.
        """
        first = group.statements[0]
        if group.key.startswith("_:"):
            raise RefusalError(first.line, "subject", group.key, "blank node")
        if len(self.sources) + len(self.originals) > _MOST_DESCRIBED or first.graph is not None:
            raise RefusalError(first.line, "graph", group.key, "no claim")
        if _ORIGINAL.match(group.key):
            told = one_each(group.statements, _OF_ORIGINAL)
            _expect_type(told, "prov:Entity")
            self.originals[group.key] = told[_LABEL].value
        elif group.key.startswith(source_iri("")):
            told = one_each(group.statements, _OF_SOURCE)
            _expect_type(told, "prov:Agent")
            name, family = told[_LABEL], told[_FAMILY]
            if not name.value or source_iri(name.value) != group.key:
                raise RefusalError(name.line, "label", name.value, "dangling")
            if family.value not in SOURCE_FAMILIES:
                raise RefusalError(family.line, "family", family.value, "family")
            self.sources[group.key] = (name.value, family.value)
        else:
            raise RefusalError(first.line, "subject", group.key, "no claim")


@dataclass(slots=True)
class _Parts:
    """The statements about one claim, by what they are about."""

    said: list[Statement] = field(default_factory=list)
    told: list[Statement] = field(default_factory=list)
    cells: dict[str, list[Statement]] = field(default_factory=dict)
    read: dict[str, list[Statement]] = field(default_factory=dict)
    originals: list[Statement] = field(default_factory=list)
    readings: list[Statement] = field(default_factory=list)


def stated(group: Group, described: Described) -> tuple[str, ImportedClaim]:
    """The source and the claim that a group of statements states.

    Raises `RefusalError` when they are not what an export says of one claim.
    """
    parts = _parts(group)
    node = _says_node(parts.said)
    owner, kind, subject, object_ = _element(parts.said, node)
    about = parts.told
    told = one_each([s for s in about if s.predicate in _TOLD], _TOLD, _NEEDED)
    if told[_TYPE].value != _CLAIM:
        raise RefusalError(told[_TYPE].line, "type", told[_TYPE].value, "class")
    others = [s for s in about if s.predicate not in _TOLD]
    if node:
        one_each(others, {})  # of the claim about a node nothing else is told
    properties = _properties(group, kind, parts.said if node else others, parts.cells)
    _check_person(group, kind, subject, properties)
    source = described.sources.get(told[_BY].value)
    if source is None:
        raise RefusalError(told[_BY].line, "source", told[_BY].value, "dangling")
    certainty = told[CERTAINTY]
    if certainty.value not in CERTAINTIES:
        raise RefusalError(certainty.line, "certainty", certainty.value, "certainty")
    claim = Claim(
        kind,
        subject,
        object_,
        properties,
        told[FROM].value,
        told[TO].value,
        certainty.value,
    )
    _check(claim, group, owner)
    digest = claim.claim_id(source[0])
    if digest.hex() != group.claim:
        raise RefusalError(owner.line, "claim", group.claim, "hash")
    recorded, gone, reason = _standing(told)
    places = readings(
        claim_iri(group.claim), (parts.originals, parts.readings), parts.read, described.originals
    )
    body = stated_body(recorded, gone, places)
    # The bytes at the place of a claim about a person are taken for the name, which is not here.
    whole = group.place
    place = replace(whole, offset=None, length=None) if kind == "Person" else whole
    return source[0], ImportedClaim(digest, claim, place, body, reason)


def check_names(group: Group) -> None:
    """Raises `RefusalError` where anything in a group is told with a word for persons' names."""
    for statement in group.statements:
        if names_people(statement.predicate):
            raise RefusalError(statement.line, "predicate", statement.predicate, "person name")


def _parts(group: Group) -> _Parts:
    parts, own = _Parts(), claim_iri(group.claim)
    below = len(own)
    for statement in group.statements:
        subject = statement.subject
        if subject.startswith("_:"):
            raise RefusalError(statement.line, "subject", subject, "blank node")
        if subject.startswith(own) and subject != own:
            if subject.startswith(":read:", below) and statement.graph is None:
                parts.read.setdefault(subject, []).append(statement)
            else:
                parts.cells.setdefault(subject, []).append(statement)
        elif statement.graph is not None:
            parts.said.append(statement)
        elif statement.predicate == _ORIGINALS:
            parts.originals.append(statement)
        elif statement.predicate == _READINGS:
            parts.readings.append(statement)
        else:
            parts.told.append(statement)
    if not parts.said:
        raise RefusalError(group.statements[0].line, "graph", group.claim, "missing")
    return parts


def _says_node(said: list[Statement]) -> bool:
    return len(said) > 1 or said[0].predicate in (_TYPE, ID)


def _element(said: list[Statement], node: bool) -> tuple[Statement, str, str, str | None]:
    """The statement that names the element, its kind, and its id, or the ids of its ends."""
    first = next((s for s in said if s.predicate == _TYPE), said[0])
    subjects = {s.subject for s in said}
    subject = element_id(first.subject)
    if subject is None or len(subjects) > 1:
        other = next((s for s in said if s.subject != first.subject), first)
        raise RefusalError(other.line, "subject", other.subject, "no claim")
    if not node:
        return (first, *_edge(first, subject))
    identity = one_each([s for s in said if s.predicate in _OF_NODE], _OF_NODE)
    kind = identity[_TYPE].value.removeprefix(NAMESPACE)
    if kind not in NODE_KINDS or not identity[_TYPE].value.startswith(NAMESPACE):
        raise RefusalError(identity[_TYPE].line, "type", identity[_TYPE].value, "class")
    if identity[ID].value != subject:
        raise RefusalError(identity[ID].line, "id", identity[ID].value, "dangling")
    return first, kind, subject, None


def _edge(found: Statement, subject: str) -> tuple[str, str, str]:
    kind = found.predicate.removeprefix(NAMESPACE)
    if kind not in EDGE_KINDS or not found.predicate.startswith(NAMESPACE):
        raise RefusalError(found.line, "predicate", found.predicate, "property")
    if found.datatype != IRI:
        raise RefusalError(found.line, kind, found.value, "datatype")
    if found.value.startswith("_:"):
        raise RefusalError(found.line, kind, found.value, "blank node")
    object_ = element_id(found.value)
    if object_ is None:
        raise RefusalError(found.line, kind, found.value, "dangling")
    return kind, subject, object_


def _expect_type(told: Mapping[str, Statement], curie: str) -> None:
    if told[_TYPE].value != expanded(curie):
        raise RefusalError(told[_TYPE].line, "type", told[_TYPE].value, "class")


def _properties(
    group: Group, kind: str, given: list[Statement], cells: dict[str, list[Statement]]
) -> dict[str, PropertyValue]:
    """The properties among statements about a node, or about the claim of an edge."""
    found: dict[str, PropertyValue] = {}
    used = 0
    for statement in given:
        if statement.predicate in (_TYPE, ID) and statement.graph is not None:
            continue
        name = property_name(statement.predicate)
        if name is None:
            raise RefusalError(statement.line, "predicate", statement.predicate, "property")
        if name in found:
            raise RefusalError(statement.line, name, statement.value, "twice")
        value = _texts(group, name, statement, cells) if statement.datatype == IRI else None
        if isinstance(value, tuple):
            used += len(value)
        found[name] = _scalar(statement, name) if value is None else value
        wanted = literal_type(kind, name, found[name])
        given_type = LIST if value is not None else statement.datatype
        if given_type != (TEXT if wanted == PLAIN else wanted):
            raise RefusalError(statement.line, name, statement.value, "datatype")
    if used != len(cells):
        raise RefusalError(group.statements[0].line, "list", group.claim, "dangling")
    return found


def _scalar(statement: Statement, name: str) -> PropertyValue:
    value = statement.value
    if statement.datatype == "boolean" and value in ("true", "false"):
        return value == "true"
    if statement.datatype == "integer" and INTEGER.match(value):
        return int(value)
    if statement.datatype in ("boolean", "integer"):
        raise RefusalError(statement.line, name, value, "datatype")
    return value


def _texts(
    group: Group, name: str, statement: Statement, cells: dict[str, list[Statement]]
) -> tuple[str, ...]:
    """The texts of a list, cell by cell."""
    found: list[str] = []
    at = statement
    while at.value != _NIL:
        cell = cells.get(at.value)
        if at.value.startswith("_:"):
            raise RefusalError(at.line, name, at.value, "blank node")
        if cell is None or at.value != list_iri(group.claim, name, len(found)):
            raise RefusalError(at.line, name, at.value, "dangling")
        members = one_each(cell, _OF_CELL)
        if any(s.graph != statement.graph for s in cell):
            raise RefusalError(cell[0].line, name, at.value, "no claim")
        found.append(members[_FIRST].value)
        at = members[_REST]
    return tuple(found)


def _check_person(
    group: Group, kind: str, subject: str, properties: dict[str, PropertyValue]
) -> None:
    """No claim holds the name of a person: an id is a hash, and nothing but the post is told."""
    if kind != "Person":
        return
    declared = {found.name for found in NODE_KINDS[kind].properties}
    if not _PERSON.match(subject) or not declared.issuperset(properties):
        raise RefusalError(group.statements[0].line, kind, group.claim, "person name")


def _check(claim: Claim, group: Group, owner: Statement) -> None:
    """The rules of the ontology, as for every loader."""
    problem = claim_problem(
        claim.kind,
        claim.subject,
        claim.object,
        claim.properties,
        claim.valid_from,
        claim.valid_to,
    )
    if problem is not None:
        raise RefusalError(owner.line, problem.field, claim.subject, problem.rule, problem.message)


def _standing(told: Mapping[str, Statement]) -> tuple[str, str | None, str | None]:
    """Since when the claim was known, until when, and why it went."""
    gone, reason = told.get(UNTIL), told.get(REASON)
    for found in (told[SINCE], gone):
        if found is not None and not RECORDED.match(found.value):
            raise RefusalError(found.line, "time", found.value, "time")
    if (gone is None) != (reason is None):
        missing = UNTIL if gone is None else REASON
        raise RefusalError(told[SINCE].line, missing, "", "missing")
    return (
        told[SINCE].value,
        None if gone is None else gone.value,
        None if reason is None else reason.value,
    )
