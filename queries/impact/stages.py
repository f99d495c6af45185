"""Stages of the impact: where it starts, the calibrations below, what observed, who is told."""

from __future__ import annotations

from dataclasses import dataclass

from ontology import NODE_KINDS
from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An element that is there."""

    id: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a start element leads to by one edge: a calibration, an instrument, a process."""

    id: str
    via: str
    other: str
    name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A calibration of an instrument or a standard.

    `performed_on`: since when it counts; the beginning of time where nobody states it.
    """

    subject: str
    id: str
    performed_on: str
    result: str | None
    as_found_error: float | None
    tolerance: float | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class PerformedRow:
    """When an instrument or a standard was calibrated."""

    subject: str
    performed_on: str


@dataclass(frozen=True, slots=True)
class BelowRow:
    """A calibration in which a standard was used, and what it calibrated."""

    standard: str
    calibration: str
    subject: str
    performed_on: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class DeployedRow:
    """A deployment that used an instrument, and the station it was at."""

    instrument: str
    deployment: str
    variable: str | None
    role: str | None
    station: str
    name: str | None
    use_from: str
    use_to: str
    at_from: str
    at_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue about a series or a deployment."""

    through: str
    id: str
    test: str | None
    began: str | None
    ended: str | None
    certainty: str | None
    claims: Texts | None


_LINK = (
    "RETURN n.id AS id, type(r) AS via, x.id AS other, x.name AS name, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims"
)
# Who cites a calibration need not know its date ($unknown): then the calibration's own word counts.
_PERFORMED = (
    "CASE WHEN h.valid_from = $unknown AND c.performed_on IS NOT NULL "
    "THEN c.performed_on ELSE h.valid_from END AS performed_on"
)
_CALIBRATION = (
    f"RETURN x.id AS subject, c.id AS id, {_PERFORMED}, c.result AS result, "
    "c.as_found_error AS as_found_error, c.tolerance AS tolerance, h.certainty AS certainty, "
    "h.claims AS claims"
)

STARTS = (
    "Calibration",
    "Certificate",
    "MeasurementStandard",
    "Instrument",
    "InstrumentModel",
    "Batch",
    "DocumentVersion",
    "Unit",
)
EXISTS = {
    NODE_KINDS[label].prefix: Stage(
        f"exists_{label}", f"MATCH (n:{label} {{id: $id}}) RETURN n.id AS id", Found
    )
    for label in STARTS
}
# What calibrations or instruments a paper, a laboratory, a model or a batch stands for.
LEADS = {
    NODE_KINDS[label].prefix: Stage(
        f"from_{label}",
        f"MATCH (n:{label} {{id: $id}})<-[r:{edge}]-(x) " + _LINK,
        LinkRow,
    )
    for label, edge in (
        ("Certificate", "DOCUMENTED_BY"),
        ("DocumentVersion", "FOLLOWS"),
        ("Unit", "PERFORMED_BY"),
        ("InstrumentModel", "OF_MODEL"),
        ("Batch", "OF_BATCH"),
    )
}
# What else rests on a procedure or a unit at the time.
ALSO = {
    NODE_KINDS[label].prefix: Stage(
        f"also_{label}",
        f"MATCH (n:{label} {{id: $id}})<-[r:{edges}]-(x) "
        "WHERE r.valid_from <= $t AND $t < r.valid_to " + _LINK,
        LinkRow,
    )
    for label, edges in (
        ("DocumentVersion", "GOVERNED_BY"),
        ("Unit", "OPERATED_BY|MAINTAINED_BY|HELD_BY|LED_BY"),
    )
}
OWNERS = Stage(
    "owners",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})<-[h:HAS_CALIBRATION]-(x) " + _CALIBRATION,
    CalibrationRow,
)
CALIBRATIONS = {
    NODE_KINDS[label].prefix: Stage(
        f"calibrations_{label}",
        f"UNWIND $ids AS id MATCH (x:{label} {{id: id}})-[h:HAS_CALIBRATION]->(c:Calibration) "
        + _CALIBRATION,
        CalibrationRow,
    )
    for label in ("Instrument", "MeasurementStandard")
}
PERFORMED = {
    NODE_KINDS[label].prefix: Stage(
        f"performed_{label}",
        f"UNWIND $ids AS id MATCH (x:{label} {{id: id}})-[h:HAS_CALIBRATION]->(c:Calibration) "
        f"RETURN x.id AS subject, {_PERFORMED}",
        PerformedRow,
    )
    for label in ("Instrument", "MeasurementStandard")
}
BELOW = Stage(
    "below",
    "UNWIND $ids AS id MATCH (m:MeasurementStandard {id: id})<-[u:USED_STANDARD]-(c:Calibration) "
    "MATCH (c)<-[h:HAS_CALIBRATION]-(x) "
    "WHERE h.valid_from = $unknown OR ($since <= h.valid_from AND h.valid_from < $until) "
    f"RETURN m.id AS standard, c.id AS calibration, x.id AS subject, {_PERFORMED}, "
    "u.certainty AS certainty, u.claims AS claims, h.claims AS more",
    BelowRow,
)
DEPLOYED = Stage(
    "deployed",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})<-[u:USES]-(d:Deployment) "
    "MATCH (d)-[a:AT_STATION]->(s:Station) "
    "RETURN i.id AS instrument, d.id AS deployment, d.variable AS variable, d.role AS role, "
    "s.id AS station, s.name AS name, u.valid_from AS use_from, u.valid_to AS use_to, "
    "a.valid_from AS at_from, a.valid_to AS at_to, u.certainty AS certainty, "
    "u.claims AS claims, a.claims AS more",
    DeployedRow,
)
ISSUES = {
    NODE_KINDS[label].prefix: Stage(
        f"issues_{label}",
        f"UNWIND $ids AS id MATCH (x:{label} {{id: id}})<-[r:ABOUT]-(q:Issue) "
        "RETURN x.id AS through, q.id AS id, q.test AS test, q.began AS began, q.ended AS ended, "
        "r.certainty AS certainty, r.claims AS claims",
        IssueRow,
    )
    for label in ("Series", "Deployment")
}
_HOLDS = "WHERE r.valid_from <= $t AND $t < r.valid_to "
# The data sets that hold a series, or all of a variable, and what is made of them.
HELD_IN = {
    NODE_KINDS[label].prefix: Stage(
        f"held_in_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:PART_OF_DATASET]->(x:Dataset) "
        + _HOLDS
        + _LINK,
        LinkRow,
    )
    for label in ("Series", "Variable")
}
DERIVED = Stage(
    "derived",
    "UNWIND $ids AS id MATCH (n:Dataset {id: id})<-[r:DERIVED_FROM]-(x:Product) " + _HOLDS + _LINK,
    LinkRow,
)
TOLD = {
    NODE_KINDS[label].prefix: Stage(
        f"told_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:{edges}]->({told}) " + _HOLDS + _LINK,
        LinkRow,
    )
    for label, edges, told in (
        ("Station", "OPERATED_BY|MAINTAINED_BY", "x:Unit"),
        ("MeasurementStandard", "HELD_BY", "x:Unit"),
        ("Calibration", "PERFORMED_BY", "x:Unit"),
        ("Dataset", "DELIVERED_TO", "x"),
        ("Product", "DELIVERED_TO", "x"),
    )
}
ALL = (
    *EXISTS.values(),
    *LEADS.values(),
    *ALSO.values(),
    OWNERS,
    *CALIBRATIONS.values(),
    *PERFORMED.values(),
    BELOW,
    DEPLOYED,
    *ISSUES.values(),
    *HELD_IN.values(),
    DERIVED,
    *TOLD.values(),
)
