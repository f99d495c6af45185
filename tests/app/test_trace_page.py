"""问题溯源 as Streamlit draws it: what is below the chain of an issue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
ISSUE = "issue:DEMO-0001"


def test_other_issues_of_the_same_chain_stand_below_once_they_are_wanted(
    open_page: Open, read, home, exported: dict[str, list[list[str]]]
) -> None:
    rows = read("ask", "similar", ISSUE, "--home", home)["rows"]
    assert rows

    closed = open_page("trace", element=ISSUE)
    page = closed.toggle(key="like").set_value(True).run()

    assert "like-issues.csv" in exported
    assert not page.exception
    assert page.query_params["like"] == "yes"
    header, *lines = exported["like-issues.csv"]
    assert [line[0] for line in lines] == [row["issue"].partition(":")[2] for row in rows]
    shared = lines[0][header.index("共有")].split("；")
    assert len(shared) == len(rows[0]["shared"])
    assert not any(":" in one for one in shared), "titles, and no codes"


@pytest.mark.parametrize("element", ["station:50425", "instrument:SYN-INS-50425-PRS-2"])
def test_only_an_issue_has_others_like_it(open_page: Open, element: str) -> None:
    page = open_page("trace", element=element, like="yes")

    assert not page.exception
    assert "like" not in [toggle.key for toggle in page.toggle]


@pytest.mark.parametrize(("only", "row"), [("", 9), ("yes", None)])
def test_the_row_of_the_chosen_box_is_marked(open_page: Open, only: str, row: int | None) -> None:
    """On its path alone a box may stand in another row: the row that is marked says its number."""
    page = open_page("trace", element=ISSUE, hop="10", **({"only": only} if only else {}))

    (table,) = page.dataframe
    (marked,) = page.session_state["hops"]["selection"]["rows"]
    assert table.value["#"][marked] == 10
    assert row in (None, marked)
    told = f"所选为第 {marked + 1} 行"
    assert any(told in caption.value for caption in page.caption)


@pytest.mark.parametrize("hop", ["", "9999", "x"])
def test_no_row_is_marked_where_no_box_is_chosen(open_page: Open, hop: str) -> None:
    page = open_page("trace", element=ISSUE, hop=hop)

    assert not page.exception
    assert page.session_state["hops"]["selection"]["rows"] == []
