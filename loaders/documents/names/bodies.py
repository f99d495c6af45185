"""Bodies whose names follow no rule, and those whose area is never completed."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Bodies:
    """`named`: level by name. `own_area`: level by the end of a name that keeps its area.

    `heads`: the names by their first two characters, the longest first.
    """

    named: dict[str, str]
    own_area: dict[str, str]
    heads: dict[str, tuple[str, ...]]

    def starting(self, text: str, at: int) -> str:
        """The longest of the names that begins at a place of a text, or empty."""
        names = self.heads.get(text[at : at + 2])
        return next((n for n in names if text.startswith(n, at)), "") if names else ""

    def keeps_area(self, name: str) -> str:
        """The level of a body whose area is printed as it is to stay, or empty.

        >>> known_bodies().keeps_area("呼和浩特海关")
        'external'
        """
        return next((level for end, level in self.own_area.items() if name.endswith(end)), "")


@cache
def known_bodies() -> Bodies:
    """The bodies of `bodies.csv`."""
    text = resources.files("loaders.documents.names").joinpath("bodies.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    named = {row["name"]: row["level"] for row in rows if row["form"] == "name"}
    own = {row["name"]: row["level"] for row in rows if row["form"] == "own_area"}
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(named, key=len, reverse=True):
        heads[name[:2]].append(name)
    return Bodies(named, own, {head: tuple(names) for head, names in heads.items()})
