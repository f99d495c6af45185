"""An issue as a person handles it: opened, assigned, brought on, its cause confirmed, closed.

Each act is read and written under the lock of the ledger: of two people who decide the same thing
at the same time the second is told what the first has decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dashboard.deciding import Decided, told
from graph import (
    InvalidValueError,
    SuyuanError,
    UnknownElementError,
    Workspace,
    compile_elements,
)
from graph.ledger import LedgerReader, LedgerWriter
from loaders import Handling, record, source_of
from ontology import (
    NODE_KINDS,
    OPEN_END,
    IdError,
    format_valid,
    key_parts,
    kind_of,
    make_id,
    parse_moment,
)
from ontology.codes import INCIDENT_STATES
from ontology.improvement_codes import CAUSE_CLASSES
from ontology.rules import INCIDENT_NEXT
from queries.issues import DONE
from queries.neighbourhood import find_element, with_nearest

UNSEEN = "?"
"""Given as the state that somebody saw, by those who have seen none."""
_ISSUE, _INCIDENT = NODE_KINDS["Issue"], NODE_KINDS["Incident"]


class DecidedMeanwhileError(SuyuanError):
    """Somebody else decided on the same incident after it was looked at."""

    def __init__(self, incident: str, state: str, source_id: str) -> None:
        self.incident, self.state, self.source_id = incident, state, source_id
        who = source_id.removeprefix("decisions/")
        super().__init__(
            f"{incident} 已由 {who} 改为“{INCIDENT_STATES.title(state)}”，看过再定 / "
            f"{who} has made it {INCIDENT_STATES.title(state, 'en')}; look at it, then decide"
        )


class TransitionError(SuyuanError):
    """From this state of an incident one does not come to that."""

    def __init__(self, incident: str, state: str, wanted: str) -> None:
        self.incident, self.state, self.wanted = incident, state, wanted
        allowed = INCIDENT_NEXT.get(state, ())
        zh = "、".join(f"{INCIDENT_STATES.title(code)} {code}" for code in allowed)
        super().__init__(
            f"{incident}：从“{INCIDENT_STATES.title(state)}”不能到“{INCIDENT_STATES.title(wanted)}”；"
            f"可到 {zh} / from {state} not to {wanted}; allowed: {', '.join(allowed)}"
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The incident of an issue as the ledger has it: its state and who said so.

    `since`: when anything was last said of it.
    """

    incident: str
    state: str
    since: str
    source_id: str


def standing(workspace: Workspace, issue: str) -> Standing | None:
    """The latest incident of an issue that is not done, else the latest; None without any."""
    reader = LedgerReader(workspace.ledger)
    found = [
        _state_of(reader, edge.subject)
        for edge in reader.edges_of([issue], {"RAISED_FROM": "in"})
        if kind_of(edge.subject).label == "Incident"
    ]
    return max(
        found,
        key=lambda one: (one.state not in DONE, one.since, one.incident),
        default=None,
    )


def open_incident(
    workspace: Workspace, issue: str, user: str, *, reason: str = "", seen: str = UNSEEN
) -> Decided:
    """Open an incident for an issue. Open already: nothing is written.

    `seen`: the state that the user saw, empty for none. Raises `DecidedMeanwhileError` where it
    has changed, `UnknownElementError` for an issue that is not there.
    """
    source, issue = source_of(user), there(workspace, issue, ("Issue",))
    reader = LedgerReader(workspace.ledger)
    with workspace.ledger.writing() as writer:
        now = standing(workspace, issue)
        _unchanged(now, seen)
        if now is not None and now.state not in DONE:
            return _was(workspace, now)
        said = Handling("open", _free(reader, issue), issue, _moment(now), reason)
        record(workspace.ledger, writer, source, said)
    return _told(workspace, source, said)


def set_state(
    workspace: Workspace,
    element: str,
    state: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Bring the incident of an issue to a state. There already: nothing is written.

    Raises `TransitionError` where the state does not lead there, else as `open_incident`.
    """
    if state not in INCIDENT_STATES:
        raise InvalidValueError(
            "state",
            state,
            "没有这个状态 / no such state",
            ", ".join(INCIDENT_STATES.codes),
        )

    def act(now: Standing) -> Handling | None:
        if now.state == state:
            return None
        if state not in INCIDENT_NEXT.get(now.state, ()):
            raise TransitionError(now.incident, now.state, state)
        return Handling("state", now.incident, state, _moment(now), reason)

    return _act(workspace, element, user, seen, act)


def assign(
    workspace: Workspace,
    element: str,
    unit: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Assign the incident of an issue to a unit; who had it before has it until then.

    Assigned to that unit alone already: nothing is written.
    """
    wanted = there(workspace, find_element(workspace, unit, ("Unit",)), ("Unit",))
    reader = LedgerReader(workspace.ledger)

    def act(now: Standing) -> Handling | None:
        held = _assigned(reader, now.incident)
        begun = max((begin for _, begin in held), default="")
        moment = _moment(replace(now, since=max(now.since, begun)))
        if {unit for unit, _ in held} == {wanted}:
            return None
        return Handling("assign", now.incident, wanted, moment, reason, before=tuple(held))

    return _act(workspace, element, user, seen, act)


def _assigned(reader: LedgerReader, incident: str) -> list[tuple[str, str]]:
    """The units an incident is assigned to without an end, and since when."""
    edges = compile_elements(reader.edges_of([incident], {"ASSIGNED_TO": "out"}))
    return sorted(
        (edge.object, edge.valid_from)
        for edge in edges
        if edge.object is not None and edge.properties["valid_to"] == OPEN_END
    )


def confirm_cause(
    workspace: Workspace,
    element: str,
    cause: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Say that an element is the cause of an issue. Said so already: nothing is written."""
    wanted = there(workspace, cause)
    reader = LedgerReader(workspace.ledger)

    def act(now: Standing) -> Handling | None:
        edges = reader.edges_of([now.incident], {"CAUSED_BY": "out"})
        if any(edge.object == wanted for edge in edges):
            return None
        return Handling("cause", now.incident, wanted, _moment(now), reason)

    return _act(workspace, element, user, seen, act)


def class_cause(
    workspace: Workspace,
    element: str,
    cause_class: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Say of which class (人机料法环测) the cause of an issue is.

    Raises `InvalidValueError` for no such class, else as `open_incident`.
    """
    if cause_class not in CAUSE_CLASSES:
        raise InvalidValueError(
            "class",
            cause_class,
            "没有这一类 / no such class",
            " ".join(CAUSE_CLASSES.codes),
        )
    return _act(
        workspace,
        element,
        user,
        seen,
        lambda now: Handling("cause_class", now.incident, cause_class, _moment(now), reason),
    )


def reject_cause(
    workspace: Workspace, element: str, cause: str, user: str, *, reason: str, seen: str = UNSEEN
) -> Decided:
    """Say, for a reason, that an element is not the cause of an issue."""
    wanted = there(workspace, cause)
    worded("reason", reason)
    return _act(
        workspace,
        element,
        user,
        seen,
        lambda now: Handling("not_cause", now.incident, wanted, _moment(now), reason),
    )


def comment(
    workspace: Workspace, element: str, words: str, user: str, *, reason: str = ""
) -> Decided:
    """Say something about the handling of an issue; `reason` is the source it rests on."""
    worded("comment", words)
    return _act(
        workspace,
        element,
        user,
        UNSEEN,
        lambda now: Handling("comment", now.incident, words.strip(), _moment(now), reason),
    )


def worded(name: str, text: str) -> None:
    """Raise `InvalidValueError` for words that are none, or too many."""
    if not text.strip() or len(text) > 2000:
        raise InvalidValueError(
            name, text[:80], "要有 1–2000 字 / 1 to 2000 characters", "写明 / say it"
        )


def _act(
    workspace: Workspace,
    element: str,
    user: str,
    seen: str,
    act: Callable[[Standing], Handling | None],
) -> Decided:
    """Do one act under the lock; an issue that nobody handles yet is opened first."""
    source, issue = source_of(user), _issue_of(workspace, element)
    reader = LedgerReader(workspace.ledger)
    with workspace.ledger.writing() as writer:
        now = standing(workspace, issue)
        _unchanged(now, seen)
        fresh = now is None
        if now is None:
            now = Standing(_free(reader, issue), "open", "", source)
        said = act(now)
        if fresh:
            said = _opening(workspace, writer, source, issue, now, said)
        elif said is not None:
            record(workspace.ledger, writer, source, said)
    return _was(workspace, now) if said is None else _told(workspace, source, said)


def _opening(
    workspace: Workspace,
    writer: LedgerWriter,
    source: str,
    issue: str,
    now: Standing,
    said: Handling | None,
) -> Handling:
    """Open an incident, at once in the state that is wanted; then what else is said of it."""
    state = said.object if said is not None and said.act == "state" else "open"
    reason = said.reason if said is not None and said.act == "state" else ""
    opened = Handling("open", now.incident, issue, _moment(None), reason, state)
    record(workspace.ledger, writer, source, opened)
    if said is None or said.act == "state":
        return opened
    record(workspace.ledger, writer, source, said)
    return said


def _unchanged(now: Standing | None, seen: str) -> None:
    if seen != UNSEEN and now is not None and now.state != seen:
        raise DecidedMeanwhileError(now.incident, now.state, now.source_id)


def _state_of(reader: LedgerReader, incident: str) -> Standing:
    states = [
        edge.object
        for edge in reader.edges_of([incident], {"HAS_STATE": "out"})
        if edge.object is not None
    ]
    said = list(reader.nodes_of(states))
    since = max((s.valid_from for s in said), default="")
    told = [s for s in said if s.properties.get("property") == "state"]
    last = max(told, key=lambda s: (s.valid_from, s.source_id), default=None)
    if last is None:
        return Standing(incident, "open", since, "")
    return Standing(incident, str(last.properties["value"]), since, last.source_id)


def _moment(now: Standing | None) -> str:
    """Now; after the last state where one was given in the same second, or lies ahead."""
    moment = datetime.now(UTC).replace(microsecond=0)
    if now is not None and now.since:
        moment = max(moment, parse_moment(now.since) + timedelta(seconds=1))
    return format_valid(moment)


def _free(reader: LedgerReader, issue: str) -> str:
    """An id for an incident of an issue, after the issue."""
    (key,) = key_parts(_ISSUE, issue)
    number = 1
    while True:
        name = f"INC-{key}" if number == 1 else f"INC-{key}-{number}"
        wanted = make_id(_INCIDENT, name)
        if not any(reader.nodes_of([wanted])) and not reader.is_end(wanted):
            return wanted
        number += 1


def _issue_of(workspace: Workspace, element: str) -> str:
    """The issue itself, or that of an incident."""
    found = there(workspace, element, ("Issue", "Incident"))
    if kind_of(found).label == "Issue":
        return found
    reader = LedgerReader(workspace.ledger)
    for edge in reader.edges_of([found], {"RAISED_FROM": "out"}):
        if edge.object is not None:
            return edge.object
    raise UnknownElementError(element)


def there(workspace: Workspace, element: str, labels: tuple[str, ...] = ()) -> str:
    """The id of an element that somebody speaks of, of one of these kinds (of any, if none).

    Raises `InvalidValueError` for another kind, `UnknownElementError` with the nearest ids.
    """
    try:
        label = kind_of(element).label
    except IdError:
        label = ""
    if labels and label not in labels:
        raise InvalidValueError(
            "element", element, "不是这些种类 / is of none of these kinds", ", ".join(labels)
        )
    reader = LedgerReader(workspace.ledger)
    if not label or (not any(reader.nodes_of([element])) and not reader.is_end(element)):
        raise with_nearest(workspace, UnknownElementError(element))
    return element


def _told(workspace: Workspace, source: str, said: Handling) -> Decided:
    claim = said.claims(source)[0]
    return told(workspace, source, claim.claim_id(source), claim.element, written=True)


def _was(workspace: Workspace, now: Standing) -> Decided:
    return Decided("", now.incident, now.source_id, False, str(workspace.ledger.head()))
