"""`conflicts`: where sources disagree, or one source contradicts itself.

Positions of a station by source with their distance on the snapshot day; jumps and one-minute
wandering inside one source; overlapping deployments of one instrument and doubled primary
deployments of one variable; of all stations also certificates whose number stands for different
files. Of positions the causes that fit are told, with the claims that support them
(`queries.hypotheses`); of everything what persons decided (`queries.verdicts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.projection import Closure, ClosureStep
from ontology import ALL_CODES, CONFLICT_CAUSES, civil_day
from queries.ask import Ask, ClaimSource, unknown
from queries.certificate_files import FILES, HASHES, Difference, differences
from queries.hypotheses import Contradiction, Hypothesis, hypotheses, hypotheses_of_move
from queries.model import Param, Query, Stage
from queries.overlaps import (
    DOUBLED,
    OVERLAPS,
    STATION_DOUBLED,
    STATION_OVERLAPS,
    Overlap,
    each_once,
)
from queries.positions import (
    ALL_POSITIONS,
    STATION_POSITIONS,
    Disagreement,
    Move,
    PositionRow,
    by_station,
    disagreements,
    moves,
)
from queries.verdicts import OPEN, VERDICTS, Verdicts, pair_id, pair_of, read_verdicts

Texts = tuple[str, ...]
UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One finding. `kind`: position | jump | rounding | overlap | doubled | file.

    `conflict`: its short name, by which `suyuan decide conflict` knows it. `first` and `second` are
    the elements that disagree, `preferred` the one to be used. `valid_from`, `valid_to`: when the
    conflict held. `cause` is the best of the `hypotheses`, which explains what `explains` names;
    `support` are the claims that speak for it, `explained_by` the former position among them, a
    place left on `left_on`, `former_line` its line in its file. `state`: open, or where the
    `verdicts` of persons leave it (`deciders`, `decided_on`, `reasons`,
    `verdict_claims` in the same order).
    """

    kind: str
    conflict: str
    subject: str
    first: str
    second: str
    preferred: str
    day: str
    distance_km: float | None
    height_difference_m: float | None
    explanation: str
    cause: str
    hypotheses: Texts
    explains: Texts
    explained_by: str
    left_on: str
    former_line: int | None
    valid_from: str
    valid_to: str
    state: str
    verdicts: Texts
    deciders: Texts
    decided_on: Texts
    reasons: Texts
    certainty: str
    support: Texts
    verdict_claims: Texts
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Finding:
    """A finding before it is known what persons decided about it."""

    kind: str
    subject: str
    first: str
    second: str
    explanation: str
    held: tuple[str, str]
    certainty: str
    claims: Texts
    preferred: str = ""
    day: str = ""
    distance_km: float | None = None
    height_difference_m: float | None = None
    hypotheses: tuple[Hypothesis, ...] | None = None
    former_line: int | None = None


@dataclass(frozen=True, slots=True)
class _Station:
    id: str


STATION = Stage("station", "MATCH (s:Station {id: $station}) RETURN s.id AS id", _Station)


def answer(ask: Ask) -> Iterable[ConflictRow]:
    """Findings of one station, or of all."""
    station = ask.params.get("station")
    if not station:
        return all_conflicts(ask, read_verdicts(ask))
    if not ask.rows(STATION, station=station):
        raise unknown(station, ask.reader.ids_like(station))
    found = [
        *_of_positions(ask, ask.rows(STATION_POSITIONS, station=station)),
        *_of_deployments("overlap", ask.rows(STATION_OVERLAPS, station=station)),
        *_of_deployments("doubled", ask.rows(STATION_DOUBLED, station=station)),
    ]
    verdicts = read_verdicts(ask)
    return [_row(f, verdicts) for f in found]


def all_conflicts(ask: Ask, verdicts: Verdicts) -> list[ConflictRow]:
    """Findings of all stations, and of certificates whose number stands for different files."""
    found = [
        *_of_positions(ask, ask.rows(ALL_POSITIONS)),
        *_of_deployments("overlap", ask.rows(OVERLAPS)),
        *_of_deployments("doubled", ask.rows(DOUBLED)),
        *(_of_file(d) for d in differences(ask.rows(FILES, properties=HASHES))),
    ]
    return [_row(f, verdicts) for f in found]


def _of_positions(ask: Ask, positions: list[PositionRow]) -> Iterator[_Finding]:
    sources = ask.sources(p.claims[0] for p in positions)
    for ranked in by_station(positions, sources):
        for d in disagreements(ranked, ask.time):
            yield _of_disagreement(d, ranked, sources)
        for m in moves(ranked):
            yield _of_move(m, ranked)


def _of_disagreement(
    d: Disagreement, ranked: Sequence[PositionRow], sources: Mapping[str, ClaimSource]
) -> _Finding:
    fitting = hypotheses(Contradiction(d.other, d.preferred, ranked))
    former = fitting[0].former if fitting else None
    return _Finding(
        kind="position",
        subject=d.other.station,
        first=d.preferred.id,
        second=d.other.id,
        explanation=CONFLICT_CAUSES.title(fitting[0].cause if fitting else UNEXPLAINED, "en"),
        held=(d.held_from, d.held_to),
        certainty=d.other.certainty,
        claims=(*d.preferred.claims, *d.other.claims),
        preferred=d.preferred.id,
        day=civil_day(d.day),
        distance_km=round(d.distance_km, 2),
        height_difference_m=None if d.height_m is None else round(d.height_m, 1),
        hypotheses=fitting,
        former_line=sources[former.claims[0]].line if former else None,
    )


def _of_move(m: Move, ranked: Sequence[PositionRow]) -> _Finding:
    return _Finding(
        kind=m.kind,
        subject=m.before.station,
        first=m.before.id,
        second=m.after.id,
        explanation=_seen(m),
        held=(m.after.valid_from, m.after.valid_to),
        certainty=m.after.certainty,
        claims=(*m.before.claims, *m.after.claims),
        day=civil_day(m.after.valid_from),
        distance_km=round(m.distance_km, 2),
        hypotheses=hypotheses_of_move(m, ranked),
    )


def _seen(m: Move) -> str:
    if m.kind == "rounding":
        return "one arc minute to and fro"
    return "far away and back" if m.returns else "too far for one move"


def _of_deployments(kind: str, rows: Iterable[Overlap]) -> Iterator[_Finding]:
    why = {
        "overlap": "one instrument in two places",
        "doubled": "two primary deployments of one variable",
    }
    for o in each_once(rows):
        held, certainty = (o.valid_from, o.valid_to), _weakest(o.certainties)
        yield _Finding(kind, o.subject, o.first, o.second, why[kind], held, certainty, o.claims)


def _of_file(d: Difference) -> _Finding:
    return _Finding(
        kind="file",
        subject=d.first.certificate,
        first=d.first.state,
        second=d.second.state,
        explanation=d.explanation,
        held=(
            max(d.first.valid_from, d.second.valid_from),
            min(d.first.valid_to, d.second.valid_to),
        ),
        certainty=_weakest(c for c in (d.first.certainty, d.second.certainty) if c),
        claims=tuple(sorted({*(d.first.claims or ()), *(d.second.claims or ())})),
    )


def _weakest(certainties: Iterable[str]) -> str:
    return max(certainties, key=ALL_CODES["certainty"].rank, default="")


def _row(f: _Finding, verdicts: Verdicts) -> ConflictRow:
    pair = pair_of(f.kind, f.first, f.second)
    fitting = f.hypotheses or ()
    best = fitting[0] if fitting else None
    claims = tuple(dict.fromkeys([*f.claims, *(c for h in fitting for c in h.support)]))
    held = verdicts.standing(pair, claims)
    return ConflictRow(
        kind=f.kind,
        conflict=pair_id(pair),
        subject=f.subject,
        first=f.first,
        second=f.second,
        preferred=f.preferred,
        day=f.day,
        distance_km=f.distance_km,
        height_difference_m=f.height_difference_m,
        explanation=f.explanation,
        cause=_cause(f, best),
        hypotheses=tuple(h.cause for h in fitting),
        explains=best.explains if best else (),
        explained_by=best.former.id if best and best.former else "",
        left_on=civil_day(best.left_on) if best and best.left_on else "",
        former_line=f.former_line,
        valid_from=f.held[0],
        valid_to=f.held[1],
        state=held.state,
        verdicts=held.verdicts,
        deciders=held.deciders,
        decided_on=held.decided_on,
        reasons=held.reasons,
        certainty=f.certainty,
        support=tuple(dict.fromkeys(best.support)) if best else (),
        verdict_claims=held.claims,
        claims=(*claims, *held.claims),
    )


def _cause(f: _Finding, best: Hypothesis | None) -> str:
    if f.hypotheses is None:
        return ""
    return best.cause if best else UNEXPLAINED


def summary(rows: Sequence[ConflictRow]) -> tuple[str, str]:
    """How many conflicts there are, and how many of them nobody has decided about."""
    if not rows:
        return "没有矛盾", "no conflicts"
    undecided = sum(row.state == OPEN for row in rows)
    return (
        f"{len(rows)}处矛盾，其中{undecided}处尚未裁定",
        f"{len(rows)} conflicts, {undecided} of them open",
    )


QUERY = Query(
    id="conflicts",
    question_zh="哪些来源彼此矛盾，或自相矛盾？何时起，可能是什么原因，有无裁定？",
    question_en="Where do sources contradict each other or themselves, since when, what may be the "
    "cause, and what has been decided?",
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
        VERDICTS,
    ),
    answer=answer,
    summary=summary,
    closure=Closure(
        (
            ClosureStep("station", (("LOCATED_AT", "out"), ("AT_STATION", "in"))),
            ClosureStep("deployment", (("USES", "out"),)),
            ClosureStep("instrument", (("USES", "in"),)),
        ),
        whole=("Verdict",),
    ),
    start=lambda params: (params["station"],) if params.get("station") else (),
)
