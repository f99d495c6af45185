"""Running a question: parameters checked, time chosen, stages in one read, evidence attached."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from graph import (
    InvalidValueError,
    SuyuanError,
    UnknownElementError,
    Workspace,
    uncollected,
)
from graph.ledger import LedgerReader
from graph.projection import project_closure, snapshot_store
from graph.store import GraphStore, Reader
from graph.store.protocol import Columns, Parameter, Read
from ontology import (
    ANY,
    NODE_KINDS,
    IdError,
    TimeError,
    as_of_time,
    format_valid,
    kind_of,
    known_at_time,
)
from queries.asker import OWNER, Asker
from queries.evidence import Evidence, evidence_of
from queries.model import Query, Stage
from queries.registry import query_named
from queries.veil import veil_for

R = TypeVar("R")
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Executed:
    """A stage as it was run: text, parameters, number of rows."""

    stage: str
    cypher: str
    parameters: dict[str, object]
    rows: int


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """An answer with all that stands behind it.

    `claims`: evidence by short claim id. `as_of`: valid time asked about; `known_at`: recorded
    time, None for now. `summary`: the answer in one sentence, zh and en. `ledger_head`: end of
    the chain the answer rests on. `elapsed` in seconds. `truncated`: rows that are not shown.
    `hypothetical`: the scenario under which it holds; empty for what the ledger says. `withheld`:
    rows that the asker may not see, by security level; `summary` then says only that.
    """

    question: str
    rows: tuple[R, ...]
    claims: dict[str, Evidence]
    executed: tuple[Executed, ...]
    params: dict[str, str]
    as_of: str
    known_at: str | None
    ledger_head: str
    elapsed: float
    summary: tuple[str, str] = ("", "")
    truncated: int = 0
    notices: tuple[str, ...] = ()
    hypothetical: str = ""
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """A graph as it would be under a scenario of that name, for somebody who asks."""

    name: str
    store: GraphStore
    asker: Asker = OWNER

    def of(self, query: Query[object]) -> GraphStore:
        """The store for a question. Raises `InvalidValueError` for one of the ledger alone."""
        if query.ledger_only:
            raise InvalidValueError(
                "question",
                query.id,
                "它只读台账，没有假设可言 / it reads the ledger alone, which no scenario changes",
                "suyuan ask",
            )
        return self.store


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """Who says a claim, with which authority, on which line of which file, recorded when."""

    source_id: str
    family: str
    file: str
    line: int | None
    recorded_at: str


@dataclass(slots=True)
class Soon(Generic[R]):
    """Rows of a stage that waits to be read together with others."""

    ask: Ask
    stage: Stage[R]
    parameters: Mapping[str, Parameter]
    _rows: list[R] | None = None

    @property
    def rows(self) -> list[R]:
        """The rows, read now if they have not been yet."""
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


@dataclass(slots=True)
class Ask:
    """What an answer is made with: the parameters, the times, and stages run in one read.

    `known_at`: recorded time asked about, None for now.
    """

    params: Mapping[str, str]
    reader: LedgerReader
    graph: Reader
    as_of: str | None
    known_at: str | None = None
    executed: list[Executed] = field(default_factory=list)
    truncated: int = 0
    _waiting: list[Soon[Any]] = field(default_factory=list)

    @property
    def time(self) -> str:
        """The valid time asked about; now where neither the user nor the question set one."""
        if self.as_of is None:
            self.as_of = format_valid(datetime.now(UTC))
        return self.as_of

    def at(self, moment: str) -> None:
        """Take a moment of the question's own (the bad observation's) unless the user gave one."""
        if self.as_of is None:
            self.as_of = moment

    def also(self, params: Mapping[str, str]) -> Ask:
        """To ask another question within this one: at its times, its stages told with this one's.

        What the other leaves out of its answer is counted by itself.
        """
        return Ask(params, self.reader, self.graph, self.time, self.known_at, self.executed)

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

    def kept(self, name: str, make: Callable[[], R]) -> R:
        """What `make` derives from the whole graph with this question, kept until it changes.

        Kept or not, the statements behind it are told; nothing in it may depend on a parameter.
        """
        before = len(self.executed)

        def made() -> tuple[R, tuple[Executed, ...]]:
            found = make()
            return found, tuple(self.executed[before:])

        found, told = self.graph.kept(name, made)
        if len(self.executed) == before:
            self.executed.extend(told)
        return found

    def soon(self, stage: Stage[R], **parameters: Parameter) -> Soon[R]:
        """Rows that will be wanted: read with the next ones that are, in the same round trip."""
        wanted = Soon(self, stage, parameters)
        if parameters.get("ids") == []:
            wanted.take([])
        elif stage.anchored:
            self._waiting.append(wanted)
        else:
            self._took(wanted, self.graph.columns(_read(wanted)))
        return wanted

    def send(self) -> None:
        """Read what is waiting."""
        waiting, self._waiting = self._waiting, []
        found = self.graph.together([_read(wanted) for wanted in waiting])
        for wanted, columns in zip(waiting, found, strict=True):
            self._took(wanted, columns)

    def _took(self, wanted: Soon[Any], found: Columns) -> None:
        stage, given = wanted.stage, dict[str, object](wanted.parameters)
        self.executed.append(Executed(stage.name, stage.cypher, given, wanted.take(found)))

    def sources(self, shorts: Iterable[str]) -> dict[str, ClaimSource]:
        """Family, source and line of claims, for questions that weigh sources by authority."""
        return {
            c.short: ClaimSource(c.source_id, c.family, c.file_name, c.place.line, c.recorded_at)
            for c in self.reader.cited(shorts)
        }


def _read(wanted: Soon[Any]) -> Read:
    return Read(wanted.stage.cypher, wanted.stage.columns, wanted.parameters)


def run(
    workspace: Workspace,
    question: str,
    params: Mapping[str, str] | None = None,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    asker: Asker = OWNER,
) -> Result[object]:
    """Answer a question by its id.

    `as_of` and `known_at` are dates or date-times as a person writes them (see ontology.times).
    Raises `InvalidValueError` for a wrong parameter, `UnknownElementError` for an unknown element,
    `NotAllowedError` for a question that is not for the role of the asker, `WithheldError` for an
    element that is not for their class.
    """
    return _ran(workspace, _Asked(question, params or {}, as_of, known_at, asker), None)


def run_hypothetical(
    workspace: Workspace,
    overlay: Overlay,
    question: str,
    params: Mapping[str, str],
    *,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Result[object]:
    """The same question of a graph as it would be; the answer says so. Raises what `run` raises."""
    return _ran(workspace, _Asked(question, params, as_of, known_at, overlay.asker), overlay)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it was put."""

    question: str
    params: Mapping[str, str]
    as_of: str | None
    known_at: str | None
    asker: Asker


def _ran(workspace: Workspace, asked: _Asked, overlay: Overlay | None) -> Result[object]:
    """The answer as the asker may see it."""
    veil = veil_for(workspace.ledger, asked.asker)
    if veil is None:
        return _answered(workspace, asked, overlay)
    try:
        whole = _answered(workspace, asked, overlay)
    except SuyuanError as error:
        raise veil.told(error) from None
    return veil.over(whole)


def _answered(workspace: Workspace, asked: _Asked, overlay: Overlay | None) -> Result[object]:
    started = time.perf_counter()
    query = query_named(asked.question)
    asked.asker.may_ask(query.id, query.roles)
    valid, known = times_asked(asked.as_of, asked.known_at)
    given = _checked(query, asked.params)
    position = workspace.ledger.position_at(known)
    reader = LedgerReader(workspace.ledger, position)
    with ExitStack() as stack:
        stack.enter_context(uncollected())
        store = (
            _store(workspace, query, reader, given, known) if overlay is None else overlay.of(query)
        )
        ask = Ask(given, reader, stack.enter_context(store.reading()), valid, known)
        rows = tuple(query.answer(ask))
        moment = ask.time
        executed = tuple(ask.executed)
    shorts = [s for row in rows for s in getattr(row, "claims", ())]
    return Result(
        question=query.id,
        rows=rows,
        claims=evidence_of(reader, shorts),
        executed=executed,
        params=dict(given),
        as_of=moment,
        known_at=known,
        ledger_head=str(workspace.ledger.head()),
        elapsed=time.perf_counter() - started,
        summary=query.summary(rows),
        truncated=ask.truncated,
        notices=tuple(workspace.notices),
        hypothetical="" if overlay is None else overlay.name,
    )


def times_asked(as_of: str | None, known_at: str | None) -> tuple[str | None, str | None]:
    """Valid and recorded time of dates as a person writes them; None where none is given.

    Raises `InvalidValueError` for what is no date.
    """
    return _time("as_of", as_of, as_of_time), _time("known_at", known_at, known_at_time)


def _time(name: str, text: str | None, read: Callable[[str], str]) -> str | None:
    try:
        return None if text is None else read(text)
    except TimeError as error:
        raise InvalidValueError(name, text or "", str(error), "YYYY-MM-DD") from error


def _store(
    workspace: Workspace,
    query: Query[object],
    reader: LedgerReader,
    given: Mapping[str, str],
    known: str | None,
) -> GraphStore:
    """The live store for now; a closure or a snapshot for the past."""
    if query.ledger_only or known is None:
        return workspace.store
    start = query.start(given)
    if query.closure is not None and start:
        return project_closure(reader, start, query.closure)
    return snapshot_store(workspace.ledger, reader.position)


def _checked(query: Query[object], params: Mapping[str, str]) -> dict[str, str]:
    known = {p.name: p for p in query.params}
    for name in params:
        if name not in known:
            raise InvalidValueError(
                name,
                params[name],
                f"{query.id} 没有这个参数 / has no such parameter",
                f"可用 / use: {', '.join(known) or '-'}",
            )
    for param in query.params:
        if param.required and not params.get(param.name):
            raise InvalidValueError(
                param.name,
                "",
                f"{query.id} 需要它 / is required",
                f"{param.title_zh} / {param.title_en}",
            )
    return {
        name: _element_id(value, known[name].kinds) if known[name].kinds else value
        for name, value in params.items()
        if value
    }


def _element_id(value: str, kinds: Sequence[str]) -> str:
    """An id as it stands, or a bare key with the prefix of the only kind that is asked for.

    Raises `UnknownElementError` for what is no id; a question that takes any kind takes edges too.
    """
    prefixes = [NODE_KINDS[k].prefix for k in kinds if k != ANY]
    if len(prefixes) == 1 and value.partition(":")[0] != prefixes[0]:
        return f"{prefixes[0]}:{value}"
    if ANY not in kinds:
        try:
            kind_of(value)
        except IdError as error:
            raise UnknownElementError(value) from error
    return value


def unknown(asked: str, known: Iterable[str]) -> UnknownElementError:
    """The error for an element that is not there, with the nearest ids that are."""
    ids = list(known)
    key = asked.partition(":")[2] or asked
    by_key = {i.partition(":")[2]: i for i in ids}
    near = difflib.get_close_matches(key, list(by_key), NEAREST, 0.5)
    return UnknownElementError(asked, tuple(by_key[k] for k in near))
