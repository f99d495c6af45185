"""Chains that do not reach a standard: each walked by itself, then counted by league and link."""

from __future__ import annotations

from oracle.completeness import FEW, LINKS, Word, chains, deployments, every_station
from oracle.reading import NobodySpeaksOf, Reading, once, parts, text, weakest
from oracle.reconciliation_progress import ELSEWHERE, league, name_of

from queries.broken_chains import BrokenRow

MOST = 1000


def answer(reading: Reading, link: str = "", **wanted: str) -> list[BrokenRow]:
    only = wanted.get("league", "")
    found: list[BrokenRow] = []
    words: list[list[Word]] = []
    at = deployments(reading, reading.of_kind("Station"))
    listed = every_station(reading)
    for (broken, passed, reason), _, subject, basis, station in chains(reading, listed, at):
        lies = league(reading, station)
        code = lies if lies in ELSEWHERE else lies + "00"
        if broken == "complete" or link not in ("", broken) or only not in ("", code):
            continue
        rests = passed or [basis]
        instrument = next((w.other for w in rests if w.other.startswith("instrument:")), "")
        words.append(rests)
        found.append(BrokenRow(
            part="chain", link=broken, league=code,
            league_name="" if lies in ELSEWHERE else name_of(reading, lies), chains=None,
            subject=subject, station=station,
            station_name=text(reading.node(station), "name") if station in listed else "",
            variable=text(reading.node(subject), "variable") if subject != station else "",
            instrument=instrument, reason=reason, certainty=weakest(w.certainty for w in rests),
            claims=cited([rests]),
        ))  # fmt: skip
    if not found and only not in ("", *ELSEWHERE):
        codes = [parts(area)[0] for area in reading.of_kind("AdminArea")]
        if not any(code[:4] == only[:4] and code[2:4] != "00" for code in codes):
            raise NobodySpeaksOf(only)
    both = sorted(
        zip(found, words, strict=True),
        key=lambda pair: (LINKS.index(pair[0].link), pair[0].station, pair[0].subject),
    )
    return [*counted(both), *(row for row, _ in both[:MOST])]


def counted(both: list[tuple[BrokenRow, list[Word]]]) -> list[BrokenRow]:
    made = []
    codes = sorted({row.league for row, _ in both} - set(ELSEWHERE))
    for code in [*codes, *ELSEWHERE]:
        for link in LINKS:
            group = [(row, rests) for row, rests in both if (row.league, row.link) == (code, link)]
            if group:
                some = [rests for _, rests in group[:FEW]]
                made.append(BrokenRow(
                    part="count", link=link, league=code, league_name=group[0][0].league_name,
                    chains=len(group), subject="", station="", station_name="", variable="",
                    instrument="", reason="",
                    certainty=weakest(w.certainty for rests in some for w in rests),
                    claims=cited(some),
                ))  # fmt: skip
    return made


def cited(some: list[list[Word]]) -> tuple[str, ...]:
    words = [w for rests in some for w in sorted(rests, key=lambda w: (w.other, w.begin, w.claims))]
    return once(*(w.claims for w in words))[:FEW]
