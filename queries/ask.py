"""What an answer is made with: stages run in one read, at the times asked about."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nlargest, nsmallest
from typing import Any, Generic, TypeVar

from graph import UnknownElementError
from graph.ledger import LedgerReader
from graph.store import Reader
from graph.store.position import HEAD, POSITION_LABEL
from graph.store.protocol import Columns, Parameter, Read, StorePosition
from ontology import format_valid
from queries.model import Query, Stage

R = TypeVar("R")
NEAREST = 5
COMPARED = 2_000
"""So many ids are compared letter by letter; of more only the neighbours are."""
NEIGHBOURS = 250


@dataclass(frozen=True, slots=True)
class Executed:
    """A stage as it was run: text, parameters, number of rows."""

    stage: str
    cypher: str
    parameters: dict[str, object]
    rows: int


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """Who says a claim, with which authority, on which line of which file, recorded when."""

    source_id: str
    family: str
    file: str
    line: int | None
    recorded_at: str


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where the graph stands: see `graph.store.StorePosition`."""

    chain: str
    position: int
    ontology: str


_POSITION = Stage(
    "position",
    f"MATCH (p:{POSITION_LABEL} {{id: $id}}) "
    "RETURN p.chain AS chain, p.position AS position, p.ontology AS ontology",
    PositionRow,
)


@dataclass(slots=True)
class Soon(Generic[R]):
    """Rows of a stage that waits to be read together with others.

    `told`: the parameters as they are told, None for what is not; `before`: the rows that were read
    of them before.
    """

    ask: Ask
    stage: Stage[R]
    parameters: Mapping[str, Parameter]
    told: Mapping[str, Parameter] | None
    before: int = 0
    _rows: list[R] | None = None

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to read: it is over no ids."""
        return self.parameters.get("ids") == []

    @property
    def rows(self) -> list[R]:
        """The rows, read now if they have not been yet."""
        if self._rows is None and self.nothing:
            return []
        if self._rows is None:
            self.ask.send()
        assert self._rows is not None
        return self._rows

    def take(self, found: Columns) -> int:
        """What a store found, as rows of the stage, and how many they are.

        Lists become tuples, to compare by value.
        """
        stage = self.stage
        columns = list(found)
        for at in map(stage.columns.index, stage.list_fields) if columns else ():
            columns[at] = [tuple(v) if isinstance(v, list) else v for v in columns[at]]
        self._rows = list(map(stage.row, *columns)) if columns else []
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class Answered(Generic[R]):
    """An answer before its evidence: rows, how many are left out, and what was run for it.

    `moment`: valid time asked about. `own`: it has a moment of its own, which it is asked at where
    no time is given. `notices`: what a person has to know to read it.
    """

    rows: tuple[R, ...]
    left_out: int
    executed: tuple[Executed, ...]
    moment: str
    own: bool
    notices: tuple[str, ...] = ()


Key = tuple[str, tuple[tuple[str, str], ...], str]
"""A question, its parameters, and the valid time asked about."""


@dataclass(slots=True)
class Ask:
    """What an answer is made with: the parameters, the times, and stages run in one read.

    `known_at`: recorded time asked about, None for now. `now`: valid time that counts as now, where
    several questions are put at one moment; `answers`: what they have been answered. `notices`:
    what a person has to know to read the answer, zh and en.
    """

    params: Mapping[str, str]
    reader: LedgerReader
    graph: Reader
    as_of: str | None
    known_at: str | None = None
    executed: list[Executed] = field(default_factory=list)
    truncated: int = 0
    now: str = ""
    notices: list[str] = field(default_factory=list)
    answers: dict[Key, Answered[Any]] = field(default_factory=dict)
    own: bool = False
    _waiting: list[Soon[Any]] = field(default_factory=list)

    @property
    def time(self) -> str:
        """The valid time asked about; now where neither the user nor the question set one."""
        if self.as_of is None:
            self.as_of = self.now or format_valid(datetime.now(UTC))
        return self.as_of

    def at(self, moment: str) -> None:
        """Take a moment of the question's own (the bad observation's) unless the user gave one."""
        self.own = True
        if self.as_of is None:
            self.as_of = moment

    def also(self, params: Mapping[str, str]) -> Ask:
        """To read on within this question with other parameters, at its times.

        Stages are told with this one's; what is left out is counted by itself.
        """
        return Ask(
            params,
            self.reader,
            self.graph,
            self.time,
            self.known_at,
            self.executed,
            answers=self.answers,
        )

    def other(self, query: Query[R], params: Mapping[str, str]) -> Answered[R]:
        """The answer of another question at the times of this one, its stages told with this one's.

        What it leaves out is not counted here.
        """
        inner = Ask(params, self.reader, self.graph, self.time, self.known_at, answers=self.answers)
        found = inner.answered(query)
        self.executed.extend(found.executed)
        return found

    def answered(self, query: Query[R]) -> Answered[R]:
        """The answer of a question to these parameters: the same again where it was asked before.

        Answers are those of one reading of the graph, so that none can be out of date.
        """
        given = tuple(sorted(self.params.items()))
        before = self.answers.get((query.id, given, self.as_of or self.now))
        if before is not None and not (before.own and self.as_of is None):
            return before
        rows = tuple(query.answer(self))
        found = Answered(
            rows, self.truncated, tuple(self.executed), self.time, self.own, tuple(self.notices)
        )
        self.answers[query.id, given, found.moment] = found
        return found

    def left_out(self, rows: int) -> None:
        """Say that so many rows of the answer are not in it."""
        self.truncated += max(rows, 0)

    def rows(self, stage: Stage[R], **parameters: Parameter) -> list[R]:
        """Typed rows of one stage.

        A stage over no ids has no rows and is not sent.
        """
        return self.soon(stage, **parameters).rows

    def values(self, stage: Stage[Any], **parameters: Parameter) -> Iterator[tuple[Any, ...]]:
        """The values of a stage over the whole graph where they are too many for rows."""
        found = self.graph.columns(Read(stage.cypher, stage.columns, parameters))
        rows = len(found[0]) if found else 0
        self.executed.append(Executed(stage.name, stage.cypher, dict(parameters), rows))
        return zip(*found, strict=True)

    def kept(self, name: str, make: Callable[[], R], empty_at: StorePosition | None = None) -> R:
        """What `make` derives from the whole graph with this question, kept until it changes.

        Kept or not, the statements behind it are told; nothing in it may depend on a parameter.
        `empty_at`: see `Reader.kept`.
        """
        before = len(self.executed)

        def made() -> tuple[R, tuple[Executed, ...]]:
            found = make()
            return found, tuple(self.executed[before:])

        found, told = self.graph.kept(name, made, empty_at)
        if len(self.executed) == before:
            self.executed.extend(told)
        return found

    def soon(self, stage: Stage[R], **parameters: Parameter) -> Soon[R]:
        """Rows that will be wanted: read with the next ones that are, in the same round trip."""
        return self._soon(Soon(self, stage, parameters, parameters))

    def rest(
        self, stage: Stage[R], whole: Sequence[str], before: int, **parameters: Parameter
    ) -> Soon[R]:
        """Rows for those `ids` of a whole that were not read before, as `soon` reads them.

        Told is the statement for the whole, with the rows of it that were read before.
        """
        told = {**parameters, "ids": list(whole)}
        return self._soon(Soon(self, stage, parameters, told, before))

    def position(self) -> Soon[PositionRow]:
        """Where the graph stands, read with what is wanted next; it is no part of the answer."""
        return self._soon(Soon(self, _POSITION, {"id": HEAD}, None))

    def _soon(self, wanted: Soon[R]) -> Soon[R]:
        if wanted.nothing and not self._waiting:
            self._took(wanted, [])
        elif wanted.nothing or wanted.stage.anchored:  # told in the order in which they are asked
            self._waiting.append(wanted)
        else:
            self._took(wanted, self.graph.columns(_read(wanted)))
        return wanted

    def send(self) -> None:
        """Read what is waiting."""
        waiting, self._waiting = self._waiting, []
        found = iter(self.graph.together([_read(w) for w in waiting if not w.nothing]))
        for wanted in waiting:
            self._took(wanted, [] if wanted.nothing else next(found))

    def _took(self, wanted: Soon[Any], found: Columns) -> None:
        rows = wanted.before + wanted.take(found)
        if wanted.told is not None and (rows or wanted.told.get("ids") != []):
            stage, given = wanted.stage, dict[str, object](wanted.told)
            self.executed.append(Executed(stage.name, stage.cypher, given, rows))

    def sources(self, shorts: Iterable[str]) -> dict[str, ClaimSource]:
        """Family, source and line of claims, for questions that weigh sources by authority."""
        return {
            c.short: ClaimSource(c.source_id, c.family, c.file_name, c.place.line, c.recorded_at)
            for c in self.reader.cited(shorts)
        }


def _read(wanted: Soon[Any]) -> Read:
    return Read(wanted.stage.cypher, wanted.stage.columns, wanted.parameters)


def unknown(asked: str, known: Iterable[str]) -> UnknownElementError:
    """The error for an element that is not there, with the nearest ids that are.

    Of more than `COMPARED` ids those are compared that begin or end as the one asked for does.
    """
    key = asked.partition(":")[2] or asked
    by_key = {i.partition(":")[2] or i: i for i in known}
    near = difflib.get_close_matches(key, _alike(key, by_key), NEAREST, 0.5)
    return UnknownElementError(asked, tuple(by_key[k] for k in near))


def _alike(key: str, keys: Collection[str]) -> Collection[str]:
    """The keys to compare with one: all of a few, its neighbours in either order of many."""
    if len(keys) <= COMPARED:
        return keys
    ends = _neighbours(key[::-1], [k[::-1] for k in keys])
    return {*_neighbours(key, keys), *(k[::-1] for k in ends)}


def _neighbours(key: str, keys: Iterable[str]) -> Iterator[str]:
    """The keys next before and next after one in the order of texts, in one pass each."""
    every = list(keys)
    yield from nlargest(NEIGHBOURS, (k for k in every if k < key))
    yield from nsmallest(NEIGHBOURS, (k for k in every if k >= key))
