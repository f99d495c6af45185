"""The option of pytest by which the pictures of the guided tour are taken anew."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--tour-pictures FOLDER`: browser/test_tour.py puts its pictures there."""
    parser.addoption("--tour-pictures", type=Path, help="take the pictures of the guided tour")
