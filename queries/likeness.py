"""Which known names a printed one may be short for, or a slip of: a rule, no judgement.

First the names that hold all its characters in order (国资委 in 国有资产监督管理委员会), the
shortest first; then those that share at least half of their pairs of neighbouring characters with
it (Dice), the likest first. Names that tie stand in the order of their ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

SHOWN = 5
ALIKE = 0.5


class KnownNames:
    """Names by id, searched by their characters."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._with: dict[str, set[str]] = defaultdict(set)
        for node, name in names.items():
            for part in {*name, *_pairs(name)}:
                self._with[part].add(node)

    def nearest(self, printed: str) -> tuple[str, ...]:
        """The ids of at most five names, the nearest first.

        >>> known = KnownNames({"unit:1": "乙市石桥区气象局", "unit:2": "石桥镇气象局"})
        >>> known.nearest("石桥区气象局")
        ('unit:1', 'unit:2')
        """
        if not printed:
            return ()
        holding = set.intersection(*(self._with.get(letter, set()) for letter in printed))
        short = {node for node in holding if _in_order(printed, self._names[node])}
        ranked = sorted(short, key=lambda node: (len(self._names[node]), node))
        return tuple([*ranked, *self._alike(printed, short)][:SHOWN])

    def _alike(self, printed: str, taken: set[str]) -> list[str]:
        pairs = _pairs(printed)
        shared = Counter(node for pair in pairs for node in self._with.get(pair, ()))
        scored = (
            (-2 * count / (len(pairs) + len(_pairs(self._names[node]))), node)
            for node, count in shared.items()
            if node not in taken
        )
        return [node for score, node in sorted(scored) if -score >= ALIKE]


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
