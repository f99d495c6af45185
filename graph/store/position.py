"""How a store remembers its position: one node, the same in every store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.store.protocol import StorePosition

POSITION_LABEL = "LedgerPosition"
HEAD = "ledger_position:head"

READ_POSITION = (
    "MATCH (p:LedgerPosition {id: 'ledger_position:head'}) "
    "RETURN p.chain AS chain, p.position AS position, p.ontology AS ontology"
)
WRITE_POSITION = (
    "UNWIND $rows AS row MERGE (p:LedgerPosition {id: 'ledger_position:head'}) SET p = row"
)


def position_row(position: StorePosition) -> dict[str, object]:
    """The position as the properties of its node."""
    return {
        "id": HEAD,
        "chain": position.chain,
        "position": position.position,
        "ontology": position.ontology,
    }


def position_of(rows: Sequence[Mapping[str, object]]) -> StorePosition | None:
    """The position that was read; None for a store that has none."""
    if not rows:
        return None
    row = rows[0]
    return StorePosition(str(row["chain"]), int(str(row["position"])), str(row["ontology"]))
