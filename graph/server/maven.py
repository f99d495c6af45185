"""The two ways to a jar of Maven Central: `mvn`, and `jgo` from pip."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from graph.errors import ServerError

FAILED = "下载失败 / the download failed"
REACH_CENTRAL = (
    "需能访问 Maven Central（或在 ~/.m2/settings.xml 设镜像），稍后再试 / "
    "Maven Central, or a mirror set in ~/.m2/settings.xml, must be reachable; try again"
)
Coordinate = tuple[str, str, str, str]  # group, artifact, version, classifier
_LIMIT_S = 20 * 60
_AT_ONCE, _TRIES = 8, 3
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>suyuan</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>
</dependency></dependencies></project>
"""


def has_mvn() -> bool:
    """`mvn` and a `java` for it are on the path."""
    return bool(shutil.which("mvn") and (shutil.which("java") or os.environ.get("JAVA_HOME")))


def has_jgo() -> bool:
    """The Python package is installed."""
    return importlib.util.find_spec("jgo") is not None


def copy_dependencies(coordinate: str, into: Path, *, as_repository: bool = False) -> None:
    """Let `mvn` copy an artifact and all it needs at run time into a folder.

    `as_repository`: in the folders of a Maven repository instead of one flat folder.
    """
    with tempfile.TemporaryDirectory() as project:
        (Path(project) / "pom.xml").write_text(
            _POM.format(*coordinate.split(":")), encoding="utf-8"
        )
        command = [
            "mvn",
            "--quiet",
            "--batch-mode",
            "dependency:copy-dependencies",
            "-DincludeScope=runtime",
            f"-DoutputDirectory={into}",
            f"-Dmdep.useRepositoryLayout={str(as_repository).lower()}",
        ]
        try:
            run = subprocess.run(
                command,
                cwd=project,
                capture_output=True,
                text=True,
                timeout=_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ServerError("mvn", f"{FAILED}: > {_LIMIT_S} s", REACH_CENTRAL) from error
    if run.returncode:
        last = " ".join((run.stdout + run.stderr).split())[:600]
        raise ServerError("mvn", f"{FAILED}: {last}", REACH_CENTRAL)


class _Artifact(Protocol):
    """What we use of jgo: a file of the repository, fetched into a folder that mirrors it."""

    cached_path: Path

    def resolve(self) -> Path: ...


def download(coordinates: Iterable[Coordinate], into: Path) -> None:
    """Let `jgo` download these very jars, several at once, into a folder.

    It is asked for each jar by name: what it would itself resolve differs from what Maven does.
    """
    jgo = importlib.import_module("jgo.maven")
    with (
        tempfile.TemporaryDirectory(dir=into.parent) as repository,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        context = jgo.MavenContext(repo_cache=Path(repository), timeout=60)
        jars: list[_Artifact] = [
            context.project(group, artifact).at_version(version).artifact(classifier, "jar")
            for group, artifact, version, classifier in coordinates
        ]
        waiting = [pool.submit(_download, jar, into) for jar in jars]
        try:
            for one in waiting:
                one.result()
        except (OSError, RuntimeError) as error:  # what requests and jgo raise
            pool.shutdown(wait=False, cancel_futures=True)
            raise ServerError("jgo", f"{FAILED}: {error}", REACH_CENTRAL) from error


def _download(jar: _Artifact, into: Path) -> None:
    for tries_left in reversed(range(_TRIES)):
        try:
            path = jar.resolve()
            break
        except (OSError, RuntimeError):
            jar.cached_path.unlink(missing_ok=True)  # a part of it
            if not tries_left:
                raise
    shutil.move(path, into / path.name)
