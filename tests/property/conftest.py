"""A place for thousands of small ledgers; and `histories`, made importable by its path."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

if "histories" not in sys.modules:
    _spec = spec_from_file_location("histories", Path(__file__).with_name("histories.py"))
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["histories"] = module = module_from_spec(_spec)
    _spec.loader.exec_module(module)


@pytest.fixture(scope="module")
def workplace() -> Iterator[Path]:
    """A folder in memory where there is one: every transaction is synced to it."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="suyuan-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
