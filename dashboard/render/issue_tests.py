"""Tests that raised an issue, as a person reads them."""

from __future__ import annotations

from dashboard.render.text import spoken
from loaders.quality_control.registry import tests


def title_of_test(name: str, lang: str = "zh") -> str:
    """The title of a test of ours; a test of others as its source calls it.

    >>> title_of_test("provider"), title_of_test("provider", "en"), title_of_test("到报检查", "en")
    ('来源质控码', "provider's codes", '到报检查')
    """
    known = tests().get(name)
    return spoken(known.title, lang) if known is not None else name
