"""Where feedback stands at a time, for questions about the management loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology import BEGINNING
from ontology.improvement_codes import FEEDBACK_STATES
from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Feedback with its days."""

    id: str
    name: str | None
    received: str | None
    replied: str | None
    closed: str | None
    satisfaction: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """A value that a property of an element has, since when."""

    id: str
    property: str
    value: str
    since: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, since when, and the claims that say so."""

    state: str
    since: str
    claims: Texts


def states_of(label: str) -> Stage[StateRow]:
    """States of elements of a kind that hold at a time, of some properties."""
    return Stage(
        f"states_of_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:HAS_STATE]->(s:State) "
        "WHERE s.property IN $properties AND r.valid_from <= $t AND $t < r.valid_to "
        "RETURN n.id AS id, s.property AS property, s.value AS value, r.valid_from AS since, "
        "r.claims AS claims",
        StateRow,
    )


def answered(row: FeedbackRow, said: Iterable[StateRow], now: str) -> Standing:
    """Whether feedback was replied to or closed by a time: by its days and its stated states."""
    told = [Standing("open", row.received or BEGINNING, ())]
    told += [
        Standing(state, day, ())
        for state, day in (("replied", row.replied), ("closed", row.closed))
        if day is not None and day <= now
    ]
    told += [Standing(s.value, s.since, s.claims or ()) for s in said if s.property == "state"]
    known = [one for one in told if one.state in FEEDBACK_STATES]
    return max(known, key=lambda one: (one.since, FEEDBACK_STATES.rank(one.state), one.claims))


def said_by(rows: Iterable[StateRow]) -> Mapping[str, list[StateRow]]:
    """States by element."""
    found: dict[str, list[StateRow]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found
