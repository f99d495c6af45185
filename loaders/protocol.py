"""What a loader is: two pure halves, `read` (file to rows) and `claims` (row to claims).

The pipeline does everything else for all loaders: source ids, originals, validation, rejects,
batches, checkpoints, retraction, projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timezone
from pathlib import Path
from typing import Protocol

from graph import Claim, Place, Rejected


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to load, and what was declared about it.

    `source_id`: name of the source. `snapshot`: the day for which a source without dates speaks
    (valid-time text), or None. `zone`: zone of date-times that carry none. `table`: the import
    table, where a datapackage names it. `certainty`: of rows that state none. `lines`: only the
    rows that begin on these lines (1-based) are wanted; asked of row-local loaders alone. `home`:
    the folder of the ledger, where a key for the ids of persons is kept; None in a dry run.
    """

    path: Path
    source_id: str
    snapshot: str | None = None
    zone: timezone | None = None
    table: str | None = None
    certainty: str | None = None
    lines: frozenset[int] | None = None
    home: Path | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file, with its place.

    `identity` names the row across versions of the file (`deployments|D-17`); empty when unknown.
    `fields` are the cells by name. `payload` is for loaders whose rows are no flat table.
    """

    place: Place
    identity: str
    fields: Mapping[str, str] = field(default_factory=dict)
    payload: object = None


class Loader(Protocol):
    """One source family. A module in `loaders/` exposes one as `LOADER`.

    `snapshot` is used when the files carry no dates and the user declares none. Of a `row_local`
    loader unchanged lines of a new version need not be read again; it heeds `SourceFile.lines`.
    """

    @property
    def name(self) -> str:
        """Short name, unique among the loaders."""
        ...

    @property
    def title_zh(self) -> str:
        """What it reads, in Chinese."""
        ...

    @property
    def title_en(self) -> str:
        """What it reads, in English."""
        ...

    @property
    def version(self) -> str:
        """Changes when the same bytes would give other claims."""
        ...

    @property
    def family(self) -> str:
        """Code of `ontology.SOURCE_FAMILIES`."""
        ...

    @property
    def snapshot(self) -> str | None:
        """The day its undated files speak for, as valid-time text."""
        ...

    @property
    def row_local(self) -> bool:
        """Whether a row's claims depend on that row and the header alone."""
        ...

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether this loader reads the file, from its name and its first 64 KiB."""
        ...

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows of the file in order, streamed. Raises `SourceError` for an unreadable file."""
        ...

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """What the user should know of the file that rejects nothing (unknown columns)."""
        ...

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What one row says. A `Rejected` among them rejects the whole row."""
        ...


class WrittenHere:
    """What loaders of the files that the program writes itself share: nobody hands them one."""

    __slots__ = ()

    version = "1"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """No file that somebody hands over."""
        return False

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Nothing to warn of."""
        return ()
