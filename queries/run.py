"""Running a question: parameters checked, time chosen, stages in one read, evidence attached."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graph import (
    InvalidValueError,
    SuyuanError,
    UnknownElementError,
    Workspace,
    uncollected,
)
from graph.ledger import LedgerReader
from graph.projection import project_closure, snapshot_store
from graph.store import GraphStore
from ontology import (
    ANY,
    NODE_KINDS,
    IdError,
    TimeError,
    as_of_time,
    kind_of,
    known_at_time,
)
from queries.ask import Ask, Executed, unknown
from queries.asker import OWNER, Asker
from queries.earliest import undated, unrecorded
from queries.evidence import Evidence, evidence_of, with_names
from queries.model import Query
from queries.presence import present
from queries.registry import query_named
from queries.sittings import Sitting
from queries.veil import veil_for

R = TypeVar("R")


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
    element that is not for their class, `NamesHiddenError` for one who wants to see names of
    persons without the right.
    """
    return _ran(workspace, _Asked(question, params or {}, as_of, known_at, asker), None)


def run_sitting(
    workspace: Workspace,
    sitting: Sitting,
    question: str,
    params: Mapping[str, str],
    *,
    as_of: str | None = None,
    asker: Asker = OWNER,
) -> Result[object]:
    """One of several questions put in one go, of what is known now. Raises what `run` raises."""
    return _ran(workspace, _Asked(question, params, as_of, None, asker, sitting), None)


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
    sitting: Sitting | None = None

    @property
    def evidence(self) -> bool:
        """Whether the evidence is read at once: what is withheld is judged by it."""
        return self.sitting is None or self.sitting.evidence or not self.asker.sees_all


def _ran(workspace: Workspace, asked: _Asked, overlay: Overlay | None) -> Result[object]:
    """The answer as the asker may see it."""
    veil = veil_for(workspace.ledger, asked.asker)
    asked.asker.shown_to(asked.question)  # whoever has no right to names gets no answer with them
    if veil is None:
        return names_shown(workspace, _answered(workspace, asked, overlay), asked.asker)
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
        sitting = asked.sitting
        reading = store.reading() if sitting is None else nullcontext(sitting.graph)
        ask = Ask(given, reader, stack.enter_context(reading), valid, known)
        if sitting is not None:
            ask.now, ask.answers = sitting.now, sitting.answers
        answer = ask.answered(query)
        notices = [*workspace.notices, *answer.notices]
        if not answer.rows and not query.ledger_only:
            notices += _nothing_found(query, ask, dated=valid is not None)
        notices += unrecorded(reader, known)
    rows = answer.rows
    return Result(
        question=query.id,
        rows=rows,
        claims=evidence_of(reader, _cited(rows)) if asked.evidence else {},
        executed=answer.executed,
        params=dict(given),
        as_of=answer.moment,
        known_at=known,
        ledger_head=str(workspace.ledger.head()),
        elapsed=time.perf_counter() - started,
        summary=query.summary(rows),
        truncated=answer.left_out,
        notices=tuple(notices),
        hypothetical="" if overlay is None else overlay.name,
    )


def _nothing_found(query: Query[object], ask: Ask, *, dated: bool) -> Iterable[str]:
    """What is to be said where nothing was found; what looks for it is not told as of the answer.

    Raises `UnknownElementError`; a notice says where the date that was given is before all dates.
    """
    _known_elements(query, ask)
    return undated(ask) if dated else ()


def evidenced(workspace: Workspace, result: Result[R]) -> Result[R]:
    """An answer of what is known now that a sitting gave without its evidence, with it."""
    reader = LedgerReader(workspace.ledger, workspace.ledger.position_at(None))
    return replace(result, claims=evidence_of(reader, _cited(result.rows)))


def names_shown(workspace: Workspace, result: Result[R], asker: Asker) -> Result[R]:
    """An answer with the names of persons in its evidence where the asker wants to see them.

    Each place is logged before; such an answer is for the asker alone, and is never kept. Raises
    `NamesHiddenError` for one without the right, `OSError` where it cannot be logged.
    """
    to = asker.shown_to(result.question)
    if to is None or not result.claims:
        return result
    position = workspace.ledger.position_at(result.known_at)
    reader = LedgerReader(workspace.ledger, position)
    return replace(result, claims=with_names(reader, result.claims, to))


def _cited(rows: Iterable[object]) -> list[str]:
    return [short for row in rows for short in getattr(row, "claims", ())]


def _known_elements(query: Query[object], ask: Ask) -> None:
    """That nothing was found is no answer where it was asked of what is not there.

    Raises `UnknownElementError` with the nearest of its kind, or of the values that name something.
    """
    for param in query.params:
        value = ask.params.get(param.name, "")
        if value and param.name in query.known:
            named = sorted(set(query.known[param.name](ask)))
            if value not in named:
                raise unknown(value, named)
        # A question about several elements, or about any, looks for them itself.
        if value and param.kinds and ANY not in param.kinds and not param.several:
            present(ask, value)


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
