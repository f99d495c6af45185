"""Tests of what is stated about stations, found by walking this folder for modules with `TESTS`.

Not the values are held against anything here but the statements: a position against the registry
valid then, a sensor's altitude against the station's, a pressure against the height it is said to
be measured at.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.quality_control.protocol import FlagTest

_MODULES = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
TESTS: tuple[FlagTest, ...] = tuple(
    test
    for name in _MODULES
    for test in getattr(importlib.import_module(f"{__name__}.{name}"), "TESTS", ())
)
