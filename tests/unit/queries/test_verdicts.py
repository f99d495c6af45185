"""Where the verdicts of persons leave a pair of elements."""

from __future__ import annotations

import pytest

from queries.verdicts import Verdict, pair_id, pair_of, standing

PAIR = pair_of("position", "location:1|甲|x", "location:1|乙|x")


def by(person: str, verdict: str, on: int = 1, basis: tuple[str, ...] = ()) -> Verdict:
    moment = f"2026-01-0{on}T00:00:00.000000Z"
    return Verdict(PAIR, verdict, "station:1", person, moment, "", frozenset(basis), (person,))


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], "open"),
        ([by("甲", "confirmed")], "confirmed"),
        ([by("甲", "confirmed"), by("乙", "confirmed")], "confirmed"),
        ([by("甲", "confirmed"), by("乙", "corrected")], "disputed"),
        ([by("甲", "confirmed", basis=("a", "b"))], "confirmed"),
        ([by("甲", "confirmed", basis=("a", "z"))], "outdated"),
        # a verdict whose claims have changed disputes nothing
        ([by("甲", "confirmed", basis=("z",)), by("乙", "corrected", basis=("a",))], "corrected"),
    ],
)
def test_the_state(verdicts: list[Verdict], state: str) -> None:
    assert standing(verdicts, ("a", "b", "c")).state == state


def test_all_verdicts_are_told_in_the_order_of_time() -> None:
    found = standing([by("乙", "corrected", 2), by("丙", "forwarded", 1), by("甲", "same", 2)], ())

    assert found.deciders == ("丙", "乙", "甲")
    assert found.verdicts == ("forwarded", "corrected", "same")
    assert found.claims == found.deciders


def test_a_pair_has_one_name_in_either_order_and_another_for_another_matter() -> None:
    turned = pair_of("position", "location:1|乙|x", "location:1|甲|x")

    assert pair_id(turned) == pair_id(PAIR)
    assert pair_id(pair_of("jump", *PAIR[1:])) != pair_id(PAIR)
    assert len(pair_id(PAIR)) == 16
