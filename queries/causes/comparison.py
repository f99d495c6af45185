"""Each issue beside its peers: who shares what with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from queries.causes.asked import Symptom
from queries.causes.behind import Behind, Codes, in_use
from queries.causes.candidates import Link, all_codes, plain
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


def tallies(found: Sequence[Stratum], least: int) -> tuple[dict[int, Tally], set[int]]:
    """The tally of every candidate that so many issues have, and all numbers that were seen."""
    hits = Counter(chain.from_iterable(stratum.codes for stratum in found))
    counted = {code: Tally(n) for code, n in hits.items() if hits[plain(code)] >= least}
    seen: set[int] = set(hits)
    for at, stratum in enumerate(found):
        size, own = stratum.size, stratum.codes
        sharers = Counter(chain(own, *chain.from_iterable(p.codes for p in stratum.peers)))
        seen |= sharers.keys()
        for code in sharers.keys() & counted.keys():
            number = sharers[code]
            if number < size:
                tally = counted[code]
                tally.told += code in own
                tally.strata.append(at)
                tally.shares.append(number / size)
    return counted, seen


@dataclass(frozen=True, slots=True)
class Sharers:
    """Who of a stratum has a number, as bits: the lowest is the issue, then its peers."""

    everybody: int
    masks: Mapping[int, int]


def sharers(found: Sequence[Stratum], codes: Iterable[int]) -> list[Sharers]:
    """The members of every stratum that have each of some numbers."""
    wanted = frozenset(codes)
    made = []
    for stratum in found:
        masks = dict.fromkeys(stratum.codes & wanted, 1)
        bit = 1
        for peer in stratum.peers:
            bit <<= 1
            for part in peer.codes:
                for code in part & wanted:
                    masks[code] = masks.get(code, 0) | bit
        made.append(Sharers((bit << 1) - 1, masks))
    return made


def by_number(found: Sequence[Sharers]) -> dict[int, dict[int, int]]:
    """The same the other way round: of each number the strata in order, and who has it there."""
    numbers: dict[int, dict[int, int]] = defaultdict(dict)
    for at, stratum in enumerate(found):
        for code, mask in stratum.masks.items():
            numbers[code][at] = mask
    return numbers


def shared_stations(found: Sequence[Stratum], wanted: Iterable[int]) -> Mapping[int, set[str]]:
    """The stations at which each of some numbers was seen at any of the moments."""
    stations: dict[int, set[str]] = {code: set() for code in wanted}
    keys = frozenset(stations)
    for stratum in found:
        for code in keys & stratum.codes:
            stations[code].add(stratum.symptom.station)
        for peer in stratum.peers:
            for part in peer.codes:
                for code in keys & part:
                    stations[code].add(peer.station)
    return stations
