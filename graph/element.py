"""Elements: nodes and edges as the graph holds them, compiled from the live claims about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.ledger.reader import LiveClaim
from ontology import EDGE_KINDS, NODE_KINDS, DataType, preference

CLAIMS_SHOWN = 8
DECISION = "decision"
"""The source family of what persons decide."""

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


def compile_element(claims: list[LiveClaim], *, printed: bool = False) -> Element:
    """The element that live claims about it give.

    The most authoritative claim decides; another fills in what the better ones do not say. Of
    decisions about one edge that which ends it counts: whoever ended it had seen it stand.
    The result does not depend on the order of the claims. `printed`: numbers stay the digits that
    their source printed.
    """
    if len(claims) > 1:
        claims = sorted(claims, key=_order)
    first = claims[0]
    properties: dict[str, GraphValue] = dict(first.properties)
    for live in claims[1:]:
        for name, value in live.properties.items():
            if name != "begin_known":
                properties.setdefault(name, value)
    for name in () if printed else _numbers(first.kind, first.object is None):
        digits = properties.get(name)
        if isinstance(digits, str):
            properties[name] = float(digits)
    properties["valid_from"] = first.valid_from
    properties["valid_to"] = first.valid_to
    properties["certainty"] = first.certainty
    properties["claims"] = sorted([c.short for c in claims])[:CLAIMS_SHOWN]
    properties["n_claims"] = len(claims)
    return Element(first.kind, first.subject, first.object, properties)


def _order(claim: LiveClaim) -> tuple[int, int, str, str, str]:
    """The smallest is preferred."""
    certainty, family, source = preference(claim.certainty, claim.family, claim.source_id)
    decided = claim.object is not None and claim.family == DECISION
    return (certainty, family, claim.valid_to if decided else "", source, claim.short)


def compile_elements(claims: Iterable[LiveClaim], *, printed: bool = False) -> list[Element]:
    """Elements from claims about many of them, one each, in order of first appearance.

    `printed`: numbers stay the digits that their source printed.
    """
    grouped: dict[tuple[str, str | None, str, str], list[LiveClaim]] = {}
    for live in claims:
        key = (live.subject, live.object, live.kind, live.valid_from if live.object else "")
        group = grouped.get(key)
        if group is None:
            grouped[key] = [live]
        else:
            group.append(live)
    return [compile_element(group, printed=printed) for group in grouped.values()]


@cache
def _numbers(kind: str, node: bool) -> frozenset[str]:
    declared = NODE_KINDS.get(kind) if node else EDGE_KINDS.get(kind)
    if declared is None:
        return frozenset()
    return frozenset(p.name for p in declared.properties if p.datatype is DataType.NUMBER)
