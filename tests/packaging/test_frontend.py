"""The built view is what its source gives, and carries the notice of what is bundled with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "dashboard" / "frontend"
BUILT = ROOT / "dashboard" / "components" / "trace_view" / "trace.js"


def test_the_built_view_is_what_its_source_gives(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    shutil.copytree(SOURCE, tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "components" / "trace_view").mkdir(parents=True)
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        done = subprocess.run(
            [npm, *command], cwd=tmp_path / "frontend", capture_output=True, text=True, check=False
        )
        if command[0] == "ci" and done.returncode:
            pytest.skip(f"needs a registry of npm packages: {done.stderr[-200:]}")
        assert done.returncode == 0, done.stderr

    built = (tmp_path / "components" / "trace_view" / "trace.js").read_bytes()
    assert built == BUILT.read_bytes(), "run: npm run build in dashboard/frontend"


def test_the_bundle_carries_the_notice_of_cytoscape() -> None:
    notice = BUILT.with_name("NOTICE.txt").read_text(encoding="utf-8")
    assert "The Cytoscape Consortium" in notice
    assert "Permission is hereby granted" in notice


def test_the_view_takes_text_as_text() -> None:
    """Nothing of the source writes markup: data reaches the page as text nodes and pictures."""
    source = (SOURCE / "src" / "trace.js").read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in source
