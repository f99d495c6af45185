"""How far each league is: the rows of the plain conflicts, station by station."""

from __future__ import annotations

from oracle.conflicts import conflicts
from oracle.places import stays
from oracle.reading import Reading, claims_of, once, parts, text
from oracle.verdicts import Told, every_verdict

from queries.conflicts import ConflictRow
from queries.reconciliation_progress import ProgressRow

ELSEWHERE = ("ambiguous", "not_stated")


def answer(reading: Reading) -> list[ProgressRow]:
    stations = {s: league(reading, s) for s in reading.of_kind("Station")}
    rows = [r for r in conflicts(reading) if r.subject in stations]
    gone = settled(reading, rows, stations)
    named = sorted(set(stations.values()) - set(ELSEWHERE))
    every = [*named, *(e for e in ELSEWHERE if e in stations.values())]
    return [
        row(reading, one, [s for s in stations if stations[s] == one],
            [r for r in rows if stations[r.subject] == one],
            [t for t in gone if stations[t.subject] == one])
        for one in every
    ]  # fmt: skip


def league(reading: Reading, station: str) -> str:
    """Four digits of GB/T 2260 that are no region's own, the same in each of its areas."""
    found = set()
    for link in reading.out(station, "IN_AREA"):
        code = parts(link.other)[0]
        if link.holds(reading.now) and code.isdecimal() and len(code) in (6, 12):
            if code[2:4] != "00":
                found.add(code[:4])
    if len(found) > 1:
        return "ambiguous"
    return found.pop() if found else "not_stated"


def settled(reading: Reading, rows: list[ConflictRow], stations: dict[str, str]) -> list[Told]:
    """The last verdict on each conflict that is none any more."""
    now = {(r.kind, frozenset((r.first, r.second))) for r in rows}
    found = {}
    for told in every_verdict(reading):
        pair = (told.matter, frozenset(told.ends))
        about_conflict = told.verdict in ("confirmed", "corrected", "forwarded")
        if about_conflict and pair not in now:
            found[pair] = told
    return [t for t in found.values() if t.subject in stations]


def row(
    reading: Reading, one: str, stations: list[str], rows: list[ConflictRow], gone: list[Told]
) -> ProgressRow:
    def count(*states: str) -> int:
        return len([r for r in rows if r.state in states])

    stated = one not in ELSEWHERE
    left = count("open", "outdated", "disputed")
    torn = {r.subject for r in rows}
    undecided = {r.subject for r in rows if r.state in ("open", "outdated", "disputed")}
    ever = len(rows) + len(gone)
    return ProgressRow(
        state="stated" if stated else one, league=one + "00" if stated else "",
        name=name_of(reading, one) if stated else "", stations=len(stations),
        compared=len([s for s in stations if placed_by(reading, s) > 1]), conflicting=len(torn),
        checked=len([s for s in torn if s not in undecided]), conflicts=len(rows),
        open=count("open"), outdated=count("outdated"), disputed=count("disputed"),
        confirmed=count("confirmed"), corrected=count("corrected"), forwarded=count("forwarded"),
        settled=len(gone), rate=round((ever - left) / ever, 3) if ever else None,
        claims=evidence(reading, stations, rows, gone),
    )  # fmt: skip


def name_of(reading: Reading, one: str) -> str:
    for code in (one + "00", one + "00000000"):
        area = f"admin_area:{code}"
        if area in reading and text(reading.node(area), "name"):
            return text(reading.node(area), "name")
    return ""


def placed_by(reading: Reading, station: str) -> int:
    return len({p.source for p in stays(reading, station)
                if p.holds(p.snapshot or reading.now)})  # fmt: skip


def evidence(
    reading: Reading, stations: list[str], rows: list[ConflictRow], gone: list[Told]
) -> tuple[str, ...]:
    areas = {c for s in stations for link in reading.out(s, "IN_AREA") if link.holds(reading.now)
             for c in link.claims}  # fmt: skip
    nodes = {c for s in stations for c in claims_of(reading.node(s))}
    said = {c for r in rows for c in r.verdict_claims} | {c for t in gone for c in t.claims}
    return once(sorted(areas or nodes)[:8], sorted(said))
