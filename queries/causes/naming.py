"""Which candidates are named: one after another, each tested given those that were named before.

A named cause explains its share of the issues: given that it stands behind some of those who
could have had an issue, they were likelier to have it (conditional logistic model over the
strata). What is left over is tested again, so that what only goes along with a cause falls away;
a name is taken back when later ones leave nothing for it to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from queries.causes.candidates import OWN, Catalogue
from queries.causes.comparison import Stratum, Tally
from queries.causes.statistics import adjusted, tail

ALPHA = 0.05
MOST_NAMED = 12
_PROMISING = 0.1
_MOST_PROMISING = 300
_SHRINK = 0.05
_SWEEPS = 12


@dataclass(slots=True)
class Verdict:
    """The test of one candidate.

    `code`: the number it is best told by, odd where only its defective time counts. `alone`: p
    against all others; `p` and `q`: given the causes named before (for what is not named, all).
    `told`: hits where not all share it; `expected`: how many
    of them by chance; `tries`: how many tests it was the best of. `by`: the named cause that explains it away.
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
    by: int | None = None


@dataclass(slots=True)
class Naming:
    """The state of the search; `tests`: how many candidates each family has.

    `names`: the codes named so far, with the logarithm of how much likelier they make an issue.
    """

    found: Sequence[Stratum]
    verdicts: dict[int, Verdict]
    tests: Mapping[bool, int]
    catalogue: Catalogue
    names: dict[int, float] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    _rows: list[list[frozenset[int]]] = field(default_factory=list)

    def run(self) -> dict[int, Verdict]:
        """All verdicts by candidate number, after naming."""
        self._rows = self._promising_rows()
        while len(self.names) < MOST_NAMED:
            self._test(v for v in self.verdicts.values() if not v.named)
            fresh = self._next()
            if fresh is None:
                break
            fresh.named = len(self.names) + 1
            self.names[fresh.code] = 0.0
            self._fit()
            self._take_back(fresh)
        return self.verdicts

    def _promising_rows(self) -> list[list[frozenset[int]]]:
        """For each stratum the issue and its peers, with the numbers that matter only."""
        promising = {v.code for v in self._promising()}
        return [
            [s.codes & promising, *(peer.codes & promising for peer in s.peers)]
            for s in self.found
        ]

    def _promising(self) -> list[Verdict]:
        able = [v for v in self.verdicts.values() if v.alone <= _PROMISING]
        return sorted(able, key=_order)[:_MOST_PROMISING]

    def _next(self) -> Verdict | None:
        open_ones = [
            v
            for v in self.verdicts.values()
            if not v.named and v.q <= ALPHA and v.code not in self.taken_back
        ]
        return min(open_ones, key=_order, default=None)

    # Tests given what is named

    def _test(self, wanted: Iterable[Verdict]) -> None:
        """p and q of the promising candidates given the names."""
        promising = [v for v in wanted if v.alone <= _PROMISING]
        if self.names:
            shares = self._shares({v.code for v in promising}, self.names)
            for v in promising:
                v.p = min(1.0, v.tries * tail(shares.get(v.code, ()), v.told))
        for own in (True, False):
            family = [v for v in promising if self._own(v) is own]
            qs = adjusted([v.p for v in family], self.tests[own])
            for v, q in zip(family, qs, strict=True):
                v.q = q

    def _own(self, verdict: Verdict) -> bool:
        return self.catalogue.of(verdict.code).role in OWN

    def _shares(self, codes: set[int], names: Mapping[int, float]) -> dict[int, list[float]]:
        """For each code the chance, stratum by stratum, that the one who is hit is a sharer."""
        shares: dict[int, list[float]] = {}
        for rows in self._rows:
            weights = [_weight(row, names) for row in rows]
            whole = sum(weights)
            parts: dict[int, float] = {}
            counts: dict[int, int] = {}
            for row, weight in zip(rows, weights, strict=True):
                for code in row & codes:
                    parts[code] = parts.get(code, 0.0) + weight
                    counts[code] = counts.get(code, 0) + 1
            for code, part in parts.items():
                if counts[code] < len(rows):
                    shares.setdefault(code, []).append(part / whole)
        return shares

    # How much likelier each name makes an issue

    def _fit(self) -> None:
        """The most likely weights of all names, a little drawn towards none."""
        codes = list(self.names)
        patterns = [_patterns(rows, codes) for rows in self._rows]
        weights = [self.names[c] for c in codes]
        for _ in range(_SWEEPS):
            change = 0.0
            for at in range(len(codes)):
                step = _step(patterns, weights, at)
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
            verdict.named, verdict.by = 0, fresh.code
            self.taken_back.add(weakest)
            del self.names[weakest]
            self._fit()

    def _falls(self, verdict: Verdict) -> bool:
        return verdict.p * self.tests[self._own(verdict)] / len(self.names) > ALPHA


def _weight(row: frozenset[int], names: Mapping[int, float]) -> float:
    total = 0.0
    for code, weight in names.items():
        if code in row:
            total += weight
    return exp(total) if total else 1.0


def _patterns(
    rows: Sequence[frozenset[int]], codes: Sequence[int]
) -> tuple[tuple[bool, ...], dict[tuple[bool, ...], int]]:
    """Which names the issue has, and how many of the stratum have each set of names."""
    counts: dict[tuple[bool, ...], int] = {}
    for row in rows:
        key = tuple(code in row for code in codes)
        counts[key] = counts.get(key, 0) + 1
    return tuple(code in rows[0] for code in codes), counts


def _step(
    patterns: Sequence[tuple[tuple[bool, ...], dict[tuple[bool, ...], int]]],
    weights: Sequence[float],
    at: int,
) -> float:
    """One step of Newton's method in the weight of one name."""
    slope, bend = -_SHRINK * weights[at], _SHRINK
    for case, counts in patterns:
        whole = part = 0.0
        for key, number in counts.items():
            mass = number * exp(sum(w for w, has in zip(weights, key, strict=True) if has))
            whole += mass
            part += mass if key[at] else 0.0
        share = part / whole
        slope += case[at] - share
        bend += share * (1 - share)
    return max(-1.0, min(1.0, slope / bend))


def _order(verdict: Verdict) -> tuple[float, float, int]:
    return verdict.p, -verdict.hits, verdict.code


def first_verdicts(tallies: Mapping[int, Tally], least: int) -> dict[int, Verdict]:
    """The verdict of each candidate with at least so many hits, before anything is named.

    Where a candidate also has a time in which it is claimed to be defective, both are tested and
    the smaller chance is doubled.
    """
    found: dict[int, Verdict] = {}
    for code, tally in tallies.items():
        if code % 2 == 0 and tally.hits >= least:
            found[code] = _verdict(code, tally)
    for code, tally in tallies.items():
        whole = found.get(code - 1) if code % 2 else None
        if whole is None or tally.hits < least:
            continue
        if tally.strata == tallies[code - 1].strata and tally.shares == tallies[code - 1].shares:
            found[code - 1] = _verdict(code, tally)
            continue
        defective = _verdict(code, tally)
        better = defective if defective.alone < whole.alone else whole
        better.tries = 2
        better.alone = better.p = min(1.0, 2 * better.alone)
        found[code - 1] = better
    return found


def _verdict(code: int, tally: Tally) -> Verdict:
    p = tail(tally.shares, tally.told)
    return Verdict(code, tally.hits, tally.told, sum(tally.shares), p, p)
