"""The examples in docstrings give what they show."""

import doctest
import importlib
import pkgutil

import pytest

PACKAGES = ("ontology", "graph", "loaders", "queries", "dashboard")


def modules() -> list[str]:
    """Every module of the five packages but the runnable ones."""
    found = list(PACKAGES)
    for package in PACKAGES:
        folder = importlib.import_module(package)
        found += [
            m.name
            for m in pkgutil.walk_packages(folder.__path__, f"{package}.")
            if not m.name.endswith("__main__")
        ]
    return found


@pytest.mark.parametrize("name", modules())
def test_docstring_examples(name: str) -> None:
    """No example of a module fails."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    """The sweep above finds examples at all."""
    tried = sum(doctest.testmod(importlib.import_module(n)).attempted for n in modules())
    assert tried >= 5
