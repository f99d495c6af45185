"""Whom an issue is compared with: those that could have had it at that moment.

An issue in a variable is compared with the primary deployments of the same variable at other
stations then, an issue of a whole station with other stations. So season, age of the network and
habits of a variable cannot pass for a cause.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from queries.causes.asked import Symptom
from queries.causes.stages import DeploymentRow

ROWS = 24_000
"""So many comparisons are made in all for up to `MANY` issues, and ever fewer for more."""
MANY, ENOUGH = 400, 10
"""An issue with m peers tells m/(m+1) of what it would with any number (Ury, Biometrics 31, 1975,
643–649): ten each are enough where there are a thousand issues."""
Place = tuple[str, str]
"""A station, and the deployment there that counts; empty where the whole station does."""


def peers_each(issues: int) -> int:
    """How many peers each issue is compared with at most."""
    return max(ENOUGH, ROWS * MANY // (max(issues, 1) * max(issues, MANY)))


class Crowd:
    """Deployments in order, some of which are there at a moment: their number, and any one of them.

    Times are compared as their places among all times of the crowd.
    """

    def __init__(self, rows: Sequence[DeploymentRow]) -> None:
        import numpy as np

        self._rows = [row for row in rows if row.valid_from < row.valid_to]
        self._stations = [row.station for row in self._rows]
        times = {t for row in self._rows for t in (row.valid_from, row.valid_to)}
        self._times = sorted(times)
        place = {time: at for at, time in enumerate(self._times)}
        self._begins = np.array([place[row.valid_from] for row in self._rows], np.int32)
        self._ends = np.array([place[row.valid_to] for row in self._rows], np.int32)

    def elsewhere(self, station: str, moment: str) -> tuple[int, Callable[[int], DeploymentRow]]:
        """How many are there at other stations, and how to get at each of them by its number."""
        passed = bisect_right(self._times, moment)
        there = ((self._begins < passed) & (self._ends >= passed)).nonzero()[0]
        first, last = bisect_left(self._stations, station), bisect_right(self._stations, station)
        before, until = (int(at) for at in there.searchsorted((first, last)))
        here = until - before

        def one(number: int) -> DeploymentRow:
            return self._rows[int(there[number if number < before else number + here])]

        return len(there) - here, one


@dataclass(frozen=True, slots=True)
class Placed:
    """Who was ever there: all stations, deployments by station, and by variable the primary ones.

    It rests on the graph alone, so that it serves every question until that changes.
    """

    stations: Sequence[str]
    deployments: Mapping[str, Sequence[DeploymentRow]]
    crowds: Mapping[str, Crowd]

    @staticmethod
    def of(stations: Iterable[str], deployments: Mapping[str, Sequence[DeploymentRow]]) -> Placed:
        """The same in order."""
        by_variable: dict[str, list[DeploymentRow]] = defaultdict(list)
        for station in sorted(deployments):
            for d in deployments[station]:
                if d.role != "backup" and d.variable is not None:
                    by_variable[d.variable].append(d)
        crowds = {name: Crowd(rows) for name, rows in by_variable.items()}
        return Placed(sorted(stations), deployments, crowds)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who was there at a moment; `most`: so many peers are drawn for an issue.

    They are drawn anew for each issue from all who were there, so that each of them, and the
    issue itself, was as likely to be the one with the issue.
    """

    placed: Placed
    most: int

    def peers_of(self, symptom: Symptom) -> tuple[Place, ...]:
        """Deployments of the same variable elsewhere, or other stations; at most `most`."""
        if symptom.variable is None:
            others = [s for s in self.placed.stations if s != symptom.station]
            return tuple((others[at], "") for at in self._some(len(others), symptom.issue))
        crowd = self.placed.crowds.get(symptom.variable)
        if crowd is None:
            return ()
        size, one = crowd.elsewhere(symptom.station, symptom.moment)
        found = (one(at) for at in self._some(size, symptom.issue))
        return tuple((d.station, d.id) for d in found)

    def own(self, symptom: Symptom) -> tuple[Place, ...]:
        """The deployments of the symptom itself: primary, else backup; of a whole station none."""
        if symptom.variable is None and symptom.deployment is None:
            return ()
        rows = [
            d
            for d in self.placed.deployments.get(symptom.station, ())
            if d.valid_from <= symptom.moment < d.valid_to
            and (d.id == symptom.deployment or symptom.deployment is None)
            and d.variable == (symptom.variable or d.variable)
        ]
        primary = [d for d in rows if d.role != "backup"] or rows
        return tuple((d.station, d.id) for d in primary)

    def _some(self, size: int, salt: str) -> Sequence[int]:
        """Every so manieth of a number, from a place that differs from issue to issue."""
        if size <= self.most:
            return range(size)
        first = crc32(salt.encode()) % size
        return [(first + i * size // self.most) % size for i in range(self.most)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A symptom, where it was, and the peers it is compared with."""

    symptom: Symptom
    own: tuple[Place, ...]
    peers: tuple[Place, ...]


def drawn(roster: Roster, symptoms: Sequence[Symptom]) -> list[Drawn]:
    """Every symptom with its peers."""
    return [Drawn(s, roster.own(s), roster.peers_of(s)) for s in symptoms]
