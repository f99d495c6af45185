"""Counting in the store: issues by a property, by what they are about, by what stands behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many issues."""

    issues: int


@dataclass(frozen=True, slots=True)
class Group:
    """Issues of one value, and the first of them by id."""

    value: str | None
    issues: int
    sample: str | None


class IssueRow(NamedTuple):
    """An issue, when it began, and what it says itself."""

    issue: str
    began: str
    kind: str | None
    test: str | None
    severity: str | None
    channel: str | None


class BeganRow(NamedTuple):
    """How many issues of one value began at a moment."""

    value: str
    began: str
    issues: int


class LinkRow(NamedTuple):
    """An issue, and a thing that it is about."""

    issue: str
    thing: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What something belongs to: a deployment to its station, a station to its area or unit."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and what is said of a node."""

    id: str
    name: str | None
    certainty: str | None
    claims: Texts | None


_IN = "i.began >= $since AND i.began < $until"
PROPERTIES = ("kind", "test", "severity", "channel")
ABOUT = ("Series", "Deployment", "Station")

ISSUES = Stage(
    "issues",
    "MATCH (i:Issue) WHERE i.began IS NOT NULL RETURN i.id AS issue, i.began AS began, "
    "i.kind AS kind, i.test AS test, i.severity AS severity, i.channel AS channel",
    IssueRow,
)
LINKS = {
    label: Stage(
        f"links_{label}",
        f"MATCH (i:Issue)-[:ABOUT]->(x:{label}) RETURN i.id AS issue, x.id AS thing",
        LinkRow,
    )
    for label in ABOUT
}
INSIDE = Stage("inside", f"MATCH (i:Issue) WHERE {_IN} RETURN count(i) AS issues", Count)
BY_PROPERTY = {
    p: Stage(
        f"by_{p}",
        f"MATCH (i:Issue) WHERE {_IN} "
        f"RETURN i.{p} AS value, count(i) AS issues, min(i.id) AS sample",
        Group,
    )
    for p in PROPERTIES
}
DEPLOYMENT_STATIONS = Stage(
    "deployment_stations",
    "UNWIND $ids AS id MATCH (d:Deployment {id: id})-[:AT_STATION]->(s:Station) "
    "RETURN d.id AS id, s.id AS value",
    Tie,
)
DEPLOYMENT_VARIABLES = Stage(
    "deployment_variables",
    "UNWIND $ids AS id MATCH (d:Deployment {id: id}) WHERE d.variable IS NOT NULL "
    "RETURN d.id AS id, d.variable AS value",
    Tie,
)
_THEN = "WHERE r.valid_from <= $t AND $t < r.valid_to "
TIES = {
    dimension: Stage(
        f"station_{dimension}",
        f"UNWIND $ids AS id MATCH (s:Station {{id: id}})-[r:{edge}]->(x:{label}) {_THEN}"
        "RETURN s.id AS id, x.id AS value",
        Tie,
    )
    for dimension, edge, label in (
        ("area", "IN_AREA", "AdminArea"),
        ("unit", "OPERATED_BY", "Unit"),
    )
}
BY_CAUSE = Stage(
    "by_cause",
    f"MATCH (i:Issue)<-[:RAISED_FROM]-(e:Incident)-[:CAUSED_BY]->(x) WHERE {_IN} "
    "RETURN split(x.id, $colon)[$zero] AS value, count(DISTINCT i) AS issues, "
    "min(i.id) AS sample",
    Group,
)
CAUSE_TIMES = Stage(
    "cause_times",
    f"MATCH (i:Issue)<-[:RAISED_FROM]-(e:Incident)-[:CAUSED_BY]->(x) WHERE {_IN} "
    "RETURN split(x.id, $colon)[$zero] AS value, i.began AS began, count(DISTINCT i) AS issues",
    BeganRow,
)
NAMED = {"AdminArea": "area", "Unit": "unit", "Station": "station", "Variable": "variable"}
NAMES = {
    label: Stage(
        f"names_{label}",
        f"UNWIND $ids AS id MATCH (m:{label} {{id: id}}) WITH m AS n RETURN n.id AS id, "
        "n.name AS name, n.certainty AS certainty, n.claims AS claims",
        Name,
    )
    for label in (*NAMED, "Issue")
}
STAGES = (
    ISSUES,
    *LINKS.values(),
    INSIDE,
    *BY_PROPERTY.values(),
    DEPLOYMENT_STATIONS,
    DEPLOYMENT_VARIABLES,
    *TIES.values(),
    BY_CAUSE,
    CAUSE_TIMES,
    *NAMES.values(),
)
