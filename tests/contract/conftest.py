"""Makes the modules of `tests/oracle` and `tests/contract` importable: tests are no package."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

for name in ("oracle", "contract"):
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(Path(__file__).resolve().parents[1] / name)]
        sys.modules[name] = package


@pytest.hookimpl(tryfirst=True)  # before the items are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A server is asked about the sample in every run, about other data in `make test-all`."""
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        if given.get("store", "kglite") != "kglite" and given.get("outcomes", "sample") != "sample":
            item.add_marker(pytest.mark.all_stores)
