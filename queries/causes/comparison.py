"""Each issue beside its peers: who shares what with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from queries.causes.asked import Symptom
from queries.causes.behind import Behind, Codes, in_use
from queries.causes.candidates import VARIANTS, Link, all_codes
from queries.causes.members import Members, Sharers
from queries.causes.records import Records
from queries.causes.roster import Drawn
from queries.causes.stages import LinkRow


@dataclass(frozen=True, slots=True)
class Peer:
    """One that could have had the issue: its station, and the numbers of what stands behind it."""

    station: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class Stratum:
    """An issue, what stands behind it, and its peers at that moment."""

    symptom: Symptom
    links: tuple[Link, ...]
    codes: frozenset[int]
    peers: tuple[Peer, ...]

    @property
    def size(self) -> int:
        """How many there are with the issue itself."""
        return len(self.peers) + 1


@dataclass(slots=True)
class Tally:
    """How often a number is hit, and the share of each stratum that could tell."""

    hits: int = 0
    strata: list[int] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    told: int = 0


def wanted_moments(records: Records, lots: Sequence[Drawn]) -> dict[str, set[str]]:
    """Instruments, and the moments at which they are looked at."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for lot in lots:
        moment = lot.symptom.moment
        for _, deployment in (*lot.own, *lot.peers):
            for use in records.uses.get(deployment, ()):
                if use.valid_from <= moment < use.valid_to:
                    wanted[use.target].add(moment)
    return wanted


def strata(behind: Behind, lots: Sequence[Drawn]) -> list[Stratum]:
    """Every symptom and its peers with what stands behind them."""
    found = []
    for lot in lots:
        symptom, moment = lot.symptom, lot.symptom.moment
        links = [
            behind.instrument(use, moment)
            for _, deployment in lot.own
            for use in _uses(behind, deployment, moment)
        ]
        if symptom.station:
            links += behind.station(symptom.station, moment)
        peers = tuple(
            Peer(station, behind.peer_codes(_uses(behind, deployment, moment), station, moment))
            for station, deployment in lot.peers
        )
        found.append(Stratum(symptom, tuple(links), all_codes(links), peers))
    return found


def _uses(behind: Behind, deployment: str, moment: str) -> list[LinkRow]:
    return in_use(behind.records.uses.get(deployment, ()), moment)


def tallies(members: Members, least: int) -> tuple[dict[int, Tally], set[int]]:
    """The tally of every candidate that so many issues have, and all numbers that were seen."""
    import numpy as np

    keys, sharing = np.unique(members.keys(), return_counts=True)
    codes, strata = members.parted(keys)
    issues = np.zeros(len(members.stratum), bool)
    issues[members.issues] = True
    own = np.zeros(len(keys), bool)
    own[keys.searchsorted(members.keys()[issues[members.having]])] = True
    seen = np.unique(codes)
    hits = np.bincount(codes[own], minlength=int(seen[-1]) + VARIANTS if len(seen) else 0)
    counted = seen[(hits[seen] > 0) & (hits[seen - seen % VARIANTS] >= least)]
    telling = np.isin(codes, counted) & (sharing < members.sizes[strata])
    codes, strata, sharing, own = (one[telling] for one in (codes, strata, sharing, own))
    told = np.bincount(codes[own], minlength=len(hits))
    shares, places = (sharing / members.sizes[strata]).tolist(), strata.tolist()
    begins, ends = codes.searchsorted(counted), codes.searchsorted(counted, "right")
    columns = (counted, hits[counted], begins, ends, told[counted])
    return {
        code: Tally(number, places[first:last], shares[first:last], hit)
        for code, number, first, last, hit in zip(*(c.tolist() for c in columns), strict=True)
    }, set(seen.tolist())


def shared_stations(
    found: Sequence[Stratum], sharers: Sharers, wanted: Iterable[int]
) -> Mapping[int, set[str]]:
    """The stations at which each of some numbers was seen at any of the moments."""
    stations = [
        station for s in found for station in (s.symptom.station, *(p.station for p in s.peers))
    ]
    return {code: {stations[at] for at in sharers.of[code].tolist()} for code in wanted}
