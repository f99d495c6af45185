"""How much likelier some names make an issue: a conditional logistic model over the strata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from queries.causes.members import Sharers

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from queries.causes.members import Ints

    Floats: TypeAlias = npt.NDArray[np.float64]

_SHRINK = 0.05
_SWEEPS = 12
_STILL = 1e-4


@dataclass(slots=True)
class Likelihood:
    """Names in the order in which they came, each with the logarithm of the odds it brings.

    `sets`: of each member which of the names it has, as bits.
    """

    sharers: Sharers
    names: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sets: Ints = field(init=False)

    def __post_init__(self) -> None:
        self._divide()

    def _divide(self) -> None:
        import numpy as np

        self.sets = np.zeros(len(self.sharers.members.stratum), np.int64)
        for bit, name in enumerate(self.names):
            self.sets[self.sharers.of[name]] |= 1 << bit

    def add(self, name: int) -> None:
        """One more name; the weights of all are found anew."""
        self.names.append(name)
        self.weights.append(0.0)
        self.sets[self.sharers.of[name]] |= 1 << (len(self.names) - 1)
        self._fit()

    def remove(self, name: int) -> None:
        """One name less; the weights of the others are found anew."""
        at = self.names.index(name)
        del self.names[at], self.weights[at]
        self._divide()
        self._fit()

    def _masses(self, weights: Sequence[float]) -> Floats:
        """The odds of each set of names, by its bits."""
        import numpy as np

        sums = np.zeros(1)
        for weight in weights:
            sums = np.concatenate((sums, sums + weight))
        return np.exp(sums)

    def _fit(self) -> None:
        """The most likely weights of all names, a little drawn towards none."""
        telling = [self._telling(bit) for bit in range(len(self.names))]
        for _ in range(_SWEEPS):
            change = 0.0
            for bit, (strata, cases) in enumerate(telling):
                step = self._step(bit, strata, cases)
                self.weights[bit] += step
                change = max(change, abs(step))
            if change < _STILL:
                break

    def _telling(self, bit: int) -> tuple[npt.NDArray[np.bool_], int]:
        """In which strata some have a name and some have not, and in how many of them the issue.

        No others say anything of it.
        """
        import numpy as np

        members = self.sharers.members
        has = self.sets >> bit & 1
        having = np.add.reduceat(has, members.issues)
        strata = (having > 0) & (having < members.sizes)
        return strata, int(has[members.issues][strata].sum())

    def _step(self, bit: int, strata: npt.NDArray[np.bool_], cases: int) -> float:
        """One step of Newton's method in the weight of one name."""
        import numpy as np

        issues = self.sharers.members.issues
        masses = self._masses(self.weights)
        having = np.where(np.arange(len(masses)) >> bit & 1, masses, 0.0)
        whole = np.add.reduceat(masses[self.sets], issues)[strata]
        share = np.add.reduceat(having[self.sets], issues)[strata] / whole
        slope = cases - float(share.sum()) - _SHRINK * self.weights[bit]
        bend = float((share * (1 - share)).sum()) + _SHRINK
        return max(-1.0, min(1.0, slope / bend))

    def shares(self, codes: Sequence[int], without: int | None = None) -> list[list[float]]:
        """For each code the chance, stratum by stratum, that the one who is hit has it.

        Strata in which all have it, or none, are left out. `without`: a name that does not count.
        """
        import numpy as np

        weights = [
            0.0 if n == without else w for n, w in zip(self.names, self.weights, strict=True)
        ]
        masses, members = self._masses(weights), self.sharers.members
        whole = np.add.reduceat(masses[self.sets], members.issues)
        holders = [self.sharers.of[code] for code in codes]
        lengths = [len(one) for one in holders]
        member = np.concatenate(holders)
        keys = np.repeat(np.arange(len(codes)), lengths) * len(members.sizes)
        keys = (keys + members.stratum[member]) * len(masses) + self.sets[member]
        # In the order of sets, so that what has as many of each has the same chance to the digit.
        keys.sort()
        pairs, sets = np.divmod(keys, len(masses))
        fresh = np.diff(pairs, prepend=-1) > 0
        pair = fresh.cumsum() - 1
        number, stratum = np.divmod(pairs[fresh], len(members.sizes))
        telling = np.bincount(pair) < members.sizes[stratum]
        share = (np.bincount(pair, masses[sets]) / whole[stratum])[telling].tolist()
        ends = number[telling].searchsorted(np.arange(len(codes) + 1)).tolist()
        return [share[first:last] for first, last in pairwise(ends)]
