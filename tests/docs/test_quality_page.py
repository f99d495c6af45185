"""The page of quality control has every test and every threshold as they are."""

import math
from pathlib import Path

from loaders.quality_control.thresholds import NUMBERS, shipped


def test_thresholds_on_the_page_are_those_that_count(root: Path) -> None:
    page = (root / "docs/reference/quality.md").read_text(encoding="utf-8")
    for line in shipped():
        held = [(name, line.number(name)) for name in NUMBERS]
        numbers = ", ".join(f"{name}={n:g}" for name, n in held if not math.isnan(n))
        cells = f"`{line.test}` | `{line.variable}` | {line.unit} | {numbers} | {line.source}"
        assert f"| {cells} |" in page


def test_every_test_of_values_is_on_the_page(root: Path) -> None:
    page = (root / "docs/reference/quality.md").read_text(encoding="utf-8")
    for name in ("provider", *{line.test for line in shipped()}, "climatology", "spike"):
        assert f"| `{name}` |" in page
