"""The list of requirements names code and tests that exist, and says what is not held."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

FILE = "docs/requirements.csv"
COLUMNS = ["issue", "section", "requirement", "code", "test", "state", "note"]
STATES = {"held", "part", "missed"}


@pytest.fixture(scope="module")
def rows(root: Path) -> list[dict[str, str]]:
    with (root / FILE).open(encoding="utf-8", newline="") as stream:
        read = csv.DictReader(stream, strict=True)
        assert read.fieldnames == COLUMNS
        return list(read)


def named(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def test_every_row_says_what_it_asks_and_how_far_it_is_held(rows: list[dict[str, str]]) -> None:
    assert rows
    for row in rows:
        assert row["requirement"], row
        assert row["state"] in STATES, row
        assert row["state"] == "missed" or row["test"], row
        assert row["state"] == "held" or row["note"], row
    said = [(row["issue"], row["section"], row["requirement"]) for row in rows]
    assert len(said) == len(set(said))


def test_code_and_tests_that_are_named_exist(rows: list[dict[str, str]], root: Path) -> None:
    """A test without a file of its own is in the file that was named before it, as is code."""
    for row in rows:
        folder = Path()
        for code in named(row["code"]):
            folder = (root / code).parent if "/" in code or (root / code).exists() else folder
            assert (folder / Path(code).name).exists(), (code, row["requirement"])
        file = Path()
        for test in named(row["test"]):
            path, _, name = test.rpartition("::") if "::" in test else ("", "", test)
            if "/" in test and "::" not in test:
                path, name = test, ""
            file = root / path if path else file
            assert file.exists(), (test, row["requirement"])
            if name:
                found = re.search(rf"def {name}\b", file.read_text(encoding="utf-8"))
                assert found, (test, row["requirement"])
