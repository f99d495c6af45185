"""The statistics of `causes` against scipy, which knows the same formulas."""

from random import Random

import pytest
from scipy.stats import binom, false_discovery_control, poisson_binom

from queries.causes.statistics import adjusted, logarithm, odds_ratio, tail


@pytest.mark.parametrize("seed", range(20))
def test_the_chance_of_so_many_hits_is_poisson_binomial(seed: int) -> None:
    draw = Random(seed)
    shares = [draw.random() ** 3 for _ in range(draw.randint(1, 60))]
    hits = draw.randint(1, len(shares))

    assert tail(shares, hits) == pytest.approx(poisson_binom.sf(hits - 1, shares), rel=1e-6)


def test_equal_shares_are_binomial_and_tiny_chances_keep_their_digits() -> None:
    assert tail([0.01] * 80, 20) == pytest.approx(binom.sf(19, 80, 0.01), rel=1e-9)
    assert tail([1e-9] * 12, 12) == pytest.approx(1e-108, rel=1e-6)


@pytest.mark.parametrize("hits", [200, 215, 230, 260])
def test_a_long_sum_is_close_where_it_is_approximate(hits: int) -> None:
    """Beyond what is told exactly at once: approximate above 0.05, exact below."""
    shares = [0.1 + 0.2 * (i % 7) / 7 for i in range(1000)]

    exact = poisson_binom.sf(hits - 1, shares)

    assert tail(shares, hits) == pytest.approx(exact, rel=1e-3)


@pytest.mark.parametrize("hits", [240, 280, 330, 450])
def test_the_small_chances_of_very_long_sums_are_close(hits: int) -> None:
    shares = [0.02 + 0.1 * (i % 5) / 5 for i in range(2000)]

    assert poisson_binom.sf(hits - 1, shares) < 0.05
    assert logarithm(tail(shares, hits)) == pytest.approx(logarithm(_sum(shares, hits)), abs=0.005)


def _sum(shares: list[float], hits: int) -> float:
    """The chance as a plain sum over all numbers of hits, where scipy has lost its digits."""
    chances = [1.0]
    for share in shares:
        chances = [
            (chances[n] if n < len(chances) else 0.0) * (1 - share)
            + (chances[n - 1] if n else 0.0) * share
            for n in range(len(chances) + 1)
        ]
    return sum(sorted(chances[hits:]))


def test_limits() -> None:
    assert tail([0.5], 0) == 1.0
    assert tail([0.5], 2) == 0.0
    assert tail([], 0) == 1.0
    assert logarithm(0.0) == pytest.approx(300)


@pytest.mark.parametrize("seed", range(10))
def test_q_is_that_of_benjamini_and_hochberg(seed: int) -> None:
    draw = Random(seed)
    chances = [draw.random() ** 2 for _ in range(draw.randint(1, 50))]

    assert adjusted(chances, len(chances)) == pytest.approx(
        list(false_discovery_control(chances)), rel=1e-9
    )


def test_tests_that_are_not_listed_count_as_those_that_failed() -> None:
    listed, others = [0.001, 0.004, 0.2], [0.9, 0.95, 1.0, 1.0]

    mine = adjusted(listed, len(listed) + len(others))

    theirs = list(false_discovery_control([*listed, *others]))[:3]
    assert mine[:2] == pytest.approx(theirs[:2])
    assert mine[2] >= theirs[2]


def test_what_was_found_before_counts_among_the_found() -> None:
    alone, later = adjusted([0.02], 10), adjusted([0.02], 10, before=3)

    assert alone == [pytest.approx(0.2)]
    assert later == [pytest.approx(0.05)]


def test_the_odds_ratio_makes_the_expected_hits_those_seen() -> None:
    shares = [0.05, 0.1, 0.2, 0.1] * 10

    odds = odds_ratio(shares, 18)

    expected = sum(s * odds / (s * odds + 1 - s) for s in shares)
    assert expected == pytest.approx(18, rel=1e-3)
    assert odds_ratio(shares, 0) == 0.0
