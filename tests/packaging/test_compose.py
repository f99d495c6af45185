"""What must hold of compose.yaml and the image: nothing secret, nothing open, all pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from dashboard.cli import app
from graph.server import DEFAULT_VERSION
from graph.store.registry import BACKENDS
from graph.store.server_address import address_of

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
SECRET = re.compile(r"PASSWORD|AUTH|SECRET|TOKEN|KEY", re.IGNORECASE)
BUILT = sorted(name for name, service in SERVICES.items() if "build" in service)

every_service = pytest.mark.parametrize("name", sorted(SERVICES))


def copied() -> list[str]:
    """What the Dockerfile takes from the project."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def ignored() -> list[str]:
    text = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def succeeds(*command: str) -> bool:
    """Whether a command is there and ends well, run in the project."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_the_services_are_these() -> None:
    assert sorted(SERVICES) == ["dashboard", "neo4j", "suyuan"]
    assert BUILT == ["dashboard", "suyuan"]


def test_compose_itself_accepts_the_file() -> None:
    """Docker's own reading, where its plugin is installed; it needs no daemon."""
    if not succeeds("docker", "compose", "version"):
        pytest.skip("needs docker compose")

    assert succeeds("docker", "compose", "--profile", "*", "config", "--quiet")


# Secrets


@every_service
def test_secrets_are_files(name: str) -> None:
    service = SERVICES[name]
    names = {key: str(value) for key, value in service["environment"].items() if SECRET.search(key)}

    assert names, "each service needs a password"
    for value in names.values():
        folder, _, secret = value.rpartition("/")
        assert folder == "/run/secrets"
        assert secret in service["secrets"]
        assert COMPOSE["secrets"][secret] == {"file": f"deploy/secrets/{secret}"}


def test_no_secret_enters_git_or_the_image() -> None:
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not SECRET.search(DOCKERFILE)
    assert not any("deploy" in line for line in ignored())


def test_make_secrets_writes_one_password_once(tmp_path: Path) -> None:
    script = Path(shutil.copy2(ROOT / "deploy" / "make-secrets", tmp_path))
    secrets = tmp_path / "secrets"

    first = subprocess.run([script], cwd="/", capture_output=True, text=True, check=True)
    kept = {path.name: path.read_text(encoding="ascii") for path in secrets.iterdir()}
    second = subprocess.run([script], cwd="/", capture_output=True, text=True, check=False)

    assert set(kept) == set(COMPOSE["secrets"])
    assert len(kept["neo4j_password"]) == 48
    assert kept["neo4j_auth"] == f"neo4j/{kept['neo4j_password']}"
    assert kept["neo4j_password"] not in first.stdout + first.stderr
    assert second.returncode == 1
    assert {p.name: p.read_text(encoding="ascii") for p in secrets.iterdir()} == kept
    assert sorted(p.name for p in tmp_path.iterdir()) == ["make-secrets", "secrets"]
    assert oct(secrets.stat().st_mode & 0o777) == "0o700"
    assert {oct(p.stat().st_mode & 0o777) for p in secrets.iterdir()} == {"0o444"}


# What is open, and what a service may do


@every_service
def test_ports_are_open_to_this_machine_alone(name: str) -> None:
    ports = SERVICES[name].get("ports", [])

    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert bool(ports) == (name != "suyuan")
    assert "network_mode" not in SERVICES[name]


@every_service
def test_a_service_has_no_rights_to_spare(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert not {"privileged", "cap_add", "pid", "ipc", "devices"} & set(service)
    assert not any("docker.sock" in volume for volume in service["volumes"])


@pytest.mark.parametrize("name", BUILT)
def test_our_own_services_cannot_change_their_image(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert f"USER {SERVICES[name]['user']}\n" in DOCKERFILE


def test_the_server_reads_no_files_and_loads_no_plugins() -> None:
    said = SERVICES["neo4j"]["environment"]

    assert said["NEO4J_dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert said["NEO4J_internal_dbms_cypher__ip__blocklist"] == "0.0.0.0/0,::/0"
    assert said["NEO4J_dbms_security_procedures_allowlist"] == "none"
    assert said["NEO4J_dbms_usage__report_enabled"] == "false"
    assert said["NEO4J_server_http_enabled"] == said["NEO4J_server_https_enabled"] == "false"
    assert "NEO4J_PLUGINS" not in said
    assert not any(value in ("", None) for value in said.values()), "the image drops empty values"


# What is kept, and how it is found


def test_every_volume_is_declared_and_used() -> None:
    mounts = [volume.split(":") for s in SERVICES.values() for volume in s["volumes"]]

    assert {source for source, *_ in mounts} == set(COMPOSE["volumes"])
    assert all(len(mount) == 2 and mount[1].startswith("/") for mount in mounts)


def test_the_home_of_the_image_is_the_volume() -> None:
    assert "SUYUAN_HOME=/var/lib/suyuan\n" in DOCKERFILE
    for name in BUILT:
        assert "home:/var/lib/suyuan" in SERVICES[name]["volumes"]


@pytest.mark.parametrize("name", BUILT)
def test_our_services_find_the_server(name: str) -> None:
    service = SERVICES[name]
    address = address_of(service["environment"]["SUYUAN_STORE"])

    assert service["environment"]["SUYUAN_STORE"].partition(":")[0] in BACKENDS
    assert (address.host, address.port, address.database) == ("neo4j", 7687, "neo4j")
    assert service["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


@every_service
def test_what_stays_up_says_whether_it_is_well(name: str) -> None:
    service = SERVICES[name]

    assert ("healthcheck" in service) == (service.get("profiles") != ["job"])
    if "healthcheck" in service:
        assert service["restart"] == "unless-stopped"
        assert {"test", "interval", "timeout"} <= set(service["healthcheck"])


def test_only_the_server_starts_unasked() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["neo4j"]


def test_the_pages_listen_inside_the_container_and_are_published_on_loopback() -> None:
    service = SERVICES["dashboard"]

    assert service["command"] == ["dashboard", "--host", "0.0.0.0"]
    assert service["command"][0] in get_command(app).commands  # type: ignore[attr-defined]
    assert service["environment"]["SUYUAN_PUBLISHED_ON_LOOPBACK"] == "yes"
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


# Images


def test_images_are_pinned() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{DEFAULT_VERSION}-community"
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim-[a-z]+", base) for base in bases)
    for name in BUILT:  # a local name, which no registry may answer
        assert (SERVICES[name]["image"], SERVICES[name]["pull_policy"]) == ("suyuan:local", "never")


def test_only_what_is_copied_goes_to_the_build() -> None:
    """All is ignored (.venv, .git, .suyuan, secrets …) but what the Dockerfile copies."""
    first, *rest = ignored()

    assert first == "*"
    assert sorted(line for line in rest if line.startswith("!")) == sorted(
        f"!{c}" for c in copied()
    )
    assert [line for line in rest if not line.startswith("!")] == ["**/__pycache__", "**/*.pyc"]


def test_the_image_copies_what_the_build_needs_and_no_more(tmp_path: Path) -> None:
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, tmp_path)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "built"]

    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)

    (wheel,) = (tmp_path / "built").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packages = {n.partition("/")[0] for n in archive.namelist() if ".dist-info/" not in n}
    files = {"pyproject.toml", "requirements.lock", "README.md", "LICENSE"}
    assert packages == {"ontology", "graph", "loaders", "queries", "dashboard"}
    assert set(copied()) == packages | files
