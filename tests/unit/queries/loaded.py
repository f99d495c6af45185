"""Homes filled from tables written by hand, every row of which is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan


def written(folder: Path, tables: Mapping[str, str]) -> Path:
    """A folder of the tables, by their names."""
    data = folder / "data"
    data.mkdir()
    for name, text in tables.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    return data


def loaded(folder: Path, data: Path) -> Workspace:
    """A home in the folder with all tables of another."""
    workspace = Workspace(Settings(folder / "home"), create=True)
    with workspace.ledger.writing() as writer:
        for planned in make_plan([data], Declared()).files:
            report = load_file(workspace.ledger, writer, planned, LoadChoices())
            assert report.rejected == 0, report.first_rejects
    return workspace
