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
from queries.causes.stages import DeploymentRow, LinkRow

R = TypeVar("R")
ROWS = 60_000
"""So many comparisons are made in all, at least `FEWEST` for each issue."""
FEWEST = 20
MOST_STATIONS = 400
"""So many stations are compared with; of more, evenly spread ones."""


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
    """Who was there at a moment: deployments by variable, and the use of instruments."""

    records: Records
    stations: tuple[str, ...]
    _by_variable: dict[str, list[DeploymentRow]] = field(default_factory=dict)

    def peers_of(self, symptom: Symptom, most: int) -> list[tuple[str, tuple[LinkRow, ...]]]:
        """Station and instruments in use of each peer, at most so many."""
        if symptom.variable is None:
            others = [(s, ()) for s in self.stations if s != symptom.station]
            return _some(others, most, symptom.issue)
        found = [
            d
            for d in self._of(symptom.variable)
            if d.station != symptom.station and d.valid_from <= symptom.moment < d.valid_to
        ]
        return [
            (d.station, tuple(in_use(self.records.uses.get(d.id, ()), symptom.moment)))
            for d in _some(found, most, symptom.issue)
        ]

    def _of(self, variable: str) -> list[DeploymentRow]:
        if not self._by_variable:
            by_variable: dict[str, list[DeploymentRow]] = defaultdict(list)
            for station in self.stations:
                for d in self.records.deployments.get(station, ()):
                    if d.role != "backup" and d.variable is not None:
                        by_variable[d.variable].append(d)
            self._by_variable = by_variable
        return self._by_variable.get(variable, [])

    def own(self, symptom: Symptom) -> list[LinkRow]:
        """Instruments in use at the symptom itself: primary, else backup."""
        rows = [
            d
            for d in self.records.deployments.get(symptom.station, ())
            if d.valid_from <= symptom.moment < d.valid_to
            and (d.id == symptom.deployment or symptom.deployment is None)
            and d.variable == (symptom.variable or d.variable)
        ]
        if symptom.variable is None and symptom.deployment is None:
            return []
        primary = [d for d in rows if d.role != "backup"] or rows
        return [
            use
            for d in primary
            for use in in_use(self.records.uses.get(d.id, ()), symptom.moment)
        ]


def wanted_moments(roster: Roster, symptoms: Sequence[Symptom]) -> dict[str, set[str]]:
    """Instruments, and the moments at which they are looked at."""
    wanted: dict[str, set[str]] = defaultdict(set)
    most = peers_each(len(symptoms))
    for symptom in symptoms:
        for _, uses in roster.peers_of(symptom, most):
            for use in uses:
                wanted[use.target].add(symptom.moment)
        for use in roster.own(symptom):
            wanted[use.target].add(symptom.moment)
    return wanted


def peers_each(issues: int) -> int:
    """How many peers each issue is compared with at most."""
    return max(FEWEST, ROWS // max(issues, 1))


def strata(behind: Behind, roster: Roster, symptoms: Sequence[Symptom]) -> list[Stratum]:
    """Every symptom with its peers."""
    most = peers_each(len(symptoms))
    found = []
    for symptom in symptoms:
        links = [behind.instrument(use, symptom.moment) for use in roster.own(symptom)]
        if symptom.station:
            links += behind.station(symptom.station, symptom.moment)
        peers = tuple(
            Peer(station, _peer_codes(behind, station, uses, symptom.moment))
            for station, uses in roster.peers_of(symptom, most)
        )
        found.append(Stratum(symptom, tuple(links), all_codes(links), peers))
    return found


def _peer_codes(
    behind: Behind, station: str, uses: Iterable[LinkRow], moment: str
) -> frozenset[int]:
    sets = [behind.instrument_codes(use, moment) for use in uses]
    return frozenset().union(*sets, behind.station_codes(station, moment))


def tallies(found: Sequence[Stratum]) -> tuple[dict[int, Tally], set[int]]:
    """The tally of every number that any issue has, and all numbers that were seen at all."""
    hit = {code for stratum in found for code in stratum.codes}
    counted = {code: Tally() for code in hit}
    seen: set[int] = set(hit)
    for at, stratum in enumerate(found):
        sharers: Counter[int] = Counter(stratum.codes)
        for peer in stratum.peers:
            sharers.update(peer.codes)
        seen |= sharers.keys()
        for code, number in sharers.items():
            tally = counted.get(code)
            if tally is None:
                continue
            has = code in stratum.codes
            tally.hits += has
            if number < stratum.size:
                tally.told += has
                tally.strata.append(at)
                tally.shares.append(number / stratum.size)
    return counted, seen


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
