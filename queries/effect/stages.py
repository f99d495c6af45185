"""The Cypher of `effect`: actions done, the issues behind them, and all at their elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from queries.model import Stage
from queries.registers import ACTIONS

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoneRow:
    """An action and a time at which it was done."""

    action: str
    name: str | None
    done: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """One thing and another it is joined to."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class LinkRow(PairRow):
    """The same, with the claims that say so."""

    claims: Texts | None


@dataclass(frozen=True, slots=True)
class BehindRow:
    """An issue behind a nonconformity, by way of an incident."""

    nonconformity: str
    incident: str
    issue: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """A value that a property of an element has."""

    id: str
    value: str
    since: str


@dataclass(frozen=True, slots=True)
class AtRow:
    """An issue, what it is about, and when it began."""

    issue: str
    element: str
    began: str


class CausedRow(NamedTuple):
    """An issue that began and was taken up, with a cause confirmed of it for a time."""

    cause: str
    issue: str
    began: str
    raised: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class AboutRow(AtRow):
    """The same, with the claims that say so."""

    claims: Texts | None


_SAID = "s.property = $property AND s.value = $value AND r.valid_from <= $t"
DONE = Stage(
    "effect_done",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:HAS_STATE]->(s:State) "
    f"WHERE {_SAID} RETURN a.id AS action, a.name AS name, r.valid_from AS done, "
    "r.certainty AS certainty, a.claims AS claims, r.claims AS more",
    DoneRow,
)
KNOWN = Stage(
    "effect_known",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id}) RETURN a.id AS source, a.id AS target",
    PairRow,
)
ADDRESSED = Stage(
    "effect_addressed",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:ADDRESSES]->(n:Nonconformity) "
    "WHERE r.valid_from <= $t RETURN a.id AS source, n.id AS target, r.claims AS claims",
    LinkRow,
)
BEHIND = Stage(
    "effect_behind",
    "UNWIND $ids AS id MATCH (n:Nonconformity {id: id})-[f:ARISES_FROM]->(i:Incident) "
    "MATCH (i)-[g:RAISED_FROM]->(x:Issue) WHERE f.valid_from <= $t AND g.valid_from <= $t "
    "RETURN n.id AS nonconformity, i.id AS incident, x.id AS issue",
    BehindRow,
)
CLASSES = {
    label: Stage(
        f"effect_class_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:HAS_STATE]->(s:State) "
        "WHERE s.property = $property AND r.valid_from <= $t AND $t < r.valid_to "
        "RETURN n.id AS id, s.value AS value, r.valid_from AS since",
        StateRow,
    )
    for label in ("Nonconformity", "Incident")
}
CAUSES = Stage(
    "effect_causes",
    "UNWIND $ids AS id MATCH (i:Incident {id: id})-[r:CAUSED_BY]->(c) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN i.id AS source, c.id AS target",
    PairRow,
)
ABOUT = Stage(
    "effect_about",
    "UNWIND $ids AS id MATCH (x:Issue {id: id})-[r:ABOUT]->(e) WHERE r.valid_from <= $t "
    "RETURN x.id AS issue, e.id AS element, r.valid_from AS began, r.claims AS claims",
    AboutRow,
)
AT = {
    label: Stage(
        f"effect_at_{label}",
        f"UNWIND $ids AS id MATCH (e:{label} {{id: id}})<-[r:ABOUT]-(x:Issue) "
        "WHERE r.valid_from <= $t AND r.valid_from >= $since "
        "RETURN x.id AS issue, e.id AS element, r.valid_from AS began",
        AtRow,
    )
    for label in ("Station", "Series", "Deployment")
}
CAUSED = Stage(
    "effect_caused",
    "MATCH (x:Issue)<-[g:RAISED_FROM]-(i:Incident)-[r:CAUSED_BY]->(c) MATCH (x)-[b:ABOUT]->(y) "
    "RETURN c.id AS cause, x.id AS issue, b.valid_from AS began, g.valid_from AS raised, "
    "r.valid_from AS since, r.valid_to AS until",
    CausedRow,
)
HANDLED = Stage(
    "effect_handled",
    "UNWIND $ids AS id MATCH (x:Issue {id: id})<-[r:RAISED_FROM]-(i:Incident) "
    "WHERE r.valid_from <= $t RETURN x.id AS source, i.id AS target",
    PairRow,
)

ALL: tuple[Stage[object], ...] = (
    ACTIONS.things, ACTIONS.said, DONE, KNOWN, ADDRESSED, BEHIND, *CLASSES.values(), CAUSES, ABOUT,
    *AT.values(), CAUSED, HANDLED,
)  # fmt: skip
