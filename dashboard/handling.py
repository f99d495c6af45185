"""Issues as a person handles them: opened, assigned, brought on, their cause confirmed, closed.

What is done to several is done to all of them or to none. Each act is read and written under the
lock of the ledger: of two people who decide the same thing at the same time the second is told
what the first has decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.deciding import Decided, said_so
from dashboard.incident_state import (
    Standing,
    free_incident,
    issue_of,
    moment_after,
    standing,
    there,
)
from graph import InvalidValueError, SuyuanError, Workspace, compile_elements
from graph.ledger import LedgerReader
from loaders import Handling, record, source_of
from ontology import OPEN_END
from ontology.codes import INCIDENT_STATES
from ontology.improvement_codes import CAUSE_CLASSES
from ontology.rules import INCIDENT_NEXT
from queries.neighbourhood import find_element
from queries.registers import DONE

UNSEEN = "?"
"""Given as the state that somebody saw, by those who have seen none."""


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


Act = Callable[[Standing], Handling | None]
"""What is said of an incident that stands so; None where it stands as is wanted."""


def open_incidents(
    workspace: Workspace, issues: Sequence[str], user: str, *, reason: str = "", seen: str = UNSEEN
) -> list[Decided]:
    """Open an incident for each of some issues. Open already: nothing is written of it.

    `seen`: the state that the user saw, empty for none. Raises `DecidedMeanwhileError` where it
    has changed, `UnknownElementError` for an issue that is not there; then none is opened.
    """

    def plan(reader: LedgerReader, issue: str, now: Standing | None) -> list[Handling]:
        if now is not None and now.state not in DONE:
            return []
        moment = moment_after(now)
        return [Handling("open", free_incident(reader, issue), issue, moment, reason)]

    found = [there(workspace, issue, ("Issue",)) for issue in issues]
    return _decide(workspace, found, user, seen, plan)


def bring(
    workspace: Workspace, elements: Sequence[str], user: str, act: Act, *, seen: str = UNSEEN
) -> list[Decided]:
    """Do one act on the incidents of some issues, all of them or none, in one load.

    An issue that nobody handles yet is opened first. Raises what the act and `open_incidents` do.
    """

    def plan(reader: LedgerReader, issue: str, now: Standing | None) -> list[Handling]:
        if now is not None:
            said = act(now)
            return [] if said is None else [said]
        return _opening(issue, act, Standing(free_incident(reader, issue), "open", "", ""))

    return _decide(workspace, [issue_of(workspace, e) for e in elements], user, seen, plan)


def to_state(state: str, reason: str = "") -> Act:
    """To bring an incident to a state.

    Raises `InvalidValueError` for no such state; the act `TransitionError` where the state of the
    incident does not lead there.
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
        return Handling("state", now.incident, state, moment_after(now), reason)

    return act


def to_unit(workspace: Workspace, unit: str, reason: str = "") -> Act:
    """To assign an incident to a unit alone; who had it before has it until then."""
    wanted = there(workspace, find_element(workspace, unit, ("Unit",)), ("Unit",))
    reader = LedgerReader(workspace.ledger)

    def act(now: Standing) -> Handling | None:
        held = _assigned(reader, now.incident)
        begun = max((begin for _, begin in held), default="")
        moment = moment_after(replace(now, since=max(now.since, begun)))
        if {unit for unit, _ in held} == {wanted}:
            return None
        return Handling("assign", now.incident, wanted, moment, reason, before=tuple(held))

    return act


def by_cause(workspace: Workspace, cause: str, reason: str = "") -> Act:
    """To say that an element is the cause."""
    wanted = there(workspace, cause)
    reader = LedgerReader(workspace.ledger)

    def act(now: Standing) -> Handling | None:
        edges = reader.edges_of([now.incident], {"CAUSED_BY": "out"})
        if any(edge.object == wanted for edge in edges):
            return None
        return Handling("cause", now.incident, wanted, moment_after(now), reason)

    return act


def not_by_cause(workspace: Workspace, cause: str, reason: str) -> Act:
    """To say, for a reason, that an element is not the cause."""
    wanted = there(workspace, cause)
    worded("reason", reason)
    return lambda now: Handling("not_cause", now.incident, wanted, moment_after(now), reason)


def of_class(cause_class: str, reason: str = "") -> Act:
    """To say of which class (人机料法环测) the cause is; `InvalidValueError` for no class."""
    if cause_class not in CAUSE_CLASSES:
        raise InvalidValueError(
            "class",
            cause_class,
            "没有这一类 / no such class",
            " ".join(CAUSE_CLASSES.codes),
        )
    return lambda now: Handling("cause_class", now.incident, cause_class, moment_after(now), reason)


def saying(words: str, reason: str = "") -> Act:
    """To say something about the handling; `reason` is the source it rests on."""
    worded("comment", words)
    return lambda now: Handling("comment", now.incident, words.strip(), moment_after(now), reason)


def _assigned(reader: LedgerReader, incident: str) -> list[tuple[str, str]]:
    """The units an incident is assigned to without an end, and since when."""
    edges = compile_elements(reader.edges_of([incident], {"ASSIGNED_TO": "out"}))
    return sorted(
        (edge.object, edge.valid_from)
        for edge in edges
        if edge.object is not None and edge.properties["valid_to"] == OPEN_END
    )


def worded(name: str, text: str) -> None:
    """Raise `InvalidValueError` for words that are none, or too many."""
    if not text.strip() or len(text) > 2000:
        raise InvalidValueError(
            name, text[:80], "要有 1–2000 字 / 1 to 2000 characters", "写明 / say it"
        )


# Of one issue, as it is done on a page, where `seen` is the state that was shown


def open_incident(
    workspace: Workspace, issue: str, user: str, *, reason: str = "", seen: str = UNSEEN
) -> Decided:
    """See `open_incidents`."""
    (decided,) = open_incidents(workspace, [issue], user, reason=reason, seen=seen)
    return decided


def set_state(
    workspace: Workspace,
    element: str,
    state: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Bring the incident of an issue to a state. There already: nothing is written."""
    return _one(workspace, element, user, to_state(state, reason), seen)


def assign(
    workspace: Workspace,
    element: str,
    unit: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Assign the incident of an issue to a unit. It alone has it already: nothing is written."""
    return _one(workspace, element, user, to_unit(workspace, unit, reason), seen)


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
    return _one(workspace, element, user, by_cause(workspace, cause, reason), seen)


def reject_cause(
    workspace: Workspace, element: str, cause: str, user: str, *, reason: str, seen: str = UNSEEN
) -> Decided:
    """Say, for a reason, that an element is not the cause of an issue."""
    return _one(workspace, element, user, not_by_cause(workspace, cause, reason), seen)


def class_cause(
    workspace: Workspace,
    element: str,
    cause_class: str,
    user: str,
    *,
    reason: str = "",
    seen: str = UNSEEN,
) -> Decided:
    """Say of which class the cause of an issue is."""
    return _one(workspace, element, user, of_class(cause_class, reason), seen)


def comment(
    workspace: Workspace, element: str, words: str, user: str, *, reason: str = ""
) -> Decided:
    """Say something about the handling of an issue; `reason` is the source it rests on."""
    return _one(workspace, element, user, saying(words, reason), UNSEEN)


def _one(workspace: Workspace, element: str, user: str, act: Act, seen: str) -> Decided:
    (decided,) = bring(workspace, [element], user, act, seen=seen)
    return decided


Plan = Callable[[LedgerReader, str, Standing | None], list[Handling]]


def _decide(
    workspace: Workspace, issues: Sequence[str], user: str, seen: str, plan: Plan
) -> list[Decided]:
    """Write what is planned of each issue in one load, under one lock; the last is told of each."""
    source = source_of(user)
    wanted = list(dict.fromkeys(issues))
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        stood = [standing(workspace, issue) for issue in wanted]
        for now in stood:
            unchanged(now, seen)
        planned = [plan(reader, issue, now) for issue, now in zip(wanted, stood, strict=True)]
        if lines := [line for some in planned for line in some]:
            record(workspace.ledger, writer, source, *lines)
    return [
        said_so(workspace, source, some[-1]) if some else _was(workspace, now)
        for some, now in zip(planned, stood, strict=True)
    ]


def _opening(issue: str, act: Act, now: Standing) -> list[Handling]:
    """Open an incident, at once in the state that is wanted; then what else is said of it."""
    said = act(now)
    if said is not None and said.act == "state":
        moment = moment_after(None)
        return [Handling("open", now.incident, issue, moment, said.reason, said.object)]
    opened = Handling("open", now.incident, issue, moment_after(None), "", "open")
    return [opened] if said is None else [opened, said]


def unchanged(now: Standing | None, seen: str) -> None:
    """Raise `DecidedMeanwhileError` where the state is not the one that was seen."""
    if seen != UNSEEN and now is not None and now.state != seen:
        raise DecidedMeanwhileError(now.incident, now.state, now.source_id)


def _was(workspace: Workspace, now: Standing | None) -> Decided:
    assert now is not None, "an issue without an incident is opened"
    return Decided("", now.incident, now.source_id, False, str(workspace.ledger.head()))
