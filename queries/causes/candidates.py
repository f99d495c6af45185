"""What may be a cause: an element in a role, its class, and the defects that are claimed of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Texts = tuple[str, ...]
CLASSES = {
    "instrument": "机",
    "model": "机",
    "firmware": "机",
    "system": "机",
    "batch": "料",
    "calibration": "测",
    "certificate": "测",
    "standard": "测",
    "laboratory": "测",
    "procedure": "法",
    "position": "环",
    "event": "环",
    "maintenance": "人",
    "party": "人",
    "operator": "人",
    "maintainer": "人",
    "superior": "人",
    "time_window": "",
}
"""Class of 人机料法环测 by role; what happens at one time has none by itself."""
MACHINE_EVENTS = frozenset({"malfunction", "firmwareUpdate", "dataCommOutage", "powerOutage"})
OWN = frozenset({"instrument", "calibration", "certificate", "position", "event", "maintenance"})
"""Roles whose elements belong to one instrument or one station; tested as a family of their own."""


VARIANTS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element in the role in which it stands behind a symptom (a unit may have several)."""

    role: str
    element: str


@dataclass(frozen=True, slots=True)
class Defect:
    """What a source claims to be wrong with an element; `since`: begin as valid time.

    `state`: a hop state (failed, suspect, expired), or moved, maintained, altered.
    """

    state: str
    since: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Link:
    """An element behind a symptom with what stands behind it in turn.

    `code`: number of the candidate; `via`: type of the edge that leads to it; `since`: from when on
    it acted here; `defect`: what was claimed to be wrong with it when it acted; `codes`: all
    numbers at or behind this link.
    """

    code: int
    via: str
    since: str
    certainty: str
    claims: Texts
    defect: Defect | None
    behind: tuple[Link, ...]
    codes: frozenset[int]


@dataclass(slots=True)
class Catalogue:
    """Candidates by number, four apart: the next three stand for the element while it is defective.

    + 1: failed, + 2: suspect, + 3: anything else that a source says to be wrong with it then.
    """

    candidates: list[Candidate] = field(default_factory=list)
    _numbers: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def code(self, role: str, element: str) -> int:
        """The number of a candidate, given out on first sight."""
        of_role = self._numbers[role]
        number = of_role.get(element)
        if number is None:
            number = of_role[element] = VARIANTS * len(self.candidates)
            self.candidates.append(Candidate(role, element))
        return number

    def of(self, code: int) -> Candidate:
        """The candidate of a number, or of those after it."""
        return self.candidates[code // VARIANTS]


def plain(code: int) -> int:
    """The number of a candidate whether it is defective or not."""
    return code - code % VARIANTS


def while_defective(code: int, defect: Defect) -> int:
    """The number of a candidate while it has such a defect."""
    return code + {"failed": 1, "suspect": 2}.get(defect.state, 3)


def all_codes(links: Iterable[Link]) -> frozenset[int]:
    """All numbers that stand in some links, at any height."""
    return frozenset().union(*(link.codes for link in links))


def routes(links: Iterable[Link], code: int) -> Iterator[tuple[Link, ...]]:
    """Every way through the links to a candidate, nearest link first."""
    for link in links:
        if code not in link.codes:
            continue
        if link.code == code:
            yield (link,)
        for rest in routes(link.behind, code):
            yield (link, *rest)
