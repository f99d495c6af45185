"""The example on the page of the lake runs and says what it shows."""

import re
from pathlib import Path

import pytest


def test_the_example_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (root / "docs/reference/lake.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)

    exec(compile(example, "lake.md", "exec"), {})

    assert (tmp_path / "home/lake/surface_hourly/manifest.jsonl").is_file()
