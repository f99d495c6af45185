"""Each state of a cell of the level matrix, from a handful of claims."""

from __future__ import annotations

import pytest

from graph import Claim
from ontology import LEVEL_PAIRS, OPEN_END, valid_time

day = valid_time
Y01, Y = "process:Y01-01@region", "process:Y01@region"
NATION = "process:Y01-01@national"


def listed() -> list[Claim]:
    """One process of the region under another."""
    return [
        Claim("Process", Y01, None, {"code": "Y01-01", "name": "建设", "level": "region"}),
        Claim("Process", Y, None, {"code": "Y01", "level": "region"}),
        Claim("SUBPROCESS_OF", Y01, Y),
    ]


def interface(
    number: int, *ends: str, begin: str = "2010-01-01", end: str = "", **said: object
) -> list[Claim]:
    """An interface of nation and region; its ends are the upper and then the lower process."""
    node, during = f"interface:方案|{number}", (day(begin), day(end) if end else OPEN_END)
    levels = {"upper_level": "national", "lower_level": "region"}
    sides = ("UPPER_PROCESS", "LOWER_PROCESS")
    return [
        Claim("Interface", node, None, {"state": "stated", **levels, **said}),  # type: ignore[arg-type]
        *(Claim(side, node, e, {}, *during) for side, e in zip(sides, ends, strict=False) if e),
    ]


def cells(home, *claims: Claim, **when: str) -> dict[str, str]:
    """States of the only process, by lower level."""
    home.says(*listed(), *claims)
    return {r.lower: r.state for r in home.ask("coverage", **when).rows if r.state != "orphaned"}


def test_a_process_has_a_cell_for_every_pair_of_levels(home) -> None:
    home.says(*listed())

    rows = home.ask("coverage").rows

    assert [(r.upper, r.lower) for r in rows] == list(LEVEL_PAIRS)
    assert {(r.code, r.state, r.certainty) for r in rows} == {("Y01-01", "not_stated", "stated")}


def test_covered_at_its_own_pair_alone(home) -> None:
    assert cells(home, *interface(1, NATION, Y01)) == {
        "region": "covered",
        "league": "not_stated",
        "banner": "not_stated",
    }


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2009-12-31", "not_yet_valid"),
        ("2010-01-01", "covered"),
        ("2017-12-31", "covered"),
        ("2018-01-01", "expired"),
    ],
)
def test_an_interface_covers_while_it_is_valid(home, as_of: str, state: str) -> None:
    claims = interface(1, NATION, Y01, end="2018-01-01")

    assert cells(home, *claims, as_of=as_of)["region"] == state


def test_declared_absent_where_a_source_says_so(home) -> None:
    assert cells(home, *interface(1, NATION, Y01, state="declared_absent"))["region"] == (
        "declared_absent"
    )


def test_an_interface_outweighs_that_there_is_none(home) -> None:
    absent = interface(2, NATION, Y01, state="declared_absent")

    assert cells(home, *interface(1, NATION, Y01), *absent)["region"] == "covered"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"reply_expected_up": True, "items_up": "报表"}, "one_way"),
        ({"reply_expected_up": True, "items_down": "批复"}, "covered"),
        ({"reply_expected_down": True, "items_down": "通知"}, "one_way"),
        ({"reply_expected_down": True, "items_up": "报告"}, "covered"),
        ({"reply_expected_up": False, "items_up": "报表"}, "covered"),
    ],
)
def test_one_way_where_a_reply_is_expected_and_none_is_stated(
    home, said: dict[str, object], state: str
) -> None:
    assert cells(home, *interface(1, NATION, Y01, **said))["region"] == state


def test_duplicate_where_two_say_the_same_of_the_same_processes(home) -> None:
    claims = [
        *interface(1, NATION, Y01, items_up="报表"),
        *interface(2, NATION, Y01, items_up="报表"),
    ]

    assert cells(home, *claims)["region"] == "duplicate"


def test_other_items_or_another_process_are_no_duplicate(home) -> None:
    items = [
        *interface(1, NATION, Y01, items_up="报表"),
        *interface(2, NATION, Y01, items_up="计划"),
    ]
    other = interface(3, NATION, "process:Y01-02@region", items_up="报表")

    assert cells(home, *items)["region"] == "covered"
    assert cells(home, *items[:3], *other)["region"] == "covered"


def test_orphaned_where_no_list_has_the_process(home) -> None:
    home.says(*listed(), *interface(1, "", "process:Y09@region"))

    (row,) = [r for r in home.ask("coverage").rows if r.state == "orphaned"]

    assert (row.process, row.interfaces) == ("process:Y09@region", ("interface:方案|1",))
    assert len(row.claims) == 2  # of the interface and of its end


def test_a_leaf_without_a_parent_counts_where_its_source_names_it(home) -> None:
    home.says(
        Claim("Process", "process:Z01@region", None, {"code": "Z01", "leaf": True}),
        Claim("Process", "process:Z02@region", None, {"code": "Z02", "leaf": False}),
    )

    assert {r.code for r in home.ask("coverage").rows} == {"Z01"}


def test_a_process_is_one_row_whatever_its_levels(home) -> None:
    nation = [
        Claim("Process", NATION, None, {"code": "Y01-01", "name": "国建", "level": "national"}),
        Claim("SUBPROCESS_OF", NATION, "process:Y01@national"),
        Claim("LED_BY", NATION, "unit:甲"),
        Claim("LED_BY", Y01, "unit:乙"),
        Claim("RELATED_UNIT", Y01, "unit_group:各盟市气象局"),
    ]
    home.says(*listed(), *nation)

    rows = home.ask("coverage").rows

    assert len(rows) == len(LEVEL_PAIRS)
    assert {(r.process, r.name) for r in rows} == {(NATION, "国建")}  # the highest speaks
    assert rows[0].lead == ("乙", "甲")
    assert rows[0].related == ("各盟市气象局",)


def test_a_cell_is_as_certain_as_its_least_certain_interface(home) -> None:
    made_up = [
        Claim(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to, "synthetic")
        for c in interface(2, NATION, Y01, items_up="计划")
    ]
    home.says(*listed(), *interface(1, NATION, Y01), *made_up)

    assert [r.certainty for r in home.ask("coverage").rows] == ["synthetic", "stated", "stated"]


@pytest.mark.parametrize("name", ["Y01-01", "建设", Y01])
def test_one_process_by_code_name_or_id(home, name: str) -> None:
    home.says(*listed(), Claim("SUBPROCESS_OF", "process:Y01-02@region", Y))

    assert {r.process for r in home.ask("coverage", process=name).rows} == {Y01}


def edition(number: int, begin: str, end: str = "") -> list[Claim]:
    """An edition of the document that states the interfaces."""
    version, during = f"document_version:方案|{number}", (day(begin), day(end) if end else OPEN_END)
    return [
        Claim("DocumentVersion", version, None, {"name": "方案"}, *during),
        Claim("VERSION_OF", version, "document:方案", {}, *during),
    ]


@pytest.mark.parametrize(
    ("claims", "state"),
    [
        (edition(1, "2010-01-01"), "covered"),
        (edition(1, "2010-01-01", "2015-01-01"), "outdated"),
        (edition(1, "2030-01-01"), "predated"),
        (edition(1, "2010-01-01") + edition(2, "2012-01-01"), "ambiguous"),
        (
            [
                *edition(1, "2010-01-01"),
                Claim("SUPERSEDES", "document_version:新方案|1", "document_version:方案|1"),
            ],
            "outdated",
        ),
        (
            [
                Claim("DocumentReview", "document_review:方案|评审", None, {"verdict": "废"}),
                Claim("REVIEWS", "document_review:方案|评审", "document:方案"),
            ],
            "outdated",
        ),
    ],
)
def test_an_interface_is_no_better_than_its_document(home, claims: list[Claim], state: str) -> None:
    found = cells(home, *interface(1, NATION, Y01), *claims, as_of="2019-01-01")

    assert found["region"] == state


def test_ambiguous_where_a_side_names_several_processes(home) -> None:
    other = Claim("LOWER_PROCESS", "interface:方案|1", "process:Y01-02@region")

    assert cells(home, *interface(1, NATION, Y01), other)["region"] == "ambiguous"


def test_uncovered_where_counterparts_have_no_interface(home) -> None:
    assert cells(home, Claim("COUNTERPART_OF", Y01, NATION)) == {
        "region": "uncovered",
        "league": "not_stated",
        "banner": "not_stated",
    }
