"""The trace in a real browser: one click to the cause, walking, expanding, links, no way out."""

from __future__ import annotations

from browser.visiting import Visitor

ISSUE = "issue:DEMO-0001"


def test_a_row_of_the_overview_leads_to_its_cause_with_one_click(visitor: Visitor) -> None:
    visitor.open()
    visitor.tick(6, lambda: "/trace" in visitor.page.url)  # the last of six issues

    visitor.reads("根因候选", "责任单位")
    assert visitor.clicks == 1


def test_a_box_shows_its_sources_and_stands_in_the_address(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    assert visitor.boxes > 5
    visitor.node("超期")

    visitor.until(lambda: visitor.parameter("hop") == "10")
    visitor.reads("SHA-256")
    visitor.until(lambda: visitor.page.locator(".said").inner_text() != "")


def test_the_address_shows_the_same_view_again_in_the_other_language(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}&hop=10&lang=en&as_of=2018-06-03")

    visitor.reads("sources", "known at now")
    visitor.until(lambda: "expired" in visitor.page.locator(".said").inner_text())


def test_arrow_keys_walk_along_edges_and_escape_clears(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    assert visitor.boxes > 5
    canvas = visitor.page.locator(".canvas")
    canvas.focus()
    for key, wanted in (
        ("ArrowRight", "1"),
        ("ArrowRight", "2"),
        ("ArrowLeft", "1"),
        ("Escape", ""),
    ):
        canvas.press(key)
        visitor.until(lambda wanted=wanted: visitor.parameter("hop") == wanted)


def test_only_this_path_leaves_the_rest_out(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}&hop=10")
    before = visitor.boxes
    visitor.click('[data-testid="stCheckbox"] label')
    visitor.until(lambda: visitor.parameter("only") == "yes")
    visitor.until(lambda: visitor.boxes < before)


def test_headers_keep_foreign_code_out(visitor: Visitor) -> None:
    answer = visitor.page.goto(visitor.base)
    assert answer is not None
    headers = answer.headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
