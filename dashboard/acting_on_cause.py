"""From the cause of an issue to an action against it, in one act: what the page of a trace offers.

An action stands against a nonconformity, that arises from an incident, that is raised from an
issue (ISO 9001, 10.2.1). Whatever of these is not there yet is opened, all of it or nothing, under
the lock of the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.deciding import Decided, said_so
from dashboard.given import moment_of, unit_of
from dashboard.handling import UNSEEN, by_cause, unchanged
from dashboard.improvement_state import ACTION, NONCONFORMITY, standings
from dashboard.improving import (
    Found,
    Planned,
    action_of,
    add_action,
    nonconformity_of,
)
from dashboard.incident_state import Standing, free_incident, issue_of, moment_after, standing
from graph import InvalidValueError, Workspace
from graph.ledger import LedgerReader
from loaders import Handling, Opening, record, source_of
from ontology import NODE_KINDS, kind_of
from queries.registers import DONE

_WITH_CAUSE = tuple(f"{NODE_KINDS[label].prefix}:" for label in ("Issue", "Incident"))


def act_on_cause(
    workspace: Workspace,
    element: str,
    cause: str,
    unit: str,
    user: str,
    planned: Planned,
    found: Found,
    *,
    seen: str = UNSEEN,
    on: str = "",
) -> list[Decided]:
    """Decide on an action against the cause of an issue (or of its incident).

    `cause`: an element that is confirmed as the cause; empty where none is known yet. `unit`
    answers for nonconformity and action. An incident that is not done, a nonconformity of it that
    is not closed, and the same action of the same unit against it are taken as they stand: said
    twice, nothing is written the second time. `on`: the day of nonconformity and action; now, if
    empty. Raises `DecidedMeanwhileError` where the state of the incident is not `seen`,
    `InvalidValueError` and `UnknownElementError` for what is wrong.
    """
    source, at = source_of(user), moment_of(on)
    issue, unit = issue_of(workspace, element), unit_of(workspace, unit)
    confirm = by_cause(workspace, cause) if cause else None
    said: list[Handling | Opening] = []
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        now = standing(workspace, issue)
        unchanged(now, seen)
        if now is None or now.state in DONE:
            opened = Handling("open", free_incident(reader, issue), issue, moment_after(now))
            said.append(opened)
            now = Standing(opened.incident, opened.state, "", source)
        if confirm is not None and (confirmed := confirm(now)) is not None:
            said.append(confirmed)
        about = _open_of(reader, now.incident)
        if not about:
            opening = nonconformity_of(reader, now.incident, unit, found, at)
            said.append(opening)
            about = opening.element
        action = action_of(reader, about, unit, planned, at)
        if not _stands(reader, action):
            said.append(action)
        if said:
            record(workspace.ledger, writer, source, *said)
    return [said_so(workspace, source, one) for one in said] or [_was(workspace, now, source)]


def act_against(
    workspace: Workspace,
    about: str,
    cause: str,
    unit: str,
    user: str,
    planned: Planned,
    found: Found,
    *,
    on: str = "",
) -> list[Decided]:
    """Decide on an action against an issue or incident, as above, or a nonconformity or risk.

    Raises `InvalidValueError` where a cause or a statement is given for one of the latter.
    """
    if about.startswith(_WITH_CAUSE):
        return act_on_cause(workspace, about, cause, unit, user, planned, found, on=on)
    for option, value in (("--cause", cause), ("--statement", found.statement)):
        if value:
            raise InvalidValueError(
                option,
                value,
                "只用于问题或事件单 / is for an issue or an incident alone",
                "去掉它，或写 issue:… / leave it out, or name issue:…",
            )
    return [add_action(workspace, about, unit, user, planned, on)]


def _open_of(reader: LedgerReader, incident: str) -> str:
    """The nonconformity of an incident that is not closed, the newest; empty for none."""
    found = standings(reader, _subjects(reader, incident, "ARISES_FROM", NONCONFORMITY))
    still = [one for one in found if one.state != "closed"]
    return max(still, key=lambda one: (one.opened, one.element)).element if still else ""


def _stands(reader: LedgerReader, wanted: Opening) -> bool:
    """Whether an action that says the same is there already."""
    actions = _subjects(reader, wanted.about, "ADDRESSES", ACTION)
    words = dict(wanted.words)
    alike = [
        claim.subject
        for claim in reader.nodes_of(actions)
        if all(claim.properties.get(name) == value for name, value in words.items())
    ]
    return any(
        edge.object == wanted.unit for edge in reader.edges_of(alike, {"ASSIGNED_TO": "out"})
    )


def _subjects(reader: LedgerReader, end: str, edge: str, label: str) -> Sequence[str]:
    found = {one.subject for one in reader.edges_of([end], {edge: "in"})}
    return sorted(one for one in found if kind_of(one).label == label)


def _was(workspace: Workspace, now: Standing, source: str) -> Decided:
    return Decided("", now.incident, source, False, str(workspace.ledger.head()))
