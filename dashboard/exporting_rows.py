"""Claims as rows: Parquet, a folder with a table of the nodes and one of the edges.

Rows stand in the order of their hashes, so that what a ledger holds gives the same bytes on every
day. An original has one name in all rows, the first of those it was read under.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dashboard.claim_order import Block, in_order
from dashboard.render.files import making_folder
from graph.lake import write_claim_table
from graph.ledger import Ledger, LedgerReader, ToldClaim, parse_told, told_body, told_claim


def write_parquet(ledger: Ledger, source_id: str | None, output: Path) -> int:
    """Write `nodes.parquet` and `edges.parquet` into a new folder; returns how many claims.

    Raises `InvalidValueError` where something is there already, `MissingExtraError`.
    """
    with (
        making_folder(output) as making,
        write_claim_table(making / "nodes.parquet", edges=False) as nodes,
        write_claim_table(making / "edges.parquet", edges=True) as edges,
    ):
        for told in _rows(ledger, source_id):
            (nodes if told.object is None else edges).write(told)
    return nodes.rows + edges.rows


class Names:
    """One name for each original: the first of those that it was read under."""

    def __init__(self) -> None:
        self._names: dict[str | None, str] = {}

    def learn(self, told: ToldClaim) -> None:
        """Take notice of the originals of a claim."""
        for one in told.readings:
            name = one.file or ""
            self._names[one.sha256] = min(self._names.get(one.sha256, name), name)

    def given(self, told: ToldClaim) -> ToldClaim:
        """The claim with its originals so named; all were learnt before."""
        readings = (replace(one, file=self._names[one.sha256]) for one in told.readings)
        return replace(told, readings=tuple(readings))


def _rows(ledger: Ledger, source_id: str | None) -> Iterator[ToldClaim]:
    """The claims in order, the originals named."""
    names = Names()

    def blocks() -> Iterator[Block]:
        for stored in LedgerReader(ledger).every_claim(source_id):
            told = told_claim(stored)
            names.learn(told)
            yield stored.claim_id.hex(), told_body(told).decode()

    for text in in_order(blocks()):
        yield names.given(parse_told(text))
