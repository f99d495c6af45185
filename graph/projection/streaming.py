"""Elements one after the other, for what is written to a file: memory is that of a batch.

They come in the order of the hashes of their ids, which is the same whatever was loaded first.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.element import Element, compile_elements
from graph.ledger import LedgerReader
from graph.ledger.chain import text_hash
from ontology import kind_of

_BATCH = 5000
_LEAST = -(1 << 63)
_NEXT = (
    "SELECT DISTINCT subject, element FROM claims WHERE (subject, element) > (?, ?) AND pos <= ? "
    "AND (subject = element) = ? ORDER BY subject, element LIMIT ?"
)


def stream_elements(reader: LedgerReader, *, edges: bool) -> Iterator[Element]:
    """All live nodes, or all live edges, at the reader's position."""
    last = (_LEAST, _LEAST)
    while True:
        asked = (*last, reader.position, not edges, _BATCH)
        found = reader.ledger.connection.execute(_NEXT, asked).fetchall()
        if not found:
            return
        last = found[-1]
        compiled = compile_elements(reader.live_of(found))
        yield from sorted(compiled, key=_place)


def _place(element: Element) -> tuple[int, str, str, str]:
    return (text_hash(element.subject), element.kind, element.object or "", element.valid_from)


def stream_nodes(reader: LedgerReader) -> Iterator[Element]:
    """All live nodes, then for each end of a live edge that nobody describes a node with `stub`.

    Kept in memory is a number for each node.
    """
    met: set[int] = set()
    for node in stream_elements(reader, edges=False):
        met.add(text_hash(node.subject))
        yield node
    for edge in stream_elements(reader, edges=True):
        for end in (edge.subject, edge.object or ""):
            if (number := text_hash(end)) not in met:
                met.add(number)
                yield Element(kind_of(end).label, end, None, {"stub": True})
