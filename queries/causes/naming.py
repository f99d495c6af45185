"""Which candidates are named: one after another, each tested given those that were named before.

A named cause explains its share of the issues: given that it stands behind some of those who
could have had an issue, they were likelier to have it (conditional logistic model over the
strata). What is left over is tested again, so that what only goes along with a cause falls away;
a name is taken back when later ones leave nothing for it to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

from queries.causes.candidates import OWN, VARIANTS, Catalogue, plain
from queries.causes.comparison import Tally
from queries.causes.likelihood import Likelihood
from queries.causes.members import Sharers
from queries.causes.statistics import Chances, adjusted, logarithm, tail

ALPHA = 0.05
MOST_NAMED = 12
_PROMISING = 0.1
_MOST_PROMISING = 300


@dataclass(slots=True)
class Verdict:
    """The test of one candidate.

    `code`: the number it is best told by, odd where only its defective time counts. `alone`: p
    against all others; `p` and `q`: given the causes named before (for what is not named, all).
    `told`: hits where not all share it; `expected`: how many of them by chance; `tries`: how many
    tests it was the best of. `by`: the named cause that explains it away. `prior`: what is added
    to its score for what was known before (see `prior_of`).
    """

    code: int
    hits: int
    told: int
    expected: float
    alone: float
    p: float
    q: float = 1.0
    named: int = 0
    tries: int = 1
    prior: float = 0.0
    by: int | None = None


@dataclass(slots=True)
class Naming:
    """The state of the search; `tests`: how many candidates each family has.

    `likelihood`: the codes named so far, with how much likelier they make an issue.
    """

    sharers: Sharers
    verdicts: dict[int, Verdict]
    tests: Mapping[bool, int]
    catalogue: Catalogue
    taken_back: set[int] = field(default_factory=set)
    likelihood: Likelihood = field(init=False)

    def __post_init__(self) -> None:
        self.likelihood = Likelihood(self.sharers)

    @property
    def names(self) -> Sequence[int]:
        """The codes named so far, in the order in which they were."""
        return self.likelihood.names

    def run(self) -> dict[int, Verdict]:
        """All verdicts by candidate number, after naming."""
        while len(self.names) < MOST_NAMED:
            self._test(v for v in self.verdicts.values() if not v.named)
            fresh = self._next()
            if fresh is None:
                break
            fresh.named = len(self.names) + 1
            self.likelihood.add(fresh.code)
            self._take_back(fresh)
        self._explain()
        return self.verdicts

    def _explain(self) -> None:
        """What looks guilty alone and is not named falls to the name it shares most with."""
        for verdict in self.verdicts.values():
            tests = self.tests[self._own(verdict)]
            if self.names and not verdict.named and verdict.alone * tests <= ALPHA:
                common = {n: self.sharers.common(verdict.code, n) for n in self.names}
                verdict.by = max(common, key=lambda name: (common[name], -name))

    def _next(self) -> Verdict | None:
        open_ones = [
            v
            for v in self.verdicts.values()
            if not v.named and v.q <= ALPHA and v.code not in self.taken_back
        ]
        return max(open_ones, key=self._rank, default=None)

    def _rank(self, verdict: Verdict) -> tuple[float, int, int]:
        return self.score(verdict), verdict.hits, -verdict.code

    def score(self, verdict: Verdict) -> float:
        """Minus the logarithm of p times the tests of its family, and the prior."""
        tests = max(self.tests[self._own(verdict)], 1)
        return logarithm(verdict.p) - log10(tests) + verdict.prior

    # Tests given what is named

    def _test(self, wanted: Iterable[Verdict]) -> None:
        """Chance and q of the promising candidates given the names."""
        promising = sorted((v for v in wanted if v.alone <= _PROMISING), key=_order)
        promising = promising[:_MOST_PROMISING]
        if self.names and promising:
            shares = self.likelihood.shares([v.code for v in promising])
            chances = Chances()
            for v, own_shares in zip(promising, shares, strict=True):
                v.p = min(1.0, v.tries * chances.of(own_shares, v.told))
        for own in (True, False):
            family = [v for v in promising if self._own(v) is own]
            before = sum(self._own(v) is own for v in self.verdicts.values() if v.named)
            qs = adjusted([v.p for v in family], self.tests[own], before)
            for v, q in zip(family, qs, strict=True):
                v.q = q

    def _own(self, verdict: Verdict) -> bool:
        return self.catalogue.of(verdict.code).role in OWN

    def _take_back(self, fresh: Verdict) -> None:
        """Names that the others leave nothing for are taken back, the weakest first."""
        while len(self.names) > 1:
            named = {v.code: v for v in self.verdicts.values() if v.named}
            weakest = None
            for code in self.names:
                if code == fresh.code:
                    continue
                (shares,) = self.likelihood.shares([code], without=code)
                verdict = named[code]
                verdict.p = min(1.0, verdict.tries * tail(shares, verdict.told))
                if weakest is None or verdict.p > named[weakest].p:
                    weakest = code
            if weakest is None or not self._falls(named[weakest]):
                return
            verdict = named[weakest]
            verdict.named = 0
            self.taken_back.add(weakest)
            self.likelihood.remove(weakest)

    def _falls(self, verdict: Verdict) -> bool:
        return verdict.p * self.tests[self._own(verdict)] / len(self.names) > ALPHA


def _order(verdict: Verdict) -> tuple[float, float, int]:
    return verdict.p, -verdict.hits, verdict.code


def prior_of(code: int, confirmed: int) -> float:
    """What speaks for a candidate beforehand, as a decimal logarithm.

    One for a defect that a source claims, and one for each tenfold of incidents whose cause it was
    confirmed to be before.
    """
    return (1.0 if code != plain(code) else 0.0) + log10(1 + confirmed)


def first_verdicts(
    tallies: Mapping[int, Tally], least: int, known: Mapping[int, int]
) -> dict[int, Verdict]:
    """The verdict of each candidate with at least so many hits, before anything is named.

    Where a candidate also has times in which it is claimed to be defective, they are tested, too:
    the smallest chance counts, times the number of tests. `known`: how often each candidate was
    confirmed to be a cause before.
    """
    found: dict[int, Verdict] = {}
    chances = Chances()
    for code, tally in tallies.items():
        if code != plain(code) or tally.hits < least:
            continue
        own = [tallies[c] for c in range(code, code + VARIANTS) if c in tallies]
        numbers = [c for c in range(code, code + VARIANTS) if c in tallies]
        different = {(tuple(t.strata), tuple(t.shares)) for t in own}
        able = [_verdict(c, tallies[c], chances) for c in numbers if tallies[c].hits >= least]
        for v in able:
            v.prior = prior_of(v.code, known.get(code, 0))
        best = max(able, key=lambda v: (logarithm(v.alone) + v.prior, v.code))
        best.tries = len(different)
        best.alone = best.p = min(1.0, best.tries * best.alone)
        found[code] = best
    return found


def _verdict(code: int, tally: Tally, chances: Chances) -> Verdict:
    p = chances.of(tally.shares, tally.told)
    return Verdict(code, tally.hits, tally.told, sum(tally.shares), p, p)
