"""SHACL shapes of the coverage rules: who must have what, for any tool that reads RDF.

A rule becomes a shape of its kind: `sh:or` over what exempts an element and over its ways, each a
path of edges to an end of its kind. The shapes look at a graph as it stands at one time
(`graph.rdf_view`). SHACL Core knows no present: with `moment` they leave out the nodes that are not
valid then, as the answer of `gaps` does; without it they speak of every node that is described.
`ontology.requirements.NO_SHAPE` names the rules that SHACL Core cannot say, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import SH, XSD, Literal, URIRef
from rdflib.term import Node

from ontology.export.vocabulary import source_of
from ontology.export.writing import OURS, Draft, iri
from ontology.iris import ONTOLOGY, property_iri, shape_iri
from ontology.requirements import (
    GIVEN,
    REQUIREMENTS,
    SHAPED,
    Arc,
    Holds,
    Obligation,
    Requirement,
    Way,
)

_CLAUSE = re.compile(r"\d+\.\d")


def coverage_turtle(moment: str = "") -> str:
    """The shapes as Turtle; `moment`: the valid time of the graph they are to look at."""
    draft = Draft()
    for name in SHAPED:
        _rule(draft, REQUIREMENTS[name], moment)
    return draft.turtle()


def _rule(draft: Draft, rule: Requirement, moment: str) -> None:
    shape = URIRef(shape_iri(f"coverage.{rule.id}"))
    draft.say(shape, "rdf:type", iri("sh:NodeShape"))
    draft.titles(shape, rule.title_zh, rule.title_en)
    draft.say(shape, "rdfs:isDefinedBy", URIRef(ONTOLOGY))
    draft.say(shape, "dcterms:source", _source(rule.term))
    draft.say(shape, "sh:targetClass", OURS[rule.kind])
    mandatory = rule.obligation is Obligation.MANDATORY
    draft.say(shape, "sh:severity", SH.Violation if mandatory else SH.Info)
    draft.titles(shape, f"应{rule.title_zh}", f"required: {rule.title_en}", "sh:message")
    ways = [_reached(draft, way, rule.test) for way in rule.ways]
    draft.say(shape, "sh:or", draft.listed([*_exempt(draft, rule, moment), *ways]))


def _source(term: str) -> Literal:
    """A bare number is a clause of ISO 9001, or an element of WMO-No. 1192."""
    return Literal(f"ISO 9001:2015, {term}") if _CLAUSE.match(term) else source_of(term)


def _exempt(draft: Draft, rule: Requirement, moment: str) -> Iterator[Node]:
    """What makes a rule ask nothing of an element, or satisfies it by a property of its own."""
    yield _has(draft, OURS.stub, "sh:hasValue", Literal(True))
    if moment:
        time = Literal(moment, datatype=XSD.dateTime)
        for name, bound in (("valid_from", "sh:minExclusive"), ("valid_to", "sh:maxInclusive")):
            yield _has(draft, OURS[name], bound, time)
    if rule.leaf:
        yield _has(draft, _inverse(draft, "SUBPROCESS_OF"))
    if rule.own:
        yield _has(draft, URIRef(property_iri(rule.own)))


def _reached(draft: Draft, way: Way, test: Holds) -> Node:
    """At least one end of a way is of its kind, and stands the test."""
    steps = [_step(draft, arc) for arc in way.arcs]
    found = draft.blank()
    draft.say(found, "sh:path", steps[0] if len(steps) == 1 else draft.listed(steps))
    draft.say(found, "sh:qualifiedMinCount", Literal(1))
    end = draft.blank()
    draft.say(end, "sh:class", OURS[way.end])
    if test is Holds.GIVEN:
        draft.say(end, "sh:property", _has(draft, URIRef(property_iri(GIVEN[way.end]))))
    if test is Holds.INTERFACE:
        draft.say(end, "sh:and", draft.listed(_answered(draft)))
    draft.say(found, "sh:qualifiedValueShape", end)
    return found


def _answered(draft: Draft) -> Iterator[Node]:
    """An interface is not declared absent, and has the reply where one is expected."""
    yield _not(draft, _has(draft, OURS.state, "sh:hasValue", Literal("declared_absent")))
    for asked, reply in (("up", "down"), ("down", "up")):
        expected = _has(draft, OURS[f"reply_expected_{asked}"], "sh:hasValue", Literal(True))
        either = draft.blank()
        choices = [_not(draft, expected), _has(draft, OURS[f"items_{reply}"])]
        draft.say(either, "sh:or", draft.listed(choices))
        yield either


def _has(draft: Draft, path: Node, constraint: str = "", value: Node | None = None) -> Node:
    """A shape of what has a value, which fulfils a constraint."""
    found = draft.blank()
    draft.say(found, "sh:path", path)
    draft.say(found, "sh:minCount", Literal(1))
    if value is not None:
        draft.say(found, constraint, value)
    return found


def _not(draft: Draft, shape: Node) -> Node:
    found = draft.blank()
    draft.say(found, "sh:not", shape)
    return found


def _step(draft: Draft, arc: Arc) -> Node:
    return _inverse(draft, arc.edge) if arc.inverse else OURS[arc.edge]


def _inverse(draft: Draft, edge: str) -> Node:
    found = draft.blank()
    draft.say(found, "sh:inversePath", OURS[edge])
    return found
