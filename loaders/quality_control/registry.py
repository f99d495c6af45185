"""All tests, found by walking this folder for modules that expose `TESTS`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from graph import InvalidValueError
from loaders.quality_control.protocol import Test


@cache
def tests() -> dict[str, Test]:
    """Every test by its code, in the order of the codes."""
    found: dict[str, Test] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        imported = importlib.import_module(f"loaders.quality_control.{module.name}")
        found |= {test.name: test for test in getattr(imported, "TESTS", ())}
    return dict(sorted(found.items()))


def chosen(names: tuple[str, ...]) -> list[Test]:
    """The tests of these codes, all where none is named. Raises `InvalidValueError`."""
    known = tests()
    for name in names:
        if name not in known:
            raise InvalidValueError(
                "--test", name, "没有这项检查 / no such test", f"可用 / use: {', '.join(known)}"
            )
    return [known[name] for name in names or known]
