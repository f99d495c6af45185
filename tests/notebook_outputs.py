"""The option of pytest by which the outputs of a notebook of the documentation are kept anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--notebook-outputs`: docs/test_networkx_notebook.py writes what its cells print."""
    parser.addoption(
        "--notebook-outputs", action="store_true", help="write the outputs of the notebook anew"
    )
