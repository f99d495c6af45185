"""`issues`: data-quality issues with their station, their state and who handles them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import InvalidValueError
from ontology import NODE_KINDS, OPEN_END, key_parts, kind_of, make_id
from ontology.codes import ISSUE_KINDS
from queries.ask import Ask
from queries.model import Param, Query, Stage
from queries.registers import DONE, ISSUE_STAGES, issue_register
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
SHOWN = 500


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue that had begun at the time asked about.

    `began`, `ended`: the period of the bad values. `state`: the last of its incidents, else of the
    issue itself, else empty: nobody has taken it up. `assigned`: units that handle it.
    """

    issue: str
    kind: str
    test: str
    station: str
    station_name: str
    variable: str
    began: str
    ended: str
    severity: str
    value: str
    state: str
    assigned: Texts
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _About:
    issue: str
    kind: str | None
    test: str | None
    severity: str | None
    value: float | str | None
    about: str
    began: str
    ended: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class _State:
    issue: str
    value: str
    incident: str
    since: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Assigned:
    issue: str
    unit: str
    name: str | None


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
_ABOUT = "a.valid_from <= $t AND ($everywhere OR x.id = $about OR x.id STARTS WITH $series)"
ISSUES = Stage(
    "issues",
    f"UNWIND $ids AS id MATCH (i:Issue {{id: id}})-[a:ABOUT]->(x) WHERE {_ABOUT} "
    "RETURN i.id AS issue, i.kind AS kind, i.test AS test, i.severity AS severity, "
    "i.value AS value, x.id AS about, a.valid_from AS began, a.valid_to AS ended, "
    "a.certainty AS certainty, a.claims AS claims, i.claims AS more",
    _About,
)
STATES = Stage(
    "issue_states",
    f"MATCH (i:Issue)-[r:HAS_STATE]->(s:State) WHERE i.id IN $ids AND {_HOLDS} "
    "AND s.property = $property RETURN i.id AS issue, s.value AS value, i.id AS incident, "
    "r.valid_from AS since, r.claims AS claims",
    _State,
)
INCIDENTS = Stage(
    "incident_states",
    "MATCH (i:Issue)<-[:RAISED_FROM]-(n:Incident)-[r:HAS_STATE]->(s:State) WHERE i.id IN $ids "
    f"AND {_HOLDS} AND s.property = $property RETURN i.id AS issue, s.value AS value, "
    "n.id AS incident, r.valid_from AS since, r.claims AS claims",
    _State,
)
ASSIGNED = Stage(
    "assigned",
    "MATCH (i:Issue)<-[:RAISED_FROM]-(n:Incident)-[r:ASSIGNED_TO]->(u:Unit) WHERE i.id IN $ids "
    f"AND {_HOLDS} RETURN i.id AS issue, u.id AS unit, u.name AS name",
    _Assigned,
)
NAMES = Stage(
    "station_names",
    "MATCH (s:Station) WHERE s.id IN $ids RETURN s.id AS id, s.name AS name",
    _Name,
)


def answer(ask: Ask) -> Iterable[IssueRow]:
    """Issues, the latest first; what is beyond the limit is counted."""
    where, limit = _where(ask), _limit(ask)
    wanted = _wanted(ask, where)
    found = ask.rows(ISSUES, ids=sorted(set(wanted[:limit])), **where)
    found.sort(key=lambda row: (row.issue, row.about))
    found = sorted(found, key=lambda row: row.began, reverse=True)[:limit]
    ask.left_out(len(wanted) - len(found))
    ids = sorted({row.issue for row in found})
    places = {row.about: _place(row.about) for row in found}
    stations = sorted({station for station, _ in places.values()})
    names = {row.id: row.name or "" for row in ask.rows(NAMES, ids=stations)}
    states = _states(
        [
            *ask.rows(STATES, ids=ids, t=ask.time, property="status"),
            *ask.rows(INCIDENTS, ids=ids, t=ask.time, property="state"),
        ]
    )
    units: dict[str, set[str]] = {}
    for row in ask.rows(ASSIGNED, ids=ids, t=ask.time):
        units.setdefault(row.issue, set()).add(
            row.name or key_parts(kind_of(row.unit), row.unit)[0]
        )
    return [
        _row(row, places[row.about], names, states.get(row.issue), units.get(row.issue, set()))
        for row in found
    ]


def _where(ask: Ask) -> dict[str, str | bool]:
    station = ask.params.get("station", "")
    series = f"{NODE_KINDS['Series'].prefix}:{station.partition(':')[2]}|" if station else ""
    return {"everywhere": not station, "about": station, "series": series, "t": ask.time}


def _wanted(ask: Ask, where: Mapping[str, str | bool]) -> list[str]:
    """The issues asked about, the latest first, each as often as it is about something there."""
    kind = ask.params.get("kind", "")
    if kind and kind not in ISSUE_KINDS.codes:
        raise InvalidValueError(
            "kind",
            kind,
            "没有这个类别 / no such kind",
            f"可用 / use: {', '.join(ISSUE_KINDS.codes)}",
        )
    register = issue_register(ask)
    wanted = register.of_kind(kind)
    if says_yes(ask.params, "unsettled"):
        wanted &= register.unsettled(ask.time)
    if where["everywhere"]:
        return register.latest(ask.time, wanted, None)
    station, series = str(where["about"]), str(where["series"])
    return register.latest(ask.time, wanted, lambda at: at == station or at.startswith(series))


def _limit(ask: Ask) -> int:
    text = ask.params.get("limit", str(SHOWN))
    if not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise InvalidValueError("limit", text, "1 – 100000", f"limit={SHOWN}")
    return int(text)


def _place(about: str) -> tuple[str, str]:
    """Station and variable of what an issue is about."""
    kind = kind_of(about)
    if kind.label != "Series":
        return about, ""
    station, variable = key_parts(kind, about)
    return make_id(NODE_KINDS["Station"], station), variable


def _states(rows: Iterable[_State]) -> dict[str, _State]:
    """The state of each issue: its incidents' before its own; of several the one begun last."""
    found: dict[str, _State] = {}
    by_id = sorted(rows, key=lambda r: (r.incident, r.value, r.claims or ()))
    last_first = sorted(by_id, key=lambda r: r.since, reverse=True)
    for row in sorted(last_first, key=lambda r: r.incident == r.issue):
        found.setdefault(row.issue, row)
    return found


def _row(
    row: _About,
    place: tuple[str, str],
    names: Mapping[str, str],
    state: _State | None,
    units: Iterable[str],
) -> IssueRow:
    claims = (*(row.claims or ()), *(row.more or ()), *((state.claims or ()) if state else ()))
    return IssueRow(
        issue=row.issue,
        kind=row.kind or "",
        test=row.test or "",
        station=place[0],
        station_name=names.get(place[0], ""),
        variable=place[1],
        began=row.began,
        ended="" if row.ended == OPEN_END else row.ended,
        severity=row.severity or "",
        value="" if row.value is None else str(row.value),
        state=state.value if state else "",
        assigned=tuple(sorted(units)),
        certainty=row.certainty or "",
        claims=tuple(dict.fromkeys(claims)),
    )


def summary(rows: Sequence[IssueRow]) -> tuple[str, str]:
    """How many of the issues shown nobody has settled."""
    shown = len({row.issue for row in rows})
    left = len({row.issue for row in rows if row.state not in DONE})
    return f"{shown} 个问题，{left} 个未了结", f"{shown} issues, {left} of them not settled"


QUERY = Query(
    id="issues",
    question_zh="有哪些数据质量问题，到了哪一步，谁在处理？",
    question_en="Which data-quality issues are there, in which state, and who handles them?",
    params=(
        Param("station", "台站", "station", kinds=("Station",)),
        Param("kind", "类别", "kind of issue"),
        Param("unsettled", "只要未了结的（yes）", "only those not settled (yes)"),
        Param("limit", "最多行数", "at most so many rows"),
    ),
    row=IssueRow,
    stages=(*ISSUE_STAGES, ISSUES, STATES, INCIDENTS, ASSIGNED, NAMES),
    answer=answer,
    summary=summary,
)
