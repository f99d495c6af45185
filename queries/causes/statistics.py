"""The statistics of `causes`, as pure functions of numbers.

A stratum is one issue and those it is compared with: drawing one of them at random hits a sharer
of an element with the probability `share`. Over all strata the number of hits is a sum of unequal
chances (Poisson binomial), which is Fisher's exact test stratified to one case a stratum.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, log, sqrt

_EXACT_WORK = 4_000
_WORTH_EXACT = 0.05
_TINY = 1e-300


def tail(shares: Sequence[float], hits: int) -> float:
    """The chance of at least so many hits. Exact where it is small or quickly told.

    Otherwise the normal approximation with skewness (Volkova 1996).

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
    return _exact(shares, hits)


def _exact(shares: Sequence[float], hits: int) -> float:
    """Only sums of positive numbers, so that small chances keep their digits."""
    chances = [0.0] * hits
    chances[0], reached = 1.0, 0.0
    for drawn, share in enumerate(shares):
        reached += chances[-1] * share
        rest = 1.0 - share
        for n in range(min(drawn + 1, hits - 1), 0, -1):
            chances[n] = chances[n] * rest + chances[n - 1] * share
        chances[0] *= rest
    return max(reached, _TINY)


def _refined_normal(shares: Sequence[float], hits: int) -> float:
    mean = sum(shares)
    variance = sum(s * (1 - s) for s in shares)
    if variance <= 0:
        return 1.0 if mean >= hits else 0.0
    deviation = sqrt(variance)
    skewness = sum(s * (1 - s) * (1 - 2 * s) for s in shares) / deviation**3
    x = (hits - 0.5 - mean) / deviation
    density = exp(-x * x / 2) / sqrt(6.283185307179586)
    upper = 0.5 * erfc(x / sqrt(2)) - skewness * (1 - x * x) * density / 6
    return min(max(upper, _TINY), 1.0)


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
    for _ in range(24):
        middle = (low + high) / 2
        times = exp(middle)
        expected = sum(s * times / (s * times + 1 - s) for s in shares)
        low, high = (middle, high) if expected < hits else (low, middle)
    return exp((low + high) / 2)


def logarithm(chance: float) -> float:
    """Minus the decimal logarithm of a chance."""
    return -log(max(chance, _TINY)) / log(10)
