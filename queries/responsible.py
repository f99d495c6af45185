"""`responsible`: who answers for an element at a date, with the line of escalation above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.projection import Closure, ClosureStep
from ontology import EDGE_KINDS, NODE_KINDS
from ontology.rules import SUPERIOR_LEVELS
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage

_KINDS = (
    "Station",
    "Instrument",
    "Deployment",
    "MeasurementStandard",
    "System",
    "Process",
    "Issue",
    "Calibration",
    "Unit",
    "Incident",
    "Series",
    "Task",
    "Safeguard",
    "Document",
    "Certificate",
    "Maintenance",
    "Event",
)


@dataclass(frozen=True, slots=True)
class ResponsibleRow:
    """A unit that answers for the element in one role; `escalation` 0 is itself, 1 its superior.

    `through`: the element by which the role is reached (an issue's station, an instrument's
    station); `level`: the unit's level where one is stated for that date.
    """

    role: str
    escalation: int
    unit: str
    name: str
    level: str
    through: str
    valid_from: str
    valid_to: str
    certainty: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    id: str


@dataclass(frozen=True, slots=True)
class _Role:
    through: str
    role: str
    unit: str
    name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Level:
    unit: str
    level: str


_ROLES = (
    "OPERATED_BY",
    "MAINTAINED_BY",
    "HELD_BY",
    "LED_BY",
    "PERFORMED_BY",
    "ASSIGNED_TO",
    "RESPONSIBLE",
    "RESPONSIBLE_OFFICE",
    "IMPLEMENTED_BY",
    "ISSUED_BY",
    "COMPILED_BY",
    "CARRIED_OUT_BY",
)
_RETURN = (
    "RETURN x.id AS through, type(r) AS role, u.id AS unit, u.name AS name, "
    "r.valid_from AS valid_from, r.valid_to AS valid_to, r.certainty AS certainty, "
    "r.claims AS claims"
)
_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"


def _exists(label: str) -> Stage[_Found]:
    return Stage(f"exists_{label}", f"MATCH (x:{label} {{id: $id}}) RETURN x.id AS id", _Found)


EXISTS = {NODE_KINDS[label].prefix: _exists(label) for label in _KINDS}
ROLES = {  # of the kinds that have any: an issue has its station's
    NODE_KINDS[label].prefix: Stage(
        f"roles_{label}",
        f"UNWIND $ids AS id MATCH (x:{label} {{id: id}})-[r:{'|'.join(types)}]->(u:Unit) "
        f"WHERE {_IN_FORCE} " + _RETURN,
        _Role,
    )
    for label in _KINDS
    if (types := [t for t in _ROLES if EDGE_KINDS[t].admits(label, "Unit")])
}
ISSUE_STATIONS = Stage(
    "issue_stations",
    "MATCH (i:Issue {id: $id})-[:ABOUT]->(s:Series) MATCH (s)-[:OBSERVED_AT]->(st:Station) "
    "RETURN st.id AS id",
    _Found,
)
ISSUE_DEPLOYMENTS = Stage(
    "issue_deployments",
    "MATCH (i:Issue {id: $id})-[:ABOUT]->(d:Deployment) MATCH (d)-[:AT_STATION]->(st:Station) "
    "RETURN st.id AS id",
    _Found,
)
ISSUE_STATION = Stage(
    "issue_station", "MATCH (i:Issue {id: $id})-[:ABOUT]->(st:Station) RETURN st.id AS id", _Found
)
INCIDENT_ISSUES = Stage(
    "incident_issues",
    "MATCH (i:Incident {id: $id})-[:RAISED_FROM]->(x:Issue) RETURN x.id AS id",
    _Found,
)
SERIES_STATION = Stage(
    "series_station",
    "MATCH (x:Series {id: $id})-[r:OBSERVED_AT]->(st:Station) RETURN st.id AS id",
    _Found,
)
DEPLOYMENT_STATION = Stage(
    "deployment_station",
    "MATCH (d:Deployment {id: $id})-[r:AT_STATION]->(st:Station) RETURN st.id AS id",
    _Found,
)
INSTRUMENT_STATIONS = Stage(
    "instrument_stations",
    "MATCH (d:Deployment)-[r:USES]->(i:Instrument {id: $id}) MATCH (d)-[:AT_STATION]->(st:Station) "
    f"WHERE {_IN_FORCE} RETURN st.id AS id",
    _Found,
)
SUPERIORS = Stage(
    "superiors",
    "UNWIND $ids AS id MATCH (x:Unit {id: id})-[r:PART_OF]->(u:Unit) "
    f"WHERE {_IN_FORCE} " + _RETURN,
    _Role,
)
LEVELS_THEN = Stage(
    "levels",
    "UNWIND $ids AS id MATCH (u:Unit {id: id})-[r:HAS_STATE]->(s:State) "
    f"WHERE s.property = 'level' AND {_IN_FORCE} RETURN u.id AS unit, s.value AS level",
    _Level,
)


def answer(ask: Ask) -> Iterable[ResponsibleRow]:
    """Roles of the element and of its station, each with the superiors of its unit."""
    element = ask.params["element"]
    prefix = element.partition(":")[0]
    if prefix not in EXISTS or not ask.rows(EXISTS[prefix], id=element):
        raise unknown(element, ask.reader.ids_like(element))
    roles = ask.rows(ROLES[prefix], ids=[element], t=ask.time) if prefix in ROLES else []
    stations = sorted({f.id for f in _stations(ask, prefix, element)})
    if stations:
        roles += ask.rows(ROLES["station"], ids=stations, t=ask.time)
    roles.sort(key=lambda r: (r.role, r.through, r.unit, r.valid_from))
    start = [element] if prefix == "unit" else []
    return _with_superiors(ask, roles, sorted({r.unit for r in roles}) or start)


def _stations(ask: Ask, prefix: str, element: str) -> list[_Found]:
    """The stations that an issue, an incident, an instrument or a deployment belongs to."""
    if prefix == "issue":
        ways = (ISSUE_STATIONS, ISSUE_STATION, ISSUE_DEPLOYMENTS)
        return [found for way in ways for found in ask.rows(way, id=element)]
    if prefix == "incident":
        return [
            found
            for issue in ask.rows(INCIDENT_ISSUES, id=element)
            for found in _stations(ask, "issue", issue.id)
        ]
    if prefix == "series":
        return ask.rows(SERIES_STATION, id=element)
    if prefix == "deployment":
        return ask.rows(DEPLOYMENT_STATION, id=element)
    if prefix == "instrument":
        return ask.rows(INSTRUMENT_STATIONS, id=element, t=ask.time)
    return []


def _with_superiors(ask: Ask, roles: list[_Role], units: list[str]) -> list[ResponsibleRow]:
    above: list[tuple[int, _Role]] = []
    seen, frontier = set(units), units
    for step in range(1, SUPERIOR_LEVELS + 1):
        rows = [r for r in ask.rows(SUPERIORS, ids=frontier, t=ask.time) if r.unit not in seen]
        if not rows:
            break
        rows.sort(key=lambda r: (r.unit, r.through, r.valid_from))
        above += [(step, r) for r in rows]
        frontier = sorted({r.unit for r in rows})
        seen.update(frontier)
    levels = {
        x.unit: x.level
        for x in sorted(
            ask.rows(LEVELS_THEN, ids=sorted(seen), t=ask.time), key=lambda x: x.level, reverse=True
        )
    }
    return [_row(0, r, levels) for r in roles] + [_row(step, r, levels) for step, r in above]


def _row(step: int, role: _Role, levels: Mapping[str, str]) -> ResponsibleRow:
    return ResponsibleRow(
        role=role.role,
        escalation=step,
        unit=role.unit,
        name=role.name or "",
        level=levels.get(role.unit, ""),
        through=role.through,
        valid_from=role.valid_from,
        valid_to=role.valid_to,
        certainty=role.certainty or "",
        claims=role.claims or (),
    )


def summary(rows: Sequence[ResponsibleRow]) -> tuple[str, str]:
    """Who answers for it, and the line of escalation, the nearest superior first."""
    first = list(dict.fromkeys(r.name or r.unit for r in rows if r.escalation == 0))
    steps = sorted({r.escalation for r in rows if r.escalation})
    line = [
        "、".join(dict.fromkeys(r.name or r.unit for r in rows if r.escalation == step))
        for step in steps
    ]
    zh, en = "、".join(first) or "没有说明", "; ".join(first) or "not stated"
    above = " → ".join(line)
    return (
        f"责任单位：{zh}；逐级上报：{above or '没有说明上级'}",
        f"responsible: {en}; escalation: {above or 'no superior is stated'}",
    )


_ANY_ROLE = tuple((t, "out") for t in _ROLES)
QUERY = Query(
    id="responsible",
    question_zh="某一天谁对它负责？向上找谁？",
    question_en="Who answered for it on a date, and who stands above them?",
    params=(Param("element", "对象", "element", required=True, kinds=_KINDS),),
    row=ResponsibleRow,
    stages=(
        *EXISTS.values(),
        *ROLES.values(),
        ISSUE_STATIONS,
        ISSUE_STATION,
        ISSUE_DEPLOYMENTS,
        INCIDENT_ISSUES,
        SERIES_STATION,
        DEPLOYMENT_STATION,
        INSTRUMENT_STATIONS,
        SUPERIORS,
        LEVELS_THEN,
    ),
    answer=answer,
    closure=Closure(
        (
            ClosureStep("issue", (("ABOUT", "out"),)),
            ClosureStep("incident", (("RAISED_FROM", "out"), ("ASSIGNED_TO", "out"))),
            ClosureStep("series", (("OBSERVED_AT", "out"),)),
            ClosureStep("instrument", (("USES", "in"), *_ANY_ROLE)),
            ClosureStep("deployment", (("AT_STATION", "out"), *_ANY_ROLE)),
            ClosureStep("unit", (("PART_OF", "out"), ("HAS_STATE", "out"))),
            *(
                ClosureStep(NODE_KINDS[k].prefix, _ANY_ROLE)
                for k in (
                    "Station",
                    "MeasurementStandard",
                    "System",
                    "Process",
                    "Calibration",
                    "Task",
                    "Safeguard",
                    "Document",
                    "Certificate",
                    "Maintenance",
                    "Event",
                )
            ),
        )
    ),
    start=lambda params: (params["element"],),
    summary=summary,
)
