"""Makes the plain readings of `tests/oracle` importable as `oracle`: tests are no package."""

import sys
from pathlib import Path
from types import ModuleType

if "oracle" not in sys.modules:
    package = ModuleType("oracle")
    package.__path__ = [str(Path(__file__).resolve().parents[1] / "oracle")]
    sys.modules["oracle"] = package
