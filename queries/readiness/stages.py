"""What `readiness` reads besides what a management review considers."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An audit or a review: what kind, when planned, when done."""

    id: str
    kind: str | None
    planned: str | None
    done: str | None
    said: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Recognized:
    """A unit and what it was certified or accredited for, over which time."""

    id: str
    scope: str | None
    unit: str
    unit_name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are."""

    things: int


_THERE = "(n.stub IS NULL OR n.stub = false)"
AUDITS = Stage(
    "readiness_audits",
    f"MATCH (n:Audit) WHERE {_THERE} "
    "AND ($every OR EXISTS { MATCH (n)-[:COVERS]->(u:Unit) WHERE u.id IN $units }) "
    "RETURN n.id AS id, n.kind AS kind, n.planned AS planned, n.done AS done, n.result AS said, "
    "n.certainty AS certainty, n.claims AS claims",
    Held,
)
REVIEWS = Stage(
    "readiness_reviews",
    f"MATCH (n:ManagementReview) WHERE {_THERE} "
    "AND ($every OR EXISTS { MATCH (n)-[:OF_UNIT]->(u:Unit) WHERE u.id IN $units }) "
    "RETURN n.id AS id, NULL AS kind, n.planned AS planned, n.held AS done, NULL AS said, "
    "n.certainty AS certainty, n.claims AS claims",
    Held,
)
RECOGNIZED = Stage(
    "readiness_recognized",
    "MATCH (u:Unit)-[r:ACCREDITED_BY]->(n:Accreditation) WHERE r.valid_from <= $t "
    "AND ($every OR u.id IN $units) "
    "RETURN n.id AS id, n.scope AS scope, u.id AS unit, u.name AS unit_name, "
    "r.valid_from AS valid_from, r.valid_to AS valid_to, r.certainty AS certainty, "
    "r.claims AS claims",
    Recognized,
)
NONCONFORMITIES = Stage(
    "readiness_nonconformities",
    f"MATCH (n:Nonconformity) WHERE {_THERE} AND coalesce(n.opened, $ever) <= $t "
    "RETURN count(n) AS things",
    Count,
)
ALL = (AUDITS, REVIEWS, RECOGNIZED, NONCONFORMITIES)
