"""Makes the modules of `tests/oracle` and `tests/contract` importable: tests are no package."""

import sys
from pathlib import Path
from types import ModuleType

for name in ("oracle", "contract"):
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(Path(__file__).resolve().parents[1] / name)]
        sys.modules[name] = package
