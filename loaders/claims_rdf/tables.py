"""Parquet: a folder with the tables of nodes and of edges, or one of them; a row a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph import Place, SourceError
from graph.lake import read_claim_table
from graph.ledger import ToldClaim

NODES, EDGES = "nodes.parquet", "edges.parquet"


def tables(path: Path) -> tuple[Path, ...]:
    """The files of a folder, or the one that is named. Raises `SourceError` for other files."""
    if not path.is_dir():
        return (path,)
    found = sorted(one.name for one in path.iterdir())
    if not found or not {NODES, EDGES}.issuperset(found):
        odd = next((name for name in found if name not in (NODES, EDGES)), "")
        raise SourceError(
            path,
            f"文件夹里应只有 {NODES} 和 {EDGES} / only these belong in the folder, not {odd!r:.60}",
            "指明文件夹，或其中一个文件 / name the folder, or one of the files",
        )
    return tuple(path / name for name in (NODES, EDGES) if name in found)


def rows(path: Path) -> Iterator[tuple[Place, ToldClaim]]:
    """The claims of a table, each with its row. Raises `SourceError`, `MissingExtraError`."""
    for name, number, told in read_claim_table(path):
        yield Place(locator=f"table={name};row={number}"), told
