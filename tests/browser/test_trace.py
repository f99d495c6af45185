"""The trace in a real browser: one click to the cause, walking, expanding, links, no way out."""

from __future__ import annotations

from browser.visiting import Visitor

ISSUE = "issue:DEMO-0001"


def test_a_row_of_the_overview_leads_to_its_cause_with_one_click(visitor: Visitor) -> None:
    visitor.open()
    rows = visitor.page.locator('[data-testid="stDataFrame"]').first.bounding_box()
    assert rows is not None

    visitor.page.mouse.click(rows["x"] + 17, rows["y"] + 35 * 6 + 17)  # the last of six issues
    visitor.settle()

    assert "/trace" in visitor.page.url
    assert "根因候选" in visitor.text
    assert "责任单位" in visitor.text


def test_a_box_shows_its_sources_and_stands_in_the_address(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    visitor.node("超期")

    assert "hop=10" in visitor.page.url
    assert "SHA-256" in visitor.text
    visitor.until(lambda: visitor.page.locator(".said").inner_text() != "")


def test_the_address_shows_the_same_view_again_in_the_other_language(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}&hop=10&lang=en&as_of=2018-06-03")

    assert "sources" in visitor.text
    assert "known at now" in visitor.text
    visitor.until(lambda: "expired" in visitor.page.locator(".said").inner_text())


def test_arrow_keys_walk_along_edges_and_escape_clears(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
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
    assert "only=yes" in visitor.page.url
    visitor.until(lambda: visitor.boxes < before)


def test_headers_keep_foreign_code_out(visitor: Visitor) -> None:
    answer = visitor.page.goto(visitor.base)
    assert answer is not None
    headers = answer.headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
