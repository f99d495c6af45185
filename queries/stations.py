"""`stations`: every station with its name and where the most authoritative source puts it.

A station that no source places at the time asked about is a row without coordinates, and one that
is only spoken of (a stub) says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queries.ask import Ask
from queries.model import Param, Query, Stage
from queries.positions import ALL_POSITIONS, PositionRow, by_station, preferred_at

Texts = tuple[str, ...]
STATED, STUB = "stated", "stub"


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station and its preferred position at the time asked about, in degrees and metres.

    `state`: stated, or stub where no source describes the station itself. `sources`: those that
    place it at any time; `source`: whose position is shown, empty where none holds.
    """

    station: str
    name: str
    name_en: str
    wigos_id: str
    province: str
    state: str
    latitude: float | None
    longitude: float | None
    elevation_m: float | None
    source: str
    sources: Texts
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Station:
    id: str
    name: str | None
    name_en: str | None
    wigos_id: str | None
    province: str | None
    certainty: str | None
    claims: Texts | None


STATIONS = Stage(
    "stations",
    "MATCH (s:Station) RETURN s.id AS id, s.name AS name, s.name_en AS name_en, "
    "s.wigos_id AS wigos_id, s.province AS province, s.certainty AS certainty, "
    "s.claims AS claims",
    _Station,
)


def answer(ask: Ask) -> Iterable[StationRow]:
    """Stations in the order of their ids, those whose number or name has the text in it."""
    wanted = ask.params.get("text", "").strip().casefold()
    stations = sorted(ask.rows(STATIONS), key=lambda s: s.id)
    positions = [p for p in ask.rows(ALL_POSITIONS) if p.claims]
    sources = ask.sources(p.claims[0] for p in positions)
    ranked = {places[0].station: places for places in by_station(positions, sources)}
    return [
        _row(s, ranked.get(s.id, []), ask.time)
        for s in stations
        if not wanted or any(wanted in text.casefold() for text in _texts(s))
    ]


def _texts(s: _Station) -> Iterable[str]:
    return (s.id.partition(":")[2], *(t for t in (s.name, s.name_en, s.wigos_id) if t))


def _row(s: _Station, ranked: Sequence[PositionRow], moment: str) -> StationRow:
    best = preferred_at(ranked, moment)
    claims = (*(s.claims or ()), *(best.claims if best else ()))
    return StationRow(
        station=s.id,
        name=s.name or "",
        name_en=s.name_en or "",
        wigos_id=s.wigos_id or "",
        province=s.province or "",
        state=STATED if s.claims else STUB,
        latitude=best.latitude if best else None,
        longitude=best.longitude if best else None,
        elevation_m=best.elevation_m if best else None,
        source=best.source_id if best else "",
        sources=tuple(sorted({p.source_id for p in ranked})),
        certainty=s.certainty or "",
        claims=tuple(dict.fromkeys(claims)),
    )


def summary(rows: Sequence[StationRow]) -> tuple[str, str]:
    """How many stations there are and how many nobody places."""
    placed = sum(row.latitude is not None for row in rows)
    return (
        f"{len(rows)} 个台站，{len(rows) - placed} 个此时没有站址",
        f"{len(rows)} stations, {len(rows) - placed} of them without a position at this time",
    )


QUERY = Query(
    id="stations",
    question_zh="有哪些台站，各在何处，依据哪个来源？",
    question_en="Which stations are there, where is each, and by which source?",
    params=(Param("text", "编号或名称含有", "number or name has in it"),),
    row=StationRow,
    stages=(STATIONS, ALL_POSITIONS),
    answer=answer,
    summary=summary,
)
