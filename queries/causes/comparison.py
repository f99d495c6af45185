"""Each issue beside others that could have had one at that moment: who shares what.

An issue in a variable is compared with the primary deployments of the same variable at other
stations then, an issue of a whole station with other stations. So season, age of the network and
habits of a variable cannot pass for a cause.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from zlib import crc32

from queries.causes.asked import Symptom
from queries.causes.behind import Behind, in_use
from queries.causes.candidates import Link, all_codes
from queries.causes.records import Records
from queries.causes.stages import DeploymentRow

R = TypeVar("R")
ROWS = 24_000
"""So many comparisons are made in all, at least `FEWEST` for each issue."""
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Peer:
    """One that could have had the issue: its station, and the numbers of what stands behind it."""

    station: str
    codes: frozenset[int]


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


@dataclass(slots=True)
class Roster:
    """Who was there at a moment: stations, and deployments by station and by variable.

    The peers of each issue are drawn anew from all who were there, so that each of them, and the
    issue itself, was as likely to be the one with the issue.
    """

    deployments: Mapping[str, Sequence[DeploymentRow]]
    stations: Sequence[str]
    most: int
    _by_variable: dict[str, list[DeploymentRow]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_variable: dict[str, list[DeploymentRow]] = defaultdict(list)
        for station in sorted(self.deployments):
            for d in self.deployments[station]:
                if d.role != "backup" and d.variable is not None:
                    by_variable[d.variable].append(d)
        self._by_variable = by_variable

    def peers_of(self, symptom: Symptom) -> tuple[Place, ...]:
        """Deployments of the same variable elsewhere, or other stations; at most `most`."""
        if symptom.variable is None:
            others = [(s, "") for s in self.stations if s != symptom.station]
            return tuple(_some(others, self.most, symptom.issue))
        found = [
            (d.station, d.id)
            for d in self._by_variable.get(symptom.variable, ())
            if d.valid_from <= symptom.moment < d.valid_to and d.station != symptom.station
        ]
        return tuple(_some(found, self.most, symptom.issue))

    def own(self, symptom: Symptom) -> tuple[Place, ...]:
        """The deployments of the symptom itself: primary, else backup; of a whole station none."""
        if symptom.variable is None and symptom.deployment is None:
            return ()
        rows = [
            d
            for d in self.deployments.get(symptom.station, ())
            if d.valid_from <= symptom.moment < d.valid_to
            and (d.id == symptom.deployment or symptom.deployment is None)
            and d.variable == (symptom.variable or d.variable)
        ]
        primary = [d for d in rows if d.role != "backup"] or rows
        return tuple((d.station, d.id) for d in primary)


Place = tuple[str, str]
"""A station, and the deployment there that counts; empty where the whole station does."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A symptom, where it was, and the peers it is compared with."""

    symptom: Symptom
    own: tuple[Place, ...]
    peers: tuple[Place, ...]


def drawn(roster: Roster, symptoms: Sequence[Symptom]) -> list[Drawn]:
    """Every symptom with its peers."""
    return [Drawn(s, roster.own(s), roster.peers_of(s)) for s in symptoms]


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


def peers_each(issues: int) -> int:
    """How many peers each issue is compared with at most."""
    return max(FEWEST, ROWS // max(issues, 1))


def strata(behind: Behind, lots: Sequence[Drawn]) -> list[Stratum]:
    """Every symptom and its peers with what stands behind them."""
    found = []
    for lot in lots:
        symptom = lot.symptom
        links = [
            behind.instrument(use, symptom.moment)
            for _, deployment in lot.own
            for use in in_use(behind.records.uses.get(deployment, ()), symptom.moment)
        ]
        if symptom.station:
            links += behind.station(symptom.station, symptom.moment)
        peers = tuple(
            Peer(station, _peer_codes(behind, station, deployment, symptom.moment))
            for station, deployment in lot.peers
        )
        found.append(Stratum(symptom, tuple(links), all_codes(links), peers))
    return found


def _peer_codes(behind: Behind, station: str, deployment: str, moment: str) -> frozenset[int]:
    uses = behind.records.uses.get(deployment, ())
    sets = [behind.instrument_codes(use, moment) for use in in_use(uses, moment)]
    return frozenset().union(*sets, behind.station_codes(station, moment))


def tallies(found: Sequence[Stratum]) -> tuple[dict[int, Tally], set[int]]:
    """The tally of every number that any issue has, and all numbers that were seen at all."""
    hit = {code for stratum in found for code in stratum.codes}
    counted = {code: Tally() for code in hit}
    seen: set[int] = set(hit)
    for at, stratum in enumerate(found):
        size = stratum.size
        sharers: Counter[int] = Counter(stratum.codes)
        for peer in stratum.peers:
            sharers.update(peer.codes)
        seen |= sharers.keys()
        for code in sharers.keys() & hit:
            tally, number, has = counted[code], sharers[code], code in stratum.codes
            tally.hits += has
            if number < size:
                tally.told += has
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
            for code in peer.codes & wanted:
                masks[code] = masks.get(code, 0) | bit
        made.append(Sharers((bit << 1) - 1, masks))
    return made


def shared_stations(found: Sequence[Stratum], wanted: Iterable[int]) -> Mapping[int, set[str]]:
    """The stations at which each of some numbers was seen at any of the moments."""
    stations: dict[int, set[str]] = {code: set() for code in wanted}
    keys = frozenset(stations)
    for stratum in found:
        for code in keys & stratum.codes:
            stations[code].add(stratum.symptom.station)
        for peer in stratum.peers:
            for code in keys & peer.codes:
                stations[code].add(peer.station)
    return stations


def _some(found: list[R], most: int, salt: str) -> list[R]:
    """Every so manieth of them, beginning at a place that differs from issue to issue."""
    if len(found) <= most:
        return found
    first = crc32(salt.encode()) % len(found)
    return [found[(first + i * len(found) // most) % len(found)] for i in range(most)]
