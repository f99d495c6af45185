"""The commands as a person types them, on homes that are made once for all tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dashboard.cli import app
from loaders.sample import write_province

Run = Callable[..., Result]
LINES = {
    "stations": "station_id,name_zh\n53463,呼和浩特\n53446,包头\n",
    "units": "unit_id,name_zh,level\n呼和浩特市气象局,呼和浩特市气象局,league\n",
}


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width wherever the tests run, with a terminal or without."""
    monkeypatch.setenv("COLUMNS", "140")


@pytest.fixture(scope="session")
def run() -> Run:
    """Run `suyuan` with these arguments; `code` is the exit code that is expected."""

    def call(*arguments: object, code: int = 0, **options: Any) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments], **options)
        told = f"{result.output}\n{result.exception!r}"
        assert result.exit_code == code, told
        return result

    return call


@pytest.fixture(scope="session")
def read(run: Run) -> Callable[..., Any]:
    """The JSON that a command prints."""

    def call(*arguments: object, code: int = 0) -> Any:
        return json.loads(run(*arguments, "--json", code=code).stdout)

    return call


@pytest.fixture(scope="session")
def refusal(run: Run) -> Callable[..., dict[str, Any]]:
    """The error that a command tells on stderr as JSON."""

    def call(*arguments: object, code: int = 1) -> dict[str, Any]:
        result = run(*arguments, "--json", code=code)
        assert result.stdout == ""
        return json.loads(result.stderr)["error"]  # type: ignore[no-any-return]

    return call


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample province of three stations."""
    return write_province(tmp_path_factory.mktemp("sample") / "province", stations=3).folder


@pytest.fixture(scope="session")
def home(run: Run, province: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the province in it, for tests that only read."""
    folder = tmp_path_factory.mktemp("home") / "suyuan"
    run("load", province, "--home", folder)
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """An import table in a folder of its own: `table("stations")`, `table("stations", b"…")`."""

    def write(name: str, content: str | bytes | None = None, suffix: str = "csv") -> Path:
        path = tmp_path / "in" / f"{name}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        raw = LINES[name] if content is None else content
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return path

    return write
