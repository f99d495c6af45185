"""Turtle (W3C REC-turtle-20140225): TriG without graphs, where a claim `suyuan:says` statements.

Each is an `rdf:Statement` with subject, predicate and object, below the IRI of its claim. Once all
that belongs to a claim is together, they are the statements of its graph again.
"""

from __future__ import annotations

from dataclasses import replace

from loaders.claims_rdf.grouping import Group
from loaders.claims_rdf.rules import RefusalError, one_each
from loaders.claims_rdf.statements import IRI, Statement, TermError
from loaders.claims_rdf.trig import Trig
from ontology import NAMESPACE, claim_iri, expanded

_TYPE, _STATEMENT = expanded("rdf:type"), expanded("rdf:Statement")
_SUBJECT, _PREDICATE, _OBJECT = (
    expanded(f"rdf:{name}") for name in ("subject", "predicate", "object")
)
_NAMED = {_TYPE: IRI, _SUBJECT: IRI, _PREDICATE: IRI}
_SAYS = f"{NAMESPACE}says"


class Turtle(Trig):
    """The statements of a file of Turtle."""

    def _open(self, graph: str) -> None:
        raise TermError("Turtle 里没有图；TriG 用 .trig / no graphs in Turtle; of TriG say .trig")


def said_again(group: Group) -> Group:
    """The group with the statements of its claim's graph in place of those about them.

    Raises `RefusalError` where one is not told in full, or is not the claim's.
    """
    own = claim_iri(group.claim)
    below = f"{own}:says:"
    links: dict[str, Statement] = {}
    parts: dict[str, list[Statement]] = {}
    others: list[Statement] = []
    for one in group.statements:
        if one.subject.startswith(below):
            parts.setdefault(one.subject, []).append(one)
        elif one.predicate == _SAYS and one.subject == own:
            links[one.value] = one
        else:
            others.append(one)
    for node, link in links.items():
        if node not in parts or link.datatype != IRI:
            raise RefusalError(link.line, "says", node, "dangling")
    for node, found in parts.items():
        if node not in links:
            raise RefusalError(found[0].line, "says", node, "dangling")
        others.append(_said(own, found))
    return replace(group, statements=others)


def _said(claim: str, parts: list[Statement]) -> Statement:
    objects = [one for one in parts if one.predicate == _OBJECT]
    told = one_each([one for one in parts if one.predicate != _OBJECT], _NAMED)
    if len(objects) != 1:
        rule = "twice" if objects else "missing"
        raise RefusalError(parts[0].line, _OBJECT, parts[0].subject, rule)
    if told[_TYPE].value != _STATEMENT:
        raise RefusalError(told[_TYPE].line, "type", told[_TYPE].value, "class")
    (said,) = objects
    subject, predicate = told[_SUBJECT].value, told[_PREDICATE].value
    return Statement(said.line, subject, predicate, said.datatype, said.value, claim)
