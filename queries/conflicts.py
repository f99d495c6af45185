"""`conflicts`: where sources disagree, or one source contradicts itself.

Positions of a station by source with their distance on the snapshot day and the former position
that explains it (or "unexplained"); jumps and one-minute wandering inside one source; overlapping
deployments of one instrument and doubled primary deployments of one variable; of all stations
also certificates whose number stands for different files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.projection import Closure, ClosureStep
from ontology import ALL_CODES, civil_day
from queries.certificate_files import FILES, HASHES, Difference, differences
from queries.model import Param, Query, Stage
from queries.positions import (
    ALL_POSITIONS,
    STATION_POSITIONS,
    Disagreement,
    Move,
    PositionRow,
    disagreements,
    moves,
    ordered,
)
from queries.run import Ask, ClaimSource, unknown

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One finding. `kind`: position | jump | rounding | overlap | doubled | file.

    `first` and `second` are the elements that disagree, `preferred` the one to be used;
    `explained_by`: the former position that explains it, `left_on` the day it was left,
    `former_line` its line in its file; `explanation` says it in a word.
    """

    kind: str
    subject: str
    first: str
    second: str
    preferred: str
    day: str
    distance_km: float | None
    height_difference_m: float | None
    explanation: str
    explained_by: str
    left_on: str
    former_line: int | None
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Overlap:
    subject: str
    first: str
    second: str
    first_from: str
    first_to: str
    second_from: str
    second_to: str
    first_certainty: str | None
    second_certainty: str | None
    first_claims: Texts | None
    second_claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Station:
    id: str


_PAIR = (
    "RETURN {subject} AS subject, d.id AS first, e.id AS second, p.valid_from AS first_from, "
    "p.valid_to AS first_to, q.valid_from AS second_from, q.valid_to AS second_to, "
    "p.certainty AS first_certainty, q.certainty AS second_certainty, "
    "p.claims AS first_claims, q.claims AS second_claims"
)
_MEET = "d.id < e.id AND p.valid_from < q.valid_to AND q.valid_from < p.valid_to"
OVERLAPS = Stage(
    "overlaps",
    "MATCH (d:Deployment)-[p:USES]->(i:Instrument) MATCH (e:Deployment)-[q:USES]->(i) "
    f"WHERE {_MEET} " + _PAIR.format(subject="i.id"),
    _Overlap,
)
DOUBLED = Stage(
    "doubled",
    "MATCH (d:Deployment)-[p:AT_STATION]->(s:Station) MATCH (e:Deployment)-[q:AT_STATION]->(s) "
    f"WHERE {_MEET} AND d.variable = e.variable AND d.role = 'primary' AND e.role = 'primary' "
    + _PAIR.format(subject="s.id"),
    _Overlap,
)
STATION_OVERLAPS = Stage(
    "station_overlaps",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: $station}) "
    "MATCH (d)-[p:USES]->(i:Instrument) MATCH (e:Deployment)-[q:USES]->(i) "
    "WHERE d.id <> e.id AND p.valid_from < q.valid_to AND q.valid_from < p.valid_to "
    + _PAIR.format(subject="i.id"),
    _Overlap,
)
STATION_DOUBLED = Stage(
    "station_doubled",
    "MATCH (d:Deployment)-[p:AT_STATION]->(s:Station {id: $station}) "
    "MATCH (e:Deployment)-[q:AT_STATION]->(s) "
    f"WHERE {_MEET} AND d.variable = e.variable AND d.role = 'primary' AND e.role = 'primary' "
    + _PAIR.format(subject="s.id"),
    _Overlap,
)
STATION = Stage("station", "MATCH (s:Station {id: $station}) RETURN s.id AS id", _Station)


def answer(ask: Ask) -> Iterable[ConflictRow]:
    """Findings of one station, or of all."""
    station = ask.params.get("station")
    if station:
        if not ask.rows(STATION, station=station):
            raise unknown(station, ask.reader.ids_like(station))
        positions = ask.rows(STATION_POSITIONS, station=station)
        overlaps = [
            *_each_once(ask.rows(STATION_OVERLAPS, station=station), "overlap"),
            *_each_once(ask.rows(STATION_DOUBLED, station=station), "doubled"),
        ]
    else:
        positions = ask.rows(ALL_POSITIONS)
        overlaps = [
            *_each_once(ask.rows(OVERLAPS), "overlap"),
            *_each_once(ask.rows(DOUBLED), "doubled"),
            *(_file(d) for d in differences(ask.rows(FILES, properties=HASHES))),
        ]
    return [*_position_rows(ask, positions), *overlaps]


def _position_rows(ask: Ask, positions: list[PositionRow]) -> list[ConflictRow]:
    by_station: dict[str, list[PositionRow]] = defaultdict(list)
    for p in positions:
        by_station[p.station].append(p)
    sources = ask.sources(p.claims[0] for p in positions)
    families = {short: s.family for short, s in sources.items()}
    found: list[ConflictRow] = []
    for station in sorted(by_station):
        ranked = ordered(by_station[station], families)
        found += [_disagreement(d, sources) for d in disagreements(ranked, ask.time)]
        found += [_move(m) for m in moves(ranked)]
    return found


def _disagreement(d: Disagreement, sources: Mapping[str, ClaimSource]) -> ConflictRow:
    former = d.former
    claims = (*d.preferred.claims, *d.other.claims, *(former.claims if former else ()))
    return ConflictRow(
        kind="position",
        subject=d.other.station,
        first=d.preferred.id,
        second=d.other.id,
        preferred=d.preferred.id,
        day=civil_day(d.day),
        distance_km=round(d.distance_km, 2),
        height_difference_m=None if d.height_m is None else round(d.height_m, 1),
        explanation="former position" if former else "unexplained",
        explained_by=former.id if former else "",
        left_on=civil_day(d.left_on) if d.left_on else "",
        former_line=sources[former.claims[0]].line if former else None,
        valid_from=d.other.valid_from,
        valid_to=d.other.valid_to,
        certainty=d.other.certainty,
        claims=tuple(dict.fromkeys(claims)),
    )


def _move(m: Move) -> ConflictRow:
    return ConflictRow(
        kind=m.kind,
        subject=m.before.station,
        first=m.before.id,
        second=m.after.id,
        preferred="",
        day=civil_day(m.after.valid_from),
        distance_km=round(m.distance_km, 2),
        height_difference_m=None,
        explanation=_why(m),
        explained_by="",
        left_on="",
        former_line=None,
        valid_from=m.after.valid_from,
        valid_to=m.after.valid_to,
        certainty=m.after.certainty,
        claims=(*m.before.claims, *m.after.claims),
    )


def _file(d: Difference) -> ConflictRow:
    certainties = [c for c in (d.first.certainty, d.second.certainty) if c]
    return ConflictRow(
        kind="file",
        subject=d.first.certificate,
        first=d.first.state,
        second=d.second.state,
        preferred="",
        day="",
        distance_km=None,
        height_difference_m=None,
        explanation=d.explanation,
        explained_by="",
        left_on="",
        former_line=None,
        valid_from=max(d.first.valid_from, d.second.valid_from),
        valid_to=min(d.first.valid_to, d.second.valid_to),
        certainty=max(certainties, key=ALL_CODES["certainty"].rank, default=""),
        claims=tuple(sorted({*(d.first.claims or ()), *(d.second.claims or ())})),
    )


def _why(m: Move) -> str:
    if m.kind == "rounding":
        return "one arc minute to and fro"
    return "far away and back: a wrong digit" if m.returns else "too far for one move"


def _each_once(rows: Iterable[_Overlap], kind: str) -> list[ConflictRow]:
    """Overlaps as rows, each pair once, whichever side was read first."""
    found: dict[tuple[str, ...], ConflictRow] = {}
    for o in rows:
        (first, first_from), (second, second_from) = sorted(
            ((o.first, o.first_from), (o.second, o.second_from))
        )
        key = (o.subject, first, second, first_from, second_from)
        claims = sorted({*(o.first_claims or ()), *(o.second_claims or ())})
        found[key] = ConflictRow(
            kind=kind,
            subject=o.subject,
            first=first,
            second=second,
            preferred="",
            day="",
            distance_km=None,
            height_difference_m=None,
            explanation="one instrument in two places"
            if kind == "overlap"
            else "two primary deployments of one variable",
            explained_by="",
            left_on="",
            former_line=None,
            valid_from=max(o.first_from, o.second_from),
            valid_to=min(o.first_to, o.second_to),
            certainty=max(
                (c for c in (o.first_certainty, o.second_certainty) if c),
                key=ALL_CODES["certainty"].rank,
                default="",
            ),
            claims=tuple(claims),
        )
    return [found[k] for k in sorted(found)]


QUERY = Query(
    id="conflicts",
    question_zh="哪些来源彼此矛盾，或自相矛盾？旧址能解释吗？",
    question_en="Where do sources contradict each other or themselves, and does a former position "
    "explain it?",
    params=(Param("station", "台站", "station", kinds=("Station",)),),
    row=ConflictRow,
    stages=(
        STATION,
        STATION_POSITIONS,
        ALL_POSITIONS,
        OVERLAPS,
        DOUBLED,
        STATION_OVERLAPS,
        STATION_DOUBLED,
        FILES,
    ),
    answer=answer,
    closure=Closure(
        (
            ClosureStep("station", (("LOCATED_AT", "out"), ("AT_STATION", "in"))),
            ClosureStep("deployment", (("USES", "out"),)),
            ClosureStep("instrument", (("USES", "in"),)),
        )
    ),
    start=lambda params: (params["station"],) if params.get("station") else (),
)
