"""Trial provinces keep what their design promises, and load without a rejected row."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample.trial import EASY, HARD, Design, write_trial

SMALL = replace(HARD, stations=160, kinds=("batch", "model", "standard", "operator", "team"))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("design", [EASY, HARD])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_trial_is_as_hard_as_its_design_says(design: Design, seed: int, tmp_path: Path) -> None:
    trial = write_trial(tmp_path / "t", design, seed)

    fewest, most = design.causes
    assert fewest <= len(trial.planted) <= most
    for cause in trial.planted:
        share = len(cause.issue_ids) / cause.children
        assert len(cause.issue_ids) >= 8
        assert design.affected[0] - 0.005 <= share <= design.affected[1] + 0.005
    real = sum(len(cause.issue_ids) for cause in trial.planted)
    assert trial.issues == 2 * real, "as many issues without a cause as with one"
    issues = table(trial.folder, "issues.csv")
    assert len({row["issue_id"] for row in issues}) == trial.issues
    assert {row["certainty"] for row in issues} == {"synthetic"}


def test_the_hard_one_loses_and_contradicts_records(tmp_path: Path) -> None:
    easy = write_trial(tmp_path / "easy", replace(HARD, missing=0.0), 5).folder
    hard = write_trial(tmp_path / "hard", HARD, 5).folder

    whole, kept = (
        [r for r in table(f, "calibrations.csv") if r["subject_kind"] == "Instrument"]
        for f in (easy, hard)
    )
    assert len(kept) / len(whole) == pytest.approx(0.85, abs=0.02)
    stale = table(hard, "former/calibrations.csv")
    standards = {r["calibration_id"]: r["standard_id"] for r in whole}
    assert stale
    assert all(standards[r["calibration_id"]] != r["standard_id"] for r in stale)


def test_effects_begin_weeks_after_the_cause(tmp_path: Path) -> None:
    design = replace(HARD, kinds=("team",), causes=(1, 1), most_children=4000)
    trial = write_trial(tmp_path / "t", design, 1)
    visits: dict[str, list[str]] = {}
    for row in table(trial.folder, "events.csv"):
        if row["party"] == trial.planted[0].key:
            visits.setdefault(row["subject_id"], []).append(row["begin"])

    for row in table(trial.folder, "issues.csv"):
        if row["issue_id"] in trial.planted[0].issue_ids:
            days = [(_day(row["begin"]) - _day(begin)) for begin in visits[row["station_id"]]]
            assert any(21 <= d <= 91 for d in days)


def _day(text: str) -> int:
    return date.fromisoformat(text[:10]).toordinal()


def test_the_same_seed_gives_the_same_tables(tmp_path: Path) -> None:
    one, two = (write_trial(tmp_path / n, SMALL, 7) for n in ("one", "two"))

    files = [p.relative_to(one.folder) for p in sorted(one.folder.rglob("*.csv"))]
    assert files
    assert one.planted == two.planted
    assert all((one.folder / f).read_bytes() == (two.folder / f).read_bytes() for f in files)


def test_a_trial_loads_without_a_rejected_row(tmp_path: Path) -> None:
    trial = write_trial(tmp_path / "t", replace(SMALL, stations=40, causes=(0, 0)), 3)

    home = Workspace(Settings(tmp_path / "home"), create=True)
    with home as workspace, workspace.ledger.writing() as writer:
        for planned in make_plan([trial.folder], Declared()).files:
            report = load_file(workspace.ledger, writer, planned, LoadChoices())
            assert report.rejected == 0, report.first_rejects
