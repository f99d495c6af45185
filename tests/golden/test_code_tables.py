"""What the tables of the WIGOS Metadata Standard say, counted and read in the files by eye.

`code_tables.json` holds the rows of each file below its header, counted with Python's csv module
before there was a loader.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from graph import Claim, Place, Rejected, Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.code_tables import LOADER
from loaders.code_tables.registers import registers
from loaders.protocol import SourceFile
from ontology import BEGINNING, OPEN_END
from ontology.derive import claim_problem
from queries import run
from queries.retired_codes import RetiredRow

COUNTS = json.loads(Path(__file__).with_name("code_tables.json").read_text(encoding="utf-8"))
# The name of a release, which stands among the addresses of superseded codes.
NO_CODE = ("superseded.csv", 124, "FT2023-2")
LISTS = {"deprecated.csv", "superseded.csv", "wmdr-tables.csv"}
Said = dict[str, list[tuple[Place, Claim]]]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data/wmds_code_tables"


@pytest.fixture(scope="module")
def rejected(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (name, row.place.line or 0, row.value)
        for name in COUNTS
        for row in outcomes(folder / name)
        if isinstance(row, Rejected)
    ]


@pytest.fixture(scope="module")
def said(folder: Path) -> Said:
    """Claims with their places, by file."""
    return {
        name: [x for row in outcomes(folder / name) if not isinstance(row, Rejected) for x in row]
        for name in COUNTS
    }


def outcomes(path: Path) -> list[list[tuple[Place, Claim]] | Rejected]:
    source = SourceFile(path, f"wmds/{path.name}")
    found: list[list[tuple[Place, Claim]] | Rejected] = []
    for row in LOADER.read(source):
        told = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        bad = [x for x in told if isinstance(x, Rejected)]
        found.append(bad[0] if bad else [(row.place, x) for x in told if isinstance(x, Claim)])
    return found


def facts(said: Said, name: str, line: int) -> set[tuple[str, str, str | None]]:
    return {(c.kind, c.subject, c.object) for place, c in said[name] if place.line == line}


def concept(said: Said, name: str, line: int) -> dict[str, object]:
    [found] = [c for place, c in said[name] if place.line == line and c.kind == "Concept"]
    return {name: value for name, value in found.properties.items() if name != "begin_known"}


def test_every_row_of_every_table_is_read_and_one_line_is_no_code(
    folder: Path, rejected: list[tuple[str, int, str]]
) -> None:
    read = {name: len(outcomes(folder / name)) for name in COUNTS}

    assert read == COUNTS
    assert sum(read.values()) == 3181
    assert rejected == [NO_CODE]


def test_what_is_claimed_of_all(said: Said) -> None:
    claims = [claim for told in said.values() for _, claim in told]
    codes = sum(count for name, count in COUNTS.items() if name not in LISTS)

    assert Counter(c.kind for c in claims) == {
        "Concept": codes + 23 + 135, "IN_SCHEME": codes + 23 + 135, "State": 23 + 135,
        "HAS_STATE": 23 + 135, "REPLACED_BY": 135, "ConceptScheme": 65, "BROADER": 56 + 1,
    }  # fmt: skip
    assert {(c.valid_from, c.valid_to, str(c.certainty)) for c in claims} == {
        (BEGINNING, OPEN_END, "stated")
    }
    assert {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for c in claims
    } == {None}


def test_a_code_of_a_plain_table_and_of_one_with_paths(said: Said) -> None:
    assert concept(said, "1-02.csv", 4) == {
        "notation": "''", "name": "second (angle)", "uri": "http://codes.wmo.int/wmdr/unit/''",
        "definition": "Unit of plane or phase angle, accepted for use with SI: 1 '' = "
        "(pi/648000) rad",
    }  # fmt: skip
    sunshine = concept(said, "1-01-01.csv", 56)
    assert (sunshine["notation"], sunshine["name"]) == ("270", "Sunshine duration")
    assert (sunshine["path"], str(sunshine["definition"])[:31]) == (
        "\\Atmosphere\\Radiation", "The total time in one day durin",
    )  # fmt: skip
    assert facts(said, "1-01-01.csv", 56) == {
        ("Concept", "concept:ObservedVariableAtmosphere|270", None),
        ("IN_SCHEME", "concept:ObservedVariableAtmosphere|270",
         "concept_scheme:ObservedVariableAtmosphere"),
    }  # fmt: skip


def test_a_code_is_broader_only_where_its_own_path_is_continued(said: Said) -> None:
    assert (
        "BROADER", "concept:EventAtFacility|avalanche", "concept:EventAtFacility|environmental",
    ) in facts(said, "4-04.csv", 3)  # fmt: skip
    assert (
        "BROADER", "concept:EventAtFacility|environmental", "concept:EventAtFacility|incident",
    ) in facts(said, "4-04.csv", 14)  # fmt: skip
    assert (
        "BROADER", "concept:ProgramAffiliation|AERONET",
        "concept:ProgramAffiliation|nonAffiliated",
    ) in facts(said, "2-02.csv", 9)  # fmt: skip
    with_edges = {n for n, told in said.items() if any(c.kind == "BROADER" for _, c in told)}
    assert with_edges == {"2-02.csv", "4-04.csv"}


def test_a_retired_code_with_its_release_and_a_superseded_one_with_its_successor(
    said: Said,
) -> None:
    air = "concept:ObservedVariableAtmosphere|224"
    [state] = [c for p, c in said["deprecated.csv"] if p.line == 23 and c.kind == "State"]

    assert (state.properties["element"], state.properties["property"]) == (air, "status")
    assert (state.properties["value"], state.properties["reason"]) == ("retired", "FT2025-2")
    assert {kind for kind, _, _ in facts(said, "deprecated.csv", 23)} == {
        "Concept", "IN_SCHEME", "State", "HAS_STATE",
    }  # fmt: skip
    assert (
        "REPLACED_BY", "concept:ObservedVariableOcean|12244",
        "concept:ObservedVariableOcean|12321",
    ) in facts(said, "superseded.csv", 127)  # fmt: skip


def test_a_name_in_the_list_of_retired_codes_never_poses_as_the_name_of_the_code(
    said: Said,
) -> None:
    """From line 3 the names of that list stand one row below their codes."""
    health = concept(said, "deprecated.csv", 11)

    assert health["notation"] == "health"
    assert health["listed_name"] == "Global numerical weather prediction (GNWP)"
    assert "name" not in health


def test_rows_that_stand_under_the_number_of_another_table_are_warned_of(folder: Path) -> None:
    told = LOADER.warnings(SourceFile(folder / "deprecated.csv", "x"))

    assert [warning.partition("：")[0] for warning in told] == ["第 2 行", "第 23 行"]
    assert "ObservedVariableAtmosphere/270 属表 1-01-01，所列表号为 5-02-01" in told[0]


def test_the_register_of_each_table_is_that_of_the_list(folder: Path, said: Said) -> None:
    listed = {c.properties["number"]: c.subject for _, c in said["wmdr-tables.csv"]}

    assert listed == {n: f"concept_scheme:{name}" for n, name in registers().items()}
    assert {p.stem for p in folder.glob("*.csv") if p.name not in LISTS} == set(registers())


def test_the_loader_knows_its_files(shared: Path) -> None:
    data = shared / "data"
    files = [path for path in data.rglob("*") if path.is_file()]

    accepted = {p for p in files if LOADER.accepts(p, p.read_bytes()[:65536])}

    assert {path.parent.name for path in accepted} == {"wmds_code_tables"}
    assert {path.name for path in accepted} == set(COUNTS)


def test_a_release_is_loaded_whole(folder: Path, tmp_path: Path) -> None:
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            plan = make_plan([folder], Declared())
            reports = [
                load_file(workspace.ledger, writer, planned, LoadChoices())
                for planned in plan.files
            ]
        workspace.catch_up()
        with workspace.store.reading() as reader:
            typo = reader.run(
                "MATCH (a:Concept)-[:REPLACED_BY]->(b:Concept) WHERE b.stub = true AND "
                "b.id STARTS WITH 'concept:ObservingMethodTerrestial|' RETURN a.id AS a ORDER BY a",
                {},
            )

    assert (len(reports), sum(r.read for r in reports)) == (68, 3181)
    assert sum(r.rejected for r in reports) == 1
    # Three codes are replaced by codes of a table whose name is misspelt.
    assert [row["a"] for row in typo] == [
        f"concept:ObservingMethodAtmosphere|{n}" for n in (260, 261, 262)
    ]


# What the real exports of OSCAR/Surface are still written with, found with grep and comm in them
# and in the two lists, before the question was there: code and status, and the status's release.
RETIRED = {
    ("ApplicationArea|atmosphericCompositionMonitoring", "retired", "FT2025-1"),
    ("ApplicationArea|climateApplications", "retired", "FT2025-1"),
    ("ApplicationArea|climateMonitoring", "retired", "FT2025-1"),
    ("ApplicationArea|cryosphere", "retired", "FT2025-1"),
    ("ApplicationArea|terrestrialEcology", "retired", "FT2025-1"),
    ("ObservedVariableAtmosphere|224", "retired", "FT2025-2"),
    ("ObservedVariableAtmosphere|262", "superseded", ""),
    ("ObservedVariableAtmosphere|263", "superseded", ""),
    ("ObservedVariableAtmosphere|264", "superseded", ""),
    ("ObservedVariableAtmosphere|270", "invalid", "FT2023-2"),
}


def test_retired_codes_that_stations_are_written_with_are_listed(
    shared: Path, tmp_path: Path
) -> None:
    data = shared / "data"
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            plan = make_plan([data / "wmdr/xml_1.0", data / "wmds_code_tables"], Declared())
            for planned in plan.files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        workspace.catch_up()
        with workspace.store.reading() as reader:
            ever = reader.run(
                "MATCH (e)-[:CODED_AS]->(c:Concept) MATCH (c)-[:HAS_STATE]->(s:State) "
                "WHERE s.property = 'status' "
                "RETURN DISTINCT c.id AS code, s.value AS status, s.reason AS release",
                {},
            )
        rows = run(workspace, "retired-codes", {}, as_of="2021-01-01").rows

    assert {
        (str(row["code"]).removeprefix("concept:"), row["status"], row["release"] or "")
        for row in ever
    } == RETIRED
    told = [row for row in rows if isinstance(row, RetiredRow)]
    assert {row.code.removeprefix("concept:") for row in told} <= {code for code, _, _ in RETIRED}
    assert {row.successors for row in told if row.code.endswith("|263")} == {
        ("concept:ObservedVariableAtmosphere|12164",)
    }
    assert {row.element for row in told if row.code.endswith("|224")} == {
        "variable:ObservedVariableAtmosphere/224"
    }
    assert all(row.claims for row in told)
    # In 2021 none of those that print a release was retired yet; of the others nobody says it.
    assert {(bool(row.release), row.standing) for row in told} == {
        (True, "in_force"), (False, "unknown"),
    }  # fmt: skip
