"""The stages of the trace outside its chain: portable Cypher, each beside the row it returns.

A stage is a round trip to a server, so each reads all that can be known at its point: a row is
one element with one of its edges, and what is walked along them is walked in Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from ontology.rules import SUPERIOR_LEVELS
from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """The issue, and an edge that leads from it or from what it is about to a place.

    `source`, `via`, `target`: that edge, `via` and `target` None where there is none;
    `variable`: of the deployment at its end.
    """

    id: str
    kind: str | None
    test: str | None
    began: str | None
    ended: str | None
    severity: str | None
    value: float | None
    certainty: str | None
    claims: Texts | None
    source: str
    via: str | None
    target: str | None
    variable: str | None
    target_certainty: str | None
    target_claims: Texts | None


ISSUE = Stage(
    "issue",
    "MATCH (i:Issue {id: $id})-[:ABOUT*0..1]->(x) WITH DISTINCT i, x "
    "OPTIONAL MATCH (x)-[r:ABOUT|OBSERVED_AT|OF_VARIABLE|AT_STATION]->(e) "
    "RETURN i.id AS id, i.kind AS kind, i.test AS test, i.began AS began, i.ended AS ended, "
    "i.severity AS severity, i.value AS value, i.certainty AS certainty, i.claims AS claims, "
    "x.id AS source, type(r) AS via, e.id AS target, e.variable AS variable, "
    "r.certainty AS target_certainty, r.claims AS target_claims",
    IssueRow,
)


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A suspected cause of the issue.

    `facts`: the numbers it rests on, as `name=value`; `evidence`: claims and places in the lake.
    """

    id: str
    standing: str | None
    finding: str | None
    reason: str | None
    reason_en: str | None
    facts: Texts | None
    evidence: Texts | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    target_claims: Texts | None


CAUSES = Stage(
    "causes",
    "MATCH (i:Issue {id: $id})-[r:SUSPECTED_CAUSE]->(c) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN c.id AS id, r.standing AS standing, r.finding AS finding, r.reason AS reason, "
    "r.reason_en AS reason_en, r.facts AS facts, r.evidence AS evidence, "
    "r.valid_from AS valid_from, r.valid_to AS valid_to, r.certainty AS certainty, "
    "r.claims AS claims, c.claims AS target_claims",
    CauseRow,
)


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument; `name` is its serial number. A stub has no claims."""

    id: str
    name: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None


INSTRUMENT = Stage(
    "instrument",
    "MATCH (i:Instrument {id: $id}) RETURN i.id AS id, i.serial AS name, i.stub AS stub, "
    "i.certainty AS certainty, i.claims AS claims",
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
class StationRow:
    """A station, or a unit above it, with one of its edges to a position or to a unit.

    `id` … `claims`: the station or unit itself; `via`, `target` and what follows: the edge and what
    is at its end, None where there is no edge. Edges of all times.
    """

    id: str
    name: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None
    via: str | None
    target: str | None
    target_name: str | None
    latitude: float | None
    longitude: float | None
    elevation_m: float | None
    snapshot_on: str | None
    valid_from: str | None
    valid_to: str | None
    via_certainty: str | None
    via_claims: Texts | None
    target_certainty: str | None
    target_claims: Texts | None


STATION = Stage(
    "station",
    "UNWIND $ids AS id "
    f"MATCH (s:Station {{id: id}})-[:OPERATED_BY|PART_OF*0..{SUPERIOR_LEVELS}]->(x) "
    "WITH DISTINCT x OPTIONAL MATCH (x)-[r:LOCATED_AT|OPERATED_BY|PART_OF]->(e) "
    "RETURN x.id AS id, x.name AS name, x.stub AS stub, x.certainty AS certainty, "
    "x.claims AS claims, type(r) AS via, e.id AS target, e.name AS target_name, "
    "e.latitude AS latitude, e.longitude AS longitude, e.elevation_m AS elevation_m, "
    "e.snapshot_on AS snapshot_on, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "r.certainty AS via_certainty, r.claims AS via_claims, e.certainty AS target_certainty, "
    "e.claims AS target_claims",
    StationRow,
)


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """A deployment of a station, at whatever time, with an instrument it used at the time asked.

    `use_…`: the edge to the instrument, None where there was none.
    """

    station: str
    id: str
    variable: str | None
    role: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None
    instrument: str | None
    serial: str | None
    firmware: str | None
    use_from: str | None
    use_to: str | None
    use_certainty: str | None
    use_claims: Texts | None
    instrument_claims: Texts | None


DEPLOYMENTS = Stage(
    "deployments",
    "UNWIND $ids AS id MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: id}) "
    "WHERE $any_variable OR d.variable IN $variables "
    "OPTIONAL MATCH (d)-[u:USES]->(i:Instrument) WHERE u.valid_from <= $t AND $t < u.valid_to "
    "RETURN s.id AS station, d.id AS id, d.variable AS variable, d.role AS role, "
    "a.valid_from AS valid_from, a.valid_to AS valid_to, a.certainty AS certainty, "
    "d.claims AS claims, a.claims AS more, i.id AS instrument, i.serial AS serial, "
    "i.firmware AS firmware, u.valid_from AS use_from, u.valid_to AS use_to, "
    "u.certainty AS use_certainty, u.claims AS use_claims, i.claims AS instrument_claims",
    EquipmentRow,
)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """Model (`via` OF_MODEL) or batch (OF_BATCH) of an instrument; a batch has a number."""

    instrument: str
    via: str
    id: str
    number: str | None
    claims: Texts | None


MODELS = Stage(
    "models",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})-[r:OF_MODEL|OF_BATCH]->(m) "
    "RETURN i.id AS instrument, type(r) AS via, m.id AS id, m.number AS number, "
    "r.claims AS claims",
    ModelRow,
)


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process with a unit that leads it at the time."""

    id: str
    lead: str
    lead_name: str | None


PROCESSES = Stage(
    "processes",
    "UNWIND $ids AS id MATCH (p:Process {id: id})-[r:LED_BY]->(u:Unit) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN p.id AS id, u.id AS lead, u.name AS lead_name",
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
