"""All issues and their peers in one row, and who has which number, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from queries.causes.comparison import Stratum

    Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Members:
    """The members of all strata in one row: of each the issue, then its peers.

    `stratum`: of each member the number of its stratum; `sizes`: of each stratum how many members
    it has; `issues`: the place of its issue. `having` and `codes`: place by place a member and one
    of its numbers, each once.
    """

    stratum: Ints
    sizes: Ints
    issues: Ints
    having: Ints
    codes: Ints

    @staticmethod
    def of(found: Sequence[Stratum]) -> Members:
        """What stands behind everybody; what is behind several is laid out once and repeated."""
        import numpy as np

        sizes = np.array([stratum.size for stratum in found], np.int64)
        ends = sizes.cumsum()
        parts = [
            part
            for stratum in found
            for member in ((stratum.codes,), *(peer.codes for peer in stratum.peers))
            for part in member
        ]
        each = np.array(
            [n for s in found for n in (1, *[len(peer.codes) for peer in s.peers])], np.int64
        )
        # Equal parts are most often the same object, of an instrument or of those who run a place.
        places: dict[int, int] = {}
        which = np.array([places.setdefault(id(p), len(places)) for p in parts], np.int64)
        different = list({id(p): p for p in parts}.values())
        lengths = np.array([len(p) for p in different], np.int64)
        flat = np.fromiter(chain.from_iterable(different), np.int64, int(lengths.sum()))
        long = lengths[which]
        begins = (lengths.cumsum() - lengths)[which]
        within = np.arange(int(long.sum())) - np.repeat(long.cumsum() - long, long)
        return Members(
            np.repeat(np.arange(len(found)), sizes),
            sizes,
            ends - sizes,
            np.repeat(np.repeat(np.arange(len(each)), each), long),
            flat[np.repeat(begins, long) + within],
        )

    def keys(self) -> Ints:
        """Each number that a member has together with the stratum, as one; see `parted`."""
        return self.codes * len(self.sizes) + self.stratum[self.having]

    def parted(self, keys: Ints) -> tuple[Ints, Ints]:
        """Numbers and strata of such keys."""
        import numpy as np

        codes, strata = np.divmod(keys, len(self.sizes))
        return codes, strata

    def sharers(self, wanted: Iterable[int]) -> Sharers:
        """Who has each of some numbers."""
        import numpy as np

        numbers = np.unique(np.fromiter(wanted, np.int64))
        known = np.zeros(max(int(self.codes.max(initial=0)), int(numbers.max(initial=0))) + 1, bool)
        known[numbers] = True
        taken = known[self.codes]
        many = len(self.stratum)
        keys = np.sort(self.codes[taken] * many + self.having[taken])
        codes, having = np.divmod(keys, many)
        begins = codes.searchsorted(numbers)
        ends = codes.searchsorted(numbers, "right")
        slices = zip(numbers.tolist(), begins.tolist(), ends.tolist(), strict=True)
        return Sharers(self, {code: having[first:last] for code, first, last in slices})


@dataclass(frozen=True, slots=True)
class Sharers:
    """The members that have each of some numbers, by their places in the row, ascending."""

    members: Members
    of: Mapping[int, Ints]

    def common(self, one: int, other: int) -> int:
        """How many, issues and peers, have both."""
        import numpy as np

        return len(np.intersect1d(self.of[one], self.of[other], assume_unique=True))

    def alike(self, code: int) -> bytes:
        """The same for numbers that the same issues and the same peers have."""
        return self.of[code].tobytes()
