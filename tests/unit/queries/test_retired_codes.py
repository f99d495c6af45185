"""A code is resolved at the day on which its use is looked at, from a handful of claims."""

from __future__ import annotations

import pytest

from graph import Claim
from ontology import BEGINNING, OPEN_END, valid_time
from queries.retired_codes import RetiredRow

STATION = "station:1"


def code(letter: str) -> str:
    return f"concept:T|{letter}"


def used(letter: str) -> list[Claim]:
    return [
        Claim("Concept", code(letter), None, {"notation": letter}),
        Claim("CODED_AS", STATION, code(letter), {"element_number": "2-01"}),
    ]


def retired(letter: str, release: str = "", since: str = BEGINNING) -> list[Claim]:
    state = f"state:{code(letter).replace(':', '%3A').replace('|', '%7C')}|status|x|s"
    said = {"element": code(letter), "property": "status", "value": "retired"}
    if release:
        said["reason"] = release
    return [
        Claim("State", state, None, said, since, OPEN_END),
        Claim("HAS_STATE", code(letter), state, {}, since, OPEN_END),
    ]


def replaced(letter: str, *after: str) -> list[Claim]:
    return [Claim("REPLACED_BY", code(letter), code(each), {}) for each in after]


def asked(home, *claims: list[Claim], as_of: str = "2026-01-01") -> list[RetiredRow]:
    home.says(
        Claim("Station", STATION, None, {"name": "站"}), *(c for some in claims for c in some)
    )
    return [r for r in home.ask("retired-codes", as_of=as_of).rows if isinstance(r, RetiredRow)]


@pytest.mark.parametrize(
    ("as_of", "standing", "resolved"),
    [
        ("2025-05-19", "in_force", "A"),
        ("2025-05-20", "retired", "B"),
        ("2026-01-01", "retired", "B"),
    ],
)
def test_a_release_counts_from_the_day_it_took_effect(
    home, as_of: str, standing: str, resolved: str
) -> None:
    """It did at the begin of 2025-05-19 in UTC, eight hours into that day at +08:00."""
    (row,) = asked(home, used("A"), retired("A", "FT2025-1"), replaced("A", "B"), as_of=as_of)

    assert (row.since, row.standing, row.resolved) == ("2025-05-19", standing, (code(resolved),))
    assert row.successors == (code("B"),)


def test_a_day_that_a_source_states_counts(home) -> None:
    day = valid_time("2020-03-01")
    (row,) = asked(home, used("A"), retired("A", since=day), as_of="2020-03-01")

    assert (row.since, row.standing, row.resolved) == ("2020-03-01", "retired", ())


@pytest.mark.parametrize("release", ["", "FT1999-1"])
def test_where_nobody_says_since_when_it_is_not_guessed(home, release: str) -> None:
    (row,) = asked(home, used("A"), retired("A", release), replaced("A", "B"), as_of="1990-01-01")

    assert (row.since, row.standing, row.resolved) == ("", "unknown", (code("B"),))


def test_successors_are_followed_to_their_end(home) -> None:
    steps = [replaced("A", "B", "C"), replaced("B", "D"), replaced("C", "D", "E")]
    (row,) = asked(home, used("A"), retired("A", "FT2023-2"), *steps)

    assert row.successors == (code("B"), code("C"))
    assert row.resolved == (code("D"), code("E"))
    assert len(row.claims) == 2 + 5  # of the use, of its status, and of each step


def test_codes_that_replace_each_other_have_no_end(home) -> None:
    circle = [replaced("A", "B"), replaced("B", "A")]
    (row,) = asked(home, used("A"), retired("A", "FT2023-2"), *circle)

    assert (row.successors, row.resolved) == ((code("B"),), ())


def test_what_was_in_force_then_is_no_retired_code_in_the_summary(home) -> None:
    home.says(*used("A"), *retired("A", "FT2025-2"), *used("B"), *retired("B", "FT2023-2"))

    before, after = (
        home.ask("retired-codes", as_of=d).summary for d in ("2024-01-01", "2026-01-01")
    )

    assert before[0] == "1个对象使用1个已废止或被取代的代码；另有1个当时有效，后来废止"
    assert after[0] == "1个对象使用2个已废止或被取代的代码"
    assert (
        home.ask("retired-codes", as_of="2023-01-01")
        .summary[1]
        .endswith("; 2 more were in force yet")
    )
