"""What all tests share: the real material beside the project, and repeatable random tests."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.neo4j_server",
    "tests.backends_page",
    "tests.scheduling",
    "tests.document_figures_page",
    "tests.torture_page",
    "tests.damage_page",
    "tests.tour_pictures",
    "tests.notebook_outputs",
    "tests.wmdr_schemas",
]

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SUYUAN_SHARED") or ROOT.parent / "shared")
ABSENT = "needs ../shared"
MAIN = sys.modules["__main__"]

# The same random histories in every run; HYPOTHESIS_PROFILE=explore draws new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_configure() -> None:
    """Keep the home and the store of whoever runs the tests out of them."""
    for name in ("SUYUAN_HOME", "SUYUAN_STORE"):
        os.environ.pop(name, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that takes `shared`, and skip all marked ones where it is absent."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("needs_shared")
        if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=ABSENT))


@pytest.fixture(autouse=True)
def _main_module() -> None:
    """Streamlit puts each script of a page in its place, and a spawned process would run that."""
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material: ../shared, or SUYUAN_SHARED."""
    if not SHARED.is_dir():  # asked for by name, past the mark
        pytest.skip(ABSENT)
    return SHARED
