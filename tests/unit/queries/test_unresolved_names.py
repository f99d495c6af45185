"""The work list of names: what is on it, what takes a name off it, and what is proposed."""

import pytest

from graph import Claim, InvalidValueError, UnknownElementError
from queries.likeness import KnownNames
from queries.unresolved_names import NameRow

DOC, MENTION = "document:方案", "mention:方案|石桥区气象局"
OPEN = (
    Claim("Document", DOC, None, {"name": "方案"}),
    Claim("Mention", MENTION, None, {"name": "石桥区气象局", "reason": "unknown", "places": 2}),
    Claim("MENTIONED_IN", MENTION, DOC),
    Claim("Unit", "unit:荆川市石桥区气象局", None, {"name": "荆川市石桥区气象局"}),
    Claim("Unit", "unit:气象台", None, {"name": "气象台"}),
)
DECIDED = Claim("DENOTES", MENTION, "unit:荆川市石桥区气象局")


def names(home, **params: str) -> list[NameRow]:
    return list(home.ask("unresolved-names", **params).rows)


def test_an_open_name_with_proposals_and_evidence(home) -> None:
    home.says(*OPEN)

    (row,) = names(home)

    assert (row.mention, row.document, row.reason, row.places) == (MENTION, DOC, "unknown", 2)
    assert (row.candidates, row.proposals, row.decided) == ((), ("unit:荆川市石桥区气象局",), ())
    assert set(home.ask("unresolved-names").claims) == set(row.claims)
    assert len(row.claims) == 2


def test_a_decided_name_is_shown_only_where_it_is_asked_for(home) -> None:
    home.says(*OPEN)
    home.says(DECIDED, source="王", family="decision")

    assert names(home) == []
    (row,) = names(home, decided="yes")
    assert row.decided == ("unit:荆川市石桥区气象局",)
    assert len(row.claims) == 3

    home.says(source="王", family="decision")
    assert [r.decided for r in names(home)] == [()]


def test_two_persons_who_differ_are_both_shown(home) -> None:
    home.says(*OPEN)
    home.says(DECIDED, source="王", family="decision")
    home.says(Claim("DENOTES", MENTION, "unit:气象台"), source="李", family="decision")

    (row,) = names(home, decided="yes")
    assert row.decided == ("unit:气象台", "unit:荆川市石桥区气象局")


def test_a_name_that_the_document_has_no_more_is_off_the_list(home) -> None:
    home.says(*OPEN)
    home.says(DECIDED, source="王", family="decision")
    home.says(OPEN[0])

    assert names(home, decided="yes") == []


def test_what_the_document_itself_fits_is_no_proposal(home) -> None:
    fitting = {**OPEN[1].properties, "candidates": ("unit:荆川市石桥区气象局",)}
    home.says(OPEN[0], Claim("Mention", MENTION, None, fitting), *OPEN[2:])

    (row,) = names(home, document=DOC)
    assert (row.candidates, row.proposals) == (("unit:荆川市石桥区气象局",), ())


def test_of_one_document(home) -> None:
    other = "mention:要点|省局"
    home.says(
        *OPEN, Claim("Document", "document:要点"), Claim("MENTIONED_IN", other, "document:要点")
    )

    assert [r.mention for r in names(home)] == [MENTION, other]
    assert [r.mention for r in names(home, document="要点")] == [other]
    assert names(home, document="要点")[0].name == "省局"


def test_wrong_values_are_refused(home) -> None:
    home.says(*OPEN)

    with pytest.raises(UnknownElementError) as error:
        names(home, document="document:方")
    assert error.value.nearest == (DOC,)
    with pytest.raises(InvalidValueError, match="yes, no"):
        names(home, decided="maybe")


# The rule of likeness

KNOWN = KnownNames(
    {
        "unit:1": "国务院国有资产监督管理委员会",
        "unit:2": "内蒙古自治区国资委",
        "unit:3": "乙市气象局",
        "unit:4": "乙市气象台",
        "unit:5": "",
    }
)


@pytest.mark.parametrize(
    ("printed", "nearest"),
    [
        ("国资委", ("unit:2", "unit:1")),
        ("委资国", ()),
        ("乙市气象局", ("unit:3", "unit:4")),
        ("乙市气象所", ("unit:3", "unit:4")),
        ("丙县粮库", ()),
        ("乙", ("unit:3", "unit:4")),
        ("", ()),
    ],
)
def test_nearest_names(printed: str, nearest: tuple[str, ...]) -> None:
    assert KNOWN.nearest(printed) == nearest


def test_only_the_nearest_five_are_proposed() -> None:
    known = KnownNames({f"unit:{i}": f"气象局{'处' * i}" for i in range(9)})

    assert known.nearest("气象局") == tuple(f"unit:{i}" for i in range(5))
