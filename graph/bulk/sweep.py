"""Every live element of a ledger once, in the order of its first claim, with its final state.

The projection follows the log and so meets an element again with each claim about it; here each
is compiled where its first claim stands, from all claims that are live at the end. Most elements
have one claim ever: those are their claim as it stands, and are read without a second look.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import orjson

from graph.element import Element, GraphValue, compile_elements
from graph.ledger import Ledger, LedgerReader
from graph.ledger.schema import ASSERT
from ontology import EDGE_KINDS, NODE_KINDS, DataType

WINDOW = 20_000
Compiled = tuple[str, str, str | None, dict[str, GraphValue], str, str, str, list[str], int]
"""An element: kind, subject, object, what sources say of it, and then its bookkeeping (validity,
certainty, claims, their number). A bare tuple, as one is made for every element."""

_BOOKKEEPING = ("valid_from", "valid_to", "certainty", "claims", "n_claims")
_EDGE_KEPT = frozenset(_BOOKKEEPING)
_NODE_KEPT = _EDGE_KEPT | {"id"}  # the key of a node is its own, whatever a source calls so
_MASK = (1 << 64) - 1
_FIRST_CLAIMS = """
SELECT c.body, c.prefix, c.subject, c.element,
  EXISTS(SELECT 1 FROM claims d WHERE d.subject=c.subject AND d.element=c.element
         AND d.pos>c.pos AND d.pos<=:at),
  (SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>2 AND e.pos<=:at
   ORDER BY e.pos DESC LIMIT 1)
FROM claims c WHERE c.pos>:after AND c.pos<=:until AND NOT EXISTS(
  SELECT 1 FROM claims d WHERE d.subject=c.subject AND d.element=c.element AND d.pos<c.pos)
ORDER BY c.pos
"""


def sweep(
    ledger: Ledger, at: int, after: int = 0, until: int | None = None
) -> Iterator[tuple[int, Iterator[Compiled]]]:
    """The elements whose first claim lies in (after, until], as they stand at position `at`.

    Yields the last position of each window, and its elements, to be taken before the next.
    """
    reader = LedgerReader(ledger, at)
    end = at if until is None else until
    for begin in range(after, end, WINDOW):
        last = min(begin + WINDOW, end)
        yield last, _window(reader, begin, last)


def _window(reader: LedgerReader, after: int, until: int) -> Iterator[Compiled]:
    several: list[tuple[int, int]] = []
    rows = reader.ledger.connection.execute(
        _FIRST_CLAIMS, {"at": reader.position, "after": after, "until": until}
    )
    for body, prefix, subject, element, more, last_op in rows:
        if more:
            several.append((subject, element))
        elif last_op is None or last_op == ASSERT:
            yield _of_one(body, prefix)
    if several:
        yield from map(_of_many, compile_elements(reader.live_of(several)))


def _of_one(body: bytes, prefix: int) -> Compiled:
    """The element of its only claim: the same as `compile_element` makes of it."""
    kind, subject, target, properties, begin, end, certainty, _ = orjson.loads(body)
    if properties:
        kept = _NODE_KEPT if target is None else _EDGE_KEPT
        if not kept.isdisjoint(properties):
            properties = {k: v for k, v in properties.items() if k not in kept}
        for name in _numbers(kind, target is None):
            digits = properties.get(name)
            if digits.__class__ is str:
                properties[name] = float(digits)
    shorts = [f"{prefix & _MASK:016x}"]
    return kind, subject, target, properties, begin, end, certainty, shorts, 1


def _of_many(element: Element) -> Compiled:
    kept = _NODE_KEPT if element.object is None else _EDGE_KEPT
    said = {k: v for k, v in element.properties.items() if k not in kept}
    begin, end, certainty, shorts, number = (element.properties[k] for k in _BOOKKEEPING)
    assert isinstance(shorts, list)
    assert isinstance(number, int)
    head = (element.kind, element.subject, element.object)
    return *head, said, str(begin), str(end), str(certainty), shorts, number


@cache
def _numbers(kind: str, node: bool) -> tuple[str, ...]:
    declared = (NODE_KINDS if node else EDGE_KINDS)[kind].properties
    return tuple(p.name for p in declared if p.datatype is DataType.NUMBER)
