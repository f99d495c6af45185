"""The doors of the lake: to read, to write, and for the graph in the same form.

Only behind them are its libraries imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import MissingExtraError

if TYPE_CHECKING:
    from graph.element import Element
    from graph.lake.claim_tables import ClaimTable
    from graph.lake.duck import DuckLake
    from graph.lake.writing import LakeWriter
    from graph.ledger.told import ToldClaim

EXTRA = "field"


def open_lake(home: Path, *, threads: int | None = None) -> DuckLake:
    """The lake of a home, for reading. Raises `MissingExtraError` without the extra `field`."""
    try:
        from graph.lake.duck import DuckLake
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), EXTRA) from error
    return DuckLake(home, threads=threads)


def write_lake(home: Path, dataset: str, original: str, reader: str) -> LakeWriter:
    """A load into a dataset, to be used in a `with`; see `LakeWriter`.

    Raises `MissingExtraError` without the extra `field`.
    """
    try:
        from graph.lake.writing import LakeWriter
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), EXTRA) from error
    return LakeWriter(home, dataset, original, reader)


def write_elements(path: Path, elements: Iterable[Element], *, edges: bool) -> int:
    """Write nodes or edges of the graph to a Parquet file; returns how many.

    Raises `MissingExtraError` without the extra `field`.
    """
    try:
        from graph.lake.elements import write_elements as written
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), EXTRA) from error
    return written(path, elements, edges=edges)


def write_claim_table(path: Path, *, edges: bool) -> ClaimTable:
    """A Parquet file of claims to be written, to be used in a `with`.

    Raises `MissingExtraError` without the extra `field`.
    """
    try:
        from graph.lake.claim_tables import ClaimTable
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), EXTRA) from error
    return ClaimTable(path, edges=edges)


def read_claim_table(path: Path) -> Iterator[tuple[str, int, ToldClaim]]:
    """The claims of a Parquet file with its table, nodes or edges, and the row of each.

    Raises `SourceError`; `MissingExtraError` without the extra `field`.
    """
    try:
        from graph.lake.claim_tables import read_claim_table as read
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), EXTRA) from error
    return read(path)
