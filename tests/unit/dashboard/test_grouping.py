"""Hops by branch, and what stands beside each."""

from __future__ import annotations

import pytest

from dashboard.render import grouping


def test_branches_in_the_order_in_which_they_begin(chain) -> None:
    groups = grouping.by_branch(chain)

    assert [(branch, len(hops)) for branch, hops in groups] == [
        ("", 5),
        ("deployment:D1", 6),
        ("deployment:D2", 5),
    ]


def test_states_are_counted_worst_first(chain) -> None:
    assert grouping.counted(chain) == [("expired", 1), ("missing", 2), ("ok", 13)]


@pytest.mark.parametrize(
    ("state", "term", "said", "shown"),
    [
        ("missing", "5-08", "没有记录", "没有记录 [1192 要素 5-08]"),
        ("missing", "5-08", "没有记录（1192 要素 5-08）", "没有记录（1192 要素 5-08）"),
        ("missing", "ISO/IEC 17025", "没有认可记录", "没有认可记录 [ISO/IEC 17025]"),
        ("missing", "", "没有记录", "没有记录"),
        ("ok", "5-08", "合格", "合格"),
    ],
)
def test_a_missing_hop_names_what_1192_wants(hop, state, term, said, shown) -> None:
    one = hop(1, "calibration", state=state, term=term, detail_zh=said)

    assert grouping.detail(one, english=False) == shown


def test_a_name_that_the_detail_repeats_is_left_out(hop) -> None:
    assert grouping.name_and_detail(
        hop(1, "position", name="登记", detail_zh="40°N（登记）"), english=False
    ) == ("", "40°N（登记）")
    assert grouping.name_and_detail(hop(1, "station", state="missing"), english=False) == ("—", "")
    assert grouping.name_and_detail(hop(1, "clause", name="7.1"), english=True) == ("7.1", "")


def test_who_is_responsible(hop) -> None:
    one = hop(1, "calibration", process="process:Y02-04@region", lead=("甲", "乙"))

    assert grouping.responsible(one) == "Y02-04 甲、乙"
    assert grouping.responsible(hop(1, "operator")) == ""


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"line": 7, "column": 0}, ":7"),
        ({"line": 7, "column": 12}, ":7:12"),
        ({"line": None, "place": "sheet=站;row=3"}, " sheet=站;row=3"),
    ],
)
def test_places_are_short(evidence, fields, shown) -> None:
    assert grouping.place(evidence("a", **fields)) == shown


def test_the_evidence_of_a_hop_is_of_its_own_element_first(hop, evidence) -> None:
    claims = {"a": evidence("a", element="x:1"), "b": evidence("b", element="station:1")}

    found = grouping.first_evidence(
        hop(1, "station", element="station:1", claims=("a", "b")), claims
    )

    assert found == claims["b"]
    assert grouping.first_evidence(hop(1, "station"), claims) is None


def test_synthetic_hops_are_noticed(chain, hop) -> None:
    assert not grouping.synthetic(chain)
    assert grouping.synthetic([*chain, hop(99, "clause", certainty="synthetic")])
