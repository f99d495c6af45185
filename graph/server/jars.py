"""The jars of a release in the user's cache: fetched once, each checked against the lock."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from graph.errors import ServerError
from graph.server.lock import LockedJar, locked_jars, sha256_of
from graph.server.maven import copy_dependencies, download, has_jgo, has_mvn
from graph.server.versions import Release

ENTRY_POINT = "META-INF/services/org.neo4j.server.startup.EntryPoint"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the jars of all releases are kept: `suyuan/neo4j` in the user's cache."""
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "suyuan" / "neo4j"


def library_folder(release: Release, cache: Path | None = None) -> Path:
    """Where the jars of a release are kept, whether they are there or not."""
    return (cache or cache_folder()).absolute() / release.version / "lib"


def library(release: Release, cache: Path | None = None) -> Path:
    """The folder with the jars of a release, every one checked; fetched when not there yet.

    Raises `ServerError` for a jar that is missing, foreign or changed, and when there is no way
    to fetch them.
    """
    folder = library_folder(release, cache)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / "install.lock"):
        if not folder.exists():
            _install(release, folder)
            return folder
    check_library(release, cache)
    return folder


def check_library(release: Release, cache: Path | None = None) -> None:
    """Compare the jars that are there with the lock, SHA-256 and all.

    Raises `ServerError` for the first that is missing, foreign or changed.
    """
    folder = library_folder(release, cache)
    _check(release, folder, f"删掉它，会重新下载 / delete it to fetch it anew: rm -r {folder}")


def _install(release: Release, folder: Path) -> None:
    for left in folder.parent.glob("fetching-*"):  # by a process that was killed
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetching-") as name:
        staging = Path(name) / "lib"
        staging.mkdir()
        _fetch(release, staging)
        _check(release, staging, "没有安装，稍后再试 / nothing was installed; try again later")
        staging.rename(folder)


def _fetch(release: Release, into: Path) -> None:
    if has_mvn():
        try:
            copy_dependencies(release.coordinate, into)
        except ServerError:
            if not has_jgo():
                raise
        else:
            return
    if not has_jgo():
        raise ServerError(
            f"Neo4j {release.version}",
            "没有 mvn，也没有 jgo，无从下载 / neither mvn nor jgo is there to fetch it",
            "pip install 'suyuan[server]'，或设 / or set SUYUAN_NEO4J_URI",
        )
    download((jar.coordinate for jar in locked_jars(release.version)), into)


def _check(release: Release, folder: Path, remedy: str) -> None:
    locked = {jar.name: jar for jar in locked_jars(release.version)}
    there = {path.name for path in folder.iterdir()}
    for name in sorted(locked.keys() | there):
        fault = _fault(folder / name, locked.get(name), name in there)
        if fault:
            raise ServerError(folder / name, fault, remedy)


def _fault(path: Path, locked: LockedJar | None, there: bool) -> str | None:
    if locked is None:
        return "不在锁定清单里 / is not in the lock"
    if not there:
        return "缺这个文件 / is missing"
    if sha256_of(path) != locked.sha256:
        return f"SHA-256 不符 / has another SHA-256 than {locked.sha256}"
    return None


def entry_class(release: Release, folder: Path) -> str:
    """The class that starts the server, as the release itself names it."""
    with zipfile.ZipFile(folder / f"neo4j-{release.version}.jar") as jar:
        return jar.read(ENTRY_POINT).decode().split()[0]
