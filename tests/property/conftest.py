"""Makes `histories` importable: tests are no package, and pytest imports them by path."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

if "histories" not in sys.modules:
    _spec = spec_from_file_location("histories", Path(__file__).with_name("histories.py"))
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["histories"] = module = module_from_spec(_spec)
    _spec.loader.exec_module(module)
