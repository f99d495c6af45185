"""Audits by plan: a stated sample, a verdict a cell, one package with the same bytes again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

PLAN = """
title = "内部审核"
units = [{units}]
[sampling]
size = 2
seed = 7
[[clause]]
clause = "9-01"
rules = ["station-operator"]
[[clause]]
clause = "7.1.5"
rules = ["instrument-calibration"]
[[clause]]
clause = "8.4.1"
rules = ["system-admission"]
"""


@pytest.fixture(scope="module")
def operators(read, home: Path) -> dict[str, list[str]]:
    """Stations by operator, as the province says."""
    rows = read("ask", "gaps", "rule=station-operator", "state=all", "--home", home)["rows"]
    found: dict[str, list[str]] = {}
    for row in rows:
        for unit in row["units"]:
            found.setdefault(unit, []).append(row["element"])
    assert found
    return found


@pytest.fixture(scope="module")
def package(run, home: Path, operators, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    units = ", ".join(json.dumps(u, ensure_ascii=False) for u in sorted(operators))
    (folder / "plan.toml").write_text(PLAN.format(units=units), "utf-8")
    run("audit", folder / "plan.toml", "-o", folder / "audit.zip", "--home", home)
    return folder / "audit.zip"


def content(package: Path, name: str) -> object:
    with zipfile.ZipFile(package) as archive:
        return json.loads(archive.read(name))


def test_every_cell_has_its_answer(package: Path, operators) -> None:
    audit = content(package, "audit.json")
    answers = [a for a in content(package, "answers.json") if a["question"] == "gaps"]

    assert len(audit["cells"]) == len(answers) == 3 * len(operators)
    for cell, answer in zip(audit["cells"], answers, strict=True):
        assert answer["params"]["clause"] == cell["clause"]
        assert {row["element"] for row in answer["rows"]} == set(cell["drawn"])


def test_the_sample_can_be_drawn_again(package: Path, operators) -> None:
    for cell in content(package, "audit.json")["cells"]:
        if cell["clause"] == "9-01":
            stations = operators[cell["unit"]]
            assert cell["population"] == len(stations)

            def lot(item: str, cell=cell) -> str:
                return sha256(f"7|9-01|{cell['unit']}|{item}".encode()).hexdigest()

            assert cell["drawn"] == sorted(sorted(stations, key=lot)[:2])


def test_verdicts_follow_from_the_drawn_rows(package: Path) -> None:
    audit = content(package, "audit.json")
    verdicts = {cell["clause"]: cell["verdict"] for cell in audit["cells"]}

    assert verdicts["9-01"] == "PASSED"  # every station that a unit answers for has an operator
    assert verdicts["8.4.1"] == "NOT_STATED"  # no unit operates a system in the province
    findings = content(package, "findings.json")
    assert {f["state"] for f in findings} & {"covered"} == set()
    assert all(f["auditor"] == f["verified_on"] == "" for f in findings)
    failed = {(f["clause"], f["unit"]) for f in findings}
    assert failed == {(c["clause"], c["unit"]) for c in audit["cells"] if c["verdict"] == "FAILED"}


def test_the_package_verifies_itself_and_has_traces(package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(package)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
    assert {"findings.html", "audit.json"} <= set(names)
    assert any(name.startswith("trace") for name in names)


def printed(package: Path) -> str:
    """The words of the PDF, without the breaks of its lines."""
    import pypdfium2

    with zipfile.ZipFile(package) as archive:
        pdf = pypdfium2.PdfDocument(io.BytesIO(archive.read("report.pdf")))
    return "".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_print_has_every_verdict_and_a_form_for_every_finding(
    run, home: Path, tmp_path: Path
) -> None:
    """No process of the plan has a record. What looks like markup in the title stays words."""
    title = '#panic("x") *甲* $x$ <b>'
    plan = PLAN.format(units='"unit:内蒙古自治区气象局观测与网络处"').replace(
        '"内部审核"', f"'{title}'"
    )
    (tmp_path / "p.toml").write_text(plan.replace("station-operator", "process-record"), "utf-8")
    run("audit", tmp_path / "p.toml", "-o", tmp_path / "a.zip", "--home", home)
    words = printed(tmp_path / "a.zip")
    findings = content(tmp_path / "a.zip", "findings.json")
    cells = content(tmp_path / "a.zip", "audit.json")["cells"]

    assert "".join(title.split()) in words
    assert [f["state"] for f in findings] == ["uncovered", "uncovered"]
    verdicts = {cell["clause"]: cell["verdict"] for cell in cells}
    assert verdicts == {"9-01": "FAILED", "7.1.5": "NOT_STATED", "8.4.1": "NOT_STATED"}
    assert "FAILED" in words
    for finding in findings:
        title = f"{finding['number']} · {finding['clause']} · {finding['unit']}"
        assert "".join(title.split()) in words
        assert "".join(finding["remedy_zh"].split()) in words
    for blank in ("审核员auditor", "纠正措施correction", "验证日期verifiedon"):
        assert words.count(blank) == len(findings)
    for cell in cells:
        assert f"{cell['clause']}×{cell['unit']}" in words
    assert "含合成数据" not in words  # processes and units of the plan are real


def test_the_print_marks_what_is_synthetic_and_tells_each_trace_apart(package: Path) -> None:
    words = printed(package)
    drawn = [e for c in content(package, "audit.json")["cells"] for e in c["drawn"]]

    assert "含合成数据" in words
    assert "每格至多2，种子7" in words
    assert content(package, "audit.json")["plan_sha256"] in words
    for element in drawn:
        assert f"各环节hops·{element}" in words


def test_an_audit_that_finds_nothing_says_so(package: Path) -> None:
    assert content(package, "findings.json") == []
    assert "审核发现findings没有/none" in printed(package)


def test_without_a_pdf_the_package_still_verifies(package: Path, run, home, tmp_path) -> None:
    path = tmp_path / "plain.zip"
    run("audit", package.with_name("plan.toml"), "-o", path, "--home", home, "--no-pdf")

    with zipfile.ZipFile(path) as archive:
        assert "report.pdf" not in archive.namelist()
        assert "report.pdf" not in archive.read("README.html").decode()
    done = subprocess.run([sys.executable, "-I", "-S", str(path)], check=False)
    assert done.returncode == 0


def test_the_same_plan_and_ledger_give_the_same_bytes(package: Path, run, home, tmp_path) -> None:
    again = tmp_path / "again.zip"
    run("audit", package.with_name("plan.toml"), "-o", again, "--home", home)

    assert again.read_bytes() == package.read_bytes()


def test_the_command_of_evidence_takes_a_plan_too(
    package: Path, run, refusal, home: Path, tmp_path: Path
) -> None:
    plan, path = package.with_name("plan.toml"), tmp_path / "same.zip"
    run("evidence", plan, "-o", path, "--home", home)

    assert path.read_bytes() == package.read_bytes()
    told = refusal("evidence", plan, "-o", tmp_path / "x.zip", "--as-of", "2020-01-01",
                   "--home", home)  # fmt: skip
    assert told["name"] == "--as-of"
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (("size = 2", "size = 0"), "sampling.size"),
        (("seed = 7", 'seed = "x"'), "sampling.seed"),
        (("station-operator", "station-oprator"), "rules"),
        (('clause = "7.1.5"', 'clause = "9-01"'), "clause"),
        (('title = "内部审核"', 'colour = "red"'), "colour"),
        (("units = [", 'units = ["station:1", '), "units"),
    ],
)
def test_a_plan_that_cannot_be(
    refusal: Callable[..., dict[str, object]], home: Path, tmp_path: Path, change, name: str
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.format(units='"unit:甲"').replace(*change), "utf-8")

    assert refusal("audit", plan, "-o", tmp_path / "x.zip", "--home", home)["name"] == name
    assert not (tmp_path / "x.zip").exists()
