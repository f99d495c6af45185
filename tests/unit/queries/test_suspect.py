"""Links that have become doubtful, by rule; who stands above whom."""

from __future__ import annotations

import pytest

from graph import Claim, UnknownElementError
from ontology import OPEN_END, valid_time

OLD, NEW = "document_version:办法|1", "document_version:办法|2"


def version(element: str, begin: str, end: str = "") -> list[Claim]:
    during = (valid_time(begin), valid_time(end) if end else OPEN_END)
    return [
        Claim("DocumentVersion", element, None, {"name": "办法"}, *during),
        Claim("VERSION_OF", element, "document:办法", {}, *during),
    ]


@pytest.fixture
def office(home):
    """A method of 2015 that was renewed in 2020, and who relies on it since when."""
    home.says(
        *version(OLD, "2015-01-01", "2019-12-31"),
        *version(NEW, "2020-01-01"),
        Claim("SUPERSEDES", NEW, OLD, {}, valid_time("2020-01-01")),
        Claim("GOVERNED_BY", "process:检定@region", OLD, {}, valid_time("2016-01-01")),
        Claim("GOVERNED_BY", "process:维修@region", NEW, {}, valid_time("2021-01-01")),
        Claim("Document", "document:通知", None, {"dated": valid_time("2018-05-01")}),
        Claim("CITES", "document:通知", "document:办法", {"how": ["根据"]}),
        Claim("CITES", "document:转发", "document:通知", {"how": ["转发"]}),
        Claim("CITES", "document:无日期", "document:办法", {"how": ["见"]}),
    )
    return home


def told(result) -> list[tuple[str, int, str, str]]:
    return [(r.state, r.level, r.element, r.reason) for r in result.rows]


def test_what_relies_on_something_older_than_its_change_is_suspect(office) -> None:
    found = office.ask("suspect")

    assert told(found) == [
        ("undated", 0, "document:无日期", "new_version"),
        ("suspect", 0, "document:通知", "new_version"),
        ("suspect", 0, "process:检定@region", "superseded"),
        ("carried", 1, "document:转发", "carried"),
    ]
    assert found.rows[1].reviewed == valid_time("2018-05-01")
    assert found.rows[1].changed == valid_time("2020-01-01")
    assert found.summary[0] == "存疑 2 条，受牵连 1 条，无日期可比 1 条"
    assert all(r.claims for r in found.rows)


def test_before_the_change_nothing_is(office) -> None:
    """At that time the first version of the method was the only change."""
    assert told(office.ask("suspect", as_of="2019-06-01")) == [
        ("undated", 0, "document:无日期", "new_version")
    ]
    assert office.ask("suspect", as_of="1900-01-01").rows == ()


def test_of_one_element(office) -> None:
    assert [r[2] for r in told(office.ask("suspect", element=OLD))] == ["process:检定@region"]
    assert office.ask("suspect", element="process:维修@region").rows == ()
    with pytest.raises(UnknownElementError, match="process:维修@region"):
        office.ask("suspect", element="process:维修工@region")


def test_documents_that_cite_each_other_come_to_an_end(home) -> None:
    ring = [("document:甲", "document:乙"), ("document:乙", "document:丙")]
    ring.append(("document:丙", "document:甲"))
    home.says(
        *(Claim("CITES", a, b, {"how": ["见"]}) for a, b in ring),
        Claim("Document", "document:甲", None, {"dated": valid_time("2018-01-01")}),
        Claim("REVIEWS", "document_review:乙|东", "document:乙", {}, valid_time("2019-01-01")),
        Claim("DocumentReview", "document_review:乙|东", None, {"verdict": "废"}),
    )  # fmt: skip

    assert told(home.ask("suspect")) == [
        ("suspect", 0, "document:甲", "verdict"),
        ("carried", 1, "document:丙", "carried"),
        ("carried", 2, "document:乙", "carried"),
    ]


def test_a_verdict_without_a_date_is_told_as_such(home) -> None:
    home.says(
        Claim("Document", "document:甲", None, {"dated": valid_time("2018-01-01")}),
        Claim("CITES", "document:甲", "document:乙", {"how": ["见"]}),
        Claim("REVIEWS", "document_review:乙|东", "document:乙"),
        Claim("DocumentReview", "document_review:乙|东", None, {"verdict": "废"}),
    )

    assert told(home.ask("suspect")) == [("undated", 0, "document:甲", "verdict")]


def test_who_answers_for_a_task_and_the_line_above(home) -> None:
    home.says(
        Claim("RESPONSIBLE", "task:方案|1", "unit:观测处"),
        Claim("PART_OF", "unit:观测处", "unit:区局"),
        Claim("PART_OF", "unit:区局", "unit:国家局"),
        Claim("PART_OF", "unit:国家局", "unit:国家局"),
    )

    found = home.ask("responsible", element="task:方案|1")

    assert [(r.escalation, r.unit) for r in found.rows] == [
        (0, "unit:观测处"),
        (1, "unit:区局"),
        (2, "unit:国家局"),
    ]
    assert found.summary[0] == "责任单位：unit:观测处；逐级上报：unit:区局 → unit:国家局"
