"""Rows of stages by the ids they were asked for, kept until the graph changes.

Whoever asks of one set of elements and then of another, larger or overlapping, is answered from
what was read before; only the rest is read. Kept or not, the whole statement is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graph.store.protocol import Parameter, StorePosition
from queries.ask import Ask, PositionRow, Soon
from queries.model import Stage

R = TypeVar("R")
T = TypeVar("T")
MOST_KEPT = 50_000
"""Ids of one stage, most often less than one kilobyte each; of more nothing is kept."""


@dataclass(frozen=True, slots=True)
class Shelf(Generic[R, T]):
    """A stage over `$ids`: to which of them a row belongs, and what the rows of one are made into.

    Nothing else in the stage may differ from one question to the next.
    """

    stage: Stage[R]
    key: Callable[[R], str]
    made: Callable[[list[R]], T]


@dataclass(slots=True)
class Later(Generic[R, T]):
    """What a shelf holds of some ids, and the rows of the others, which wait to be read."""

    shelf: Shelf[R, T]
    held: dict[str, Any]
    known: dict[str, T]
    fresh: Sequence[str]
    rest: Soon[R]

    @property
    def found(self) -> dict[str, T]:
        """By id what there is of it, read now if it has not been yet; ids without rows are not."""
        if self.fresh:
            rows: dict[str, list[R]] = {one: [] for one in self.fresh}
            for row in self.rest.rows:
                rows[self.shelf.key(row)].append(row)
            made = {one: self.shelf.made(own) for one, own in rows.items() if own}
            self._keep(rows, made)
            self.known |= made
            self.fresh = ()
        return self.known

    def _keep(self, rows: dict[str, list[R]], made: dict[str, T]) -> None:
        if len(self.held) + len(rows) > MOST_KEPT:
            self.held.clear()
        if len(rows) <= MOST_KEPT:
            self.held.update((one, (made.get(one), len(own))) for one, own in rows.items())


@dataclass(slots=True)
class Shelves:
    """All that one question keeps: by stage and id what was made of its rows, and how many."""

    _held: dict[str, dict[str, Any]] = field(default_factory=dict)

    @staticmethod
    def at(ask: Ask, name: str, position: Soon[PositionRow]) -> Shelves:
        """What is kept under a name of the graph as it stands, seen by `Ask.position`."""
        standing = [StorePosition(r.chain, r.position, r.ontology) for r in position.rows]
        return ask.kept(name, Shelves, standing[0] if standing else None)

    def soon(
        self, ask: Ask, shelf: Shelf[R, T], ids: Sequence[str], **parameters: Parameter
    ) -> Later[R, T]:
        """What is held of ids, and the rest of it read with the next that is wanted."""
        held = self._held.setdefault(shelf.stage.name, {})
        known: dict[str, T] = {}
        fresh, rows = [], 0
        for one in ids:
            kept = held.get(one)
            if kept is None:
                fresh.append(one)
            elif kept[1]:
                known[one] = kept[0]
                rows += kept[1]
        rest = ask.rest(shelf.stage, list(ids), rows, **parameters, ids=fresh)
        return Later(shelf, held, known, fresh, rest)

    def read(
        self, ask: Ask, shelf: Shelf[R, T], ids: Sequence[str], **parameters: Parameter
    ) -> dict[str, T]:
        """By id what there is of it."""
        return self.soon(ask, shelf, ids, **parameters).found
