"""The commands as a person types them, on homes that are made once for all tests."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from typer.testing import CliRunner, Result

import dashboard.app
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


@pytest.fixture
def open_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A page by its id, with these parameters in its address, as Streamlit draws it."""

    def opened(page: str, at: Path = home, **address: str) -> AppTest:
        monkeypatch.setenv("SUYUAN_HOME", str(at))
        script = Path(dashboard.app.__file__).with_name("script.py")
        found = AppTest.from_file(str(script), default_timeout=60)
        found._page_hash = calc_hash(page)  # what a browser does with the path of the address
        for name, value in address.items():
            found.query_params[name] = value
        return found.run()

    return opened


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Rows of each CSV that a page offers, by the file's name, header first."""
    found: dict[str, list[list[str]]] = {}
    made = st.download_button

    def offered(label: str, data: Callable[[], bytes], **options: Any) -> bool:
        if label == "CSV":
            lines = data().decode("utf-8-sig").splitlines()
            found[options["file_name"]] = list(csv.reader(lines))
        return made(label, data, **options)

    monkeypatch.setattr(st, "download_button", offered)
    return found
