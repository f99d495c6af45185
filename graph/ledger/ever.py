"""What was ever said of the nodes of a kind, for those who must not forget what was taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import orjson

from graph.ledger.ledger import Ledger
from graph.ledger.schema import ASSERT, OCCURRENCE

Value = str | int | bool | list[str]


class Said(NamedTuple):
    """What a claim said of a node, and whether it still stands."""

    node: str
    properties: Mapping[str, Value]
    stands: bool


def ever_said(ledger: Ledger, kind: str) -> Iterator[Said]:
    """Every claim of the closed loads about nodes of a kind, in log order, by one walk of the log.

    A claim stands unless the last that was said of it is that it is taken back.
    """
    head = orjson.dumps([kind])[:-1] + b","
    rows = ledger.connection.execute(
        "SELECT c.body, coalesce((SELECT e.op FROM entries e WHERE e.claim_pos=c.pos "
        f"AND e.op<>{OCCURRENCE} AND e.pos<=:at ORDER BY e.pos DESC LIMIT 1), {ASSERT})={ASSERT} "
        "FROM claims c WHERE c.object IS NULL AND c.pos<=:at AND substr(c.body,1,:size)=:head "
        "ORDER BY c.pos",
        {"at": ledger.head().position, "size": len(head), "head": head},
    )
    for body, stands in rows:
        _, node, _, properties, *_ = orjson.loads(body)
        yield Said(node, properties, bool(stands))
