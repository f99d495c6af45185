"""The table of what sentences likely ask: what the labelled sentences teach, and how well."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.plain.learning import LEAST, labelled, learnt, written
from queries.plain.likely import likelihoods, read_table
from queries.plain.reading import normal

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "plain_questions"
RIGHT = 0.95


def test_the_table_of_weights_is_what_the_sets_teach() -> None:
    """But for the last digit, which hangs on the library of linear algebra."""
    made, kept = learnt(labelled(GOLDEN)), likelihoods()

    assert made.takes == kept.takes
    far = [
        (gram, asked)
        for gram in made.weights.keys() | kept.weights.keys()
        for asked in made.takes
        if _differ(
            made.weights.get(gram, {}).get(asked, 0), kept.weights.get(gram, {}).get(asked, 0)
        )
    ]
    assert far == [], "python -m queries.plain.learning tests/golden/plain_questions"
    assert dict(read_table(written(kept)).weights) == dict(kept.weights)


def _differ(one: int, other: int) -> bool:
    """By more than one, or than what is left out of a table as too small."""
    return abs(one - other) > (1 if one and other else LEAST)


@pytest.mark.parametrize(
    "left_out",
    ["fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"],
)
def test_weights_choose_the_question_of_sentences_they_were_not_learnt_from(left_out: str) -> None:
    """Of a set by a hand that wrote no other one, learnt from all the others."""
    others = labelled(GOLDEN, left_out)
    unseen = [row for row in labelled(GOLDEN) if row not in others]

    table = learnt(others)
    right = [said for said, meant in unseen if table.asked(normal(said))[0][0] == meant.split()[0]]

    assert len(right) >= RIGHT * len(unseen) > 50
