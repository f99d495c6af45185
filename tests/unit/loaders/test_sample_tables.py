"""The sample's tables: declared columns, no blank column, no dangling id, sound periods."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from loaders.sample import facts, write_province
from ontology import ALL_CODES, NODE_KINDS, TABLES, Column, EdgeRule, is_date_only, valid_time

Rows = list[dict[str, str]]
FIRST_GROUP = (
    "units", "stations", "locations", "instruments", "deployments", "calibrations", "certificates",
    "standards", "accreditations", "events", "issues", "incidents", "processes", "interfaces",
    "documents", "document_reviews",
)  # fmt: skip
SECOND_GROUP = (
    "nonconformities", "actions", "feedback", "requirements", "objectives", "indicators",
    "indicator_values", "risks", "management_reviews", "trainings", "suppliers",
    "audits", "findings", "environment", "equipment_states", "station_changes", "systems",
    "datasets", "products", "flows", "steps", "records", "tasks", "alarms", "admissions",
)  # fmt: skip
# Optional columns that the sample leaves out: it has no values to count by an interval, says of no
# indicator that it is a rate which is computed too, and knows no persons.
LEFT_OUT = {("deployments", "reporting_interval"), ("indicators", "rate"), ("audits", "auditors")}
# File -> table, where the name of the file is not that of the table.
OTHER_NAMES = {
    "unit_links": "units", "station_links": "stations", "former_operators": "stations",
    "improvement_issues": "issues", "improvement_incidents": "incidents",
    "improvement_nonconformities": "nonconformities", "improvement_actions": "actions",
    "management_documents": "documents", "management_nonconformities": "nonconformities",
    "management_actions": "actions", "indicator_processes": "indicators",
    "audit_nonconformities": "nonconformities", "audit_actions": "actions",
    "practice_documents": "documents",
}  # fmt: skip
KEYS = {
    "Unit": ("units", "unit_id"), "Station": ("stations", "station_id"),
    "Instrument": ("instruments", "instrument_id"), "Event": ("events", "event_id"),
    "Maintenance": ("events", "event_id"), "Calibration": ("calibrations", "calibration_id"),
    "MeasurementStandard": ("standards", "standard_id"), "Issue": ("issues", "issue_id"),
    "Accreditation": ("accreditations", "accreditation_id"),
    "Certificate": ("certificates", "certificate_id"), "Document": ("documents", "document_id"),
    "Feedback": ("feedback", "feedback_id"), "Risk": ("risks", "risk_id"),
    "DataRequirement": ("requirements", "requirement_id"),
    "QualityObjective": ("objectives", "objective_id"),
    "Indicator": ("indicators", "indicator_id"), "CorrectiveAction": ("actions", "action_id"),
    "Nonconformity": ("nonconformities", "nonconformity_id"), "Audit": ("audits", "audit_id"),
    "System": ("systems", "system_id"), "Dataset": ("datasets", "dataset_id"),
    "Product": ("products", "product_id"),
}  # fmt: skip
REFERENCES = (
    ("units", "part_of", "Unit"),
    ("stations", "operated_by", "Unit"),
    ("locations", "station_id", "Station"),
    ("deployments", "station_id", "Station"),
    ("deployments", "instrument_id", "Instrument"),
    ("calibrations", "performed_by", "Unit"),
    ("calibrations", "standard_id", "MeasurementStandard"),
    ("calibrations", "certificate_id", "Certificate"),
    ("certificates", "laboratory", "Unit"),
    ("standards", "held_by", "Unit"),
    ("accreditations", "unit_id", "Unit"),
    ("events", "party", "Unit"),
    ("events", "document_id", "Document"),
    ("issues", "station_id", "Station"),
    ("issues", "reported_by", "Unit"),
    ("incidents", "issue_id", "Issue"),
    ("incidents", "assigned_to", "Unit"),
    ("nonconformities", "unit_id", "Unit"),
    ("actions", "unit_id", "Unit"),
    ("processes", "led_by", "Unit"),
    ("processes", "related_units", "Unit"),
    ("interfaces", "upper_unit", "Unit"),
    ("interfaces", "lower_unit", "Unit"),
    ("documents", "issued_by", "Unit"),
    ("document_reviews", "document_id", "Document"),
    ("document_reviews", "replaced_by", "Document"),
    ("actions", "nonconformity_id", "Nonconformity"),
    ("actions", "risk_id", "Risk"),
    ("actions", "updated_risks", "Risk"),
    ("feedback", "from_unit", "Unit"),
    ("requirements", "revised_by", "Feedback"),
    ("objectives", "parent", "QualityObjective"),
    ("objectives", "unit_id", "Unit"),
    ("indicator_values", "indicator_id", "Indicator"),
    ("indicator_values", "unit_id", "Unit"),
    ("risks", "owner", "Unit"),
    ("management_reviews", "unit_id", "Unit"),
    ("management_reviews", "decided", "CorrectiveAction"),
    ("trainings", "unit_id", "Unit"),
    ("audits", "unit_id", "Unit"),
    ("audits", "auditor_party", "Unit"),
    ("findings", "audit_id", "Audit"),
    ("environment", "station_id", "Station"),
    ("equipment_states", "instrument_id", "Instrument"),
    ("equipment_states", "unit_id", "Unit"),
    ("station_changes", "station_id", "Station"),
    ("station_changes", "document", "Document"),
    ("systems", "operated_by", "Unit"),
    ("systems", "integrates_into", "System"),
    ("systems", "monitored_by", "System"),
    ("datasets", "delivered_to", "Unit"),
    ("products", "derived_from", "Dataset"),
    ("products", "delivered_to", "Unit"),
    ("flows", "dataset", "Dataset"),
    ("flows", "from_system", "System"),
    ("flows", "to_system", "System"),
    ("records", "unit_id", "Unit"),
    ("tasks", "plan", "Document"),
    ("tasks", "lead", "Unit"),
    ("tasks", "evidence", "Document"),
    ("alarms", "system_id", "System"),
    ("admissions", "document", "Document"),
)


def read(folder: Path) -> dict[str, Rows]:
    """The rows of each import table, of all its files, with the file's folder as `_group`."""
    tables: dict[str, Rows] = defaultdict(list)
    for path in sorted(folder.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = OTHER_NAMES.get(path.stem, path.stem)
                tables[name].append({**row, "_group": path.parent.name, "_file": path.stem})
    return tables


@pytest.fixture(scope="module", params=[(1, 1), (3, 1), (119, 1), (130, 42)], ids=str)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Rows]:
    stations, seed = request.param
    folder = tmp_path_factory.mktemp("sample") / "p"
    return read(write_province(folder, seed=seed, stations=stations).folder)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return read(write_province(tmp_path_factory.mktemp("province") / "p").folder)


def values(rows: Rows, column: str) -> Iterator[str]:
    for row in rows:
        yield from (part for part in row[column].split(";") if part)


def known(sample: dict[str, Rows], kind: str) -> set[str]:
    table, column = KEYS[kind]
    return set(values(sample[table], column))


def is_group(unit: str) -> bool:
    """Groups of units (各盟市气象局) are named by those who mention them, in no table."""
    return unit.startswith("各")


# Columns


def columns(name: str) -> list[Column]:
    """The columns of a table that the sample has."""
    return [c for c in TABLES[name].columns if (name, c.name) not in LEFT_OUT]


def test_every_table_has_the_declared_columns(sample: dict[str, Rows]) -> None:
    assert set(sample) == {*FIRST_GROUP, *SECOND_GROUP}
    for name, rows in sample.items():
        declared = [c.name for c in columns(name)]
        for row in rows:
            assert [c for c in row if not c.startswith("_")] == [*declared, "certainty"]


def test_required_cells_are_filled_and_codes_are_known(sample: dict[str, Rows]) -> None:
    for name, rows in sample.items():
        for column in columns(name):
            found = [row[column.name] for row in rows]
            if column.required:
                assert all(found), (name, column.name)
            if column.codes:
                assert set(filter(None, found)) <= set(ALL_CODES[column.codes].codes)


def test_no_column_is_blank_everywhere(province: dict[str, Rows]) -> None:
    blank = [
        (name, column.name)
        for name in FIRST_GROUP
        for column in columns(name)
        if not any(row[column.name] for row in province[name])
    ]

    assert blank == []


def test_even_the_smallest_sample_fills_every_column_of_an_edge(sample: dict[str, Rows]) -> None:
    blank = []
    for name in FIRST_GROUP:
        for rule in TABLES[name].rules:
            if not isinstance(rule, EdgeRule):
                continue
            for part in (*rule.source.parts, *rule.target.parts):
                names = part.split("|") if part[0] not in "=@" else []
                blank += [
                    (name, column)
                    for column in names
                    if not any(row[column] for row in sample[name])
                ]

    assert blank == []


def test_times_are_dates_or_have_a_zone(sample: dict[str, Rows]) -> None:
    for name, rows in sample.items():
        for column in TABLES[name].columns:
            if column.datatype == "time":
                for text in filter(None, (row[column.name] for row in rows)):
                    valid_time(text)
                    assert is_date_only(text) or text.endswith("Z")
        for begin, end in TABLES[name].intervals:
            for row in rows:
                if row[begin] and row[end]:
                    assert valid_time(row[begin]) < valid_time(row[end], end=True)


# Certainty


def test_facts_are_stated_or_inferred_and_all_else_is_synthetic(sample: dict[str, Rows]) -> None:
    for rows in sample.values():
        for row in rows:
            if row["_group"] == "generated":
                assert row["certainty"] == "synthetic"
            else:
                inferred = row["_file"] in {"unit_links", "station_links"}
                allowed = {"inferred"} if inferred else {"stated"}
                if row["_file"] == "units" and row["level"] == "league":
                    allowed = {"stated", "inferred"}
                assert row["certainty"] in allowed


def test_made_up_stations_cannot_be_mistaken_for_real_ones(province: dict[str, Rows]) -> None:
    real = {s.station_id: s.name_zh for s in facts.real_stations()}

    assert {r["station_id"]: r["name_zh"] for r in province["stations"]} == real


def test_stations_beyond_the_list_are_made_up(tmp_path: Path) -> None:
    sample = read(write_province(tmp_path / "p", stations=125).folder)
    made_up = [r for r in sample["stations"] if r["station_id"].startswith("SYN")]

    assert [r["station_id"] for r in made_up if r["_file"] == "stations"] == [
        f"SYN{n:05d}" for n in range(120, 126)
    ]
    for row in made_up:
        assert row["name_zh"] == f"合成站{int(row['station_id'][3:]):04d}"
        assert row["certainty"] == "synthetic"
        assert row["wigos_id"] == ""
    positions = {r["station_id"]: r for r in sample["locations"] if not r["valid_to"]}
    for row in made_up:
        here = positions[row["station_id"]]
        assert any(
            abs(float(here["latitude"]) - float(s.latitude)) <= 0.5
            and abs(float(here["longitude"]) - float(s.longitude)) <= 0.5
            for s in facts.real_stations()
        )


def test_fewer_stations_are_the_first_of_the_list(sample: dict[str, Rows]) -> None:
    real = [r for r in sample["stations"] if r["_group"] == "real"]
    numbers = [r["station_id"] for r in real if r["_file"] == "stations"]

    assert numbers == [s.station_id for s in facts.real_stations()[: len(numbers)]]


# References


@pytest.mark.parametrize(("table", "column", "kind"), REFERENCES)
def test_no_id_dangles(sample: dict[str, Rows], table: str, column: str, kind: str) -> None:
    named = {v for v in values(sample[table], column) if not is_group(v)}

    assert named - known(sample, kind) == set()


def test_subjects_and_causes_exist_as_the_kind_they_are_said_to_be(
    sample: dict[str, Rows],
) -> None:
    batches = {f"{r['model']}|{r['batch']}" for r in sample["instruments"]}
    visits = {r["event_id"] for r in sample["events"] if r["type"] == "maintenance"}
    models = {f"{r['manufacturer']}|{r['model']}" for r in sample["instruments"]}
    series = {f"{r['station_id']}|{r['variable']}" for r in sample["deployments"]}
    processes = {f"{r['code'] or r['name_zh']}@{r['level']}" for r in sample["processes"]}
    ids = {kind: known(sample, kind) for kind in KEYS} | {
        "Batch": batches, "InstrumentModel": models, "Series": series, "Process": processes,
    }  # fmt: skip
    for table, kind, key in (
        ("calibrations", "subject_kind", "subject_id"),
        ("events", "subject_kind", "subject_id"),
        ("incidents", "cause_kind", "cause_id"),
        ("feedback", "concerns_kind", "concerns_id"),
        ("indicators", "measures_kind", "measures_id"),
        ("risks", "threatens_kind", "threatens_id"),
        ("suppliers", "supplies_kind", "supplies_id"),
    ):
        for row in filter(lambda r: r[kind], sample[table]):
            assert row[key] in ids[row[kind]]
            separator = NODE_KINDS[row[kind]].key_separator
            assert len(row[key].split(separator)) == len(NODE_KINDS[row[kind]].key)
            if row[kind] in {"Maintenance", "Event"}:
                assert (row[key] in visits) == (row[kind] == "Maintenance")


def test_areas_and_variables_are_known(sample: dict[str, Rows]) -> None:
    codes = {"TEM", "PRS", "RHU", "WIN", "PRE", "GST", "SSD"}

    for table in ("units", "stations"):
        assert set(values(sample[table], "admin_code")) <= set(facts.areas())
    for table in ("instruments", "deployments", "issues", "standards", "requirements"):
        assert set(values(sample[table], "variable")) <= codes
    observed = {f"{r['station_id']}|{r['variable']}" for r in sample["deployments"]}
    assert set(values(sample["datasets"], "variables")) <= codes | observed


def test_process_and_document_references_resolve(sample: dict[str, Rows]) -> None:
    processes = {(r["code"] or r["name_zh"], r["level"]) for r in sample["processes"]}
    versions = {f"{r['document_id']}|{r['version']}" for r in sample["documents"]}

    for row in sample["processes"]:
        assert not row["parent"] or (row["parent"], row["level"]) in processes
    for row in sample["interfaces"]:
        for side in ("upper", "lower"):
            assert (row[f"{side}_process"], row[f"{side}_level"]) in processes
    for reference in values(sample["documents"], "governs"):
        assert tuple(reference.split("@")) in processes
    assert set(values(sample["calibrations"], "procedure")) <= versions
    governing = set(values(sample["processes"], "governed_by"))
    assert set(values(sample["actions"], "changes_document")) <= versions
    for table in ("trainings", "audits", "flows", "records"):
        assert set(values(sample[table], "process")) <= {"@".join(p) for p in processes}
    assert {g for g in governing if "|" in g} <= versions
    assert {g for g in governing if "|" not in g} <= known(sample, "Document")
    for row in sample["documents"]:
        assert not row["supersedes"] or f"{row['document_id']}|{row['supersedes']}" in versions
        assert all(re.fullmatch(r"ISO 9001:2015\|\d+(\.\d+)*", c) for c in
                   values([row], "implements"))  # fmt: skip


def test_a_row_is_named_once_in_its_file(sample: dict[str, Rows]) -> None:
    for name, rows in sample.items():
        count = Counter(
            (row["_group"], row["_file"], *(row[c] for c in TABLES[name].identity)) for row in rows
        )
        assert [key for key, times in count.items() if times > 1] == []


# Sense


def test_primary_deployments_follow_one_another_without_gap(sample: dict[str, Rows]) -> None:
    lines = defaultdict(list)
    for row in sample["deployments"]:
        if row["role"] == "primary":
            lines[row["station_id"], row["variable"]].append(row)

    for rows in lines.values():
        rows.sort(key=lambda r: r["valid_from"])
        for row, following in pairwise(rows):
            next_day = date.fromisoformat(row["valid_to"]) + timedelta(days=1)
            assert following["valid_from"] == next_day.isoformat()
        assert date.fromisoformat(rows[0]["valid_from"]).year in {2012, 2013}
    stations = known(sample, "Station")
    for station in stations:
        assert 5 <= sum(1 for s, _ in lines if s == station) <= 7


def test_calibrations_of_an_instrument_are_in_order_and_begin_before_it_is_used(
    sample: dict[str, Rows],
) -> None:
    performed = defaultdict(list)
    for row in sample["calibrations"]:
        performed[row["subject_id"]].append(row["performed_on"])

    for days in performed.values():
        assert days == sorted(set(days))
    for row in sample["deployments"]:
        assert performed[row["instrument_id"]][0] < row["valid_from"]


def test_standards_form_four_levels(sample: dict[str, Rows]) -> None:
    kinds = {r["standard_id"]: r["type"] for r in sample["standards"]}
    above = {
        (kinds[r["subject_id"]], kinds[r["standard_id"]])
        for r in sample["calibrations"]
        if r["subject_kind"] == "MeasurementStandard"
    }
    used = {
        kinds[r["standard_id"]]
        for r in sample["calibrations"]
        if r["subject_kind"] == "Instrument" and r["standard_id"]
    }

    assert used == {"workingSt"}
    assert above == {
        ("workingSt", "referenceSt"),
        ("referenceSt", "nationalSt"),
        ("nationalSt", "internationalSt"),
    }


def test_a_calibration_follows_the_version_in_force_on_its_day(sample: dict[str, Rows]) -> None:
    force = {
        f"{r['document_id']}|{r['version']}": (r["effective"], r["superseded"] or "9999")
        for r in sample["documents"]
    }

    for row in filter(lambda r: r["procedure"], sample["calibrations"]):
        first, end = force[row["procedure"]]
        assert first <= row["performed_on"] < end


def test_a_certificate_is_issued_after_its_calibration(sample: dict[str, Rows]) -> None:
    issued = {r["certificate_id"]: r for r in sample["certificates"]}
    named = [r for r in sample["calibrations"] if r["certificate_id"]]

    assert len(named) == len(issued)
    for row in named:
        certificate = issued[row["certificate_id"]]
        assert certificate["issued"] > row["performed_on"]
        assert certificate["laboratory"] == row["performed_by"]
        assert certificate["valid_to"] == row["valid_to"]


def test_every_station_has_a_present_position(sample: dict[str, Rows]) -> None:
    located = {r["station_id"] for r in sample["locations"] if not r["valid_to"]}

    assert located == known(sample, "Station")


def test_moves_are_too_small_to_disagree_with_the_list(sample: dict[str, Rows]) -> None:
    now = {r["station_id"]: r for r in sample["locations"] if not r["valid_to"]}
    former = [r for r in sample["locations"] if r["valid_to"]]

    assert former
    for row in former:
        here = now[row["station_id"]]
        assert abs(float(row["latitude"]) - float(here["latitude"])) < 0.009
        assert abs(float(row["longitude"]) - float(here["longitude"])) < 0.009
        assert abs(float(row["elevation_m"]) - float(here["elevation_m"])) < 20


def test_a_life_begins_with_the_purchase_and_agrees_with_use_and_calibration(
    sample: dict[str, Rows],
) -> None:
    used = {r["instrument_id"]: r for r in sample["deployments"]}
    first = {}
    for row in sample["calibrations"]:
        first.setdefault(row["subject_id"], row["performed_on"])
    lives = defaultdict(list)
    for row in sample["equipment_states"]:
        lives[row["instrument_id"]].append((row["begin"], row["state"]))

    for instrument, stages in lives.items():
        assert stages == sorted(stages)
        states = [state for _, state in stages]
        assert states[:3] == ["purchased", "accepted", "calibration"]
        assert stages[2][0] == first[instrument]
        assert next(d for d, s in stages if s == "deployed") == used[instrument]["valid_from"]
        end = used[instrument]["valid_to"]
        assert all(begin > end for begin, state in stages if state == "retired")
        assert end or "retired" not in states
        for begin, state in stages:
            assert state != "repair" or used[instrument]["valid_from"] < begin < (end or "9999")


def test_a_move_was_applied_for_approved_and_took_effect_on_the_day_of_the_event(
    province: dict[str, Rows],
) -> None:
    moves = {(r["subject_id"], r["begin"]) for r in province["events"] if r["type"] == "relocation"}
    changes = [r for r in province["station_changes"] if r["type"] == "迁移"]

    assert {(r["station_id"], r["effective"]) for r in changes} == moves
    assert all(r["applied"] < r["approved"] < r["effective"] for r in changes)
    waiting = [r for r in province["station_changes"] if not r["effective"]]
    assert waiting
    assert not any(r["approved"] or r["document"] for r in waiting)


def test_every_station_was_surveyed_with_obstacles_or_without(sample: dict[str, Rows]) -> None:
    surveys = defaultdict(list)
    for row in sample["environment"]:
        surveys[row["station_id"], row["surveyed"]].append(row)

    assert {station for station, _ in surveys} == known(sample, "Station")
    for rows in surveys.values():
        assert all(r["azimuth"] and r["distance"] and r["elevation"] for r in rows) or (
            [r["azimuth"] for r in rows] == [""]
        )


def test_each_data_set_goes_through_the_five_stages_from_system_to_system(
    sample: dict[str, Rows],
) -> None:
    flows = defaultdict(list)
    for row in sample["flows"]:
        flows[row["dataset"]].append(row)

    assert set(flows) == known(sample, "Dataset")
    for rows in flows.values():
        assert [r["stage"] for r in rows] == list(ALL_CODES["data_stage"].codes)
        assert [r["process"] for r in rows] == [f"Y03-0{n}@region" for n in range(1, 6)]
        assert all(one["to_system"] == other["from_system"] for one, other in pairwise(rows))
    assert known(sample, "Dataset") - set(values(sample["products"], "derived_from")) == {
        "SYN-DS-04"
    }


def test_records_prove_steps_that_exist_or_a_process(sample: dict[str, Rows]) -> None:
    steps = {(f"{r['process']}@{r['level']}", r["order"]) for r in sample["steps"]}
    proved = [(r["process"], r["step"]) for r in sample["records"]]

    assert {pair for pair in proved if pair[1]} == steps
    assert [process for process, step in proved if not step] == ["Y03-02@region"]
    assert set(values(sample["steps"], "document")) == {"SYN-QP-02|2"}
    assert all(r["made"] < r["retain_until"] for r in sample["records"])


def test_alarms_and_admissions_are_of_elements_of_the_sample(sample: dict[str, Rows]) -> None:
    """No alarm is on data: the issues are those of which the answers tell."""
    models = {f"{r['manufacturer']}|{r['model']}" for r in sample["instruments"]}
    there = {"InstrumentModel": models, **{k: known(sample, k) for k in ("System", "Instrument")}}

    for name in ("alarms", "admissions"):
        assert all(r["subject_id"] in there[r["subject_kind"]] for r in sample[name])
    assert {r["subject_kind"] for r in sample["alarms"]} == {"System", "Instrument"}
    assert [r["alarm_id"] for r in sample["alarms"] if not r["cleared"]] == ["SYN-ALM-04"]
    assert min(r["valid_to"] for r in sample["admissions"] if r["valid_to"]) == "2025-02-28"


def test_of_the_tasks_of_the_plan_one_is_late_one_overdue_and_one_to_come(
    sample: dict[str, Rows],
) -> None:
    at = "2025-12-31"
    states = [
        ("done" if r["done"] <= r["due"] else "late") if r["done"]
        else "overdue" if r["due"] < at else "to come"
        for r in sample["tasks"]
    ]  # fmt: skip

    assert states == ["late", "done", "overdue", "to come"]


def test_interfaces_show_an_unanswered_and_an_absent_one(sample: dict[str, Rows]) -> None:
    directions = defaultdict(set)
    for row in sample["interfaces"]:
        directions[row["interface_id"]].add(row["direction"])

    expected = {r["interface_id"] for r in sample["interfaces"] if r["reply_expected"] == "true"}
    assert [i for i in expected if directions[i] == {"up"}] == ["SYN-RL-2"]
    absent = [r for r in sample["interfaces"] if r["state"] == "declared_absent"]
    assert [(r["interface_id"], r["items"]) for r in absent] == [("SYN-RL-4", "")]


def test_default_sample_stays_small(province: dict[str, Rows]) -> None:
    assert 20_000 < sum(map(len, province.values())) < 30_000
