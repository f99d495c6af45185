"""Speed and memory of reading official documents: a part of what `make bench` prints."""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.bench.documents import write_documents

pytestmark = [pytest.mark.bench, pytest.mark.needs_shared]
STEPS = Path(__file__).with_name("steps.py")
FEW, MANY = 100, 1000


def step(root: Path, name: str, home: Path, folder: Path) -> dict[str, float]:
    """Load a folder in a process of its own: the command, or the loader and ledger alone."""
    done = subprocess.run(
        [sys.executable, str(STEPS), name, str(home), str(folder)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def test_documents(root: Path, shared: Path, tmp_path: Path) -> None:
    """The five real ones, each time into a new home; then a hundred and a thousand made-up ones."""
    seeds = tmp_path / "seeds"
    shutil.copytree(shared / "seeds", seeds)
    five = min(
        (step(root, "load", tmp_path / f"home{n}", seeds) for n in range(3)),
        key=lambda x: x["seconds"],
    )
    size = 0
    found = []
    for count in (FEW, MANY):
        size = write_documents(tmp_path / f"made{count}", count)
        made, home = tmp_path / f"made{count}", tmp_path / f"made-home{count}"
        found.append(step(root, "ledger", home, made))
    few, many = found
    print(
        f"\n{os.cpu_count()} cores, suyuan {version('suyuan')}; files → ledger → embedded graph\n"
    )
    print("| what | figure | goal | of |\n|---|---|---|---|")
    print(
        f"| the five real documents, the command included | {five['seconds']:.2f} s | < 3 s | "
        f"{five['claims']:,.0f} claims; best of 3 |"
    )
    print(
        f"| {MANY:,} documents of {size / MANY / 1000:.0f} kB | {many['seconds']:.0f} s |  | "
        f"{many['claims']:,.0f} claims, {MANY / many['seconds']:.1f} documents/s, file → ledger |"
    )
    print(
        f"| peak memory, {MANY:,} to {FEW} documents | {many['mib'] / few['mib']:.2f} ×"
        f" | flat | {few['mib']:.0f} → {many['mib']:.0f} MiB, loader and ledger |"
    )
    assert five["claims"] > 1_000
    assert many["claims"] > 9 * few["claims"]
