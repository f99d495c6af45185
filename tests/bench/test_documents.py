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


def load(root: Path, home: Path, folder: Path) -> dict[str, float]:
    """Load a folder with the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(STEPS), "load", str(home), str(folder)],
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
        (load(root, tmp_path / f"home{n}", seeds) for n in range(3)), key=lambda x: x["seconds"]
    )
    size = 0
    found = []
    for count in (FEW, MANY):
        size = write_documents(tmp_path / f"made{count}", count)
        found.append(load(root, tmp_path / f"made-home{count}", tmp_path / f"made{count}"))
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
        f"{many['claims']:,.0f} claims, {MANY / many['seconds']:.1f} documents/s |"
    )
    print(
        f"| peak memory, {MANY:,} to {FEW} documents | {many['child_mib'] / few['child_mib']:.2f} ×"
        f" | flat | {few['child_mib']:.0f} → {many['child_mib']:.0f} MiB, larger of loader and "
        "follower |"
    )
    assert five["claims"] > 1_000
    assert many["claims"] > 9 * few["claims"]
