"""The stages of `causes`: portable Cypher, each beside the row it returns.

Every stage takes a list of ids; times and history are weighed in Python, because what counts
differs from issue to issue. Peers are only counted: of them no claims are read.
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
    valid_from: str = ""
    valid_to: str = ""
    certainty: str | None = None
    claims: Texts | None = None


class PeerLinkRow(NamedTuple):
    """An edge of what is only counted."""

    source: str
    via: str
    target: str


_EDGE = (
    "RETURN id AS source, type(r) AS via, y.id AS target, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, "
)
_LINK = "r.certainty AS certainty, r.claims AS claims"


def _links(name: str, pattern: str) -> Stage[LinkRow]:
    return Stage(name, f"UNWIND $ids AS id MATCH {pattern} {_EDGE}{_LINK}", LinkRow)


def _peer_links(name: str, pattern: str) -> Stage[PeerLinkRow]:
    returned = "RETURN id AS source, type(r) AS via, y.id AS target"
    return Stage(name, f"UNWIND $ids AS id MATCH {pattern} {returned}", PeerLinkRow)


SERIES = _links("causes_series", "(x:Series {id: id})-[r:OBSERVED_AT|OF_VARIABLE]->(y)")
DEPLOYMENT_STATIONS = _links(
    "causes_about_deployments", "(x:Deployment {id: id})-[r:AT_STATION]->(y:Station)"
)
USES = _links("causes_uses", "(x:Deployment {id: id})-[r:USES]->(y:Instrument)")
_MADE = "(x:Instrument {id: id})-[r:OF_MODEL|OF_BATCH]->(y)"
MAKES, PEER_MAKES = _links("causes_makes", _MADE), _peer_links("causes_peer_makes", _MADE)
_PAPERS = "(x:Calibration {id: id})-[r:DOCUMENTED_BY|PERFORMED_BY|FOLLOWS|USED_STANDARD]->(y)"
PAPERS, PEER_PAPERS = _links("causes_papers", _PAPERS), _peer_links("causes_peer_papers", _PAPERS)
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
    "RETURN d.id AS id, s.id AS station, d.variable AS variable, d.role AS role, "
    "a.valid_from AS valid_from, a.valid_to AS valid_to",
    DeploymentRow,
)


class FirmwareRow(NamedTuple):
    """The firmware of an instrument."""

    id: str
    firmware: str
    certainty: str | None = None
    claims: Texts | None = None


class PeerFirmwareRow(NamedTuple):
    """The firmware of an instrument that is only counted."""

    id: str
    firmware: str


_FIRMWARE = (
    "UNWIND $ids AS id MATCH (i:Instrument {id: id}) WHERE i.firmware IS NOT NULL "
    "RETURN i.id AS id, i.firmware AS firmware"
)
FIRMWARE = Stage(
    "causes_firmware",
    f"{_FIRMWARE}, i.certainty AS certainty, i.claims AS claims",
    FirmwareRow,
)
PEER_FIRMWARE = Stage("causes_peer_firmware", _FIRMWARE, PeerFirmwareRow)


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
    valid_until: str | None = None
    result: str | None = None
    as_found_error: float | None = None
    tolerance: float | None = None
    stub: bool | None = None
    certainty: str | None = None
    claims: Texts | None = None
    more: Texts | None = None


class PeerCheckRow(NamedTuple):
    """When an instrument that is only counted was calibrated."""

    subject: str
    id: str
    performed_on: str


_CHECKED = (
    "RETURN id AS subject, c.id AS id, "
    "CASE WHEN h.valid_from = $unknown AND c.performed_on IS NOT NULL "
    "THEN c.performed_on ELSE h.valid_from END AS performed_on"
)
_CHECK = (
    f"{_CHECKED}, c.valid_until AS valid_until, "
    "c.result AS result, c.as_found_error AS as_found_error, c.tolerance AS tolerance, "
    "c.stub AS stub, c.certainty AS certainty, c.claims AS claims, h.claims AS more"
)
_INSTRUMENT = (
    "UNWIND $ids AS id MATCH (x:Instrument {id: id})-[h:HAS_CALIBRATION]->(c:Calibration) "
)
CHECKS = Stage("causes_checks", _INSTRUMENT + _CHECK, CheckRow)
PEER_CHECKS = Stage("causes_peer_checks", _INSTRUMENT + _CHECKED, PeerCheckRow)
STANDARD_CHECKS = Stage(
    "causes_standard_checks",
    "UNWIND $ids AS id MATCH (x:MeasurementStandard {id: id})-[h:HAS_CALIBRATION]->"
    "(c:Calibration) " + _CHECK,
    CheckRow,
)


class HappeningRow(NamedTuple):
    """A visit or an event, what it affected, and who carried it out."""

    id: str
    subject: str
    event_type: str | None
    began: str
    party: str | None
    certainty: str | None = None
    claims: Texts | None = None
    party_claims: Texts | None = None


class PeerHappeningRow(NamedTuple):
    """A visit or an event where things are only counted."""

    id: str
    subject: str
    event_type: str | None
    began: str
    party: str | None


def _happened(affected: str) -> str:
    return (
        f"UNWIND $ids AS id MATCH (e)-[r:AFFECTED]->(x:{affected} {{id: id}}) "
        "OPTIONAL MATCH (e)-[b:CARRIED_OUT_BY]->(u:Unit) "
        "RETURN e.id AS id, x.id AS subject, e.event_type AS event_type, "
        "r.valid_from AS began, u.id AS party"
    )


_TOLD = ", r.certainty AS certainty, r.claims AS claims, b.claims AS party_claims"
AT_STATIONS = Stage("causes_station_events", _happened("Station") + _TOLD, HappeningRow)
PEER_AT_STATIONS = Stage("causes_peer_station_events", _happened("Station"), PeerHappeningRow)
AT_INSTRUMENTS = Stage("causes_instrument_events", _happened("Instrument") + _TOLD, HappeningRow)


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
    ISSUES, OPEN_ISSUES, KNOWN_ISSUES, STATIONS, SERIES, DEPLOYMENT_STATIONS, USES, MAKES,
    PEER_MAKES, PAPERS, PEER_PAPERS, ACCREDITATIONS, POSITIONS, OPERATORS, SUPERIORS, SYSTEMS,
    DEPLOYMENTS, FIRMWARE, PEER_FIRMWARE, VERSIONS, CHECKS, PEER_CHECKS, STANDARD_CHECKS,
    AT_STATIONS, PEER_AT_STATIONS, AT_INSTRUMENTS, CONFIRMED,
)  # fmt: skip
