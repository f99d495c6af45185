"""Whose word is preferred does not depend on the order in which sources were loaded."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import SOURCE_FAMILIES, Certainty, preference

FAMILIES = list(SOURCE_FAMILIES.codes)
CERTAINTIES = [certainty.value for certainty in Certainty]

claims = st.tuples(
    st.sampled_from([*CERTAINTIES, "no such certainty"]),
    st.sampled_from([*FAMILIES, "no such family"]),
    st.text(max_size=3),
)


def test_order_of_the_families() -> None:
    assert FAMILIES == [
        "decision", "certificate", "station_history", "national_registry", "table", "document",
        "equipment", "foreign_registry", "monitoring", "observation", "derived",
    ]  # fmt: skip


@pytest.mark.parametrize(("better", "worse"), list(pairwise(FAMILIES)))
def test_family_precedes_the_next(better: str, worse: str) -> None:
    assert preference("stated", better, "z") < preference("stated", worse, "a")


def test_certainty_precedes_the_family() -> None:
    for families in product(FAMILIES, FAMILIES):
        stated, inferred = (
            preference(c, f, "a") for c, f in zip(CERTAINTIES, families, strict=False)
        )
        assert stated < inferred < preference("synthetic", "decision", "a")


def test_source_id_breaks_ties() -> None:
    assert preference("stated", "table", "a") < preference("stated", "table", "b")


def test_what_is_unknown_comes_last() -> None:
    assert preference("synthetic", "observation", "z") < preference("?", "decision", "a")
    assert preference("stated", "observation", "z") < preference("stated", "?", "a")


@given(claims, claims)
def test_only_one_claim_is_preferred(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    """No ties, so the order in which claims arrive cannot matter."""
    assert (preference(*one) == preference(*other)) is (one == other)
