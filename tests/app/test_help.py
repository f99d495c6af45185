"""Help and usage: quick, complete, with its own exit code."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.cli import app

COMMANDS = (
    "action",
    "api",
    "ask",
    "audit",
    "backup",
    "check",
    "claims",
    "cypher",
    "dashboard",
    "decide",
    "demo",
    "evidence",
    "export",
    "incident",
    "info",
    "load",
    "neo4j",
    "nonconformity",
    "project",
    "qc",
    "rebuild",
    "restore",
    "review",
    "sample",
    "show",
    "sparql",
    "trace",
    "verify",
    "watch",
    "what-if",
)
GROUPS = {"action", "claims", "decide", "incident", "neo4j", "nonconformity"}
ROOT = Path(__file__).resolve().parents[2]
SLOW = {"kglite", "networkx", "openpyxl", "orjson", "rich.table", "graph", "queries", "loaders"}


def test_help_lists_every_command(run) -> None:
    text = run("--help").stdout

    listed = {line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line}
    assert listed == set(COMMANDS)


def test_help_is_quick() -> None:
    code = "from dashboard.cli import main; import sys; sys.argv = ['suyuan', '--help']; main()"
    best = 10.0
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
        best = min(best, time.perf_counter() - begun)

    assert best < 1.0


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, dashboard.cli; print(*sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert SLOW & set(run.stdout.split()) == set()


@pytest.mark.parametrize("name", [c for c in COMMANDS if c not in GROUPS])
def test_every_command_takes_the_shared_options(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]

    options = {option for param in command.params for option in param.opts}
    assert options >= {"--home", "--store", "--json", "--debug"}
    assert command.help


def test_version(run) -> None:
    assert run("--version").stdout.startswith("suyuan 0.")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("trace",), ("load",), ("sample", "x", "--seed", "many"), ("ask", "--wrong")],
)
def test_wrong_usage_ends_with_2(run, arguments: tuple[str, ...]) -> None:
    assert "Usage" in run(*arguments, code=2).stderr


def test_entry_point_runs() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli import main; main()", "ask"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert "suyuan ask trace" in run.stdout
