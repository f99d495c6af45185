"""Claims put in order, in little memory: sorted runs on disk, merged at the end."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO

import orjson

Block = tuple[str, str]
"""What a claim is sorted by, such as its hash, and its text."""
_RUN = 50_000
"""Claims that are sorted at once; more are merged from temporary files."""
_PART = 100
"""Claims of a sorted run that are in memory at once while runs are merged."""


def in_order(blocks: Iterable[Block]) -> Iterator[str]:
    """The texts in the order of what they are sorted by."""
    runs: list[Iterable[Block]] = []
    kept: list[Block] = []
    with ExitStack() as stack:
        for block in blocks:
            kept.append(block)
            if len(kept) == _RUN:
                kept.sort()
                file = stack.enter_context(tempfile.TemporaryFile())
                file.writelines(orjson.dumps(part) + b"\n" for part in _parts(kept))
                file.seek(0)
                runs.append(_run(file))
                kept = []
        yield from (text for _, text in heapq.merge(*runs, sorted(kept)))


def _parts(blocks: list[Block]) -> Iterator[list[Block]]:
    return (blocks[at : at + _PART] for at in range(0, len(blocks), _PART))


def _run(file: BinaryIO) -> Iterator[Block]:
    """The blocks of a file of sorted parts, one a line."""
    for line in file:
        yield from ((claim, text) for claim, text in orjson.loads(line))
