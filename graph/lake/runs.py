"""Sorting more rows than fit into memory: sorted runs aside, merged bucket by bucket.

A bucket is a range of (day, station) small enough to be sorted in memory; its bounds are drawn
from the first rows of the runs' blocks. So memory does not grow with the load.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from graph.lake.columns import SCHEMA, joined
from graph.lake.sorting import DAY, in_order

RUN_ROWS = 2_000_000
BLOCK_ROWS = 16_384
BUCKET_BLOCKS = 96
Bound = tuple[int, str]


class _Blocks(Protocol):
    def get_batch(self, number: int) -> pa.RecordBatch: ...


@dataclass(slots=True)
class Run:
    """Rows in order, in blocks; they are taken from the front. `firsts`: bound of each block."""

    blocks: _Blocks
    firsts: list[Bound]
    _next: int = 0
    _rest: pa.RecordBatch | None = None

    def take(self, before: Bound | None) -> Iterator[pa.RecordBatch]:
        """The rows that are left and lie before a bound; all that are left when None."""
        while (block := self._block()) is not None:
            rows = block.num_rows if before is None else _rows_before(block, before)
            if rows:
                yield block.slice(0, rows)
            if rows < block.num_rows:
                self._rest = block.slice(rows)
                return

    def _block(self) -> pa.RecordBatch | None:
        if self._rest is not None:
            rest, self._rest = self._rest, None
            return rest
        if self._next == len(self.firsts):
            return None
        self._next += 1
        return self.blocks.get_batch(self._next - 1)


@dataclass(slots=True)
class _Held:
    """Blocks in memory."""

    batches: list[pa.RecordBatch]

    def get_batch(self, number: int) -> pa.RecordBatch:
        """One of them."""
        return self.batches[number]


def held_run(table: pa.Table) -> Run:
    """A run in memory of a table in order."""
    batches = table.to_batches(max_chunksize=BLOCK_ROWS)
    return Run(_Held(batches), [_bound(batch, 0) for batch in batches])


def spilled_run(table: pa.Table, path: Path) -> Run:
    """The same in a file, of which a block at a time is in memory."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    batches = table.to_batches(max_chunksize=BLOCK_ROWS)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SCHEMA, options=options) as out:
        for batch in batches:
            out.write_batch(batch)
    reader = pa.ipc.open_file(pa.OSFile(str(path), "rb"))
    return Run(reader, [_bound(batch, 0) for batch in batches])


def merged(runs: list[Run]) -> Iterator[pa.Table]:
    """All rows of the runs in order, a bucket at a time. Of equal keys the last run's row stays."""
    bounds = sorted(first for run in runs for first in run.firsts)
    cuts: list[Bound | None] = list(dict.fromkeys(bounds[BUCKET_BLOCKS::BUCKET_BLOCKS]))
    for before in [*cuts, None]:
        batches = [batch for run in runs for batch in run.take(before)]
        if batches:
            yield in_order(joined([pa.Table.from_batches([batch]) for batch in batches]))


def _bound(batch: pa.RecordBatch, row: int) -> Bound:
    moment = batch.column("time")[row].value
    return moment // DAY, batch.column("station")[row].as_py()


def _rows_before(batch: pa.RecordBatch, bound: Bound) -> int:
    return bisect_left(range(batch.num_rows), bound, key=lambda row: _bound(batch, row))


@dataclass(slots=True)
class Sorter:
    """Takes rows in any order and gives them back in order. `rows`: taken so far."""

    folder: Path
    rows: int = 0
    _runs: list[Run] = field(default_factory=list)
    _waiting: list[pa.Table] = field(default_factory=list)
    _count: int = 0

    def add(self, table: pa.Table) -> None:
        """Take rows of the lake's columns; of equal keys the later row counts."""
        self.rows += table.num_rows
        for begin in range(0, table.num_rows, RUN_ROWS):
            part = table.slice(begin, RUN_ROWS)
            self._waiting.append(part)
            self._count += part.num_rows
            if self._count >= RUN_ROWS:
                path = self.folder / f"run-{len(self._runs)}.arrow"
                self._runs.append(spilled_run(self._sorted(), path))

    def buckets(self) -> Iterator[pa.Table]:
        """All rows in order, without repeated keys."""
        if not self._runs:
            if self._waiting:
                yield self._sorted()
            return
        if self._waiting:
            self._runs.append(held_run(self._sorted()))
        yield from merged(self._runs)

    def _sorted(self) -> pa.Table:
        waiting, self._waiting, self._count = self._waiting, [], 0
        return in_order(joined(waiting))
