"""Every page in Chinese: nothing that a page says itself stands there in English alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.page import pages
from dashboard.render.sections import SECTIONS

Open = Callable[..., AppTest]
HAN = re.compile("[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = (
    re.compile(r":material/\w+:|:[a-z]+-background|\(#[\w-]+\)"),  # an icon, a colour, a place
    re.compile(r"\b[a-z_]+:[^\s，；]+"),  # an id, shown to be copied
    re.compile(r"sample-province/[\w-]+"),  # a source
    re.compile(r"\b[0-9a-f]{12,}\b"),  # a digest, the head of the ledger, a claim
    re.compile(
        r"\b[A-Z]{2,}[\w|/.-]*\d[\w|/.-]*"
    ),  # a code: of a document, an instrument, a process
    re.compile(r"\b(?:SHA-256|CSV|PDF|PNG|HTML|English|WebGL|WIGOS|ISO|QX/T)\b"),
)
"""What may stand on a Chinese page as it is: names of things, formats, standards."""
ISSUE, STATION = "issue:DEMO-0001", "station:53463"
VIEWS: dict[str, tuple[str, dict[str, str]]] = {
    **{name: (name, {}) for name in pages()},
    "triage": ("overview", {"triage": "yes"}),
    "trace of an issue": ("trace", {"element": ISSUE, "hop": "10", "like": "yes"}),
    "evidence of an issue": ("evidence", {"element": ISSUE}),
    "a cell": ("coverage", {"cell": "Y02-04|national|region"}),
    "a station": ("stations", {"station": STATION}),
    "what falls due": ("stations", {"due": "yes", "progress": "yes"}),
    "past calibration": ("stations", {"overdue": "yes"}),
    "conflicts": ("stations", {"conflicts": "yes"}),
    "a document": ("documents", {"element": "document:QX/T-SYN-101"}),
    "a unit": ("documents", {"element": "unit:呼和浩特市气象局"}),
    "a search": ("documents", {"text": "气象局"}),
    "open names": ("documents", {"names": "open"}),
    **{
        f"list {section.id}": ("management", {"list": section.id})
        for section in SECTIONS
        if not section.chain
    },
    "the line": ("management", {"list": "line", "element": "feedback:SYN-FB-2025-005"}),
    "an audit": ("management", {"list": "audit", "element": "audit:SYN-IA-2025-01"}),
    **{
        f"loads {tab}": ("loads", {"tab": tab})
        for tab in ("sources", "rejects", "retractions", "ledger", "upload")
    },
    "an unknown element": ("trace", {"element": "issue:NO-SUCH"}),
    "an odd link": ("coverage", {"colour": "rot", "as_of": "nie"}),
}


def said(page: AppTest) -> Iterator[tuple[str, str]]:
    """Every text that a page shows of its own accord, with what it is."""
    for element in page:
        yield from _said(element)


def _said(element: Any) -> Iterator[tuple[str, str]]:
    children = getattr(element, "children", None)
    if children:
        for child in children.values():
            yield from _said(child)
    kind, proto = element.type, getattr(element, "proto", None)
    if kind in ("markdown", "caption", "text", "subheader", "title", "header"):
        yield kind, str(element.value)
    for name in ("label", "placeholder", "help", "body"):
        value = getattr(proto, name, "")
        if isinstance(value, str) and value and kind not in ("html", "code"):
            yield f"{kind} {name}", value
    for option in getattr(element, "options", None) or ():
        yield f"{kind} option", str(getattr(option, "content", option))
    if kind == "arrow_data_frame":
        for title in element.value.columns:
            yield "column", str(title)


def foreign(text: str) -> bool:
    """Whether a text is in English alone: words, and none of them Chinese or a name."""
    if HAN.search(text):
        return False
    bare = text.replace("\\", "").replace("\u2060", "")
    for name in NAMES:
        bare = name.sub("", bare)
    return WORD.search(bare) is not None


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_on_a_chinese_page_is_in_english_alone(
    view: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "张三")
    name, address = VIEWS[view]

    page = open_page(name, **address)

    assert not page.exception
    found = list(said(page))
    assert "text_input placeholder" in {what for what, _ in found}
    assert {each for each in found if foreign(each[1])} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("no source says so", True), ("state（可选多个）", False), ("CSV", False), ("provider", True),
     (":material/link: copy", True), ("98.8 / 99", False), ("issue:DEMO-0001", False),
     ("SHA\\-256 72694fc8e77c9b35… · 2026", False), ("SHA-256 of it", True)],
)  # fmt: skip
def test_english_alone_is_noticed(text: str, expected: bool) -> None:
    assert foreign(text) is expected


def test_an_english_page_is_noticed(open_page: Open) -> None:
    page = open_page("overview", lang="en")

    assert sum(foreign(text) for _, text in said(page)) > 10
