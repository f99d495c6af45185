"""Nodes that are referred to and described by nobody, and nodes that nothing is joined to."""

from __future__ import annotations

from oracle.reading import Reading, claims_of, is_stub, text

from ontology import NODE_KINDS
from queries.orphans import OrphanRow


def answer(reading: Reading, kind: str = "") -> list[OrphanRow]:
    rows = []
    for label in NODE_KINDS:
        if kind in ("", label):
            nodes = reading.of_kind(label)
            rows += [r for n in nodes if (r := referred_only(reading, label, n)) is not None]
            rows += [
                OrphanRow(label, n, "unconnected", 0, "", "", text(reading.node(n), "certainty"),
                          claims_of(reading.node(n)))
                for n in nodes
                if not reading.out(n) and not reading.into(n)
            ]  # fmt: skip
    return rows


def referred_only(reading: Reading, label: str, node: str) -> OrphanRow | None:
    if not is_stub(reading.node(node)):
        return None
    links = [x for x in reading.out(node) if x.holds(reading.now)]
    links += [x for x in reading.into(node) if x.holds(reading.now) and x.other != node]
    if not links:
        return None
    first = min(links, key=lambda x: (x.other, x.type, x.claims))
    return OrphanRow(label, node, "stub", len(links), first.other, first.type,
                     text(first.edge, "certainty"), first.claims)  # fmt: skip
