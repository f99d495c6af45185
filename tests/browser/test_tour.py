"""The guided tour: every page it shows opens as it says, and its pictures are taken here.

`make tour` takes them anew into docs/tutorial/pictures.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from browser.visiting import Visitor
from PIL import Image

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "guided-tour.md"
LARGEST = 150_000
COLOURS = 96
DRAWN = 5000
"""Milliseconds after which charts and maps are drawn."""
LANGUAGES = ("zh", "en")
ISSUE = "issue:DEMO-0001"
STEPS = {
    "overview": ("/", ("未了结的问题", "issues not settled")),
    "trace": (f"/trace?element={ISSUE}&hop=10", ("根因候选", "Candidate cause")),
    "evidence": (f"/evidence?element={ISSUE}", ("要看的步骤", "steps to look at")),
    "coverage": ("/coverage?cell=Y02-04|national|region", ("主责单位", "lead units")),
    "stations": ("/stations?station=station:53463", ("各来源的说法", "what sources claim")),
    "documents": (
        "/documents?element=document:QX/T-SYN-101",
        ("版本与条款", "versions and clauses"),
    ),
    "management": (
        "/management?list=nonconformities&state=open",
        ("未关闭而没有措施", "open without any action"),
    ),
    "loads": ("/loads", ("选一行看它拒绝的行", "choose a row to see what it turned away")),
}
"""Address of each page of the tour, and what it says in Chinese and in English."""


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    stream = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_the_tour_shows_what_it_says(
    visitor: Visitor, request: pytest.FixtureRequest, name: str
) -> None:
    folder = request.config.getoption("--tour-pictures")
    address, words = STEPS[name]
    for lang in LANGUAGES if folder else LANGUAGES[:1]:
        visitor.open(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        visitor.reads(words[LANGUAGES.index(lang)])
        if folder:
            visitor.page.wait_for_timeout(DRAWN)
            picture = small(visitor.page.screenshot())
            assert len(picture) <= LARGEST
            (Path(folder) / f"{name}-{lang}.png").write_bytes(picture)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STEPS)
def test_every_picture_is_there_small_and_shown(name: str, lang: str) -> None:
    picture = TOUR.parent / "pictures" / f"{name}-{lang}.png"

    assert f"pictures/{picture.name}" in TOUR.read_text(encoding="utf-8")
    assert picture.stat().st_size <= LARGEST
    assert Image.open(picture).size == (1280, 900)


def test_no_picture_is_kept_that_is_not_shown() -> None:
    kept = {path.name for path in (TOUR.parent / "pictures").iterdir()}

    assert kept == {f"{name}-{lang}.png" for name in STEPS for lang in LANGUAGES}
