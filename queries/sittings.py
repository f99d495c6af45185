"""Several questions put in one go: at one moment, and what they read alike is read once.

It lives as long as one reading of the store, so that nothing in it can be out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from graph import Workspace
from graph.store import Reader
from graph.store.protocol import Columns, Parameter, Read, Row, StorePosition
from ontology import format_valid
from queries.ask import Answered, Key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the questions of one go share: the reading of the graph, what is now, and answers.

    `now`: valid time for those that neither the user nor the question gives one. `answers`: of each
    question asked so far, within another or by itself. `evidence`: whether answers come with it;
    to one from whom something is withheld they always do.
    """

    graph: Reader
    now: str
    answers: dict[Key, Answered[Any]] = field(default_factory=dict)
    evidence: bool = True


@contextmanager
def sitting(workspace: Workspace, *, evidence: bool = True) -> Iterator[Sitting]:
    """One reading of the store for several questions; see `queries.run.run_sitting`."""
    with workspace.store.reading() as graph:
        yield Sitting(Once(graph), format_valid(datetime.now(UTC)), evidence=evidence)


@dataclass(frozen=True, slots=True)
class Once:
    """A reader that reads the same with the same parameters once."""

    graph: Reader
    found: dict[tuple[object, ...], Columns] = field(default_factory=dict)

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """Rows of a reading query, which is run each time."""
        return self.graph.run(cypher, parameters)

    def columns(self, read: Read) -> Columns:
        """The values of one read, as they were found the first time."""
        key = _key(read)
        if key not in self.found:
            self.found[key] = self.graph.columns(read)
        return self.found[key]

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        """The values of several reads, of which those that are new are read together."""
        new = {key: read for read in reads if (key := _key(read)) not in self.found}
        self.found.update(zip(new, self.graph.together(list(new.values())), strict=True))
        return [self.found[_key(read)] for read in reads]

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        """What the store keeps while the graph stands."""
        return self.graph.kept(name, make, empty_at)


def _key(read: Read) -> tuple[object, ...]:
    """The text with its parameters; lists of ids, which may be long, as they are."""
    given = (
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(read.parameters.items())
    )
    return read.cypher, *given
