"""What two synthetic bulletins say, a table and labelled lines, worked out by hand."""

from pathlib import Path

import pytest

from graph import Claim, Rejected, Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.bulletins import LOADER
from loaders.protocol import SourceFile
from loaders.registry import loader_for
from ontology.derive import claim_problem

FOLDER = Path(__file__).with_name("bulletins")
MAY = ("2024-04-30T16:00:00Z", "2024-05-31T16:00:00Z")
# Line, what it is about, kind, what was told, value, from, to.
ISSUES = {
    "table.txt": {
        (8, "series:53149|气温", "availability", "低于目标 / below target", "94.09", *MAY),
        (9, "series:52378|气压", "availability", "通信链路中断", "99.60", *MAY),
        (9, "series:52378|气压", "timeliness", "通信链路中断", "97.5", *MAY),
    },
    "lines.txt": {
        (3, "series:53463|气压", "availability", "气压传感器故障", "",
         "2024-05-01T00:00:00Z", "2024-05-02T12:00:00Z"),
        (4, "station:0-156-10000-51056", "availability", "电源故障", "0",
         "2024-04-30T16:00:00Z", "2024-05-01T16:00:00Z"),
    },
}  # fmt: skip
REJECTED = {
    "table.txt": {(10, "received", "count"), (11, "station", "station-number")},
    "lines.txt": {(6, "", "bulletin-line"), (7, "time", "required"),
                  (8, "station", "station-number")},
}  # fmt: skip


def read(name: str) -> tuple[list[tuple[int, Claim]], list[Rejected]]:
    source = SourceFile(FOLDER / name, f"通报/{name}")
    claims: list[tuple[int, Claim]] = []
    rejected: list[Rejected] = []
    for row in LOADER.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        bad = [x for x in said if isinstance(x, Rejected)]
        rejected += bad
        if not bad:
            claims += [(row.place.line or 0, x) for x in said if isinstance(x, Claim)]
    return claims, rejected


@pytest.mark.parametrize("name", sorted(ISSUES))
def test_issues_of_a_bulletin(name: str) -> None:
    claims, _ = read(name)
    about = {c.subject: c.object for _, c in claims if c.kind == "ABOUT"}

    found = {
        (line, about[c.subject], c.properties["kind"], c.properties["test"],
         c.properties.get("value", ""), c.valid_from, c.valid_to)
        for line, c in claims if c.kind == "Issue"
    }  # fmt: skip

    assert found == ISSUES[name]
    assert {
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        for _, c in claims
    } == {None}


@pytest.mark.parametrize("name", sorted(REJECTED))
def test_lines_that_cannot_be_read_are_rejected_with_place_and_remedy(name: str) -> None:
    _, rejected = read(name)

    assert {(r.place.line, r.field, r.rule) for r in rejected} == REJECTED[name]
    assert all(any(word in r.message for word in ("请", "更正", "补上")) for r in rejected)


def test_figures_are_kept_where_nothing_is_wrong() -> None:
    claims, _ = read("table.txt")
    [found] = [
        c for line, c in claims
        if line == 7 and c.kind == "QualityMeasurement" and "availability" in c.subject
    ]  # fmt: skip

    assert dict(found.properties) == {
        "measure": "availability", "centre": "合成气象信息中心", "rate": "100", "expected": 744,
        "received": 744, "began": MAY[0], "ended": MAY[1],
    }  # fmt: skip
    assert {c.object for _, c in claims if c.kind == "REPORTED_BY"} == {"unit:合成气象信息中心"}


def test_a_bulletin_in_gb18030_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_bytes((FOLDER / "table.txt").read_text(encoding="utf-8").encode("gb18030"))
    source = SourceFile(path, "通报/table.txt")

    rows = [row for row in LOADER.read(source) if not isinstance(row, Rejected)]
    said = [claim for row in rows for claim in LOADER.claims(row, source)]

    assert LOADER.accepts(path, path.read_bytes())
    assert sum(isinstance(c, Claim) and c.kind == "Issue" for c in said) == 3


def test_bulletins_are_ours_and_no_other_real_file_is(shared: Path) -> None:
    files = [path for path in shared.rglob("*") if path.is_file()]

    taken = [path.name for path in files if LOADER.accepts(path, path.read_bytes()[:65536])]

    assert taken == []
    assert {loader_for(FOLDER / name) for name in ISSUES} == {LOADER}


def test_a_folder_is_loaded_as_synthetic(tmp_path: Path) -> None:
    plan = make_plan([FOLDER / name for name in sorted(ISSUES)], Declared(certainty="synthetic"))
    with (
        Workspace(Settings(tmp_path / "home"), create=True) as workspace,
        workspace.ledger.writing() as writer,
    ):
        reports = [
            load_file(workspace.ledger, writer, planned, LoadChoices()) for planned in plan.files
        ]

    assert [(r.read, r.accepted, r.rejected) for r in reports] == [(5, 2, 3), (5, 3, 2)]
