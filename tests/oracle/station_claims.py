"""What every source says of a station, from the live claims of the ledger and the plain graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oracle.places import Stay, apart
from oracle.reading import (
    BEGINNING,
    Attributes,
    Claims,
    NobodySpeaksOf,
    Reading,
    claims_of,
    day,
    number,
    once,
    text,
)  # fmt: skip

from ontology import SOURCE_FAMILIES
from ontology.rules import HEIGHT_TOLERANCE_M, POSITION_TOLERANCE_KM
from queries.station_claims import StationClaimRow

FIRST = ("position", "elevation_m", "barometer_elevation_m", "registry_key", "name", "name_en",
         "other_names", "wigos_id")  # fmt: skip
CERTAINTIES = ("stated", "inferred", "synthetic")


@dataclass(frozen=True)
class Word:
    name: str
    value: str
    begin: str
    end: str
    certainty: str
    claims: Claims
    source: str
    family: str
    file: str
    line: int | None
    snapshot: str = ""
    measure: float | None = None
    place: Stay | None = None

    def holds(self, moment: str) -> bool:
        return self.begin <= moment < self.end


def answer(reading: Reading, station: str) -> list[StationClaimRow]:
    if station not in reading.of_kind("Station"):
        raise NobodySpeaksOf(station)
    words = [*positions(reading, station), *states(reading, station), *itself(reading, station)]
    words.sort(key=authority)
    rows = []
    names = sorted({w.name for w in words},
                   key=lambda n: (FIRST.index(n) if n in FIRST else 99, n))  # fmt: skip
    for name in names:
        group = [w for w in words if w.name == name]
        rows += [row(w, group, reading.now) for w in group]
    return rows


def authority(w: Word) -> tuple[object, ...]:
    rank = CERTAINTIES.index(w.certainty) if w.certainty in CERTAINTIES else 9
    families = list(SOURCE_FAMILIES.codes)
    return (rank, families.index(w.family), w.source, w.begin, w.claims, w.value)


def cited(reading: Reading, short: str) -> tuple[str, str, str, int | None]:
    """Source, family, file and line of a claim."""
    said = reading.by_short[short]
    first = said.occurrences[0]
    return said.source_id, said.family, first.file_name, first.place.line


def word(
    reading: Reading, name: str, value: str, link: tuple[str, str], node: Attributes,
    **more: object,
) -> Word:  # fmt: skip
    claims = claims_of(node)
    where = cited(reading, claims[0])
    return Word(name, value, *link, text(node, "certainty"), claims, *where, **more)  # type: ignore[arg-type]


def positions(reading: Reading, station: str) -> Iterator[Word]:
    for link in reading.out(station, "LOCATED_AT"):
        node, during = link.node, (link.begin, link.end)
        if not claims_of(node):
            continue
        snapshot = text(node, "snapshot_on")
        north, east = number(node, "latitude"), number(node, "longitude")
        if north is not None and east is not None:
            stay = Stay(station, link.other, "", north, east, None, "", "", "", "", (), (0, 0, ""),
                        None)  # fmt: skip
            yield word(reading, "position", f"{north:.4f}, {east:.4f}", during, node,
                       snapshot=snapshot, place=stay)  # fmt: skip
        for name in ("elevation_m", "barometer_elevation_m"):
            height = number(node, name)
            if height is not None:
                yield word(reading, name, f"{height:.1f}", during, node, snapshot=snapshot,
                           measure=height)  # fmt: skip
        if text(node, "registry_key"):
            yield word(reading, "registry_key", text(node, "registry_key"), during, node,
                       snapshot=snapshot)  # fmt: skip


def states(reading: Reading, station: str) -> Iterator[Word]:
    for link in reading.out(station, "HAS_STATE"):
        name = text(link.node, "property")
        if name and claims_of(link.node):
            yield word(reading, name, text(link.node, "value"), (link.begin, link.end), link.node)


def itself(reading: Reading, station: str) -> Iterator[Word]:
    """Every live claim about the node, each as its source says it."""
    for short, s in reading.by_short.items():
        c = s.claim
        if not s.live or c.kind != "Station" or c.subject != station:
            continue
        first = s.occurrences[0]
        for name, value in c.properties.items():
            if name != "begin_known":
                said = "; ".join(value) if isinstance(value, (list, tuple)) else str(value)
                yield Word(name, said, c.valid_from, c.valid_to, c.certainty,
                           (short,), s.source_id, s.family, first.file_name,
                           first.place.line)  # fmt: skip


def row(w: Word, group: list[Word], now: str) -> StationClaimRow:
    on = w.snapshot or (now if w.holds(now) or w.begin == BEGINNING else w.begin)
    best = next((g for g in group if g.holds(on)), w)
    unit, difference, state = "", None, "preferred"
    if w.place and best.place:
        unit, difference = "km", round(apart(w.place, best.place), 2)
        state = "agrees" if difference <= POSITION_TOLERANCE_KM else "differs"
    elif w.measure is not None and best.measure is not None:
        unit, difference = "m", round(abs(w.measure - best.measure), 1)
        state = "agrees" if difference <= HEIGHT_TOLERANCE_M else "differs"
    else:
        state = "agrees" if w.value == best.value else "differs"
    own = best is w
    return StationClaimRow(
        property=w.name, value=w.value, source_id=w.source, family=w.family,
        authority=list(SOURCE_FAMILIES.codes).index(w.family) + 1, in_force=w.holds(now),
        valid_from=w.begin, valid_to=w.end, day=day(on), state="preferred" if own else state,
        against="" if own else best.value, difference=None if own else difference, unit=unit,
        file=w.file, line=w.line, certainty=w.certainty,
        claims=w.claims if own else once(w.claims, best.claims),
    )  # fmt: skip
