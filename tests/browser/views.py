"""Every view of the pages: the addresses, and pictures of them whole, to be looked at.

`python tests/browser/views.py HOME FOLDER [sample|real]` takes them in both languages and at both
widths; HOME holds the sample, or the real material.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from playwright.sync_api import Browser, Page

from dashboard.render.sections import SECTIONS

if TYPE_CHECKING:
    from browser.visiting import Visitor

LANGUAGES, WIDTHS = ("zh", "en"), (1280, 1920)
HIGHEST = 6000
"""Pixels of a picture at most."""
DRAWN = 1500
"""Milliseconds after which charts and maps are drawn."""
LISTS = tuple(section.id for section in SECTIONS if not section.chain)
EVERYWHERE: Mapping[str, tuple[str, dict[str, str]]] = {
    "overview": ("", {}),
    "overview-kind": ("", {"kind": "metadata"}),
    "trace-none": ("trace", {}),
    "evidence-none": ("evidence", {}),
    "coverage": ("coverage", {}),
    "coverage-filtered": ("coverage", {"state": "covered"}),
    "stations": ("stations", {}),
    "stations-lists": ("stations", {"due": "yes", "progress": "yes"}),
    "stations-overdue": ("stations", {"overdue": "yes"}),
    "stations-broken": ("stations", {"broken": "yes"}),
    "stations-conflicts": ("stations", {"conflicts": "yes"}),
    "documents-none": ("documents", {}),
    "documents-search": ("documents", {"text": "气象局"}),
    "documents-unfound": ("documents", {"text": "没有这个"}),
    "documents-names": ("documents", {"names": "open"}),
    "link-odd": ("coverage", {"colour": "red", "as_of": "never"}),
    "unknown": ("trace", {"element": "issue:NO-SUCH"}),
    "past": ("", {"as_of": "2018-06-03", "known_at": "2020-01-01"}),
    **{f"management-{name}": ("management", {"list": name}) for name in LISTS},
    **{
        f"loads-{tab or 'all'}": ("loads", {"tab": tab} if tab else {})
        for tab in ("", "sources", "rejects", "retractions", "ledger", "upload")
    },
}
"""Page and parameters of each view that any home has."""
OWN: Mapping[str, Mapping[str, tuple[str, dict[str, str]]]] = {
    "sample": {
        "trace": ("trace", {"element": "issue:DEMO-0001", "hop": "10"}),
        "trace-only": ("trace", {"element": "issue:DEMO-0001", "hop": "16", "only": "yes"}),
        "trace-station": ("trace", {"element": "station:53463"}),
        "evidence": ("evidence", {"element": "issue:DEMO-0001"}),
        "coverage-cell": ("coverage", {"cell": "Y02-04|national|region"}),
        "station": ("stations", {"station": "station:53463"}),
        "document": ("documents", {"element": "document:QX/T-SYN-101"}),
        "unit": ("documents", {"element": "unit:呼和浩特市气象局"}),
        "process": ("documents", {"element": "process:Y02-04@region"}),
        "instrument": ("documents", {"element": "instrument:SYN-INS-53463-PRS-2"}),
        "issue": ("documents", {"element": "issue:DEMO-0001"}),
        "management-line": (
            "management",
            {"list": "line", "element": "feedback:SYN-FB-2025-005"},
        ),
        "management-audit": ("management", {"list": "audit", "element": "audit:SYN-IA-2025-01"}),
    },
    "real": {
        "trace-station": ("trace", {"element": "station:52495"}),
        "evidence": ("evidence", {"element": "station:52495"}),
        "coverage-cell": ("coverage", {"cell": "Y02-04|national|region"}),
        "station": ("stations", {"station": "station:52495"}),
        "station-elsewhere": ("stations", {"station": "station:53463"}),
        "document": (
            "documents",
            {"element": "document:内蒙古自治区气象局气象观测质量管理体系建设方案"},
        ),
        "unit": ("documents", {"element": "unit:中国气象局"}),
        "process": ("documents", {"element": "process:Y02-04@region"}),
        "station-card": ("documents", {"element": "station:53463"}),
        "station-wmdr": ("stations", {"station": "station:0-20008-0-MKN"}),
    },
}
"""Views of elements, by home."""
SENTENCES = {"sample": "DEMO-0001谁负责？", "real": "哪些站址有矛盾？"}
"""What is asked in the box for the view `question`, which has no address of its own."""
QUESTION = "question"


def address(view: str, lang: str, home: str = "sample") -> str:
    """The address of a view."""
    page, params = {**EVERYWHERE, **OWN[home], QUESTION: ("", {})}[view]
    return f"/{page}?{urlencode({**params, 'lang': lang}, quote_via=quote)}"


def asked(visitor: Visitor, home: str) -> None:
    """Ask in the box, and wait for the answer."""
    visitor.page.get_by_test_id("stPopoverButton").nth(1).click()
    box = visitor.page.get_by_test_id("stPopoverBody")
    box.get_by_role("textbox").fill(SENTENCES[home])
    box.get_by_role("textbox").press("Enter")
    box.locator(".st-key-answer-sentence button").click()
    box.get_by_test_id("stDataFrame").wait_for()


def whole(page: Page, width: int) -> None:
    """Make the window as high as what stands on the page."""
    for _ in range(2):
        high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": max(900, min(int(high) + 4, HIGHEST))})
        page.wait_for_timeout(DRAWN // 2)


def pictures(
    browser: Browser, base: str, home: str, folder: Path, only: tuple[str, ...] = ()
) -> Iterator[Path]:
    """Take a picture of each view."""
    from browser.visiting import visiting

    for width in WIDTHS:
        with visiting(browser, base, width=width) as visitor:
            for view in only or (*EVERYWHERE, *OWN[home], QUESTION):
                for lang in LANGUAGES:
                    visitor.page.set_viewport_size({"width": width, "height": 900})
                    visitor.open(address(view, lang, home))
                    if view == QUESTION:
                        asked(visitor, home)
                    visitor.page.wait_for_timeout(DRAWN)
                    whole(visitor.page, width)
                    path = folder / f"{home}-{view}-{lang}-{width}.png"
                    visitor.page.screenshot(path=path)
                    yield path


if __name__ == "__main__":
    from types import ModuleType

    package = ModuleType("browser")
    package.__path__ = [str(Path(__file__).resolve().parent)]
    sys.modules["browser"] = package
    from browser.visiting import browsing, served

    where, into, what, *views = sys.argv[1:]
    Path(into).mkdir(parents=True, exist_ok=True)
    with served(Path(where)) as base, browsing() as browser:
        for taken in pictures(browser, base, what, Path(into), tuple(views)):
            print(taken)
