"""Planted causes are really there: each is found again from the tables alone."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from loaders.sample import PlantedCause, SampleReport, write_province

Row = dict[str, str]
MECHANISMS = {
    "expired_calibration", "failed_standard", "bad_batch", "bad_visit", "lapsed_accreditation",
    "relocation", "drift", "surroundings", "outage", "firmware",
}  # fmt: skip


def day_of(moment: str) -> date:
    """The civil day of a date-time in UTC."""
    return (datetime.fromisoformat(moment) + timedelta(hours=8)).date()


@dataclass
class Chain:
    """What was in use when an issue began."""

    issue: Row
    day: str
    deployment: Row
    calibration: Row
    following: Row | None


class Records:
    """The generated tables of a sample, read without any code of the generator."""

    def __init__(self, report: SampleReport) -> None:
        self.report = report

    def table(self, name: str) -> list[Row]:
        path = self.report.folder / "generated" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def issues(self) -> dict[str, Row]:
        return {r["issue_id"]: r for r in self.table("issues")}

    @cached_property
    def events(self) -> dict[str, Row]:
        return {r["event_id"]: r for r in self.table("events")}

    @cached_property
    def instruments(self) -> dict[str, Row]:
        return {r["instrument_id"]: r for r in self.table("instruments")}

    @cached_property
    def accreditations(self) -> list[Row]:
        return self.table("accreditations")

    @cached_property
    def calibrations(self) -> dict[str, list[Row]]:
        found = defaultdict(list)
        for row in self.table("calibrations"):
            found[row["subject_id"]].append(row)
        return found

    @cached_property
    def deployments(self) -> dict[tuple[str, str], list[Row]]:
        found = defaultdict(list)
        for row in self.table("deployments"):
            if row["role"] == "primary":
                found[row["station_id"], row["variable"]].append(row)
        return found

    def at(self, subject: str, day: str) -> tuple[Row, Row | None]:
        """The latest calibration on or before a day and the next one."""
        rows = self.calibrations[subject]
        before = [r for r in rows if r["performed_on"] <= day]
        later = [r for r in rows if r["performed_on"] > day]
        return before[-1], later[0] if later else None

    def chain(self, issue_id: str) -> Chain:
        issue = self.issues[issue_id]
        day = day_of(issue["begin"]).isoformat()
        (deployment,) = (
            d
            for d in self.deployments[issue["station_id"], issue["variable"]]
            if d["valid_from"] <= day <= (d["valid_to"] or "9999")
        )
        return Chain(issue, day, deployment, *self.at(deployment["instrument_id"], day))

    def accredited(self, unit: str, day: str) -> bool:
        return any(
            a["unit_id"] == unit and a["valid_from"] <= day <= a["valid_to"]
            for a in self.accreditations
        )

    def defects(self, chain: Chain) -> set[str]:
        """What is wrong on the way up from an issue, read hop by hop."""
        row, found = chain.calibration, set()
        if row["valid_to"] < chain.day:
            found.add("expired")
        if row["result"] != "inCalibration" and row["result"] != "recalibrated":
            found.add(row["result"])
        if chain.following and chain.following["result"] != "inCalibration":
            found.add("drift")
        if not self.accredited(row["performed_by"], row["performed_on"]):
            found.add("accreditation")
        standard, day = row["standard_id"], row["performed_on"]
        while "-IST-" not in standard:
            now, later = self.at(standard, day)
            if now["result"] == "outOfCalibration":
                found.add(f"failed:{standard}")
            elif now["valid_to"] < day:
                found.add(f"expired:{standard}")
            elif later and later["result"] != "inCalibration":
                found.add(f"suspect:{standard}")
            if not self.accredited(now["performed_by"], now["performed_on"]):
                found.add(f"accreditation:{standard}")
            standard, day = now["standard_id"], now["performed_on"]
        return found


@pytest.fixture(scope="module", params=[(1, 1), (3, 1), (119, 1), (400, 5)], ids=str)
def records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Records:
    stations, seed = request.param
    folder = tmp_path_factory.mktemp("causes") / "p"
    return Records(write_province(folder, seed=seed, stations=stations))


def planted(records: Records, mechanism: str) -> list[tuple[PlantedCause, str]]:
    found = [
        (cause, issue_id)
        for cause in records.report.planted
        if cause.mechanism == mechanism
        for issue_id in cause.issue_ids
    ]
    assert found, mechanism
    return found


def test_every_mechanism_occurs_and_all_six_classes(records: Records) -> None:
    assert {c.mechanism for c in records.report.planted} == MECHANISMS
    assert {c.cause_class for c in records.report.planted} == set("人机料法环测")


def test_expired_calibration_is_the_only_defect(records: Records) -> None:
    for cause, issue_id in planted(records, "expired_calibration"):
        chain = records.chain(issue_id)
        assert cause.cause_kind == "Calibration"
        assert chain.calibration["calibration_id"] == cause.cause_id
        assert records.defects(chain) == {"expired"}
        assert chain.following is not None


def test_failed_standard_is_the_only_defect(records: Records) -> None:
    for cause, issue_id in planted(records, "failed_standard"):
        chain = records.chain(issue_id)
        assert cause.cause_kind == "MeasurementStandard"
        assert chain.calibration["standard_id"] == cause.cause_id
        number = int(cause.cause_id[-3:-1])
        state = "suspect" if number % 2 else "failed"
        assert records.defects(chain) == {f"{state}:{cause.cause_id}"}


def test_lapsed_accreditation_is_the_only_defect(records: Records) -> None:
    lapsed = {a["accreditation_id"]: a for a in records.accreditations}
    for cause, issue_id in planted(records, "lapsed_accreditation"):
        chain = records.chain(issue_id)
        assert cause.cause_kind == "Accreditation"
        assert lapsed[cause.cause_id]["unit_id"] == chain.calibration["performed_by"]
        assert lapsed[cause.cause_id]["valid_to"] < chain.calibration["performed_on"]
        assert records.defects(chain) == {"accreditation"}


def test_drift_is_found_at_the_next_calibration_only(records: Records) -> None:
    for cause, issue_id in planted(records, "drift"):
        chain = records.chain(issue_id)
        assert (cause.cause_kind, cause.cause_id) == (
            "Instrument",
            chain.deployment["instrument_id"],
        )
        assert records.defects(chain) == {"drift"}
        assert chain.following is not None
        assert float(chain.following["as_found_error"]) > float(chain.following["tolerance"])


def test_bad_batch_drifts_and_has_a_notice_before_the_issue(records: Records) -> None:
    for cause, issue_id in planted(records, "bad_batch"):
        chain = records.chain(issue_id)
        instrument = records.instruments[chain.deployment["instrument_id"]]
        assert cause.cause_kind == "Batch"
        assert cause.cause_id == f"{instrument['model']}|{instrument['batch']}"
        assert records.defects(chain) == {"drift"}
        assert any(
            e["subject_id"] == instrument["instrument_id"]
            and e["type"] == "malfunction"
            and e["document_id"]
            and e["begin"] <= chain.day
            for e in records.events.values()
        )


@pytest.mark.parametrize(
    ("mechanism", "kind", "type_", "days"),
    [
        ("bad_visit", "Maintenance", "maintenance", 3),
        ("relocation", "Event", "relocation", 40),
        ("surroundings", "Event", "construction", 20),
        ("outage", "Event", "dataCommOutage", 0),
        ("firmware", "Event", "firmwareUpdate", 7),
    ],
)
def test_an_event_precedes_its_issue(
    records: Records, mechanism: str, kind: str, type_: str, days: int
) -> None:
    for cause, issue_id in planted(records, mechanism):
        issue, event = records.issues[issue_id], records.events[cause.cause_id]
        assert (cause.cause_kind, event["type"]) == (kind, type_)
        passed = day_of(issue["begin"]) - date.fromisoformat(event["begin"])
        assert 0 <= passed.days <= days
        if event["subject_kind"] == "Station":
            assert event["subject_id"] == issue["station_id"]
        else:
            assert records.chain(issue_id).deployment["instrument_id"] == event["subject_id"]
        if issue["variable"]:
            assert records.defects(records.chain(issue_id)) == set()


def test_what_was_not_planted_has_nothing_wrong_on_its_path(records: Records) -> None:
    answers = json.loads((records.report.folder / "answers.json").read_text("utf-8"))
    with_variable = [i for i in answers["unexplained"] if records.issues[i]["variable"]]

    for issue_id in with_variable:
        assert records.defects(records.chain(issue_id)) == set()


def test_answers_list_every_issue_once(records: Records) -> None:
    answers = json.loads((records.report.folder / "answers.json").read_text("utf-8"))
    listed = [i for cause in answers["planted"] for i in cause["issue_ids"]]

    assert sorted(listed + answers["unexplained"]) == sorted(records.issues)
    assert [
        PlantedCause(**{**cause, "issue_ids": tuple(cause["issue_ids"])})
        for cause in answers["planted"]
    ] == list(records.report.planted)


def test_a_confirmed_cause_is_the_planted_one(records: Records) -> None:
    true = {
        issue_id: (cause.cause_kind, cause.cause_id)
        for cause in records.report.planted
        for issue_id in cause.issue_ids
    }
    confirmed = [r for r in records.table("incidents") if r["cause_id"]]

    assert confirmed
    for row in confirmed:
        assert true[row["issue_id"]] == (row["cause_kind"], row["cause_id"])


def test_issues_begin_from_2015_to_2024(records: Records) -> None:
    years = {row["begin"][:4] for row in records.issues.values()}

    assert years <= {str(year) for year in range(2015, 2026)}
    assert max(day_of(r["begin"]) for r in records.issues.values()) <= date(2025, 2, 28)


def test_an_incident_goes_through_its_states_in_time(records: Records) -> None:
    states = defaultdict(list)
    for row in records.table("incidents"):
        states[row["incident_id"]].append(row)

    for rows in states.values():
        assert rows[0]["state"] == "open"
        assert [r["state_from"] for r in rows] == sorted({r["state_from"] for r in rows})
        assert rows[0]["opened"] > records.issues[rows[0]["issue_id"]]["begin"]


@pytest.mark.parametrize("stations", [3, 119])
def test_shared_causes_have_several_symptoms(tmp_path: Path, stations: int) -> None:
    report = write_province(tmp_path / "p", stations=stations)

    for mechanism in ("failed_standard", "bad_batch"):
        most = max(len(c.issue_ids) for c in report.planted if c.mechanism == mechanism)
        assert most >= 3
    issues = {r["issue_id"]: r["station_id"] for r in Records(report).table("issues")}
    (standard,) = (c for c in report.planted if c.cause_id == "SYN-WST-WIN-01B")
    assert len({issues[i] for i in standard.issue_ids}) >= 3


@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_samples_have_every_mechanism_with_any_seed(tmp_path: Path, seed: int) -> None:
    report = write_province(tmp_path / "p", seed=seed, stations=1)

    assert {c.mechanism for c in report.planted} == MECHANISMS


def test_a_third_of_the_issues_are_handled(tmp_path: Path) -> None:
    records = Records(write_province(tmp_path / "p"))
    handled = {r["issue_id"] for r in records.table("incidents")}
    unexplained = len(records.issues) - sum(len(c.issue_ids) for c in records.report.planted)

    assert 1.2 < len(records.issues) / 119 < 2
    assert 0.25 < len(handled) / len(records.issues) < 0.45
    assert 0 < unexplained / len(records.issues) < 0.3
    assert {r["state"] for r in records.table("incidents")} == {
        "open", "incident", "under_investigation", "in_progress", "resolved", "wont_fix",
        "escalated", "reopened", "closed",
    }  # fmt: skip


# The demo


@pytest.mark.parametrize(("stations", "station"), [(1, "50425"), (119, "53463"), (130, "53463")])
def test_demo_issues(tmp_path: Path, stations: int, station: str) -> None:
    records = Records(write_province(tmp_path / "p", stations=stations))
    pressure, warmth = records.chain("DEMO-0001"), records.chain("DEMO-0002")

    assert pressure.issue["station_id"] == warmth.issue["station_id"] == station
    assert (pressure.issue["kind"], pressure.issue["variable"]) == ("quality", "PRS")
    assert records.defects(pressure) == {"expired"}
    late = date.fromisoformat(pressure.day) - date.fromisoformat(pressure.calibration["valid_to"])
    assert late.days == 42
    assert records.defects(warmth) == {"drift"}
    for chain in (pressure, warmth):
        row = chain.calibration
        assert row["certificate_id"]
        assert row["procedure"]
        assert chain.deployment["role"] == "primary"
    assert not any(r["cause_id"] for r in records.table("incidents") if "DEMO" in r["issue_id"])


def test_demo_leads_up_to_the_international_standard(tmp_path: Path) -> None:
    records = Records(write_province(tmp_path / "p"))
    row, path = records.chain("DEMO-0001").calibration, []
    while "-IST-" not in row["standard_id"]:
        path.append(row["standard_id"])
        row, _ = records.at(row["standard_id"], row["performed_on"])

    assert [p.split("-")[1] for p in (*path, row["standard_id"])] == ["WST", "RST", "NST", "IST"]
