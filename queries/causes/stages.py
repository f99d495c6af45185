"""The stages of `causes`: portable Cypher, each beside the row it returns.

Every stage takes a list of ids; times and history are weighed in Python, because what counts
differs from issue to issue. Peers are only counted: where `$told` is false no claims are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue and what it is about: a series, a station or a deployment."""

    id: str
    began: str | None
    since: str
    about: str
    certainty: str | None
    claims: Texts | None


_ISSUE = (
    "RETURN i.id AS id, i.began AS began, a.valid_from AS since, x.id AS about, "
    "i.certainty AS certainty, a.claims AS claims"
)
_STATUS = (
    "MATCH (i)-[h:HAS_STATE]->(s:State) WHERE s.property = $property "
    "AND h.valid_from <= $t AND $t < h.valid_to"
)
ISSUES = Stage(
    "causes_issues",
    "UNWIND $ids AS id MATCH (i:Issue {id: id})-[a:ABOUT]->(x) " + _ISSUE,
    IssueRow,
)
OPEN_ISSUES = Stage(
    "causes_open_issues",
    "MATCH (i:Issue)-[a:ABOUT]->(x) WHERE (i.began IS NULL OR i.began <= $t) "
    f"AND (i.ended IS NULL OR i.ended > $t OR EXISTS {{ {_STATUS} }}) "
    f"AND NOT EXISTS {{ {_STATUS} AND s.value IN $closed }} " + _ISSUE,
    IssueRow,
)


@dataclass(frozen=True, slots=True)
class IdRow:
    """A node."""

    id: str


KNOWN_ISSUES = Stage("causes_known", "MATCH (i:Issue) RETURN i.id AS id", IdRow)
STATIONS = Stage("causes_stations", "MATCH (s:Station) RETURN s.id AS id", IdRow)


class LinkRow(NamedTuple):
    """An edge, whatever its time."""

    source: str
    via: str
    target: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


_EDGE = (
    "RETURN id AS source, type(r) AS via, y.id AS target, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, "
)
_LINK = "r.certainty AS certainty, r.claims AS claims"
_IF_TOLD = (
    "CASE WHEN $told THEN r.certainty END AS certainty, CASE WHEN $told THEN r.claims END AS claims"
)


def _links(name: str, pattern: str, said: str = _LINK) -> Stage[LinkRow]:
    return Stage(name, f"UNWIND $ids AS id MATCH {pattern} {_EDGE}{said}", LinkRow)


SERIES = _links("causes_series", "(x:Series {id: id})-[r:OBSERVED_AT|OF_VARIABLE]->(y)")
DEPLOYMENT_STATIONS = _links(
    "causes_about_deployments", "(x:Deployment {id: id})-[r:AT_STATION]->(y:Station)"
)
USES = _links("causes_uses", "(x:Deployment {id: id})-[r:USES]->(y:Instrument)")
MAKES = _links("causes_makes", "(x:Instrument {id: id})-[r:OF_MODEL|OF_BATCH]->(y)", _IF_TOLD)
PAPERS = _links(
    "causes_papers",
    "(x:Calibration {id: id})-[r:DOCUMENTED_BY|PERFORMED_BY|FOLLOWS|USED_STANDARD]->(y)",
    _IF_TOLD,
)
ACCREDITATIONS = _links(
    "causes_accreditations", "(x:Unit {id: id})-[r:ACCREDITED_BY]->(y:Accreditation)"
)
POSITIONS = _links("causes_positions", "(x:Station {id: id})-[r:LOCATED_AT]->(y:Location)")
OPERATORS = _links(
    "causes_operators", "(x:Station {id: id})-[r:OPERATED_BY|MAINTAINED_BY]->(y:Unit)"
)
SUPERIORS = _links("causes_superiors", "(x:Unit {id: id})-[r:PART_OF]->(y:Unit)")
SYSTEMS = Stage(
    "causes_systems",
    "UNWIND $ids AS id MATCH (y:Unit {id: id})<-[r:COVERS]-(x:System) "
    + _EDGE.replace("RETURN id AS", "RETURN x.id AS")
    + _LINK,
    LinkRow,
)


class DeploymentRow(NamedTuple):
    """A deployment of a station."""

    id: str
    station: str
    variable: str | None
    role: str | None
    valid_from: str
    valid_to: str


DEPLOYMENTS = Stage(
    "causes_deployments",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station) "
    "WHERE a.valid_from <= $last AND $first < a.valid_to "
    "RETURN d.id AS id, s.id AS station, d.variable AS variable, d.role AS role, "
    "a.valid_from AS valid_from, a.valid_to AS valid_to",
    DeploymentRow,
)


@dataclass(frozen=True, slots=True)
class FirmwareRow:
    """The firmware of an instrument."""

    id: str
    firmware: str
    certainty: str | None
    claims: Texts | None


FIRMWARE = Stage(
    "causes_firmware",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id}) WHERE i.firmware IS NOT NULL "
    "RETURN i.id AS id, i.firmware AS firmware, i.certainty AS certainty, i.claims AS claims",
    FirmwareRow,
)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """Until when a version of a procedure is in force."""

    id: str
    valid_to: str | None


VERSIONS = Stage(
    "causes_versions",
    "UNWIND $ids AS id MATCH (v:DocumentVersion {id: id}) "
    "RETURN v.id AS id, v.valid_to AS valid_to",
    VersionRow,
)


class CheckRow(NamedTuple):
    """A calibration of an instrument or a standard; see `queries.trace.papers`."""

    subject: str
    id: str
    performed_on: str
    valid_until: str | None
    result: str | None
    as_found_error: float | None
    tolerance: float | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


_CHECK = (
    "RETURN id AS subject, c.id AS id, "
    "CASE WHEN h.valid_from = $unknown AND c.performed_on IS NOT NULL "
    "THEN c.performed_on ELSE h.valid_from END AS performed_on, c.valid_until AS valid_until, "
    "c.result AS result, c.as_found_error AS as_found_error, c.tolerance AS tolerance, "
    "c.stub AS stub, CASE WHEN $told THEN c.certainty END AS certainty, "
    "CASE WHEN $told THEN c.claims END AS claims, CASE WHEN $told THEN h.claims END AS more"
)
CHECKS = Stage(
    "causes_checks",
    "UNWIND $ids AS id MATCH (x:Instrument {id: id})-[h:HAS_CALIBRATION]->(c:Calibration) "
    + _CHECK,
    CheckRow,
)
STANDARD_CHECKS = Stage(
    "causes_standard_checks",
    "UNWIND $ids AS id MATCH (x:MeasurementStandard {id: id})-[h:HAS_CALIBRATION]->"
    "(c:Calibration) " + _CHECK,
    CheckRow,
)


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """A visit or an event, what it affected, and who carried it out."""

    id: str
    subject: str
    event_type: str | None
    began: str
    certainty: str | None
    claims: Texts | None
    party: str | None
    party_claims: Texts | None


def _happenings(name: str, affected: str) -> Stage[HappeningRow]:
    return Stage(
        name,
        f"UNWIND $ids AS id MATCH (e)-[r:AFFECTED]->(x:{affected} {{id: id}}) "
        "OPTIONAL MATCH (e)-[b:CARRIED_OUT_BY]->(u:Unit) "
        "RETURN e.id AS id, x.id AS subject, e.event_type AS event_type, "
        "r.valid_from AS began, r.certainty AS certainty, r.claims AS claims, u.id AS party, "
        "b.claims AS party_claims",
        HappeningRow,
    )


AT_STATIONS = _happenings("causes_station_events", "Station")
AT_INSTRUMENTS = _happenings("causes_instrument_events", "Instrument")


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A cause that was confirmed when an incident was handled."""

    incident: str
    cause: str
    since: str


CONFIRMED = Stage(
    "causes_confirmed",
    "MATCH (n:Incident)-[r:CAUSED_BY]->(c) "
    "RETURN n.id AS incident, c.id AS cause, r.valid_from AS since",
    ConfirmedRow,
)

ALL: tuple[Stage[object], ...] = (
    ISSUES, OPEN_ISSUES, KNOWN_ISSUES, STATIONS, SERIES, DEPLOYMENT_STATIONS, USES, MAKES, PAPERS,
    ACCREDITATIONS, POSITIONS, OPERATORS, SUPERIORS, SYSTEMS, DEPLOYMENTS, FIRMWARE, VERSIONS,
    CHECKS, STANDARD_CHECKS, AT_STATIONS, AT_INSTRUMENTS, CONFIRMED,
)  # fmt: skip
