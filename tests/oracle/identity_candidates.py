"""Numbers elsewhere and two numbers at one place: every station held against every other."""

from __future__ import annotations

from itertools import combinations

from oracle.causes import causes
from oracle.places import Stay, agree, apart, disagreements, rise, stays
from oracle.reading import (
    Attributes,
    NobodySpeaksOf,
    Reading,
    claims_of,
    once,
    text,
    weakest,
)  # fmt: skip
from oracle.verdicts import every_verdict, short_name, standing

from ontology.rules import POSITION_TOLERANCE_KM
from queries.identity_candidates import CandidateRow


def answer(reading: Reading, station: str = "", decided: str = "no") -> list[CandidateRow]:
    if station and reading.of_kind("Station").count(station) == 0:
        raise NobodySpeaksOf(station)
    places = {one: stays(reading, one) for one in reading.of_kind("Station")}
    rows = elsewhere(reading, places) + together(reading, places) + one_identifier(reading)
    rows = [r for r in rows if station in ("", r.station, r.first, r.second)]
    if decided == "no":
        rows = [r for r in rows if r.state in ("open", "outdated")]
    return sorted(rows, key=lambda r: (r.kind, r.station, r.first, r.second))


def standing_now(reading: Reading, places: list[Stay]) -> list[Stay]:
    return [p for p in places if p.holds(p.snapshot or reading.now)]


def elsewhere(reading: Reading, places: dict[str, list[Stay]]) -> list[CandidateRow]:
    found = []
    for station, own in places.items():
        for d in disagreements(own, reading.now):
            fitting = causes(d.other, d.preferred, own)
            relocated = [c for c in fitting if c.name in ("moved", "not_updated")]
            if apart(d.other, d.preferred) <= POSITION_TOLERANCE_KM or any(
                "place" in c.explains for c in relocated
            ):
                continue
            near = [
                p
                for other in sorted(places)
                if other != station
                for p in sorted(standing_now(reading, places[other]), key=lambda p: p.location)
                if apart(p, d.other) <= POSITION_TOLERANCE_KM
            ]
            claims = once(d.preferred.claims, d.other.claims, *(p.claims for p in near))
            found.append(
                row(reading, "number_elsewhere", (d.preferred.location, d.other.location),
                    (station, station), (d.preferred, d.other), claims,
                    fitting[0].name if fitting else "unexplained", once(p.station for p in near))
            )  # fmt: skip
    return found


def together(reading: Reading, places: dict[str, list[Stay]]) -> list[CandidateRow]:
    found = []
    for one, other in combinations(sorted(places), 2):
        near = [
            (round(apart(a, b), 2), a.location, b.location, a, b)
            for a in standing_now(reading, places[one])
            for b in standing_now(reading, places[other])
            if agree(a, b)
        ]
        if near:
            *_, a, b = min(near, key=lambda n: n[:3])
            claims = once(a.claims, b.claims)
            found.append(row(reading, "one_place", (one, other), (one, other), (a, b), claims))
    return found


def one_identifier(reading: Reading) -> list[CandidateRow]:
    found = []
    for one, other in combinations(reading.of_kind("Station"), 2):
        a, b = reading.node(one), reading.node(other)
        if text(a, "wigos_id") and text(a, "wigos_id") == text(b, "wigos_id"):
            claims = once(claims_of(a), claims_of(b))
            found.append(row(reading, "one_wigos_id", (one, other), (one, other), None, claims))
    return found


def row(
    reading: Reading, kind: str, ends: tuple[str, str], stations: tuple[str, str],
    places: tuple[Stay, Stay] | None, claims: tuple[str, ...], cause: str = "",
    neighbours: tuple[str, ...] = (),
) -> CandidateRow:  # fmt: skip
    state, told = standing(every_verdict(reading), kind, ends, claims)
    aliases = [
        link
        for a, b in (ends, ends[::-1])
        for link in reading.out(a, "ALIAS_OF")
        if link.other == b and link.holds(reading.now) and kind != "number_elsewhere"
    ]
    if aliases and state == "open":
        state = "same"
    said = once(*(t.claims for t in told), *(a.claims for a in aliases[-1:]))
    one, other = reading.node(stations[0]), reading.node(stations[1])
    height = rise(*places) if places else None
    certainties = [p.certainty for p in places] if places else [text(n, "certainty") for n in
                                                                (one, other)]  # fmt: skip
    return CandidateRow(
        kind=kind, candidate=short_name(kind, ends), station=stations[0], first=ends[0],
        second=ends[1], first_name=called(one), second_name=called(other),
        first_wigos_id=text(one, "wigos_id"), second_wigos_id=text(other, "wigos_id"),
        distance_km=round(apart(*places), 2) if places else None,
        height_difference_m=None if height is None else round(height, 1), cause=cause,
        neighbours=neighbours, state=state, verdicts=tuple(t.verdict for t in told),
        deciders=tuple(t.decider for t in told), decided_on=tuple(t.on for t in told),
        reasons=tuple(t.reason for t in told), certainty=weakest(certainties),
        verdict_claims=said, claims=once(claims, said),
    )  # fmt: skip


def called(node: Attributes) -> str:
    return text(node, "name") or text(node, "name_en")
