"""What must hold of the project as a package: folders, metadata, imports, tasks, lock."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ontology", "graph", "loaders", "queries", "dashboard")
HEAVY = {
    "duckdb", "eccodes", "lxml", "neo4j", "pandas", "py2neo", "pyarrow", "rdflib", "streamlit",
}  # fmt: skip
RANGED = {"kglite"}  # never pinned by the lock
EXTRAS = {
    "neo4j", "dashboard", "documents", "field", "qc", "rdf", "py2neo", "server", "test", "all"
}  # fmt: skip

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def sources(*folders: str) -> list[Path]:
    """All Python files of the folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


# Folders


@pytest.mark.parametrize("package", PACKAGES)
def test_package_is_typed_and_regular(package: str) -> None:
    assert (ROOT / package / "__init__.py").is_file()
    assert (ROOT / package / "py.typed").is_file()


def test_packages_are_those_of_the_build() -> None:
    assert PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(PACKAGES)
    assert PYPROJECT["tool"]["importlinter"]["root_packages"] == list(PACKAGES)
    assert PYPROJECT["tool"]["mypy"]["files"] == list(PACKAGES)


def test_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_nothing_in_dashboard_bears_the_name_of_a_package() -> None:
    """Streamlit puts the folder of its script first on the path: such a file would shadow."""
    taken = {
        path.stem
        for path in (ROOT / "dashboard").rglob("*")
        if path.suffix == ".py" or path.is_dir()
    }

    assert taken & {*PACKAGES, *HEAVY} == set()


def test_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        built = {name for name in archive.namelist() if ".dist-info/" not in name}

    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    }
    assert built == there


# Metadata


def test_command() -> None:
    (command,) = metadata.entry_points(group="console_scripts", name="suyuan")

    assert command.value == "dashboard.cli:main"
    assert callable(command.load())


def test_metadata_of_the_installed_package() -> None:
    installed = metadata.metadata("suyuan")

    assert "Private :: Do Not Upload" in installed.get_all("Classifier", [])
    assert installed["License-Expression"] == "Apache-2.0"
    assert installed["Requires-Python"] == ">=3.11"
    assert set(installed.get_all("Provides-Extra", [])) == EXTRAS


def test_license_is_the_full_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_version_is_written_once() -> None:
    assigned = re.compile(r"^_*version_*\s*(?::[^=]+)?=\s*[\"']\d", re.IGNORECASE | re.MULTILINE)
    elsewhere = [p for p in sources(*PACKAGES) if assigned.search(p.read_text(encoding="utf-8"))]

    assert metadata.version("suyuan") == PROJECT["version"]
    assert [path.relative_to(ROOT).as_posix() for path in elsewhere] == []


def test_changelog_knows_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[?{re.escape(PROJECT['version'])}\b", text, re.MULTILINE)


# Imports


@pytest.mark.parametrize("package", PACKAGES)
def test_import_leaves_the_extras_alone(package: str) -> None:
    code = f"import sys, {package}; print(*sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert HEAVY & set(run.stdout.split()) == set()


# Tasks


def make_targets() -> set[str]:
    """The targets a person may name."""
    (names,) = re.findall(r"^\.PHONY: ((?:[a-z0-9-]+ ?)+)$", MAKEFILE, re.MULTILINE)
    return set(names.split())


def test_every_target_is_documented() -> None:
    documented = set(re.findall(r"^([a-z0-9-]+):.*?## \S", MAKEFILE, re.MULTILINE))
    defined = set(re.findall(r"^([a-z0-9-]+):(?!=)", MAKEFILE, re.MULTILINE))

    assert make_targets() == defined == documented


def test_help_lists_every_target() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}

    run = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=ROOT, check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip

    assert set(re.findall(r"make ([a-z0-9-]+)", run.stdout)) == make_targets()


def test_ci_runs_the_checks_and_then_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    commands = re.findall(r"^make .*$", script.read_text(encoding="utf-8"), re.MULTILINE)

    assert commands == ["make lint types imports", "make test-all"]
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_readme_names_the_two_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


# Lock


def pins() -> dict[str, list[Requirement]]:
    """Name -> its lines in the lock (one a Python version or platform)."""
    found: dict[str, list[Requirement]] = {}
    for line in LOCK.splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line)
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


NEVER = {
    "streamlit-agraph": "runs a name of a node as a script when it is drawn",
    "st-link-analysis": "runs a name of a node as a script when it is clicked",
    "yfiles-graphs-for-streamlit": "fetches from its vendor",
    "yfiles-jupyter-graphs": "fetches from its vendor",
    "streamlit-authenticator": "keeps a session in a cookie that scripts can read",
    "neo4j-viz": "GPL-3",
    "folium": "blank without the network",
}
"""Libraries that were tried and found dangerous or unfit, with the reason."""


def declared() -> list[Requirement]:
    """The direct dependencies of the core and of every extra."""
    extras = PROJECT["optional-dependencies"].values()
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    return [r for r in map(Requirement, lines) if r.name != PROJECT["name"]]


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_lock_pins_what_is_declared(requirement: Requirement) -> None:
    pinned = pins().get(canonicalize_name(requirement.name), [])

    if requirement.name in RANGED:
        assert pinned == []
        assert {s.operator for s in requirement.specifier} == {">=", "<"}
        return
    versions = [s.version for pin in pinned for s in pin.specifier]
    assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
    assert all(requirement.specifier.contains(version) for version in versions)


@pytest.mark.parametrize(("name", "reason"), NEVER.items())
def test_what_has_known_holes_is_not_in_the_lock(name: str, reason: str) -> None:
    assert canonicalize_name(name) not in pins(), reason


def test_lock_is_usable_as_constraints_anywhere() -> None:
    """No index, no file of one machine, no extra (pip refuses those in constraints)."""
    lines = [pin for several in pins().values() for pin in several]

    assert "://" not in LOCK
    assert "--" not in LOCK
    assert [str(pin) for pin in lines if pin.url or pin.extras] == []
    assert {s.operator for pin in lines for s in pin.specifier} == {"=="}
