"""What was said of things over time, in the order since when it holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Mask: TypeAlias = npt.NDArray[np.bool_]
    """Of each thing of a register, by its number, whether it is one of some."""
    Numbers: TypeAlias = npt.NDArray[np.int32]

DONE = ("closed", "resolved", "wont_fix", "withdrawn")
"""States of an incident, or of an issue itself, after which nothing is left to do."""


class SaidRow(NamedTuple):
    """A value that was said of a thing, and the time for which it holds, its end exclusive."""

    id: str
    value: str
    since: str
    until: str


_Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of so many `things` of a register, in the order of `since`.

    `of`: the number of the thing; `settled`: whether the value means that the thing is settled; of
    one moment such values come last, so that they decide. `until`: a place in `ends`, which are in
    order.
    """

    things: int
    since: Sequence[str]
    of: Numbers
    settled: Mask
    ends: Sequence[str]
    until: Numbers

    def _within(self, since: str, now: str) -> slice:
        """What began to hold in [since, now]."""
        first = bisect_left(self.since, since)
        return slice(first, max(first, bisect_right(self.since, now)))

    def _holds(self, some: slice, now: str) -> Mask:
        return self.until[some] >= bisect_right(self.ends, now)

    def _those(self, numbers: Numbers) -> Mask:
        import numpy as np

        found = np.zeros(self.things, np.bool_)
        found[numbers] = True
        return found

    def holding(self, now: str, since: str = "") -> Mask:
        """The things of which anything holds that was said in [since, now]."""
        some = self._within(since, now)
        return self._those(self.of[some][self._holds(some, now)])

    def standing(self, now: str) -> Mask:
        """The things that are settled: by the value that was said of them last and still holds."""
        import numpy as np

        some = self._within("", now)
        holds = self._holds(some, now)
        last = np.zeros(self.things, np.bool_)
        last[self.of[some][holds]] = self.settled[some][holds]  # of several the last stays
        return last

    def came(self, since: str, now: str) -> Mask:
        """The things that came to be settled in [since, now], whether they still are."""
        some = self._within(since, now)
        return self._those(self.of[some][self.settled[some]])

    def latest(self, now: str, limit: int) -> tuple[list[tuple[int, str]], int]:
        """The last `limit` times at which things came to be settled, and all of the same moment.

        The number of the thing and the moment, in order; and how many things ever were by then.
        """
        import numpy as np

        at = np.flatnonzero(self.settled[self._within("", now)])
        things = len(np.unique(self.of[at]))
        if len(at) > limit:
            at = at[at >= bisect_left(self.since, self.since[at[-limit]])]
        return [(int(self.of[n]), self.since[n]) for n in at.tolist()], things

    def settled_since(self, now: str, since: str) -> Mask:
        """The things that are settled by a value that was said in [since, now]."""
        some = self._within(since, now)
        lately = self.of[some][self.settled[some] & self._holds(some, now)]
        return self._those(lately) & self.standing(now)


def said_of(rows: Iterable[_Row], settling: Sequence[str], numbers: Mapping[str, int]) -> Said:
    """What rows say, which have the fields of `SaidRow`.

    `settling`: values by which a thing is settled; `numbers`: of the things.
    """
    import numpy as np

    found = sorted(
        [(since, value in settling, numbers[thing], until) for thing, value, since, until in rows]
    )
    ends = sorted({row[3] for row in found})
    place = {end: number for number, end in enumerate(ends)}
    same: dict[str, str] = {}
    return Said(
        len(numbers),
        [same.setdefault(row[0], row[0]) for row in found],
        np.array([row[2] for row in found], np.int32),
        np.array([row[1] for row in found], np.bool_),
        ends,
        np.array([place[row[3]] for row in found], np.int32),
    )
