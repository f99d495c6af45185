"""A claim's identity: canonical JSON, compared with another library, and its hash."""

from __future__ import annotations

from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from graph import Claim, Place, element_key, parse_body, short_id
from ontology import BEGINNING, OPEN_END
from ontology.derive import claim_problem

SAFE = 2**53 - 1
texts = st.text(max_size=20)
# Names beyond U+FFFF are refused; see the test after the next.
names = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)
values = st.one_of(texts, st.booleans(), st.integers(-SAFE, SAFE), st.lists(texts).map(tuple))
claims = st.builds(
    Claim, texts, texts, st.none() | texts, st.dictionaries(names, values), texts, texts, texts
)


def canonical(claim: Claim, source: str) -> bytes:
    said = {k: list(v) if isinstance(v, tuple) else v for k, v in claim.properties.items()}
    return rfc8785.dumps([claim.kind, claim.subject, claim.object, said, claim.valid_from,
                          claim.valid_to, claim.certainty, source])  # fmt: skip


@given(claims, texts)
def test_the_body_is_canonical_json(claim: Claim, source: str) -> None:
    assert claim.body(source) == canonical(claim, source)


def test_property_names_that_would_sort_differently_are_refused() -> None:
    """RFC 8785 sorts keys by UTF-16 unit, code points sort alike up to U+FFFF alone."""
    claim = Claim("Station", "station:1", None, {"（": "a", "𠮷": "b"})
    assert claim.body("s") != canonical(claim, "s")
    problem = claim_problem("Station", "station:1", None, claim.properties, BEGINNING, OPEN_END)
    assert problem is not None
    assert problem.rule == "property name"


@given(claims, texts)
def test_a_body_is_read_back_as_the_claim_it_was(claim: Claim, source: str) -> None:
    assert parse_body(claim.body(source)) == (claim, source)


def test_the_place_is_no_part_of_the_identity() -> None:
    here = Claim("Station", "station:1", None, {"name": "甲"}, place=Place(3, 0, 40, 10))
    there = Claim("Station", "station:1", None, {"name": "甲"}, place=Place(9, 2))
    assert here.claim_id("s") == there.claim_id("s") == sha256(here.body("s")).digest()


@pytest.mark.parametrize(
    "other",
    [
        Claim("Station", "station:2", None, {"name": "甲"}),
        Claim("Station", "station:1", None, {"name": "乙"}),
        Claim("Station", "station:1", None, {"name": "甲"}, valid_from="2018-06-02T16:00:00Z"),
        Claim("Station", "station:1", None, {"name": "甲"}, valid_to="2018-06-02T16:00:00Z"),
        Claim("Station", "station:1", None, {"name": "甲"}, certainty="synthetic"),
    ],
)
def test_all_else_is(other: Claim) -> None:
    claim = Claim("Station", "station:1", None, {"name": "甲"})
    assert claim.claim_id("s") != other.claim_id("s")
    assert claim.claim_id("s") != claim.claim_id("another source")


def test_keys_of_elements() -> None:
    edge = Claim("USES", "deployment:D", "instrument:I", valid_from="2018-06-02T16:00:00Z")
    assert edge.element == "USES(deployment:D,instrument:I,2018-06-02T16:00:00Z)"
    assert element_key("Station", "station:1", None, "whenever") == "station:1"
    assert len(short_id(edge.claim_id("s"))) == 16


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(3, 0, 40, 10), "line 3"),
        (Place(3, 7), "line 3, column 7"),
        (Place(locator="sheet=站点;row=3"), "sheet=站点;row=3"),
    ],
)
def test_a_place_as_a_person_reads_it(place: Place, text: str) -> None:
    assert str(place) == text
