"""The examples in docstrings give what they show."""

import doctest
import importlib
import pkgutil
from itertools import islice

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


MODULES = modules()


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    """No example of a module fails."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    """The sweep above finds examples at all."""
    finder = doctest.DocTestFinder()
    tests = (test for name in MODULES for test in finder.find(importlib.import_module(name)))
    assert len(list(islice((test for test in tests if test.examples), 5))) == 5
