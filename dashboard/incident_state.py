"""How the incident of an issue stands in the ledger, and how elements are found there by id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph import InvalidValueError, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from ontology import NODE_KINDS, IdError, format_valid, key_parts, kind_of, make_id, parse_moment
from queries.neighbourhood import with_nearest
from queries.registers import DONE

_ISSUE, _INCIDENT = NODE_KINDS["Issue"], NODE_KINDS["Incident"]


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


def moment_after(now: Standing | None) -> str:
    """Now; after the last state where one was given in the same second, or lies ahead."""
    moment = datetime.now(UTC).replace(microsecond=0)
    if now is not None and now.since:
        moment = max(moment, parse_moment(now.since) + timedelta(seconds=1))
    return format_valid(moment)


def free_incident(reader: LedgerReader, issue: str) -> str:
    """An id for an incident of an issue, after the issue."""
    (key,) = key_parts(_ISSUE, issue)
    number = 1
    while True:
        name = f"INC-{key}" if number == 1 else f"INC-{key}-{number}"
        wanted = make_id(_INCIDENT, name)
        if not any(reader.nodes_of([wanted])) and not reader.is_end(wanted):
            return wanted
        number += 1


def issue_of(workspace: Workspace, element: str) -> str:
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
