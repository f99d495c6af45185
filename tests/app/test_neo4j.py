"""`suyuan neo4j`: a real server for a home, started and stopped by commands."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from graph.server import VERSIONS, LocalServer

LTS = VERSIONS[0]


@pytest.fixture(autouse=True)
def _no_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever server the tests were given, these are about one of their own."""
    monkeypatch.delenv("SUYUAN_NEO4J_URI", raising=False)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory, run):
    """A home whose server was started by the command, and what the command said."""
    home = tmp_path_factory.mktemp("neo4j") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SUYUAN_NEO4J_URI", raising=False)
        said = run("neo4j", "up", "--home", home).stdout
    yield home, said
    LocalServer(LTS, home / "neo4j" / LTS).stop()


def test_up_says_where_it_is_and_what_to_export(up, read) -> None:
    home, said = up

    state = read("neo4j", "status", "--home", home)

    assert state["running"]
    assert state["version"] == LTS
    assert f"export SUYUAN_STORE={state['uri']}\n" in said
    assert f"export SUYUAN_NEO4J_PASSWORD_FILE={state['password_file']}\n" in said
    assert Path(state["password_file"]).read_text().strip() not in said
    assert "已启动 / started" in said


def test_up_again_starts_nothing_and_says_so(up, run, read) -> None:
    home, _ = up
    before = read("neo4j", "status", "--home", home)

    again = read("neo4j", "up", "--home", home)

    assert not again["started"]
    assert again["pid"] == before["pid"]
    assert "was running already" in run("neo4j", "up", "--home", home).stdout


def test_export_prints_lines_for_a_shell_only(up, run, read) -> None:
    home, _ = up
    uri = read("neo4j", "status", "--home", home)["uri"]

    lines = run("neo4j", "up", "--home", home, "--export").stdout.splitlines()

    assert lines[0] == f"export SUYUAN_STORE={uri}"
    assert all(re.fullmatch(r"export SUYUAN_\w+=\S+", line) for line in lines)
    assert len(lines) == 2


def test_status_tells_and_checks(up, run, read) -> None:
    home, _ = up

    text = run("neo4j", "status", "--home", home).stdout
    state = read("neo4j", "status", "--home", home, "--check")

    assert "running" in text
    assert str(state["pid"]) in text
    assert "--check" in text
    assert state["jars_checked"]
    assert state["n_jars"] == 214


def test_path_is_the_folder_of_the_server(up, run, read) -> None:
    home, _ = up

    folder = run("neo4j", "path", "--home", home).stdout.strip()

    assert folder == read("neo4j", "path", "--home", home)["path"]
    assert (Path(folder) / "conf" / "neo4j.conf").exists()


def test_down_stops_it(up, run, read) -> None:
    home, _ = up

    assert read("neo4j", "down", "--home", home) == {"stopped": True}
    assert not read("neo4j", "status", "--home", home)["running"]
    assert "was not running" in run("neo4j", "down", "--home", home).stdout


def test_before_the_first_start_nothing_is_made(run, read, tmp_path: Path) -> None:
    home = tmp_path / "home"

    state = read("neo4j", "status", "--home", home)

    assert not state["running"]
    assert state["uri"] is None
    assert "not running" in run("neo4j", "status", "--home", home).stdout
    assert "was not running" in run("neo4j", "down", "--home", home).stdout
    assert run("neo4j", "path", "--home", home).stdout.strip() == str(home / "neo4j" / LTS)
    assert not home.exists()


def test_a_server_of_the_environment_is_used_and_none_is_started(
    run, read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_NEO4J_URI", "bolt://127.0.0.1:1")

    state = read("neo4j", "up", "--home", tmp_path / "home")
    told = run("neo4j", "up", "--home", tmp_path / "home")

    assert state["uri"] == "bolt://127.0.0.1:1"
    assert not state["running"]
    assert not state["started"]
    assert "SUYUAN_NEO4J_URI" in told.stderr
    assert "was running already" not in told.stdout
    assert "not running" in run("neo4j", "status", "--home", tmp_path / "home").stdout
    assert not (tmp_path / "home").exists()


def test_an_unknown_version_is_refused(refusal, tmp_path: Path) -> None:
    error = refusal("neo4j", "up", "--version", "4.4.0", "--home", tmp_path)

    assert error["type"] == "ServerError"
    assert LTS in error["remedy"]


def test_without_a_way_to_fetch_it_the_remedy_is_told(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setitem(sys.modules, "jgo", None)

    told = run("neo4j", "up", "--home", tmp_path / "home", code=1).stderr

    assert "first use" in told
    assert "suyuan[server]" in told
    assert "Traceback" not in told
