"""What is usually done instead, on the same records: each ranks or names elements to blame.

Three of them only rank; they are told how many causes there are and name that many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
from oracle.common_causes import OWN, Case, Key, asked, behind
from oracle.reading import Reading
from scipy.stats import false_discovery_control, hypergeom

ALPHA = 0.05
RESTART = 0.15
_NOT_ONE_HOP = {"superior", "system"}


@dataclass(frozen=True)
class Seen:
    """Issues with the number of steps to each element behind them; lines with what is near them."""

    issues: Sequence[Mapping[str, int]]
    ill: Sequence[frozenset[str]]
    fine: Sequence[frozenset[str]]


def seen(reading: Reading) -> Seen:
    """What all baselines look at: the same chains that the question walks."""
    cases = asked(reading, "")
    steps = [_steps(reading, case) for case in cases]
    near = [_near(reading, case) for case in cases]
    hit = {(c.station, c.variable) for c in cases}
    when = sorted(c.moment for c in cases)
    fine = []
    for deployment in reading.of_kind("Deployment"):
        station = reading.out(deployment, "AT_STATION")[0].other
        variable = str(reading.node(deployment)["variable"])
        if (station, variable) not in hit:
            moment = when[len(fine) % len(when)]
            fine.append(_near(reading, Case("", station, variable, None, moment)))
    return Seen(steps, near, fine)


def _steps(reading: Reading, case: Case) -> dict[str, int]:
    found: dict[str, int] = {}
    for way in behind(reading, case):
        element = way.key[1]
        found[element] = min(found.get(element, way.steps), way.steps)
    return found


def _near(reading: Reading, case: Case) -> frozenset[str]:
    """Elements one edge from the instrument, its last calibration or the station."""
    keys: set[Key] = {w.key for w in behind(reading, case) if w.steps <= 3}
    return frozenset(e for role, e in keys if role not in _NOT_ONE_HOP | OWN)


def most_frequent(given: Seen, count: int) -> list[str]:
    """The elements behind the most issues."""
    often = Counter(e for steps in given.issues for e in steps)
    return [e for e, _ in sorted(often.items(), key=lambda p: (-p[1], p[0]))[:count]]


def plain_fisher(given: Seen, count: int) -> list[str]:
    """Every feature one hop away that Fisher's test with Benjamini and Hochberg names."""
    del count
    ill = Counter(e for near in given.ill for e in near)
    fine = Counter(e for near in given.fine for e in near)
    names = sorted(ill)
    total, cases = len(given.ill) + len(given.fine), len(given.ill)
    chances = [float(hypergeom.sf(ill[e] - 1, total, ill[e] + fine[e], cases)) for e in names]
    qs = false_discovery_control(chances)
    found = [(p, e) for p, q, e in zip(chances, qs, names, strict=True) if q <= ALPHA]
    return [e for _, e in sorted(found)]


def nearest_common_ancestor(given: Seen, count: int) -> list[str]:
    """Each pair of issues votes for the element in common that is nearest to both."""
    votes: Counter[str] = Counter()
    for a, b in combinations(given.issues, 2):
        common = a.keys() & b.keys()
        if common:
            least = min(a[e] + b[e] for e in common)
            votes.update(e for e in common if a[e] + b[e] == least)
    return [e for e, _ in sorted(votes.items(), key=lambda p: (-p[1], p[0]))[:count]]


def random_walk(given: Seen, count: int) -> list[str]:
    """Random walk with restart at the issues, over issues, fine lines and elements."""
    graph: nx.Graph[str] = nx.Graph()
    for number, steps in enumerate(given.issues):
        graph.add_edges_from((f"issue {number}", e) for e in steps)
    for number, near in enumerate(given.fine):
        graph.add_edges_from((f"fine {number}", e) for e in near)
    start = {f"issue {n}": 1.0 for n in range(len(given.issues))}
    rank = nx.pagerank(graph, alpha=1 - RESTART, personalization=start)
    elements = [(r, e) for e, r in rank.items() if not e.startswith(("issue ", "fine "))]
    return [e for _, e in sorted(elements, key=lambda p: (-p[0], p[1]))[:count]]


BASELINES = {
    "最常见的元素 / most frequent element": most_frequent,
    "单跳 Fisher / plain Fisher, one hop": plain_fisher,
    "最近公共祖先 / nearest common ancestor": nearest_common_ancestor,
    "重启随机游走 / random walk with restart": random_walk,
}
