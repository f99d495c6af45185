"""A parameter that is a code is refused when it is none, with the codes there are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import InvalidValueError, Settings, Workspace
from queries import run

CODED = (
    ("actions", "state", "overdue"),
    ("document-reviews", "state", "open"),
    ("expiring", "what", "calibration"),
    ("indicators", "level", "league"),
    ("indicators", "state", "missed"),
    ("nonconformities", "state", "closed"),
    ("overdue", "level", "league"),
    ("overdue", "what", "incident"),
    ("risks", "state", "untreated"),
    ("tasks", "state", "no_date"),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("coded")
    with Workspace(Settings(folder), create=True) as opened:
        yield opened


@pytest.mark.parametrize(("question", "name", "code"), CODED)
def test_only_its_codes(workspace: Workspace, question: str, name: str, code: str) -> None:
    assert run(workspace, question, {name: code}).rows == ()
    with pytest.raises(InvalidValueError) as refused:
        run(workspace, question, {name: f"{code}s"})
    assert (refused.value.name, refused.value.value) == (name, f"{code}s")
    assert code in refused.value.remedy
