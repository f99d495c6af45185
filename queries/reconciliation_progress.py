"""`reconciliation-progress`: how far each league (盟市) is with its conflicts between registries.

The league of a station is that of the area it lies in (GB/T 2260: the first four digits); of a
station in no known area it is not stated. Conflicts are the rows of `conflicts` about stations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ontology import CONFLICT_VERDICTS
from queries.ask import Ask
from queries.conflicts import QUERY as CONFLICTS
from queries.conflicts import ConflictRow, all_conflicts
from queries.leagues import AMBIGUOUS, AREAS, IN_AREA, NOT_STATED, leagues_of, name_of, names_of
from queries.model import Query, Stage
from queries.positions import ALL_POSITIONS, PositionRow
from queries.verdicts import (
    DISPUTED,
    OPEN,
    OUTDATED,
    Pair,
    Verdict,
    Verdicts,
    pair_of,
    read_verdicts,
)

Texts = tuple[str, ...]
STATED = "stated"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """The reconciliation of one league.

    `state`: whether the league of its stations is stated, ambiguous (areas in several leagues) or
    not_stated. `compared`: stations that two sources place; `conflicting`: with a conflict;
    `checked`: those of them with none open. Of the `conflicts` `open`, `outdated` and `disputed`
    are to be decided; `settled` are conflicts that were judged and exist no more. `rate`: judged
    and settled of all that were ever to be judged; None where there is nothing to judge.
    """

    state: str
    league: str
    name: str
    stations: int
    compared: int
    conflicting: int
    checked: int
    conflicts: int
    open: int
    outdated: int
    disputed: int
    confirmed: int
    corrected: int
    forwarded: int
    settled: int
    rate: float | None
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Station:
    id: str
    claims: Texts | None


STATIONS = Stage("stations", "MATCH (s:Station) RETURN s.id AS id, s.claims AS claims", _Station)


@dataclass(slots=True)
class _League:
    """What is counted of one league."""

    stations: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)
    conflicts: list[ConflictRow] = field(default_factory=list)
    settled: list[Verdict] = field(default_factory=list)
    areas: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)


def answer(ask: Ask) -> Iterable[ProgressRow]:
    """One row a league in the order of codes, then the stations without one."""
    stations = {s.id: s.claims or () for s in ask.rows(STATIONS)}
    areas = ask.rows(IN_AREA, t=ask.time)
    names = names_of(ask.rows(AREAS))
    leagues = leagues_of(stations, areas)
    verdicts = read_verdicts(ask)
    found: dict[str, _League] = defaultdict(_League)
    for station, claims in stations.items():
        found[leagues[station]].stations.add(station)
        found[leagues[station]].nodes.update(claims)
    for area in areas:
        found[leagues[area.station]].areas.update(area.claims)
    for station in _compared(ask.rows(ALL_POSITIONS), ask.time):
        found[leagues[station]].compared.add(station)
    rows = [r for r in all_conflicts(ask, verdicts) if r.subject in stations]
    for row in rows:
        found[leagues[row.subject]].conflicts.append(row)
    for verdict in _settled(verdicts, {pair_of(r.kind, r.first, r.second) for r in rows}):
        if verdict.subject in stations:
            found[leagues[verdict.subject]].settled.append(verdict)
    return [_row(league, found[league], names) for league in sorted(found, key=_order)]


def _order(league: str) -> tuple[bool, str]:
    return (league in (AMBIGUOUS, NOT_STATED), league)


def _compared(positions: Iterable[PositionRow], moment: str) -> set[str]:
    """Stations that at least two sources place, each on its own day."""
    sources: dict[str, set[str]] = defaultdict(set)
    for p in positions:
        if p.holds_at(p.snapshot_on or moment):
            sources[p.station].add(p.source_id)
    return {station for station, said in sources.items() if len(said) > 1}


def _settled(verdicts: Verdicts, now: Collection[Pair]) -> list[Verdict]:
    """One verdict of each conflict that was judged and exists no more, the latest."""
    found = []
    for pair, told in verdicts.by_pair.items():
        about = [v for v in told if v.verdict in CONFLICT_VERDICTS]
        if about and pair not in now:
            found.append(max(about, key=lambda v: (v.decided_on, v.decider)))
    return found


def _row(league: str, counted: _League, names: Mapping[str, str]) -> ProgressRow:
    stated = league not in (AMBIGUOUS, NOT_STATED)
    states = Counter(row.state for row in counted.conflicts)
    undecided = {r.subject for r in counted.conflicts if r.state in (OPEN, OUTDATED, DISPUTED)}
    conflicting = {r.subject for r in counted.conflicts}
    settled = len(counted.settled)
    judged = sum(states[v] for v in CONFLICT_VERDICTS.codes) + settled
    ever = len(counted.conflicts) + settled
    return ProgressRow(
        state=STATED if stated else league,
        league=f"{league}00" if stated else "",
        name=name_of(league, names) if stated else "",
        stations=len(counted.stations),
        compared=len(counted.compared),
        conflicting=len(conflicting),
        checked=len(conflicting - undecided),
        conflicts=len(counted.conflicts),
        open=states[OPEN],
        outdated=states[OUTDATED],
        disputed=states[DISPUTED],
        confirmed=states["confirmed"],
        corrected=states["corrected"],
        forwarded=states["forwarded"],
        settled=settled,
        rate=round(judged / ever, 3) if ever else None,
        claims=_evidence(counted),
    )


def _evidence(counted: _League) -> Texts:
    """The first eight claims of the areas, or else of the stations; and the verdicts."""
    first = sorted(counted.areas or counted.nodes)[:_SHOWN]
    judged = [claim for row in counted.conflicts if row.verdicts for claim in row.verdict_claims]
    settled = [claim for verdict in counted.settled for claim in verdict.claims]
    return tuple(dict.fromkeys([*first, *sorted({*judged, *settled})]))


def summary(rows: Sequence[ProgressRow]) -> tuple[str, str]:
    """How many conflicts there are in all, and how many of them are left to decide."""
    conflicts = sum(row.conflicts for row in rows)
    left = sum(row.open + row.outdated + row.disputed for row in rows)
    return (
        f"{conflicts}处矛盾，{left}处待裁定",
        f"{conflicts} conflicts, {left} left to decide",
    )


QUERY = Query(
    id="reconciliation-progress",
    question_zh="各盟市的台站沿革核查进行得怎样？",
    question_en="How far is each league with the reconciliation of its stations?",
    params=(),
    row=ProgressRow,
    stages=(STATIONS, IN_AREA, AREAS, *CONFLICTS.stages),
    answer=answer,
    summary=summary,
)
