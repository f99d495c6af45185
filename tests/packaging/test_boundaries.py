"""The packaged borders are what their source gives, and say whose they are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.boundaries.borders import PATH, SOURCE
from dashboard.boundaries.making import borders, written

PACKAGE = "echarts@4.9.0"
NOTICE = "The Apache Software Foundation (http://www.apache.org/)"


def test_the_borders_are_what_their_source_gives(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    got = subprocess.run(
        [npm, "pack", PACKAGE, "--silent"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    if got.returncode:
        pytest.skip(f"needs a registry of npm packages: {got.stderr[-200:]}")
    shutil.unpack_archive(tmp_path / got.stdout.strip(), tmp_path, filter="data")

    made = written(borders(tmp_path / "package" / "map" / "json"))

    assert made == PATH.read_text(encoding="ascii"), f"see {PATH.with_name('ORIGIN.md')}"


def test_origin_licence_and_changes_stand_beside_them() -> None:
    origin = PATH.with_name("ORIGIN.md").read_text(encoding="utf-8")

    assert SOURCE in origin
    assert PACKAGE in origin
    assert "Apache-2.0" in origin
    assert NOTICE in origin
