"""`identity-candidates`: station numbers that may stand for two sites, sites that may bear two.

A work list. A candidate leaves it when a person has decided `same` or `different` (`suyuan decide
identity`, or `alias`), and is back on it when the decision is undone or its claims have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ontology import ALL_CODES
from ontology.rules import HEIGHT_TOLERANCE_M, POSITION_TOLERANCE_KM
from queries.ask import Ask, unknown
from queries.hypotheses import Contradiction, hypotheses
from queries.model import Param, Query, Stage
from queries.nearby import Neighbourhood
from queries.positions import (
    ALL_POSITIONS,
    PositionRow,
    by_station,
    disagreements,
    distance_km,
    height_difference,
)
from queries.verdicts import (
    OPEN,
    OUTDATED,
    VERDICTS,
    Standing,
    Verdicts,
    pair_id,
    pair_of,
    read_verdicts,
)
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
_SAME = "same"
_RELOCATED = frozenset({"moved", "not_updated"})


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Two things that may be one, or one that may be two. `candidate`: its short name.

    `kind` is number_elsewhere (`first`, `second`: positions of one station, beyond the tolerance
    of place and explained by no relocation), one_place (two stations within the tolerances) or
    one_wigos_id (two stations under one identifier). `cause`: the best hypothesis about a number
    that is elsewhere; `neighbours`: the stations that stand where it is put.
    """

    kind: str
    candidate: str
    station: str
    first: str
    second: str
    first_name: str
    second_name: str
    first_wigos_id: str
    second_wigos_id: str
    distance_km: float | None
    height_difference_m: float | None
    cause: str
    neighbours: Texts
    state: str
    verdicts: Texts
    deciders: Texts
    decided_on: Texts
    reasons: Texts
    certainty: str
    verdict_claims: Texts
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Station:
    id: str
    name: str | None
    name_en: str | None
    wigos_id: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Alias:
    one: str
    other: str
    claims: Texts


STATIONS = Stage(
    "stations",
    "MATCH (s:Station) RETURN s.id AS id, s.name AS name, s.name_en AS name_en, "
    "s.wigos_id AS wigos_id, s.certainty AS certainty, s.claims AS claims",
    _Station,
)
ALIASES = Stage(
    "aliases",
    "MATCH (a:Station)-[r:ALIAS_OF]->(b:Station) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN a.id AS one, b.id AS other, r.claims AS claims",
    _Alias,
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once: stations by id, aliases by pair, verdicts, positions in force by cell."""

    stations: Mapping[str, _Station]
    aliases: Mapping[tuple[str, str], Texts]
    verdicts: Verdicts
    here: Neighbourhood


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be one or two, before it is known what persons decided about it."""

    kind: str
    first: str
    second: str
    stations: tuple[str, str]
    claims: tuple[str, ...]
    places: tuple[PositionRow, PositionRow] | None = None
    cause: str = ""
    neighbours: Texts = ()


def answer(ask: Ask) -> Iterable[CandidateRow]:
    """Candidates in the order of kinds and stations; decided ones too where they are wanted."""
    station, wants_decided = ask.params.get("station", ""), says_yes(ask.params, "decided")
    stations = {s.id: s for s in ask.rows(STATIONS)}
    if station and station not in stations:
        raise unknown(station, ask.reader.ids_like(station))
    positions = ask.rows(ALL_POSITIONS)
    ranked = list(by_station(positions, ask.sources(p.claims[0] for p in positions)))
    in_force = [p for p in positions if p.holds_at(p.snapshot_on or ask.time)]
    aliases = {_sorted(a.one, a.other): a.claims for a in ask.rows(ALIASES, t=ask.time)}
    here = Neighbourhood(in_force, POSITION_TOLERANCE_KM)
    known = _Known(stations, aliases, read_verdicts(ask), here)
    candidates = [
        *(c for places in ranked for c in _elsewhere(known.here, places, ask.time)),
        *_one_place(known.here),
        *_one_wigos_id(known.stations),
    ]
    found = [_row(known, candidate) for candidate in candidates]
    if station:
        found = [row for row in found if station in (row.station, row.first, row.second)]
    if not wants_decided:
        found = [row for row in found if row.state in (OPEN, OUTDATED)]
    return sorted(found, key=lambda row: (row.kind, row.station, row.first, row.second))


def _elsewhere(
    here: Neighbourhood, places: Sequence[PositionRow], moment: str
) -> Iterator[_Candidate]:
    """Positions beyond the tolerance of place, unless a former place of the station explains it."""
    for d in disagreements(places, moment):
        if d.distance_km <= POSITION_TOLERANCE_KM:
            continue
        fitting = hypotheses(Contradiction(d.other, d.preferred, places))
        if any(h.cause in _RELOCATED and "place" in h.explains for h in fitting):
            continue
        station = d.other.station
        near = sorted(
            (p for p in here.near(d.other) if p.station != station), key=lambda p: (p.station, p.id)
        )
        claims = (*d.preferred.claims, *d.other.claims, *(c for p in near for c in p.claims))
        yield _Candidate(
            "number_elsewhere",
            d.preferred.id,
            d.other.id,
            (station, station),
            claims,
            (d.preferred, d.other),
            fitting[0].cause if fitting else "unexplained",
            tuple(dict.fromkeys(p.station for p in near)),
        )


def _one_place(here: Neighbourhood) -> Iterator[_Candidate]:
    """Each two stations with positions in force within the tolerances, by their nearest ones."""
    nearest: dict[tuple[str, str], tuple[tuple[float, str, str], PositionRow, PositionRow]] = {}
    for a, b, apart in here.pairs():
        if a.station == b.station or (height_difference(a, b) or 0.0) > HEIGHT_TOLERANCE_M:
            continue
        one, other = (a, b) if a.station < b.station else (b, a)
        key, rank = (one.station, other.station), (round(apart, 2), one.id, other.id)
        if key not in nearest or rank < nearest[key][0]:
            nearest[key] = (rank, one, other)
    for stations, (_, one, other) in nearest.items():
        yield _Candidate(
            "one_place", *stations, stations, (*one.claims, *other.claims), (one, other)
        )


def _one_wigos_id(stations: Mapping[str, _Station]) -> Iterator[_Candidate]:
    """Each two stations under one WIGOS identifier, by the preferred word on either."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for station in sorted(stations):
        if wigos_id := stations[station].wigos_id:
            bearers[wigos_id].append(station)
    for group in bearers.values():
        for one, other in combinations(group, 2):
            claims = (*(stations[one].claims or ()), *(stations[other].claims or ()))
            yield _Candidate("one_wigos_id", one, other, (one, other), claims)


def _row(known: _Known, c: _Candidate) -> CandidateRow:
    pair, told = pair_of(c.kind, c.first, c.second), tuple(dict.fromkeys(c.claims))
    held, aliased = _standing(known, pair, told)
    one, other = (known.stations[s] for s in c.stations)
    rise = height_difference(*c.places) if c.places else None
    decided = tuple(dict.fromkeys([*held.claims, *aliased]))
    return CandidateRow(
        kind=c.kind,
        candidate=pair_id(pair),
        station=c.stations[0],
        first=c.first,
        second=c.second,
        first_name=one.name or one.name_en or "",
        second_name=other.name or other.name_en or "",
        first_wigos_id=one.wigos_id or "",
        second_wigos_id=other.wigos_id or "",
        distance_km=round(distance_km(*c.places), 2) if c.places else None,
        height_difference_m=None if rise is None else round(rise, 1),
        cause=c.cause,
        neighbours=c.neighbours,
        state=held.state,
        verdicts=held.verdicts,
        deciders=held.deciders,
        decided_on=held.decided_on,
        reasons=held.reasons,
        certainty=_certainty(c.places or (one, other)),
        verdict_claims=decided,
        claims=tuple(dict.fromkeys([*told, *decided])),
    )


def _standing(known: _Known, pair: tuple[str, str, str], claims: Texts) -> tuple[Standing, Texts]:
    """Where verdicts leave a pair, and the alias that makes two stations the same without one."""
    held = known.verdicts.standing(pair, claims)
    aliased = known.aliases.get((pair[1], pair[2]), ())
    return (replace(held, state=_SAME) if aliased and held.state == OPEN else held), aliased


def _certainty(two: Iterable[PositionRow | _Station]) -> str:
    """As certain as the less certain of the two."""
    known = [one.certainty for one in two if one.certainty]
    return max(known, key=ALL_CODES["certainty"].rank, default="")


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def summary(rows: Sequence[CandidateRow]) -> tuple[str, str]:
    """How many candidates of each kind there are."""
    if not rows:
        return "没有待核对的同一性", "no identity to be decided"
    elsewhere = sum(row.kind == "number_elsewhere" for row in rows)
    return (
        f"{elsewhere}处同号异址，{len(rows) - elsewhere}处疑为一站多号",
        f"{elsewhere} numbers elsewhere, {len(rows) - elsewhere} pairs that may be one station",
    )


QUERY = Query(
    id="identity-candidates",
    question_zh="哪些站号可能指两个地点，哪些地点可能有两个站号？",
    question_en="Which station numbers may stand for two sites, and which sites may bear two?",
    params=(
        Param("station", "台站", "station", kinds=("Station",)),
        Param("decided", "也列已裁定的 yes|no", "decided ones too: yes|no"),
    ),
    row=CandidateRow,
    stages=(STATIONS, ALL_POSITIONS, ALIASES, VERDICTS),
    answer=answer,
    summary=summary,
)
