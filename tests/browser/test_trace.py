"""The trace in a real browser: one click to the cause, walking, expanding, links, no way out."""

from __future__ import annotations

from browser.visiting import Visitor
from PIL import Image

ISSUE = "issue:DEMO-0001"
STATION = "station:53463"
"""More than is drawn at once."""


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


MARKED = '[data-testid="stDataFrame"] [role="row"][aria-selected="true"]'
"""The rows of tables that are marked, as a screen reader is told."""


def test_a_chosen_box_marks_its_row_and_a_row_its_box(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    assert visitor.boxes > 5
    assert visitor.page.locator(MARKED).count() == 0
    visitor.node("序列")
    visitor.until(lambda: visitor.parameter("hop") == "2")
    marked = visitor.page.locator(MARKED)
    visitor.until(lambda: marked.count() == 1 and "序列" in marked.inner_text())
    visitor.reads("所选为第 2 行")

    visitor.tick(4, lambda: visitor.parameter("hop") == "4")
    visitor.until(lambda: marked.count() == 1 and "站址" in marked.inner_text())
    visitor.until(lambda: "站址" in visitor.page.locator(".said").inner_text())

    visitor.tick(4, lambda: visitor.parameter("hop") == "")
    visitor.until(lambda: marked.count() == 0)
    visitor.until(lambda: visitor.page.locator(".said").inner_text() == "")


def test_a_box_is_chosen_again_after_a_row_was(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    assert visitor.boxes > 5
    visitor.node("序列")
    visitor.until(lambda: visitor.parameter("hop") == "2")
    visitor.tick(4, lambda: visitor.parameter("hop") == "4")
    visitor.settle()

    visitor.node("序列")

    visitor.until(lambda: visitor.parameter("hop") == "2")
    marked = visitor.page.locator(MARKED)
    visitor.until(lambda: marked.count() == 1 and "序列" in marked.inner_text())


def test_an_address_with_a_box_marks_its_row(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}&hop=5")

    marked = visitor.page.locator(MARKED)
    visitor.until(lambda: marked.count() == 1 and "运行单位" in marked.inner_text())

    visitor.page.locator(".canvas").press("Escape")
    visitor.until(lambda: visitor.parameter("hop") == "" and marked.count() == 0)


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


def test_the_analyst_has_the_proof_within_five_clicks(visitor: Visitor) -> None:
    """From the newest issues to the words of the record that the cause rests on."""
    visitor.open()
    visitor.tick(6, lambda: "/trace" in visitor.page.url)
    visitor.settle()
    visitor.reads("根因候选")
    visitor.node("超期")
    visitor.reads("SHA-256")
    visitor.click('[data-testid="stPageLink"] a:has-text("证据链")')
    visitor.until(lambda: "/evidence" in visitor.page.url)
    visitor.click('button:has-text("看原文")')
    visitor.until(lambda: visitor.page.locator(".source mark").count() == 1)

    assert visitor.clicks <= 5


def test_a_group_is_opened_by_a_click(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={STATION}")
    before = visitor.boxes
    visitor.node("⊕")

    visitor.until(lambda: visitor.parameter("open") != "")
    visitor.until(lambda: visitor.boxes > before)
    visitor.reads("收在 ⊕ 里")


HASTE = """async trace => {
  const box = trace.querySelector(".twin button");
  const canvas = trace.querySelector(".canvas");
  const said = trace.querySelector(".said");
  const escape = () => canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  const undone = [];
  let wanted = "";
  const seen = () => said.textContent !== wanted && undone.push(said.textContent);
  const watch = new MutationObserver(seen);
  watch.observe(said, { childList: true });
  for (const wait of [40, 90, 150, 220, 300, 380, 460, 300, 220, 150, 90, 2000]) {
    wanted = wanted ? "" : box.textContent;
    wanted ? box.click() : escape();
    await new Promise(done => setTimeout(done, wait));
    seen();
  }
  watch.disconnect();
  return undone;
}"""
"""Choose and leave a box again and again, while it is answered; what else was said meanwhile."""


def test_a_late_answer_undoes_no_later_choice(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={STATION}")

    assert visitor.page.locator(".trace").evaluate(HASTE) == []
    visitor.settle()
    visitor.until(lambda: visitor.parameter("hop") == "")


def press(visitor: Visitor, x: float, y: float) -> str:
    """What the box at a place of the drawing says when it is clicked; empty where there is none."""
    visitor.page.locator(".canvas").press("Escape")
    said = visitor.page.locator(".said")
    visitor.until(lambda: said.inner_text() == "" and visitor.parameter("hop") == "")
    visitor.page.mouse.click(*at(visitor, x, y))
    visitor.settle()
    return said.inner_text()


def at(visitor: Visitor, x: float, y: float) -> tuple[float, float]:
    """Where on the screen a place of the drawing is, once nothing moves it any more."""
    visitor.settle()
    box = visitor.page.locator(".canvas").bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y


def test_a_box_that_was_dragged_stays_where_it_was_put_when_a_group_opens(
    visitor: Visitor,
) -> None:
    visitor.open(f"/trace?element={STATION}")
    before = visitor.boxes
    canvas = visitor.page.locator(".canvas")
    canvas.scroll_into_view_if_needed()
    visitor.settle()
    x, y = next((x, y) for x in (60, 80, 100) for y in range(40, 240, 20) if press(visitor, x, y))
    name = press(visitor, x, y)
    box = canvas.bounding_box()
    assert box is not None
    put = (box["width"] * 0.55, box["height"] - 60)
    assert press(visitor, *put) == ""

    visitor.page.mouse.move(*at(visitor, x, y))
    visitor.page.mouse.down()
    visitor.page.mouse.move(*at(visitor, *put), steps=8)
    visitor.page.mouse.up()
    visitor.settle()
    assert press(visitor, *put) == name
    visitor.node("⊕")
    visitor.until(lambda: visitor.boxes > before)
    visitor.settle()

    assert press(visitor, *put) == name
    assert press(visitor, x, y) != name


def test_a_box_that_was_dragged_stands_there_again_after_only_its_path_was_shown(
    visitor: Visitor,
) -> None:
    visitor.open(f"/trace?element={STATION}")
    visitor.page.locator(".canvas").scroll_into_view_if_needed()
    visitor.settle()
    x, y = next((x, y) for x in (60, 80, 100) for y in range(40, 240, 20) if press(visitor, x, y))
    name = press(visitor, x, y)
    below = next(lower for lower in range(y, y + 200, 6) if press(visitor, x, lower) == "")

    visitor.page.mouse.move(*at(visitor, x, y))
    visitor.page.mouse.down()
    visitor.page.mouse.move(*at(visitor, x, y + 14), steps=8)
    visitor.page.mouse.up()
    visitor.settle()
    assert press(visitor, x, below) == name
    before = visitor.boxes
    switch = '[data-testid="stCheckbox"] label'
    visitor.click(switch)
    visitor.until(lambda: visitor.boxes < before)
    visitor.click(switch)
    visitor.until(lambda: visitor.boxes == before)

    assert press(visitor, x, below) == name


def test_enter_opens_the_group_that_arrows_lead_to(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={STATION}")
    before = visitor.boxes
    canvas = visitor.page.get_by_role("application", name="溯源图：方向键沿边移动，回车展开")
    said = visitor.page.get_by_role("status").and_(visitor.page.locator(".said"))
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight"):
        canvas.press(key)
        visitor.settle()
    for _ in range(before):
        if "⊕" in said.inner_text():
            break
        canvas.press("ArrowDown")
        visitor.settle()
    canvas.press("Enter")

    visitor.until(lambda: visitor.parameter("open") != "")
    visitor.until(lambda: visitor.boxes > before)


def test_the_link_that_is_copied_shows_the_same(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}&as_of=2018-06-03&only=yes&hop=10&lang=en")
    boxes = visitor.boxes
    visitor.page.get_by_role("button", name="copy link").click()
    link = visitor.page.locator('[data-testid="stPopoverBody"] code').first
    visitor.until(link.is_visible)

    visitor.page.goto(link.inner_text())
    visitor.settle()

    visitor.reads("known at now", "sources")
    assert visitor.boxes == boxes
    assert visitor.parameter("hop") == "10"
    assert visitor.parameter("as_of") == "2018-06-03"


def test_the_drawing_is_saved_as_a_picture(visitor: Visitor) -> None:
    visitor.open(f"/trace?element={ISSUE}")
    assert visitor.boxes > 5
    saved = visitor.taken(visitor.page.get_by_role("button", name="存为 PNG"))

    picture = Image.open(saved.path())
    assert saved.suggested_filename == "trace.png"
    assert picture.format == "PNG"
    assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 10, "boxes and states are in it"


def test_the_whole_trace_is_taken_along_as_a_page(visitor: Visitor) -> None:
    """It is written when it is asked for, and after a part of the page was drawn anew too."""
    visitor.open(f"/trace?element={ISSUE}")
    visitor.node("超期")
    visitor.until(lambda: visitor.parameter("hop") == "10")
    saved = visitor.taken(visitor.page.get_by_role("button", name="HTML"))

    text = saved.path().read_text(encoding="utf-8")
    assert saved.suggested_filename == "trace.html"
    assert ISSUE in text
    assert "CAL-53463-PRS-2-4" in text
