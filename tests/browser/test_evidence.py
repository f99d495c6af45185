"""The chain of evidence: three clicks to the package, gaps at first glance, the source opened."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from browser.visiting import Visitor

ISSUE = "issue:DEMO-0001"


def test_the_package_is_three_clicks_away_and_verifies_itself(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.open()
    visitor.tick(6, lambda: "/trace" in visitor.page.url)
    visitor.settle()
    visitor.click('[data-testid="stPageLink"] a:has-text("证据链")')
    visitor.until(lambda: "/evidence" in visitor.page.url)
    assert visitor.parameter("element") == ISSUE
    package = tmp_path / "evidence.zip"
    visitor.taken(visitor.page.get_by_role("button", name="下载证据包")).save_as(package)

    assert visitor.clicks == 3
    assert {"README.html", "proof.json", "manifest.json"} <= set(
        zipfile.ZipFile(package).namelist()
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(package)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_missing_is_seen_without_scrolling(visitor: Visitor) -> None:
    visitor.open("/evidence?element=station:53463&as_of=1960-01-01")
    visitor.reads("要看的步骤")
    told = visitor.page.locator("p", has_text="要看的步骤").first
    visitor.until(told.is_visible)
    box = told.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] < 900
    assert "缺失" in told.inner_text()


def test_a_step_of_the_strip_leads_to_the_step(visitor: Visitor) -> None:
    visitor.open(f"/evidence?element={ISSUE}")
    step = visitor.page.locator("#step-11")
    visitor.page.locator('a[href="#step-11"]').first.wait_for()
    assert not step.is_visible() or (step.bounding_box() or {"y": 9e9})["y"] > 900
    visitor.click('a[href="#step-11"]')
    visitor.until(lambda: (step.bounding_box() or {"y": 9e9})["y"] < 900)


def test_the_source_opens_at_the_words_of_the_claim(visitor: Visitor) -> None:
    visitor.open(f"/evidence?element={ISSUE}&lang=en")
    visitor.page.get_by_role("button", name="open the source").first.click()
    visitor.settle()
    marked = visitor.page.locator(".source mark")
    visitor.until(lambda: marked.count() == 1)

    assert marked.inner_text().startswith("DEMO-0001,quality,53463,PRS")
    visitor.until(lambda: visitor.page.locator(".source .line").count() == 13)
    assert (
        visitor.page.locator(".source .line", has=visitor.page.locator("mark"))
        .inner_text()
        .startswith("126")
    )
    visitor.until(lambda: visitor.parameter("claim").startswith("1-"))
