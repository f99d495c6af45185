"""Ends of live edges that no live claim describes: nodes that are there by their id alone."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from graph.ledger import Ledger

# All in indexes: every end there is, less those that a live claim describes.
_UNDESCRIBED = """
SELECT h FROM (
  SELECT subject AS h FROM claims WHERE subject<>element
  UNION SELECT object FROM claims WHERE object IS NOT NULL) ends
WHERE NOT EXISTS(
  SELECT 1 FROM claims c WHERE c.subject=h AND c.element=h AND c.pos<=:at AND coalesce(
    (SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>2 AND e.pos<=:at
     ORDER BY e.pos DESC LIMIT 1), 1)=1)
"""
_LIVE_EDGE_OUT = """
SELECT c.body FROM claims c WHERE c.subject=:end AND c.object IS NOT NULL AND c.pos<=:at
AND coalesce((SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>2 AND e.pos<=:at
  ORDER BY e.pos DESC LIMIT 1), 1)=1 LIMIT 1
"""
_LIVE_EDGE_IN = """
SELECT c.body FROM claims c WHERE c.object=:end AND c.pos<=:at
AND coalesce((SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>2 AND e.pos<=:at
  ORDER BY e.pos DESC LIMIT 1), 1)=1 LIMIT 1
"""


def stub_ids(ledger: Ledger, at: int) -> Iterator[str]:
    """The ids of these ends as of a position, each once."""
    connection = ledger.connection
    for (end,) in connection.execute(_UNDESCRIBED, {"at": at}):
        for text, place in ((_LIVE_EDGE_OUT, 1), (_LIVE_EDGE_IN, 2)):
            edge = connection.execute(text, {"end": end, "at": at}).fetchone()
            if edge:
                yield orjson.loads(edge[0])[place]
                break
