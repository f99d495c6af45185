"""What the reader of a format hands on: raw text with places, and what else the format tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from loaders.documents.cleaning.offsets import Edit
from loaders.documents.model import Fault
from loaders.documents.reading.original import Original


class Sign(StrEnum):
    """What a file format says of a stretch of its text."""

    HEADING = "heading"  # h1 … h6, Heading 1 …; `level` tells which
    FURNITURE = "furniture"  # nav, footer, aside …
    LINK = "link"  # the text of a link


@dataclass(frozen=True, slots=True)
class Hint:
    """A sign for `begin:end` of the raw text."""

    sign: Sign
    begin: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table that the format itself marks, as a range of raw text."""

    row: int
    column: int
    begin: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table that the format itself marks: its cells row by row, and its range of raw text."""

    cells: tuple[RawCell, ...]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Extract:
    """A file as raw text. `edits`: what cleaning must do before all else (markup, line wraps)."""

    original: Original
    encoding: str = ""
    edits: tuple[Edit, ...] = ()
    tables: tuple[RawTable, ...] = ()
    hints: tuple[Hint, ...] = ()
    faults: tuple[Fault, ...] = ()
