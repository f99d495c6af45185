"""The nearest ids of one that is not there: few or hundreds of thousands to look through."""

from __future__ import annotations

import difflib
from time import process_time

import pytest

from queries.ask import COMPARED, unknown

MANY = [f"issue:2021-{n:06d}-{n % 97:02d}" for n in range(200_000)]
LONGEST_S = 1.0


def test_of_few_ids_the_most_alike_are_named() -> None:
    known = [f"station:{n}" for n in range(53400, 53500)]

    assert unknown("station:5346", known).nearest == tuple(
        f"station:{key}"
        for key in difflib.get_close_matches("5346", [k[8:] for k in known], 5, 0.5)
    )


def test_values_without_a_kind_are_compared_whole() -> None:
    assert unknown("150190", ["150100", "220000"]).nearest == ("150100",)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("issue:2021-12345-26", "issue:2021-012345-26"),  # a digit left out
        ("issue:2021-123456-7", "issue:2021-123456-72"),  # cut short
        ("issue:2012-123456-72", "issue:2021-123456-72"),  # two digits exchanged at the beginning
        ("2021-123456-73", "issue:2021-123456-72"),  # without its prefix
    ],
)
def test_of_many_ids_a_slip_is_found_within_a_second(asked: str, meant: str) -> None:
    assert len(MANY) > COMPARED
    before = process_time()

    error = unknown(asked, MANY)

    assert process_time() - before < LONGEST_S
    assert meant in error.nearest


def test_nothing_like_it_names_nothing() -> None:
    assert unknown("issue:没有", MANY).nearest == ()
