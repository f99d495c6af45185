"""The management loop of the sample: its story holds in the tables, and in the graph."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import SampleReport, write_province
from queries import run
from queries.audits import AuditRow
from queries.effect import EffectRow
from queries.review_input import ReviewInputRow

Rows = list[dict[str, str]]
REGION = "内蒙古自治区气象局"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    return write_province(tmp_path_factory.mktemp("loop") / "p", stations=1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    return write_province(tmp_path_factory.mktemp("loop") / "p")


@pytest.fixture(scope="module")
def workspace(small: SampleReport, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("loop") / "home"
    with Workspace(Settings(home), create=True) as opened:
        with opened.ledger.writing() as writer:
            for planned in make_plan([small.folder], Declared()).files:
                report = load_file(opened.ledger, writer, planned, LoadChoices())
                assert report.rejected == 0, report.first_rejects
                assert report.warnings == (), report.warnings
        yield opened


def table(report: SampleReport, name: str) -> Rows:
    with (report.folder / "generated" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(report: SampleReport, indicator: str, unit: str) -> dict[str, tuple[float, float]]:
    """Value and target by period."""
    return {
        r["period"]: (float(r["value"]), float(r["target"]))
        for r in table(report, "indicator_values")
        if (r["indicator_id"], r["unit_id"]) == (f"SYN-IND-{indicator}", unit)
    }


def linked(workspace: Workspace, cypher: str) -> list[dict[str, object]]:
    with workspace.store.reading() as graph:
        return list(graph.run(cypher, {}))


def test_a_feedback_leads_to_a_version_of_a_procedure(workspace: Workspace) -> None:
    """Feedback → requirement → indicator → process → document version, and the action's way."""
    chain = linked(
        workspace,
        "MATCH (f:Feedback)-[:CONCERNS]->(q:DataRequirement)<-[:MEASURES]-(i:Indicator) "
        "MATCH (q)-[:REVISED_BY]->(f) "
        "MATCH (i)-[:MEASURES]->(p:Process)-[g:GOVERNED_BY]->(v:DocumentVersion) "
        "MATCH (a:CorrectiveAction)-[:CHANGES]->(v) WHERE g.valid_to > '9999' "
        "RETURN f.id AS f, q.id AS q, i.id AS i, p.id AS p, v.id AS v, a.id AS a",
    )

    assert chain == [
        {
            "f": "feedback:SYN-FB-2025-001", "q": "data_requirement:SYN-REQ-01",
            "i": "indicator:SYN-IND-TIM", "p": "process:Y03-02@region",
            "v": "document_version:SYN-QP-06|2", "a": "corrective_action:CA-2025-M2",
        }
    ]  # fmt: skip


def test_nothing_of_the_loop_is_a_stub(workspace: Workspace) -> None:
    kinds = (
        "Feedback", "DataRequirement", "QualityObjective", "Indicator", "IndicatorValue", "Risk",
        "ManagementReview", "TrainingRecord", "Supplier", "CorrectiveAction", "Nonconformity",
        "Audit", "Finding", "Step", "Record", "Task", "System", "Alarm", "Admission",
    )  # fmt: skip
    for kind in kinds:
        (count,) = linked(workspace, f"MATCH (n:{kind}) RETURN count(n) AS n")
        assert count["n"] != 0, kind
        stubs = linked(workspace, f"MATCH (n:{kind}) WHERE n.stub = true RETURN n.id AS id")
        assert stubs == [], kind


def test_the_revised_requirement_is_missed_first_and_met_after_the_procedure(
    small: SampleReport,
) -> None:
    first, revised = (
        r for r in table(small, "requirements") if r["requirement_id"] == "SYN-REQ-01"
    )
    before, after = (
        r for r in table(small, "management_documents") if r["document_id"] == "SYN-QP-06"
    )
    found = figures(small, "TIM", REGION)

    assert first["timeliness"] != revised["timeliness"]
    assert revised["revised_by"] == "SYN-FB-2025-001"
    assert before["superseded"] == after["effective"]
    met = {period: value >= target for period, (value, target) in found.items()}
    assert all(met[p] for p in found if p < revised["valid_from"][:7])
    assert not any(met[p] for p in found if revised["valid_from"] <= f"{p}-01" < after["effective"])
    assert met["2025-12"]
    verified = next(r for r in table(small, "management_actions") if r["action_id"] == "CA-2025-M2")
    assert all(met[p] for p in ("2025-09", "2025-10") if f"{p}-31" < verified["verified"])


def test_some_units_improve_some_miss_and_one_does_not_report(whole: SampleReport) -> None:
    leagues = {r["unit_id"] for r in table(whole, "objectives")} - {REGION, "中国气象局"}
    late = {unit: figures(whole, "TIM", unit)["2025-12"] for unit in leagues}

    assert len(leagues) == 12
    assert {value >= target for value, target in late.values()} == {True, False}
    gaps = {unit for unit in leagues if "2025-08" not in figures(whole, "REP", unit)}
    assert gaps
    assert all("2025-08" in figures(whole, "REP", unit) for unit in {*leagues, REGION} - gaps)
    satisfied = [r for r in table(whole, "indicator_values") if "SAT" in r["indicator_id"]]
    assert [r["target"] for r in satisfied] == ["", ""]


def test_the_figures_of_the_region_are_the_mean_of_all_leagues(whole: SampleReport) -> None:
    by_period = defaultdict(list)
    for row in table(whole, "indicator_values"):
        if row["unit_id"] != REGION:
            by_period[row["indicator_id"], row["period"]].append(float(row["value"]))

    for row in table(whole, "indicator_values"):
        if row["unit_id"] == REGION and "SAT" not in row["indicator_id"]:
            some = by_period[row["indicator_id"], row["period"]]
            assert abs(float(row["value"]) - sum(some) / len(some)) < 0.11


def test_a_small_sample_says_the_same_of_its_units(
    small: SampleReport, whole: SampleReport
) -> None:
    for name in ("objectives", "indicator_values"):
        more = table(whole, name)
        assert all(row in more for row in table(small, name))


def test_objectives_are_refined_from_the_nation_to_the_leagues(whole: SampleReport) -> None:
    rows = {r["objective_id"]: r for r in table(whole, "objectives")}
    levels = {r["unit_id"]: r["level"] for r in [*_real(whole), *table(whole, "units")]}

    for row in rows.values():
        below = levels[row["unit_id"]]
        above = levels[rows[row["parent"]]["unit_id"]] if row["parent"] else ""
        assert (above, below) in {("", "national"), ("national", "region"), ("region", "league")}


def _real(report: SampleReport) -> Rows:
    with (report.folder / "real" / "units.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_at_the_end_of_the_year_one_review_is_overdue_and_one_training_expires(
    small: SampleReport,
) -> None:
    due = [r["review_due"] for r in table(small, "risks") if r["review_due"]]
    ends = [r["valid_to"] for r in table(small, "trainings") if r["valid_to"]]
    first, second, third = (r["held"] for r in table(small, "management_reviews"))

    assert sum(day < "2025-12-31" for day in due) == 1
    assert [day for day in ends if day < "2026-03-31"] == ["2026-01-15"]
    assert first < "2025-01-01" < second < "2025-12-31"
    assert third == ""
    assert {r["certainty"] for r in table(small, "risks")} == {"synthetic"}


def test_what_happens_is_in_order(small: SampleReport) -> None:
    issues = {r["issue_id"]: r["begin"][:10] for r in table(small, "improvement_issues")}

    for row in table(small, "feedback"):
        days = [d for d in (row["received"], row["replied"], row["closed"]) if d]
        assert days == sorted(days)
        if row["concerns_kind"] == "Issue":
            assert issues[row["concerns_id"]] <= row["received"]
    for row in table(small, "management_actions"):
        days = [d for d in (row["opened"], row["done"], row["verified"]) if d]
        assert all(a <= b for a, b in pairwise(days))


def test_the_audits_of_the_year_go_from_plan_to_verified_finding(
    workspace: Workspace, small: SampleReport
) -> None:
    """What the tables say is what the questions find at the end of the year."""
    found = run(workspace, "audits", as_of="2025-12-31").rows
    parts = defaultdict(list)
    for row in found:
        assert isinstance(row, AuditRow)
        parts[row.part].append((row.audit.removeprefix("audit:SYN-IA-"), row.state))

    assert parts["audit"] == [
        ("2025-01", "settled"), ("2025-02", "open"), ("2025-03", "open"), ("2025-04", "settled"),
        ("2025-05", "open"), ("2025-06", "not_done"), ("2026-01", "planned"),
    ]  # fmt: skip
    assert parts["auditor"] == [
        ("2025-01", "fit"), ("2025-02", "fit"), ("2025-03", "not_qualified"), ("2025-04", "fit"),
        ("2025-05", "own_work"), ("2025-06", "fit"), ("2026-01", "lapsed"),
    ]  # fmt: skip
    assert [state for _, state in parts["action"]] == ["effective", "ineffective", "open", "done"]
    assert {row.certainty for row in found if isinstance(row, AuditRow)} == {"synthetic"}
    reviewed = run(workspace, "review-input", {"element": "SYN-MR-2025"}).rows
    states = [r.state for r in reviewed if isinstance(r, ReviewInputRow) and r.item == "c6"]
    assert states == ["not_done", *["done"] * 5]
    days = [(r["planned"], r["done"]) for r in table(small, "audits")]
    assert all(planned <= done for planned, done in days if done)


def test_answers_tell_the_results_of_these_actions_too(
    workspace: Workspace, small: SampleReport
) -> None:
    answers = json.loads((small.folder / "answers.json").read_text("utf-8"))["actions"]

    found = {
        row.action.partition(":")[2]: row.result
        for row in run(workspace, "effect", as_of="2025-12-31").rows
        if isinstance(row, EffectRow)
    }

    assert found == answers


def test_another_seed_gives_other_figures_and_the_same_story(
    tmp_path: Path, small: SampleReport
) -> None:
    other = write_province(tmp_path / "p", seed=2, stations=1)

    assert table(other, "indicator_values") != table(small, "indicator_values")
    for name in ("feedback", "requirements", "objectives", "indicators", "risks"):
        assert table(other, name) == table(small, name)
