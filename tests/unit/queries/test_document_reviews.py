"""What a review decided about documents, and whether what is in force agrees with it."""

from __future__ import annotations

import pytest

from graph import Claim, InvalidValueError
from ontology import BEGINNING, OPEN_END, valid_time

OLD, REVIEWED, NEW = (valid_time(f"{year}-01-01") for year in (2010, 2015, 2020))


def version(document: str, begin: str, end: str = OPEN_END) -> Claim:
    number = f"document_version:{document}|{begin[:4]}"
    return Claim("VERSION_OF", number, f"document:{document}", {}, begin, end)


def review(document: str, verdict: str, since: str = BEGINNING, heir: str = "") -> list[Claim]:
    own = f"document_review:{document}|评审"
    return [
        Claim("DocumentReview", own, None, {"verdict": verdict}),
        Claim("REVIEWS", own, f"document:{document}", {}, since, OPEN_END),
        *([Claim("REPLACED_BY", own, f"document:{heir}")] if heir else []),
    ]


def told(result) -> dict[str, str]:
    return {row.document.partition(":")[2]: row.state for row in result.rows}


@pytest.fixture
def reviewed(home):
    home.says(
        *review("留下", "留"), version("留下", OLD),
        *review("留过", "留"), version("留过", OLD, REVIEWED),
        *review("废了", "废"), version("废了", OLD, REVIEWED),
        *review("没废", "废"), version("没废", OLD),
        *review("不知", "废"),
        *review("立了", "立"), version("立了", REVIEWED),
        *review("没立", "立"),
        *review("新版", "改", REVIEWED), version("新版", OLD, NEW), version("新版", NEW),
        *review("旧版", "改", REVIEWED), version("旧版", OLD),
        *review("无日", "改"), version("无日", OLD),
        *review("并入", "改", heir="留下"),
        *review("并空", "改", heir="不知"),
    )  # fmt: skip
    return home


def test_a_verdict_is_carried_out_when_what_is_in_force_agrees_with_it(reviewed) -> None:
    found = reviewed.ask("document-reviews", as_of="2024-01-01")

    assert told(found) == {
        "没废": "open", "没立": "open", "旧版": "open", "留过": "open",
        "不知": "unknown", "并空": "unknown", "无日": "unknown",
        "并入": "done", "废了": "done", "新版": "done", "留下": "done", "立了": "done",
    }  # fmt: skip
    assert [row.state for row in found.rows] == ["open"] * 4 + ["unknown"] * 3 + ["done"] * 5
    assert all(row.claims for row in found.rows)
    assert found.summary[0].endswith("未落实 4，无从判断 3，已落实 5")


def test_before_its_day_a_verdict_is_none_and_a_later_version_does_not_count(reviewed) -> None:
    before = told(reviewed.ask("document-reviews", as_of="2014-06-01"))
    between = told(reviewed.ask("document-reviews", as_of="2018-01-01"))

    assert "新版" not in before
    assert before["废了"] == "open"
    assert between["新版"] == "open"


def test_one_kind_one_state_one_document(reviewed) -> None:
    def asked(**given: str) -> set[str]:
        return set(told(reviewed.ask("document-reviews", as_of="2024-01-01", **given)))

    assert asked(verdict="废") == {"没废", "不知", "废了"}
    assert asked(verdict="废", state="open") == {"没废"}
    assert asked(document="document:立了") == {"立了"}
    with pytest.raises(InvalidValueError):
        asked(verdict="存")


def test_without_reviews(home) -> None:
    home.says(version("甲", OLD))

    assert home.ask("document-reviews").summary == ("没有文件评审", "no document reviews")
