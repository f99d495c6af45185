"""What a graph store must do. Few methods, so that another engine is one more file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
Parameter = str | int | float | bool | None | Sequence[str] | Sequence[Mapping[str, object]]
Row = dict[str, object]
Columns = Sequence[Sequence[object]]
"""The values of each alias in turn, row by row; nothing at all where there are no rows."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A write text generated from the ontology, and the rows (or ids) it is run for."""

    cypher: str
    rows: Sequence[Mapping[str, object]] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class StorePosition:
    """How far a store has projected which ledger: `chain` names what the log says up to `position`.

    `ontology` is the fingerprint of the declarations it was projected with.
    """

    chain: str
    position: int
    ontology: str


@dataclass(frozen=True, slots=True)
class Read:
    """A reading text, the aliases it returns, in order, and its parameters."""

    cypher: str
    columns: tuple[str, ...]
    parameters: Mapping[str, Parameter]


class Reader(Protocol):
    """One consistent read: every stage of a question runs in it."""

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a reading query, values by alias."""
        ...

    def columns(self, read: Read) -> Columns:
        """The values of one read, which may be many."""
        ...

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        """The values of each of several reads of few; a server gives them all in one round trip."""
        ...

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        """What `make` derives from the whole graph, kept under a name until the graph changes.

        `empty_at`: what is made is empty, and filled with what is read after the graph was seen to
        stand there; so the position is not read for it.
        """
        ...


class GraphStore(Protocol):
    """A rebuildable graph. `uri` says where; writing is one process at a time.

    `shared`: others may reach it too, so that it is never emptied unless somebody says so.
    """

    uri: str
    shared: bool

    def ensure_schema(self) -> None:
        """Create constraints and indexes that are missing."""
        ...

    def apply(self, statements: Sequence[Statement], position: StorePosition) -> None:
        """Run all statements and remember the position, in one transaction."""
        ...

    def reading(self) -> AbstractContextManager[Reader]:
        """A consistent read of the last durable state."""
        ...

    def position(self) -> StorePosition | None:
        """The position remembered with the last durable batch; None for an empty store."""
        ...

    def flush(self) -> None:
        """Make all applied batches durable (nothing to do for a server)."""
        ...

    def wipe(self) -> None:
        """Remove everything, position included."""
        ...

    def close(self) -> None:
        """Release the store."""
        ...
