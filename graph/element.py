"""Elements: nodes and edges as the graph holds them, compiled from the live claims about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.claim import PropertyValue, short_id
from graph.ledger.reader import LiveClaim
from ontology import EDGE_KINDS, NODE_KINDS, DataType, preference

CLAIMS_SHOWN = 8

GraphValue = str | int | float | bool | list[str]
"""A value as a store holds it: a measured number is a float here."""


@dataclass(frozen=True, slots=True)
class Element:
    """A node (`object` is None) or an edge with its bookkeeping.

    `properties` holds the declared ones and `valid_from`, `valid_to`, `certainty`, `claims`
    (short ids of the first eight claims, sorted), `n_claims`; a stub has `stub` alone.
    """

    kind: str
    subject: str
    object: str | None
    properties: Mapping[str, GraphValue]

    @property
    def valid_from(self) -> str:
        """Begin of validity, which is part of an edge's identity."""
        return str(self.properties.get("valid_from", ""))


def compile_element(claims: list[LiveClaim]) -> Element:
    """The element that live claims about it give.

    The most authoritative claim decides; another fills in what the better ones do not say.
    The result does not depend on the order of the claims.
    """
    if len(claims) > 1:
        claims = sorted(
            claims,
            key=lambda c: (*preference(c.claim.certainty, c.family, c.source_id), c.claim_id),
        )
    first = claims[0].claim
    properties: dict[str, GraphValue] = {}
    numbers = _numbers(first.kind, first.object is None)
    for live in reversed(claims):
        for name, value in live.claim.properties.items():
            properties[name] = _graph_value(value, name in numbers)
    if "begin_known" not in first.properties:
        properties.pop("begin_known", None)
    properties["valid_from"] = first.valid_from
    properties["valid_to"] = first.valid_to
    properties["certainty"] = first.certainty
    if len(claims) > 1:
        properties["claims"] = sorted(short_id(c.claim_id) for c in claims)[:CLAIMS_SHOWN]
    else:
        properties["claims"] = [short_id(claims[0].claim_id)]
    properties["n_claims"] = len(claims)
    return Element(first.kind, first.subject, first.object, properties)


def compile_elements(claims: Iterable[LiveClaim]) -> list[Element]:
    """Elements from claims about many of them, one each, in order of first appearance."""
    grouped: dict[tuple[str, str, str | None, str], list[LiveClaim]] = {}
    for live in claims:
        claim = live.claim
        edge_from = "" if claim.object is None else claim.valid_from
        key = (claim.kind, claim.subject, claim.object, edge_from)
        grouped.setdefault(key, []).append(live)
    return [compile_element(group) for group in grouped.values()]


def _graph_value(value: PropertyValue, number: bool) -> GraphValue:
    if number and isinstance(value, str):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


@cache
def _numbers(kind: str, node: bool) -> frozenset[str]:
    declared = NODE_KINDS.get(kind) if node else EDGE_KINDS.get(kind)
    if declared is None:
        return frozenset()
    return frozenset(p.name for p in declared.properties if p.datatype is DataType.NUMBER)
