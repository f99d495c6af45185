"""On a generated year the effect check finds exactly the actions that worked."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graph import InvalidValueError, Workspace
from loaders.sample.improvement import OUTCOMES, WINDOW, YEAR, Place, year
from loaders.sample.rows import Row, columns, field_names
from queries import run
from queries.effect import EffectRow
from tests.unit.queries.loaded import loaded

CASES = 48
END = f"{YEAR}-12-31"


def written(folder: Path, rows: list[Row]) -> None:
    by_table: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_table[row.TABLE].append(row)
    for table, some in by_table.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            sheet = csv.writer(stream)
            sheet.writerow(columns(type(some[0])))
            names = field_names(type(some[0]))
            sheet.writerows([["" if (v := getattr(r, n)) is None else v for n in names]
                             for r in some])  # fmt: skip


@pytest.fixture(scope="module")
def results() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, results: dict[str, str]):
    """Cases at six stations, eight of them at each: a series and an instrument of its own."""
    folder = tmp_path_factory.mktemp("year")
    found = [
        (n, Place(f"S{n // 8}", f"V{n % 8}", f"W{n % 8}", f"I{n}", "甲局")) for n in range(CASES)
    ]
    written(folder, list(year(found, results)))
    with loaded(folder, folder) as opened:
        yield opened


def rows(workspace: Workspace, as_of: str = END, **params: str) -> dict[str, EffectRow]:
    found = run(workspace, "effect", params, as_of=as_of).rows
    return {r.action.partition(":")[2]: r for r in found if isinstance(r, EffectRow)}


def test_exactly_those_that_worked_are_found(workspace: Workspace, results: dict[str, str]) -> None:
    found = rows(workspace)

    assert len(results) == CASES
    assert {action: row.result for action, row in found.items()} == results
    assert Counter(results.values())["worked"] == CASES // len(OUTCOMES) * 4


def test_counts_and_evidence_are_those_of_the_cases(
    workspace: Workspace, results: dict[str, str]
) -> None:
    for action, row in rows(workspace).items():
        key = action.removeprefix("CA-")
        assert row.before == len(row.issues_before) >= 1
        assert all(i.startswith(f"issue:ISS-{key}-") for i in row.issues_before)
        again = (f"issue:ISS-{key}-9",) if results[action] == "recurred" else ()
        assert row.issues_after == again
        assert row.days == WINDOW
        assert row.claims


def test_it_depends_on_the_day_and_on_the_window(
    workspace: Workspace, results: dict[str, str]
) -> None:
    early = rows(workspace, f"{YEAR}-03-01")
    later = rows(workspace, f"{YEAR + 1}-06-30")
    long = rows(workspace, f"{YEAR + 1}-06-30", days="130")

    assert {row.result for row in early.values()} <= {"too_early", "recurred", "undetermined"}
    assert {later[a].result for a, r in results.items() if r == "too_early"} == {"worked"}
    late = [a for a, row in long.items() if row.result == "recurred"
            and later[a].result == "worked"]  # fmt: skip
    assert len(late) == CASES // len(OUTCOMES)


def test_one_or_some_are_asked_for(workspace: Workspace) -> None:
    some = rows(workspace, actions=f"CA-{YEAR}-001; CA-{YEAR}-002")

    assert set(some) == {f"CA-{YEAR}-001", f"CA-{YEAR}-002"}
    with pytest.raises(InvalidValueError, match="days"):
        rows(workspace, days="-3")
