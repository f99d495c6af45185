"""The server that compose.yaml describes is one that Neo4j accepts, and its health is seen."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from graph.server import DEFAULT_VERSION, GivenServer, LocalServer, given_server
from graph.server.command import Program
from graph.server.home import ServerHome
from graph.server.jars import library
from graph.server.java import find_java
from graph.server.port import free_port
from graph.server.versions import release

PLAIN = re.compile(r"\$\{\w+:-([^}]*)\}")


@pytest.fixture(scope="module")
def service(root: Path) -> dict[str, Any]:
    compose = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = compose["services"]["neo4j"]
    return found


def settings(service: dict[str, Any]) -> dict[str, str]:
    """The lines of neo4j.conf that the image makes of its environment."""
    return {
        name.removeprefix("NEO4J_").replace("_", ".").replace("..", "_"): PLAIN.sub(r"\1", value)
        for name, value in service["environment"].items()
        if name != "NEO4J_AUTH_PATH"
    }


def validated(folder: Path, lines: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What `neo4j-admin server validate-config` says of these settings."""
    home = ServerHome(folder)
    home.conf.mkdir(parents=True)
    text = "".join(f"{name}={value}\n" for name, value in lines.items())
    (home.conf / "neo4j.conf").write_text(text, encoding="utf-8")
    chosen = release(DEFAULT_VERSION)
    program = Program(chosen, find_java(chosen), library(chosen))
    return subprocess.run(
        program.admin(["server", "validate-config"]),
        env=program.environment(home),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(given_server() is not None, reason="SUYUAN_NEO4J_URI: no server of our own")
def test_the_release_knows_every_setting(service: dict[str, Any], tmp_path: Path) -> None:
    lines = settings(service)
    assert lines["dbms.security.allow_csv_import_from_file_urls"] == "false"

    good = validated(tmp_path / "good", lines)
    bad = validated(tmp_path / "bad", {**lines, "dbms.usage.report.enabled": "false"})

    assert good.returncode == 0, good.stdout + good.stderr
    assert "No declared setting" in bad.stdout, "a slip in a name is noticed"


def health(service: dict[str, Any], host: str, port: int) -> int:
    """The exit code of the health check, asked of this server."""
    kind, *command = service["healthcheck"]["test"]
    assert kind == "CMD"
    command[-1] = command[-1].replace("$$", "$").replace("127.0.0.1/7687", f"{host}/{port}")
    return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode


def test_the_health_check_sees_a_server_that_answers(
    service: dict[str, Any], neo4j_server: LocalServer | GivenServer
) -> None:
    address = urlsplit(neo4j_server.uri)
    assert address.hostname
    assert address.port

    assert health(service, address.hostname, address.port) == 0


def test_the_health_check_sees_that_nobody_answers(service: dict[str, Any]) -> None:
    assert health(service, "127.0.0.1", free_port()) != 0
