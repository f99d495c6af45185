"""The stages of the trace: portable Cypher, each beside the row it returns."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """The issue itself."""

    id: str
    kind: str | None
    test: str | None
    began: str | None
    ended: str | None
    severity: str | None
    value: float | None
    certainty: str | None
    claims: Texts | None


ISSUE = Stage(
    "issue",
    "MATCH (i:Issue {id: $id}) RETURN i.id AS id, i.kind AS kind, i.test AS test, "
    "i.began AS began, i.ended AS ended, i.severity AS severity, i.value AS value, "
    "i.certainty AS certainty, i.claims AS claims",
    IssueRow,
)


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What an issue is about: a series, a station or a deployment, which names its variable."""

    id: str
    variable: str | None
    certainty: str | None
    claims: Texts | None


ABOUT = Stage(
    "about",
    "MATCH (i:Issue {id: $id})-[a:ABOUT]->(x) RETURN x.id AS id, x.variable AS variable, "
    "a.certainty AS certainty, a.claims AS claims",
    AboutRow,
)


@dataclass(frozen=True, slots=True)
class EndRow:
    """Where one edge leads from a series or a deployment."""

    source: str
    id: str
    via: str
    claims: Texts | None


_END = "RETURN x.id AS source, e.id AS id, type(r) AS via, r.claims AS claims"
SERIES_STATIONS = Stage(
    "series_stations",
    "UNWIND $ids AS id MATCH (x:Series {id: id})-[r:OBSERVED_AT]->(e:Station) " + _END,
    EndRow,
)
SERIES_VARIABLES = Stage(
    "series_variables",
    "UNWIND $ids AS id MATCH (x:Series {id: id})-[r:OF_VARIABLE]->(e:Variable) " + _END,
    EndRow,
)
DEPLOYMENT_STATIONS = Stage(
    "deployment_stations",
    "UNWIND $ids AS id MATCH (x:Deployment {id: id})-[r:AT_STATION]->(e:Station) " + _END,
    EndRow,
)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A node with its name; a stub has no claims."""

    id: str
    name: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None


STATION = Stage(
    "station",
    "MATCH (s:Station {id: $id}) RETURN s.id AS id, s.name AS name, s.stub AS stub, "
    "s.certainty AS certainty, s.claims AS claims",
    NamedRow,
)
INSTRUMENT = Stage(
    "instrument",
    "MATCH (i:Instrument {id: $id}) RETURN i.id AS id, i.serial AS name, i.stub AS stub, "
    "i.certainty AS certainty, i.claims AS claims",
    NamedRow,
)


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """A deployment of a station, at whatever time."""

    id: str
    variable: str | None
    role: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


DEPLOYMENTS = Stage(
    "deployments",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: $station}) RETURN d.id AS id, "
    "d.variable AS variable, d.role AS role, a.valid_from AS valid_from, "
    "a.valid_to AS valid_to, a.certainty AS certainty, d.claims AS claims, a.claims AS more",
    DeploymentRow,
)


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """The instrument a deployment used at the time."""

    deployment: str
    id: str
    serial: str | None
    firmware: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


USES = Stage(
    "uses",
    "UNWIND $ids AS id MATCH (d:Deployment {id: id})-[u:USES]->(i:Instrument) "
    "WHERE u.valid_from <= $t AND $t < u.valid_to RETURN d.id AS deployment, i.id AS id, "
    "i.serial AS serial, i.firmware AS firmware, u.valid_from AS valid_from, "
    "u.valid_to AS valid_to, u.certainty AS certainty, i.claims AS claims, u.claims AS more",
    InstrumentRow,
)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A deployment that used an instrument, with its station."""

    station: str
    deployment: str
    variable: str | None
    valid_from: str
    valid_to: str


DEPLOYED_AT = Stage(
    "deployed_at",
    "MATCH (d:Deployment)-[u:USES]->(i:Instrument {id: $id}) MATCH (d)-[a:AT_STATION]->(s:Station) "
    "RETURN s.id AS station, d.id AS deployment, d.variable AS variable, "
    "u.valid_from AS valid_from, u.valid_to AS valid_to",
    PlacedRow,
)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """Model or batch of an instrument."""

    instrument: str
    id: str
    name: str | None
    claims: Texts | None


MODELS = Stage(
    "models",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})-[r:OF_MODEL]->(m:InstrumentModel) "
    "RETURN i.id AS instrument, m.id AS id, m.model AS name, r.claims AS claims",
    ModelRow,
)
BATCHES = Stage(
    "batches",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})-[r:OF_BATCH]->(m:Batch) "
    "RETURN i.id AS instrument, m.id AS id, m.number AS name, r.claims AS claims",
    ModelRow,
)


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A node reached by one edge, valid at the time where that is asked."""

    source: str
    id: str
    name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


CLAUSES = Stage(
    "clauses",
    "UNWIND $ids AS id MATCH (v:DocumentVersion {id: id})-[r:IMPLEMENTS]->(c:Clause) "
    "RETURN v.id AS source, c.id AS id, c.name AS name, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims",
    LinkedRow,
)
OPERATORS = Stage(
    "operators",
    "MATCH (s:Station {id: $id})-[r:OPERATED_BY]->(u:Unit) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN s.id AS source, u.id AS id, "
    "u.name AS name, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "r.certainty AS certainty, r.claims AS claims",
    LinkedRow,
)
SUPERIORS = Stage(
    "superiors",
    "UNWIND $ids AS id MATCH (u:Unit {id: id})-[r:PART_OF]->(p:Unit) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN u.id AS source, p.id AS id, "
    "p.name AS name, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "r.certainty AS certainty, r.claims AS claims",
    LinkedRow,
)


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process by its code, with a unit that leads it."""

    code: str
    id: str
    name: str | None
    lead: str
    lead_name: str | None
    claims: Texts | None


PROCESSES = Stage(
    "processes",
    "UNWIND $ids AS id MATCH (p:Process {id: id})-[r:LED_BY]->(u:Unit) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN p.code AS code, p.id AS id, "
    "p.name AS name, u.id AS lead, u.name AS lead_name, r.claims AS claims",
    ProcessRow,
)


@dataclass(frozen=True, slots=True)
class NilRow:
    """A recorded reason why something does not apply (WMDR nilReason)."""

    element: str
    property: str
    value: str
    certainty: str | None
    claims: Texts | None


NIL_REASONS = Stage(
    "nil_reasons",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})-[h:HAS_STATE]->(s:State) "
    "WHERE s.property STARTS WITH 'nil:' AND h.valid_from <= $t AND $t < h.valid_to "
    "RETURN i.id AS element, s.property AS property, s.value AS value, "
    "s.certainty AS certainty, s.claims AS claims",
    NilRow,
)

ALL = tuple(v for v in list(globals().values()) if isinstance(v, Stage))
