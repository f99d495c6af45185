"""`broken-chains`: every chain to a measurement standard that ends early, and at which link.

The chain of a deployment goes from its station over instrument, serial number, calibration and
certificate to the standard (VIM 2.42, metrological traceability chain); it breaks at the first
link that no source states. Of a station where nothing is deployed it breaks at the deployment.
`completeness` counts the same chains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import CHAIN_LINKS, NODE_KINDS
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.completeness import chain, facts, stages
from queries.completeness.judge import Verdict, weight
from queries.leagues import (
    AMBIGUOUS,
    AREAS,
    IN_AREA,
    NOT_STATED,
    league_codes,
    leagues_of,
    name_of,
    names_of,
)
from queries.model import Param, Query

Texts = tuple[str, ...]
SHOWN = 1000
CITED = 8
COUNT, CHAIN = "count", "chain"
_INSTRUMENT = NODE_KINDS["Instrument"].prefix + ":"


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A chain that breaks, or how many of one league break at one link.

    `part`: `count` (all chains of the league and the link, `chains` of them) or `chain`. `league`:
    six digits of GB/T 2260, `ambiguous` or `not_stated`. `subject`: the deployment, or the station
    where nothing is deployed; `instrument`: the one at which the chain breaks; `reason`: the one
    given in the place of what is missing.
    """

    part: str
    link: str
    league: str
    league_name: str
    chains: int | None
    subject: str
    station: str
    station_name: str
    variable: str
    instrument: str
    reason: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Broken:
    """A chain that breaks: where it is, at which link, and what it rests on until then."""

    link: str
    league: str
    station: str
    variable: str
    verdict: Verdict


def answer(ask: Ask) -> Iterable[BrokenRow]:
    """Counts in the order of leagues and links; then chains, those that break earliest first."""
    link = chosen(ask, "link", [code for code in CHAIN_LINKS.codes if code != chain.COMPLETE])
    league = ask.params.get("league", "")
    found = facts.of_chains(ask)
    names = names_of(ask.rows(AREAS))
    broken = [
        one
        for one in _broken(ask, found)
        if link in ("", one.link) and league in ("", _code(one.league))
    ]
    broken.sort(key=lambda one: (_rank(one.link), one.station, one.verdict.subject))
    groups: dict[tuple[str, str], list[_Broken]] = defaultdict(list)
    for one in broken:
        groups[one.league, one.link].append(one)
    ask.left_out(len(broken) - SHOWN)
    return [
        *(
            _count(groups[key], name_of(key[0], names))
            for key in sorted(groups, key=lambda k: (k[0] in _ELSEWHERE, k[0], _rank(k[1])))
        ),
        *(
            _chain(one, found.names.get(one.station, ""), name_of(one.league, names))
            for one in broken[:SHOWN]
        ),
    ]


_ELSEWHERE = (AMBIGUOUS, NOT_STATED)


def _broken(ask: Ask, found: facts.Facts) -> list[_Broken]:
    """Of each deployment at each station, and of each station without one."""
    deployed = {line.station for line in found.lines}
    breaks = [(s, "", chain.of_station(found, s)) for s in found.stations if s not in deployed]
    breaks += [(k.station, k.variable, chain.of_line(found, k)) for k in found.lines]
    leagues = leagues_of({station for station, _, _ in breaks}, ask.rows(IN_AREA, t=ask.time))
    return [
        _Broken(link, leagues[station], station, variable, verdict)
        for station, variable, (link, verdict) in breaks
        if link != chain.COMPLETE
    ]


def _rank(link: str) -> int:
    return chain.LINKS.index(link)


def _code(league: str) -> str:
    return league if league in _ELSEWHERE else f"{league}00"


def _count(group: Sequence[_Broken], name: str) -> BrokenRow:
    first = group[0]
    certainty, claims = weight([one.verdict for one in group[:CITED]])
    return BrokenRow(
        part=COUNT,
        link=first.link,
        league=_code(first.league),
        league_name=name,
        chains=len(group),
        subject="",
        station="",
        station_name="",
        variable="",
        instrument="",
        reason="",
        certainty=certainty,
        claims=claims,
    )


def _chain(one: _Broken, station_name: str, league_name: str) -> BrokenRow:
    certainty, claims = weight([one.verdict])
    passed = (fact.other for fact in one.verdict.rests_on)
    return BrokenRow(
        part=CHAIN,
        link=one.link,
        league=_code(one.league),
        league_name=league_name,
        chains=None,
        subject=one.verdict.subject,
        station=one.station,
        station_name=station_name,
        variable=one.variable,
        instrument=next((node for node in passed if node.startswith(_INSTRUMENT)), ""),
        reason=one.verdict.reason,
        certainty=certainty,
        claims=claims,
    )


def summary(rows: Sequence[BrokenRow]) -> tuple[str, str]:
    """How many chains break, and where."""
    total, (zh, en) = counted(rows)
    if not total:
        return "没有断的溯源链", "no chain breaks"
    return f"断链 {total} 条；断于：{zh}", f"{total} chains break; at: {en}"


def counted(rows: Sequence[BrokenRow]) -> tuple[int, tuple[str, str]]:
    """How many chains break, and how many at each link in words, zh and en."""
    links = [row.link for row in rows for _ in range(row.chains or 0)]
    return len(links), tally(CHAIN_LINKS, links)


QUERY = Query(
    id="broken-chains",
    question_zh="哪些溯源链没有通到计量标准，断在哪一环，属哪个盟市？",
    question_en="Which chains do not reach a measurement standard, at which link does each break, "
    "and in which league?",
    params=(
        Param("link", "断在哪一环", "the link at which it breaks"),
        Param("league", "盟市代码（六位）", "code of the league, six digits"),
    ),
    row=BrokenRow,
    stages=(*stages.CHAIN, IN_AREA, AREAS),
    answer=answer,
    summary=summary,
    known={"league": league_codes},
)
