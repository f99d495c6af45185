"""Makes the modules of `tests/oracle` and of this folder importable: tests are no package."""

import sys
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parents[2]
for name, folder in (("oracle", "oracle"), ("rca", "bench/rca")):
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(TESTS / folder)]
        sys.modules[name] = package
