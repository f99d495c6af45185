"""One hash over everything a store holds, the same for every store and every order."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import orjson

from graph.store.protocol import GraphStore, Reader
from ontology import BOOKKEEPING_PROPERTIES, EDGE_KINDS, NODE_KINDS

_ALWAYS = ("valid_from", "valid_to")


def graph_digest(store: GraphStore) -> str:
    """SHA-256 over all nodes and edges with their properties, in canonical order."""
    with store.reading() as reader:
        lines = sorted([*node_lines(reader), *edge_lines(reader)])
    digest = sha256()
    for line in lines:
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest()


def node_lines(reader: Reader) -> Iterator[bytes]:
    """Each node as canonical JSON."""
    for kind in NODE_KINDS.values():
        names = [p.name for p in kind.properties]
        for row in _read(reader, f"MATCH (n:{kind.label})", "n", names, "n.id AS id"):
            yield _line([kind.label, row.pop("id"), row])


def edge_lines(reader: Reader) -> Iterator[bytes]:
    """Each edge as canonical JSON."""
    for kind in EDGE_KINDS.values():
        names = [p.name for p in kind.properties]
        match = f"MATCH (a)-[r:{kind.type}]->(b)"
        for row in _read(reader, match, "r", names, "a.id AS source, b.id AS target"):
            yield _line([kind.type, row.pop("source"), row.pop("target"), row])


def _read(
    reader: Reader, match: str, name: str, properties: list[str], head: str
) -> Iterator[dict[str, object]]:
    wanted = sorted({*properties, *_ALWAYS, *BOOKKEEPING_PROPERTIES, "begin_known"})
    columns = ", ".join(f"{name}.{p} AS {p}" for p in wanted)
    for row in reader.run(f"{match} RETURN {head}, {columns}", {}):
        yield {k: v for k, v in row.items() if v is not None}


def _line(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
