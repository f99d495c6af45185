"""Which candidates are named: one after another, each tested given those that were named before.

A named cause explains its share of the issues: given that it stands behind some of those who
could have had an issue, they were likelier to have it (conditional logistic model over the
strata). What is left over is tested again, so that what only goes along with a cause falls away;
a name is taken back when later ones leave nothing for it to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log10

from queries.causes.candidates import OWN, VARIANTS, Catalogue, plain
from queries.causes.comparison import Sharers, Tally, by_number
from queries.causes.statistics import Chances, adjusted, logarithm, tail

ALPHA = 0.05
MOST_NAMED = 12
_PROMISING = 0.1
_MOST_PROMISING = 300
_SHRINK = 0.05
_SWEEPS = 12
Names = tuple[bool, ...]
"""Which of the names stand behind somebody, in the order of the names."""
Pattern = tuple[Names, tuple[tuple[int, int], ...]]
"""The names of an issue; of its stratum the number of each set of names, and how many have it."""


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

    `numbers`: the sharers by number (`by_number`).
    `names`: the codes named so far, with the logarithm of how much likelier they make an issue.
    """

    sharers: Sequence[Sharers]
    verdicts: dict[int, Verdict]
    tests: Mapping[bool, int]
    catalogue: Catalogue
    names: dict[int, float] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    numbers: Mapping[int, Mapping[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = by_number(self.sharers)

    def run(self) -> dict[int, Verdict]:
        """All verdicts by candidate number, after naming."""
        while len(self.names) < MOST_NAMED:
            self._test(v for v in self.verdicts.values() if not v.named)
            fresh = self._next()
            if fresh is None:
                break
            fresh.named = len(self.names) + 1
            self.names[fresh.code] = 0.0
            self._fit()
            self._take_back(fresh)
        self._explain()
        return self.verdicts

    def _explain(self) -> None:
        """What looks guilty alone and is not named falls to the name it shares most with."""
        for verdict in self.verdicts.values():
            tests = self.tests[self._own(verdict)]
            if self.names and not verdict.named and verdict.alone * tests <= ALPHA:
                common = {name: self._common(verdict.code, name) for name in self.names}
                verdict.by = max(common, key=lambda name: (common[name], -name))

    def _common(self, one: int, other: int) -> int:
        """How many, issues and peers, have both."""
        mine, theirs = self.numbers.get(one, {}), self.numbers.get(other, {})
        return sum((mine[at] & theirs[at]).bit_count() for at in mine.keys() & theirs.keys())

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
        if self.names:
            shares = self._shares({v.code for v in promising}, self.names)
            chances = Chances()
            for v in promising:
                v.p = min(1.0, v.tries * chances.of(shares[v.code], v.told))
        for own in (True, False):
            family = [v for v in promising if self._own(v) is own]
            before = sum(self._own(v) is own for v in self.verdicts.values() if v.named)
            qs = adjusted([v.p for v in family], self.tests[own], before)
            for v, q in zip(family, qs, strict=True):
                v.q = q

    def _own(self, verdict: Verdict) -> bool:
        return self.catalogue.of(verdict.code).role in OWN

    def _shares(self, codes: set[int], names: Mapping[int, float]) -> dict[int, list[float]]:
        """For each code the chance, stratum by stratum, that the one who is hit is a sharer."""
        shares: dict[int, list[float]] = {code: [] for code in codes}
        touched: set[int] = set().union(*(self.numbers.get(code, ()) for code in codes))
        for at in sorted(touched):
            stratum = self.sharers[at]
            masks, everybody = stratum.masks, stratum.everybody
            telling = [c for c in codes & masks.keys() if masks[c] != everybody]
            if not telling:
                continue
            parts = [(mask, exp(weight)) for mask, weight in _parts(stratum, names)]
            whole = sum([mask.bit_count() * mass for mask, mass in parts])
            for code in telling:
                own = masks[code]
                hit = sum([(own & mask).bit_count() * mass for mask, mass in parts])
                shares[code].append(hit / whole)
        return shares

    # How much likelier each name makes an issue

    def _fit(self) -> None:
        """The most likely weights of all names, a little drawn towards none."""
        codes = list(self.names)
        numbers: dict[Names, int] = {}
        patterns = [_patterns(stratum, codes, numbers) for stratum in self.sharers]
        sets = tuple(numbers)
        weights = [self.names[c] for c in codes]
        telling = [_telling(patterns, sets, at) for at in range(len(codes))]
        for _ in range(_SWEEPS):
            change = 0.0
            for at in range(len(codes)):
                step = _step(telling[at], sets, weights, at)
                weights[at] += step
                change = max(change, abs(step))
            if change < 1e-4:
                break
        self.names.update(zip(codes, weights, strict=True))

    def _take_back(self, fresh: Verdict) -> None:
        """Names that the others leave nothing for are taken back, the weakest first."""
        while len(self.names) > 1:
            named = {v.code: v for v in self.verdicts.values() if v.named}
            weakest = None
            for code in self.names:
                if code == fresh.code:
                    continue
                others = {c: w for c, w in self.names.items() if c != code}
                shares = self._shares({code}, others)
                verdict = named[code]
                verdict.p = min(1.0, verdict.tries * tail(shares.get(code, ()), verdict.told))
                if weakest is None or verdict.p > named[weakest].p:
                    weakest = code
            if weakest is None or not self._falls(named[weakest]):
                return
            verdict = named[weakest]
            verdict.named = 0
            self.taken_back.add(weakest)
            del self.names[weakest]
            self._fit()

    def _falls(self, verdict: Verdict) -> bool:
        return verdict.p * self.tests[self._own(verdict)] / len(self.names) > ALPHA


def _parts(stratum: Sharers, names: Mapping[int, float]) -> list[tuple[int, float]]:
    """The stratum divided by which names stand behind its members, each part with its weight."""
    masks, parts = stratum.masks, [(stratum.everybody, 0.0)]
    for code in [c for c in names if c in masks]:
        own, weight, divided = masks[code], names[code], []
        for mask, before in parts:
            if having := mask & own:
                divided.append((having, before + weight))
            if lacking := mask & ~own:
                divided.append((lacking, before))
        parts = divided
    return parts


def _patterns(stratum: Sharers, codes: Sequence[int], numbers: dict[Names, int]) -> Pattern:
    """Which names the issue has, and how many of the stratum have each set of names.

    `numbers`: sets of names seen so far, each with its number; new ones are added.
    """
    parts: list[tuple[int, Names]] = [(stratum.everybody, ())]
    for code in codes:
        own = stratum.masks.get(code, 0)
        parts = [
            (part, (*before, has))
            for mask, before in parts
            for part, has in ((mask & own, True), (mask & ~own, False))
            if part
        ]
    case = tuple(bool(stratum.masks.get(code, 0) & 1) for code in codes)
    return case, tuple(
        (numbers.setdefault(has, len(numbers)), mask.bit_count()) for mask, has in parts
    )


def _telling(patterns: Sequence[Pattern], sets: Sequence[Names], at: int) -> list[Pattern]:
    """The strata in which some have a name and some have not: no others say anything of it."""
    having = [names[at] for names in sets]
    return [one for one in patterns if len({having[number] for number, _ in one[1]}) > 1]


def _step(
    patterns: Sequence[Pattern], sets: Sequence[Names], weights: Sequence[float], at: int
) -> float:
    """One step of Newton's method in the weight of one name."""
    slope, bend = -_SHRINK * weights[at], _SHRINK
    masses = [exp(sum(w for w, has in zip(weights, names, strict=True) if has)) for names in sets]
    having = [names[at] for names in sets]
    for case, counts in patterns:
        whole = part = 0.0
        for names, number in counts:
            mass = number * masses[names]
            whole += mass
            if having[names]:
                part += mass
        share = part / whole
        slope += case[at] - share
        bend += share * (1 - share)
    return max(-1.0, min(1.0, slope / bend))


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
