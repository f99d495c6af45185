"""`station-equipment`: all that was ever deployed at a station, and how it was calibrated.

An instrument that no source says was ever calibrated has a row that says so, and so has a
deployment of which no source names the instrument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.projection import Closure, ClosureStep
from ontology import BEGINNING
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]
STATED, MISSING = "stated", "missing"


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """A period of an instrument at the station, or one of its calibrations, wherever it was then.

    `part`: deployment | calibration. `element`: the deployment or the calibration. `state` is
    missing where no instrument, or no calibration of it, is stated. `kind`: role of a deployment,
    kind of a calibration. `valid_from`, `valid_to`: of a deployment as stated; of a calibration
    since when it counts and until when (exclusive, empty where no source says).
    """

    part: str
    variable: str
    instrument: str
    serial: str
    element: str
    state: str
    kind: str
    result: str
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Station:
    id: str


@dataclass(frozen=True, slots=True)
class _Deployed:
    id: str
    variable: str | None
    role: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Used:
    deployment: str
    instrument: str
    serial: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Calibrated:
    instrument: str
    id: str
    kind: str | None
    result: str | None
    performed_on: str | None
    since: str
    valid_until: str | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


STATION = Stage("station", "MATCH (s:Station {id: $station}) RETURN s.id AS id", _Station)
DEPLOYED = Stage(
    "deployed_there",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: $station}) RETURN d.id AS id, "
    "d.variable AS variable, d.role AS role, a.valid_from AS valid_from, a.valid_to AS valid_to, "
    "a.certainty AS certainty, a.claims AS claims",
    _Deployed,
)
USED = Stage(
    "used_there",
    "UNWIND $ids AS id MATCH (d:Deployment {id: id})-[u:USES]->(i:Instrument) "
    "RETURN d.id AS deployment, i.id AS instrument, i.serial AS serial, "
    "u.valid_from AS valid_from, u.valid_to AS valid_to, u.certainty AS certainty, "
    "u.claims AS claims",
    _Used,
)
CALIBRATED = Stage(
    "calibrated",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id})-[h:HAS_CALIBRATION]->(c:Calibration) "
    "RETURN i.id AS instrument, c.id AS id, c.kind AS kind, c.result AS result, "
    "c.performed_on AS performed_on, h.valid_from AS since, c.valid_until AS valid_until, "
    "h.certainty AS certainty, h.claims AS claims, c.claims AS more",
    _Calibrated,
)


def answer(ask: Ask) -> Iterable[EquipmentRow]:
    """By variable and instrument: its periods at the station, then its calibrations, by time."""
    station = ask.params["station"]
    if not ask.rows(STATION, station=station):
        raise unknown(station, ask.reader.ids_like(station))
    deployed = ask.rows(DEPLOYED, station=station)
    used = ask.rows(USED, ids=sorted({d.id for d in deployed}))
    calibrated = ask.rows(CALIBRATED, ids=sorted({u.instrument for u in used}))
    by_deployment: dict[str, list[_Used]] = {}
    for u in used:
        by_deployment.setdefault(u.deployment, []).append(u)
    rows = [row for d in deployed for row in _periods(d, by_deployment.get(d.id, []))]
    return sorted([*rows, *_calibrations(rows, calibrated)], key=_order)


def _order(row: EquipmentRow) -> tuple[object, ...]:
    deployed = row.part == "deployment"
    return (
        row.variable, row.instrument, not deployed, row.valid_from, row.element, row.valid_to,
        row.claims,
    )  # fmt: skip


def _periods(d: _Deployed, used: Sequence[_Used]) -> Iterable[EquipmentRow]:
    """A deployment with each instrument it used while it stood at the station."""
    both = [(u, max(d.valid_from, u.valid_from), min(d.valid_to, u.valid_to)) for u in used]
    there = [(u, begin, end) for u, begin, end in both if begin < end]
    for u, begin, end in there:
        claims = (*(u.claims or ()), *(d.claims or ()))
        yield EquipmentRow(
            "deployment", d.variable or "", u.instrument, u.serial or "", d.id, STATED,
            d.role or "", "", begin, end, u.certainty or "", tuple(dict.fromkeys(claims)),
        )  # fmt: skip
    if not there:
        yield EquipmentRow(
            "deployment", d.variable or "", "", "", d.id, MISSING, d.role or "", "",
            d.valid_from, d.valid_to, d.certainty or "", d.claims or (),
        )  # fmt: skip


def _calibrations(
    rows: Sequence[EquipmentRow], calibrated: Sequence[_Calibrated]
) -> Iterable[EquipmentRow]:
    """Calibrations of the instruments, once for each variable they observed there."""
    by_instrument: dict[str, list[_Calibrated]] = {}
    for c in calibrated:
        by_instrument.setdefault(c.instrument, []).append(c)
    there: dict[tuple[str, str], list[EquipmentRow]] = {}
    for row in rows:
        if row.instrument:
            there.setdefault((row.variable, row.instrument), []).append(row)
    for (variable, instrument), periods in there.items():
        serial = periods[0].serial
        known = by_instrument.get(instrument, [])
        for c in known:
            yield _calibration(variable, serial, c)
        if not known:
            first = min(periods, key=_order)
            yield EquipmentRow(
                "calibration", variable, instrument, serial, "", MISSING, "", "", "", "",
                first.certainty, first.claims,
            )  # fmt: skip


def _calibration(variable: str, serial: str, c: _Calibrated) -> EquipmentRow:
    said = c.performed_on if c.since == BEGINNING and c.performed_on else c.since
    claims = (*(c.claims or ()), *(c.more or ()))
    return EquipmentRow(
        "calibration", variable, c.instrument, serial, c.id, STATED, c.kind or "",
        c.result or "", said, c.valid_until or "", c.certainty or "",
        tuple(dict.fromkeys(claims)),
    )  # fmt: skip


def summary(rows: Sequence[EquipmentRow]) -> tuple[str, str]:
    """How many instruments stood there, how many were never calibrated as far as is known."""
    instruments = {r.instrument for r in rows if r.instrument}
    never = {r.instrument for r in rows if r.part == "calibration" and r.state == MISSING}
    return (
        f"先后 {len(instruments)} 台仪器，{len(never)} 台没有检定校准记录",
        f"{len(instruments)} instruments over time, {len(never)} without any calibration",
    )


QUERY = Query(
    id="station-equipment",
    question_zh="这个台站先后用过哪些仪器，各在何时，何时检定校准到何时有效？",
    question_en="Which instruments were at this station, when, and when were they calibrated and "
    "until when is that valid?",
    params=(Param("station", "台站", "station", required=True, kinds=("Station",)),),
    row=EquipmentRow,
    stages=(STATION, DEPLOYED, USED, CALIBRATED),
    answer=answer,
    closure=Closure(
        (
            ClosureStep("station", (("AT_STATION", "in"),)),
            ClosureStep("deployment", (("USES", "out"),)),
            ClosureStep("instrument", (("HAS_CALIBRATION", "out"),)),
        )
    ),
    start=lambda params: (params["station"],),
    summary=summary,
)
