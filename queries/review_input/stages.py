"""The Cypher of `review-input`: each kind of thing is read whole, for the period and the units."""

from __future__ import annotations

from dataclasses import dataclass

from ontology import NODE_KINDS
from queries.model import Stage
from queries.standing import FeedbackRow, states_of

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing with the two dates and the word that its stage is about (see the stages)."""

    id: str
    name: str | None
    began: str | None
    until: str | None
    said: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class TrainingRow(ThingRow):
    """A training: `began` when held, valid `until`, `said` its role."""

    process: str | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A thing and another it is joined to."""

    id: str
    other: str
    name: str | None
    since: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many things there are."""

    things: int


_HOLDS = "{0}.valid_from <= $t AND $t < {0}.valid_to"
_PERIOD = "{0} >= $since AND {0} <= $t"
_THERE = "(n.stub IS NULL OR n.stub = false)"


def _mine(edge: str, holds: str = _HOLDS) -> str:
    return (
        f"($every OR EXISTS {{ MATCH (n)-[w:{edge}]->(u:Unit) WHERE u.id IN $units "
        f"AND {holds.format('w')} }})"
    )


def _dated(label: str, began: str, until: str, said: str) -> str:
    name = "name" if NODE_KINDS[label].property_named("name") else "kind"
    return (
        f"RETURN n.id AS id, n.{name} AS name, {began} AS began, {until} AS until, {said} AS said, "
        "n.certainty AS certainty, n.claims AS claims"
    )


def _link(
    name: str, pattern: str, holds: str = _HOLDS.format("r"), title: str = "u.name"
) -> Stage[LinkRow]:
    return Stage(
        f"review_{name}",
        f"UNWIND $ids AS id MATCH {pattern} WHERE {holds} RETURN n.id AS id, u.id AS other, "
        f"{title} AS name, r.valid_from AS since, r.certainty AS certainty, r.claims AS claims",
        LinkRow,
    )


_BEGUN = "r.valid_from <= $t"

# Whose review, and of which period
REVIEWS = Stage(
    "reviews",
    "MATCH (n:ManagementReview) RETURN n.id AS id, NULL AS name, n.held AS began, NULL AS until, "
    "NULL AS said, n.certainty AS certainty, n.claims AS claims",
    ThingRow,
)
REVIEW_UNITS = Stage(
    "review_units",
    "MATCH (n:ManagementReview)-[r:OF_UNIT]->(u:Unit) RETURN n.id AS id, u.id AS other, "
    "u.name AS name, r.valid_from AS since, r.certainty AS certainty, r.claims AS claims",
    LinkRow,
)
UNIT = Stage(
    "review_unit",
    "MATCH (n:Unit {id: $id}) RETURN n.id AS id, n.name AS name, NULL AS began, NULL AS until, "
    "NULL AS said, n.certainty AS certainty, n.claims AS claims",
    ThingRow,
)
BELOW = _link("units_below", "(n:Unit {id: id})<-[r:PART_OF]-(u:Unit)")

# Of items a, c4 and e: decisions, actions and nonconformities
DECIDED = _link("decided", "(n:ManagementReview {id: id})-[r:DECIDED]->(u)", _BEGUN)
NAMED_ACTIONS = Stage(
    "review_named_actions",
    "UNWIND $ids AS id MATCH (n:CorrectiveAction {id: id}) "
    + _dated("CorrectiveAction", "n.opened", "n.due", "n.action_type"),
    ThingRow,
)
NAMED_NONCONFORMITIES = Stage(
    "review_named_nonconformities",
    "UNWIND $ids AS id MATCH (n:Nonconformity {id: id}) "
    + _dated("Nonconformity", "coalesce(n.opened, $ever)", "NULL", "n.severity"),
    ThingRow,
)
ADDRESSED = _link("addressed", "(n:Nonconformity {id: id})<-[r:ADDRESSES]-(u:CorrectiveAction)")
ASSIGNED = _link("nonconformity_units", "(n:Nonconformity {id: id})-[r:ASSIGNED_TO]->(u:Unit)")

# Of item b, what changed
REVISED = Stage(
    "review_revised",
    f"MATCH (n:DataRequirement)-[r:REVISED_BY]->(u) WHERE {_PERIOD.format('r.valid_from')} "
    "RETURN n.id AS id, u.id AS other, n.user AS name, r.valid_from AS since, "
    "r.certainty AS certainty, r.claims AS claims",
    LinkRow,
)


def _new(label: str, when: str) -> tuple[str, str]:
    found = f"MATCH (n:{label}) WHERE {_PERIOD.format(when)} "
    return found, f"{found}{_dated(label, when, 'NULL', 'NULL')} ORDER BY began, id LIMIT $limit"


_NEW = {"version": _new("DocumentVersion", "n.valid_from"), "document": _new("Document", "n.dated")}
NEW = {what: Stage(f"review_new_{what}", text, ThingRow) for what, (_, text) in _NEW.items()}

# Of item c1, what users said
FEEDBACK = Stage(
    "review_feedback",
    f"MATCH (n:Feedback) WHERE {_THERE} AND coalesce(n.received, $ever) <= $t "
    "AND (coalesce(n.received, $ever) >= $since OR coalesce(n.closed, $never) >= $since) "
    "RETURN n.id AS id, n.name AS name, n.received AS received, n.replied AS replied, "
    "n.closed AS closed, n.satisfaction AS satisfaction, n.certainty AS certainty, "
    "n.claims AS claims",
    FeedbackRow,
)
REPORTED = _link("feedback_from", "(n:Feedback {id: id})-[r:REPORTED_BY]->(u:Unit)", _BEGUN)
CONCERNED = _link("feedback_about", "(n:Feedback {id: id})-[r:CONCERNS|REPORTS]->(u)", _BEGUN)

# Of item c2, the objectives that no indicator has a value of
OBJECTIVES = Stage(
    "review_objectives",
    f"MATCH (n:QualityObjective) WHERE {_THERE} "
    + _dated("QualityObjective", "NULL", "NULL", "n.year"),
    ThingRow,
)
OBJECTIVE_UNITS = _link("objective_units", "(n:QualityObjective {id: id})-[r:OF_UNIT]->(u:Unit)")

# Of item c5, the issues of the units' stations
STATIONS = Stage(
    "review_stations",
    "MATCH (n:Station)-[r:OPERATED_BY]->(u:Unit) WHERE u.id IN $units AND "
    f"{_HOLDS.format('r')} RETURN n.id AS id, u.id AS other, u.name AS name, "
    "r.valid_from AS since, r.certainty AS certainty, r.claims AS claims",
    LinkRow,
)
AT_STATIONS = {
    label: _link(
        f"places_{label}", f"(n:Station {{id: id}})<-[r:{edge}]-(u:{label})", title="n.name"
    )
    for label, edge in (("Series", "OBSERVED_AT"), ("Deployment", "AT_STATION"))
}
_UNHANDLED = "WHERE NOT EXISTS { MATCH (i)<-[:RAISED_FROM]-(n:Incident) } MATCH (i)"
_HAPPENED = {
    "opened": ("-[r:ABOUT]->(y)", ""),
    "handled": (
        "<-[:RAISED_FROM]-(n:Incident)-[r:HAS_STATE]->(s:State)",
        "AND s.property = $state AND s.value IN $done ",
    ),
    # First the issues without any incident, which are few.
    "withdrawn": (
        f" {_UNHANDLED}-[r:HAS_STATE]->(s:State)",
        "AND s.property = $status AND s.value IN $done ",
    ),
}
PROOF = {
    what: Stage(
        f"review_proof_{what}",
        f"UNWIND $ids AS id MATCH (i:Issue {{id: id}}){pattern} "
        f"WHERE {_PERIOD.format('r.valid_from')} {also}RETURN i.id AS id, i.id AS other, "
        "i.test AS name, r.valid_from AS since, r.certainty AS certainty, r.claims AS claims",
        LinkRow,
    )
    for what, (pattern, also) in _HAPPENED.items()
}

# Of item c6, audits: `began` is when planned, `until` when done
AUDITS = Stage(
    "review_audits",
    f"MATCH (n:Audit) WHERE {_THERE} AND {_mine('COVERS')} "
    f"AND ({_PERIOD.format('n.done')} "
    f"OR coalesce(n.done, $never) > $t AND {_PERIOD.format('n.planned')}) "
    + _dated("Audit", "n.planned", "n.done", "n.result"),
    ThingRow,
)
FINDINGS = _link("findings", "(n:Audit {id: id})<-[r:OF_AUDIT]-(u:Finding)", _BEGUN, "u.statement")
AUDITED = _link("audited", "(n:Audit {id: id})-[r:COVERS]->(u:Unit)")

# Of item c7, suppliers: `began` is when evaluated
SUPPLIERS = Stage(
    "review_suppliers",
    f"MATCH (n:Supplier) WHERE {_THERE} "
    + _dated("Supplier", "n.evaluated", "n.valid_until", "n.result"),
    ThingRow,
)
SUPPLIED = _link("supplied", "(n:Supplier {id: id})-[r:SUPPLIES]->(u)", _BEGUN)

# Of item d, who was trained
TRAININGS = Stage(
    "review_trainings",
    f"MATCH (n:TrainingRecord) WHERE {_THERE} AND coalesce(n.held, $ever) <= $t "
    f"AND {_mine('QUALIFIES', '{0}.valid_from <= $t')} "
    + _dated("TrainingRecord", "coalesce(n.held, $ever)", "n.valid_until", "n.role")
    + ", n.process AS process, n.passed AS passed",
    TrainingRow,
)
TRAINED = _link("trained", "(n:TrainingRecord {id: id})-[r:QUALIFIES]->(u:Unit)", _BEGUN)


def _count(name: str, found: str) -> Stage[CountRow]:
    return Stage(f"review_{name}_count", f"{found}RETURN count(n) AS things", CountRow)


COUNTS = {what: _count(what, found) for what, (found, _) in _NEW.items()}
NONCONFORMITY_STATES = states_of("Nonconformity")
FEEDBACK_STATES = states_of("Feedback")
