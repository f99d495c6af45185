"""What an import leaves to do: elements that no import file can hold whole, and the count.

The position of an unfinished import says so, and so any later run can finish it: it finds these
elements in the ledger again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from graph.bulk.columns import expressible
from graph.bulk.files import UNFINISHED, ImportFiles
from graph.bulk.sweep import Compiled, sweep
from graph.element import Element
from graph.errors import StoreError
from graph.ledger import Ledger
from graph.projection.project import BATCH, chain_at, ontology_fingerprint, upserts
from graph.store.position import POSITION_LABEL
from graph.store.protocol import GraphStore, Reader, Row, StorePosition

# One look at everything: a text for each kind would be planned a hundred times.
_NODES = "MATCH (n) RETURN labels(n)[0] AS kind, count(n) AS n"
_EDGES = "MATCH ()-[r]->() RETURN type(r) AS kind, count(r) AS n"


def finish_import(ledger: Ledger, store: GraphStore) -> int:
    """Write what an import of this ledger could not; returns how many elements that were.

    Nothing is done to a store that holds anything but such an import.
    """
    at = store.position()
    if at is None or at.ontology != ontology_fingerprint() + UNFINISHED:
        return 0
    if at.chain != chain_at(ledger, at.position):
        return 0
    store.ensure_schema()
    done = 0
    missing = _missing(ledger, at.position)
    while batch := list(islice(missing, BATCH)):
        store.apply(upserts(batch), at)
        done += len(batch)
    store.apply((), StorePosition(at.chain, at.position, ontology_fingerprint()))
    store.flush()
    return done


def _missing(ledger: Ledger, at: int) -> Iterator[Element]:
    """Elements that no import file can hold whole, in the order of their first claims."""
    for _, elements in sweep(ledger, at):
        # The window must be read to its end before the ledger is asked for anything else.
        yield from [_element(e) for e in elements if not expressible(e[3])]


def _element(compiled: Compiled) -> Element:
    kind, subject, target, said, begin, end, certainty, claims, number = compiled
    kept = {"valid_from": begin, "valid_to": end, "certainty": certainty}
    return Element(kind, subject, target, {**said, **kept, "claims": claims, "n_claims": number})


def check_import(store: GraphStore, files: ImportFiles) -> None:
    """Compare a finished import with its files, kind by kind. Raises `StoreError`."""
    with store.reading() as reader:
        nodes, edges = count_nodes(reader), count_edges(reader)
    wrong = [
        f"{kind} {found.get(kind, 0):,} ≠ {expected.get(kind, 0):,}"
        for found, expected in ((nodes, files.nodes), (edges, files.edges))
        for kind in sorted({*found, *expected})
        if found.get(kind, 0) != expected.get(kind, 0)
    ]
    at = store.position()
    if at is None or (at.chain, at.position) != (files.position.chain, files.position.position):
        wrong.append(f"position {at}")
    if wrong:
        raise StoreError(
            store.uri,
            f"导入后数目不符 / the counts differ after the import: {', '.join(wrong)}",
            "重来一次，加 --overwrite / do it again with --overwrite",
        )


def count_nodes(reader: Reader) -> dict[str, int]:
    """How many nodes of each label there are, but for the position."""
    found = _counted(reader.run(_NODES, {}))
    found.pop(POSITION_LABEL, None)
    return found


def count_edges(reader: Reader) -> dict[str, int]:
    """How many edges of each type there are."""
    return _counted(reader.run(_EDGES, {}))


def _counted(rows: Sequence[Row]) -> dict[str, int]:
    return {str(row["kind"]): int(str(row["n"])) for row in rows}
