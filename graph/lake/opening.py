"""The doors of the lake: one to read, one to write. Only behind them are its libraries imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import MissingExtraError

if TYPE_CHECKING:
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
