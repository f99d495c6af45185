"""`station-claims`: what all sources claim about one station, side by side (沿革核查).

Each claim is held against the most authoritative one about the same property on the same day: on
the snapshot day of a source without dates, now for what is in force, on its first day for what is
past. Names, identifiers and whatever else has no history are read from the ledger, because the
graph shows the preferred ones alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, SOURCE_FAMILIES, civil_day, preference
from ontology.rules import HEIGHT_TOLERANCE_M, POSITION_TOLERANCE_KM
from queries.ask import Ask, ClaimSource, unknown
from queries.model import Param, Query, Stage
from queries.positions import PositionRow, distance_km

Texts = tuple[str, ...]
_HEIGHTS = ("elevation_m", "barometer_elevation_m")
_ORDER = ("position", *_HEIGHTS, "registry_key", "name", "name_en", "other_names", "wigos_id")
_UNSAID = frozenset({"begin_known"})


@dataclass(frozen=True, slots=True)
class StationClaimRow:
    """One source's word on one property of a station.

    `authority`: 1 for the most authoritative family of sources. `state`: preferred on `day`, or
    agrees or differs with what is (`against`); `difference` in `unit` (km, m). `in_force`:
    whether it is claimed for the time asked about. `file`, `line`: where it stands.
    """

    property: str
    value: str
    source_id: str
    family: str
    authority: int
    in_force: bool
    valid_from: str
    valid_to: str
    day: str
    state: str
    against: str
    difference: float | None
    unit: str
    file: str
    line: int | None
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Position:
    id: str
    latitude: float | None
    longitude: float | None
    elevation_m: float | None
    barometer_elevation_m: float | None
    registry_key: str | None
    snapshot_on: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _State:
    id: str
    property: str | None
    value: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Id:
    id: str


STATION = Stage("station", "MATCH (s:Station {id: $station}) RETURN s.id AS id", _Id)
POSITIONS = Stage(
    "claimed_positions",
    "MATCH (s:Station {id: $station})-[r:LOCATED_AT]->(l:Location) RETURN l.id AS id, "
    "l.latitude AS latitude, l.longitude AS longitude, l.elevation_m AS elevation_m, "
    "l.barometer_elevation_m AS barometer_elevation_m, l.registry_key AS registry_key, "
    "l.snapshot_on AS snapshot_on, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "l.certainty AS certainty, l.claims AS claims",
    _Position,
)
STATES = Stage(
    "claimed_states",
    "MATCH (s:Station {id: $station})-[r:HAS_STATE]->(c:State) RETURN c.id AS id, "
    "c.property AS property, c.value AS value, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, c.certainty AS certainty, c.claims AS claims",
    _State,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim about the property `name`; `number` or `place` where it can be measured."""

    name: str
    value: str
    source_id: str
    family: str
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts
    snapshot_on: str | None = None
    number: float | None = None
    place: PositionRow | None = None

    @property
    def rank(self) -> tuple[object, ...]:
        """Most authoritative first."""
        return (
            *preference(self.certainty, self.family, self.source_id),
            self.valid_from,
            self.claims,
            self.value,
        )

    def holds_at(self, moment: str) -> bool:
        """Whether it is claimed for that moment."""
        return self.valid_from <= moment < self.valid_to

    def compared_on(self, moment: str) -> str:
        """The day on which it is held against the others."""
        if self.snapshot_on:
            return self.snapshot_on
        return moment if self.holds_at(moment) or self.valid_from == BEGINNING else self.valid_from


def answer(ask: Ask) -> Iterable[StationClaimRow]:
    """Claims by property, the most authoritative source first, then by time."""
    station = ask.params["station"]
    if not ask.rows(STATION, station=station):
        raise unknown(station, ask.reader.ids_like(station))
    positions = [p for p in ask.rows(POSITIONS, station=station) if p.claims]
    states = [s for s in ask.rows(STATES, station=station) if s.claims and s.property]
    shorts = [row.claims for row in positions] + [row.claims for row in states]
    sources = ask.sources(claims[0] for claims in shorts if claims)
    said = [
        *(s for p in positions for s in _of_position(station, p, sources)),
        *(_of_state(s, sources) for s in states),
        *_of_station(ask, station),
    ]
    places = {**sources, **ask.sources(s.claims[0] for s in said if s.claims[0] not in sources)}
    by_property: dict[str, list[_Said]] = defaultdict(list)
    for one in sorted(said, key=lambda s: s.rank):
        by_property[one.name].append(one)
    return [
        _row(one, group, ask.time, places)
        for name, group in sorted(by_property.items(), key=lambda item: _rank(item[0]))
        for one in group
    ]


def _rank(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _of_position(station: str, p: _Position, sources: Mapping[str, ClaimSource]) -> Iterator[_Said]:
    claims = p.claims or ()
    source = sources[claims[0]]

    def said(
        name: str, value: str, number: float | None = None, place: PositionRow | None = None
    ) -> _Said:
        return _Said(
            name, value, source.source_id, source.family, p.valid_from, p.valid_to,
            p.certainty or "", claims, p.snapshot_on, number, place,
        )  # fmt: skip

    if p.latitude is not None and p.longitude is not None:
        place = PositionRow(
            station, p.id, p.latitude, p.longitude, p.elevation_m, p.snapshot_on, p.valid_from,
            p.valid_to, p.certainty or "", claims,
        )  # fmt: skip
        yield said("position", f"{p.latitude:.4f}, {p.longitude:.4f}", place=place)
    for name, height in zip(_HEIGHTS, (p.elevation_m, p.barometer_elevation_m), strict=True):
        if height is not None:
            yield said(name, f"{height:.1f}", number=height)
    if p.registry_key:
        yield said("registry_key", p.registry_key)


def _of_state(s: _State, sources: Mapping[str, ClaimSource]) -> _Said:
    claims = s.claims or ()
    source = sources[claims[0]]
    return _Said(
        s.property or "", s.value or "", source.source_id, source.family, s.valid_from, s.valid_to,
        s.certainty or "", claims,
    )  # fmt: skip


def _of_station(ask: Ask, station: str) -> Iterator[_Said]:
    """What the sources say of the station itself, each its own word."""
    for c in ask.reader.nodes_of([station]):
        for name, value in c.properties.items():
            if name not in _UNSAID:
                text = "; ".join(value) if isinstance(value, list) else str(value)
                yield _Said(
                    name, text, c.source_id, c.family, c.valid_from, c.valid_to, c.certainty,
                    (c.short,),
                )  # fmt: skip


def _row(
    one: _Said, group: Sequence[_Said], moment: str, sources: Mapping[str, ClaimSource]
) -> StationClaimRow:
    day = one.compared_on(moment)
    best = next((s for s in group if s.holds_at(day)), one)
    difference, unit = _difference(one, best)
    where = sources[one.claims[0]]
    return StationClaimRow(
        property=one.name,
        value=one.value,
        source_id=one.source_id,
        family=one.family,
        authority=SOURCE_FAMILIES.rank(one.family) + 1,
        in_force=one.holds_at(moment),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        day=civil_day(day),
        state="preferred" if best is one else _state(one, best, difference),
        against="" if best is one else best.value,
        difference=None if best is one else difference,
        unit=unit,
        file=where.file,
        line=where.line,
        certainty=one.certainty,
        claims=one.claims if best is one else tuple(dict.fromkeys((*one.claims, *best.claims))),
    )


def _difference(one: _Said, best: _Said) -> tuple[float | None, str]:
    if one.place and best.place:
        return round(distance_km(one.place, best.place), 2), "km"
    if one.number is not None and best.number is not None:
        return round(abs(one.number - best.number), 1), "m"
    return None, ""


def _state(one: _Said, best: _Said, difference: float | None) -> str:
    """Within the tolerance of what is measured; word for word otherwise."""
    if difference is None:
        return "agrees" if one.value == best.value else "differs"
    tolerance = POSITION_TOLERANCE_KM if one.place else HEIGHT_TOLERANCE_M
    return "agrees" if difference <= tolerance else "differs"


def summary(rows: Sequence[StationClaimRow]) -> tuple[str, str]:
    """How many sources speak of the station, and in how many claims they differ."""
    sources = len({row.source_id for row in rows})
    differing = sum(row.state == "differs" for row in rows)
    return (
        f"{sources}个来源，{len(rows)}条说法，{differing}条与首选不一致",
        f"{sources} sources, {len(rows)} claims, {differing} differ from the preferred one",
    )


QUERY = Query(
    id="station-claims",
    question_zh="各名录对这个台站各怎么说？与最权威的相差多少？",
    question_en="What does each registry claim about this station, and how far is it from the "
    "most authoritative?",
    params=(Param("station", "台站", "station", required=True, kinds=("Station",)),),
    row=StationClaimRow,
    stages=(STATION, POSITIONS, STATES),
    answer=answer,
    summary=summary,
)
