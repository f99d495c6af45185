"""The Cypher of `audits`: the audits, then one read for each kind of step that follows.

What an audit covers and who conducts it was settled with its plan: it is read whatever the day from
which its edges hold, which an import takes from the day the audit was done.
"""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditNode:
    """An audit with its days."""

    id: str
    kind: str | None
    planned: str | None
    done: str | None
    result: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many audits there are."""

    audits: int


@dataclass(frozen=True, slots=True)
class Link:
    """A thing, another it is joined to, and over which time."""

    id: str
    other: str
    name: str | None
    since: str
    until: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of an audit."""

    id: str
    other: str
    name: str | None
    grade: str | None
    since: str
    linked: Texts | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Raised:
    """What was opened because of a thing, and when it is due."""

    id: str
    other: str
    name: str | None
    opened: str | None
    due: str
    since: str
    linked: Texts | None
    certainty: str | None
    claims: Texts | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
_THERE = "({0}.stub IS NULL OR {0}.stub = false)"
_WANTED = (
    f"MATCH (n:Audit) WHERE {_THERE.format('n')} AND ($every OR n.id = $element "
    "OR EXISTS { MATCH (n)<-[:OF_AUDIT]-(f:Finding) WHERE f.id = $element }) "
    "AND ($every_unit OR EXISTS { MATCH (n)-[:COVERS]->(u:Unit) WHERE u.id = $unit }) "
)
AUDITS = Stage(
    "audits",
    f"{_WANTED}RETURN n.id AS id, n.kind AS kind, n.planned AS planned, n.done AS done, "
    "n.result AS result, n.certainty AS certainty, n.claims AS claims "
    "ORDER BY coalesce(n.planned, n.done, $never), id LIMIT $limit",
    AuditNode,
)
COUNT = Stage("audit_count", f"{_WANTED}RETURN count(n) AS audits", Count)


def _link(name: str, pattern: str) -> Stage[Link]:
    return Stage(
        f"audit_{name}",
        f"UNWIND $ids AS id MATCH {pattern} RETURN n.id AS id, u.id AS other, u.name AS name, "
        "r.valid_from AS since, r.valid_to AS until, r.claims AS claims",
        Link,
    )


COVERED = _link("covers", "(n:Audit {id: id})-[r:COVERS]->(u)")
AUDITORS = _link("conducted_by", "(n:Audit {id: id})-[r:CONDUCTED_BY]->(u)")
LED = _link("led_by", "(n:Process {id: id})-[r:LED_BY]->(u:Unit)")
ABOVE = _link("superiors", "(n:Unit {id: id})-[r:PART_OF]->(u:Unit)")
BELONGS = _link("persons_units", "(n:Person {id: id})-[r:MEMBER_UNIT]->(u:Unit)")
IN_GROUPS = _link("persons_groups", "(n:Person {id: id})<-[r:HEAD|DEPUTY|MEMBER]-(u:WorkGroup)")
GROUP_UNITS = _link("groups_units", "(n:WorkGroup {id: id})-[r:OF_UNIT]->(u:Unit)")
CLAUSES = _link("finding_clauses", "(n:Finding {id: id})-[r:COVERS]->(u:Clause)")
QUALIFIED = {
    label: Stage(
        f"audit_qualified_{label}",
        f"UNWIND $ids AS id MATCH (u:{label} {{id: id}})<-[:QUALIFIES]-(n:TrainingRecord) "
        "WHERE n.role IN $roles AND (n.passed IS NULL OR n.passed = true) "
        "RETURN u.id AS id, n.id AS other, n.name AS name, coalesce(n.held, $ever) AS since, "
        "coalesce(n.valid_until, $never) AS until, n.claims AS claims",
        Link,
    )
    for label in ("Unit", "Post")
}
FINDINGS = Stage(
    "audit_findings",
    "UNWIND $ids AS id MATCH (n:Audit {id: id})<-[r:OF_AUDIT]-(f:Finding) "
    "WHERE r.valid_from <= $t RETURN n.id AS id, f.id AS other, f.statement AS name, "
    "f.finding_type AS grade, r.valid_from AS since, r.claims AS linked, "
    "f.certainty AS certainty, f.claims AS claims",
    Found,
)


def _raised(name: str, pattern: str, due: str) -> Stage[Raised]:
    return Stage(
        f"audit_{name}",
        f"UNWIND $ids AS id MATCH {pattern} WHERE {_HOLDS} AND {_THERE.format('x')} "
        "AND coalesce(x.opened, $ever) <= $t RETURN n.id AS id, x.id AS other, x.name AS name, "
        f"x.opened AS opened, {due} AS due, r.valid_from AS since, r.claims AS linked, "
        "x.certainty AS certainty, x.claims AS claims",
        Raised,
    )


RAISED = _raised(
    "nonconformities", "(n:Finding {id: id})<-[r:ARISES_FROM]-(x:Nonconformity)", "$never"
)
ADDRESSED = _raised(
    "actions",
    "(n:Nonconformity {id: id})<-[r:ADDRESSES]-(x:CorrectiveAction)",
    "coalesce(x.due, $never)",
)
