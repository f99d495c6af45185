"""Learns the table of `likely.py` from labelled sentences.

`python -m queries.plain.learning tests/golden/plain_questions` writes it anew.

Ridge regression of what is asked on the grams of a sentence, each gram weighed by how rare it is
(TF-IDF) and each sentence by how seldom its question is asked. It has a closed form: no chance, no
order of the sentences, no number of rounds; the same sentences give the same table but for the
last digit.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from queries.plain.likely import SCALE, TABLE, Likelihoods, grams
from queries.plain.reading import normal

MEASURES = "thirteenth"
"""The set from which nothing is learnt, so that it goes on to measure."""
Labelled = tuple[str, str]
"""A sentence and what it means, as the sets write it."""
RIDGE, RIDGE_OF_VALUES = 0.015, 0.1
"""How far weights are held down; chosen, as what follows, by leaving out one set at a time."""
SEEN = 2
"""Sentences that have a gram at least, for it to be in the table."""
SAID = 3
"""Sentences that have a value at least, for it to be learnt."""
LEAST = 3
"""The smallest weight that is kept, as it is written."""
_VALUE = re.compile(r"(?!text|process|plan)\w+=[^:;\d]+\Z")
"""A value of a code list: no id, no day, no number, and no name as it is said."""
_HEADING = "# Weights of grams, see likely.py; written by python -m queries.plain.learning"


def labelled(folder: Path, without: str = MEASURES) -> list[Labelled]:
    """The sentences of all sets of a folder but one that have one meaning, with it."""
    lines = [
        line.split("\t")
        for path in sorted(folder.glob("*.tsv"))
        if path.stem != without
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    ]
    return [(said, meant) for _, said, meant in lines if meant[0] not in "?!"]


def learnt(rows: Sequence[Labelled]) -> Likelihoods:
    """What sentences with their meanings teach."""
    said = [grams(normal(sentence)) for sentence, _ in rows]
    seen = Counter(gram for one in said for gram in one)
    kept = sorted(gram for gram, n in seen.items() if n >= SEEN)
    rare = np.array([math.log((1 + len(rows)) / (1 + seen[gram])) + 1 for gram in kept])
    features = np.array([[gram in one for gram in kept] for one in said]) * rare
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    usual = np.sqrt((lengths**2).sum() / np.count_nonzero(features))
    features /= np.maximum(lengths, 1e-9)

    questions = [meant.split()[0] for _, meant in rows]
    values = [{word for word in meant.split()[1:] if _VALUE.match(word)} for _, meant in rows]
    often = Counter(value for one in values for value in one)
    of_values = sorted(value for value, n in often.items() if n >= SAID)
    of_questions = sorted(set(questions))
    asked = np.array([[one == q for q in of_questions] for one in questions], dtype=float)
    named = np.array([[value in one for value in of_values] for one in values], dtype=float)
    seldom = 1 / np.sqrt(asked.sum(axis=0))[asked.argmax(axis=1)][:, None]
    weights = np.hstack(
        [
            _ridge(features, asked - 1 / len(of_questions), seldom, RIDGE),
            _ridge(features, named - named.mean(axis=0), np.ones_like(seldom), RIDGE_OF_VALUES),
        ]
    )
    whole = np.rint(weights * rare[:, None] / usual * SCALE).astype(int)
    every = [*of_questions, *of_values]
    return Likelihoods(
        {
            gram: {every[at]: int(row[at]) for at in np.flatnonzero(abs(row) >= LEAST)}
            for gram, row in zip(kept, whole, strict=True)
            if (abs(row) >= LEAST).any()
        },
        {
            one: frozenset(q for q, of in zip(questions, values, strict=True) if one in of)
            for one in every
        },
    )


def _ridge(
    features: npt.NDArray[np.float64],
    wanted: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64],
    held: float,
) -> npt.NDArray[np.float64]:
    """Weights of features, by what is wanted, of rows with their weights."""
    alike = (features @ features.T) * weight * weight.T + held * np.eye(len(features))
    solved = np.linalg.solve(alike, weight * wanted)
    return np.asarray(features.T @ (weight * solved), dtype=np.float64)


def written(table: Likelihoods) -> Iterator[str]:
    """The lines of a table, as `read_table` reads them."""
    place = {asked: n for n, asked in enumerate(table.takes)}
    yield _HEADING
    for asked, questions in table.takes.items():
        yield "\t".join(("=", " ".join((asked, *sorted(questions)))))
    for gram, found in sorted(table.weights.items()):
        yield f"{gram}\t" + " ".join(f"{place[asked]}:{found[asked]}" for asked in found)


if __name__ == "__main__":
    lines = written(learnt(labelled(Path(sys.argv[1]))))
    TABLE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
