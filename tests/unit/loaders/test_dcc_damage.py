"""Damaged certificates: nothing crashes or hangs, and every part has an outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.dcc import LOADER
from tests.faults.mutations import Outcome, damaged

FEW, MANY = 50, 1000


def damage(shared: Path, out: Path, numbers: range) -> list[Outcome]:
    """What the loader makes of the real files, each damaged in turn."""
    raws = [p.read_bytes() for p in sorted((shared / "data" / "dcc_pydcc").glob("*.xml"))]
    return damaged(LOADER, raws, out, numbers)


def test_damage_is_refused_or_read(shared: Path, tmp_path: Path) -> None:
    found = damage(shared, tmp_path / "damaged.xml", range(FEW))

    assert any(outcome.refused for outcome in found)
    assert any(outcome.accepted for outcome in found)
    assert any(outcome.rejected for outcome in found)


@pytest.mark.torture
def test_much_damage_is_refused_or_read(shared: Path, tmp_path: Path) -> None:
    found = damage(shared, tmp_path / "damaged.xml", range(MANY))

    assert len(found) == MANY
    assert sum(outcome.refused for outcome in found) > MANY / 10
    assert sum(outcome.accepted > 0 for outcome in found) > MANY / 10
    assert sum(outcome.rejected > 0 for outcome in found) > MANY / 50
