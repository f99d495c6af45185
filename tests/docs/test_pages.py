"""Pages of the documentation: derived ones are fresh, links lead somewhere, commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.cli import app
from queries.competency import page as competency_page
from queries.reference_page import PAGE, questions_markdown

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
COMMAND = re.compile(r"suyuan ([a-z][a-z0-9]*(?:-[a-z]+)*)")


def pages(root: Path) -> list[Path]:
    """Every Markdown page of the project."""
    return [*root.glob("*.md"), *root.glob("docs/**/*.md")]


def test_the_page_of_questions_is_fresh(root: Path) -> None:
    """It equals what the declarations give now."""
    kept = (root / "docs" / "reference" / PAGE).read_text(encoding="utf-8")
    assert kept == questions_markdown(), "run: python -m queries.reference_page docs/reference"


def test_the_page_of_competency_questions_is_fresh(root: Path) -> None:
    """It equals what the declarations give now."""
    kept = (root / "docs" / "reference" / competency_page.PAGE).read_text(encoding="utf-8")
    told = "run: python -m queries.competency.page docs/reference"
    assert kept == competency_page.competency_markdown(), told


def test_the_page_of_commands_is_fresh(root: Path) -> None:
    """It equals what typer's own documentation command prints now."""
    command = [
        sys.executable,
        "-m",
        "typer",
        "dashboard.cli",
        "utils",
        "docs",
        "--name",
        "suyuan",
        "--title",
        "命令 / Commands",
    ]
    printed = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
    ).stdout
    kept = (root / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert kept == printed, f"run: {' '.join(command[1:])} > docs/reference/commands.md"


def test_links_lead_somewhere(root: Path) -> None:
    """Relative links of all pages name files that exist."""
    broken = [
        (str(page.relative_to(root)), target)
        for page in pages(root)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_commands_named_in_the_docs_exist(root: Path) -> None:
    """A page names no command that the command line does not have."""
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = {
        command
        for page in pages(root)
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for command in COMMAND.findall(block)
    }
    assert named
    assert named <= known


def test_every_command_is_documented(root: Path) -> None:
    """The command line has no command that no page mentions."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages(root))
    missing = [
        c
        for c in get_command(app).commands  # type: ignore[attr-defined]
        if f"suyuan {c}" not in text
    ]
    assert missing == []


@pytest.mark.needs_shared
def test_the_tutorial_says_what_the_command_prints(
    root: Path, shared: Path, tmp_path: Path
) -> None:
    """The figures of the first trace are those of the answer."""
    import queries
    from graph import Settings, Workspace
    from loaders import Declared, LoadChoices, load_file, make_plan

    data = shared / "data"
    paths = [
        data / "cma_station_tidymet" / "inner_mongolia_stations_2016.csv",
        data / "cma_station_tidymet" / "inner_mongolia_relocations_195101_201812.csv",
        data / "meteostat_stations",
    ]
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        result = queries.run(workspace, "trace", {"element": "station:52495"})
        then = queries.run(workspace, "trace", {"element": "station:52495"}, as_of="1985-07-01")
    facts = dict(next(h.facts for h in result.rows if h.state == "conflicting"))
    page = (root / "docs" / "tutorial" / "first-trace.md").read_text(encoding="utf-8")
    assert facts["distance_km"] == "69.6"
    assert facts["former_line"] == "104"
    assert facts["left_on"] == "1993-01-01"
    assert all(text in page for text in (facts["distance_km"] + " km", "104", facts["left_on"]))
    assert next(h.state for h in then.rows if h.hop == "position") == "ok"
