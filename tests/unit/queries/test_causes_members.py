"""Who shares what, and how much likelier names make an issue: arrays against plain counting."""

from collections import Counter
from math import exp, log
from random import Random

import pytest

from queries.causes.asked import Symptom
from queries.causes.candidates import plain
from queries.causes.comparison import Peer, Stratum, shared_stations, tallies
from queries.causes.likelihood import Likelihood
from queries.causes.members import Members

CODES = range(48)


def drawn(draw: Random, most: int) -> frozenset[int]:
    return frozenset(draw.sample(CODES, draw.randrange(most)))


def strata(seed: int) -> list[Stratum]:
    """Issues with different numbers of peers, some of whose parts are the same object."""
    draw = Random(seed)
    shared = [frozenset(range(first, first + 4)) for first in (60, 64, 68)]
    found = []
    for number in range(30):
        own = drawn(draw, 12) | draw.choice(shared)
        peers = tuple(
            Peer(f"station:{draw.randrange(9)}", (drawn(draw, 12), draw.choice(shared)))
            for _ in range(draw.randrange(6))
        )
        symptom = Symptom(f"issue:{number}", "station:own", None, None, "2020", "", ())
        found.append(Stratum(symptom, (), own, peers))
    return found


def everybody(stratum: Stratum) -> list[frozenset[int]]:
    """What each member of a stratum has, the issue first."""
    return [stratum.codes, *(frozenset().union(*p.codes) for p in stratum.peers)]


@pytest.mark.parametrize("least", [1, 2, 9])
def test_tallies_are_what_counting_gives(least: int) -> None:
    found = strata(least)

    counted, seen = tallies(Members.of(found), least)

    assert seen == {code for s in found for own in everybody(s) for code in own}
    hits = Counter(code for s in found for code in s.codes)
    assert set(counted) == {code for code in hits if hits[plain(code)] >= least}
    for code, tally in counted.items():
        sharing = [sum(code in own for own in everybody(s)) for s in found]
        telling = [at for at, s in enumerate(found) if 0 < sharing[at] < s.size]
        assert tally.hits == hits[code]
        assert tally.strata == telling
        assert tally.shares == [sharing[at] / found[at].size for at in telling]
        assert tally.told == sum(code in found[at].codes for at in telling)


def test_sharers_are_those_who_have_it() -> None:
    found = strata(5)
    row = [own for s in found for own in everybody(s)]
    stations = [t for s in found for t in (s.symptom.station, *(p.station for p in s.peers))]

    sharers = Members.of(found).sharers([*CODES, 61, 999, 1000])

    for code in (*CODES, 61, 999):
        having = [at for at, own in enumerate(row) if code in own]
        assert sharers.of[code].tolist() == having
        assert shared_stations(found, sharers, [code]) == {code: {stations[at] for at in having}}
    assert sharers.common(3, 4) == sum({3, 4} <= own for own in row)
    assert sharers.alike(3) != sharers.alike(4)
    assert sharers.alike(999) == sharers.alike(1000)


@pytest.mark.parametrize("without", [None, 7])
def test_shares_weigh_each_member_by_its_names(without: int | None) -> None:
    found = strata(6)
    likelihood = Likelihood(Members.of(found).sharers(CODES))
    for name in (3, 7, 11):
        likelihood.add(name)
    weights = dict(zip(likelihood.names, likelihood.weights, strict=True))

    shares = likelihood.shares(CODES, without=without)

    for code, own_shares in zip(CODES, shares, strict=True):
        expected = []
        for members in map(everybody, found):
            masses = [
                exp(sum(w for n, w in weights.items() if n in own and n != without))
                for own in members
            ]
            having = [mass for mass, own in zip(masses, members, strict=True) if code in own]
            if 0 < len(having) < len(members):
                expected.append(sum(having) / sum(masses))
        assert own_shares == pytest.approx(expected)


def test_weights_are_the_most_likely_and_are_found_anew_without_a_name() -> None:
    found = strata(7)
    likelihood = Likelihood(Members.of(found).sharers(CODES))
    for name in (3, 7, 11):
        likelihood.add(name)
    best = _likely(found, likelihood)
    for at in range(3):
        for step in (-0.02, 0.02):
            likelihood.weights[at] += step
            assert _likely(found, likelihood) < best
            likelihood.weights[at] -= step

    likelihood.remove(7)

    two = Likelihood(likelihood.sharers)
    two.add(3)
    two.add(11)
    assert likelihood.names == [3, 11]
    assert likelihood.weights == pytest.approx(two.weights, abs=1e-3)
    assert likelihood.sets.tolist() == two.sets.tolist()


def _likely(found: list[Stratum], likelihood: Likelihood) -> float:
    """The logarithm of the likelihood, less what draws the weights towards none."""
    weights = dict(zip(likelihood.names, likelihood.weights, strict=True))
    whole = -0.025 * sum(w * w for w in weights.values())
    for members in map(everybody, found):
        sums = [sum(w for n, w in weights.items() if n in own) for own in members]
        whole += sums[0] - log(sum(map(exp, sums)))
    return whole
