"""The statistics of `causes`, as pure functions of numbers.

A stratum is one issue and those it is compared with: drawing one of them at random hits a sharer
of an element with the probability `share`. Over all strata the number of hits is a sum of unequal
chances (Poisson binomial), which is Fisher's exact test stratified to one case a stratum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import erfc, exp, log, pi, sinh, sqrt
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray: TypeAlias = npt.NDArray[np.float64]

_EXACT_WORK = 4_000
_MOST_WORK = 60_000
_WORTH_EXACT = 0.05
_TINY = 1e-300
_ROOT_TWO_PI = sqrt(2 * pi)


def tail(shares: Sequence[float], hits: int) -> float:
    """The chance of at least so many hits: exact, but for long sums.

    Of those, large chances are told by the normal approximation with skewness (Volkova 1996), small
    ones of very long sums by the saddlepoint approximation (Lugannani and Rice 1980).

    >>> round(tail([0.5, 0.5, 0.5], 2), 6)
    0.5
    """
    if hits <= 0:
        return 1.0
    if hits > len(shares):
        return 0.0
    if len(shares) * hits > _EXACT_WORK:
        rough = _refined_normal(shares, hits)
        if rough > _WORTH_EXACT:
            return rough
        if len(shares) * hits > _MOST_WORK:
            return _saddlepoint(shares, hits)
    return _exact(shares, hits)


@dataclass(slots=True)
class Chances:
    """Tails that were told before: of an instrument and its calibrations they are the same."""

    _known: dict[tuple[tuple[float, ...], int], float] = field(default_factory=dict)

    def of(self, shares: Sequence[float], hits: int) -> float:
        """See `tail`."""
        key = (tuple(shares), hits)
        if key not in self._known:
            self._known[key] = tail(shares, hits)
        return self._known[key]


def _exact(shares: Sequence[float], hits: int) -> float:
    """Only sums of positive numbers, so that small chances keep their digits."""
    import numpy as np

    chances, reached = np.ones(1), 0.0
    for share, times in Counter(shares).items():
        if times > 1:
            found = np.convolve(chances, _repeated(share, times))
        else:
            found = np.zeros(len(chances) + 1)
            found[:-1] = chances * (1.0 - share)
            found[1:] += chances * share
        if len(found) > hits:
            reached += float(found[hits:].sum())
            found = found[:hits]
        chances = found
    return max(reached, _TINY)


def _repeated(share: float, times: int) -> FloatArray:
    """The chances of 0, 1, … hits in so many draws alike, at least one."""
    import numpy as np

    power = np.array((1.0 - share, share))
    while not times & 1:
        times >>= 1
        power = np.convolve(power, power)
    found = power
    while times := times >> 1:
        power = np.convolve(power, power)
        if times & 1:
            found = np.convolve(found, power)
    return found


def _refined_normal(shares: Sequence[float], hits: int) -> float:
    mean = sum(shares)
    variance = sum(s * (1 - s) for s in shares)
    if variance <= 0:
        return 1.0 if mean >= hits else 0.0
    deviation = sqrt(variance)
    skewness = sum(s * (1 - s) * (1 - 2 * s) for s in shares) / deviation**3
    x = (hits - 0.5 - mean) / deviation
    density = exp(-x * x / 2) / _ROOT_TWO_PI
    upper = 0.5 * erfc(x / sqrt(2)) - skewness * (1 - x * x) * density / 6
    return min(max(upper, _TINY), 1.0)


def _saddlepoint(shares: Sequence[float], hits: int) -> float:
    """With the continuity correction for whole numbers; for more hits than are expected."""
    if hits >= len(shares):
        return max(exp(sum(log(s) for s in shares)), _TINY)
    point, wanted = 0.0, hits - 0.5
    for _ in range(60):
        tilted = [s * exp(point) / (1 - s + s * exp(point)) for s in shares]
        bend = sum(t * (1 - t) for t in tilted)
        step = max(-1.0, min(1.0, (wanted - sum(tilted)) / bend))
        point += step
        if abs(step) < 1e-9:
            break
    height = sum(log(1 - s + s * exp(point)) for s in shares)
    w = sqrt(2 * max(point * wanted - height, 0.0))
    u = 2 * sinh(point / 2) * sqrt(bend)
    density = exp(-w * w / 2) / _ROOT_TWO_PI
    return min(max(0.5 * erfc(w / sqrt(2)) + density * (1 / u - 1 / w), _TINY), 1.0)


def adjusted(chances: Sequence[float], tests: int, before: int = 0) -> list[float]:
    """Benjamini and Hochberg's q of each p; `tests` counts also those that are not listed.

    Those not listed are larger than all that are, but for `before` that were found before.

    >>> adjusted([0.01, 0.04], 2)
    [0.02, 0.04]
    """
    order = sorted(range(len(chances)), key=chances.__getitem__)
    found = [1.0] * len(chances)
    lowest = 1.0
    for rank in range(len(order), 0, -1):
        at = order[rank - 1]
        lowest = min(lowest, chances[at] * max(tests, len(chances)) / (rank + before))
        found[at] = lowest
    return found


def odds_ratio(shares: Sequence[float], hits: int) -> float:
    """How many times likelier a sharer is hit: the most likely odds, found by bisection."""
    if not shares or hits == 0:
        return 0.0
    low, high = -12.0, 12.0
    often = Counter(shares).items()
    for _ in range(24):
        middle = (low + high) / 2
        times = exp(middle)
        expected = sum(n * s * times / (s * times + 1 - s) for s, n in often)
        low, high = (middle, high) if expected < hits else (low, middle)
    return exp((low + high) / 2)


def logarithm(chance: float) -> float:
    """Minus the decimal logarithm of a chance."""
    return -log(max(chance, _TINY)) / log(10)
