"""Kill -9 while the lake is written: nothing acknowledged lost, nothing doubled, all verifies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.lake_kills import kill_often
from tests.torture_page import TORTURE

WHAT = "写数据湖 / writing the lake"


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.torture)])
def test_killed_at_any_step_the_lake_ends_the_same(
    kills: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tally = kill_often(kills, tmp_path)

    record_property(TORTURE, tally.row(WHAT))
    print(f"\n{tally}")
    assert tally.flawless()
    assert len(tally.stages) >= 4
    assert tally.stages["end"] <= tally.trials / 3
    assert tally.unfinished >= kills / 3
