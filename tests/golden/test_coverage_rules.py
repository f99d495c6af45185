"""Coverage rules on the real plan of 000, read by hand, and on a sample province, read from CSV.

By hand: the 30 leaves of tables 1-3 (lines 31-272) all print a lead; the eight national processes
of table 4 (279-348) print none, nor any process a procedure or a record. Table 4 joins seven
regional leaves. Of the 14 tasks (424-490) four name who is in charge as a whole (432, 462, 467,
486), eight have a date in section eight (501-512), one prints its product in 《》 (432). Of the
leads, those under 内蒙古自治区气象局 are printed with it in front; 大气探测技术保障中心 and
气象信息中心 stand nowhere under a superior.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology import valid_time
from queries import run

TASKS = {str(n) for n in range(1, 15)}
LED, DATED, PRODUCING = {"3", "9", "10", "14"}, {"1", "2", "3", "5", "7", "8", "9", "10"}, {"3"}
JOINED = {"Y01-01", "Y01-03", "Y02-01", "Y02-02", "Y02-03", "Y02-04", "Y02-05"}
UNSUPERVISED = {
    *(f"Y02-0{n}" for n in range(1, 6)),
    *(f"Y03-0{n}" for n in range(1, 5)),
    "储备供应",
}  # led by the centres alone, and what Y02-01 includes
AS_OF = "2019-06-01"


def loaded(home: Path, path: Path) -> Workspace:
    workspace = Workspace(Settings(home), create=True)
    with workspace.ledger.writing() as writer:
        for planned in make_plan([path], Declared()).files:
            report = load_file(workspace.ledger, writer, planned, LoadChoices())
            assert report.read == report.accepted + report.rejected
    return workspace


@pytest.fixture(scope="module")
def plan(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = next((shared / "seeds").glob("000_*.txt"))
    with loaded(tmp_path_factory.mktemp("plan") / "home", path) as workspace:
        yield workspace


def gaps(workspace: Workspace, rule: str, **params: str) -> set[str]:
    """Last parts of the keys of the elements that a rule finds wanting."""
    rows = run(workspace, "gaps", {"rule": rule, **params}).rows
    return {r.element.rpartition("|")[2].rpartition(":")[2] for r in rows}


@pytest.mark.parametrize(
    ("rule", "those"), [("task-lead", LED), ("task-deadline", DATED), ("task-product", PRODUCING)]
)
def test_tasks_of_the_plan(plan: Workspace, rule: str, those: set[str]) -> None:
    assert gaps(plan, rule) == TASKS - those


def test_leads_are_printed_for_the_region_and_not_for_the_nation(plan: Workspace) -> None:
    assert gaps(plan, "process-lead", level="region") == set()
    assert len(gaps(plan, "process-lead", level="national")) == 8


def test_the_plan_names_no_procedure_and_no_record(plan: Workspace) -> None:
    everyone = 30 + 4 + 8  # leaves, what remarks say is included, the nation's
    for rule in ("process-procedure", "process-record", "process-result"):
        assert len(gaps(plan, rule)) == everyone


def test_interfaces_of_table_four(plan: Workspace) -> None:
    rows = run(plan, "gaps", {"rule": "process-interface", "state": "all"}).rows
    region = [r for r in rows if r.level == "region"]

    assert {r.element.partition(":")[2].partition("@")[0] for r in region
            if r.state == "covered"} == JOINED  # fmt: skip
    assert {r.state for r in region} == {"covered", "not_stated"}
    assert len(region) == 34


def test_who_stands_under_no_superior(plan: Workspace) -> None:
    found = gaps(plan, "process-supervisor", level="region")

    assert {f.removesuffix("@region") for f in found} == UNSUPERVISED


def test_every_gap_cites_a_line(plan: Workspace) -> None:
    result = run(plan, "gaps", {})

    assert all(row.claims for row in result.rows)
    assert all(e.line and e.excerpt for e in result.claims.values())


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    folder = write_province(tmp_path_factory.mktemp("sample") / "p", seed=2, stations=8).folder
    with loaded(tmp_path_factory.mktemp("home") / "home", folder) as workspace:
        yield workspace, folder


def rows_of(folder: Path, word: str) -> list[dict[str, str]]:
    (path,) = [p for p in folder.rglob("*.csv") if p.stem.removeprefix("generated-") == word]
    with path.open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_calibrations_of_the_sample_as_its_tables_have_them(
    province: tuple[Workspace, Path],
) -> None:
    """The latest row of each instrument decides; its date of validity is inclusive."""
    workspace, folder = province
    instruments = {row["instrument_id"] for row in rows_of(folder, "instruments")}
    latest: dict[str, dict[str, str]] = {}
    for row in rows_of(folder, "calibrations"):
        past = row["performed_on"] <= AS_OF and row["subject_kind"] == "Instrument"
        if past and row["performed_on"] > latest.get(row["subject_id"], {"performed_on": ""})[
            "performed_on"
        ]:  # fmt: skip
            latest[row["subject_id"]] = row
    good = {
        name
        for name, row in latest.items()
        if row["result"] != "outOfCalibration" and row["valid_to"] >= AS_OF
    }

    rows = run(workspace, "gaps", {"rule": "instrument-calibration", "state": "all"},
               as_of=AS_OF).rows  # fmt: skip

    covered = {r.element.removeprefix("instrument:") for r in rows if r.state == "covered"}
    assert {r.element.removeprefix("instrument:") for r in rows} == instruments
    assert covered == good & instruments
    assert 0 < len(covered) < len(instruments)
    assert {r.certainty for r in rows} == {"synthetic"}
    assert valid_time(AS_OF) == run(workspace, "gaps", {"rule": "unit-members"}, as_of=AS_OF).as_of
