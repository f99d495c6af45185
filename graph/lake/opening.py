"""The doors of the lake: to read, to write, and for the graph in the same form.

Only behind them are its libraries imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import MissingExtraError

if TYPE_CHECKING:
    from graph.element import Element
    from graph.lake.duck import DuckLake
    from graph.lake.writing import LakeWriter

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
