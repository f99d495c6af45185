"""What a sentence most likely asks, by the characters it is written with.

A table of weights that is learnt from the labelled sentences of `tests/golden/plain_questions`
(`queries.plain.learning` writes it): one weight for a character, or a pair of them, and a question,
or a value of a parameter such as `state=overdue`. Names, codes and days are left out. What is
chosen by it is never sure: see docs/decisions/0028-likely-questions.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("likely.tsv")
SCALE = 50
"""What a weight of 1 is written as in the table, in which all numbers are whole."""
_SAID = 0.4
"""The score from which a value of a parameter counts as said."""
_DAY = re.compile(r"(\d+年)?(\d+月)?\d+[日号]|(\d+年)?\d+月|\d{4}年")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.:/-]*")
_MARK = re.compile(r"[=,.;:!、。“”\"《》()—]+")


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """Weights by gram, by what is asked; and by value of a parameter the questions that take it."""

    weights: Mapping[str, Mapping[str, int]]
    takes: Mapping[str, frozenset[str]]

    def asked(self, text: str) -> list[tuple[str, float]]:
        """Questions that a normal sentence may ask, the most likely first, with their scores.

        A score is near 1 for what a sentence surely asks, near 0 for what it does not.
        """
        scores = self._scores(text).items()
        found = [(asked, score) for asked, score in scores if "=" not in asked]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def values(self, text: str, question: str) -> dict[str, str]:
        """Parameters of a question with the values that a normal sentence likely names."""
        found = sorted(
            (score, asked)
            for asked, score in self._scores(text).items()
            if "=" in asked and score > _SAID and question in self.takes.get(asked, ())
        )
        named = (asked.partition("=") for _, asked in found)
        return {name: value for name, _, value in named}

    def _scores(self, text: str) -> dict[str, float]:
        found = [self.weights[gram] for gram in grams(text) if gram in self.weights]
        summed: dict[str, int] = {}
        for weighed in found:
            for asked, weight in weighed.items():
                summed[asked] = summed.get(asked, 0) + weight
        unit = SCALE * math.sqrt(len(found) or 1)
        return {asked: total / unit for asked, total in summed.items()}


def grams(text: str) -> frozenset[str]:
    """The characters of a normal sentence and the pairs of neighbours, days and codes masked.

    `^` and `$` stand for its ends, `日` for a day, a month or a year, `#` for a code.

    >>> sorted(grams("50425站 怎样"))
    ['#', '#站', '$', '^', '^#', '怎', '怎样', '样', '样$', '站']
    """
    masked = _MARK.sub(" ", _CODE.sub("#", _DAY.sub("日", text.casefold())))
    ends = f"^{masked}$"
    pieces = (ends[at : at + n] for n in (1, 2) for at in range(len(ends) - n + 1))
    return frozenset(piece for piece in pieces if " " not in piece)


@cache
def likelihoods() -> Likelihoods:
    """The table that is kept, read at the first sentence that asks for it."""
    return read_table(TABLE.read_text(encoding="utf-8").splitlines())


def read_table(lines: Iterable[str]) -> Likelihoods:
    """A table from its lines.

    After a heading one line for each thing that can be asked, `=`, its name, and of a value the
    questions that take it; then one for each gram, with the place of each and its weight.
    """
    asked: list[str] = []
    takes: dict[str, frozenset[str]] = {}
    weights: dict[str, dict[str, int]] = {}
    for line in lines:
        head, _, said = line.partition("\t")
        if head == "=":
            name, *questions = said.split()
            asked.append(name)
            takes[name] = frozenset(questions)
        elif said:
            pairs = (one.split(":") for one in said.split())
            weights[head] = {asked[int(place)]: int(weight) for place, weight in pairs}
    return Likelihoods(weights, takes)
