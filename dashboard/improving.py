"""A nonconformity and its actions as persons handle them: opened, done, verified, closed.

Each act is read and written under the lock of the ledger; several at once are one load. Whether an
action worked is asked of the graph (question `effect`), not of whoever asks to close it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.deciding import Decided, outcome, said_so
from dashboard.given import (
    cut_id,
    due_of,
    free_id,
    ids_of,
    known_code,
    moment_of,
    moment_of_step,
    unit_of,
)
from dashboard.handling import worded
from dashboard.improvement_state import (
    ACTION,
    NONCONFORMITY,
    UNDONE,
    EffectError,
    Standing,
    StepError,
    UnverifiedError,
    standings,
)
from dashboard.incident_state import there
from graph import Workspace
from graph.ledger import LedgerReader
from loaders import Opening, Progress, record, source_of
from ontology import key_parts, kind_of
from ontology.improvement_codes import (
    ACTION_TYPES,
    CAUSE_CLASSES,
    DISPOSITIONS,
    EFFECTIVENESS,
)
from ontology.rules import ACTION_NEXT, EFFECT_WINDOW_DAYS
from queries import run
from queries.effect import EffectRow


@dataclass(frozen=True, slots=True)
class Found:
    """What is said of a nonconformity when it is opened; all but `statement` may be empty.

    `clause`: standard|number. `similar`: whether similar ones exist or could occur (10.2.1 b).
    """

    statement: str
    clause: str = ""
    severity: str = ""
    disposition: str = ""
    cause: str = ""
    cause_class: str = ""
    similar: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is decided when an action is added. `due`: a date; `changes`: document|version."""

    title: str
    due: str
    kind: str = "corrective"
    changes: str = ""


def open_nonconformity(
    workspace: Workspace, about: str, unit: str, user: str, found: Found, on: str = ""
) -> Decided:
    """Open a nonconformity that an incident or a finding has shown, for a unit that answers.

    `on`: the day on which it was opened; now, if empty. Raises `InvalidValueError` for what is
    wrong with a value, `UnknownElementError` for an element that is not there.
    """
    source, at = source_of(user), moment_of(on)
    about = there(workspace, about, ("Incident", "Finding"))
    unit = unit_of(workspace, unit)
    with workspace.ledger.writing() as writer:
        said = nonconformity_of(LedgerReader(workspace.ledger), about, unit, found, at)
        record(workspace.ledger, writer, source, said)
    return said_so(workspace, source, said)


def add_action(
    workspace: Workspace, about: str, unit: str, user: str, planned: Planned, on: str = ""
) -> Decided:
    """Decide on an action against a nonconformity or a risk: who answers for it, and until when.

    Raises `InvalidValueError` for a due date before the day on which it is decided.
    """
    source, at = source_of(user), moment_of(on)
    about = there(workspace, about, (NONCONFORMITY, "Risk"))
    unit = unit_of(workspace, unit)
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        (now,) = standings(reader, [about])
        if now.state == "closed":
            raise StepError(about, now.state, "open", ())
        said = action_of(reader, about, unit, planned, at)
        record(workspace.ledger, writer, source, said)
    return said_so(workspace, source, said)


def nonconformity_of(reader: LedgerReader, about: str, unit: str, found: Found, at: str) -> Opening:
    """What is said when a nonconformity is opened, under an id that nobody has yet.

    Raises `InvalidValueError` for what is wrong with a value.
    """
    worded("statement", found.statement)
    known_code("disposition", found.disposition, DISPOSITIONS)
    known_code("class", found.cause_class, CAUSE_CLASSES)
    links = (("OF_REQUIREMENT", cut_id("clause", found.clause, "Clause")),) if found.clause else ()
    words = {
        "name": found.statement.strip(),
        "severity": found.severity,
        "disposition": found.disposition,
        "cause": found.cause,
        "similar": found.similar,
    }
    stem = f"NC-{'-'.join(key_parts(kind_of(about), about)).removeprefix('INC-')}"
    said_words = tuple((k, v) for k, v in words.items() if v)
    element = free_id(reader, NONCONFORMITY, stem)
    return Opening(element, about, unit, at, said_words, links, found.cause_class)


def action_of(reader: LedgerReader, about: str, unit: str, planned: Planned, at: str) -> Opening:
    """What is said when an action is decided on, as above."""
    worded("title", planned.title)
    known_code("type", planned.kind, ACTION_TYPES, required=True)
    words = (
        ("name", planned.title.strip()),
        ("action_type", planned.kind),
        ("due", due_of(planned.due, at)),
    )
    links: tuple[tuple[str, str], ...] = ()
    if planned.changes:
        links = (("CHANGES", cut_id("changes", planned.changes, "DocumentVersion")),)
    (key,) = key_parts(kind_of(about), about)
    element = free_id(reader, ACTION, f"CA-{key.removeprefix('NC-')}")
    return Opening(element, about, unit, at, words, links)


def finish_actions(
    workspace: Workspace, actions: Sequence[str], user: str, *, reason: str = "", on: str = ""
) -> list[Decided]:
    """Say that actions were done, on a day; now, if none. Done already: nothing is written."""
    wanted = dict.fromkeys(ids_of(workspace, actions, ACTION), "done")
    return _bring(workspace, wanted, user, reason, on)


def cancel_actions(
    workspace: Workspace, actions: Sequence[str], user: str, *, reason: str, on: str = ""
) -> list[Decided]:
    """Say, for a reason, that actions will not be done."""
    worded("reason", reason)
    wanted = dict.fromkeys(ids_of(workspace, actions, ACTION), "cancelled")
    return _bring(workspace, wanted, user, reason, on)


def verify_actions(
    workspace: Workspace,
    actions: Sequence[str],
    user: str,
    *,
    days: int = EFFECT_WINDOW_DAYS,
    result: str = "",
    reason: str = "",
    on: str = "",
) -> list[Decided]:
    """Verify what actions have brought about by whether their cause class has recurred.

    `result` (effective, ineffective) with a `reason` is for those with no issue behind them, and
    for them alone. `on`: the day up to which is looked; now, if empty. Raises `EffectError` while
    it cannot be said of all of them, `StepError` for one that is not done.
    """
    known_code("result", result, EFFECTIVENESS)
    ids = ids_of(workspace, actions, ACTION)
    _not_undone(workspace, ids)
    asked = {"actions": ";".join(ids), "days": str(days)}
    found = run(workspace, "effect", asked, as_of=on or None).rows
    rows = [row for row in found if isinstance(row, EffectRow)]
    judged = {row.action: _verdict(row, result, reason) for row in rows}
    unsaid = [row for row in rows if not judged[row.action]]
    if unsaid:
        raise EffectError(unsaid)
    said = {row.action: reason or f"{row.detail_zh} / {row.detail_en}" for row in rows}
    return _bring(workspace, judged, user, said, on)


def close_nonconformities(
    workspace: Workspace, elements: Sequence[str], user: str, *, reason: str = "", on: str = ""
) -> list[Decided]:
    """Close nonconformities. Raises `UnverifiedError` for one without a verified effect."""
    wanted = dict.fromkeys(ids_of(workspace, elements, NONCONFORMITY), "closed")
    return _bring(workspace, wanted, user, reason, on)


def reopen_nonconformities(
    workspace: Workspace, elements: Sequence[str], user: str, *, reason: str, on: str = ""
) -> list[Decided]:
    """Open closed nonconformities again, for a reason."""
    worded("reason", reason)
    wanted = dict.fromkeys(ids_of(workspace, elements, NONCONFORMITY), "open")
    return _bring(workspace, wanted, user, reason, on)


# One step of several elements


def _bring(
    workspace: Workspace,
    wanted: Mapping[str, str],
    user: str,
    reason: str | Mapping[str, str],
    on: str,
) -> list[Decided]:
    """Bring each element to a state, all in one load or none; those already there stay."""
    source, at = source_of(user), moment_of(on)
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        now = standings(reader, list(wanted))
        said: dict[str, Progress] = {}
        for one in now:
            state = wanted[one.element]
            if one.state == state:
                continue
            _allowed(reader, one, state)
            why = reason if isinstance(reason, str) else reason[one.element]
            name = "effectiveness" if state in EFFECTIVENESS else "state"
            moment = _moment(one, at, explicit=bool(on))
            said[one.element] = Progress(one.element, name, state, moment, why)
        if said:
            record(workspace.ledger, writer, source, *said.values())
    workspace.catch_up()
    return [outcome(workspace, source, one.element, said.get(one.element)) for one in now]


def _allowed(reader: LedgerReader, now: Standing, state: str) -> None:
    if kind_of(now.element).label == ACTION:
        allowed = ACTION_NEXT.get(now.state, ())
        if state not in allowed:
            raise StepError(now.element, now.state, state, allowed)
        return
    if state == "closed":
        ids = sorted({e.subject for e in reader.edges_of([now.element], {"ADDRESSES": "in"})})
        actions = {one.element: one.state for one in standings(reader, ids)}
        if "effective" not in actions.values() or set(UNDONE) & set(actions.values()):
            raise UnverifiedError(now.element, actions)


def _moment(now: Standing, at: str, *, explicit: bool) -> str:
    """The moment of a step: not before the opening, nor before the last one."""
    return moment_of_step(at, max(now.since, now.opened), now.since, explicit=explicit)


def _not_undone(workspace: Workspace, actions: Sequence[str]) -> None:
    for one in standings(LedgerReader(workspace.ledger), actions):
        if one.state in ("open", "cancelled"):
            raise StepError(one.element, one.state, "effective", ACTION_NEXT[one.state])


def _verdict(row: EffectRow, result: str, reason: str) -> str:
    """What is to be recorded of an action; empty where it cannot be said."""
    measured = {"worked": "effective", "recurred": "ineffective"}.get(row.result, "")
    if row.result != "no_issue":
        if result and result != measured:
            raise EffectError([row])
        return measured
    if result:
        worded("reason", reason)
    return result
