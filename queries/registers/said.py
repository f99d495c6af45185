"""What was said of things over time, in the order since when it holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import NamedTuple

DONE = ("closed", "resolved", "wont_fix", "withdrawn")
"""States of an incident, or of an issue itself, after which nothing is left to do."""


class SaidRow(NamedTuple):
    """A value that was said of a thing, and the time for which it holds, its end exclusive."""

    id: str
    value: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Said:
    """Values of things by number, in the order of `since`.

    `settled`: whether the value means that the thing is settled; of one moment such values come
    last, so that they decide.
    """

    things: Sequence[str]
    since: Sequence[str]
    until: Sequence[str]
    settled: Sequence[bool]

    def within(self, since: str, now: str) -> range:
        """The numbers of what began to hold in [since, now]."""
        first = bisect_left(self.since, since)
        return range(first, max(first, bisect_right(self.since, now)))

    def holding(self, now: str) -> set[str]:
        """The things of which anything holds."""
        number = bisect_right(self.since, now)
        return set(compress(self.things, [now < end for end in islice(self.until, number)]))

    def held_since(self, since: str, now: str) -> set[str]:
        """The things of which anything holds that was said in [since, now]."""
        return {self.things[n] for n in self.within(since, now) if now < self.until[n]}

    def standing(self, now: str) -> set[str]:
        """The things that are settled: by the value that was said of them last and still holds."""
        number = bisect_right(self.since, now)
        holds = [now < end for end in islice(self.until, number)]
        last = dict(compress(zip(self.things, self.settled, strict=True), holds))
        return {thing for thing, settled in last.items() if settled}

    def settling(self, now: str) -> list[tuple[str, str]]:
        """Things and when a value began to hold by which they are settled, whether it still does.

        In the order of that moment.
        """
        number = bisect_right(self.since, now)
        pairs = zip(self.things, islice(self.since, number), strict=False)
        return list(compress(pairs, self.settled))

    def settled_since(self, since: str, now: str) -> set[str]:
        """The things that are settled by a value that was said in [since, now]."""
        said = self.within(since, now)
        lately = {self.things[n] for n in said if self.settled[n] and now < self.until[n]}
        return lately & self.standing(now)


def said_of(rows: Iterable[SaidRow], settling: Sequence[str], same: dict[str, str]) -> Said:
    """Rows in order; `settling`: values by which a thing is settled; `same`: texts held once."""
    known = same.setdefault
    found = sorted((row.since, row.value in settling, row.id, row.until) for row in rows)
    return Said(
        [known(row[2], row[2]) for row in found],
        [known(row[0], row[0]) for row in found],
        [known(row[3], row[3]) for row in found],
        [row[1] for row in found],
    )
