"""Kill -9 at random instants: nothing acknowledged is lost, nothing is doubled, all verifies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import Settings
from tests.faults.kills import Course, kill_often, spread, undisturbed
from tests.faults.tables import LARGE, write_tables
from tests.torture_page import TORTURE

WHAT = "装载与投影，嵌入式图库 / loading and projecting, embedded store"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    tables = tmp_path_factory.mktemp("tables")
    write_tables(tables, LARGE)
    expected, pace = undisturbed(tables, Settings(tmp_path_factory.mktemp("undisturbed")))
    assert len(expected.claims) > 6000
    return Course(tables, Settings, expected, pace, side_by_side=2)


@pytest.mark.parametrize("kills", [50, pytest.param(200, marks=pytest.mark.torture)])
def test_killed_at_any_moment_it_ends_the_same(
    kills: int, course: Course, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tally = kill_often(course, kills, tmp_path)
    record_property(TORTURE, tally.row(WHAT))
    print(f"\n{tally}")
    assert tally.flawless()
    assert spread(tally)
    assert tally.unfinished >= kills / 10
